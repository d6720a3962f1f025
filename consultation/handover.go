package consultation

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// HandReasons are why a case goes to the body above (三级协商联动): it is beyond
// the community's duties, touches several communities or departments, costs more
// than the community may spend, or two meetings failed.
var HandReasons = []string{"beyond-duty", "several-communities", "several-departments", "money", "two-failed-meetings"}

// Handover is one step of a case between levels. The case keeps its number; the
// steps are kept with the topic, in the community where it began.
type Handover struct {
	Community string // where the topic began
	Topic     string
	Seq       int    // from 1
	From, To  string // ids of bodies
	Reason    string // one of HandReasons, or "answered" when the answer comes back
	Text      string
	At        Instant
	By        string
	Due       Instant // end of the last day to accept or return; after acceptance: to deal with it
	State     HandState
	DecidedAt Instant
	DecidedBy string
	Answer    string // why it was returned, or what is done now that it was accepted
}

// HandState is where a handover stands.
type HandState string

// The states of a handover.
const (
	HandOffered  HandState = "offered"
	HandAccepted HandState = "accepted"
	HandReturned HandState = "returned"
)

// Update is a public word of the body that holds a case.
type Update struct {
	Community string
	ID        string
	Topic     string
	Body      string // id of the body that speaks
	Kind      string // one of UpdateKinds
	Text      string
	By        string
	At        Instant
}

// UpdateKinds: progress; a meeting of departments called by the street (街乡吹哨,
// 北京市街道办事处条例 第十七条); a decision on money or plan.
var UpdateKinds = []string{"progress", "whistle", "decision"}

type handovers interface {
	// Handovers of a topic, in order.
	Handovers(body, topic string) ([]Handover, error)
	AddHandover(Handover) error
	SetHandover(Handover) error
	AddUpdate(Update) error
}

// Handing is why and what is handed over.
type Handing struct {
	Reason string
	Text   string
}

// Holder is the body that holds the case: where it began until somebody accepted it.
func Holder(t Topic, steps []Handover) string {
	holder := t.Community
	for _, h := range steps {
		if h.State == HandAccepted {
			holder = h.To
		}
	}
	return holder
}

// mayOnCase is may for a case that was handed to the body, or is held by it.
func mayOnCase(who residents.Standing, do residents.Action, body residents.Community, now Instant) error {
	return residents.May(who, do, residents.Matter{Body: body.ID, Assigned: true}, now)
}

// MayHandOn is nil for those who act for the body that holds the case, when there is a
// body above and no step waits for an answer.
func MayHandOn(who residents.Standing, t Topic, holder residents.Community, steps []Handover, now Instant) error {
	if err := mayOnCase(who, residents.HandOn, holder, now); err != nil {
		return err
	}
	if n := len(steps); n > 0 && steps[n-1].State == HandOffered {
		return ErrClosed
	}
	if holder.Parent == "" {
		return ErrLevel
	}
	if t.State != Handed && t.State != Accepted && t.State != Carrying {
		return ErrClosed
	}
	return nil
}

// HandOn hands a case from the body that holds it to the body above.
func HandOn(tx Tx, by residents.Sender, body, topic string, h Handing) error {
	t, steps, holder, err := caseOf(tx, body, topic)
	if err != nil {
		return err
	}
	if err := MayHandOn(by.Standing, t, holder, steps, by.Now); err != nil {
		return err
	}
	if !among(h.Reason, HandReasons) {
		return refuse("why", residents.ErrChoice)
	}
	if h.Text, err = residents.PublicText("text", h.Text, MaxOutcome, false); err != nil {
		return err
	}
	if t, err = handOver(tx, by, t, h); err != nil {
		return err
	}
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	return tx.Tell(letter(by, t.Author, "handed", t))
}

func caseOf(tx Tx, body, topic string) (t Topic, steps []Handover, holder residents.Community, err error) {
	if t, err = tx.Topic(body, topic); err != nil {
		return
	}
	if steps, err = tx.Handovers(body, topic); err != nil {
		return
	}
	holder, err = tx.CommunityByID(Holder(t, steps))
	return
}

// handOver offers the case to the body above its holder; the caller writes the topic.
func handOver(tx Tx, by residents.Sender, t Topic, h Handing) (Topic, error) {
	steps, err := tx.Handovers(t.Community, t.ID)
	if err != nil {
		return t, err
	}
	holder, err := tx.CommunityByID(Holder(t, steps))
	if err != nil {
		return t, err
	}
	if holder.Parent == "" {
		return t, ErrLevel
	}
	rules, today := rulesFor(by.Now, holder.Location())
	step := Handover{
		Community: t.Community, Topic: t.ID, Seq: len(steps) + 1, From: holder.ID, To: holder.Parent,
		Reason: h.Reason, Text: h.Text, At: by.Now, By: by.Resident.ID, State: HandOffered,
		Due: calendar.WorkingDaysAfter(today, rules.Accept.N).End(holder.Location()),
	}
	if err := tx.AddHandover(step); err != nil {
		return t, err
	}
	t.State = Handed
	return t, recordStep(tx, t, step)
}

func recordStep(tx Tx, t Topic, h Handover) error {
	_, err := tx.AppendTo(t.Community, topicAct("handover", t, struct {
		Number string    `json:"number"`
		Step   int       `json:"step"`
		From   string    `json:"from"`
		To     string    `json:"to"`
		Reason string    `json:"reason"`
		State  HandState `json:"state"`
		Text   string    `json:"text"`
		Answer string    `json:"answer,omitempty"`
		Due    string    `json:"due"`
	}{t.Number, h.Seq, h.From, h.To, h.Reason, h.State, h.Text, h.Answer, h.Due.UTC().Format("2006-01-02T15:04:05Z")}))
	return err
}

