package polls

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"yishiting/record"
)

// Check is one of the checks of an export. They are made in this order, and the first
// that does not hold is named.
type Check string

// The checks.
const (
	CheckForm      Check = "form"      // it is written as an export is: ParseExport
	CheckSignature Check = "signature" // the checkpoint is signed by the key, and of this community
	CheckKept      Check = "kept"      // it agrees with the checkpoint that was kept elsewhere
	CheckLog       Check = "log"       // the entries are the end of the checkpoint's log
	CheckCourse    Check = "course"    // published once, then ballots, closed once, counted once
	CheckTerms     Check = "terms"     // the terms are those of the publication
	CheckRoll      Check = "roll"      // the roll is that of the publication
	CheckBallots   Check = "ballots"   // each ballot is on the record once, and nothing else is
	CheckResult    Check = "result"    // counted again they come to the final result
	CheckAnnounced Check = "announced" // and that is the one on the record
)

// Failed says which check of an export is the first that does not hold, where, and why.
type Failed struct {
	Check Check
	File  string
	Line  int // of the file; 0 where it is no line of it
	What  string
}

// Error is FILE:LINE: what does not hold.
func (e *Failed) Error() string {
	return (&FileError{File: e.File, Line: e.Line, What: e.What}).Error()
}

// CheckOf is the check that an error of VerifyExport is about; "" where the text could not be read to its end.
func CheckOf(err error) Check {
	if failed, ok := errors.AsType[*Failed](err); ok {
		return failed.Check
	}
	if _, ok := errors.AsType[*FileError](err); ok {
		return CheckForm
	}
	return ""
}

// VerifyOptions say what an export is held against, apart from itself.
type VerifyOptions struct {
	File       string // name of the file, for errors
	Verifier   string // key that must have signed its checkpoint; "": the one in the export
	Checkpoint string // a signed checkpoint kept elsewhere; "": none
}

// Report is what an export that holds was found to be.
type Report struct {
	Community, Number, Question string
	Units                       int64 // of the roll
	Ballots                     int64 // that count
	Replaced                    int64
	Recounted                   bool   // false: so few ballots are withheld that nobody else can count them
	Size                        int64  // entries of the checkpoint's log
	Root                        string // its root
	Verifier                    string // key that signed it
	Given                       bool   // the key was given, not taken from the export
	Kept                        int64  // entries of the kept checkpoint; -1: there was none
}

// VerifyExport checks an export without asking the portal. What it shows: the terms, the
// roll and the result are those on the record, every ballot that the portal acknowledged is in
// the export once, as it was cast or as one that its voter replaced, and they come to that
// result. What it cannot show: that the portal wrote down what a voter chose (their own receipt
// does that), that the units of the roll are real, and, without a key or a checkpoint from
// elsewhere, that others are shown the same record.
//
// An error is a FileError where the text is no export, otherwise a Failed.
func VerifyExport(r io.Reader, o VerifyOptions) (Report, error) {
	x, err := ParseExport(r, o.File)
	if err != nil {
		return Report{}, err
	}
	return x.Verify(o)
}

// Verdict is what VerifyExport came to, for another program.
type Verdict struct {
	Report Report `json:"report"`
	Failed Check  `json:"failed"` // "": it holds
	Why    string `json:"why"`    // FILE:LINE: what does not hold
}

// Judge is VerifyExport as a Verdict. A text that cannot be read to its end fails by its form.
func Judge(r io.Reader, o VerifyOptions) Verdict {
	report, err := VerifyExport(r, o)
	if err != nil {
		return Verdict{Failed: cmp.Or(CheckOf(err), CheckForm), Why: err.Error()}
	}
	return Verdict{Report: report}
}

