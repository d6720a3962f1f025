package main

import (
	"net/http"
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups"
)

// deskVolunteerRoutes are where the committee looks at certificates and answers disputes of hours.
func (p *Portal) deskVolunteerRoutes() []route {
	const page = "/{place}/desk/volunteers"
	here := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: page, name: "desk-volunteers", do: residents.WorkDesk, handle: p.deskVolunteers, at: here},
		{method: http.MethodPost, pattern: page + "/proof", name: "proof-check", do: residents.CheckSkill, handle: p.checkProof, on: page, at: here},
		{method: http.MethodPost, pattern: page + "/judge", name: "hours-judge", do: residents.JudgeHours, handle: p.judgeHours, on: page, at: here},
	}
}

// mostToDo is how many of each kind stand on the page; the others follow when these are done.
const mostToDo = 50

// deskVolunteers is what waits of certificates and hours.
func (p *Portal) deskVolunteers(r *request) (answer, error) {
	v := &desk.VolunteersView{Style: p.files.address("activities.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtVolunteers); err != nil {
			return err
		}
		if r.opens(residents.ReadVolunteers) == nil {
			v.List = v.To("desk/volunteers/list")
		}
		if err := r.proofCards(rows, v); err != nil {
			return err
		}
		if err := r.disputeCards(rows, v); err != nil {
			return err
		}
		return r.lateHours(rows, v)
	})
	return show(v), err
}

func (r *request) proofCards(rows *store.View, v *desk.VolunteersView) error {
	proofs, err := rows.ProofsWaiting(r.place.ID, mostToDo)
	if err != nil {
		return err
	}
	var ids []string
	for _, one := range proofs {
		ids = append(ids, one.Resident)
	}
	people, err := rows.ResidentsByID(r.place.ID, ids)
	for _, one := range proofs {
		who := people[one.Resident]
		v.Proofs = append(v.Proofs, desk.ProofCard{
			Resident: one.Resident, Name: who.Name, Building: who.Building, Skill: pages.SkillWord(one.Skill), Code: one.Skill, About: one.About, When: r.day(one.AskedAt),
			Why: code(signups.MayCheckProof(r.who, one, r.now)),
		})
	}
	return err
}

func (r *request) disputeCards(rows *store.View, v *desk.VolunteersView) error {
	all, err := rows.Disputes(r.place.ID, mostToDo)
	if err != nil {
		return err
	}
	for _, d := range all {
		card, err := r.disputeCard(rows, d)
		if err != nil {
			return err
		}
		v.Disputes = append(v.Disputes, card)
	}
	return nil
}

// disputeCard is one dispute, with what was done to the hours so far and by whom.
func (r *request) disputeCard(rows *store.View, d store.HoursToDo) (c desk.DisputeCard, err error) {
	trace, err := rows.HourChanges(r.place.ID, d.Activity, d.Shift, d.Resident)
	if err != nil {
		return c, err
	}
	ids := []string{d.Resident}
	for _, t := range trace {
		ids = append(ids, t.By)
	}
	people, err := rows.ResidentsByID(r.place.ID, ids)
	if err != nil {
		return c, err
	}
	s := signups.Shift{Starts: d.Starts, Ends: d.Ends}
	c = desk.DisputeCard{
		Activity: d.Activity, Shift: d.Shift, Resident: d.Resident, Name: people[d.Resident].Name + " " + people[d.Resident].Building, Title: d.Title, When: r.shiftTime(s),
		Href: "/" + r.place.Slug + "/leading/" + d.Activity + "/shifts/" + d.Shift, Was: pages.HoursWords(d.Minutes), Words: d.Words,
		Choices: halfHours(s), Why: code(signups.MayJudge(r.who, d.Signup, r.now)),
	}
	for _, t := range trace {
		c.Trace = append(c.Trace, pages.Fact{Name: r.day(t.At) + " " + people[t.By].Name, Value: pages.HourChangeWord(t)})
		if t.Kind == signups.HoursDisputed {
			c.Said, c.Says = strconv.Itoa(t.Now), pages.HoursWords(t.Now)
		}
	}
	return c, nil
}

// halfHours are the hours that can be confirmed of a shift.
func halfHours(s signups.Shift) (all []pages.Option) {
	unit := signups.RulesAt(calendar.DayOf(s.Starts, s.Starts.Location())).Unit.N
	for m := 0; m <= signups.MostMinutes(s); m += unit {
		all = append(all, pages.Option{Value: strconv.Itoa(m), Label: pages.HoursWords(m)})
	}
	return all
}

// lateHours are the shifts whose hours were not confirmed in time, each once.
func (r *request) lateHours(rows *store.View, v *desk.VolunteersView) error {
	all, err := rows.HoursOpen(r.place.ID, r.now, 500)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, h := range all {
		by := signups.RulesAt(r.today()).ConfirmBy(r.dayIn(h.Ends))
		if seen[h.Shift] || r.now.Before(by.End(r.place.Location())) {
			continue
		}
		seen[h.Shift] = true
		v.Late = append(v.Late, pages.Fact{
			Name: h.Title + "，" + r.shiftTime(signups.Shift{Starts: h.Starts, Ends: h.Ends}) + "，应在 " + dayWords(by) + "以前确认", Value: v.To("leading/" + h.Activity + "/shifts/" + h.Shift),
		})
	}
	return nil
}

func (p *Portal) checkProof(r *request) (answer, error) {
	who, skill, good := r.form.text("resident", 80), r.form.text("skill", 20), r.form.choice("good", "yes", "no") == "yes"
	var until calendar.Day
	if r.form.text("until", 10) != "" {
		until = r.form.day("until")
	}
	return p.do(r, "proof-check", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/volunteers", "proof-checked"), signups.CheckProof(tx, by, r.place.ID, who, signups.Skill(skill), good, until)
	})
}

func (p *Portal) judgeHours(r *request) (answer, error) {
	who, activity, shift := r.form.text("resident", 80), r.form.text("activity", 80), r.form.text("shift", 100)
	minutes, words := r.form.number("minutes", 0, signups.MaxDayMinute), r.form.lines("words", signups.MaxWords)
	return p.do(r, "hours-judge", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/volunteers", "hours-judged"), signups.JudgeHours(tx, by, r.place.ID, activity, shift, who, minutes, words)
	})
}
