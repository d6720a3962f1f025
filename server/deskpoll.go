package main

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskPoll is one poll with what can be done with it.
func (p *Portal) deskPoll(r *request) (answer, error) {
	v := &desk.PollView{ID: r.PathValue("id"), Today: r.today().String()}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		poll, err := rows.Poll(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		if v.Rule, err = poll.RuleOf(); err != nil {
			return err
		}
		papers, err := rows.PaperCounts(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		if err := r.describePoll(rows, v, poll); err != nil {
			return err
		}
		if err := r.describeRoll(rows, v, poll); err != nil {
			return err
		}
		r.pollActs(v, poll, papers)
		return r.pollStanding(rows, v, poll)
	})
	return show(v), err
}

// describePoll puts the terms into the view, in words.
func (r *request) describePoll(rows *store.View, v *desk.PollView, p polls.Poll) error {
	v.Question, v.Number, v.State, v.Text = p.Question, p.Number, p.State, p.Text
	seen, err := lookedAt(rows, p)
	if err != nil {
		return err
	}
	v.Seen = seen
	v.Public, v.Counted = p.State != polls.Draft, p.State == polls.Counted
	v.Terms = r.termFacts(p.Terms)
	v.Costs = p.Budget > 0
	for _, o := range p.Options {
		v.Options = append(v.Options, desk.PollOption{Place: o.ID, Words: o.Words, About: o.About, Cost: strings.TrimSuffix(pages.Money(o.Cost), " 元")})
	}
	if p.None {
		v.Options = append(v.Options, desk.PollOption{Words: "以上都不选", About: "排在它后面的，等于不同意。", None: true})
	}
	if p.Topic == "" {
		return nil
	}
	t, err := rows.DeskTopic(r.place.ID, p.Topic)
	v.Topic = pages.Fact{Name: t.Title, Value: "/" + r.place.Slug + "/topics/" + p.Topic}
	return err
}

// termFacts are the terms of a poll, but for its question and options.
func (r *request) termFacts(t polls.Terms) []pages.Fact {
	facts := []pages.Fact{
		{Name: "开始", Value: r.when(t.OpensAt())}, {Name: "截止", Value: r.when(t.ClosesAt())},
		{Name: "谁来投", Value: electorateWords(t.Electorate)}, {Name: "方式", Value: pages.MethodWord(t.Method)},
	}
	add := func(name, value string) { facts = append(facts, pages.Fact{Name: name, Value: value}) }
	switch t.Method {
	case polls.Plurality:
		add("每张票", "最多选 "+strconv.Itoa(t.Choose)+" 项")
	case polls.Shares, polls.Greedy:
		add("总预算", pages.Money(t.Budget))
	}
	if t.Completion != "" {
		add("余款", pages.LeftoverWord(t.Completion))
	}
	if t.Seats > 0 {
		add("选出", strconv.Itoa(t.Seats)+" 项")
	}
	if len(t.Ties) > 0 {
		add("一样多时", tieWords(t.Ties))
	}
	add("选票公开", desk.SecrecyWord(t.Secrecy)+"。"+desk.SecrecyNote(t.Secrecy))
	add("改投", map[bool]string{true: "截止前可以改，以最后一次为准", false: "投了不能改"}[t.Replace])
	add("纸质票", map[bool]string{true: "有，和网上票一样算", false: "没有"}[t.Paper])
	return facts
}

var tieNames = map[polls.TieKey]string{polls.TieVotes: "票多的", polls.TieCost: "费用低的", polls.TieID: "选票上靠前的"}

// tieWords say by what equals are told apart.
func tieWords(keys []polls.TieKey) string {
	var words []string
	for _, k := range keys {
		words = append(words, tieNames[k])
	}
	return "依次取" + strings.Join(words, "、")
}

