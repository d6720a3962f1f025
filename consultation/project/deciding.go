package project

import (
	"slices"
	"strings"

	"yishiting/polls"
)

// This file is which poll decides on a project, and on which option. It only reads.

// PollChoice is a poll that may be about a project: which option it chose, or why it decides nothing.
type PollChoice struct {
	Poll   polls.Poll
	Option string // id of the option; "" with Err
	Err    error
}

// PollBody is the body whose polls decide on a project: its own, or of a street's project that
// concerns one community only, from whose topic it comes, that community.
func (p Project) PollBody() string {
	elsewhere := func(at Place) bool { return at.Community != p.Topic.Community }
	if p.Topic.ID != "" && !slices.ContainsFunc(p.Places, elsewhere) {
		return p.Topic.Community
	}
	return p.Community
}

// DecisiveOf are the counted polls on the project's topic, and the budgets in which the
// project stood, the last counted first.
func DecisiveOf(v Reader, p Project) ([]PollChoice, error) {
	found, err := v.CountedPolls(p.PollBody(), p.Topic.ID)
	if err != nil {
		return nil, err
	}
	same, err := v.ProjectsOfTopic(p.Topic.Community, p.Topic.ID)
	if err != nil {
		return nil, err
	}
	var all []PollChoice
	for _, poll := range found {
		if !about(p, poll) {
			continue
		}
		c := PollChoice{Poll: poll}
		if c.Option, c.Err = choiceOf(p, poll, same); c.Err != nil && !told(c.Err) {
			return nil, c.Err
		}
		all = append(all, c)
	}
	return all, nil
}

// told tells a poll's own reason for deciding nothing from a failure.
func told(err error) bool {
	return slices.Contains([]error{ErrPoll, ErrNoQuorum, ErrNotFunded, ErrFewVotes, ErrPollOlder}, err)
}

// about tells whether a poll is on the project's topic, or a budget in which the project stood.
func about(p Project, poll polls.Poll) bool {
	if poll.Topic != "" {
		return poll.Topic == p.Topic.ID
	}
	return budget(poll) && standsIn(p, poll) != ""
}

func budget(poll polls.Poll) bool { return poll.Method == polls.Shares || poll.Method == polls.Greedy }

// standsIn is the id of the poll's option that has the project's title as its words; "" for none.
func standsIn(p Project, poll polls.Poll) string {
	for _, o := range poll.Options {
		if o.Words == p.Title {
			return o.ID
		}
	}
	return ""
}

// asks tells whether a poll's electorate takes in everybody whom the project concerns.
func asks(p Project, poll polls.Poll) bool {
	if len(poll.Electorate.Buildings) == 0 {
		return true
	}
	return !slices.ContainsFunc(p.Places, func(at Place) bool { return !slices.Contains(poll.Electorate.Buildings, at.Building) })
}

// besides are the titles of the other projects that come from the same topic and stood when a
// poll was published: one dropped or approved before was not asked about, nor one made since.
func besides(p Project, poll polls.Poll, same []Project) (titles []string) {
	for _, o := range same {
		self := o.Community == p.Community && o.ID == p.ID
		dropped := o.Stage == Dropped && !o.ChangedAt.After(poll.PublishedAt)
		approved := !o.ApprovedAt.IsZero() && !o.ApprovedAt.After(poll.PublishedAt)
		if !self && !dropped && !approved && !o.MadeAt.After(poll.PublishedAt) {
			titles = append(titles, o.Title)
		}
	}
	return titles
}

// names tells whether a poll was about this project: where others come from the same topic its
// question, or the option of a budget, has the title of this one alone. Equal options, and a
// bare yes, say nothing of which was meant.
func names(p Project, poll polls.Poll, others []string) bool {
	if len(others) == 0 {
		return true
	}
	if budget(poll) {
		return standsIn(p, poll) != "" && !slices.Contains(others, p.Title)
	}
	titles := append([]string{p.Title}, others...)
	slices.SortFunc(titles, func(a, b string) int { return len(b) - len(a) })
	question, named := poll.Question, []string{}
	for _, title := range titles { // the longest first: 修路 is not named where 修路和绿化 is
		if strings.Contains(question, title) {
			question, named = strings.ReplaceAll(question, title, "\n"), append(named, title)
		}
	}
	return len(named) == 1 && named[0] == p.Title && !slices.Contains(others, p.Title)
}

