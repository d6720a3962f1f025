package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskPollRoutes are the desk's pages of polls: the list, the draft, the poll with what
// can be done with it, and its paper ballots.
func (p *Portal) deskPollRoutes() []route {
	const poll = "/{place}/desk/polls/{id}"
	const draft, edit, owners, printing, paper = "/{place}/desk/polls/new", "/{place}/desk/polls/{draft}/edit", "/{place}/desk/polls/{draft}/owners", poll + "/print", poll + "/paper"
	get, post := http.MethodGet, http.MethodPost
	return []route{
		{method: get, pattern: "/{place}/desk/polls", name: "desk-polls", do: residents.WorkDesk, handle: p.deskPolls},
		{method: get, pattern: draft, name: "poll-draft", do: residents.DraftPoll, handle: p.deskPollNew},
		{method: post, pattern: draft, name: "poll-draft", do: residents.DraftPoll, handle: p.draftPoll},
		{method: get, pattern: poll, name: "desk-poll", do: residents.WorkDesk, handle: p.deskPoll},
		{method: get, pattern: edit, name: "poll-draft", do: residents.DraftPoll, handle: p.deskPollEdit},
		{method: post, pattern: edit, name: "poll-draft", do: residents.DraftPoll, handle: p.changePoll},
		{method: get, pattern: owners, name: "poll-owners", do: residents.DraftPoll, handle: p.deskPollOwners},
		{method: post, pattern: owners, name: "poll-owners", do: residents.DraftPoll, handle: p.setPollOwners, upload: mostOwnersFile},
		{method: post, pattern: poll + "/study", name: "poll-study", do: residents.StudyPoll, handle: p.studyPoll, on: poll},
		{method: post, pattern: poll + "/publish", name: "poll-publish", do: residents.PublishPoll, handle: p.publishPoll, on: poll},
		{method: post, pattern: poll + "/take-back", name: "poll-take-back", do: residents.PublishPoll, handle: p.takeBackPoll, on: poll},
		{method: post, pattern: poll + "/withdraw", name: "poll-withdraw", do: residents.PublishPoll, handle: p.withdrawPoll, on: poll},
		{method: get, pattern: poll + "/notice", name: "desk-poll-notice", do: residents.WorkDesk, handle: p.pollNotice},
		{method: get, pattern: printing, name: "print-ballots", do: residents.PrintBallots, handle: p.deskPollPrint},
		{method: post, pattern: printing, name: "print-ballots", do: residents.PrintBallots, handle: p.printBallots},
		{method: get, pattern: paper, name: "paper-ballot", do: residents.EnterBallots, handle: p.deskPollPaper},
		{method: post, pattern: paper, name: "paper-ballot", do: residents.EnterBallots, handle: p.enterPaper},
		{method: post, pattern: paper + "/settle", name: "settle-ballot", do: residents.EnterBallots, handle: p.settlePaper, on: paper},
		{method: post, pattern: poll + "/finish", name: "poll-finish", do: residents.EnterBallots, handle: p.finishPoll, on: poll},
		{method: post, pattern: poll + "/file", name: "poll-file", do: residents.FilePoll, handle: p.filePoll, on: poll},
		{method: post, pattern: poll + "/formal", name: "poll-formal", do: residents.NoteFormal, handle: p.noteFormal, on: poll},
	}
}

// pollStates are the groups of the list, what waits first.
var pollGroups = []struct {
	name   string
	states []polls.State
}{
	{"等着公布的草稿", []polls.State{polls.Draft}},
	{"录入纸质票", []polls.State{polls.Counting}},
	{"已公布", []polls.State{polls.Published}},
	{"已结束", []polls.State{polls.Counted, polls.Withdrawn}},
}

// deskPolls lists the polls of the community: what is under way whole, what is over by pages.
func (p *Portal) deskPolls(r *request) (answer, error) {
	at, id, err := after(r)
	if err != nil {
		return answer{}, err
	}
	v := &desk.PollsView{}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		v.May = polls.MayDraft(r.who, r.place.ID, r.now) == nil
		for _, g := range pollGroups {
			from, over := polls.Poll{}, g.name == "已结束"
			if id != "" {
				if !over {
					continue
				}
				from.ID, from.Closes = id, at.UnixMicro()
			}
			found, err := rows.PollsAfter(r.place.ID, from, mostLivePolls, g.states...)
			if err != nil {
				return err
			}
			if over && len(found) > deskPage {
				found = found[:deskPage]
				last := found[deskPage-1]
				v.Older = v.To("desk/polls") + afterKey(last.ClosesAt(), last.ID)
			}
			group := desk.Group{Name: g.name}
			for _, one := range found {
				line, err := r.deskPollLine(rows, one)
				if err != nil {
					return err
				}
				group.Lines = append(group.Lines, line)
			}
			if len(group.Lines) > 0 {
				v.Groups = append(v.Groups, group)
			}
		}
		return nil
	})
	return show(v), err
}

