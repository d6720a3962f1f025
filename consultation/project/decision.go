package project

import (
	"slices"

	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
)

// PollChoice is a poll that may be about a project: which option it chose, or why it decides nothing.
type PollChoice struct {
	Poll   polls.Poll
	Option string // id of the option; "" with Err
	Err    error
}

// DecisiveOf are the body's counted polls on the project's topic, and the budgets in which
// the project stood, the last counted first.
func DecisiveOf(v Reader, p Project) ([]PollChoice, error) {
	found, err := v.CountedPolls(p.Community, p.Topic.ID)
	if err != nil {
		return nil, err
	}
	var all []PollChoice
	for _, poll := range found {
		if poll.Topic == "" && standsIn(p, poll) == "" {
			continue
		}
		c := PollChoice{Poll: poll}
		c.Option, c.Err = choiceOf(p, poll)
		all = append(all, c)
	}
	return all, nil
}

// standsIn is the id of the poll's option that has the project's title as its words; "" for none.
func standsIn(p Project, poll polls.Poll) string {
	for _, o := range poll.Options {
		if o.Words == p.Title {
			return o.ID
		}
	}
	return ""
}

// choiceOf is the option of the project that the poll chose. ErrPoll where the poll is not one
// that decides this, ErrNoQuorum where too few took part or agreed.
func choiceOf(p Project, poll polls.Poll) (string, error) {
	if poll.State != polls.Counted {
		return "", ErrPoll
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
		if !f.Outcome.Passed {
			return ErrNoQuorum
		}
		return nil
	case poll.Effect != polls.Consultation || p.Paid(PayFund) || p.Paid(PayParty):
		return ErrPoll
	}
	part, roll := f.Count.Participating.Heads, poll.Roll.Units
	if part*100 < int64(p.Turnout)*roll || part == 0 {
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
	case !formal.Outcome.Passed:
		return ErrNoQuorum
	}
	return nil
}

// chosenBy is which option won, alone, and with the support that the project asks for.
func chosenBy(p Project, poll polls.Poll, f polls.Final) (string, error) {
	switch {
	case poll.Method == polls.Binary:
		return saidYes(p, poll, f)
	case poll.Method == polls.Shares || poll.Method == polls.Greedy:
		return funded(p, poll, f)
	case poll.Method == polls.STV || f.Count.For.Heads == 0: // a board, or equal winners
		return "", ErrPoll
	}
	if !supported(p, f) {
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

// saidYes chooses the only option; of a vote of households more must say yes than no.
func saidYes(p Project, poll polls.Poll, f polls.Final) (string, error) {
	if len(p.Options) != 1 {
		return "", ErrPoll
	}
	said := map[string]int64{}
	for _, v := range f.Voices {
		said[v.Choice] = v.Heads
	}
	if poll.Effect == polls.Consultation && (said[polls.Yes] <= said[polls.No] || !supported(p, f)) {
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
		return "", ErrNoQuorum
	}
	for _, o := range p.Options {
		if o.Cost == stood.Cost {
			return o.ID, nil
		}
	}
	return "", ErrPoll
}

// supported: as many percent of those who took part were for the winner as the project asks for.
func supported(p Project, f polls.Final) bool {
	return f.Count.For.Heads*100 >= int64(p.Support)*f.Count.Participating.Heads
}

// DecideByPoll takes what a counted poll decided.
func DecideByPoll(tx Tx, by residents.Sender, body, id, poll string) error {
	w, err := workOn(tx, by, Decide, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	found, err := tx.Poll(body, poll)
	if err == residents.ErrNotFound || err == nil && found.Topic != w.p.Topic.ID && found.Topic != "" {
		return field("poll", ErrPoll)
	}
	if err != nil {
		return err
	}
	option, err := choiceOf(w.p, found)
	if err == ErrPoll || err == ErrNoQuorum {
		return field("poll", err.(residents.Reason))
	}
	if err != nil {
		return err
	}
	kind := ByPoll
	if w.p.Paid(PayOwners) {
		kind = ByOwners
	}
	return w.decide(Decision{Kind: kind, Poll: poll, Option: option})
}

// DecideByOutcome takes what a consultation settled without dissent, where nobody but the
// government or a donor pays: the committee carries out what consultation settles
// (城市居民委员会组织法 第三十二条).
func DecideByOutcome(tx Tx, by residents.Sender, body, id, option string) error {
	w, err := workOn(tx, by, Decide, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	o := w.facts.Outcome
	if o == nil || o.Kind != consultation.Settled || len(o.Dissent) > 0 || w.p.asksResidents() {
		return ErrUndecided
	}
	return w.decide(Decision{Kind: ByOutcome, Meeting: o.Meeting, Option: option})
}

// asksResidents tells whether residents or owners pay, or a fund of theirs.
func (c Content) asksResidents() bool {
	return c.Paid(PayHomes) || c.Paid(PayOwners) || c.Paid(PayFund) || c.Paid(PayParty)
}

// DecideByOffice notes what the street's office decided on a project of its own, once an
// opinion call has reached its coverage everywhere and where nobody of the residents pays.
func DecideByOffice(tx Tx, by residents.Sender, body, id, option, words string) error {
	w, err := workOn(tx, by, Decide, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.body.Level != residents.LevelSubdistrict || w.p.asksResidents() {
		return ErrUndecided
	}
	if words, err = residents.PublicText("words", words, MaxWords, false); err != nil {
		return err
	}
	return w.decide(Decision{Kind: ByOffice, Words: words, Option: option})
}

func (w work) decide(d Decision) error {
	o, ok := w.p.Option(d.Option)
	if !ok {
		return field("option", residents.ErrChoice)
	}
	d.At, d.By = w.by.Now, w.by.Resident.ID
	w.p.Decision = d
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-decided", struct {
		named
		By      DecisionKind `json:"by"`
		Poll    string       `json:"poll,omitempty"`
		Meeting string       `json:"meeting,omitempty"`
		Words   string       `json:"words,omitempty"`
		Option  Option       `json:"option"`
	}{w.named(), d.Kind, d.Poll, d.Meeting, d.Words, o})
}

// Rethink takes a decision back before approval, with a reason: what was put up is taken
// down, and options, decision and agreement are made anew.
func Rethink(tx Tx, by residents.Sender, body, id, reason string) error {
	w, err := workOn(tx, by, Reconsider, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	if err := w.closeNotices(); err != nil {
		return err
	}
	w.p.Decision, w.p.Agreement = Decision{}, NotAgreed
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-rethought", struct {
		named
		Reason string `json:"reason"`
	}{w.named(), reason})
}
