package polls

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yishiting/record"
)

// kindOf is what kind of line a line of an export is.
func kindOf(line string) string {
	for _, kind := range []string{
		`{"yishiting-poll"`, `{"terms"`, `{"roll"`, `{"ballots"`, `{"withheld"`, `{"replaced"`, `{"final"`, `{"log"`, `{"community"`,
	} {
		if strings.HasPrefix(line, kind) {
			return kind
		}
	}
	switch {
	case strings.Contains(line, `"heads"`):
		return "elector"
	case strings.Contains(line, `"nonce"`):
		return "ballot"
	}
	return "inner"
}

// mutations of a text's line at i: a letter of it altered, left out, doubled, or changed with the next.
func mutations(lines []string, i int, dice *rand.Rand) map[string][]string {
	flipped := slices.Clone(lines)
	at := dice.IntN(len(lines[i]))
	flipped[i] = lines[i][:at] + string(lines[i][at]^1) + lines[i][at+1:]
	all := map[string][]string{
		"altered":  flipped,
		"left out": slices.Delete(slices.Clone(lines), i, i+1),
		"doubled":  slices.Insert(slices.Clone(lines), i, lines[i]),
	}
	if i+1 < len(lines) {
		swapped := slices.Clone(lines)
		swapped[i], swapped[i+1] = lines[i+1], lines[i]
		all["changed with the next"] = swapped
	}
	return all
}

func TestNoLineOfAnExportMayChange(t *testing.T) {
	dice := rand.New(rand.NewPCG(11, 2026))
	kinds := map[string]bool{}
	for name, b := range everyMethod(t) {
		text := b.export()
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		for i, line := range lines {
			kinds[kindOf(line)] = true
			for what, mutated := range mutations(lines, i, dice) {
				_, err := verify(strings.Join(mutated, "\n")+"\n", VerifyOptions{})
				var form *FileError
				var failed *Failed
				if !errors.As(err, &form) && !errors.As(err, &failed) {
					t.Fatalf("%s: line %d, %s, %s, and the export holds: %v\n%.300s", name, i+1, kindOf(line), what, err, mutated[min(i, len(mutated)-1)])
				}
				if !strings.HasPrefix(err.Error(), "poll.txt") || CheckOf(err) == "" {
					t.Errorf("%s: line %d, %s: %v", name, i+1, what, err)
				}
			}
		}
	}
	if len(kinds) != 12 {
		t.Errorf("kinds of lines: %v", kinds)
	}
}

func TestNoByteOfAnExportMayChange(t *testing.T) {
	text := []byte(whole(t, Terms{Method: Binary, Secrecy: Named}, 8, Yes, No).export())
	dice := rand.New(rand.NewPCG(12, 2026))
	for range 3000 {
		at, bit := dice.IntN(len(text)), byte(1)<<dice.IntN(8)
		text[at] ^= bit
		if _, err := VerifyExport(bytes.NewReader(text), VerifyOptions{}); err == nil {
			t.Fatalf("byte %d altered, and the export holds: %.80q", at, text[max(0, at-20):])
		}
		text[at] ^= bit
	}
}