// Verify is VerifyExport of an export that was read.
func (x *Export) Verify(o VerifyOptions) (Report, error) {
	v := verifying{Export: x, options: o}
	for _, check := range []func() error{
		v.signature, v.kept, v.log, v.course, v.terms, v.roll, v.commitments, v.numbers, v.result, v.announced,
	} {
		if err := check(); err != nil {
			return Report{}, err
		}
	}
	r := Report{
		Community: x.Community, Number: x.Terms.Number, Question: x.Terms.Question,
		Units: x.Roll.Units, Ballots: x.Final.Ballots, Replaced: int64(len(x.Replaced)), Recounted: x.Withheld == 0,
		Size: v.head.Size, Root: v.head.Root.String(), Verifier: v.verifier, Given: o.Verifier != "", Kept: -1,
	}
	if o.Checkpoint != "" {
		r.Kept = v.keptHead.Size
	}
	return r, nil
}

// verifying is an export being checked, with what earlier checks found.
type verifying struct {
	*Export
	options  VerifyOptions
	verifier string
	head     record.Checkpoint
	keptHead record.Checkpoint

	published PublishedFacts
	counted   CountedFacts
	countedAt int // place among Entries
	closed    closedFacts
	cast      []castEntry
	late      int64 // commitments behind the close
}

// closedFacts are what the record says when a poll is closed.
type closedFacts struct {
	Number  string `json:"number"`
	Title   string `json:"title"`
	Ballots int64  `json:"ballots"`
}

// castFacts are what the record says of ballots.
type castFacts struct {
	Number      string   `json:"number"`
	Commitments []string `json:"commitments"`
}

// castEntry are the commitments of one entry.
type castEntry struct {
	at   int // place among Entries
	late bool
	castFacts
}

// failed is a check that does not hold, at a line of the export; 0: at none.
func (v *verifying) failed(check Check, line int, what string, args ...any) error {
	return &Failed{check, v.options.File, line, fmt.Sprintf(what, args...)}
}

func (v *verifying) logAt() int { return v.finalAt + 1 }

func (v *verifying) signature() (err error) {
	if v.verifier = v.options.Verifier; v.verifier == "" {
		v.verifier = v.Verifier
	}
	if v.head, err = record.OpenCheckpoint(v.Checkpoint, v.verifier); err != nil {
		return v.failed(CheckSignature, v.logAt(), "the checkpoint is not signed by the key %s: %v", v.verifier, err)
	}
	if v.head.Community != v.Community {
		return v.failed(CheckSignature, v.logAt(), "the checkpoint is of %q, and this is an export of %q", v.head.Community, v.Community)
	}
	return nil
}

// kept reads the checkpoint that was kept elsewhere; that the log went through it is for log to check.
func (v *verifying) kept() (err error) {
	if v.options.Checkpoint == "" {
		return nil
	}
	if v.keptHead, err = record.OpenCheckpoint(v.options.Checkpoint, v.verifier); err != nil {
		return v.failed(CheckKept, 0, "the kept checkpoint is not signed by the key %s: %v", v.verifier, err)
	}
	switch k := v.keptHead; {
	case k.Community != v.Community:
		return v.failed(CheckKept, 0, "the kept checkpoint is of %q, and this is an export of %q", k.Community, v.Community)
	case k.Size > v.head.Size:
		return v.failed(CheckKept, 0, "the kept checkpoint has %d entries and the export ends at %d: download the export again, then it reaches further", k.Size, v.head.Size)
	case k.Size < v.Tail.From:
		return v.failed(CheckKept, 0, "the kept checkpoint has %d entries and the export begins behind entry %d: verify the whole record with it, as its page gives it, and this export with a checkpoint of %d entries or more",
			k.Size, v.Tail.From, v.Tail.From)
	}
	return nil
}

func (v *verifying) log() error {
	var kept []record.Checkpoint
	if v.options.Checkpoint != "" {
		kept = append(kept, v.keptHead)
	}
	err := record.CheckTail(v.Tail, v.leaves(), v.head, kept...)
	var entry *record.EntryError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &entry):
		return v.failed(CheckLog, v.entryAt(int(entry.Seq-v.Tail.From)), "%v", err)
	case len(kept) > 0 && record.CheckTail(v.Tail, v.leaves(), v.head) == nil:
		return v.failed(CheckKept, 0, "the record that is signed here is not the one of the kept checkpoint: %v", err)
	}
	return v.failed(CheckLog, v.logAt(), "%v", err)
}

