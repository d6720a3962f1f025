package main

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// grantDesk is what is known of a round while its page at the desk is written.
type grantDesk struct {
	*request
	v    *store.View
	page *desk.GrantView
	g    grants.Round
	all  []grants.Application
	pays []grants.Payment
	jury []grants.Juror
	said []grants.Complaint
}

// deskGrant is a round at the street's desk.
func (p *Portal) deskGrant(r *request) (answer, error) {
	w := &grantDesk{request: r, page: &desk.GrantView{Frame: p.atGrants(r), Style: p.files.address("grants.css")}}
	err := p.view(r, func(v *store.View) error {
		w.v = v
		for _, write := range []func() error{w.load, w.top, w.apps, w.experts, w.complaints, w.acts} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

// load reads the round and what belongs to it. A draft is read by those who run rounds.
func (w *grantDesk) load() (err error) {
	if w.g, err = w.v.Round(w.place.ID, w.thing("id")); err != nil {
		return err
	}
	w.page.Runs = w.opens(residents.KeepGrants) == nil
	if !w.g.State.Public() && !w.page.Runs {
		return residents.ErrNotFound
	}
	if w.all, err = w.v.ApplicationsOf(w.g.Community, w.g.ID); err != nil {
		return err
	}
	if w.pays, err = w.v.PaymentsOf(w.g.Community, w.g.ID); err != nil {
		return err
	}
	if w.jury, err = w.v.Jury(w.g.Community, w.g.ID); err != nil {
		return err
	}
	w.said, err = w.v.ComplaintsOf(w.g.Community, w.g.ID)
	return err
}

func (w *grantDesk) top() error {
	v, n := w.page, tallyApps(w.all)
	v.Round, v.Stages, v.Terms = w.g, pages.GrantStages(w.g), termFacts(w.g)
	v.Keys = []pages.Fact{{Name: "总额", Value: pages.Money(w.g.Budget)}, {Name: "申报", Value: strconv.Itoa(n.applied) + " 个"}, {Name: "通过审核", Value: strconv.Itoa(n.passed) + " 个"}}
	if n.funded > 0 {
		v.Keys = append(v.Keys, pages.Fact{Name: "资助", Value: strconv.Itoa(n.funded) + " 个，" + pages.Money(n.granted)})
	}
	zone := w.place.Location()
	v.Terms = append(v.Terms, pages.Fact{Name: "申报", Value: w.g.Opens.Chinese() + "至 " + w.end(w.g.Closes.End(zone))},
		pages.Fact{Name: "路演", Value: w.when(w.g.PitchAt) + "，" + w.g.PitchIn}, pages.Fact{Name: "投票", Value: w.when(w.g.VoteFrom) + " 至 " + w.end(w.g.VoteUntil)})
	if !w.g.Until.IsZero() {
		v.Until = w.end(w.g.Until)
	}
	return w.course()
}

// course is what was done when, and by whom of the own office.
func (w *grantDesk) course() error {
	for _, s := range []struct {
		what, by string
		at       time.Time
	}{{"起草", w.g.MadeBy, w.g.MadeAt}, {"公布", w.g.PublishedBy, w.g.PublishedAt}, {"汇总", "", w.g.ClosedAt}, {"公示", w.g.PutUpBy, w.g.PutUpAt}, {"确定名单", "", w.g.AwardedAt}, {"公布账目", "", w.g.DoneAt}} {
		if s.at.IsZero() {
			continue
		}
		words := w.when(s.at)
		if s.by != "" {
			who, err := w.v.Resident(w.place.ID, s.by)
			if err != nil {
				return err
			}
			words = who.Name + "，" + words
		}
		w.page.Course = append(w.page.Course, pages.Fact{Name: s.what, Value: words})
	}
	return nil
}

// apps are the applications with what each waits for: by rank once there are ranks.
func (w *grantDesk) apps() error {
	homes := map[string]string{}
	paid, err := paidBy(w.v, w.g)
	if err != nil {
		return err
	}
	for _, a := range w.all {
		if homes[a.Community] == "" {
			c, err := w.v.CommunityByID(a.Community)
			if err != nil {
				return err
			}
			homes[a.Community] = c.Name
		}
		if w.g.State == grants.Call && a.Unsettled(w.place.Location(), w.now) == grants.ErrUnchecked {
			w.page.Waiting++
		}
		row := desk.GrantRow{
			Number: a.Number(w.g), Title: a.Title, Org: a.OrgName, Home: homes[a.Community], Href: w.page.To("desk/grants/" + w.g.ID + "/applications/" + a.ID),
			Asked: a.Asked, Paid: paid[a.ID], Todo: w.todo(a),
		}
		row.State, row.Tone = pages.AppTag(a.State)
		if a.Result != nil {
			row.Granted, row.Points = a.Result.Granted, pages.Hundredths(a.Result.Points)
		}
		w.page.Apps = append(w.page.Apps, row)
	}
	if w.g.State == grants.Call || !w.page.Runs {
		return nil
	}
	rank := map[string]int{}
	for _, a := range w.all {
		if rank[a.Number(w.g)] = 1 << 20; a.Result != nil && a.State != grants.Struck {
			rank[a.Number(w.g)] = a.Result.Rank
		}
	}
	slices.SortStableFunc(w.page.Apps, func(a, b desk.GrantRow) int { return cmp.Compare(rank[a.Number], rank[b.Number]) })
	return nil
}

// todo is what an application waits for at the desk; "" for nothing.
func (w *grantDesk) todo(a grants.Application) string {
	if due, cents := grants.Due(w.g, a, w.pays); due != "" && w.g.State == grants.Running {
		return "登记" + pages.PaymentWord(due) + " " + pages.Money(cents)
	}
	switch {
	case a.State == grants.Applied && w.g.Applied(w.today()):
		return "资格审核"
	case a.State == grants.Refused && a.Appeal != nil && !a.Appeal.Answered:
		return "复核"
	case a.State == grants.Funded && a.Agreement == nil:
		return "起草协议"
	case a.State == grants.Funded && a.Agreement.OrgAt.IsZero():
		return "等组织签字"
	case a.State == grants.Funded:
		return "街道签字"
	case a.State == grants.Going && a.Final != nil:
		return "结项审核"
	case a.State == grants.Going && a.Mid != nil && a.Mid.CheckedAt.IsZero():
		return "中期检查"
	case a.Late(w.today()):
		return "过了完成日期"
	}
	return ""
}

// experts are who may be asked, who was, and how far each is: the number of their scores, never a score.
func (w *grantDesk) experts() error {
	in, err := w.v.ScoresIn(w.g.Community, w.g.ID)
	if err != nil {
		return err
	}
	w.page.Missing = grants.Missing(w.jury, w.all, in)
	for _, n := range in {
		w.page.Whole += n
	}
	w.page.Whole += w.page.Missing
	if w.page.Runs && w.g.State == grants.Pitch {
		if w.page.Votes, err = w.v.Voters(w.g.Community, w.g.ID); err != nil {
			return err
		}
	}
	on := map[string]bool{}
	for _, j := range w.jury {
		on[j.Expert] = true
		if j.Expert == w.me() {
			w.page.Scoring = true
		}
		if err := w.juror(j); err != nil {
			return err
		}
	}
	there, err := w.v.HoldersAt(w.place.ID, w.now, residents.RoleExpert)
	for _, e := range there {
		w.page.Experts = append(w.page.Experts, desk.GrantExpert{ID: e.ID, Name: e.Name, On: on[e.ID]})
	}
	return err
}

func (w *grantDesk) juror(j grants.Juror) error {
	if !w.page.Runs {
		return nil
	}
	who, err := w.v.Resident(w.place.ID, j.Expert)
	if err != nil {
		return err
	}
	mine, err := w.v.ScoresBy(w.g.Community, w.g.ID, j.Expert)
	if err != nil {
		return err
	}
	words := "还没有声明回避"
	if !j.DeclaredAt.IsZero() {
		words = "交了 " + strconv.Itoa(len(mine)) + " 份，回避 " + strconv.Itoa(len(j.Ties)) + " 个"
	}
	w.page.Jury = append(w.page.Jury, desk.GrantExpert{ID: j.Expert, Name: who.Name, On: true, State: words})
	return nil
}

func (w *grantDesk) complaints() error {
	about := map[string]grants.Application{}
	for _, a := range w.all {
		about[a.ID] = a
	}
	for _, c := range w.said {
		a, one := about[c.Application]
		line := desk.GrantSaid{
			Community: c.Community, ID: c.ID, About: a.Title, Text: c.Text, When: w.day(c.At), Due: w.lastDay(c.Due), Reply: c.Reply, Upheld: c.Upheld, One: one,
		}
		if c.Reply == "" && w.g.State == grants.Notice {
			before := ""
			if a.Check != nil {
				before = a.Check.By
			}
			line.Answer = w.act(grants.MayApprove(w.who, w.place.ID, "", w.now) == nil, grants.MayApprove(w.who, w.place.ID, before, w.now))
		}
		w.page.Said = append(w.page.Said, line)
	}
	return nil
}

// act is a step that is shown, and why the reader may not take it; "" where they may.
func (w *grantDesk) act(shown bool, why error) desk.Act {
	a := desk.Act{Shown: shown && w.page.Runs}
	if why != nil {
		a.Why = code(why)
	}
	return a
}

// acts are the steps that may come next.
func (w *grantDesk) acts() error {
	v, g, today := w.page, w.g, w.today()
	second := func(before string) error { return grants.MayApprove(w.who, g.Community, before, w.now) }
	keep := grants.MayKeep(w.who, g.Community, w.now)
	v.Change = w.act(g.State == grants.Draft, keep)
	v.Publish = w.act(g.State == grants.Draft, second(g.MadeBy))
	v.Invite = w.act(g.State == grants.Call, keep)
	v.Pitch = w.act(g.Applied(today) && v.Waiting == 0, w.pitchable(keep))
	v.Close = w.act(g.State == grants.Pitch && !w.now.Before(g.VoteUntil), keep)
	v.PutUp = w.act(g.State == grants.Ranked, keep)
	v.Award = w.act(g.State == grants.Notice, w.awardable(second(g.PutUpBy)))
	v.Finish = w.act(g.State == grants.Running && w.ended(), second(""))
	v.Cancel = w.act(slices.Contains([]grants.RoundState{grants.Draft, grants.Call, grants.Pitch, grants.Ranked}, g.State), second(""))
	return nil
}

func (w *grantDesk) pitchable(keep error) error {
	if keep == nil && len(w.jury) < grants.RulesAt(w.today()).Jury {
		return grants.ErrFew
	}
	for _, a := range w.all {
		if why := a.Unsettled(w.place.Location(), w.now); keep == nil && why != nil {
			return why
		}
	}
	return keep
}

func (w *grantDesk) awardable(why error) error {
	switch {
	case w.now.Before(w.g.Until):
		return grants.ErrUp
	case slices.ContainsFunc(w.said, func(c grants.Complaint) bool { return c.Reply == "" }):
		return grants.ErrComplaint
	}
	return why
}

// ended tells whether every project has ended and no money is due.
func (w *grantDesk) ended() bool {
	return !slices.ContainsFunc(w.all, func(a grants.Application) bool {
		due, _ := grants.Due(w.g, a, w.pays)
		return a.State == grants.Funded || a.State == grants.Going || due != ""
	})
}
