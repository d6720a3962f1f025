package main

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
)

// This file tells of a project how it was asked, decided and agreed to.

// about is whom the project concerns and what it comes from.
func (w *projectWork) about(v *desk.ProjectView) error {
	places, err := w.placeWords(w.p.Places)
	if err != nil {
		return err
	}
	v.About = append(v.About, pages.Fact{Name: "关系到", Value: places})
	v.Delivery.Concerned = places
	maker, err := w.personName(w.place.ID, w.p.MadeBy)
	if err != nil {
		return err
	}
	v.About = append(v.About, pages.Fact{Name: "提出", Value: maker + "，" + w.day(w.p.MadeAt)})
	if !w.p.StudiedOn.IsZero() {
		v.About = append(v.About, pages.Fact{Name: "党组织研究", Value: w.p.StudiedOn.ChineseWithYear() + "：" + w.p.StudyNote})
	}
	v.Options = optionViews(w.p)
	return w.sources(v)
}

// sources are the topic and the needs that the project comes from.
func (w *projectWork) sources(v *desk.ProjectView) error {
	if w.p.Topic.ID != "" {
		from, err := w.v.CommunityByID(w.p.Topic.Community)
		if err != nil {
			return err
		}
		t, err := w.v.Topic(from.ID, w.p.Topic.ID)
		if err != nil {
			return err
		}
		v.Links = append(v.Links, pages.Fact{Name: "议题「" + t.Title + "」（" + t.Number + "）", Value: "/" + from.Slug + "/topics/" + t.ID})
	}
	needs, err := w.v.NeedChoices(w.place.ID, mostChoices)
	for _, n := range needs {
		if slices.Contains(w.p.Needs, n.ID) {
			v.Links = append(v.Links, pages.Fact{Name: needWords(n)})
		}
	}
	return err
}

// placeWords say places as people do: 3 号楼、5 号楼; of a street with their communities.
func (w *projectWork) placeWords(places []project.Place) (string, error) {
	var words []string
	for len(places) > 0 {
		name, err := w.placeName(places[0].Community)
		if err != nil {
			return "", err
		}
		var buildings []string
		n := 0
		for ; n < len(places) && places[n].Community == places[0].Community; n++ {
			if places[n].Building != "" {
				buildings = append(buildings, places[n].Building)
			}
		}
		switch places = places[n:]; {
		case len(buildings) > 0:
			words = append(words, strings.TrimSpace(name+" "+pages.BuildingNames(buildings)))
		case name == "":
			words = append(words, "全社区")
		default:
			words = append(words, name)
		}
	}
	return strings.Join(words, "；"), nil
}

// shortWords say that places lack answers and, while that holds the project up, what can be done.
func (w *projectWork) shortWords(n int, open bool) string {
	words := pages.Grouped(int64(n)) + " 处没有达到比例"
	switch {
	case w.f.Passed(project.Heard, w.p, w.now) == nil:
		return "这一次有 " + words + "。"
	case open:
		return "还有 " + words + "：可以延期，或者请楼门长上门问。"
	}
	return "还有 " + words + "：可以再发一次征集，只问这几处。"
}

// placeName is the name of a community, "" of this desk's own.
func (w *projectWork) placeName(community string) (string, error) {
	if community == w.place.ID {
		return "", nil
	}
	body, err := w.v.CommunityByID(community)
	return body.Name, err
}

// personName is the full name of somebody of a body, as its desk knows them.
func (w *projectWork) personName(body, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	who, err := w.v.Resident(body, id)
	if who.Name == "" && err == nil {
		return residents.Gone, nil
	}
	return who.Name, err
}

// optionViews are the options with bars of who pays what.
func optionViews(p project.Project) (all []desk.OptionView) {
	for _, o := range p.Options {
		v := desk.OptionView{Words: o.Words, About: o.About, Cost: pages.Money(o.Cost), Affected: o.Affected, Upkeep: o.Upkeep, Chosen: o.ID == p.Decision.Option && p.Decision.Kind != ""}
		if o.PerHome > 0 {
			v.PerHome = pages.Money(o.PerHome)
		}
		sum := int64(0)
		for _, s := range o.Shares {
			v.Shares = append(v.Shares, desk.ShareView{
				Payer: pages.PayerWord(s.Payer), Kind: slices.Index(project.Payers, s.Payer), Money: pages.Money(s.Cents),
				From: desk.Percent(sum, o.Cost), Width: desk.Percent(s.Cents, o.Cost),
			})
			sum += s.Cents
		}
		all = append(all, v)
	}
	return all
}

