package organisations

import (
	"strconv"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// NoteState is where the note on a year stands.
type NoteState string

// The states.
const (
	NoteDraft    NoteState = "draft"
	NoteHanded   NoteState = "handed"   // waits for the committee
	NoteReturned NoteState = "returned" // sent back with a reason
	NoteRead     NoteState = "read"     // read by the committee, and public from then on
)

// NoteContent is what an organisation says of its year. Money is in cents; of a registered one it
// is 0, because it accounts to the civil affairs office.
type NoteContent struct {
	Did        string `json:"did"`
	Activities int    `json:"activities"`
	People     int    `json:"people"` // how many it reached; pages show none below SmallCell
	In         int64  `json:"in"`
	Out        int64  `json:"out"`
	Next       string `json:"next"` // what is planned
}

// AnnualNote is the note of an organisation on one year (年度说明).
type AnnualNote struct {
	Community    string
	Organisation string
	Year         int
	State        NoteState
	Version      int // goes up with each change; a form brings the one it was drawn for
	NoteContent
	Reason    string // why it was sent back
	WrittenBy string
	WrittenAt Instant
	HandedBy  string
	HandedAt  Instant
	ReadBy    string
	ReadAt    Instant
}

// Came tells whether the note has come: it waits for the committee, or was read.
func (n AnnualNote) Came() bool { return n.State == NoteHanded || n.State == NoteRead }

// SmallCell is the number under which a count of people could point to somebody.
const SmallCell = 5

// yearsBack is for how many years notes are still taken.
const yearsBack = 3

type noteReader interface {
	AnnualNote(community, organisation string, year int) (AnnualNote, error)
	// AnnualNotes are all of an organisation, the newest year first.
	AnnualNotes(community, organisation string) ([]AnnualNote, error)
	noteClock
}

// noteClock is what the clock reads of notes.
type noteClock interface {
	// NotesUnreminded are ids of organisations on record that were filed before an instant, until a
	// day or later, whose note on a year has not come and which were not reminded of it.
	NotesUnreminded(community string, year int, filed Instant, until calendar.Day, limit int) ([]string, error)
}

type noteWriter interface {
	AddAnnualNote(AnnualNote) error
	SetAnnualNote(AnnualNote) error
	RemoveAnnualNote(community, organisation string, year int) error
	// AddNoteReminder writes when an organisation was reminded of a year.
	AddNoteReminder(community, organisation string, year int, at Instant) error
}

func rulesOfYear(year int) Rules { return RulesAt(calendar.Day{Year: year, Month: 12, Day: 31}) }

// NoteDue is the last day for the note on a year.
func NoteDue(year int) calendar.Day { return rulesOfYear(year).NoteBy.In(year + 1) }

// OwesNote tells whether an organisation owes a note on a year: it was on record in it, and not
// filed so late in it that there is nothing to say.
func OwesNote(o Organisation, year int, zone *time.Location) bool {
	none := rulesOfYear(year).NoteNone.In(year)
	return o.State == Filed && calendar.DayOf(o.FiledAt, zone).Before(none) && !o.Until.Before(calendar.Day{Year: year, Month: 1, Day: 1})
}

// NoteYears are the years on which an organisation owes a note on a day, the newest first: those
// that are over, the last few.
func NoteYears(o Organisation, day calendar.Day, zone *time.Location) (all []int) {
	for year := day.Year - 1; year >= day.Year-yearsBack; year-- {
		if OwesNote(o, year, zone) {
			all = append(all, year)
		}
	}
	return all
}

// MissingNotes are the years whose last day has passed and whose note has not come, the newest first.
func MissingNotes(o Organisation, notes []AnnualNote, day calendar.Day, zone *time.Location) (all []int) {
	come := map[int]bool{}
	for _, n := range notes {
		come[n.Year] = n.Came()
	}
	for _, year := range NoteYears(o, day, zone) {
		if !come[year] && NoteDue(year).Before(day) {
			all = append(all, year)
		}
	}
	return all
}

// WriteNote keeps the note on a year as a draft, or hands it to the committee. version is the one
// the form was drawn for; 0 before the first.
func WriteNote(tx Tx, by residents.Sender, community, id string, year, version int, c NoteContent, hand bool) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.State != Filed {
		return ErrState
	}
	if year >= w.today().Year || year < w.today().Year-yearsBack || !OwesNote(w.o, year, w.body.Location()) {
		return ErrNoteYear
	}
	n, err := tx.AnnualNote(community, id, year)
	added := err == residents.ErrNotFound
	if added {
		n, err = AnnualNote{Community: community, Organisation: id, Year: year, State: NoteDraft}, nil
	}
	switch {
	case err != nil:
		return err
	case n.Came():
		return ErrState
	case n.Version != version:
		return ErrChanged
	}
	if n.NoteContent, err = checkNote(c, w.o.Kind, hand); err != nil {
		return err
	}
	n.Version, n.WrittenBy, n.WrittenAt = version+1, by.Resident.ID, by.Now
	if hand {
		n.State, n.Reason, n.HandedBy, n.HandedAt = NoteHanded, "", by.Resident.ID, by.Now
	}
	if added {
		return tx.AddAnnualNote(n)
	}
	return tx.SetAnnualNote(n)
}

