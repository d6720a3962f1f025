package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// atGrant sends a command about the round in the path, which is written to the street too.
func (p *Portal) atGrant(r *request, done string, verb func(tx *store.Tx, by residents.Sender, g grants.Round) error) (answer, error) {
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		g, _, err := r.grantHere(tx.View, r.thing("id"))
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/grants/"+g.ID, done), verb(tx, by, g)
	}, r.granter())
}

func (p *Portal) voteGrant(r *request) (answer, error) {
	choices := r.form.every("choices", grants.MaxChoices*5, 64)
	return p.atGrant(r, "grant-voted", func(tx *store.Tx, by residents.Sender, g grants.Round) error {
		return grants.GiveVote(tx, by, g.Community, g.ID, choices)
	})
}

func (p *Portal) complainGrant(r *request) (answer, error) {
	about, text := r.form.text("application", 64), r.form.lines("text", grants.MaxWords)
	return p.atGrant(r, "grant-complained", func(tx *store.Tx, by residents.Sender, g grants.Round) error {
		return grants.Complain(tx, by, g.Community, g.ID, about, text)
	})
}

// appHere is an application of the round in the path, as its reader may see it; mine tells whether
// the reader is a contact of its organisation.
func (r *request) appHere(v *store.View) (g grants.Round, a grants.Application, mine bool, err error) {
	if g, _, err = r.grantHere(v, r.thing("id")); err != nil {
		return g, a, false, err
	}
	all, err := v.ApplicationsOf(g.Community, g.ID)
	if err != nil {
		return g, a, false, err
	}
	i := slices.IndexFunc(all, func(a grants.Application) bool { return a.ID == r.thing("application") })
	if i < 0 {
		return g, a, false, residents.ErrNotFound
	}
	a = all[i]
	org, err := v.Applicant(a.Community, a.Org)
	if err != nil {
		return g, a, false, err
	}
	mine = r.place.ID == a.Community && grants.MayApply(r.who, org, r.now) == nil
	if !mine && !a.State.Public() {
		err = residents.ErrNotFound
	}
	return g, a, mine, err
}

