package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// exchangeRoutes are the lists of what is needed, offered and done together, for everybody and
// at the desk.
func (p *Portal) exchangeRoutes() []route {
	const page, work = "/{place}/exchange", "/{place}/desk/exchange"
	here := []residents.Level{residents.LevelCommunity}
	post := func(pattern, on, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on, at: here}
	}
	saved := route{method: http.MethodGet, pattern: work + "/list", name: "desk-exchange", do: residents.WorkDesk, at: here}
	return append(sheets(saved, p.exchangeSheet), []route{
		{method: http.MethodGet, pattern: page, name: "exchange", do: residents.ReadPublic, handle: p.exchange, at: here},
		post(page, page, "listing-make", residents.StateNeed, p.makeListing),
		post(page+"/close", page, "listing-close", residents.StateNeed, p.closeListing),
		post(page+"/answer", page, "match-answer", residents.AgreeMatch, p.answerMatch),
		post(page+"/finish", page, "match-finish", residents.AgreeMatch, p.finishMatch),
		{method: http.MethodGet, pattern: work, name: "desk-exchange", do: residents.WorkDesk, handle: p.deskExchange, at: here},
		post(work, work, "unit-listing", residents.KeepListings, p.makeListing),
		post(work+"/judge", work, "listing-judge", residents.PublishListing, p.judgeListing),
		post(work+"/match", work, "match-make", residents.KeepListings, p.proposeMatch),
	}...)
}

// exchangeNow is what the lists hold, read once.
type exchangeNow struct {
	*request
	v        *store.View
	listings map[string]organisations.Listing
	all      []organisations.Listing
	orgs     map[string]organisations.Organisation
	matches  []organisations.Match
}

// listed is how many of the latest listings, and of what came together, the pages read.
const listed = 200

func (r *request) exchangeNow(v *store.View) (*exchangeNow, error) { return r.exchangeOf(v, listed) }

// exchangeWhole is all that the lists ever held.
func (r *request) exchangeWhole(v *store.View) (*exchangeNow, error) { return r.exchangeOf(v, 1<<30) }

func (r *request) exchangeOf(v *store.View, most int) (*exchangeNow, error) {
	w := &exchangeNow{request: r, v: v, listings: map[string]organisations.Listing{}, orgs: map[string]organisations.Organisation{}}
	var err error
	if w.all, err = v.ListingsIn(r.place.ID, most, organisations.ListingWaits, organisations.ListingOpen, organisations.ListingTaken, organisations.ListingClosed); err != nil {
		return nil, err
	}
	filed, err := v.OrganisationsIn(r.place.ID, organisations.Filed, organisations.Closed)
	if err != nil {
		return nil, err
	}
	for _, o := range filed {
		w.orgs[o.ID] = o
	}
	for _, l := range w.all {
		w.listings[l.ID] = l
	}
	w.matches, err = v.MatchesIn(r.place.ID, most)
	return w, err
}

// card is a listing in a list.
func (w *exchangeNow) card(l organisations.Listing) pages.ListingCard {
	c := pages.ListingCard{ID: l.ID, Title: l.Title, About: l.About, Good: l.Good, Side: l.Side, Whose: "一位居民", Reason: l.Reason}
	switch {
	case l.Org != "":
		c.Whose = w.orgs[l.Org].Name
	case l.Unit != "":
		c.Whose = l.Unit
	}
	c.State, c.Tone = pages.ListingWord(l)
	mine := w.me() != "" && l.MadeBy == w.me() && w.who.Helper.ID == ""
	c.Mine = mine && (l.State == organisations.ListingWaits || l.State == organisations.ListingOpen)
	return c
}

// match is what came together, with what the reader is asked about it.
func (w *exchangeNow) match(m organisations.Match) (pages.MatchCard, error) {
	c := pages.MatchCard{ID: m.ID, Need: w.listings[m.Need].Title, Offer: w.listings[m.Offer].Title, Terms: m.Terms}
	c.State, c.Tone = pages.MatchWord(m)
	if m.State == organisations.Done {
		c.Rates = []pages.Fact{{Name: "需要的一头", Value: pages.RateWord(m.NeedRate)}, {Name: "提供的一头", Value: pages.RateWord(m.OfferRate)}}
	}
	for _, side := range []organisations.Side{organisations.NeedSide, organisations.OfferSide} {
		l, said, rate := w.listings[m.Need], m.NeedBy, m.NeedRate
		if side == organisations.OfferSide {
			l, said, rate = w.listings[m.Offer], m.OfferBy, m.OfferRate
		}
		may := organisations.MayAnswerMatch(w.v, w.who, l, w.now)
		if may != nil {
			continue
		}
		s := pages.MatchSide{Side: side, Answer: m.State == organisations.Proposed && said == "", Rate: m.State != organisations.Proposed && rate == 0}
		if s.Answer || s.Rate {
			c.Sides = append(c.Sides, s)
		}
	}
	return c, nil
}

// public tells whether everybody reads a match: one that both sides have agreed.
func public(m organisations.Match) bool {
	return m.State == organisations.Agreed || m.State == organisations.Done
}