// What a portal that cheats could write and sign is found by the checks of the poll itself.
func TestPortalThatCheats(t *testing.T) {
	terms := Terms{Method: Binary, Secrecy: Named, Replace: true, Electorate: Electorate{Unit: UnitHousehold}}
	vote := func(b *box) {
		for i := range 8 {
			b.cast(i, []string{Yes, No, Yes}[i%3], Online)
		}
		b.cast(2, No, Online)
	}
	finish := func(b *box) { b.close(); b.count(b.tally()) }
	for name, c := range map[string]struct {
		run  func(b *box)
		want Check
	}{
		"a ballot changed after it was cast": {func(b *box) {
			vote(b)
			v := b.ballots[b.roll[2].Tag]
			v.Choice = Yes
			b.ballots[v.Tag] = v
			finish(b)
		}, CheckBallots},
		"a ballot dropped": {func(b *box) {
			vote(b)
			delete(b.ballots, b.roll[2].Tag)
			b.poll.Ballots--
			finish(b)
		}, CheckBallots},
		"a ballot slipped in": {func(b *box) {
			vote(b)
			leaves, hashes := b.leaves, b.hashes
			b.cast(8, No, Online)
			b.leaves, b.hashes = leaves, hashes
			finish(b)
		}, CheckBallots},
		"a commitment twice": {func(b *box) {
			vote(b)
			b.commit(b.ballots[b.roll[1].Tag].Commitment())
			finish(b)
		}, CheckBallots},
		"the first ballot counts, not the last": {func(b *box) {
			vote(b)
			tag := b.roll[3].Tag
			last := b.ballots[tag]
			first := last
			first.Seq, first.Choice = 1, Yes
			b.ballots[tag], b.replaced[0] = first, Replaced{tag, 2, last.Inner()}
			finish(b)
		}, CheckBallots},
		"a ballot after the close": {func(b *box) {
			vote(b)
			b.close()
			b.cast(8, No, Online)
			b.count(b.tally())
		}, CheckCourse},
		"a ballot after the count": {func(b *box) {
			vote(b)
			finish(b)
			b.commit(hashOf([]byte("late")))
		}, CheckCourse},
		"closed twice":  {func(b *box) { vote(b); b.close(); finish(b) }, CheckCourse},
		"counted twice": {func(b *box) { vote(b); finish(b); b.count(b.tally()) }, CheckCourse},
		"never closed":  {func(b *box) { vote(b); b.count(b.tally()) }, CheckCourse},
		"published twice": {func(b *box) {
			from := b.from
			b.publish()
			b.from = from
			vote(b)
			finish(b)
		}, CheckCourse},
		"taken back meanwhile": {func(b *box) {
			b.append(act("poll-taken-back", b.poll.ID, struct{}{}))
			vote(b)
			finish(b)
		}, CheckCourse},
		"the record begins elsewhere": {func(b *box) { vote(b); finish(b); b.from-- }, CheckCourse},
		"another question": {func(b *box) {
			vote(b)
			b.poll.Question = "楼下的自行车棚要不要保留？"
			finish(b)
		}, CheckTerms},
		"another hour of the close": {func(b *box) { vote(b); b.poll.Closes++; finish(b) }, CheckTerms},
		"a unit more on the roll": {func(b *box) {
			vote(b)
			b.roll = append(b.roll, Elector{Unit: "h/new", Tag: strings.Repeat("f", 32), Weights: Weights{Heads: 1}})
			b.poll.Roll = SumRoll(b.roll)
			finish(b)
		}, CheckRoll},
		"another weight": {func(b *box) {
			vote(b)
			b.roll[3].Heads = 0
			finish(b)
		}, CheckRoll},
		"another label": {func(b *box) { vote(b); b.roll[3].Label = "李* 5 号楼"; finish(b) }, CheckRoll},
		"votes added to the result": {func(b *box) {
			vote(b)
			f := b.tally()
			f.Voices[0].Heads++
			b.close()
			b.count(f)
		}, CheckResult},
		"another winner": {func(b *box) {
			vote(b)
			f := b.tally()
			f.Result.Winners = []string{Yes}
			b.close()
			b.count(f)
		}, CheckResult},
		"a turnout that does not add up": {func(b *box) {
			vote(b)
			f := b.tally()
			f.Turnout = []Turnout{{"3 号楼", 20, 7}}
			b.close()
			b.count(f)
		}, CheckResult},
		"a turnout that tells who": {func(b *box) {
			vote(b)
			f := b.tally()
			f.Turnout = []Turnout{{"3 号楼", 10, 4}, {"5 号楼", 10, 4}}
			b.close()
			b.count(f)
		}, CheckResult},
		"paper ballots that are none": {func(b *box) {
			vote(b)
			f := b.tally()
			f.Unread = 2
			b.close()
			b.count(f)
		}, CheckResult},
		"another result announced": {func(b *box) {
			vote(b)
			b.close()
			f := b.tally()
			b.count(f)
			f.Aside = 0
			f.Turnout = []Turnout{{"", 20, 8}}
			b.poll.Final = f.JSON()
		}, CheckAnnounced},
	} {
		b := newBox(t, terms, 20)
		c.run(b)
		_, err := verify(b.export(), VerifyOptions{})
		if got := CheckOf(err); got != c.want {
			t.Errorf("%s: found by %q, not by %q: %v", name, got, c.want, err)
		}
	}
}

func TestResultOfOneBallotMore(t *testing.T) {
	x, err := ParseExport(strings.NewReader(whole(t, Terms{Method: Binary, Secrecy: Named}, 12, Yes, No).export()), "poll.txt")
	if err != nil {
		t.Fatal(err)
	}
	x.Final.Ballots++
	if _, err := x.Verify(VerifyOptions{File: "poll.txt"}); CheckOf(err) != CheckBallots || !strings.Contains(err.Error(), "the result is of 12 ballots, and 11 are here") {
		t.Error(err)
	}
}