// checkNote cleans the texts and checks the figures; a draft may lack texts.
func checkNote(c NoteContent, kind Kind, whole bool) (NoteContent, error) {
	read := residents.PublicTextOrNone
	if whole {
		read = residents.PublicText
	}
	var err error
	if c.Did, err = read("did", c.Did, MaxNote, false); err != nil {
		return c, err
	}
	if c.Next, err = read("next", c.Next, MaxNote, false); err != nil {
		return c, err
	}
	if kind == Registered {
		c.In, c.Out = 0, 0
	}
	for _, f := range []struct {
		name    string
		n, most int64
		shown   int
	}{
		{"activities", int64(c.Activities), MaxReached, MaxReached}, {"people", int64(c.People), MaxReached, MaxReached},
		{"in", c.In, MaxCents, MaxCents / 100}, {"out", c.Out, MaxCents, MaxCents / 100},
	} {
		if f.n < 0 || f.n > f.most {
			return c, &residents.FieldError{Field: f.name, Reason: residents.ErrNumber, Limit: f.shown}
		}
	}
	return c, nil
}

// JudgeNote is the committee's word on a note that was handed in: read, and public from then on, or
// sent back with the reason. Nobody reads that of an organisation they speak for themselves.
func JudgeNote(tx Tx, by residents.Sender, community, id string, year, version int, good bool, reason string) error {
	w, err := reviewing(tx, by, community, id)
	if err != nil {
		return err
	}
	n, err := tx.AnnualNote(community, id, year)
	switch {
	case err != nil:
		return err
	case w.o.State != Filed || n.State != NoteHanded:
		return ErrState
	case n.Version != version:
		return ErrChanged
	}
	n.Version, n.ReadBy, n.ReadAt, n.Reason = version+1, by.Resident.ID, by.Now, ""
	if !good {
		if n.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
			return err
		}
		n.State = NoteReturned
		if err := tx.SetAnnualNote(n); err != nil {
			return err
		}
		return w.tell("note-returned")
	}
	n.State = NoteRead
	if err := tx.SetAnnualNote(n); err != nil {
		return err
	}
	if err := w.record("organisation-note", w.noteFacts(n)); err != nil {
		return err
	}
	return w.tell("note-read")
}

// noteFacts are what the record says of a note; of fewer than SmallCell people it does not.
type noteFacts struct {
	named
	Year       int   `json:"year"`
	Activities int   `json:"activities"`
	People     int   `json:"people,omitempty"`
	In         int64 `json:"in"`
	Out        int64 `json:"out"`
}

func (w work) noteFacts(n AnnualNote) noteFacts {
	f := noteFacts{w.named(), n.Year, n.Activities, n.People, n.In, n.Out}
	if f.People < SmallCell {
		f.People = 0
	}
	return f
}

// eraseUnread takes away what of a closed organisation was never public: notes and reports.
func (w work) eraseUnread() error {
	notes, err := w.tx.AnnualNotes(w.o.Community, w.o.ID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.State == NoteRead {
			continue
		}
		if err := w.tx.RemoveAnnualNote(w.o.Community, w.o.ID, n.Year); err != nil {
			return err
		}
	}
	events, err := w.tx.EventsOf(w.o.Community, w.o.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		if !e.NotedAt.IsZero() {
			continue
		}
		if err := w.tx.RemoveEvent(w.o.Community, w.o.ID, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// remindMost is how many organisations are reminded in one transaction.
const remindMost = 100

// overdueYear is the last year for whose notes the time is over.
func overdueYear(day calendar.Day) int {
	year := day.Year - 1
	if !NoteDue(year).Before(day) {
		year--
	}
	return year
}

func unreminded(v noteClock, body residents.Community, now Instant, limit int) (year int, ids []string, err error) {
	year = overdueYear(today(body, now))
	none := rulesOfYear(year).NoteNone.In(year)
	ids, err = v.NotesUnreminded(body.ID, year, none.Start(body.Location()), calendar.Day{Year: year, Month: 1, Day: 1}, limit)
	return year, ids, err
}

// RemindNotesDue tells whether an organisation is to be reminded of its note.
func RemindNotesDue(v noteClock, body residents.Community, now Instant) (bool, error) {
	_, ids, err := unreminded(v, body, now, 1)
	return len(ids) > 0, err
}

// RemindNotes tells those who speak for an organisation, once, that its note is overdue.
func RemindNotes(tx Tx, body residents.Community, now Instant) error {
	year, ids, err := unreminded(tx, body, now, remindMost)
	if err != nil {
		return err
	}
	for _, id := range ids {
		o, err := tx.Organisation(body.ID, id)
		if err != nil {
			return err
		}
		if err := tx.AddNoteReminder(body.ID, id, year, now); err != nil {
			return err
		}
		w := work{tx: tx, by: residents.Sender{Now: now, ID: "note-late-" + strconv.Itoa(year) + "/" + id}, body: body, o: o}
		if err := w.tell("note-late"); err != nil {
			return err
		}
	}
	return nil
}
