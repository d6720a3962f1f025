package polls

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"yishiting/record"
)

// An export is a counted poll as one text, so that anybody can count it again without
// asking the portal: JSON, one object a line, each with its keys in a fixed order and no
// blanks, UTF-8, each line ended by LF.
//
//	{"yishiting-poll":1,"community":…,"id":…}
//	{"terms":…}                                     the bytes that the record hashes
//	{"roll":{"units":…,"heads":…,"area":…,"hash":…}}
//	{"tag":…,"heads":…,"area":…,"label":…}          one a unit with a ballot of its own, by tag
//	{"ballots":N}                                   or {"withheld":N}, without the next two parts
//	{"tag":…,"seq":…,"nonce":…,"choice":…,"channel":…}   one a ballot that counts, by tag
//	{"replaced":N}
//	{"tag":…,"seq":…,"inner":…}                     one a ballot that another took the place of, by tag and seq
//	{"final":…}                                     the bytes that the record hashes
//	{"log":{"verifier":…,"checkpoint":…,"from":…,"frontier":[…]}}
//	{"community":…,"seq":…,…}                       the record's entries from the poll's publication to the checkpoint
//
// No person is in it but by the label that named ballots have, and no unit or voter at
// all. Ballots stand in the order of random tags. Where fewer than SmallCell ballots
// without names are in, they are withheld: what was chosen could be told of a person. Where
// so few came on paper, or on line, no ballot says by which channel it came.

// exportVersion is the first number of an export; a reader refuses every other.
const exportVersion = 1

// The lines of an export.
type (
	headLine struct {
		Version   int    `json:"yishiting-poll"`
		Community string `json:"community"`
		ID        string `json:"id"`
	}
	termsLine struct {
		Terms json.RawMessage `json:"terms"`
	}
	rollLine struct {
		Roll RollSum `json:"roll"`
	}
	electorLine struct {
		Tag   string `json:"tag"`
		Heads int64  `json:"heads"`
		Area  int64  `json:"area"`
		Label string `json:"label"`
	}
	ballotsLine struct {
		Ballots int64 `json:"ballots"`
	}
	withheldLine struct {
		Withheld int64 `json:"withheld"`
	}
	ballotLine struct {
		Tag     string  `json:"tag"`
		Seq     int64   `json:"seq"`
		Nonce   string  `json:"nonce"`
		Choice  string  `json:"choice"`
		Channel Channel `json:"channel"`
	}
	replacedLine struct {
		Replaced int64 `json:"replaced"`
	}
	finalLine struct {
		Final json.RawMessage `json:"final"`
	}
	logLine struct {
		Log logPart `json:"log"`
	}
	logPart struct {
		Verifier   string `json:"verifier"`
		Checkpoint string `json:"checkpoint"` // signed
		record.Tail
	}
)

// Source is what an export is written from. The lists are read once, in order.
type Source struct {
	Poll         Poll
	Roll         iter.Seq2[Elector, error] // by tag; units that share another's ballot may stand anywhere
	Ballots      iter.Seq2[Ballot, error]  // those that count, by tag
	Replaced     iter.Seq2[Replaced, error]
	Replacements int64 // how many Replaced has
	Verifier     string
	Checkpoint   string                   // signed, of the record as it is when the export is written
	Tail         record.Tail              // from the entry by which the poll was published
	Leaves       iter.Seq2[[]byte, error] // from there on; those behind the checkpoint are left out
}

// WriteExport writes a counted poll, line by line as its parts are read. ErrStage: it is
// not counted. An error says that what was written is not whole.
func WriteExport(w io.Writer, s Source) error {
	final, err := s.Poll.Result()
	if err != nil {
		return err
	}
	head, err := record.OpenCheckpoint(s.Checkpoint, s.Verifier)
	if err != nil {
		return err
	}
	out := exportWriter{out: bufio.NewWriterSize(w, 1<<16)}
	out.lines = json.NewEncoder(out.out)
	out.lines.SetEscapeHTML(false)
	out.line(headLine{exportVersion, s.Poll.Community, s.Poll.ID})
	out.line(termsLine{s.Poll.Terms.JSON()})
	out.roll(s)
	if final.Withheld {
		out.line(withheldLine{final.Ballots})
	} else {
		out.ballots(s, final)
	}
	out.line(finalLine{s.Poll.Final})
	out.line(logLine{logPart{s.Verifier, s.Checkpoint, s.Tail}})
	out.leaves(s.Leaves, head.Size-s.Tail.From)
	if out.err != nil {
		return out.err
	}
	return out.out.Flush()
}

// exportWriter writes lines until the first error.
type exportWriter struct {
	out   *bufio.Writer
	lines *json.Encoder
	err   error
}

func (w *exportWriter) line(v any) {
	if w.err == nil {
		w.err = w.lines.Encode(v)
	}
}

func (w *exportWriter) roll(s Source) {
	w.line(rollLine{s.Poll.Roll})
	units := int64(0)
	for e, err := range s.Roll {
		if w.failed(err) {
			return
		}
		if e.With == "" {
			w.line(electorLine{e.Tag, e.Heads, e.Area, e.Label})
			units++
		}
	}
	w.whole("units of the roll", units, s.Poll.Roll.Units)
}

func (w *exportWriter) ballots(s Source, final Final) {
	w.line(ballotsLine{final.Ballots})
	channels := final.Channels(s.Poll.Secrecy)
	n := int64(0)
	for b, err := range s.Ballots {
		if w.failed(err) {
			return
		}
		if !channels {
			b.Channel = ""
		}
		w.line(ballotLine{b.Tag, b.Seq, b.Nonce, b.Choice, b.Channel})
		n++
	}
	w.whole("ballots", n, final.Ballots)
	w.line(replacedLine{s.Replacements})
	n = 0
	for b, err := range s.Replaced {
		if w.failed(err) {
			return
		}
		w.line(b)
		n++
	}
	w.whole("replaced ballots", n, s.Replacements)
}

func (w *exportWriter) leaves(leaves iter.Seq2[[]byte, error], most int64) {
	n := int64(0)
	if most > 0 && w.err == nil {
		for leaf, err := range leaves {
			if w.failed(err) {
				return
			}
			_, _ = w.out.Write(leaf)
			if w.failed(w.out.WriteByte('\n')) { // what bufio met in any write before
				return
			}
			if n++; n == most {
				break
			}
		}
	}
	w.whole("entries of the record", n, most)
}

func (w *exportWriter) failed(err error) bool {
	if w.err == nil {
		w.err = err
	}
	return w.err != nil
}

// whole notes that a part is not complete.
func (w *exportWriter) whole(what string, have, want int64) {
	if w.err == nil && have != want {
		w.err = fmt.Errorf("polls: %d %s, where there are %d", have, what, want)
	}
}
