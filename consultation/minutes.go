package consultation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"yishiting/residents"
)

// Minutes are one version of a meeting's consultation record (协商记录) and
// minutes (会议纪要). A correction is a new version; the old one stays readable.
type Minutes struct {
	Community   string
	Meeting     string
	Version     int // from 1
	Absent      string
	Statements  string // what was said, in short, without names
	Items       []MinuteItem
	Counts      []PartCount // who was there, by part
	Hands       []Hands     // as counted when this version was drafted
	Options     []Option
	Opinions    []OpinionCount // opinions left by the absent, by topic and channel
	Correction  string         // what this version corrects; "" for version 1
	DraftedBy   string
	DraftedAt   Instant
	PublishedAt Instant // zero while it waits for confirmation
}

// MinuteItem is what was settled on one topic of the agenda.
type MinuteItem struct {
	Topic     string
	Consensus string   // points agreed on
	Dissent   []string // each dissent with its reason, without names
	Kind      OutcomeKind
	Text      string // the outcome in a few sentences
	Owner     string // Settled: who carries it out
	Task      string // Settled: what is to be done
	Due       Instant
	Next      string // ToAssembly: assembly or reps_meeting
	Why       string // ToHand: one of HandReasons
	Poll      string `json:",omitempty"` // id of the poll on the topic whose result is quoted; ""
}

// PartCount is how many attended in one part.
type PartCount struct {
	Part string
	N    int
}

// OpinionCount is how many opinions on a topic came in by one channel.
type OpinionCount struct {
	Topic   string
	Channel Channel
	For     int
	Against int
	Other   int
}

// Confirmation is somebody's word that a version of the minutes is right.
type Confirmation struct {
	Community string
	Meeting   string
	Version   int
	Resident  string
	As        string // chair, recorder or resident
	At        Instant
}

type minutesStore interface {
	// LatestMinutes is the highest version, published or not.
	LatestMinutes(body, meeting string) (Minutes, error)
	AddMinutes(Minutes) error
	// SetMinutes replaces a version that is not published yet.
	SetMinutes(Minutes) error
	Confirmations(body, meeting string, version int) ([]Confirmation, error)
	AddConfirmation(Confirmation) error
	// ClearConfirmations forgets the confirmations of a version that was changed.
	ClearConfirmations(body, meeting string, version int) error
	OpinionCounts(body, meeting string) ([]OpinionCount, error)
}

// Limits of the minutes' texts, in characters.
const (
	MaxMinutes = 5000
	MaxOutcome = 1000
	MaxDissent = 10
	MaxOwner   = 40
)

// MayDraft is nil for the desk once the meeting is over.
func MayDraft(who residents.Standing, s Meeting, now Instant) error {
	if err := may(who, residents.WriteMinutes, s.Community, now); err != nil {
		return err
	}
	if s.State != MeetingClosed && s.State != MeetingPublished {
		return ErrClosed
	}
	return nil
}

// Draft writes the minutes, or a new version of them when the last one is
// published. A correction says what it corrects and changes words only: owner, task,
// due day, next body and reason stay as published, also where they are left out.
// Changing a draft forgets its confirmations.
func Draft(tx Tx, by residents.Sender, m Minutes) (Minutes, error) {
	s, err := tx.Meeting(m.Community, m.Meeting)
	if err != nil {
		return m, err
	}
	if err := MayDraft(by.Standing, s, by.Now); err != nil {
		return m, err
	}
	last, err := tx.LatestMinutes(m.Community, m.Meeting)
	first := err == residents.ErrNotFound
	if err != nil && !first {
		return m, err
	}
	if m, err = checkMinutes(tx, m, last, by.Now); err != nil {
		return m, err
	}
	m.DraftedBy, m.DraftedAt, m.PublishedAt = by.Resident.ID, by.Now, Instant{}
	if err := fillCounts(tx, &m); err != nil {
		return m, err
	}
	if first || !last.PublishedAt.IsZero() {
		m.Version = last.Version + 1
		return m, tx.AddMinutes(m)
	}
	m.Version = last.Version
	if m.Digest() == last.Digest() {
		return last, nil
	}
	if err := tx.ClearConfirmations(m.Community, m.Meeting, m.Version); err != nil {
		return m, err
	}
	return m, tx.SetMinutes(m)
}

