package consultation

import (
	"slices"
	"strconv"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// OutcomeKind is what a consultation comes to (协商结果). None of them is a vote.
type OutcomeKind string

// The kinds of outcome.
const (
	Settled    OutcomeKind = "settled"  // agreed, to be carried out
	ToAssembly OutcomeKind = "assembly" // needs the assembly or the representatives
	ToHand     OutcomeKind = "hand"     // goes to the body above
	LeftOpen   OutcomeKind = "open"     // goes on next month
)

// Outcome is what was published of one topic.
type Outcome struct {
	Community   string
	Topic       string
	Meeting     string
	Kind        OutcomeKind
	Text        string
	Consensus   string
	Dissent     []string
	Next        string // ToAssembly: assembly or reps_meeting
	PublishedAt Instant
	Until       Instant // end of the last day of its disclosure
	Version     int     // of the minutes it was last taken from
	Resolution  string  // what the assembly or the representatives decided, as recorded later
	ResolvedAt  Instant
	Poll        string // id of the poll that it quotes; ""
	ResolvedBy  string // id of the poll that was the decision; ""
}

// Objection is a resident's word against a published outcome; it is answered.
type Objection struct {
	Community string
	ID        string
	Topic     string
	Meeting   string
	Resident  string
	Text      string
	At        Instant
	Due       Instant // end of the last day for the answer
	Reply     string
	ReplyAt   Instant
	ReplyBy   string
}

// disclose is the end of a disclosure that begins now: the days count from the
// next day, and a last day that is a holiday moves on (民法典 第二百零一条、第二百零三条).
func disclose(body residents.Community, now Instant) Instant {
	rules, today := rulesFor(now, body.Location())
	return calendar.After(today, rules.Disclosure.N).End(body.Location())
}

func publishOutcome(tx Tx, by residents.Sender, body residents.Community, s Meeting, it MinuteItem, i int) error {
	t, err := tx.Topic(body.ID, it.Topic)
	if err != nil {
		return err
	}
	o := Outcome{
		Community: body.ID, Topic: t.ID, Meeting: s.ID, Kind: it.Kind, Text: it.Text, Consensus: it.Consensus,
		Dissent: it.Dissent, Next: it.Next, PublishedAt: by.Now, Until: disclose(body, by.Now), Version: 1, Poll: it.Poll,
	}
	if err := tx.AddOutcome(o); err != nil {
		return err
	}
	if _, err := tx.AppendTo(body.ID, topicAct("outcome", t, outcomeData(t, o))); err != nil {
		return err
	}
	if t, err = sendOn(tx, by, body, t, it, i); err != nil {
		return err
	}
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	return tx.Tell(letter(by, t.Author, "outcome", t))
}

func outcomeData(t Topic, o Outcome) any {
	return struct {
		Number  string      `json:"number"`
		Kind    OutcomeKind `json:"kind"`
		Text    string      `json:"text"`
		Dissent []string    `json:"dissent,omitempty"`
		Next    string      `json:"next,omitempty"`
		Until   string      `json:"until"`
		Version int         `json:"version"`
		Poll    string      `json:"poll,omitempty"`
	}{t.Number, o.Kind, o.Text, o.Dissent, o.Next, o.Until.UTC().Format("2006-01-02T15:04:05Z"), o.Version, o.Poll}
}

// sendOn sets a topic on the way that its outcome asks for.
func sendOn(tx Tx, by residents.Sender, body residents.Community, t Topic, it MinuteItem, i int) (Topic, error) {
	switch it.Kind {
	case Settled:
		t.State = Carrying
		task := Task{
			Community: body.ID, ID: by.ID + "-t" + strconv.Itoa(i), Topic: t.ID, Title: it.Task, Owner: it.Owner,
			Due: it.Due, Round: t.Round, MadeAt: by.Now,
		}
		if err := tx.AddTask(task); err != nil {
			return t, err
		}
		_, err := tx.AppendTo(body.ID, topicAct("task", t, taskData(t, task)))
		return t, err
	case ToAssembly:
		t.State = Assembly
	case ToHand:
		return handOver(tx, by, t, Handing{Reason: it.Why, Text: it.Text})
	case LeftOpen:
		return waitAgain(tx, t, by.Now)
	}
	return t, nil
}

// correctOutcomes takes the words of a corrected version into the outcomes,
// discloses them anew and tells the authors.
func correctOutcomes(tx Tx, by residents.Sender, body residents.Community, m Minutes) error {
	for _, it := range m.Items {
		o, err := tx.Outcome(body.ID, it.Topic, m.Meeting)
		if err != nil {
			return err
		}
		if o.Text == it.Text && o.Consensus == it.Consensus && slices.Equal(o.Dissent, it.Dissent) {
			continue
		}
		t, err := tx.Topic(body.ID, it.Topic)
		if err != nil {
			return err
		}
		o.Text, o.Consensus, o.Dissent, o.Version = it.Text, it.Consensus, it.Dissent, m.Version
		o.PublishedAt, o.Until = by.Now, disclose(body, by.Now)
		if err := tx.SetOutcome(o); err != nil {
			return err
		}
		if _, err := tx.AppendTo(body.ID, topicAct("outcome", t, outcomeData(t, o))); err != nil {
			return err
		}
		if err := tx.Tell(letter(by, t.Author, "outcome", t)); err != nil {
			return err
		}
	}
	return nil
}

// MayObject is nil for whoever has a voice, to the end of the last day of disclosure.
func MayObject(who residents.Standing, o Outcome, now Instant) error {
	if err := may(who, residents.MakeObjection, o.Community, now); err != nil {
		return err
	}
	if !now.Before(o.Until) {
		return ErrDisclosureEnd
	}
	return nil
}

// MaxObjection is the limit of an objection and of its answer, in characters.
const MaxObjection = 500

// Object objects to an outcome, once a person and outcome.
func Object(tx Tx, by residents.Sender, body, topic, meeting, words string) error {
	o, err := tx.Outcome(body, topic, meeting)
	if err != nil {
		return err
	}
	if err := MayObject(by.Standing, o, by.Now); err != nil {
		return err
	}
	if words, err = residents.PublicText("text", words, MaxObjection, false); err != nil {
		return err
	}
	b, err := tx.CommunityByID(body)
	if err != nil {
		return err
	}
	rules, today := rulesFor(by.Now, b.Location())
	ob := Objection{
		Community: body, ID: by.ID, Topic: topic, Meeting: meeting, Resident: by.Resident.ID, Text: words, At: by.Now,
		Due: calendar.WorkingDaysAfter(today, rules.Reply.N).End(b.Location()),
	}
	if err := tx.AddObjection(ob); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, record.Act{Kind: "objection", Subject: "topic/" + topic, Data: struct {
		Objection string `json:"objection"`
	}{ob.ID}})
	return err
}

