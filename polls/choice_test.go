package polls

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yishiting/residents"
)

// ballotPaper are terms of a method with five options; of a budget they cost 100 to 500 and
// there are 900.
func ballotPaper(m Method) Terms {
	t := Terms{Question: "选哪些", Method: m, Rule: "consultative", Seats: 1, Choose: 2, Ties: DefaultTies, Secrecy: Hidden}
	if m == Binary {
		return Terms{Question: "要不要", Method: m, Rule: "consultative", Secrecy: Hidden}
	}
	for i := range 5 {
		t.Options = append(t.Options, Option{ID: fmt.Sprint(i + 1), Words: fmt.Sprint("方案", i+1)})
	}
	switch m {
	case Shares, Greedy:
		t.Seats, t.Budget = 0, 90_000
		for i := range t.Options {
			t.Options[i].Cost = int64(i+1) * 10_000
		}
		if m == Shares {
			t.Completion = CompleteBoth
		}
	case Schulze:
		t.None = true
	case STV:
		t.Seats = 2
	}
	return t
}

func reasonOf(err error) residents.Reason {
	var field *residents.FieldError
	if errors.As(err, &field) {
		return field.Reason
	}
	return ""
}

func TestReadChoice(t *testing.T) {
	for _, c := range []struct {
		method     Method
		text, want string
		reason     residents.Reason
	}{
		{Binary, "yes", "yes", ""}, {Binary, " abstain\n", "abstain", ""}, {Binary, "blank", "", ErrOption},
		{Binary, "Yes", "", ErrOption}, {Binary, "yes,no", "", ErrOption}, {Binary, "  ", "", ErrNothing},

		{Plurality, "3", "3", ""}, {Plurality, "5, 2", "2,5", ""}, {Plurality, "1,2,3", "", ErrOverChoose},
		{Plurality, "2,2", "", ErrTwice}, {Plurality, "2,", "", ErrOption}, {Plurality, "6", "", ErrOption},
		{Plurality, "02", "", ErrOption}, {Plurality, "blank", "blank", ""}, {Plurality, "blank,1", "", ErrOption}, {Plurality, "none", "", ErrOption},

		{Approval, "5,4,3,2,1", "1,2,3,4,5", ""}, {Approval, "1>2", "", ErrOption}, {Approval, "1=2", "", ErrOption}, {Approval, "", "", ErrNothing},

		{Shares, "4,5", "4,5", ""}, {Shares, "1,4,5", "", ErrOverBudget}, {Greedy, "5,3,1", "1,3,5", ""}, {Greedy, "1,3,5,2", "", ErrOverBudget},
		{Greedy, "5,5", "", ErrTwice}, // twice comes before too dear

		{Schulze, "3>1=2", "3>1=2", ""}, {Schulze, "3 > 2 = 1", "3>1=2", ""}, {Schulze, "none>1", "none>1", ""}, {Schulze, "5=none=1", "1=5=none", ""},
		{Schulze, "1>2>1", "", ErrTwice}, {Schulze, "1=1", "", ErrTwice}, {Schulze, "1>>2", "", ErrOption}, {Schulze, ">", "", ErrOption},
		{Schulze, "1,2", "", ErrOption}, {Schulze, "blank", "blank", ""}, {Schulze, "7", "", ErrOption},

		{STV, "3>1", "3>1", ""}, {STV, "1=2", "", ErrEqualRanks}, {STV, "2>none", "", ErrOption}, {STV, "5>4>3>2>1", "5>4>3>2>1", ""},
		{STV, "1>1", "", ErrTwice}, {STV, "1=1", "", ErrTwice},

		{Approval, strings.Repeat(" ", MaxChoice) + "1", "", ErrOption},
		{Approval, "1\x00", "", ErrOption}, {Approval, "１", "", ErrOption},
	} {
		got, err := ReadChoice(ballotPaper(c.method), c.text)
		if got != c.want || reasonOf(err) != c.reason || (err == nil) != (c.reason == "") {
			t.Errorf("%s %.20q: %q, %v; want %q, %s", c.method, c.text, got, err, c.want, c.reason)
		}
	}
	if got, err := ReadChoice(Terms{Method: Schulze, Options: ballotPaper(Schulze).Options}, "none>1"); err == nil {
		t.Error("none of these, where the poll does not offer it:", got)
	}
}

// A choice of another poll, with other options, is none here.
func TestChoiceOfAnotherPoll(t *testing.T) {
	for _, m := range Methods {
		short := ballotPaper(m)
		if m == Binary {
			continue
		}
		short.Options = short.Options[:2]
		if _, err := ReadChoice(short, "3"); reasonOf(err) != ErrOption {
			t.Error(m, err)
		}
	}
}

func TestReadChoiceSaysHowManyMayBeChosen(t *testing.T) {
	_, err := ReadChoice(ballotPaper(Plurality), "1,2,3")
	var field *residents.FieldError
	if !errors.As(err, &field) || field.Limit != 2 || field.Field != "choice" {
		t.Errorf("%+v", err)
	}
}