func checkMinutes(tx Tx, m, last Minutes, now Instant) (Minutes, error) {
	var err error
	if m.Absent, err = residents.PublicTextOrNone("absent", m.Absent, MaxInvited, false); err != nil {
		return m, err
	}
	if m.Statements, err = residents.PublicText("statements", m.Statements, MaxMinutes, false); err != nil {
		return m, err
	}
	correcting := last.corrects() || !last.PublishedAt.IsZero()
	if correcting {
		if m.Correction, err = residents.PublicText("correction", m.Correction, MaxSentence, false); err != nil {
			return m, err
		}
	} else {
		m.Correction = ""
	}
	body, err := tx.CommunityByID(m.Community)
	if err != nil {
		return m, err
	}
	agenda, err := tx.Agenda(m.Community, m.Meeting)
	if err != nil {
		return m, err
	}
	if len(m.Items) != len(agenda) {
		return m, ErrIncomplete
	}
	m.Items = slices.Clone(m.Items)
	for i, t := range agenda {
		it := &m.Items[i]
		if it.Topic != t.ID {
			return m, ErrIncomplete
		}
		if correcting {
			err = it.keep(last.Items[i])
		}
		if err == nil {
			err = it.check()
		}
		if err == nil && !correcting {
			err = checkQuote(tx, m.Community, *it)
		}
		if err == nil && !correcting && it.Kind == Settled {
			err = dueDay("due", it.Due, now)
		}
		if err == nil && it.Kind == ToHand && body.Parent == "" {
			err = refuse("kind", ErrLevel) // published, it would have nowhere to go
		}
		if err != nil {
			return m, at(i, err)
		}
	}
	return m, nil
}

// corrects tells whether a version corrects an earlier one.
func (m Minutes) corrects() bool { return m.Version > 1 }

// keep leaves what follows from an outcome as it was published.
func (it *MinuteItem) keep(was MinuteItem) error {
	if it.Kind != was.Kind {
		return refuse("kind", ErrOutcomeFixed)
	}
	if it.Due.IsZero() {
		it.Due = was.Due
	}
	if !it.Due.Equal(was.Due) {
		return refuse("due", ErrOutcomeFixed)
	}
	for _, f := range []struct {
		name string
		to   *string
		was  string
	}{{"owner", &it.Owner, was.Owner}, {"task", &it.Task, was.Task}, {"next", &it.Next, was.Next}, {"why", &it.Why, was.Why}, {"poll", &it.Poll, was.Poll}} {
		if *f.to != "" && *f.to != f.was {
			return refuse(f.name, ErrOutcomeFixed)
		}
		*f.to = f.was
	}
	return nil
}

// at names the field of the i-th topic: kind becomes kind.2 for the third.
func at(i int, err error) error {
	if f, ok := err.(*residents.FieldError); ok {
		g := *f
		g.Field += "." + strconv.Itoa(i)
		return &g
	}
	return err
}

// check cleans an item's texts and leaves only what belongs to its kind.
func (it *MinuteItem) check() (err error) {
	if it.Consensus, err = residents.PublicTextOrNone("consensus", it.Consensus, MaxOutcome, false); err != nil {
		return err
	}
	if it.Text, err = residents.PublicText("text", it.Text, MaxOutcome, false); err != nil {
		return err
	}
	if len(it.Dissent) > MaxDissent {
		return &residents.FieldError{Field: "dissent", Reason: residents.ErrTooMany, Limit: MaxDissent}
	}
	it.Dissent = slices.Clone(it.Dissent)
	for i := range it.Dissent {
		if it.Dissent[i], err = residents.PublicText("dissent", it.Dissent[i], MaxStatement, false); err != nil {
			return err
		}
	}
	said := *it
	it.Owner, it.Task, it.Due, it.Next, it.Why = "", "", Instant{}, "", ""
	switch it.Kind {
	case Settled:
		it.Due = said.Due
		if it.Owner, err = residents.PublicText("owner", said.Owner, MaxOwner, true); err != nil {
			return err
		}
		it.Task, err = residents.PublicText("task", said.Task, MaxTask, true)
		return err
	case ToAssembly:
		if it.Next = said.Next; it.Next != "assembly" && it.Next != "reps_meeting" {
			return refuse("next", residents.ErrChoice)
		}
	case ToHand:
		if it.Why = said.Why; !among(it.Why, HandReasons) {
			return refuse("why", residents.ErrChoice)
		}
	case LeftOpen:
	default:
		return refuse("kind", residents.ErrChoice)
	}
	return nil
}

func fillCounts(tx Tx, m *Minutes) error {
	present, err := tx.Attendance(m.Community, m.Meeting)
	if err != nil {
		return err
	}
	m.Counts = nil
	for _, part := range Parts {
		n := 0
		for _, a := range present {
			if a.Part == part {
				n++
			}
		}
		if n > 0 {
			m.Counts = append(m.Counts, PartCount{part, n})
		}
	}
	if m.Hands, err = tx.HandsOf(m.Community, m.Meeting); err != nil {
		return err
	}
	m.Options = nil
	for _, it := range m.Items {
		o, err := tx.Options(m.Community, m.Meeting, it.Topic)
		if err != nil {
			return err
		}
		m.Options = append(m.Options, o...)
	}
	m.Opinions, err = tx.OpinionCounts(m.Community, m.Meeting)
	return err
}

// Digest is the SHA-256 of a version's content, in hexadecimal; it stands on the record.
func (m Minutes) Digest() string {
	m.DraftedBy, m.PublishedAt, m.DraftedAt = "", Instant{}, Instant{}
	m.Items = slices.Clone(m.Items)
	for i := range m.Items {
		m.Items[i].Due = m.Items[i].Due.UTC()
	}
	b, _ := json.Marshal(m) // plain fields only: cannot fail
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