// MayReceive is nil for those who act for the body to which the last step offers the case.
func MayReceive(who residents.Standing, to residents.Community, steps []Handover, now Instant) error {
	if err := mayOnCase(who, residents.HoldCase, to, now); err != nil {
		return err
	}
	n := len(steps)
	if n == 0 || steps[n-1].State != HandOffered || steps[n-1].To != to.ID {
		return ErrNotHolder
	}
	return nil
}

// Receive accepts a case until a day, or returns it with a reason.
func Receive(tx Tx, by residents.Sender, body, topic string, accept bool, answer string, due Instant) error {
	t, err := tx.Topic(body, topic)
	if err != nil {
		return err
	}
	steps, err := tx.Handovers(body, topic)
	if err != nil {
		return err
	}
	if len(steps) == 0 {
		return ErrNotHolder
	}
	step := steps[len(steps)-1]
	to, err := tx.CommunityByID(step.To)
	if err != nil {
		return err
	}
	if err := MayReceive(by.Standing, to, steps, by.Now); err != nil {
		return err
	}
	if step.Answer, err = residents.PublicText("answer", answer, MaxSentence, false); err != nil {
		return err
	}
	step.DecidedAt, step.DecidedBy = by.Now, by.Resident.ID
	if accept {
		if err := dueDay("due", due, by.Now); err != nil {
			return err
		}
		step.State, step.Due = HandAccepted, due
	} else {
		step.State = HandReturned
		if step.From == t.Community {
			if t, err = resume(tx, t, by.Now); err != nil {
				return err
			}
		}
	}
	if err := tx.SetHandover(step); err != nil {
		return err
	}
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	if err := recordStep(tx, t, step); err != nil {
		return err
	}
	return tx.Tell(letter(by, t.Author, "handover-"+string(step.State), t))
}

// resume takes a case that was returned up again where it stood: its tasks are
// carried out further, or it waits for a meeting.
func resume(tx Tx, t Topic, now Instant) (Topic, error) {
	tasks, err := tx.Tasks(t.Community, t.ID)
	if err != nil {
		return t, err
	}
	if len(tasks) > 0 {
		t.State = Carrying
		return t, nil
	}
	return waitAgain(tx, t, now)
}

// MayUpdate is nil for those who act for the body that holds the case.
func MayUpdate(who residents.Standing, t Topic, holder residents.Community, now Instant) error {
	if err := mayOnCase(who, residents.HoldCase, holder, now); err != nil {
		return err
	}
	if t.State == Archived || t.State == Rating {
		return ErrClosed
	}
	return nil
}

// PostUpdate says in public how a case stands with the body that holds it.
func PostUpdate(tx Tx, by residents.Sender, body, topic, kind, words string) error {
	t, steps, holder, err := caseOf(tx, body, topic)
	if err != nil {
		return err
	}
	if len(steps) == 0 {
		return ErrNotHolder
	}
	if err := MayUpdate(by.Standing, t, holder, by.Now); err != nil {
		return err
	}
	if !among(kind, UpdateKinds) {
		return refuse("kind", residents.ErrChoice)
	}
	if words, err = residents.PublicText("text", words, MaxProgress, false); err != nil {
		return err
	}
	if err := tx.AddUpdate(Update{body, by.ID, topic, holder.ID, kind, words, by.Resident.ID, by.Now}); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("case-update", t, struct {
		Number string `json:"number"`
		Body   string `json:"body"`
		Kind   string `json:"kind"`
		Text   string `json:"text"`
	}{t.Number, holder.ID, kind, words}))
	return err
}

// MayGiveBack is nil for those who act for a street or district that holds the case.
func MayGiveBack(who residents.Standing, t Topic, holder residents.Community, steps []Handover, now Instant) error {
	if err := mayOnCase(who, residents.HoldCase, holder, now); err != nil {
		return err
	}
	if holder.ID == t.Community || t.State != Handed {
		return ErrNotHolder
	}
	if n := len(steps); n > 0 && steps[n-1].State == HandOffered {
		return ErrClosed
	}
	return nil
}

// GiveBack brings the answer back to where the case began: what is done, by whom
// and until when. It becomes a task there, so that residents rate it like any other.
func GiveBack(tx Tx, by residents.Sender, body, topic, answer string, task Task) error {
	t, steps, holder, err := caseOf(tx, body, topic)
	if err != nil {
		return err
	}
	if err := MayGiveBack(by.Standing, t, holder, steps, by.Now); err != nil {
		return err
	}
	if answer, err = residents.PublicText("answer", answer, MaxOutcome, false); err != nil {
		return err
	}
	step := Handover{
		Community: body, Topic: topic, Seq: len(steps) + 1, From: holder.ID, To: body, Reason: "answered",
		Text: answer, At: by.Now, By: by.Resident.ID, Due: task.Due, State: HandAccepted,
		DecidedAt: by.Now, DecidedBy: by.Resident.ID,
	}
	if err := tx.AddHandover(step); err != nil {
		return err
	}
	if err := recordStep(tx, t, step); err != nil {
		return err
	}
	t.State = Carrying
	task.Community, task.Topic = body, topic
	if err := addTask(tx, by, t, task); err != nil {
		return err
	}
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	return tx.Tell(letter(by, t.Author, "answered", t))
}
