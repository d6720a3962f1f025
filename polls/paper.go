package polls

import (
	"crypto/rand"
	"slices"
	"strings"

	"yishiting/residents"
)

// PaperBallot is a printed ballot: a serial for one unit of the roll. Two people enter
// what it says, each without seeing the other's; where they agree it counts, unless the
// unit has voted online.
type PaperBallot struct {
	Community string
	Poll      string
	Serial    string // 12 of receiptDigits
	Unit      string
	PrintedAt Instant
	Void      bool // a later one was printed for the unit
	First     Entry
	Second    Entry
	State     PaperState
}

// Entry is what somebody read on a paper ballot. The zero Entry: nobody yet.
type Entry struct {
	By     string
	At     Instant
	Choice string // a choice, or Blank for an empty or unreadable ballot
}

// PaperState is what became of a paper ballot.
type PaperState string

// The states of a paper ballot.
const (
	PaperOut     PaperState = "out"     // printed
	PaperOnce    PaperState = "once"    // entered by one
	PaperDiffers PaperState = "differs" // entered by two, who read different things
	PaperIn      PaperState = "in"      // counts
	PaperAside   PaperState = "aside"   // does not count: its unit voted online
)

// PaperCounts are how many paper ballots of a poll are in which state; void ones are none.
type PaperCounts struct{ Out, Once, Differs, In, Aside int64 }

// Waiting are those that have come back and are not settled.
func (c PaperCounts) Waiting() int64 { return c.Once + c.Differs }

type paperStore interface {
	// AddPapers keeps printed ballots. Those of the same units that are still out become void.
	AddPapers([]PaperBallot) error
	// PapersOf are the printed ballots of those units, void ones left out.
	PapersOf(body, poll string, units []string) ([]PaperBallot, error)
	Paper(body, poll, serial string) (PaperBallot, error)
	SetPaper(PaperBallot) error
	DropPapers(body, poll string) error
	PaperCounts(body, poll string) (PaperCounts, error)
	// TellUnit puts a letter into the inbox of whoever of the unit has joined.
	TellUnit(p Poll, unit, kind, id string, at Instant) error
}

// MaxPrint is how many paper ballots are printed at once.
const MaxPrint = 300

// MayPrint is nil for who may print paper ballots: while the poll waits or runs.
func MayPrint(who residents.Standing, p Poll, now Instant) error {
	if err := residents.May(who, residents.PrintBallots, residents.Matter{Body: p.Community}, now); err != nil {
		return err
	}
	if !p.Paper || p.State != Published || !now.Before(p.ClosesAt()) {
		return ErrStage
	}
	return nil
}

// PrintBallots makes a paper ballot for each of the units, at most MaxPrint, that has not
// voted yet. One printed before for the same unit is void from now on, unless it has come back.
func PrintBallots(tx Tx, by residents.Sender, body, id string, wanted []string) ([]PaperBallot, error) {
	p, err := tx.Poll(body, id)
	if err != nil {
		return nil, err
	}
	if err := MayPrint(by.Standing, p, by.Now); err != nil {
		return nil, err
	}
	if len(wanted) > MaxPrint {
		return nil, &residents.FieldError{Field: "units", Reason: residents.ErrTooMany, Limit: MaxPrint}
	}
	units, err := printable(tx, p, slices.Compact(slices.Sorted(slices.Values(wanted))), by.Now)
	if err != nil {
		return nil, err
	}
	var made []PaperBallot
	for _, u := range units {
		made = append(made, PaperBallot{Community: body, Poll: id, Serial: serial(), Unit: u, PrintedAt: by.Now, State: PaperOut})
	}
	if len(made) == 0 {
		return nil, refuse("units", ErrNonePrint)
	}
	return made, tx.AddPapers(made)
}

// printable are those of the units that may have a paper ballot: they have not voted, no
// ballot of theirs has come back, and whoever they are still belongs to those who vote.
func printable(tx Tx, p Poll, wanted []string, now Instant) ([]string, error) {
	electors, err := tx.ElectorsAt(p.Community, p.ID, wanted)
	if err != nil {
		return nil, err
	}
	ballots, err := tx.BallotsAt(p.Community, p.ID, wanted)
	if err != nil {
		return nil, err
	}
	papers, err := tx.PapersOf(p.Community, p.ID, wanted)
	if err != nil {
		return nil, err
	}
	done := map[string]bool{}
	for _, b := range ballots {
		done[b.Unit] = true
	}
	for _, b := range papers {
		done[b.Unit] = done[b.Unit] || b.State != PaperOut
	}
	var units []string
	for _, e := range electors {
		if e.With != "" || done[e.Unit] {
			continue
		}
		switch err := p.stillVotes(tx, e.Unit, now); err {
		case nil:
			units = append(units, e.Unit)
		case ErrNotOnRoll:
		default:
			return nil, err
		}
	}
	return units, nil
}

// stillVotes is nil unless the unit is a person who has left, or is no member any more. What
// they had handed in before counts.
func (p Poll) stillVotes(tx Tx, unit string, now Instant) error {
	id, person := strings.CutPrefix(unit, "r/")
	if !person {
		return nil
	}
	who, err := tx.Standing(p.Community, id)
	if err == residents.ErrNotFound {
		return ErrNotOnRoll
	}
	if err != nil {
		return err
	}
	return p.stillMember(who, now)
}