// asked are the linked calls with their coverage, or the ways to ask where there are none.
func (w *projectWork) asked(v *desk.ProjectView) error {
	for _, c := range w.f.Calls {
		card := desk.CallCover{Title: c.Call.Title, Href: v.To("desk/calls/" + c.Call.ID), Needed: c.Call.Coverage, State: callState(c.Call.State)}
		if c.Call.State == project.CallPublished {
			card.Until = w.end(c.Call.Closes) + " 截止"
		}
		short := 0
		for _, place := range c.Coverage {
			name, err := w.placeWords([]project.Place{place.Place})
			if err != nil {
				return err
			}
			needed := (place.Units*c.Call.Coverage + 99) / 100
			if place.Answered < needed {
				short++
			}
			card.Places = append(card.Places, pages.Tally{Label: name, Count: place.Answered, Total: place.Units, Needed: needed, Main: place.Answered >= needed})
		}
		slices.SortStableFunc(card.Places, func(a, b pages.Tally) int { return cmp.Compare(min(0, a.Count-a.Needed), min(0, b.Count-b.Needed)) })
		if short > 0 {
			card.Short = w.shortWords(short, c.Call.State == project.CallPublished)
		}
		v.Asked = append(v.Asked, card)
	}
	if w.next.Gate == project.Heard && w.may(project.Edit) == nil {
		v.Drafts = []desk.CallDraft{{Href: v.To("desk/calls/new?project=" + w.p.ID), Label: "起草一次民意征集"}}
	}
	return nil
}

func callState(s project.CallState) string {
	return map[project.CallState]string{project.CallDraft: "草稿", project.CallPublished: "征集中", project.CallClosed: "已截止", project.CallWithdrawn: "已撤回"}[s]
}

// deciding is what was decided, or what could decide.
func (w *projectWork) deciding(v *desk.ProjectView) error {
	if w.p.Decision.Kind != "" {
		return w.decided(v)
	}
	if w.p.Stage != project.Negotiate {
		return nil
	}
	d := &v.Deciding
	for _, o := range w.p.Options {
		d.Choices = append(d.Choices, pages.Option{Value: o.ID, Label: o.Words, Hint: pages.Money(o.Cost), Said: true})
	}
	found, err := project.DecisiveOf(w.v, w.p)
	if err != nil {
		return err
	}
	polled, err := w.slugOf(w.p.PollBody())
	if err != nil {
		return err
	}
	for _, c := range found {
		one := desk.DecisivePoll{ID: c.Poll.ID, Question: c.Poll.Question, Number: c.Poll.Number, Href: "/" + polled + "/polls/" + c.Poll.ID, Why: codeOf(c.Err)}
		one.Outcome, _ = desk.PollTag(c.Poll.State)
		if final, err := c.Poll.Result(); err == nil && c.Poll.State == polls.Counted {
			one.Outcome = pages.PollOutcome(c.Poll.Effect, final.Outcome)
		}
		if o, ok := w.p.Option(c.Option); ok {
			one.Option = o.Words
		}
		d.Polls = append(d.Polls, one)
	}
	if o := w.f.Outcome; o != nil && o.Kind == consultation.Settled {
		d.Outcome = o.Text
		if len(o.Dissent) > 0 {
			d.OutcomeWhy = "协商会上还有不同意见，协商结果不能单独作为立项的决定。"
		}
	}
	d.Office = w.place.Level == residents.LevelSubdistrict
	if w.residentsPay() {
		d.OutcomeWhy, d.OfficeWhy = residentsPayWhy, residentsPayWhy
	}
	if w.place.Level == residents.LevelCommunity && len(w.p.Options) > 0 {
		q := url.Values{"project": {w.p.ID}}
		if w.p.Topic.ID != "" && w.p.Topic.Community == w.place.ID {
			q.Set("topic", w.p.Topic.ID)
		}
		d.Draft = v.To("desk/polls/new?" + q.Encode())
	}
	return nil
}

