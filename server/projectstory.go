package main

import (
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
)

// The first half of a project's story: where it came from, how it was decided and agreed.

// about is what it is about and where it came from.
func (w *projectPage) about() error {
	a := &w.page.About
	a.Problem, a.Made = w.p.Problem, w.day(w.p.MadeAt)
	for _, at := range w.placesBy() {
		words := "全社区"
		if !at.whole() {
			words = pages.BuildingNames(at.buildings)
		}
		a.Whom = append(a.Whom, pages.Fact{Name: w.names[at.community], Value: words})
	}
	for _, write := range []func() error{w.site, w.topic, w.calls, w.needs} {
		if err := write(); err != nil {
			return err
		}
	}
	w.options()
	return nil
}

// site is the plan of the place with the buildings that it concerns.
func (w *projectPage) site() error {
	if w.place.Level != residents.LevelCommunity {
		return nil
	}
	sites, err := w.v.SitePlan(w.place.ID)
	w.page.About.Plan = pages.SiteBuildings(sites, func(building string) bool { return w.p.Concerns(w.place.ID, building) })
	return err
}

// topic leads to the matter of the month from which it comes, where that is public.
func (w *projectPage) topic() error {
	ref := w.p.Topic
	if ref.ID == "" {
		return nil
	}
	t, err := w.v.Topic(ref.Community, ref.ID)
	if err == residents.ErrNotFound || err == nil && !t.State.Public() {
		return nil
	}
	if err != nil {
		return err
	}
	from, err := w.v.CommunityByID(ref.Community)
	if err != nil {
		return err
	}
	face, err := w.v.TopicFace(ref.Community, ref.ID, "")
	if err != nil {
		return err
	}
	words, tone := pages.StateTag(t.State)
	w.page.About.Topic = pages.TopicLine{
		Title: t.Title, Href: "/" + from.Slug + "/topics/" + t.ID, State: words, Tone: tone,
		Facts: []string{t.Number + " 号", itoa(face.Supporters) + " 人附议"},
	}
	return nil
}

// calls are the opinion calls that asked about it. Drafts are there for nobody.
func (w *projectPage) calls() error {
	for _, c := range w.f.Calls {
		if c.Call.State == project.CallDraft {
			continue
		}
		line := pages.ProjectCall{Line: w.askedLine(c.Call), Unit: c.Call.Unit, Needed: c.Call.Coverage, Covered: project.Covered(c.Call, c.Coverage)}
		for _, row := range project.MergedCoverage(c.Coverage) {
			line.Places = append(line.Places, pages.ProjectCover{
				Name: w.rowName(row.Places), Answered: row.Answered, Units: row.Units, Need: needed(row.Units, c.Call.Coverage),
			})
		}
		w.page.About.Calls = append(w.page.About.Calls, line)
	}
	return nil
}

// needed is how many of the units make so many percent: rounded up.
func needed(units, percent int) int { return (units*percent + 99) / 100 }

// rowName names the places of a row of coverage: 7 号楼; 1 号楼等 3 栋.
func (w *projectPage) rowName(places []project.Place) string {
	name := places[0].Building
	if name == "" {
		name = "其他"
	}
	if w.severalCommunities() {
		name = w.names[places[0].Community] + " " + name
	}
	if len(places) > 1 {
		name += "等 " + itoa(len(places)) + " 栋"
	}
	return name
}

// askedLine is an opinion call as the page names it.
func (w *projectPage) askedLine(c project.Call) pages.TopicLine {
	line := pages.TopicLine{Title: c.Title, Href: w.page.To("calls/" + c.ID), State: "已截止", Tone: pages.TonePlain}
	switch {
	case c.State == project.CallWithdrawn:
		line.State = "已撤回"
	case c.State == project.CallPublished && w.now.Before(c.Opens):
		line.State, line.Facts = "还没开始", []string{w.when(c.Opens) + " 开始"}
	case c.State == project.CallPublished && w.now.Before(c.Closes):
		line.State, line.Tone, line.Facts = "正在征集", pages.ToneAct, []string{w.left(c.Closes)}
	default:
		line.Facts = []string{w.lastDay(c.Closes) + "截止"}
	}
	return line
}