// serial is 60 random bits in characters that are not taken for one another.
func serial() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = receiptDigits[b[i]&31]
	}
	return string(b)
}

// MayEnter is nil for who may enter paper ballots: from the opening until they are counted.
func MayEnter(who residents.Standing, p Poll, now Instant) error {
	if err := residents.May(who, residents.EnterBallots, residents.Matter{Body: p.Community}, now); err != nil {
		return err
	}
	if !p.Paper || p.State != Published && p.State != Counting || now.Before(p.OpensAt()) {
		return ErrStage
	}
	return nil
}

// EnterPaper says what a paper ballot reads. The second entry is another person's, who is
// not shown the first; if both agree the ballot counts.
func EnterPaper(tx Tx, by residents.Sender, body, id, serial, choice string) (PaperBallot, error) {
	p, paper, err := loadPaper(tx, by, body, id, serial)
	if err != nil {
		return paper, err
	}
	if choice, err = readPaper(p.Terms, choice); err != nil {
		return paper, err
	}
	entry := Entry{by.Resident.ID, by.Now, choice}
	switch {
	case paper.State == PaperOut:
		paper.First, paper.State = entry, PaperOnce
		return paper, tx.SetPaper(paper)
	case paper.State != PaperOnce:
		return paper, ErrStage
	case paper.First.By == by.Resident.ID:
		return paper, ErrEntered
	}
	if paper.Second = entry; entry.Choice != paper.First.Choice {
		paper.State = PaperDiffers
		return paper, tx.SetPaper(paper)
	}
	return settle(tx, by, p, paper, choice)
}

// SettlePaper says what a ballot reads that two people read differently: after they
// looked at it together, by another than entered it last. Who entered it first can only
// give in to the other reading.
func SettlePaper(tx Tx, by residents.Sender, body, id, serial, choice string) (PaperBallot, error) {
	p, paper, err := loadPaper(tx, by, body, id, serial)
	if err != nil {
		return paper, err
	}
	if paper.State != PaperDiffers {
		return paper, ErrStage
	}
	if paper.Second.By == by.Resident.ID {
		return paper, residents.ErrSecondPerson
	}
	if choice, err = readPaper(p.Terms, choice); err != nil {
		return paper, err
	}
	if paper.First.By == by.Resident.ID && choice != paper.Second.Choice {
		return paper, residents.ErrSecondPerson
	}
	return settle(tx, by, p, paper, choice)
}

func loadPaper(tx Tx, by residents.Sender, body, id, serial string) (Poll, PaperBallot, error) {
	p, err := tx.Poll(body, id)
	if err != nil {
		return p, PaperBallot{}, err
	}
	if err := MayEnter(by.Standing, p, by.Now); err != nil {
		return p, PaperBallot{}, err
	}
	zone, err := zoneOf(tx, body)
	if err != nil {
		return p, PaperBallot{}, err
	}
	if !by.Now.Before(p.PaperUntil(zone)) {
		return p, PaperBallot{}, ErrOver // the clock is only late
	}
	paper, err := tx.Paper(body, id, ReadSerial(serial))
	switch {
	case err == residents.ErrNotFound:
		return p, paper, refuse("serial", ErrSerial)
	case err == nil && paper.Void:
		return p, paper, refuse("serial", ErrVoid)
	}
	return p, paper, err
}

// ReadSerial is a serial as it was printed, from one that was typed: small letters,
// blanks and dashes, and letters that look like digits, are read as they were meant.
func ReadSerial(typed string) string {
	var read []byte
	for _, c := range []byte(typed) {
		switch {
		case c == ' ' || c == '-':
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		switch c {
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		read = append(read, c)
	}
	return string(read)
}

// readPaper is ReadChoice for paper, where a ballot may be unreadable: that is blank.
func readPaper(t Terms, choice string) (string, error) {
	if choice == Blank {
		return Blank, nil
	}
	return ReadChoice(t, choice)
}

// settle counts a paper ballot, unless its unit has voted online: then it is set aside.
func settle(tx Tx, by residents.Sender, p Poll, paper PaperBallot, choice string) (PaperBallot, error) {
	cp := newCastPoll(p)
	if err := cp.loadUnits(tx, []string{paper.Unit}); err != nil {
		return paper, err
	}
	elector, ok := cp.electors[paper.Unit]
	if !ok {
		return paper, ErrNotOnRoll
	}
	if cp.ballot(paper.Unit).Seq > 0 {
		paper.State = PaperAside
		return paper, tx.SetPaper(paper)
	}
	b := cp.put(Seat{Elector: elector}, Ballot{Choice: choice, Channel: Paper, At: by.Now})
	if err := cp.keepBallots(tx); err != nil {
		return paper, err
	}
	if err := commit(tx, p, []string{b.Commitment()}); err != nil {
		return paper, err
	}
	paper.State = PaperIn
	if err := tx.SetPaper(paper); err != nil {
		return paper, err
	}
	return paper, tx.TellUnit(p, paper.Unit, "paper-counted", by.ID, by.Now)
}
