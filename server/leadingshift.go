package main

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// oneShift is what whoever leads knows of a shift while its page is written.
type oneShift struct {
	*request
	v      *store.View
	a      signups.Activity
	o      signups.Org // that makes it; zero for none
	s      signups.Shift
	all    []signups.Signup
	people map[string]residents.Resident
}

// ledShiftOf reads the shift that the path names, for who leads it.
func (r *request) ledShiftOf(v *store.View) (w *oneShift, err error) {
	w = &oneShift{request: r, v: v}
	if w.a, err = r.led(v); err != nil {
		return w, err
	}
	if w.o, err = orgOf(v, w.a); err != nil {
		return w, err
	}
	w.s, err = v.Shift(r.place.ID, w.a.ID, r.thing("shift"))
	return w, err
}

// leadingShift is the list of a shift: who comes, who was there, their hours, and the gaps.
func (p *Portal) leadingShift(r *request) (answer, error) {
	page := &pages.LeadingShiftView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	err := p.view(r, func(v *store.View) error {
		w, err := r.ledShiftOf(v)
		if err != nil {
			return err
		}
		if w.all, err = v.SignupsOf(r.place.ID, w.a.ID, w.s.ID); err != nil {
			return err
		}
		var ids []string
		for _, one := range w.all {
			ids = append(ids, one.Resident)
		}
		if w.people, err = v.ResidentsByID(r.place.ID, ids); err != nil {
			return err
		}
		w.head(page)
		w.list(page)
		return w.gap(page)
	})
	return show(page), err
}

// head is when and where, and what can be done now.
func (w *oneShift) head(page *pages.LeadingShiftView) {
	page.Activity, page.Shift, page.Called, page.Place = w.a.ID, w.s.ID, w.a.Title, w.a.Place
	page.Day, page.Clock, page.Off, page.Reason = w.dayOf(w.s), w.hoursOf(w.s), w.s.Off, w.s.Reason
	page.Early, page.Over = !signups.Opened(w.s, w.now), w.s.Over(w.now)
	page.CancelForm = w.a.State == signups.Open && !w.s.Off && !page.Over
	by := signups.RulesAt(w.today()).ConfirmBy(w.dayIn(w.s.Ends))
	page.Sheets = saveAs(page.To("leading/" + w.a.ID + "/list"))
	page.ConfirmBy = "请在 " + dayWords(by) + "以前确认（活动结束后十个工作日内）；"
}

func (r *request) dayIn(at time.Time) calendar.Day { return calendar.DayOf(at, r.place.Location()) }

// list is who is on it, sorted by name, and the hours of those who were there.
func (w *oneShift) list(page *pages.LeadingShiftView) {
	slices.SortStableFunc(w.all, func(a, b signups.Signup) int {
		return cmp.Or(cmp.Compare(w.people[a.Resident].Name, w.people[b.Resident].Name), cmp.Compare(a.Resident, b.Resident))
	})
	for _, one := range w.all {
		who := w.people[one.Resident]
		switch {
		case one.State == signups.Waitlisted:
			page.Waiting = append(page.Waiting, w.named(who))
		case one.State.Placed():
			page.People = append(page.People, w.person(one, who))
			if h, ok := w.hours(one, who); ok {
				page.Hours = append(page.Hours, h)
			}
		}
	}
}

// named is somebody on the list; whoever has left has no name any more.
func (w *oneShift) named(who residents.Resident) string {
	return cmp.Or(who.Name, residents.Gone)
}

// person is one line of the list.
func (w *oneShift) person(one signups.Signup, who residents.Resident) pages.LeadingPerson {
	post, _ := w.a.Post(one.Post)
	p := pages.LeadingPerson{
		ID: one.Resident, Name: w.named(who), Building: who.Building, Post: post.Words, Mark: one.Mark(), Declinable: one.State.Live() && one.In.IsZero() && w.now.Before(w.s.Starts) && w.a.State == signups.Open,
	}
	p.Note = withWhom(one, who)
	if !one.In.IsZero() {
		p.In = one.In.In(w.place.Location()).Format("15:04")
	}
	if !one.Out.IsZero() {
		p.Out = one.Out.In(w.place.Location()).Format("15:04")
	}
	switch one.State {
	case signups.Applied:
		p.Settled = "等监护人同意"
	case signups.Offered:
		p.Note = "等本人确认"
	case signups.CheckedIn:
		p.Said = "here"
	case signups.Completed:
		p.Said = "gone"
	case signups.NoShow:
		p.Said = "absent"
	case signups.Confirmed:
		p.Settled = "时长已确认"
	case signups.Disputed:
		p.Settled = "本人提出更正，等居委会答复"
	}
	return p
}