// electorateWords say who may vote: 户代表，一户一票：3 号楼、5 号楼.
func electorateWords(e polls.Electorate) string {
	words := pages.UnitWord(e.Unit)
	switch {
	case e.Unit == polls.UnitMember:
		var names []string
		for _, name := range e.Roles {
			names = append(names, pages.RoleWord(name))
		}
		if len(e.People) > 0 {
			names = append(names, "按姓名的 "+strconv.Itoa(len(e.People))+" 人")
		}
		return e.Name + "：" + strings.Join(names, "、")
	case len(e.Buildings) > 0:
		return words + "；" + strings.Join(e.Buildings, "、")
	case e.Unit == polls.UnitDelegate:
		return words
	}
	return words + "；全社区"
}

// describeRoll puts the roll into the view: of a draft as it would be now.
func (r *request) describeRoll(rows *store.View, v *desk.PollView, p polls.Poll) error {
	sum := p.Roll
	if p.State == polls.Draft {
		roll, warnings, err := r.rollNow(rows, p.Terms)
		if err != nil {
			return err
		}
		v.Warnings, sum = warnings, polls.SumRoll(roll)
		if sum.Units == 0 && len(warnings) == 0 {
			v.Warnings = append(v.Warnings, pages.Beside(polls.ErrEmptyRoll, 0)+"。")
		}
		if p.Electorate.Unit == polls.UnitDelegate {
			v.Roll, err = r.composition(rows)
			if err != nil {
				return err
			}
		}
	}
	name := "名册"
	if p.State == polls.Draft {
		name = "现在"
	} else {
		v.Hash = sum.Hash
	}
	if p.State != polls.Withdrawn && sum.Units > 0 {
		v.Roll = append(v.Roll, pages.Fact{Name: name, Value: pages.Units(sum.Units, p.Electorate.Unit)})
	}
	if p.Electorate.Unit == polls.UnitOwner && sum.Area > 0 {
		v.Roll = append(v.Roll, pages.Fact{Name: "面积", Value: pages.SquareMetres(sum.Area)})
	}
	return nil
}

// composition is of whom the representatives' meeting is made.
func (r *request) composition(rows *store.View) ([]pages.Fact, error) {
	all, err := rows.HoldersAt(r.place.ID, r.now, residents.RoleRepresentative, residents.RoleCommitteeMember, residents.RoleDirector)
	if err != nil {
		return nil, err
	}
	committee, err := rows.HoldersAt(r.place.ID, r.now, residents.RoleCommitteeMember, residents.RoleDirector)
	reps := len(all) - len(committee)
	words := "居民代表 " + strconv.Itoa(reps) + " 人，居委会成员 " + strconv.Itoa(len(committee)) + " 人"
	return []pages.Fact{{Name: "组成", Value: words + "；居民代表要占五分之四以上"}}, err
}

// pollActs are what the reader can do with the poll now. Who otherwise only looks on, and
// may do one of them, is drawn its form.
func (r *request) pollActs(v *desk.PollView, p polls.Poll, papers polls.PaperCounts) {
	act := func(shown bool, err error) desk.Act { return desk.Act{Shown: shown, Why: codeOf(err)} }
	draft, live := p.State == polls.Draft, p.State == polls.Published
	v.Change = act(draft, polls.MayDraft(r.who, r.place.ID, r.now))
	v.Owners = act(draft && p.Electorate.Unit == polls.UnitOwner, polls.MayDraft(r.who, r.place.ID, r.now))
	v.Study = act(draft && v.Rule.PartyStudy.Due() && p.StudiedOn.IsZero(), r.opens(residents.StudyPoll))
	v.Publish = act(draft, polls.MayPublish(r.who, p, r.now))
	v.Back = act(live && r.now.Before(p.ClosesAt()), polls.MayTakeBack(r.who, p, r.now))
	v.Print = act(p.Paper && live, polls.MayPrint(r.who, p, r.now))
	v.Enter = act(p.Paper && (live || p.State == polls.Counting), polls.MayEnter(r.who, p, r.now))
	v.Finish = act(p.State == polls.Counting, polls.MayFinish(r.who, p, papers, r.now))
	v.File = act(p.State == polls.Counted, polls.MayFile(r.who, p, r.now))
	v.Formal = act(p.State == polls.Counted, polls.MayNoteFormal(r.who, p, r.now))
	for _, a := range []desk.Act{v.Study, v.Enter, v.Finish} {
		v.Watching = v.Watching && !a.May()
	}
	for _, a := range []*desk.Act{&v.Change, &v.Owners, &v.Publish, &v.Back, &v.Print, &v.File, &v.Formal} {
		if a.Why == residents.ErrNotAllowed {
			a.Shown = false
		}
	}
}