// mostLivePolls is how many polls under way are listed.
const mostLivePolls = 100

// deskPollLine is a poll in the list: where it stands, and how many ballots there are.
func (r *request) deskPollLine(rows *store.View, p polls.Poll) (pages.TopicLine, error) {
	line := pages.TopicLine{Title: p.Question, Href: "/" + r.place.Slug + "/desk/polls/" + p.ID, Facts: []string{p.Number, pages.EffectWord(p.Effect)}}
	if word := pages.RuleWord(p.Rule); word != line.Facts[1] {
		line.Facts = append(line.Facts, word)
	}
	line.State, line.Tone = desk.PollTag(p.State)
	if p.State == polls.Published {
		line.State, line.Tone = r.pollHours(p)
	}
	if p.State == polls.Draft || p.State == polls.Withdrawn {
		return line, nil
	}
	line.Facts = append(line.Facts, turnoutWords(p))
	words, err := r.paperWords(rows, p)
	if words != "" {
		line.Facts = append(line.Facts, words)
	}
	return line, err
}

// pollHours is where a published poll stands by the clock.
func (r *request) pollHours(p polls.Poll) (words, tone string) {
	switch {
	case r.now.Before(p.OpensAt()):
		return r.when(p.OpensAt()) + " 开始", pages.TonePlain
	case r.now.Before(p.ClosesAt()):
		return r.when(p.ClosesAt()) + " 截止", pages.ToneAct
	}
	return "已截止，正在计票", pages.ToneDue
}

// turnoutWords is how many units have a ballot, of how many: 46 / 61 已投.
func turnoutWords(p polls.Poll) string {
	if p.Secrecy == polls.Hidden && p.State == polls.Published {
		return "截止前不显示投票数"
	}
	return pages.Grouped(p.Ballots) + " / " + pages.Grouped(p.Roll.Units) + " 已投"
}

// paperWords is how the paper ballots of a poll stand; "" where there are none.
func (r *request) paperWords(rows *store.View, p polls.Poll) (string, error) {
	if !p.Paper {
		return "", nil
	}
	c, err := rows.PaperCounts(r.place.ID, p.ID)
	if err != nil || c == (polls.PaperCounts{}) {
		return "", err
	}
	var words []string
	for _, one := range []struct {
		name string
		n    int64
	}{{"在外", c.Out}, {"录了一遍", c.Once}, {"两遍不一样", c.Differs}, {"计入", c.In}, {"不计", c.Aside}} {
		if one.n > 0 {
			words = append(words, one.name+" "+pages.Grouped(one.n))
		}
	}
	return "纸质票：" + strings.Join(words, "，"), nil
}

// deskPollNew is the first step of a draft, or with its answers the second.
func (p *Portal) deskPollNew(r *request) (answer, error) {
	return p.draftPage(r, polls.Poll{}, r.URL.Query())
}

// deskPollEdit is the form of a draft that is there, or the first step anew.
func (p *Portal) deskPollEdit(r *request) (answer, error) {
	var poll polls.Poll
	err := p.view(r, func(rows *store.View) (err error) {
		poll, err = rows.Poll(r.place.ID, r.PathValue("draft"))
		return err
	})
	if err == nil && poll.State != polls.Draft {
		err = polls.ErrStage
	}
	if err != nil {
		return answer{}, err
	}
	q := r.URL.Query()
	if q.Get("as") == "" && q.Get("change") == "" {
		q.Set("as", string(poll.Electorate.Unit)+"."+poll.Rule)
		q.Set("method", string(poll.Method))
	}
	if poll.Topic != "" {
		q.Set("topic", poll.Topic)
	}
	return p.draftPage(r, poll, q)
}

