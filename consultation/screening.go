package consultation

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// Decision is what screening says of a topic.
type Decision string

// The decisions of screening (议题审核).
const (
	Accept  Decision = "accept"
	Merge   Decision = "merge"
	Refer   Decision = "refer"
	Decline Decision = "decline"
)

// ScreeningReasons are the published reasons for each decision, by code.
var ScreeningReasons = map[Decision][]string{
	Accept:  {"common-concern", "recurring", "opinion-needed"},
	Merge:   {"same-matter"},
	Refer:   {"other-duty", "owners-matter", "personal-dispute", "public-order", "beyond-community"},
	Decline: {"private", "unlawful", "decided-recently", "unclear"},
}

// ReferralTargets are to whom a topic may be sent: 12345, the owners, the police,
// people's mediation, or the street.
var ReferralTargets = []string{"hotline", "owners", "police", "mediation", "street"}

// Screening is one decision on a topic. Round 1 is the first; the next is a merger of
// an accepted topic or answers the author's appeal, the last answers an appeal
// against such a merger.
type Screening struct {
	Community string
	Topic     string
	Round     int
	Decision  Decision
	Reason    string // code of ScreeningReasons
	Sentence  string // what the residents are told, at most MaxSentence characters
	Into      string // Merge: id of the other topic
	To        string // Refer: one of ReferralTargets
	By        string
	At        Instant
}

// Appeal is the author's one objection to a screening.
type Appeal struct {
	Community string
	Topic     string
	Text      string
	At        Instant
	Due       Instant
}

// MaxSentence is the limit of a reason's sentence, MaxAppeal that of an appeal.
const (
	MaxSentence = 200
	MaxAppeal   = 500
)

// MayScreen is nil for a member of the committee who did not write the topic and,
// on an appeal, did not make the decision that it is against.
func MayScreen(who residents.Standing, t Topic, before []Screening, appealed bool, now Instant) error {
	if err := mayOnTopic(who, residents.Screen, t, now); err != nil {
		return err
	}
	if t.State == Raised && len(before) == 0 {
		return nil
	}
	if !appealed || answered(before) {
		return ErrClosed
	}
	if before[len(before)-1].By == who.Resident.ID {
		return ErrSameScreener
	}
	return nil
}

// answered tells whether the last decision on a topic answers its appeal. An appeal
// is against the first decision; what was accepted, or went to the street, cannot be
// appealed, so that there it is against the second, a merger.
func answered(before []Screening) bool {
	if len(before) == 0 {
		return true
	}
	first := before[0]
	if first.Decision == Accept || first.Decision == Refer && first.To == "street" {
		return len(before) != 2
	}
	return len(before) != 1
}

// MayMerge is nil for a member of the committee who did not write the accepted
// topic, unless it was accepted on appeal.
func MayMerge(who residents.Standing, t Topic, appealed bool, now Instant) error {
	if err := mayOnTopic(who, residents.Screen, t, now); err != nil {
		return err
	}
	switch {
	case t.State != Accepted:
		return ErrClosed
	case appealed:
		return ErrAppealed
	}
	return nil
}

// MergeTopic merges an accepted topic that turns out to be the same matter as
// another; its supporters and its author come along.
func MergeTopic(tx Tx, by residents.Sender, body, topic, into, sentence string) (Topic, error) {
	t, before, appealed, err := screened(tx, body, topic)
	if err != nil {
		return t, err
	}
	if err := MayMerge(by.Standing, t, appealed, by.Now); err != nil {
		return t, err
	}
	s := Screening{Community: body, Topic: topic, Decision: Merge, Reason: "same-matter", Sentence: sentence, Into: into}
	return decide(tx, by, t, before, s)
}

// Screen decides on a topic, or again on the author's appeal.
func Screen(tx Tx, by residents.Sender, s Screening) (Topic, error) {
	t, before, appealed, err := screened(tx, s.Community, s.Topic)
	if err != nil {
		return t, err
	}
	if err := MayScreen(by.Standing, t, before, appealed, by.Now); err != nil {
		return t, err
	}
	return decide(tx, by, t, before, s)
}

// decide writes a decision, does what it says and tells the author.
func decide(tx Tx, by residents.Sender, t Topic, before []Screening, s Screening) (Topic, error) {
	s, err := checkScreening(s)
	if err != nil {
		return t, err
	}
	s.Round, s.By, s.At = len(before)+1, by.Resident.ID, by.Now
	if err := tx.AddScreening(s); err != nil {
		return t, err
	}
	if _, err = tx.AppendTo(t.Community, topicAct("screened", t, screeningData(t, s))); err != nil {
		return t, err
	}
	if t, err = applyScreening(tx, by, t, s); err != nil {
		return t, err
	}
	if err := tx.SetTopic(t); err != nil {
		return t, err
	}
	return t, tx.Tell(letter(by, t.Author, "screened", t))
}