func (w *projectPage) needs() error {
	if len(w.p.Needs) == 0 {
		return nil
	}
	all, err := w.v.NeedsAmong(w.p.Community, w.p.Needs)
	for _, n := range all {
		need := pages.ProjectNeed{Theme: n.Theme, From: pages.NeedSourceWord(n.Source), N: n.N}
		if need.Few = (project.Need{Source: project.NeedSource(n.Source), N: n.N}).Few(); need.Few {
			need.N = 0
		}
		w.page.About.Needs = append(w.page.About.Needs, need)
	}
	return err
}

// options are the ways to do it, side by side.
func (w *projectPage) options() {
	most := int64(1)
	for _, o := range w.p.Options {
		most = max(most, o.Cost)
	}
	for _, o := range w.p.Options {
		w.page.Options = append(w.page.Options, pages.ProjectOption{
			Words: o.Words, About: o.About, Cost: o.Cost, PerHome: o.PerHome, Most: most, Shares: o.Shares,
			Affected: o.Affected, Upkeep: o.Upkeep, Chosen: o.ID == w.p.Decision.Option,
		})
	}
}

// decision is who decided what, by what numbers.
func (w *projectPage) decision() error {
	d := &w.page.Decision
	if !w.p.StudiedOn.IsZero() {
		d.Studied, d.Study = w.date(w.p.StudiedOn)+"研究", w.p.StudyNote
	}
	if err := w.talks(); err != nil {
		return err
	}
	if d.Kind = w.p.Decision.Kind; d.Kind == "" {
		return nil
	}
	d.When, d.Words = w.day(w.p.Decision.At)+"登记", w.p.Decision.Words
	if o, ok := w.p.Chosen(); ok {
		d.Option = o.Words
	}
	if w.p.Decision.Poll == "" {
		return nil
	}
	return w.decidingPoll(w.p.Decision.Poll)
}

// decidingPoll is the poll that decided, with its count and its entry on the record.
func (w *projectPage) decidingPoll(id string) error {
	body, err := w.v.CommunityByID(w.p.PollBody()) // a street's project may be decided where its people live
	if err != nil {
		return err
	}
	poll, err := w.v.Poll(body.ID, id)
	if err != nil || poll.State != polls.Counted {
		return err
	}
	result, err := w.portal.pollResult(w.v, w.request, poll)
	if err != nil {
		return err
	}
	to := "/" + body.Slug + "/polls/" + id
	shown := &pages.ProjectPoll{Result: result, Quoted: pages.QuotedPoll{
		Number: poll.Number, Question: poll.Question, Effect: pages.EffectWord(poll.Effect), Href: to,
	}}
	w.page.Decision.Poll = shown
	kinds := []string{"poll-counted"}
	if w.p.Decision.Kind == project.ByOwners {
		kinds = []string{"poll-formal"}
	}
	entries, err := w.v.LastEntriesOfKinds(body.ID, "poll/"+id, 1, kinds...)
	if len(entries) > 0 {
		line := w.recordLine(entries[0])
		line.Href = strings.Replace(line.Href, "/"+w.place.Slug+"/", "/"+body.Slug+"/", 1)
		w.page.Decision.Entry = line
	}
	return err
}

// talks are the consultations on its topic that came to something.
func (w *projectPage) talks() error {
	ref := w.p.Topic
	if ref.ID == "" {
		return nil
	}
	all, err := w.v.OutcomesOf(ref.Community, ref.ID)
	if err != nil || len(all) == 0 && w.f.Whistle == nil {
		return err
	}
	from, err := w.v.CommunityByID(ref.Community)
	for _, o := range all {
		w.page.Decision.Outcomes = append(w.page.Decision.Outcomes, pages.ProjectTalk{
			Title: "协商会：" + pages.OutcomeWord(o.Kind), Href: "/" + from.Slug + "/meetings/" + o.Meeting + "/minutes", When: w.day(o.PublishedAt),
			Text: o.Text, Consensus: o.Consensus, Dissent: o.Dissent,
		})
	}
	if u := w.f.Whistle; u != nil {
		w.page.Decision.Outcomes = append(w.page.Decision.Outcomes, pages.ProjectTalk{
			Title: "街道会商：" + pages.UpdateWord(u.Kind), Href: "/" + from.Slug + "/topics/" + ref.ID, When: w.day(u.At), Text: u.Text,
		})
	}
	return err
}