// places of a choice by the naive reading: what ranksOf must come to.
func naiveRanks(t Terms, choice string) (ranks [][]int) {
	ids := []string{}
	for _, c := range t.candidates() {
		ids = append(ids, c.ID)
	}
	if choice == Blank {
		return nil
	}
	for _, rank := range strings.FieldsFunc(choice, func(r rune) bool { return r == '>' }) {
		var equals []int
		for _, id := range strings.FieldsFunc(rank, func(r rune) bool { return r == '=' || r == ',' }) {
			equals = append(equals, slices.Index(ids, id))
		}
		ranks = append(ranks, equals)
	}
	return ranks
}

func checkChoice(t *testing.T, terms Terms, text string) {
	t.Helper()
	choice, err := ReadChoice(terms, text)
	if err != nil {
		if choice != "" || reasonOf(err) == "" {
			t.Fatalf("%s %q: %q with %v", terms.Method, text, choice, err)
		}
		return
	}
	if again, err := ReadChoice(terms, choice); err != nil || again != choice {
		t.Fatalf("%s %q was read as %q, and that as %q, %v", terms.Method, text, choice, again, err)
	}
	ranks := ranksOf(terms, choice)
	if want := naiveRanks(terms, choice); !slices.EqualFunc(ranks, want, slices.Equal) {
		t.Fatalf("%s %q is %v, want %v", terms.Method, choice, ranks, want)
	}
	e := terms.Election(map[string]int64{choice: 2})
	if _, err := Tally(e, terms.Method); err != nil {
		t.Fatalf("%s: %q was accepted and cannot be counted: %v", terms.Method, choice, err)
	}
}

func FuzzReadChoice(f *testing.F) {
	for i, text := range []string{"yes", "1,3", "3>1=2", "none", "blank", "5>4>3>2>1", " 1 , 2", "1=1", ">", ",", "1>none=2"} {
		f.Add(uint8(i), text)
	}
	f.Fuzz(func(t *testing.T, method uint8, text string) {
		checkChoice(t, ballotPaper(Methods[int(method)%len(Methods)]), text)
	})
}

// The same by chance, so that every run of the tests sees many.
func TestAcceptedChoicesAreAcceptedAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	words := []string{"1", "2", "3", "4", "5", "none", "blank", ",", ">", "=", " ", "yes", "6"}
	for range 20000 {
		var text strings.Builder
		for range random.IntN(10) {
			text.WriteString(words[random.IntN(len(words))])
		}
		checkChoice(t, ballotPaper(Methods[random.IntN(len(Methods))]), text.String())
	}
}

// Paper ballots of a yes-or-no question may be empty: they take part and say nothing.
func TestBlankPaperIsCounted(t *testing.T) {
	for _, m := range Methods {
		terms := ballotPaper(m)
		choice, err := readPaper(terms, Blank)
		if err != nil || choice != Blank {
			t.Fatal(m, choice, err)
		}
		f, err := terms.Tally(RollSum{Units: 9, Weights: Weights{Heads: 9}}, []Said{{Choice: Blank, Ballots: 6, Paper: 6, Weights: Weights{Heads: 6}}})
		if err != nil || f.Ballots != 6 || f.Result.Blank != 6 || f.Count.Participating.Heads != 6 || f.Count.Valid.Heads != 0 || f.Count.For.Heads != 0 {
			t.Errorf("%s: %+v, %v", m, f, err)
		}
	}
}

func TestRanked(t *testing.T) {
	terms := ballotPaper(Schulze)
	for _, c := range []struct {
		numbers map[string]string
		want    string
		reason  residents.Reason
	}{
		{map[string]string{"1": "2", "2": "1", "3": "2"}, "2>1=3", ""},
		{map[string]string{"1": "", "2": " 7 ", "none": "3"}, "none>2", ""}, // gaps do not matter
		{map[string]string{"1": "", "2": "  "}, "", ""},
		{map[string]string{"1": "0"}, "", residents.ErrNumber},
		{map[string]string{"1": "-1"}, "", residents.ErrNumber},
		{map[string]string{"1": "1.5"}, "", residents.ErrNumber},
		{map[string]string{"1": "102"}, "", residents.ErrNumber},
		{map[string]string{"1": "一"}, "", residents.ErrNumber},
	} {
		for range 5 { // in whatever order a map is walked
			text, err := Ranked(terms, c.numbers)
			if reasonOf(err) != c.reason {
				t.Fatalf("%v: %v", c.numbers, err)
			}
			if err == nil && text != "" {
				text, err = ReadChoice(terms, text)
			}
			if err == nil && text != c.want {
				t.Fatalf("%v: %q, %v; want %q", c.numbers, text, err, c.want)
			}
		}
	}
	if text, _ := Ranked(terms, map[string]string{"8": "1"}); text != "8" {
		t.Error(text)
	} else if _, err := ReadChoice(terms, text); reasonOf(err) != ErrOption {
		t.Error("a number beside what is no option:", err)
	}
}
