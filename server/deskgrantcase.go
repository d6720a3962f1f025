package main

import (
	"slices"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// appAtDesk is an application of the round in the path at the street's desk.
func (r *request) appAtDesk(v *store.View) (g grants.Round, a grants.Application, err error) {
	if g, err = v.Round(r.place.ID, r.thing("id")); err != nil {
		return g, a, err
	}
	all, err := v.ApplicationsOf(g.Community, g.ID)
	if err != nil {
		return g, a, err
	}
	i := slices.IndexFunc(all, func(a grants.Application) bool { return a.ID == r.thing("application") })
	if i < 0 {
		return g, a, residents.ErrNotFound
	}
	return g, all[i], nil
}

// deskGrantCase is one application with what to do with it. Experts see those that are in the pitch.
func (p *Portal) deskGrantCase(r *request) (answer, error) {
	v := &desk.GrantCaseView{Frame: p.atGrants(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Round, v.App, err = r.appAtDesk(rows); err != nil {
			return err
		}
		v.Runs = r.opens(residents.KeepGrants) == nil
		if !v.Runs && !v.App.State.Public() {
			return residents.ErrNotFound
		}
		a, g := v.App, v.Round
		v.Number, v.First, v.Course = a.Number(g), a.First(g), r.appCourse(a)
		v.State, v.Tone = pages.AppTag(a.State)
		home, err := rows.CommunityByID(a.Community)
		if err != nil {
			return err
		}
		org, err := rows.Applicant(a.Community, a.Org)
		if err != nil {
			return err
		}
		v.Home, v.Facts = home.Name, faultLines(grants.Faults(g, a, org, home, r.today()))
		paid, err := rows.PaymentsOf(g.Community, g.ID)
		if err != nil {
			return err
		}
		v.Paid = r.paymentFacts(a, paid)
		if v.Runs {
			r.caseActs(v, paid)
		}
		return nil
	})
	return show(v), err
}

// faultLines are the conditions that are worked out, each met or not.
func faultLines(faults []grants.Unfit) (all []desk.GrantFault) {
	for _, c := range []struct {
		why   grants.Unfit
		words string
	}{{grants.NotFiled, "已备案或登记，在有效期内"}, {grants.Elsewhere, "是本街道的组织"}, {grants.OverCap, "申请的钱不超过上限"}, {grants.TooLong, "在最晚日期以前做完"}} {
		all = append(all, desk.GrantFault{Words: c.words, Met: !slices.Contains(faults, c.why)})
	}
	return all
}

// caseActs are the steps that may come next with an application.
func (r *request) caseActs(v *desk.GrantCaseView, paid []grants.Payment) {
	a, g := v.App, v.Round
	for _, n := range a.Notes {
		v.Notes = append(v.Notes, pages.Fact{Name: r.when(n.At), Value: n.Words})
	}
	act := func(shown bool, err error) desk.Act {
		d := desk.Act{Shown: shown}
		if err != nil {
			d.Why = code(err)
		}
		return d
	}
	checked := ""
	if a.Check != nil {
		checked = a.Check.By
	}
	var again error
	if checked != "" {
		again = grants.MayApprove(r.who, a.Body, checked, r.now)
	}
	before := a.State == grants.Applied || a.State == grants.Refused || a.State == grants.Passed
	v.Check = act(before && g.Applied(r.today()), again)
	v.Coach = act((a.State == grants.Applied || a.State == grants.Passed) && g.State == grants.Call, nil)
	v.Draw = act(a.State == grants.Funded && (a.Agreement == nil || a.Agreement.OrgAt.IsZero()), nil)
	if a.Agreement != nil {
		v.Sign = act(a.State == grants.Funded && !a.Agreement.OrgAt.IsZero(), grants.MayApprove(r.who, a.Body, a.Agreement.DrawnBy, r.now))
	}
	v.Due, v.Cents = grants.Due(g, a, paid)
	v.Pay = act(g.State == grants.Running && v.Due != "", nil)
	first := a.First(g) == 0 || slices.ContainsFunc(paid, func(p grants.Payment) bool { return p.Application == a.ID && p.Kind == grants.FirstPayment })
	v.Mid = act(a.State == grants.Going && first && (a.Mid == nil || a.Mid.CheckedAt.IsZero()), nil)
	v.Final = act(a.State == grants.Going && a.Final != nil, nil)
}

// onCase sends a command about the application in the path from the street's desk.
func (p *Portal) onCase(r *request, done string, verb func(tx *store.Tx, by residents.Sender, a grants.Application) error) (answer, error) {
	var home string
	err := p.view(r, func(v *store.View) error {
		_, a, err := r.appAtDesk(v)
		home = a.Community
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		g, a, err := r.appAtDesk(tx.View)
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/desk/grants/"+g.ID+"/applications/"+a.ID, done), verb(tx, by, a)
	}, home)
}

func (p *Portal) checkGrant(r *request) (answer, error) {
	c := grants.Check{Pass: r.form.choice("pass", "yes", "no") == "yes", Why: grants.Unfit(r.form.text("why", 20)), Words: r.form.lines("words", grants.MaxWords)}
	return p.onCase(r, "grant-checked", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.CheckApplication(tx, by, a.Community, a.ID, c)
	})
}

func (p *Portal) coachGrant(r *request) (answer, error) {
	words := r.form.lines("words", grants.MaxWords)
	return p.onCase(r, "grant-coached", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.Coach(tx, by, a.Community, a.ID, words)
	})
}

func (p *Portal) drawGrant(r *request) (answer, error) {
	document, words := r.form.text("document", grants.MaxDocument), r.form.lines("words", grants.MaxAbout)
	return p.onCase(r, "grant-drawn", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.DrawAgreement(tx, by, a.Community, a.ID, document, words)
	})
}

func (p *Portal) signGrant(r *request) (answer, error) {
	return p.onCase(r, "grant-signed", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.SignAgreement(tx, by, a.Community, a.ID)
	})
}

func (p *Portal) payGrant(r *request) (answer, error) {
	kind := grants.PaymentKind(r.form.choice("kind", string(grants.FirstPayment), string(grants.Balance), string(grants.Returned)))
	cents, document := r.form.number("cents", 1, int(grants.MaxBudget)), r.form.text("document", grants.MaxDocument)
	return p.onCase(r, "grant-paid", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.NotePayment(tx, by, a.Community, a.ID, kind, int64(cents), document)
	})
}

func (p *Portal) checkGrantMid(r *request) (answer, error) {
	goOn, spent, verdict := r.form.choice("go", "yes", "no") == "yes", r.form.money("spent", false), r.form.lines("verdict", grants.MaxWords)
	return p.onCase(r, "grant-mid-checked", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.CheckMid(tx, by, a.Community, a.ID, goOn, spent, verdict)
	})
}

func (p *Portal) checkGrantFinal(r *request) (answer, error) {
	accepted, verdict := r.form.money("accepted", false), r.form.lines("verdict", grants.MaxWords)
	return p.onCase(r, "grant-final-checked", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.AcceptFinal(tx, by, a.Community, a.ID, accepted, verdict)
	})
}