// draftPage is the step that the query has come to.
func (p *Portal) draftPage(r *request, poll polls.Poll, q url.Values) (answer, error) {
	as, method, why := r.startOf(q)
	start := &desk.PollStartView{As: q.Get("as"), Method: polls.Method(q.Get("method")), Back: "/" + r.place.Slug + "/desk/polls", Label: "投票"}
	start.At = start.Back + "/new"
	if poll.ID != "" {
		start.At = start.Back + "/" + poll.ID + "/edit"
		start.Back, start.Label = start.Back+"/"+poll.ID, poll.Question
		if start.As == "" {
			start.As, start.Method = string(poll.Electorate.Unit)+"."+poll.Rule, poll.Method
		}
	}
	topic := asked(q.Get("topic"), 80)
	start.Project = asked(q.Get("project"), 80)
	var draft *desk.PollDraftView
	err := p.view(r, func(rows *store.View) (err error) {
		if start.Frame, err = p.atDesk(r, rows, desk.AtPolls); err != nil {
			return err
		}
		if start.Topic, start.Asked, err = topicAsked(rows, r.place.ID, topic); err != nil {
			return err
		}
		if why == "" && start.As != "" && q.Get("as") != "" {
			draft, err = p.draftForm(r, rows, start, poll, as, method)
			return err
		}
		if q.Get("as") != "" || q.Get("method") != "" {
			start.Misfit = pages.Beside(why, 0)
		}
		start.Units = rulesOffered(r)
		return nil
	})
	if draft != nil {
		return show(draft), err
	}
	return show(start), err
}

// topicAsked is the topic whose question a poll puts; none where the query names none that is public.
func topicAsked(rows *store.View, body, id string) (topic, title string, err error) {
	if id == "" {
		return "", "", nil
	}
	if ok, err := rows.HasTopic(body, id); err != nil || !ok {
		return "", "", err
	}
	t, err := rows.DeskTopic(body, id)
	return id, t.Title, err
}

// unitRule is whom a poll asks and by which rule.
type unitRule struct {
	unit polls.Unit
	rule polls.Rule
}

// startOf reads the answers of the first step; why they do not fit together, or "".
func (r *request) startOf(q url.Values) (as unitRule, method polls.Method, why residents.Reason) {
	unit, id, _ := strings.Cut(q.Get("as"), ".")
	method = polls.Method(q.Get("method"))
	as.unit = polls.Unit(unit)
	rule, err := polls.RuleByID(id, r.today())
	if err != nil {
		return as, method, residents.ErrChoice
	}
	as.rule = rule
	for _, m := range polls.Methods {
		if m != method {
			continue
		}
		switch {
		case !rule.Online:
			return as, method, polls.ErrElsewhere
		case rule.Decides() && !method.Judged():
			return as, method, polls.ErrRule
		}
		return as, method, ""
	}
	return as, method, residents.ErrChoice
}

// units are who can be asked, in the order in which the desk offers them.
var pollUnits = []polls.Unit{polls.UnitHousehold, polls.UnitResident, polls.UnitDelegate, polls.UnitOwner, polls.UnitMember}

// rulesOffered are the rules of a town by which each unit can be asked today.
func rulesOffered(r *request) (all []desk.UnitRules) {
	for _, unit := range pollUnits {
		u := desk.UnitRules{Unit: unit}
		for _, rule := range polls.RulesFor(unit, r.today()) {
			if rule.Village {
				continue
			}
			c := desk.RuleChoice{
				Value: string(unit) + "." + rule.ID, Name: pages.RuleWord(rule.ID), Law: rule.Law + rule.Article,
				Needs: desk.Needs(rule), Effect: pages.EffectWord(rule.Effect), Note: rule.OnlineWhy,
			}
			if rule.Online {
				u.Rules = append(u.Rules, c)
			} else {
				u.Elsewhere = append(u.Elsewhere, c)
			}
		}
		all = append(all, u)
	}
	return all
}

// yuanText is an amount as it is typed: 4200, or 4200.50.
func yuanText(cents int64) string {
	s := strconv.FormatInt(cents/100, 10)
	if rest := cents % 100; rest > 0 {
		s += "." + strconv.FormatInt(100+rest, 10)[1:]
	}
	return s
}

// minute is an instant as a form has it, in the zone of the place.
func (r *request) minute(at time.Time) string {
	return at.In(r.place.Location()).Format("2006-01-02T15:04")
}