func screened(tx Tx, body, topic string) (t Topic, before []Screening, appealed bool, err error) {
	if t, err = tx.Topic(body, topic); err != nil {
		return
	}
	if before, err = tx.Screenings(body, topic); err != nil {
		return
	}
	_, err = tx.Appeal(body, topic)
	appealed = err == nil
	if err == residents.ErrNotFound {
		err = nil
	}
	return
}

func checkScreening(s Screening) (Screening, error) {
	reasons, ok := ScreeningReasons[s.Decision]
	if !ok {
		return s, refuse("decision", residents.ErrChoice)
	}
	if !among(s.Reason, reasons) {
		return s, refuse("reason", residents.ErrChoice)
	}
	if s.Decision == Refer && !among(s.To, ReferralTargets) {
		return s, refuse("to", residents.ErrChoice)
	}
	if s.Decision != Refer {
		s.To = ""
	}
	if s.Decision != Merge {
		s.Into = ""
	}
	var err error
	s.Sentence, err = residents.PublicText("sentence", s.Sentence, MaxSentence, false)
	return s, err
}

func applyScreening(tx Tx, by residents.Sender, t Topic, s Screening) (Topic, error) {
	t.Into = ""
	switch s.Decision {
	case Accept:
		return waitAgain(tx, t, by.Now)
	case Decline:
		t.State = Declined
	case Refer:
		t.State = Referred
		if s.To == "street" {
			return handOver(tx, by, t, Handing{Reason: "beyond-duty", Text: s.Sentence})
		}
	case Merge:
		return mergeInto(tx, by, t, s.Into)
	}
	return t, nil
}

// mergeInto moves a topic's supporters and its author to another topic.
func mergeInto(tx Tx, by residents.Sender, t Topic, into string) (Topic, error) {
	other, err := tx.Topic(t.Community, into)
	if err == residents.ErrNotFound {
		return t, refuse("into", ErrMergeTarget)
	}
	if err != nil {
		return t, err
	}
	if other.ID == t.ID || other.State != Accepted && other.State != Listed {
		return t, refuse("into", ErrMergeTarget)
	}
	if err := tx.MoveSupport(t.Community, t.ID, other.ID, by.Now); err != nil {
		return t, err
	}
	has, err := tx.Supports(t.Community, other.ID, t.Author)
	if err != nil {
		return t, err
	}
	if !has && t.Author != other.Author {
		if err := tx.AddSupport(t.Community, other.ID, t.Author, by.Now); err != nil {
			return t, err
		}
	}
	t.State, t.Into = Merged, other.ID
	return t, nil
}

func screeningData(t Topic, s Screening) any {
	return struct {
		Number   string   `json:"number"`
		Title    string   `json:"title"`
		Round    int      `json:"round"`
		Decision Decision `json:"decision"`
		Reason   string   `json:"reason"`
		Sentence string   `json:"sentence"`
		Into     string   `json:"into,omitempty"`
		To       string   `json:"to,omitempty"`
	}{t.Number, t.Title, s.Round, s.Decision, s.Reason, s.Sentence, s.Into, s.To}
}

// MayAppeal is nil for the author of a topic that was declined, referred or merged,
// once. What was sent to the street is the street's to accept or return.
func MayAppeal(who residents.Standing, t Topic, before []Screening, appealed bool, now Instant) error {
	if err := mayOnTopic(who, residents.Appeal, t, now); err != nil {
		return err
	}
	switch {
	case appealed:
		return ErrAppealed
	case t.State != Declined && t.State != Referred && t.State != Merged:
		return ErrClosed
	}
	return nil
}

// MakeAppeal asks another member to screen the topic again.
func MakeAppeal(tx Tx, by residents.Sender, body, topic, why string) error {
	t, before, appealed, err := screened(tx, body, topic)
	if err != nil {
		return err
	}
	if err := MayAppeal(by.Standing, t, before, appealed, by.Now); err != nil {
		return err
	}
	if why, err = residents.Text("why", why, MaxAppeal, false); err != nil {
		return err
	}
	b, err := tx.CommunityByID(body)
	if err != nil {
		return err
	}
	rules, today := rulesFor(by.Now, b.Location())
	due := calendar.WorkingDaysAfter(today, rules.Screen.N).End(b.Location())
	if err := tx.AddAppeal(Appeal{body, topic, why, by.Now, due}); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("appealed", t, struct {
		Number string `json:"number"`
	}{t.Number}))
	return err
}

func among(s string, list []string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
