package polls

import (
	"errors"
	"strings"
	"testing"
)

func verify(text string, o VerifyOptions) (Report, error) {
	if o.File == "" {
		o.File = "poll.txt"
	}
	return VerifyExport(strings.NewReader(text), o)
}

func TestEveryExportHolds(t *testing.T) {
	for name, b := range everyMethod(t) {
		text := b.export()
		r, err := verify(text, VerifyOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if r.Units != b.poll.Roll.Units || r.Ballots != b.poll.Ballots || r.Size != int64(len(b.leaves)) || r.Recounted != (name != "withheld") {
			t.Errorf("%s: %+v", name, r)
		}
		if r.Given || r.Verifier != b.verifier || r.Kept != -1 {
			t.Errorf("%s: a key and a checkpoint that nobody gave: %+v", name, r)
		}
		if v := Judge(strings.NewReader(text), VerifyOptions{}); v != (Verdict{Report: r}) {
			t.Errorf("%s: %+v", name, v)
		}
		if v := Judge(strings.NewReader(text[1:]), VerifyOptions{File: "poll.txt"}); v.Failed != CheckForm || !strings.HasPrefix(v.Why, "poll.txt:1: ") {
			t.Errorf("%s without its first letter: %+v", name, v)
		}
		x, err := ParseExport(strings.NewReader(text), "")
		if err != nil {
			t.Fatal(err)
		}
		e, err := x.Election()
		if (err != nil) != (name == "withheld") {
			t.Errorf("%s: its election: %v", name, err)
		}
		if err == nil {
			if again, err := Tally(e, b.poll.Method); err != nil || strings.Join(again.Winners, " ") != strings.Join(x.Final.Result.Winners, " ") {
				t.Errorf("%s: counted to %v, %v, the portal to %v", name, again.Winners, err, x.Final.Result.Winners)
			}
		}
	}
}

func TestExportNamesNobody(t *testing.T) {
	b := whole(t, Terms{Method: Binary, Secrecy: Hidden}, 24, Yes, No)
	for tag, v := range b.ballots {
		v.Voter = "resident-wang"
		b.ballots[tag] = v
	}
	text := b.export()
	for _, secret := range []string{"resident-wang", "h/1", "号楼", "张"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s stands in the export of ballots without names", secret)
		}
	}
}

func TestExportWithholdsFew(t *testing.T) {
	b := everyMethod(t)["withheld"]
	text := b.export()
	for _, v := range b.ballots {
		if strings.Contains(text, v.Nonce) || strings.Contains(text, v.Inner()) || strings.Contains(text, b.replaced[0].Inner) {
			t.Error("a ballot of a few can be opened")
		}
	}
	if strings.Contains(text, `"choice":"yes"`) {
		t.Error("a choice of a few is written")
	}
}

func TestWriteExportRefuses(t *testing.T) {
	b := newBox(t, Terms{Method: Binary, Secrecy: Hidden}, 9)
	for i := range 6 {
		b.cast(i, Yes, Online)
	}
	if err := WriteExport(&strings.Builder{}, b.source()); err != ErrStage {
		t.Errorf("a poll that is open is exported: %v", err)
	}
	b.close()
	b.count(b.tally())
	broken := errors.New("broken")
	for name, spoil := range map[string]func(*Source){
		"a ballot is missing":  func(s *Source) { s.Ballots = listed([]Ballot{}) },
		"a unit is missing":    func(s *Source) { s.Roll = listed(b.roll[3:]) },
		"entries are missing":  func(s *Source) { s.Leaves = listed(b.leaves[len(b.leaves)-1:]) },
		"one is replaced less": func(s *Source) { s.Replacements = 1 },
		"another key":          func(s *Source) { s.Verifier = newBox(t, b.poll.Terms, 1).verifier },
		"the roll breaks off":  func(s *Source) { s.Roll = func(yield func(Elector, error) bool) { yield(Elector{}, broken) } },
		"the record breaks off": func(s *Source) {
			s.Leaves = func(yield func([]byte, error) bool) { yield(nil, broken) }
		},
	} {
		s := b.source()
		spoil(&s)
		if err := WriteExport(&strings.Builder{}, s); err == nil {
			t.Errorf("%s, and the export is written", name)
		}
	}
}

// Of a result with more than an entry of the record holds, the record has the hash.
func TestResultTooLongForTheRecord(t *testing.T) {
	b := newBox(t, Terms{Method: Schulze, Secrecy: Hidden, Options: options(MaxOptions, 0), None: true, Seats: 1, Ties: DefaultTies}, 12)
	for i := range 8 {
		b.cast(i, []string{"1>2=3", "7>none", "100>99>98"}[i%3], Online)
	}
	b.close()
	b.count(b.tally())
	if len(b.poll.Final) < mostOnRecord {
		t.Fatalf("the result has %d bytes only", len(b.poll.Final))
	}
	if _, err := verify(b.export(), VerifyOptions{}); err != nil {
		t.Error(err)
	}
}

func TestBlankPaperOfAYesOrNo(t *testing.T) {
	terms := Terms{Method: Binary, Secrecy: Hidden, Rule: "consultative"}
	f, err := terms.Tally(RollSum{}, []Said{{Choice: Yes, Ballots: 4, Weights: Weights{Heads: 4}}, {Choice: Blank, Ballots: 2, Paper: 2, Weights: Weights{Heads: 2}}})
	if err != nil || f.Ballots != 6 || f.Result.Blank != 2 || f.Count.Valid.Heads != 4 {
		t.Errorf("%+v, %v", f, err)
	}
}