// residentsPayWhy is why neither a consultation nor an office decides alone.
const residentsPayWhy = "方案里有居民、业主出的钱，或者社区公益金、党组织服务群众经费：要由他们投票决定。"

// residentsPay tells whether an option is paid by residents or owners, or from a fund of theirs.
func (w *projectWork) residentsPay() bool {
	return slices.ContainsFunc([]project.Payer{project.PayHomes, project.PayOwners, project.PayFund, project.PayParty}, w.p.Paid)
}

// decided tells of the decision.
func (w *projectWork) decided(v *desk.ProjectView) error {
	d := w.p.Decision
	add := func(name, value string) {
		v.Deciding.Facts = append(v.Deciding.Facts, pages.Fact{Name: name, Value: value})
	}
	if o, ok := w.p.Chosen(); ok {
		add("方案", o.Words)
	}
	add("怎样定的", pages.DecidedWord(d.Kind)+"，"+w.day(d.At))
	if d.Poll != "" {
		poll, err := w.v.Poll(w.p.PollBody(), d.Poll)
		if err != nil {
			return err
		}
		add("投票", poll.Question+"（"+poll.Number+"）")
	}
	if d.Words != "" {
		add("会议", d.Words)
	}
	return nil
}

// agreeing is how far those concerned agree.
func (w *projectWork) agreeing(v *desk.ProjectView) error {
	a := &v.Agreed
	a.Noted = w.p.Agreement
	if w.p.Decision.Kind != "" {
		a.Facts = append(a.Facts, pages.Fact{Name: "登记", Value: pages.AgreementWord(w.p.Agreement)})
	}
	for _, d := range w.f.Dissents {
		card, err := w.dissentCard(d)
		if err != nil {
			return err
		}
		a.Dissents = append(a.Dissents, card)
	}
	var err error
	v.Delivery.Bodies, err = w.bodyChoices()
	return err
}

// bodyChoices are the communities that a street's project concerns; nil of a community's.
func (w *projectWork) bodyChoices() (all []pages.Option, err error) {
	if w.place.Level == residents.LevelCommunity {
		return nil, nil
	}
	for _, place := range w.p.Places {
		if slices.ContainsFunc(all, func(o pages.Option) bool { return o.Value == place.Community }) {
			continue
		}
		body, err := w.v.CommunityByID(place.Community)
		if err != nil {
			return nil, err
		}
		all = append(all, pages.Option{Value: body.ID, Label: body.Name, Said: true})
	}
	return all, nil
}

func (w *projectWork) dissentCard(d project.Dissent) (desk.DissentCard, error) {
	slug, err := w.slugOf(d.Community)
	c := desk.DissentCard{
		ID: d.ID, Path: slug + "/" + d.ID, Who: d.Building + " 居民", Stance: pages.StanceWord(d.Stance), Words: d.Words, Shown: d.Shown,
		When: w.day(d.At), Changed: d.Changed, Home: d.Home != "", Then: pages.StanceWord(d.Then),
	}
	if d.Home != "" {
		c.Who = d.Building + " 一户（纸面 " + d.Paper + "）"
	}
	switch {
	case d.ChangedAt.IsZero() || d.Then != "":
	case w.now.Before(d.Until):
		c.Waits = "已请本人再说一次，到" + w.lastDay(d.Until) + "止；到时没有说的，照第一轮登记。"
	default:
		c.Waits = "请本人再说一次，到" + w.lastDay(d.Until) + "没有再说，照第一轮登记。"
	}
	c.Over = d.Then != "" || !d.ChangedAt.IsZero() && !w.now.Before(d.Until)
	open := w.may(project.Settle) == nil
	c.MaySet = open && d.ChangedAt.IsZero()
	c.MayThen = open && c.Home && !d.ChangedAt.IsZero() && d.Then == ""
	return c, err
}

// slugOf is the slug of a body.
func (w *projectWork) slugOf(id string) (string, error) {
	if id == w.place.ID {
		return w.place.Slug, nil
	}
	body, err := w.v.CommunityByID(id)
	return body.Slug, err
}
