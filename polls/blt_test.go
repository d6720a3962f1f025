package polls

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

func parseBLT(text string) (Election, error) { return ParseBLT(strings.NewReader(text), "board.blt") }

// said writes groups as "3:1>2=3", by ids.
func said(e Election) (all []string) {
	for _, g := range e.Groups {
		var ranks []string
		for _, rank := range g.Ranks {
			ranks = append(ranks, strings.Join(e.ids(rank...), "="))
		}
		all = append(all, fmt.Sprintf("%d:%s", g.N, strings.Join(ranks, ">")))
	}
	return all
}

const names4 = "0\n\"Adam\"\n\"Basil\"\n\"Charlotte\"\n\"Donald\"\n\"Title\"\n"

func TestParseBLT(t *testing.T) {
	for _, c := range []struct {
		name, text string
		candidates string
		groups     []string
	}{
		{"as first described", "4 2\n-2\n3 1 3 4 0\n4 1 3 2 0\n2 4 1 3 0\n1 2 0\n2 2 4 3 1 0\n1 3 4 2 0\n" + names4, "1 3 4",
			[]string{"3:1>3>4", "4:1>3", "2:4>1>3", "1:", "2:4>3>1", "1:3>4"}},
		{"equals", "4 1\n1 3=2 4 0\n2 1=2 0\n1 1 =\t2 0\n1 2=1 0\n" + names4, "1 2 3 4", []string{"1:2=3>4", "4:1=2"}},
		{"blank ballots", "4 1\n3 0\n1 0\n" + names4, "1 2 3 4", []string{"4:"}},
		{"a rank left out", "4 1\n1 2 - 1 0\n1 - 2 1 0\n1 2 1 - 0\n" + names4, "1 2 3 4", []string{"3:2>1"}},
		{"numbers of papers", "4 1\n(1) 1 2 1 0\n(a b) 2 2 1 0\n" + names4, "1 2 3 4", []string{"3:2>1"}},
		{"withdrawn in a rank", "4 1\n-2 -3\n-4\n1 2=1 3 0\n" + names4, "1", []string{"1:1"}},
		{"comments and blank lines", "# first\n\n4 1 # all\n\n1 2 0 # one\n   \n\t2 2   0\n" + names4 + "# last\n\n", "1 2 3 4", []string{"3:2"}},
		{"lines of Windows", strings.ReplaceAll("\ufeff4 1\n1 2 1 0\n"+names4, "\n", "\r\n"), "1 2 3 4", []string{"1:2>1"}},
		{"no ballots, no last line end", "4 1\n" + strings.TrimSuffix(names4, "\n"), "1 2 3 4", nil},
		{"zeros before a number", "4 1\n01 002 0\n" + names4, "1 2 3 4", []string{"1:2"}},
	} {
		e, err := parseBLT(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var ids []string
		for _, c := range e.Candidates {
			ids = append(ids, c.ID)
		}
		if strings.Join(ids, " ") != c.candidates || !slices.Equal(said(e), c.groups) {
			t.Errorf("%s: %q, %q", c.name, ids, said(e))
		}
		if e.Title != "Title" || e.None != -1 || e.File != "board.blt" || e.Candidates[0].Name != "Adam" {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}

func TestBLTNames(t *testing.T) {
	e, err := parseBLT("2 7\n1 2 1 0\n0\n\"王 \"\"老\"\" 师\"  \"B # not a comment\" # one\n\"\"")
	if err != nil {
		t.Fatal(err)
	}
	if e.Candidates[0].Name != `王 "老" 师` || e.Candidates[1].Name != "B # not a comment" || e.Title != "" || e.Seats != 7 {
		t.Errorf("%+v", e)
	}
	if e.Groups[0].Line != 2 {
		t.Errorf("line %d", e.Groups[0].Line)
	}
}

func TestBLTMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "1: the first line wants two numbers, candidates and seats"},
		{"\n\n4\n", "3: the first line wants two numbers, candidates and seats"},
		{"4 2 1\n", "1: the first line wants two numbers, candidates and seats"},
		{"0 1\n", `1: the number of candidates is "0", not 1 to 1000`},
		{"1001 1\n", `1: the number of candidates is "1001", not 1 to 1000`},
		{"four 1\n", `1: the number of candidates is "four", not 1 to 1000`},
		{"4 0\n", `1: the number of seats is "0", not 1 or more`},
		{"4 1.5\n", `1: the number of seats is "1.5", not 1 or more`},
		{"4 99999999999999999999\n", `1: the number of seats is "99999999999999999999", not 1 or more`},
		{"4 1\n-5\n", `2: "-5" is not a withdrawn candidate, -1 to -4`},
		{"4 1\n-1 2\n", `2: "2" is not a withdrawn candidate, -1 to -4`},
		{"4 1\n-1\n-1\n", `3: candidate 1 is withdrawn twice`},
		{"2 1\n-1 -2\n1 1 0\n", `2: all candidates are withdrawn`},
		{"4 1\n1 2 0\n-1\n", `3: "-1" is not a number of ballots: whole, 1 or more`},
		{"4 1\n0 2 0\n", `2: "0" is not a number of ballots: whole, 1 or more`},
		{"4 1\n1.0 2 0\n", `2: "1.0" is not a number of ballots: whole, 1 or more`},
		{"4 1\n1 2 0\n9223372036854775807 2 0\n", `3: more than 1099511627776 ballots`},
		{"4 1\n99999999999999999999 2 0\n", `2: "99999999999999999999" is not a number of ballots: whole, 1 or more`},
		{"4 1\n1 5 0\n", `2: "5" is not a candidate, 1 to 4`},
		{"4 1\n1 00 0\n", `2: "00" is not a candidate, 1 to 4`},
		{"4 1\n1 x 0\n", `2: "x" is not a candidate, or not in its place`},
		{"4 1\n1 2a 0\n", `2: "2a" is not a candidate, 1 to 4`},
		{"4 1\n1 -2 0\n", `2: "-2" is not a candidate, or not in its place`},
		{"4 1\n1 2 3 2 0\n", `2: candidate 2 stands twice in the ballot`},
		{"4 1\n1 2=2 0\n", `2: candidate 2 stands twice in the ballot`},
		{"4 1\n-2\n1 2 1 2 0\n", `3: candidate 2 stands twice in the ballot`},
		{"4 1\n1 2 3\n", `2: the ballot has no 0 at its end`},
		{"4 1\n1\n", `2: the ballot has no 0 at its end`},
		{"4 1\n1 =2 0\n", `2: "=" is not a candidate, or not in its place`},
		{"4 1\n1 2==3 0\n", `2: "=" is not a candidate, or not in its place`},
		{"4 1\n1 2= 0\n", `2: no candidate after the last =`},
		{"4 1\n1 2=- 0\n", `2: "-" is not a candidate, or not in its place`},
		{"4 1\n1 - = 2 0\n", `2: "=" is not a candidate, or not in its place`},
		{"4 1\n1 2 0 3 0\n", `2: "3 0" stands after the 0 that ends the ballot`},
		{"4 1\n(1 1 2 0\n", `2: the number of the paper has no closing bracket`},
		{"4 1\n(1)\n", `2: "" is not a number of ballots: whole, 1 or more`},
		{"4 1\n1 2 0\n", `2: the file ends before the 0 that ends the ballots`},
		{"4 1\n1 2 0\n\"Adam\"\n", `3: "\"Adam\"" is not a number of ballots: whole, 1 or more`},
		{"2 1\n0\n", `2: 2 names and a title are wanted, in quotes; the file has 0 texts`},
		{"2 1\n0\n\"A\"\n\"B\"\n", `4: 2 names and a title are wanted, in quotes; the file has 2 texts`},
		{"2 1\n0\n\"A\"\n\"B\"\n\"T\"\n\"source\"\n", `6: something stands after the title: 2 names and a title are wanted`},
		{"2 1\n0\n\"A\"\n\"B\"\n\"T\" x\n", `5: something stands after the title: 2 names and a title are wanted`},
		{"2 1\n0\n\"A\"\"B\" \"T\"\n", `3: 2 names and a title are wanted, in quotes; the file has 2 texts`},
		{"2 1\n0\n\"A\"\nB\n", `4: a name or the title in quotes is wanted here`},
		{"2 1\n0\n\"A\n\"B\"\n", `3: the text has no closing quote`},
		{"2 1\n0\n\"A\"\"\n", `3: the text has no closing quote`},
		{"2 1\n0\n\"\xff\"\n", `3: the text has characters that are not UTF-8, or not to be printed`},
		{"2 1\n0\n\"A\x00\"\n", `3: the text has characters that are not UTF-8, or not to be printed`},
	} {
		e, err := parseBLT(c.text)
		var where *FileError
		if err == nil || err.Error() != "board.blt:"+c.want || !errors.As(err, &where) || !errors.Is(err, ErrElection) || e.Candidates != nil {
			t.Errorf("%q: %v", c.text, err)
		}
	}
	if _, err := ParseBLT(iotest.ErrReader(io.ErrClosedPipe), "x"); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// writeBLT writes an election as a file; candidates that are missing among the ids are
// withdrawn.
func writeBLT(e Election, n int) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d %d\n", n, max(1, e.Seats))
	name := make([]string, n)
	for i := range n {
		id := fmt.Sprint(i + 1)
		at := slices.IndexFunc(e.Candidates, func(c Candidate) bool { return c.ID == id })
		if at < 0 {
			fmt.Fprintf(&b, "-%s\n", id)
		} else {
			name[i] = e.Candidates[at].Name
		}
	}
	for _, g := range e.Groups {
		fmt.Fprint(&b, g.N)
		for _, rank := range g.Ranks {
			fmt.Fprint(&b, " ", strings.Join(e.ids(rank...), "="))
		}
		fmt.Fprintln(&b, " 0")
	}
	fmt.Fprintln(&b, "0")
	for _, text := range append(name, e.Title) {
		fmt.Fprintf(&b, "\"%s\"\n", strings.ReplaceAll(text, `"`, `""`))
	}
	return b.String()
}