// agreed is how far those concerned agree. Of those who do not, only what they want shown.
func (w *projectPage) agreed() error {
	a := &w.page.Agreed
	a.State, a.For = w.p.Agreement, w.actsFor()
	for _, d := range w.f.Dissents {
		if d.Stance == project.InPart {
			a.Partly++
		} else {
			a.Against++
		}
		if !d.ChangedAt.IsZero() {
			a.Settled++
		}
		switch {
		case d.Then != "":
			a.Again++
		case !d.Waits(w.now):
			a.Silent++
		}
		if d.Then == project.Agrees {
			a.Agree++
		}
		line := w.dissentLine(d)
		switch {
		case w.isMe(d.Community, d.Resident):
			a.Mine = &line
			line.Again = w.mayAgain(d) == nil
			line.Why = code(w.mayAgain(d))
		case d.Shown:
			a.Shown = append(a.Shown, line)
		}
	}
	why := project.MaySayNo(w.who, w.p, w.f, w.now)
	a.May = why == nil && a.Mine == nil
	if w.p.Stage == project.Negotiate && why != residents.ErrSignedOut {
		a.Why = code(why)
	}
	return nil
}

// mayAgain is nil where the reader may say now how they stand in the second round.
func (w *projectPage) mayAgain(d project.Dissent) error {
	switch err := project.May(w.who, project.SayAgain, w.p, w.f, residents.Matter{}, w.now); {
	case err != nil:
		return err
	case d.ChangedAt.IsZero():
		return project.ErrUnagreed
	case d.Then != "":
		return consultation.ErrAlready
	}
	return nil
}

func (w *projectPage) dissentLine(d project.Dissent) pages.ProjectDissent {
	line := pages.ProjectDissent{ID: d.ID, Stance: d.Stance, Words: d.Words, When: w.day(d.At), Shown: d.Shown, Then: d.Then, Silent: d.Then == "" && !d.Waits(w.now)}
	line.Who = d.Building + "的一位居民"
	if d.Home != "" {
		line.Who = d.Building + "的一户"
	}
	if w.severalCommunities() {
		line.Who = w.names[d.Community] + " " + line.Who
	}
	if !d.ChangedAt.IsZero() {
		line.Changed, line.At = d.Changed, w.day(d.ChangedAt)
	}
	return line
}

// clearances are what other bodies were asked for, and what is still to be asked for.
func (w *projectPage) clearances() error {
	for _, c := range w.f.Clearances {
		line := pages.ProjectClearance{
			To: w.names[c.To], Kind: c.Kind, Words: c.Words, State: c.State, Asked: w.day(c.AskedAt),
			Due: "答复" + w.workingDaysLeft(c.Due), Late: !w.now.Before(c.Due), Answer: c.Answer,
		}
		if !c.DecidedAt.IsZero() {
			line.Decided = w.day(c.DecidedAt)
		}
		w.page.Clearances = append(w.page.Clearances, line)
	}
	if w.p.Stage != project.Negotiate {
		return nil
	}
	for _, kind := range project.NeedsClearance(w.p) {
		if !slices.ContainsFunc(w.f.Clearances, func(c project.Clearance) bool { return c.Kind == kind }) {
			w.page.Clearances = append(w.page.Clearances, pages.ProjectClearance{To: w.above(kind), Kind: kind})
		}
	}
	return nil
}

// above is who will be asked for a clearance that was not asked for yet.
func (w *projectPage) above(kind project.ClearanceKind) string {
	if kind == project.StreetMoney && w.body.Level != residents.LevelCommunity {
		return w.body.Name
	}
	return w.names[w.body.Parent]
}