// hours are those of somebody who was there; false for who was not.
func (w *oneShift) hours(one signups.Signup, who residents.Resident) (h pages.LeadingHours, ok bool) {
	post, _ := w.a.Post(one.Post)
	h = pages.LeadingHours{ID: one.Resident, Name: w.named(who), Post: post.Words, Counted: one.Minutes, Noted: "记录 " + pages.HoursWords(one.Minutes)}
	switch one.State {
	case signups.Confirmed:
		h.Settled = pages.HoursWords(one.Minutes) + "，已确认"
	case signups.Disputed:
		h.Settled = pages.HoursWords(one.Minutes) + "，本人提出更正"
	case signups.Accepted:
		h.Noted, h.Why = "名单上还没有记", code(signups.MayConfirm(w.who, w.a, w.o, one, w.now))
	case signups.CheckedIn:
		h.Noted, h.Why = "还没有记几点走", code(signups.MayConfirm(w.who, w.a, w.o, one, w.now))
	case signups.Completed:
		h.Why = code(signups.MayConfirm(w.who, w.a, w.o, one, w.now))
	default:
		return h, false
	}
	h.Choices = halfHours(w.s)
	return h, true
}

// How many are looked at, and how many proposed, to fill a gap.
const (
	mostAsked      = 12
	mostCandidates = 200
)

// gap is what is free, who could be asked, and whether somebody can be added on site.
func (w *oneShift) gap(page *pages.LeadingShiftView) error {
	held := map[string]int{}
	for _, one := range w.all {
		if one.State.Placed() {
			held[one.Post]++
		}
	}
	for _, post := range w.a.Posts {
		if free := post.Seats - held[post.ID]; free > 0 {
			page.Free += free
			page.Posts = append(page.Posts, pages.Option{Value: post.ID, Label: post.Words, Said: true})
		}
	}
	if w.a.State != signups.Open || w.s.Off || page.Over {
		page.Posts = nil
		return nil
	}
	if page.Early || w.a.Terms != "" {
		page.Posts = nil // whoever has not accepted the terms signs up by themselves
	}
	if len(page.Posts) > 0 {
		var err error
		if page.Buildings, err = w.buildingOptions(w.v); err != nil {
			return err
		}
	}
	if page.Free == 0 || !w.now.Before(w.s.Starts) {
		return nil
	}
	return w.candidates(page)
}

// candidates are volunteers whom the shift suits and who may be asked.
func (w *oneShift) candidates(page *pages.LeadingShiftView) error {
	all, err := w.v.HelpersToAsk(w.place.ID, w.a.ID, w.s.ID, mostCandidates)
	if err != nil {
		return err
	}
	var ids []string
	var some []signups.Candidate
	for _, c := range all {
		suits := slices.ContainsFunc(w.a.Posts, func(post signups.Post) bool {
			return signups.Suits(c.Profile, c.Proofs, c.Building, w.a, w.s, post, w.place.Location())
		})
		if suits && len(some) < mostAsked {
			some, ids = append(some, c), append(ids, c.Resident)
		}
	}
	people, err := w.v.ResidentsByID(w.place.ID, ids)
	for _, c := range some {
		var skills string
		for i, s := range c.Skills {
			if i > 0 {
				skills += "、"
			}
			skills += pages.SkillWord(s)
		}
		page.Ask = append(page.Ask, pages.LeadingAsk{ID: c.Resident, Name: residents.Mask(people[c.Resident].Name), Building: c.Building, Skills: skills})
	}
	return err
}

// leadingCode shows the code of the shift, in digits to be read from afar. It comes anew when the
// code is replaced, with scripts off too.
func (p *Portal) leadingCode(r *request) (answer, error) {
	page := &pages.LeadingCodeView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	err := p.view(r, func(v *store.View) error {
		w, err := r.ledShiftOf(v)
		if err != nil {
			return err
		}
		if w.s.Off {
			return signups.ErrShiftOff
		}
		page.Called, page.Day, page.Clock = w.a.Title, r.dayOf(w.s), r.hoursOf(w.s)
		page.BackTo = page.To("leading/" + w.a.ID + "/shifts/" + w.s.ID)
		page.Early, page.Over = !signups.Opened(w.s, r.now), signups.Shut(w.s, r.now)
		page.Code, page.Left = signups.CodeAt(w.s, r.now), int((signups.CodeEnds(r.now).Sub(r.now)+time.Second-1)/time.Second)
		return nil
	})
	if err == nil && !page.Early && !page.Over {
		r.w.Header().Set("Refresh", strconv.Itoa(page.Left))
	}
	return show(page), err
}