// grantApplication is the page of one application.
func (p *Portal) grantApplication(r *request) (answer, error) {
	page := &pages.GrantAppView{Frame: p.frame(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(v *store.View) (err error) {
		if page.Round, page.App, page.Mine, err = r.appHere(v); err != nil {
			return err
		}
		a, g := page.App, page.Round
		page.Number, page.First = a.Number(g), a.First(g)
		page.State, page.Tone = pages.AppTag(a.State)
		page.Span = a.From.ChineseWithYear() + "至" + a.Until.ChineseWithYear()
		page.Course = r.appCourse(a)
		paid, err := v.PaymentsOf(g.Community, g.ID)
		if err != nil {
			return err
		}
		page.Paid = r.paymentFacts(a, paid)
		if page.Mine {
			r.appActs(page, paid)
		}
		return nil
	})
	return show(page), err
}

// paymentFacts are an application's payments.
func (r *request) paymentFacts(a grants.Application, paid []grants.Payment) (facts []pages.Fact) {
	for _, p := range paid {
		if p.Application == a.ID {
			facts = append(facts, pages.Fact{Name: r.day(p.At) + " " + pages.PaymentWord(p.Kind), Value: pages.Money(p.Cents) + "（" + p.Document + "）"})
		}
	}
	return facts
}

// appActs is what the organisation does next.
func (r *request) appActs(page *pages.GrantAppView, paid []grants.Payment) {
	a, g := page.App, page.Round
	page.Revise = a.MayRevise(g, r.today()) == nil
	page.Withdraw = (a.State == grants.Applied || a.State == grants.Passed) && g.State == grants.Call
	if zone := r.place.Location(); a.MayAppeal(g, zone, r.now) == nil {
		page.Appeal = r.end(a.AppealUntil(zone))
	}
	page.Accept = a.State == grants.Funded && a.Agreement != nil && a.Agreement.OrgAt.IsZero()
	first := a.First(g) == 0 || slices.ContainsFunc(paid, func(p grants.Payment) bool { return p.Application == a.ID && p.Kind == grants.FirstPayment })
	page.Mid = a.State == grants.Going && first && (a.Mid == nil || a.Mid.CheckedAt.IsZero())
	page.Final = a.State == grants.Going && a.Mid != nil && !a.Mid.CheckedAt.IsZero()
	if kind, cents := grants.Due(g, a, paid); kind == grants.Returned {
		page.Due = "请把没有用的 " + pages.Money(cents) + " 退回街道，街道登记以后这里就没有了。"
	}
	for _, n := range a.Notes {
		page.Notes = append(page.Notes, pages.Fact{Name: r.when(n.At), Value: n.Words})
	}
}

// appCourse is what was done about an application, and when.
func (r *request) appCourse(a grants.Application) (all []pages.Step) {
	add := func(title string, at time.Time, note string) {
		if !at.IsZero() {
			all = append(all, pages.Step{When: r.day(at), Title: title, Note: note, State: pages.StageDone})
		}
	}
	add("组织申报", a.MadeAt, "")
	if c := a.Check; c != nil && c.Pass {
		add("通过资格审核", c.At, c.Words)
	} else if c != nil {
		add("没有通过资格审核", c.At, pages.UnfitWord(c.Why))
		all[len(all)-1].Own = true
	}
	if ask := a.Appeal; ask != nil {
		add("组织申请复核", ask.At, "")
	}
	if g := a.Agreement; g != nil {
		add("组织签协议", g.OrgAt, "")
		add("街道签协议", g.SignedAt, g.Document)
	}
	if m := a.Mid; m != nil {
		add("交中期报告", m.At, "")
		add("中期检查", m.CheckedAt, "")
	}
	if f := a.Final; f != nil {
		add("交结项报告", f.At, "")
		add("结项审核", f.CheckedAt, "")
	}
	return all
}

// grantApply is the empty form of an application.
func (p *Portal) grantApply(r *request) (answer, error) {
	page := &pages.GrantApplyView{Frame: p.frame(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(v *store.View) (err error) {
		if page.Round, _, err = r.grantHere(v, r.thing("id")); err != nil {
			return err
		}
		r.applyDates(page)
		orgs, err := v.ApplicantsOf(r.place.ID, r.me())
		if err != nil {
			return err
		}
		page.Orgs = nil
		for _, o := range orgs {
			page.Orgs = append(page.Orgs, pages.Option{Value: o.ID, Label: o.Name, Said: true})
		}
		page.Why = ""
		switch {
		case len(orgs) == 0:
			page.Why = grants.ErrNoOrg
		case !page.Round.Open(r.today()):
			page.Why = grants.ErrClosed
		}
		return nil
	})
	return show(page), err
}

func (r *request) applyDates(page *pages.GrantApplyView) {
	zone := r.place.Location()
	page.Closes = r.end(page.Round.Closes.End(zone))
	page.Earliest, page.Latest = r.day(page.Round.VoteUntil), page.Round.Latest.ChineseWithYear()
}

// grantEdit is the form of an application that there is.
func (p *Portal) grantEdit(r *request) (answer, error) {
	page := &pages.GrantApplyView{Frame: p.frame(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(v *store.View) error {
		g, a, mine, err := r.appHere(v)
		if err != nil {
			return err
		}
		if !mine {
			return residents.ErrNotFound
		}
		page.Round, page.App, page.Plan, page.Why = g, &a, a.Plan, ""
		r.applyDates(page)
		if a.MayRevise(g, r.today()) != nil {
			page.Why = grants.ErrClosed
		}
		return nil
	})
	return show(page), err
}

// grantPlan reads the fields of an application.
func (f *form) grantPlan() (p grants.Plan) {
	p.Title, p.Need = f.text("title", grants.MaxTitle), f.lines("need", grants.MaxAbout)
	p.Whom, p.How = f.lines("whom", grants.MaxWords), f.lines("how", grants.MaxAbout)
	p.From, p.Until = f.day("from"), f.day("until")
	for i := 1; i <= grants.MaxLines; i++ {
		n := strconv.Itoa(i)
		words, cents := f.text("w"+n, grants.MaxName), strings.TrimSpace(f.one("y"+n))
		if words == "" && cents == "" {
			continue
		}
		sum, ok := hundredths(cents, grants.MaxBudget)
		if !ok || words == "" {
			f.wrong = append(f.wrong, &residents.FieldError{Field: "lines", Reason: residents.ErrNumber, Line: i})
		}
		p.Lines = append(p.Lines, grants.Line{Words: words, Cents: sum})
	}
	p.Asked, p.Own = f.money("asked", false), f.money("own", true)
	return p
}

// money is an amount in cents; "" is none where that may be.
func (f *form) money(name string, none bool) int64 {
	s := strings.TrimSpace(f.one(name))
	if s == "" && none {
		return 0
	}
	cents, ok := hundredths(s, grants.MaxBudget)
	if !ok {
		f.refuse(name, residents.ErrNumber, int(grants.MaxBudget/100))
	}
	return cents
}

func (p *Portal) applyGrant(r *request) (answer, error) {
	org, plan := r.form.text("org", 64), r.form.grantPlan()
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		g, _, err := r.grantHere(tx.View, r.thing("id"))
		if err != nil {
			return "", err
		}
		a, err := grants.Apply(tx, by, g.Community, g.ID, org, plan)
		return api.WithDone("/"+r.place.Slug+"/grants/"+g.ID+"/applications/"+a.ID, "grant-applied"), err
	}, r.granter())
}

// atApp sends a command about the application in the path, by its organisation.
func (p *Portal) atApp(r *request, done string, verb func(tx *store.Tx, by residents.Sender, a grants.Application) error) (answer, error) {
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		g, a, _, err := r.appHere(tx.View)
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/grants/"+g.ID+"/applications/"+a.ID, done), verb(tx, by, a)
	}, r.granter())
}