// notices are what was put up, the latest first, with the objections to each.
func (w *projectPage) notices() error {
	for i := len(w.f.Notices) - 1; i >= 0; i-- {
		n := w.f.Notices[i]
		line := pages.ProjectNotice{
			Seq: n.Seq, Part: noticePart(w.p.ID, n.Seq), Kind: n.Kind, Words: n.Words, Source: n.Source,
			Line: w.noticeLine(n), Running: n.ClosedAt.IsZero() && w.now.Before(n.Until), For: w.actsFor(),
		}
		if n.Kind == project.ChangeNotice && n.ClosedAt.IsZero() && n.Plan != nil {
			line.Changes = w.changes(n)
		}
		switch {
		case !n.ClosedAt.IsZero() && n.Kind == project.ChangeNotice:
			line.Over, line.Note = w.day(n.ClosedAt)+"满期，变更生效", w.day(n.ClosedAt)+"生效"
		case !n.ClosedAt.IsZero() && n.ClosedAt.Before(n.Until):
			line.Over = w.day(n.ClosedAt) + "撤下，重新决定"
			line.Note = line.Over
		case !line.Running:
			line.Over = w.lastDay(n.Until) + "满期"
		}
		why := project.MayObject(w.who, w.p, w.f, n.Seq, w.now)
		line.May, line.Why = why == nil, code(why)
		w.objections(&line, n)
		w.page.Notices = append(w.page.Notices, line)
	}
	return nil
}

// noticeLine is a notice with its clock.
func (w *projectPage) noticeLine(n project.Notice) pages.NoticeLine {
	line := pages.NoticeLine{Kind: pages.ProjectNoticeWord(n.Kind), Until: w.lastDay(n.Until)}
	line.Day, line.Days = w.noticeDay(n.From.Start(w.place.Location()), n.Until)
	line.Title = "总费用 " + pages.Money(n.Cost)
	if n.Kind == project.ChangeNotice {
		line.Title = "费用改为 " + pages.Money(n.Cost)
		if n.Cost == w.costBefore(n) {
			line.Title = "费用不变，范围有变"
		}
	} else if o, ok := w.p.Chosen(); ok {
		line.Title = o.Words + "，" + line.Title
	}
	return line
}

// costBefore is the cost that the notice before one put up and that held, in cents.
func (w *projectPage) costBefore(n project.Notice) (cost int64) {
	for _, one := range w.f.Notices {
		if one.Seq < n.Seq && !one.ClosedAt.IsZero() {
			cost = one.Cost
		}
	}
	return cost
}

// changes are what a change that waits turns into what; percent in whole numbers.
func (w *projectPage) changes(n project.Notice) (all []pages.ProjectChange) {
	was, is := w.p.Plan, *n.Plan
	if was.Scope != is.Scope {
		all = append(all, pages.ProjectChange{Name: "范围", Was: was.Scope, Is: is.Scope})
	}
	if before := was.ApprovedCost; before > 0 && before != n.Cost {
		words := pages.Money(n.Cost)
		if percent := (n.Cost - before) * 100 / before; percent > 0 {
			words += "，多 " + itoa(int(percent)) + "%"
		} else if percent < 0 {
			words += "，少 " + itoa(int(-percent)) + "%"
		}
		all = append(all, pages.ProjectChange{Name: "费用", Was: pages.Money(before), Is: words})
	}
	if was.Contractor != is.Contractor {
		all = append(all, pages.ProjectChange{Name: "谁来做", Was: was.Contractor, Is: is.Contractor})
	}
	return all
}

// objections are those to one notice. What one says is shown with its answer, before that to
// its author only.
func (w *projectPage) objections(line *pages.ProjectNotice, n project.Notice) {
	for _, o := range w.f.Objections {
		if o.Notice != n.Seq {
			continue
		}
		ob := pages.TopicObjection{
			By: w.mark(o.Community, o.Resident), Mine: w.isMe(o.Community, o.Resident), When: w.day(o.At), Reply: o.Reply,
			Due: "答复" + w.workingDaysLeft(o.Due), Late: !w.now.Before(o.Due),
		}
		if o.Reply != "" || ob.Mine {
			ob.Text = o.Text
		}
		if o.Reply != "" {
			ob.ReplyAt = w.day(o.ReplyAt)
		}
		line.Objections = append(line.Objections, ob)
		if ob.Mine && line.May {
			line.May, line.Why = false, consultation.ErrAlready
		}
	}
}

// date is a day with its year where that is not this one.
func (w *projectPage) date(d calendar.Day) string { return w.day(d.Start(w.place.Location())) }