// codeOf is the reason of an error, "" of none.
func codeOf(err error) residents.Reason {
	if err == nil {
		return ""
	}
	return api.Code(err)
}

// pollStanding says where the poll stands: what was done when, turnout and paper.
func (r *request) pollStanding(rows *store.View, v *desk.PollView, p polls.Poll) error {
	add := func(name, value string) { v.Standing = append(v.Standing, pages.Fact{Name: name, Value: value}) }
	by := func(id string) (string, error) {
		if id == "" {
			return "", nil
		}
		who, err := rows.Resident(r.place.ID, id)
		return "，" + who.Name, err
	}
	name, err := by(p.MadeBy)
	if err != nil {
		return err
	}
	if p.State == polls.Draft {
		add("起草", r.day(p.MadeAt)+name)
	}
	if !p.StudiedOn.IsZero() {
		add("党组织研究", p.StudiedOn.ChineseWithYear()+"："+p.StudyNote)
	}
	if p.State == polls.Draft || p.State == polls.Withdrawn {
		return nil
	}
	if name, err = by(p.PublishedBy); err != nil {
		return err
	}
	add("公布", r.day(p.PublishedAt)+name)
	if words, _ := r.pollHours(p); p.State == polls.Published {
		add("投票", words)
	}
	add("参加", turnoutWords(p))
	words, err := r.paperWords(rows, p)
	if words != "" {
		add("纸质票", strings.TrimPrefix(words, "纸质票："))
	}
	if p.State == polls.Counting {
		add("最迟计票", r.end(p.PaperUntil(r.place.Location()))+"，到时自动计票")
	}
	if err == nil && p.State == polls.Counted {
		err = r.resultFacts(v, p)
	}
	return err
}

// resultFacts say what a counted poll came to, and what was done with it.
func (r *request) resultFacts(v *desk.PollView, p polls.Poll) error {
	final, err := p.Result()
	if err != nil {
		return err
	}
	add := func(name, value string) { v.Standing = append(v.Standing, pages.Fact{Name: name, Value: value}) }
	add("计票", r.day(p.CountedAt))
	add("结果", pages.PollOutcome(p.Effect, final.Outcome))
	if !p.Until.IsZero() {
		add("公开到", dateWords(p.Until))
	}
	if !p.FiledOn.IsZero() {
		add("备案", dateWords(p.FiledOn)+"，"+p.FiledAs)
	}
	if p.Formal != nil {
		formal, err := p.FormalResult()
		if err != nil {
			return err
		}
		add("正式表决", dateWords(formal.On)+"，"+formal.Source)
		for _, c := range formal.Outcome.Conditions {
			add("正式表决", pages.ConditionSentence(c))
		}
	}
	return nil
}

// onPoll does a verb with the poll of the path, and leads back to it.
func (p *Portal) onPoll(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, id string) error) (answer, error) {
	id := r.PathValue("id")
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/polls/"+id, done), verb(tx, by, id)
	})
}

// studyPoll notes that the Party organisation has studied the matter.
func (p *Portal) studyPoll(r *request) (answer, error) {
	on, note := r.form.day("on"), r.form.lines("note", polls.MaxAbout)
	return p.onPoll(r, "poll-study", "poll-studied", func(tx *store.Tx, by residents.Sender, id string) error {
		return polls.Study(tx, by, r.place.ID, id, on, note)
	})
}

