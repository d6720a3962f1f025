package main

import (
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

var exchangeHead = []string{"哪一头", "是什么", "谁", "一句话", "说明", "状态", "登记日期", "和什么对上", "怎么办", "办到哪里", "需要的一头评", "提供的一头评"}

// exchangeSheet is every need and offer of the community, the latest first, a line for each match
// that it came to; a resident is named no more than on the page.
func (p *Portal) exchangeSheet(r *request) (sheet, error) {
	s := sheet{called: r.place.Name + "三项清单-" + r.today().String(), tab: "三项清单", rows: [][]string{exchangeHead}}
	err := p.view(r, func(v *store.View) error {
		w, err := r.exchangeWhole(v)
		if err != nil {
			return err
		}
		matched := map[string][]organisations.Match{}
		for _, m := range w.matches {
			matched[m.Need], matched[m.Offer] = append(matched[m.Need], m), append(matched[m.Offer], m)
		}
		for _, l := range w.all {
			if len(matched[l.ID]) == 0 {
				s.rows = append(s.rows, w.line(l, organisations.Match{}))
			}
			for _, m := range matched[l.ID] {
				s.rows = append(s.rows, w.line(l, m))
			}
		}
		return nil
	})
	return s, err
}

// line is a listing with its match; the zero Match is none.
func (w *exchangeNow) line(l organisations.Listing, m organisations.Match) []string {
	state, _ := pages.ListingWord(l)
	if state == "" {
		state = "在清单上"
	}
	row := []string{
		pages.ListSideWord(l.Side), pages.GoodWord(l.Good), w.card(l).Whose, l.Title, l.About, state, calendar.DayOf(l.MadeAt, w.place.Location()).String(), "", "", "", "", "",
	}
	if m.ID == "" {
		return row
	}
	other := m.Offer
	if other == l.ID {
		other = m.Need
	}
	row[7], row[8] = w.listings[other].Title, m.Terms
	row[9], _ = pages.MatchWord(m)
	if m.State == organisations.Done {
		row[10], row[11] = pages.RateWord(m.NeedRate), pages.RateWord(m.OfferRate)
	}
	return row
}