// Withheld ballots let nobody count again, and still nothing more may be said of them.
func TestFewBallotsSayNoMoreThanTheyMay(t *testing.T) {
	terms := Terms{Method: Binary, Secrecy: Hidden, Electorate: Electorate{Unit: UnitHousehold}}
	for name, spoil := range map[string]func(*Final){
		"voices":    func(f *Final) { f.Voices = []Voice{{Choice: Yes, Weights: Weights{Heads: 3}}} },
		"for":       func(f *Final) { f.Count.For.Heads = 3 },
		"a ranking": func(f *Final) { f.Result.Ranking = [][]string{{Yes}, {No}} },
		"a winner":  func(f *Final) { f.Result.Winners = []string{Yes} },
		"one more":  func(f *Final) { f.Ballots = 4 },
	} {
		b := newBox(t, terms, 9)
		for i := range 3 {
			b.cast(i, Yes, Online)
		}
		f := b.tally()
		spoil(&f)
		b.close()
		b.count(f)
		if _, err := verify(b.export(), VerifyOptions{}); err == nil {
			t.Errorf("%s of three ballots, and the export holds", name)
		}
	}
}

func TestKeptCheckpointsAndKeys(t *testing.T) {
	b := whole(t, Terms{Method: Binary, Secrecy: Hidden}, 24, Yes, No)
	text := b.export()
	for size := range len(b.leaves) + 1 {
		r, err := verify(text, VerifyOptions{Checkpoint: b.signed(size), Verifier: b.verifier})
		if want := int64(size) >= b.from; (err == nil) != want {
			t.Errorf("a kept checkpoint of %d entries, the poll is published behind %d: %v", size, b.from, err)
		}
		if err == nil && (r.Kept != int64(size) || !r.Given) {
			t.Errorf("a kept checkpoint of %d entries: %+v", size, r)
		}
	}
	other := newBox(t, b.poll.Terms, 24)
	for name, o := range map[string]VerifyOptions{
		"another key":                  {Verifier: other.verifier},
		"no key":                       {Verifier: "portal"},
		"another signature":            {Checkpoint: other.signed(6)},
		"another record":               {Checkpoint: forged(t, b, 8)},
		"a text that is no checkpoint": {Checkpoint: "yishiting/hepingli\n8\n"},
	} {
		_, err := verify(text, o)
		if check := CheckOf(err); check != CheckSignature && check != CheckKept {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.append(record.Act{Kind: "notice", Subject: "meeting/4", Data: struct{}{}})
	_, err := verify(text, VerifyOptions{Checkpoint: b.signed(len(b.leaves))})
	if CheckOf(err) != CheckKept || !strings.Contains(err.Error(), "again") {
		t.Errorf("a kept checkpoint of later: %v", err)
	}
	_, err = verify(text, VerifyOptions{Checkpoint: b.signed(2)})
	if CheckOf(err) != CheckKept || !strings.Contains(err.Error(), "whole record") {
		t.Errorf("a kept checkpoint of earlier: %v", err)
	}
}

// forged is a checkpoint of another history, signed by the same key.
func forged(t testing.TB, b *box, size int64) string {
	text, err := record.SignCheckpoint(record.Checkpoint{Community: "hepingli", Size: size, Root: record.LeafHash([]byte("other"))}, b.signer)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestParseExportNamesTheLine(t *testing.T) {
	text := whole(t, Terms{Method: Approval, Secrecy: Hidden, Options: options(3, 0), Seats: 1, Ties: DefaultTies}, 12, "1,2", "2", "3").export()
	for _, c := range []struct{ name, old, new, says string }{
		{"an unknown method", `"method":"approval"`, `"method":"lot"`, "poll.txt:2: terms: "},
		{"a method without its budget", `"method":"approval"`, `"method":"mes"`, "poll.txt:2: terms: "},
		{"two options of one id", `"id":"2"`, `"id":"1"`, "poll.txt:2: terms: "},
		{"a newer version", `{"yishiting-poll":1`, `{"yishiting-poll":2`, "poll.txt:1: yishiting-poll: version 2"},
		{"an unknown key", `{"roll":{`, `{"roll":{"more":1,`, `poll.txt:3: this is not the sum of the roll: unknown field "more"`},
		{"a key twice", `{"roll":{"units":12,`, `{"roll":{"units":12,"units":12,`, "poll.txt:3: this is the sum of the roll, but not written as the portal writes it"},
		{"blanks", `{"ballots":`, `{"ballots": `, "poll.txt:16: "},
		{"an unknown option", `"choice":"2"`, `"choice":"7"`, "choice: \"7\" is none of this poll: unknown-option"},
		{"an option twice", `"choice":"2"`, `"choice":"2,2"`, "choice: "},
		{"another order", `"choice":"1,2"`, `"choice":"2,1"`, `choice: "2,1" is written "1,2"`},
		{"another channel", `"channel":""`, `"channel":"fax"`, "channel: not online or paper"},
		{"CRLF", "\n", "\r\n", "poll.txt:1: "},
		{"a mark in front", `{"yishiting-poll"`, "\ufeff" + `{"yishiting-poll"`, "poll.txt:1: "},
		{"a part left out", `{"replaced":`, `{"final":`, "this is not the number of replaced ballots"},
		{"text behind", "\"meeting/3\",\"data\":{}}\n", "\"meeting/3\",\"data\":{}}\nmore\n", "this is no entry of the record"},
		{"an empty line behind", "\"meeting/3\",\"data\":{}}\n", "\"meeting/3\",\"data\":{}}\n\n", "this is no entry of the record"},
		{"no end of line", "\"meeting/3\",\"data\":{}}\n", "\"meeting/3\",\"data\":{}}", "cut off within a line"},
	} {
		_, err := ParseExport(strings.NewReader(strings.Replace(text, c.old, c.new, 1)), "poll.txt")
		if err == nil || !strings.Contains(err.Error(), c.says) || !errors.Is(err, ErrElection) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, short := range []string{"", text[:100], text[:strings.Index(text, `{"final"`)]} {
		if _, err := ParseExport(strings.NewReader(short), "poll.txt"); err == nil || !strings.HasPrefix(err.Error(), "poll.txt:") {
			t.Errorf("the first %d bytes: %v", len(short), err)
		}
	}
	broken := errors.New("broken")
	if _, err := ParseExport(&halfReader{[]byte(text[:200]), broken}, "poll.txt"); err != broken {
		t.Errorf("a reader that breaks: %v", err)
	}
}

type halfReader struct {
	text []byte
	err  error
}

func (r *halfReader) Read(p []byte) (int, error) {
	n := copy(p, r.text)
	if r.text = r.text[n:]; n == 0 {
		return 0, r.err
	}
	return n, nil
}

func FuzzParseExport(f *testing.F) {
	for _, b := range everyMethod(f) {
		f.Add([]byte(b.export()))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		x, err := ParseExport(bytes.NewReader(text), "poll.txt")
		if err != nil {
			return
		}
		// Whatever is read is safe to count and to check.
		if e, err := x.Election(); err == nil {
			_, _ = Tally(e, x.Terms.Method)
		}
		_, _ = x.Verify(VerifyOptions{})
	})
}

// Of so few on paper, or on line, no ballot says how it came; otherwise each does.
func TestChannelsOfFewAreNotTold(t *testing.T) {
	for paper := range 11 {
		terms := Terms{Method: Binary, Secrecy: Hidden, Paper: true}
		b := newBox(t, terms, 10)
		for i := range 10 {
			channel := Online
			if i < paper {
				channel = Paper
			}
			b.cast(i, []string{Yes, No, Abstain}[i%3], channel)
		}
		b.close()
		b.count(b.tally())
		text := b.export()
		few := paper > 0 && paper < SmallCell || paper < 10 && paper > 10-SmallCell
		if told := strings.Contains(text, `"channel":"paper"`) || strings.Contains(text, `"channel":"online"`); told == few {
			t.Errorf("%d of 10 on paper: told %v", paper, told)
		}
		if _, err := VerifyExport(strings.NewReader(text), VerifyOptions{}); err != nil {
			t.Errorf("%d of 10 on paper: %v", paper, err)
		}
		for old, other := range map[string]string{`"channel":""`: `"channel":"paper"`, `"channel":"online"`: `"channel":""`} {
			if changed := strings.Replace(text, old, other, 1); changed != text {
				if _, err := VerifyExport(strings.NewReader(changed), VerifyOptions{}); err == nil {
					t.Errorf("%d of 10 on paper: %s for %s holds", paper, other, old)
				}
			}
		}
	}
}