// choiceOf is the option of the project that the poll chose; same are the projects of its topic.
// ErrPoll where the poll is not one that decides this, ErrPollOlder where what was voted on was
// changed since, ErrNoQuorum where too few took part or agreed, ErrNotFunded where a budget was spent on
// others, ErrFewVotes where so few voted
// that it is not told: another poll may follow.
func choiceOf(p Project, poll polls.Poll, same []Project) (string, error) {
	if poll.State != polls.Counted || !about(p, poll) || !asks(p, poll) || !names(p, poll, besides(p, poll, same)) {
		return "", ErrPoll
	}
	if poll.PublishedAt.Before(p.ListedAt) {
		return "", ErrPollOlder // also of a budget: equal title and cost do not make it the same work
	}
	f, err := poll.Result()
	if err != nil {
		return "", err
	}
	if err := decides(p, poll, f); err != nil {
		return "", err
	}
	return chosenBy(p, poll, f)
}

// decides tells whether a body with this effect in law may decide it, and whether enough took
// part: what owners pay is for their formal vote in the city's system (北京市物业管理条例
// 第三十五条), the community's and the Party organisation's fund for a resolution (城市居民委员会组织法
// 第三十条), everything else for a vote of the households within the consultation as well.
func decides(p Project, poll polls.Poll, f polls.Final) error {
	switch {
	case p.Paid(PayOwners):
		return formally(poll)
	case poll.Effect == polls.Resolution:
		return enough(f.Outcome.Passed)
	case poll.Effect != polls.Consultation || p.Paid(PayFund) || p.Paid(PayParty):
		return ErrPoll
	}
	if f.Withheld {
		return ErrFewVotes
	}
	part := f.Count.Participating.Heads
	return enough(part > 0 && part*100 >= int64(p.Turnout)*f.Count.Roll.Heads)
}

func enough(is bool) error {
	if !is {
		return ErrNoQuorum
	}
	return nil
}

// formally is nil where the owners' own vote was noted and passed.
func formally(poll polls.Poll) error {
	formal, err := poll.FormalResult()
	switch {
	case err == polls.ErrStage || poll.Effect != polls.Indication:
		return ErrPoll
	case err != nil:
		return err
	}
	return enough(formal.Outcome.Passed)
}

// chosenBy is which option won, alone, and with the support that the project asks for.
func chosenBy(p Project, poll polls.Poll, f polls.Final) (string, error) {
	switch {
	case poll.Method == polls.Binary:
		return saidYes(p, poll, f)
	case budget(poll):
		return funded(p, poll, f)
	case poll.Method == polls.STV: // a board is no option
		return "", ErrPoll
	case equals(f.Result), f.Result.Winners[0] == polls.NoneID, !supported(p, poll, f):
		return "", ErrNoQuorum
	}
	won, _ := poll.Chosen(f.Result.Winners[0])
	for _, o := range p.Options {
		if o.Words == won.Words {
			return o.ID, nil
		}
	}
	return "", ErrPoll
}

// equals tells whether nobody won alone: the order on the ballot must not decide.
func equals(r polls.Result) bool {
	return len(r.Winners) != 1 || len(r.Ranking) > 0 && len(r.Ranking[0]) > 1
}

// saidYes chooses the only option; of a vote of households more must say yes than no.
func saidYes(p Project, poll polls.Poll, f polls.Final) (string, error) {
	if len(p.Options) != 1 {
		return "", ErrPoll
	}
	said := map[string]int64{}
	for _, v := range f.Voices {
		said[v.Choice] = v.Heads
	}
	if poll.Effect == polls.Consultation && said[polls.Yes] <= said[polls.No] || !supported(p, poll, f) {
		return "", ErrNoQuorum
	}
	return p.Options[0].ID, nil
}

// funded chooses the option that costs what the budget gave the project.
func funded(p Project, poll polls.Poll, f polls.Final) (string, error) {
	at := standsIn(p, poll)
	stood, ok := poll.Chosen(at)
	if !ok {
		return "", ErrPoll
	}
	if !slices.Contains(f.Result.Winners, at) {
		return "", ErrNotFunded
	}
	for _, o := range p.Options {
		if o.Cost == stood.Cost {
			return o.ID, nil
		}
	}
	return "", ErrPoll
}

// supported: of a vote of households as many percent of those who took part were for the
// winner as the project asks for. A resolution and the owners' vote have their law's majority.
func supported(p Project, poll polls.Poll, f polls.Final) bool {
	return poll.Effect != polls.Consultation || f.Count.For.Heads*100 >= int64(p.Support)*f.Count.Participating.Heads
}