func (v *verifying) leaves() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, e := range v.Entries {
			if !yield(e.Leaf(), nil) {
				return
			}
		}
	}
}

// facts reads an entry's data, which must have what is read.
func (v *verifying) facts(i int, into any) error {
	if err := json.Unmarshal(v.Entries[i].Data, into); err != nil {
		return v.failed(CheckCourse, v.entryAt(i), "the entry %s says nothing that can be read: %v", v.Entries[i].Kind, err)
	}
	return nil
}

// course walks through the poll's entries: published, ballots, closed, paper ballots, counted.
func (v *verifying) course() error {
	stage := Draft
	for i, e := range v.Entries {
		if e.Subject != "poll/"+v.ID {
			if i == 0 {
				break
			}
			continue
		}
		next, err := v.step(i, e, stage)
		if err != nil {
			return err
		}
		stage = next
	}
	if stage != Counted {
		return v.failed(CheckCourse, v.logAt(), "the record does not have the poll published at its first entry here, then closed, then counted")
	}
	return nil
}

// step is where the poll stands behind one of its entries. Published: it takes ballots;
// Counting: it is closed and takes paper ballots.
func (v *verifying) step(i int, e record.Entry, stage State) (State, error) {
	out := v.failed(CheckCourse, v.entryAt(i), "the entry %s has no place here: the poll is %s", e.Kind, stageWord[stage])
	switch e.Kind {
	case "poll-published":
		if stage != Draft || i != 0 {
			return stage, out
		}
		return Published, v.facts(i, &v.published)
	case "ballots-cast":
		c := castEntry{at: i, late: stage == Counting}
		if stage != Published && (stage != Counting || !v.Terms.Paper) {
			return stage, out
		}
		err := v.facts(i, &c.castFacts)
		v.cast = append(v.cast, c)
		return stage, err
	case "poll-closed":
		if stage != Published {
			return stage, out
		}
		return Counting, v.facts(i, &v.closed)
	case "poll-counted":
		if stage != Counting {
			return stage, out
		}
		v.countedAt = i
		return Counted, v.facts(i, &v.counted)
	case "poll-taken-back", "poll-withdrawn":
		return stage, out
	}
	return stage, nil // what follows a result
}

var stageWord = map[State]string{Draft: "not published", Published: "open", Counting: "closed", Counted: "counted"}

func (v *verifying) terms() error {
	text, f := v.Terms.JSON(), v.published
	switch {
	case f.Terms != string(text):
		return v.failed(CheckTerms, 2, "the terms are not those that the record has at entry %d", v.Tail.From)
	case f.TermsHash != hashOf(text):
		return v.failed(CheckTerms, 2, "the terms have the hash %s, the record has %s at entry %d", hashOf(text), f.TermsHash, v.Tail.From)
	case f.Number != v.Terms.Number || f.Title != v.Terms.Question:
		return v.failed(CheckTerms, v.entryAt(0), "the record names another number or question than its terms")
	}
	return nil
}

func (v *verifying) roll() error {
	sum, f := SumRoll(v.Electors), v.published
	switch {
	case sum != v.Roll:
		return v.failed(CheckRoll, 3, "the units listed come to %d with the hash %s, the sum says %d with %s", sum.Units, sum.Hash, v.Roll.Units, v.Roll.Hash)
	case sum.Units != f.Roll || sum.Area != f.RollArea:
		return v.failed(CheckRoll, 3, "the roll has %d units and an area of %d, the record has %d and %d at entry %d", sum.Units, sum.Area, f.Roll, f.RollArea, v.Tail.From)
	case sum.Hash != f.RollHash:
		return v.failed(CheckRoll, 3, "the roll has the hash %s, the record has %s at entry %d", sum.Hash, f.RollHash, v.Tail.From)
	}
	return nil
}

