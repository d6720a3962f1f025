package main

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// oneGrant is what is known of a round while its page is written.
type oneGrant struct {
	*request
	v      *store.View
	page   *pages.GrantView
	g      grants.Round
	street residents.Community
	all    []grants.Application
	paid   map[string]int64 // cents by application, less what was given back
}

// grantPage is the page of one round.
func (p *Portal) grantPage(r *request) (answer, error) {
	w := &oneGrant{request: r, page: &pages.GrantView{Frame: p.frame(r), Style: p.files.address("grants.css")}}
	err := p.view(r, func(v *store.View) (err error) {
		w.v = v
		if w.g, w.street, err = r.grantHere(v, r.thing("id")); err != nil {
			return err
		}
		for _, write := range []func() error{w.load, w.top, w.apps, w.vote, w.apply, w.notice, w.complaints, w.record} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

func (w *oneGrant) load() (err error) {
	if w.all, err = w.v.ApplicationsOf(w.g.Community, w.g.ID); err != nil {
		return err
	}
	w.paid, err = paidBy(w.v, w.g)
	return err
}

// paidBy is what was paid to each application of a round, less what came back.
func paidBy(v *store.View, g grants.Round) (map[string]int64, error) {
	all, err := v.PaymentsOf(g.Community, g.ID)
	sums := map[string]int64{}
	for _, p := range all {
		if p.Kind == grants.Returned {
			p.Cents = -p.Cents
		}
		sums[p.Application] += p.Cents
	}
	return sums, err
}

func (w *oneGrant) top() error {
	v, n := w.page, tallyApps(w.all)
	v.Clock = w.roundClock(w.g)
	v.Round, v.Street = w.g, w.street.Name+"办事处"
	v.Applied, v.Passed, v.Funded, v.Granted = n.applied, n.passed, n.funded, n.granted
	for _, sum := range w.paid {
		v.Paid += sum
	}
	v.Dates, v.Terms = w.grantDates(w.g), termFacts(w.g)
	rules := grants.RulesAt(w.today())
	v.Sources = []string{rules.Experts.Source, rules.First.Source, rules.Notice.Source, rules.Reply.Source, rules.Source}
	return nil
}

// termFacts are the terms of a round, in words.
func termFacts(g grants.Round) []pages.Fact {
	return []pages.Fact{
		{Name: "总额", Value: pages.Money(g.Budget)}, {Name: "单个上限", Value: pages.Money(g.Cap)},
		{Name: "专家评分占", Value: strconv.Itoa(g.Experts) + "%"}, {Name: "居民投票占", Value: strconv.Itoa(g.Residents) + "%"},
		{Name: "每位居民", Value: "最多选 " + strconv.Itoa(g.Choices) + " 个"}, {Name: "最低分", Value: strconv.Itoa(g.Least) + " 分，不到的不资助"},
		{Name: "付款", Value: "签约后 " + strconv.Itoa(g.Terms.First) + "%，结项审核后付余款"}, {Name: "最晚做完", Value: g.Latest.ChineseWithYear()},
	}
}

// grantDates are the dated steps of a round.
func (r *request) grantDates(g grants.Round) (all []pages.Step) {
	zone := r.place.Location()
	add := func(title, when, note string, from, until time.Time) {
		s := pages.Step{Title: title, When: when, Note: note, Own: note != g.PitchIn, State: pages.StageAhead}
		switch {
		case !r.now.Before(until):
			s.State = pages.StageDone
		case !r.now.Before(from):
			s.State = pages.StageNow
		}
		all = append(all, s)
	}
	add("组织申报", g.Opens.Chinese()+"至 "+r.end(g.Closes.End(zone)), "", g.Opens.Start(zone), g.Closes.End(zone))
	add("资格审核和辅导", "申报截止以后，路演以前", "不合格的写明理由；辅导只帮组织把话说清楚", g.Closes.End(zone), g.PitchAt)
	add("路演", r.when(g.PitchAt), g.PitchIn, g.PitchAt, g.PitchAt.Add(4*time.Hour))
	add("居民投票", r.when(g.VoteFrom)+" 至 "+r.end(g.VoteUntil), "专家同时评分，分数封存到截止", g.VoteFrom, g.VoteUntil)
	until := g.Until
	if until.IsZero() {
		until = g.Latest.End(zone)
	}
	words := "排序以后公示七天"
	if !g.PutUpAt.IsZero() {
		words = r.day(g.PutUpAt) + "至 " + r.end(g.Until)
	}
	add("公示", words, "可以投诉，每件都答复", cmpTime(g.PutUpAt, until), until)
	add("执行和结项", "最晚 "+g.Latest.ChineseWithYear(), "中期检查没有通过的停止资助", cmpTime(g.AwardedAt, g.Latest.End(zone)), cmpTime(g.DoneAt, g.Latest.End(zone).AddDate(9, 0, 0)))
	return all
}

// cmpTime is the first, or where it is zero the second.
func cmpTime(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// apps are the public applications: by rank once there are ranks, before in the order in which they came.
func (w *oneGrant) apps() error {
	for _, a := range w.all {
		if !a.State.Public() {
			continue
		}
		line := pages.GrantApp{
			ID: a.ID, Number: a.Number(w.g), Title: a.Title, Org: a.OrgName, Href: w.page.To("grants/" + w.g.ID + "/applications/" + a.ID),
			Asked: a.Asked, Result: a.Result, Paid: w.paid[a.ID], Struck: a.Struck,
		}
		line.State, line.Tone = pages.AppTag(a.State)
		w.page.Apps = append(w.page.Apps, line)
	}
	slices.SortStableFunc(w.page.Apps, func(a, b pages.GrantApp) int { return cmp.Compare(rankOf(a), rankOf(b)) })
	return nil
}

func rankOf(a pages.GrantApp) int {
	if a.Result == nil {
		return 0
	}
	if a.Struck != "" {
		return 1 << 20
	}
	return a.Result.Rank
}

// vote is the reader's choice.
func (w *oneGrant) vote() error {
	v := &w.page.Vote
	v.Shown, v.Until = w.g.Voting(w.now), w.end(w.g.VoteUntil)
	if !v.Shown {
		return nil
	}
	if home := w.who.Resident.Community; w.place.Level != residents.LevelCommunity && home != "" && home != w.place.ID {
		c, err := w.v.CommunityByID(home)
		if err == nil && c.Parent == w.g.Community {
			v.There = "/" + c.Slug + "/grants/" + w.g.ID + "#vote"
		}
		return err
	}
	if err := grants.MayVote(w.who, w.g, w.place, w.now); err != nil {
		v.Why = code(err)
		return nil
	}
	mine, err := w.v.Vote(w.place.ID, w.g.Community, w.g.ID, w.me())
	if err == residents.ErrNotFound {
		return nil
	}
	v.Chosen, v.When = mine.Choices, w.when(mine.At)
	return err
}

// apply is what the reader's organisations have applied for, or may.
func (w *oneGrant) apply() error {
	v := &w.page.Apply
	v.Shown, v.Until = w.g.Open(w.today()), w.end(w.g.Closes.End(w.place.Location()))
	if w.me() == "" || w.place.Level != residents.LevelCommunity {
		return nil
	}
	orgs, err := w.v.ApplicantsOf(w.place.ID, w.me())
	if err != nil {
		return err
	}
	for _, org := range orgs {
		i := slices.IndexFunc(w.all, func(a grants.Application) bool { return a.Community == org.Community && a.Org == org.ID })
		if i < 0 {
			v.May = true
			continue
		}
		a := w.all[i]
		line := pages.TopicLine{Title: a.Title, Href: w.page.To("grants/" + w.g.ID + "/applications/" + a.ID), Facts: []string{a.OrgName}}
		line.State, line.Tone = pages.AppTag(a.State)
		if todo := w.appTodo(a); todo != "" {
			line.Facts = append(line.Facts, todo)
		}
		v.Mine = append(v.Mine, line)
	}
	return nil
}

// appTodo is what an organisation has to do with its application; "" for nothing.
func (w *oneGrant) appTodo(a grants.Application) string {
	switch {
	case a.State == grants.Funded && a.Agreement != nil && a.Agreement.OrgAt.IsZero():
		return "等您签协议"
	case a.State == grants.Passed && len(a.Notes) > 0 && w.g.State == grants.Call:
		return "有辅导意见"
	case a.State == grants.Going && a.Mid == nil && w.paid[a.ID] > 0:
		return "等您交中期报告"
	case a.State == grants.Going && a.Mid != nil && a.Mid.Go && a.Final == nil:
		return "等您交结项报告"
	}
	return ""
}

func (w *oneGrant) notice() error {
	if w.g.PutUpAt.IsZero() {
		return nil
	}
	day, days := w.noticeDay(w.g.PutUpAt, w.g.Until)
	w.page.Notice = &pages.GrantNotice{Day: day, Days: days, Until: w.lastDay(w.g.Until), Up: w.g.State == grants.Notice}
	return nil
}

func (w *oneGrant) complaints() error {
	said, err := w.v.ComplaintsOf(w.g.Community, w.g.ID)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, a := range w.all {
		titles[a.ID] = a.Title
	}
	for _, c := range said {
		line := pages.GrantComplaint{About: titles[c.Application], Text: c.Text, When: w.day(c.At), Reply: c.Reply, Upheld: c.Upheld, Due: w.lastDay(c.Due)}
		if c.Reply != "" {
			line.ReplyWhen = w.day(c.ReplyAt)
		}
		w.page.Said = append(w.page.Said, line)
	}
	w.page.ComplainShown = w.g.State == grants.Notice && w.now.Before(w.g.Until) && w.place.Level == residents.LevelCommunity
	if w.page.ComplainShown {
		if err := grants.MayComplain(w.who, w.g, w.place, w.now); err != nil {
			w.page.ComplainWhy = code(err)
		}
	}
	return nil
}

// grantKinds are the entries of the record that the page names: seals stand on the record alone.
var grantKinds = []string{
	"grant-round-published", "grant-round-cancelled", "grant-pitch", "grant-ranked", "grant-notice", "grant-complaint", "grant-complaint-answered", "grant-awarded",
	"grant-agreed", "grant-paid", "grant-mid", "grant-stopped", "grant-final", "grant-round-finished",
}

func (w *oneGrant) record() error {
	entries, err := w.v.LastEntriesOfKinds(w.street.ID, "grant/"+w.g.ID, mostEntries, grantKinds...)
	there := *w.request
	there.place = w.street
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, there.recordLine(e))
	}
	w.page.Record = "/" + w.street.Slug + "/record"
	if w.place.ID == w.street.ID && w.opens(residents.WatchGrants) == nil {
		w.page.Desk = w.page.To("desk/grants/" + w.g.ID)
	}
	return err
}