// MayAnswer is nil for a member of the committee, on an objection not one's own
// that has no answer yet.
func MayAnswer(who residents.Standing, o Objection, now Instant) error {
	on := residents.Matter{Body: o.Community, Owner: o.Resident}
	if err := residents.May(who, residents.AnswerObject, on, now); err != nil {
		return err
	}
	if o.Reply != "" {
		return ErrAlready
	}
	return nil
}

// AnswerObjection answers an objection in public; its author is told.
func AnswerObjection(tx Tx, by residents.Sender, body, id, reply string) error {
	o, err := tx.Objection(body, id)
	if err != nil {
		return err
	}
	if err := MayAnswer(by.Standing, o, by.Now); err != nil {
		return err
	}
	if o.Reply, err = residents.PublicText("reply", reply, MaxObjection, false); err != nil {
		return err
	}
	o.ReplyAt, o.ReplyBy = by.Now, by.Resident.ID
	if err := tx.SetObjection(o); err != nil {
		return err
	}
	t, err := tx.Topic(body, o.Topic)
	if err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("objection-answered", t, struct {
		Number    string `json:"number"`
		Objection string `json:"objection"`
		Reply     string `json:"reply"`
	}{t.Number, o.ID, o.Reply}))
	if err != nil {
		return err
	}
	return tx.Tell(letter(by, o.Resident, "objection-answered", t))
}

// MayRecordResolution is nil for the desk on a topic that waits for the assembly
// or the representatives.
func MayRecordResolution(who residents.Standing, t Topic, now Instant) error {
	if err := may(who, residents.FollowUp, t.Community, now); err != nil {
		return err
	}
	if t.State != Assembly {
		return ErrClosed
	}
	return nil
}

// Resolution is what the assembly or the representatives decided, held elsewhere
// and recorded here as a thing apart from the consultation.
type Resolution struct {
	Community string
	Topic     string
	Meeting   string // the consultation that sent it there
	Text      string // body, day, members, present, votes, decision
	Passed    bool   // of a poll: as it was counted
	Poll      string // id of the poll that was the decision; "" for one made in a meeting
	Task      string // with Passed: what is to be done, by whom, until when
	Owner     string
	Due       Instant
}

// RecordResolution records the decision and, when it passed, has it carried out;
// otherwise the topic is archived.
func RecordResolution(tx Tx, by residents.Sender, r Resolution) error {
	t, err := tx.Topic(r.Community, r.Topic)
	if err != nil {
		return err
	}
	if err := MayRecordResolution(by.Standing, t, by.Now); err != nil {
		return err
	}
	o, err := tx.Outcome(r.Community, r.Topic, r.Meeting)
	if err != nil {
		return err
	}
	if o.Kind != ToAssembly || o.Resolution != "" {
		return ErrClosed
	}
	if r, err = r.decided(tx); err != nil {
		return err
	}
	o.ResolvedBy = r.Poll
	if o.Resolution, err = residents.PublicText("text", r.Text, MaxOutcome, false); err != nil {
		return err
	}
	o.ResolvedAt = by.Now
	if err := tx.SetOutcome(o); err != nil {
		return err
	}
	t.State = Archived
	if r.Passed {
		t.State = Carrying
		task := Task{Community: r.Community, Topic: r.Topic, Title: r.Task, Owner: r.Owner, Due: r.Due}
		if err := addTask(tx, by, t, task); err != nil {
			return err
		}
	}
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	_, err = tx.AppendTo(r.Community, topicAct("resolution", t, struct {
		Number string `json:"number"`
		Text   string `json:"text"`
		Passed bool   `json:"passed"`
		Poll   string `json:"poll,omitempty"`
	}{t.Number, o.Resolution, r.Passed, r.Poll}))
	if err != nil {
		return err
	}
	return tx.Tell(letter(by, t.Author, "resolution", t))
}