func TestBLTReadsWhatIsWritten(t *testing.T) {
	for seed := range uint64(1000) {
		e := randomElection(seeded(seed), false)
		e.Title = `A "title"`
		f, err := parseBLT(writeBLT(e, len(e.Candidates)))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, m := range []Method{Plurality, Approval, Schulze} {
			if a, b := mustTally(t, e, m), mustTally(t, f, m); !sameOutcome(a, b) || a.Ballots != b.Ballots || a.Blank != b.Blank || !slices.Equal(a.Votes, b.Votes) {
				t.Fatalf("seed %d, %s: %v, read again %v", seed, m, a.Ranking, b.Ranking)
			}
		}
	}
}

func lastID(e Election) (last int) {
	for _, c := range e.Candidates {
		if n, err := strconv.Atoi(c.ID); err == nil {
			last = max(last, n)
		}
	}
	return last
}

func FuzzParseBLT(f *testing.F) {
	for _, seed := range []string{
		"4 2\n-2\n3 1 3 4 0\n" + names4, "4 1\n(7) 1 3=2 - 4 0\n" + names4, "4 1\r\n1 2 0\r\n" + names4,
		"2 1\n0\n\"A\"\n\"\"\"B\"\n\"T\"", "\ufeff1 1\n1 0\n0\n\"A\"\"T\"", "4 1\n1 1=2=3 4=0\n", "# x\n1 9\n2 1 0\n0\n\"\" \"\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := parseBLT(text)
		if err != nil {
			var where *FileError
			if !errors.As(err, &where) || where.Line < 1 || where.Line > 1+strings.Count(text, "\n") || e.Candidates != nil {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, m := range []Method{Plurality, Approval, STV} {
			if _, err := Tally(e, m); err != nil && (m != STV || !errors.Is(err, ErrMethod)) {
				t.Fatalf("%s: %v", m, err)
			}
		}
		again, err := parseBLT(writeBLT(e, lastID(e)))
		if err != nil || !slices.Equal(said(e), said(again)) || e.Title != again.Title || e.Seats != again.Seats {
			t.Fatalf("%v: %q, written %q", err, said(e), said(again))
		}
	})
}

func BenchmarkBLT400k(b *testing.B) {
	var text bytes.Buffer
	r := seeded(1)
	fmt.Fprintln(&text, "9 4")
	for range 400_000 {
		fmt.Fprint(&text, "1")
		for _, c := range r.Perm(9)[:1+r.IntN(5)] {
			fmt.Fprint(&text, " ", c+1)
		}
		fmt.Fprintln(&text, " 0")
	}
	fmt.Fprintln(&text, "0\n\"1\"\n\"2\"\n\"3\"\n\"4\"\n\"5\"\n\"6\"\n\"7\"\n\"8\"\n\"9\"\n\"Title\"")
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		e, err := ParseBLT(bytes.NewReader(text.Bytes()), "")
		if err != nil {
			b.Fatal(err)
		}
		mustTally(b, e, STV)
	}
}