// lookedAt is a hash of all that a draft's page shows: its terms, who is named in it, and
// which homes are one owner's.
func lookedAt(rows *store.View, p polls.Poll) (string, error) {
	groups, err := rows.OwnerGroups(p.Community, p.ID)
	h := sha256.New()
	_, _ = h.Write(p.Terms.JSON())
	for _, who := range slices.Sorted(slices.Values(p.Electorate.People)) {
		_, _ = h.Write([]byte("\n" + who))
	}
	for _, home := range slices.Sorted(maps.Keys(groups)) {
		_, _ = h.Write([]byte("\n" + home + " " + groups[home]))
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// publishPoll publishes a draft, if its terms still are those that were looked at.
func (p *Portal) publishPoll(r *request) (answer, error) {
	seen := r.form.text("terms", 64)
	return p.onPoll(r, "poll-publish", "poll-published", func(tx *store.Tx, by residents.Sender, id string) error {
		poll, err := tx.Poll(r.place.ID, id)
		if err != nil {
			return err
		}
		if err := polls.MayPublish(by.Standing, poll, by.Now); err != nil {
			return err
		}
		now, err := lookedAt(tx.View, poll)
		if err != nil {
			return err
		}
		if now != seen {
			return polls.ErrChanged
		}
		return polls.Publish(tx, by, r.place.ID, id)
	})
}

// takeBackPoll makes a published poll a draft again.
func (p *Portal) takeBackPoll(r *request) (answer, error) {
	reason := r.form.lines("reason", polls.MaxAbout)
	return p.onPoll(r, "poll-take-back", "poll-taken-back", func(tx *store.Tx, by residents.Sender, id string) error {
		return polls.TakeBack(tx, by, r.place.ID, id, reason)
	})
}

// withdrawPoll gives a published poll up.
func (p *Portal) withdrawPoll(r *request) (answer, error) {
	reason := r.form.lines("reason", polls.MaxAbout)
	return p.onPoll(r, "poll-withdraw", "poll-withdrawn", func(tx *store.Tx, by residents.Sender, id string) error {
		return polls.Withdraw(tx, by, r.place.ID, id, reason)
	})
}

// finishPoll counts a poll whose paper ballots are all in.
func (p *Portal) finishPoll(r *request) (answer, error) {
	var poll polls.Poll
	err := p.view(r, func(v *store.View) (err error) {
		poll, err = v.Poll(r.place.ID, r.thing("id"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	var ahead *polls.Ahead
	if poll.State == polls.Counting { // otherwise the verb says why not
		if ahead, err = p.countAhead(r.Context(), poll); err != nil {
			return answer{}, err
		}
	}
	return p.onPoll(r, "poll-finish", "poll-finished", func(tx *store.Tx, by residents.Sender, id string) error {
		return polls.Finish(tx, by, r.place.ID, id, ahead)
	})
}

// filePoll notes that a resolution was filed with the street.
func (p *Portal) filePoll(r *request) (answer, error) {
	on, as := r.form.day("on"), r.form.text("as", polls.MaxWords)
	return p.onPoll(r, "poll-file", "poll-filed", func(tx *store.Tx, by residents.Sender, id string) error {
		return polls.FileResult(tx, by, r.place.ID, id, on, as)
	})
}

// noteFormal notes the result of the owners' own vote.
func (p *Portal) noteFormal(r *request) (answer, error) {
	formal := polls.Formal{On: r.form.day("on"), Source: r.form.text("source", polls.MaxAbout)}
	for _, of := range []struct {
		name string
		*polls.Weights
	}{{"roll", &formal.Count.Roll}, {"present", &formal.Count.Participating}, {"for", &formal.Count.For}} {
		of.Heads, of.Area = int64(r.form.number(of.name+"-heads", 0, mostHeads)), r.form.area(of.name+"-area")
	}
	return p.onPoll(r, "poll-formal", "formal-noted", func(tx *store.Tx, by residents.Sender, id string) error {
		return polls.NoteFormal(tx, by, r.place.ID, id, formal)
	})
}

// Limits of what a formal result may say.
const (
	mostHeads = 1_000_000
	mostArea  = 1_000_000_000_00 // 0.01 m²
)

// area is a number of m² with at most two decimals, in 0.01 m².
func (f *form) area(name string) int64 {
	n, ok := hundredths(f.text(name, 20), mostArea)
	if !ok {
		f.refuse(name, residents.ErrArea, 0)
	}
	return n
}