func (p *Portal) reviseGrant(r *request) (answer, error) {
	version, plan := r.form.number("version", 1, 1<<30), r.form.grantPlan()
	return p.atApp(r, "grant-revised", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.Revise(tx, by, a.Community, a.ID, version, plan)
	})
}

func (p *Portal) withdrawGrant(r *request) (answer, error) {
	return p.atApp(r, "grant-withdrawn", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.Withdraw(tx, by, a.Community, a.ID)
	})
}

func (p *Portal) appealGrant(r *request) (answer, error) {
	text := r.form.lines("text", grants.MaxWords)
	return p.atApp(r, "grant-appealed", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.AskAgain(tx, by, a.Community, a.ID, text)
	})
}

func (p *Portal) acceptGrant(r *request) (answer, error) {
	return p.atApp(r, "grant-accepted", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.AcceptAgreement(tx, by, a.Community, a.ID)
	})
}

func (p *Portal) reportGrantMid(r *request) (answer, error) {
	words, people, spent := r.form.lines("words", grants.MaxAbout), r.form.number("people", 0, 1_000_000), r.form.money("spent", false)
	return p.atApp(r, "grant-reported", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.ReportMid(tx, by, a.Community, a.ID, words, people, spent)
	})
}

func (p *Portal) reportGrantFinal(r *request) (answer, error) {
	words, people, spent := r.form.lines("words", grants.MaxAbout), r.form.number("people", 0, 1_000_000), r.form.money("spent", false)
	var lines []int64
	for i := 1; i <= grants.MaxLines; i++ {
		name := "s" + strconv.Itoa(i)
		if _, sent := r.form.values[name]; sent {
			lines = append(lines, r.form.money(name, false))
		}
	}
	return p.atApp(r, "grant-reported", func(tx *store.Tx, by residents.Sender, a grants.Application) error {
		return grants.ReportFinal(tx, by, a.Community, a.ID, words, people, lines, spent)
	})
}