// exchange are the lists.
func (p *Portal) exchange(r *request) (answer, error) {
	v := &pages.ExchangeView{Frame: p.frame(r), Style: p.files.address("organisations.css"), Why: code(residents.May(r.who, residents.StateNeed, residents.Matter{Body: r.place.ID, Assigned: true}, r.now))}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.exchangeNow(rows)
		if err != nil {
			return err
		}
		for _, l := range w.all {
			c := w.card(l)
			switch {
			case l.State == organisations.ListingOpen && l.Side == organisations.NeedSide:
				v.Needs = append(v.Needs, c)
			case l.State == organisations.ListingOpen:
				v.Offers = append(v.Offers, c)
			case l.MadeBy == r.me() && r.me() != "" && r.who.Helper.ID == "" && l.State != organisations.ListingTaken:
				v.Mine = append(v.Mine, c)
			}
		}
		for _, m := range w.matches {
			c, err := w.match(m)
			if err != nil {
				return err
			}
			if public(m) || len(c.Sides) > 0 {
				v.Matches = append(v.Matches, c)
			}
		}
		if r.me() == "" || r.who.Helper.ID != "" {
			return nil
		}
		mine, err := rows.OrganisationsOf(r.place.ID, r.me())
		for _, o := range mine {
			if o.InForce(r.today()) {
				v.Orgs = append(v.Orgs, pages.Option{Value: o.ID, Label: o.Name, Said: true})
			}
		}
		return err
	})
	return show(v), err
}

// deskExchange is what waits for a second person, and what could come together.
func (p *Portal) deskExchange(r *request) (answer, error) {
	v := &desk.ExchangeView{Style: p.files.address("organisations.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtOrganisations); err != nil {
			return err
		}
		v.Sheets = saveAs(v.To("desk/exchange/list"))
		w, err := r.exchangeNow(rows)
		if err != nil {
			return err
		}
		for _, l := range w.all {
			c := w.card(l)
			switch {
			case l.State == organisations.ListingWaits:
				v.Waiting = append(v.Waiting, desk.ListingToJudge{ListingCard: c, Why: code(organisations.MayPublishListing(r.who, l, r.now))})
			case l.State == organisations.ListingOpen && l.Side == organisations.NeedSide:
				v.Needs = append(v.Needs, c)
			case l.State == organisations.ListingOpen:
				v.Offers = append(v.Offers, pages.Option{Value: l.ID, Label: c.Whose + "：" + l.Title})
			}
		}
		for _, m := range w.matches {
			if m.State == organisations.Done {
				continue
			}
			c, err := w.match(m)
			if err != nil {
				return err
			}
			v.Matches = append(v.Matches, c)
		}
		return nil
	})
	return show(v), err
}

// makeListing puts a need or an offer before the committee; a unit's is entered at the desk.
func (p *Portal) makeListing(r *request) (answer, error) {
	l := organisations.Listing{
		Community: r.place.ID, Side: organisations.Side(r.form.choice("side", "need", "offer")), Good: organisations.Good(r.form.text("good", 20)),
		Title: r.form.text("title", organisations.MaxName), About: r.form.lines("about", organisations.MaxPurpose),
	}
	back := "/" + r.place.Slug + "/exchange"
	if r.route.name == "unit-listing" {
		back = "/" + r.place.Slug + "/desk/exchange"
		if l.Unit = r.form.text("unit", organisations.MaxName); l.Unit == "" {
			r.form.refuse("unit", residents.ErrEmpty, 0)
		}
	} else {
		l.Org = r.form.text("org", 80)
	}
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := organisations.MakeListing(tx, by, l)
		return api.WithDone(back, "listing-made"), err
	})
}

func (p *Portal) closeListing(r *request) (answer, error) {
	id := r.form.text("listing", 80)
	return p.do(r, "listing-close", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/exchange", "listing-closed"), organisations.CloseListing(tx, by, r.place.ID, id)
	})
}

func (p *Portal) judgeListing(r *request) (answer, error) {
	id, good, reason := r.form.text("listing", 80), r.form.choice("good", "yes", "no") == "yes", r.form.lines("reason", organisations.MaxWords)
	return p.do(r, "listing-judge", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/exchange", "listing-judged"), organisations.JudgeListing(tx, by, r.place.ID, id, good, reason)
	})
}

func (p *Portal) proposeMatch(r *request) (answer, error) {
	need, offer, terms := r.form.text("need", 80), r.form.text("offer", 80), r.form.lines("terms", organisations.MaxTerms)
	return p.do(r, "match-make", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/exchange", "match-made"), organisations.ProposeMatch(tx, by, r.place.ID, need, offer, terms)
	})
}

func (p *Portal) answerMatch(r *request) (answer, error) {
	id, side, yes := r.form.text("match", 80), organisations.Side(r.form.choice("side", "need", "offer")), r.form.choice("yes", "yes", "no") == "yes"
	return p.do(r, "match-answer", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/exchange", "match-answered"), organisations.AnswerMatch(tx, by, r.place.ID, id, side, yes)
	})
}

func (p *Portal) finishMatch(r *request) (answer, error) {
	id, side, rate := r.form.text("match", 80), organisations.Side(r.form.choice("side", "need", "offer")), r.form.number("rate", 1, 5)
	return p.do(r, "match-finish", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/exchange", "match-finished"), organisations.FinishMatch(tx, by, r.place.ID, id, side, rate)
	})
}