// result counts again. What only the portal can know is taken as it is: paper ballots that
// do not count, and which building voted how much. It must fit what is known.
func (v *verifying) result() error {
	f, at := v.Final, v.finalAt
	switch {
	case v.Withheld > 0 != f.Withheld:
		return v.failed(CheckResult, at, "ballots are withheld in the one place and not in the other")
	case f.Out < 0 || f.Unread < 0 || f.Aside < 0 || f.Out+f.Unread+f.Aside > 0 && !v.Terms.Paper:
		return v.failed(CheckResult, at, "paper ballots that do not count, of a poll that has none on paper")
	case !v.channelsFit():
		return v.failed(CheckResult, at, "ballots say by which channel they came, or do not, against the numbers of the result")
	case !v.turnoutFits():
		return v.failed(CheckResult, at, "the turnout of the buildings does not come to that of the poll, or shows fewer than %d", SmallCell)
	case f.Withheld:
		return v.withheld()
	}
	again, err := v.Terms.Tally(v.Roll, v.Said())
	if err != nil {
		return v.failed(CheckResult, at, "the ballots cannot be counted: %v", err)
	}
	again.Out, again.Unread, again.Aside, again.Turnout = f.Out, f.Unread, f.Aside, f.Turnout
	if !f.Channels(v.Terms.Secrecy) {
		again.Paper = f.Paper
	}
	if text, said := again.JSON(), f.JSON(); !bytes.Equal(text, said) {
		return v.failed(CheckResult, at, "counted again the ballots come to another result: %s", difference(text, said))
	}
	return nil
}

// channelsFit tells whether all ballots say how they came, or none where so few came by one channel.
func (v *verifying) channelsFit() bool {
	shown, f := v.Final.Channels(v.Terms.Secrecy), v.Final
	untold := slices.ContainsFunc(v.Ballots, func(b Ballot) bool { return b.Channel == "" })
	told := slices.ContainsFunc(v.Ballots, func(b Ballot) bool { return b.Channel != "" })
	return f.Withheld || 0 <= f.Paper && f.Paper <= f.Ballots && !(shown && untold) && !(!shown && told)
}

func (v *verifying) turnoutFits() bool {
	var units, voted int64
	for _, t := range v.Final.Turnout {
		if t.small() {
			return false
		}
		units, voted = units+t.Units, voted+t.Voted
	}
	return len(v.Final.Turnout) == 0 || units == v.Roll.Units && voted == v.Final.Ballots
}

// withheld sees that a result of so few ballots says no more than how many they are.
func (v *verifying) withheld() error {
	f := v.Final
	open := f.Count.Roll != v.Roll.Weights || f.Count.Valid != Weights{} || f.Count.For != Weights{} ||
		len(f.Voices) > 0 || len(f.Result.Ranking) > 0 || len(f.Result.Steps) > 0 || f.Result.Method != v.Terms.Method ||
		len(f.Result.Winners) > 0 && !f.Outcome.Passed
	if f.Ballots != v.Withheld || open {
		return v.failed(CheckResult, v.finalAt, "the result of ballots that are withheld says more than it may, or of others")
	}
	return nil
}

// announced sees that the record has this result.
func (v *verifying) announced() error {
	f, said, at := v.Final, v.counted, v.entryAt(v.countedAt)
	text := f.JSON()
	switch {
	case said.ResultHash != hashOf(text):
		return v.failed(CheckAnnounced, v.finalAt, "the final result has the hash %s, the record has %s at entry %d", hashOf(text), said.ResultHash, v.Entries[v.countedAt].Seq)
	case said.Result != onRecord(text):
		return v.failed(CheckAnnounced, at, "the record has another result than its hash")
	case said.Ballots != f.Ballots || said.Decides != f.Outcome.Decides || said.Passed != f.Outcome.Passed || !slices.Equal(said.Winners, f.Result.Winners):
		return v.failed(CheckAnnounced, at, "the record sums its result up as another")
	case said.Number != v.Terms.Number || said.Title != v.Terms.Question:
		return v.failed(CheckAnnounced, at, "the record names another number or question than its terms")
	}
	return nil
}
