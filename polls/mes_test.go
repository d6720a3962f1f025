package polls

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// budgetOf is an election of projects with ids 1, 2, …, by their costs, and of ballots
// "3x12": three ballots for 1 and 2; "2x" are two blank ones.
func budgetOf(t *testing.T, budget int64, costs []int64, ballots ...string) Election {
	t.Helper()
	e := Election{Budget: big.NewRat(budget, 1), None: -1, Completion: CompleteNone}
	for i, cost := range costs {
		e.Candidates = append(e.Candidates, Candidate{ID: fmt.Sprint(i + 1), Cost: big.NewRat(cost, 1)})
	}
	for _, b := range ballots {
		var g Group
		var digits string
		if n, _ := fmt.Sscanf(b, "%dx%s", &g.N, &digits); n == 0 {
			t.Fatal(b)
		}
		if digits != "" {
			g.Ranks = [][]int{nil}
		}
		for _, d := range digits {
			g.Ranks[0] = append(g.Ranks[0], int(d-'1'))
		}
		e.Groups = append(e.Groups, g)
	}
	return e
}

// wonBy counts and gives the winners in order, as one word.
func wonBy(t *testing.T, e Election, m Method) (string, Result) {
	t.Helper()
	r, err := Tally(e, m)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(r.Winners, ""), r
}

// Budget 100, 10 voters, 10 each; 1: 36, 2: 30, 3: 30. Six are for 1 and 2, three for 3,
// one says nothing and still holds a tenth.
//
//	round 1: 1 costs 36 ≤ 60, 6 a voter, for 36: 1/6. 2 costs 5 a voter, for 30: 1/6. 3
//	         costs 10 a voter, for 30: 1/3. Equal, equal votes: the cheaper 2. The six hold 5.
//	round 2: 1 wants 36 of 30: dropped. 3 takes 10 of each of its three.
//
// Spent 60. By votes alone (equal ones: the cheaper first) 2 and 1 come first, and 3 fits.
func TestSharesByHand(t *testing.T) {
	e := budgetOf(t, 100, []int64{36, 30, 30}, "6x12", "3x3", "1x")
	won, r := wonBy(t, e, Shares)
	if won != "23" || r.Spent.Cmp(big.NewRat(60, 1)) != 0 || r.Ballots != 10 || r.Blank != 1 {
		t.Errorf("%+v", r)
	}
	five, ten := big.NewRat(5, 1), big.NewRat(10, 1)
	want := SharesReport{
		Endowment: ten,
		Projects: []ProjectReport{
			{Votes: 6, Round: 2, Left: big.NewRat(30, 1)},
			{Votes: 6, Chosen: true, Round: 1, Most: five, Effective: big.NewRat(6, 1)},
			{Votes: 3, Chosen: true, Round: 2, Most: ten, Effective: big.NewRat(3, 1)},
		},
		Paid: [][]Payment{{{"2", five}}, {{"3", ten}}, nil},
	}
	if fmt.Sprint(*r.Shares) != fmt.Sprint(want) {
		t.Errorf("%v\nwant %v", *r.Shares, want)
	}
	steps := []Step{
		{Do: "endowed", Round: 1, IDs: []string{}, Figures: []Figure{{"budget", "100"}, {"voters", "10"}, {"part", "10"}, {"added", "0"}, {"endowment", "10"}}},
		{Do: "tied", Round: 1, IDs: []string{"2", "1"}, Figures: []Figure{{"effective", "6"}}},
		{Do: "funded", Round: 1, IDs: []string{"2"}, Figures: []Figure{{"cost", "30"}, {"votes", "6"}, {"most", "5"}, {"effective", "6"}, {"left", "70"}}},
		{Do: "dropped", Round: 2, IDs: []string{"1"}, Figures: []Figure{{"cost", "36"}, {"votes", "6"}, {"money", "30"}}},
		{Do: "funded", Round: 2, IDs: []string{"3"}, Figures: []Figure{{"cost", "30"}, {"votes", "3"}, {"most", "10"}, {"effective", "3"}, {"left", "40"}}},
	}
	if !reflect.DeepEqual(r.Steps, steps) {
		t.Errorf("%+v", r.Steps)
	}
	if !reflect.DeepEqual(r.Ranking, [][]string{{"2"}, {"3"}, {"1"}}) {
		t.Error(r.Ranking)
	}
	if won, r := wonBy(t, e, Greedy); won != "213" || r.Spent.Cmp(big.NewRat(96, 1)) != 0 {
		t.Errorf("greedy %s, %s", won, r.Spent)
	}
}

// Budget 30, 3 voters, 10 each; 1 and 2 cost 12. A is for 1, B for both, C for 2.
//
//	round 1: both cost 6 a voter; equal in all but the id: 1. A and B hold 4.
//	round 2: 2 costs 12 ≤ 4 + 10. An even part of 6 is more than B's 4, so C pays the
//	         other 8: the heaviest payment is 8, as if 12/8 = 1.5 voted for it.
func TestSharesShortOfMoney(t *testing.T) {
	won, r := wonBy(t, budgetOf(t, 30, []int64{12, 12}, "1x1", "1x12", "1x2"), Shares)
	want := [][]Payment{{{"1", big.NewRat(6, 1)}}, {{"1", big.NewRat(6, 1)}, {"2", big.NewRat(4, 1)}}, {{"2", big.NewRat(8, 1)}}}
	if won != "12" || fmt.Sprint(r.Shares.Paid) != fmt.Sprint(want) || r.Shares.Projects[1].Effective.Cmp(big.NewRat(3, 2)) != 0 {
		t.Errorf("%s %+v", won, r.Shares)
	}
}

// Budget 20, 4 voters, 5 each. 1 costs 9 and has three voters, 2 costs 6 and has one of
// its own, 3 costs 11 and has the three of 1, 4 costs 5 and has nobody, 5 costs 8 and has one.
//
//	+0: 1 for 3 a voter, 3 would want 11 of the 6 that are left; 2 wants 6 of 5. {1}, 9 spent.
//	+1: 2 for 6. {1, 2}, 15 spent, 5 left: only 4 fits.
//	+2: 7 each. 3 wants 11 of 12, and costs 11/3 a voter: {1, 3, 2}, 26 spent: over.
//
// add1e does not stop at +1, for 4 fits, though nobody wants it. Filled by votes, 4 comes in.
func TestSharesCompletions(t *testing.T) {
	costs, ballots := []int64{9, 6, 11, 5}, []string{"3x13", "1x2"}
	for _, c := range []struct {
		completion   Completion
		won, stopped string
		added        int64
	}{
		{CompleteNone, "1", "", 0},
		{CompleteAdd1, "12", "over-budget", 1},
		{CompleteAdd1E, "12", "over-budget", 1},
		{CompleteAdd1U, "124", "over-budget", 1},
		{CompleteBoth, "124", "over-budget", 1},
	} {
		e := budgetOf(t, 20, costs, ballots...)
		e.Completion = c.completion
		won, r := wonBy(t, e, Shares)
		if won != c.won || r.Shares.Stopped != c.stopped || r.Shares.Added != c.added {
			t.Errorf("%s: %s, %q, %d", c.completion, won, r.Shares.Stopped, r.Shares.Added)
		}
	}
	e := budgetOf(t, 20, costs, ballots...)
	e.Completion = CompleteAdd1U
	_, r := wonBy(t, e, Shares)
	if p := r.Shares.Projects[3]; !p.Filled || p.Most != nil || p.Effective != nil || p.Round != 3 {
		t.Errorf("%+v", p)
	}
	last := r.Steps[len(r.Steps)-2:]
	if want := (Step{Do: "over-budget", Round: 3, IDs: []string{}, Figures: []Figure{{"added", "1"}, {"left", "5"}, {"next", "26"}}}); !reflect.DeepEqual(last[0], want) {
		t.Errorf("%+v", last[0])
	}
	if want := (Step{Do: "filled", Round: 3, IDs: []string{"4"}, Figures: []Figure{{"cost", "5"}, {"votes", "0"}, {"left", "0"}}}); !reflect.DeepEqual(last[1], want) {
		t.Errorf("%+v", last[1])
	}
}

// Budget 20, 4 voters, 5 each: 1 (9, three voters) is bought, 2 (12, one voter) does not fit
// into the 11 that are left, nor does 3. add1e stops at once. add1 goes on to 12 a voter: at
// that endowment 2 would be bought as well, 21 in all; so it stops one before.
func TestSharesExhaustiveStopsEarlier(t *testing.T) {
	e := budgetOf(t, 20, []int64{9, 12, 30}, "3x1", "1x2")
	for completion, want := range map[Completion]struct {
		stopped string
		added   int64
	}{CompleteAdd1E: {"exhaustive", 0}, CompleteAdd1: {"over-budget", 6}} {
		e.Completion = completion
		if won, r := wonBy(t, e, Shares); won != "1" || r.Shares.Stopped != want.stopped || r.Shares.Added != want.added {
			t.Errorf("%s: %s %q %d", completion, won, r.Shares.Stopped, r.Shares.Added)
		}
	}
}

// Where all that anybody asks for is within the budget, all of it is funded, whoever could
// pay; what nobody asks for is not, unless it is filled in.
func TestSharesAllWithinBudget(t *testing.T) {
	e := budgetOf(t, 100, []int64{90, 5, 5}, "9x2", "1x1")
	for completion, want := range map[Completion]string{
		CompleteNone: "2", CompleteAdd1: "21", CompleteAdd1E: "21", CompleteAdd1U: "213", CompleteBoth: "213",
	} {
		e.Completion = completion
		won, r := wonBy(t, e, Shares)
		if won != want || completion != CompleteNone && (r.Shares.Stopped != "all-funded" || r.Shares.Added != 0) {
			t.Errorf("%s: %s %+v", completion, won, r.Shares)
		}
	}
}

// A voter alone holds 40 of 40 and asks for three projects of 15: two are bought. Together
// they are over the budget, and an endowment over each cost ends add1.
func TestSharesEnough(t *testing.T) {
	e := budgetOf(t, 40, []int64{15, 15, 15}, "1x123")
	e.Completion = CompleteAdd1
	if won, r := wonBy(t, e, Shares); won != "12" || r.Shares.Stopped != "enough" || r.Shares.Added != 0 {
		t.Errorf("%s %+v", won, r.Shares)
	}
}

// Equals are told apart in the order that the election names, the id always last.
func TestBudgetTies(t *testing.T) {
	e := budgetOf(t, 30, []int64{20, 10, 20, 10}, "2x1", "2x2", "2x3", "2x4")
	e.Budget = big.NewRat(80, 1)
	for _, c := range []struct {
		ties []TieKey
		want string
	}{
		{nil, "2413"}, {[]TieKey{TieCost}, "2413"}, {[]TieKey{TieID}, "1234"}, {[]TieKey{TieVotes}, "1234"},
		{[]TieKey{TieVotes, TieID, TieCost}, "1234"},
	} {
		e.Ties = c.ties
		for _, m := range []Method{Shares, Greedy} {
			if won, _ := wonBy(t, e, m); won != c.want {
				t.Errorf("%s by %v: %s", m, c.ties, won)
			}
		}
	}
}

// Where nobody voted nothing is chosen; where all ballots are blank nobody pays.
func TestBudgetWithoutVotes(t *testing.T) {
	for _, completion := range completions {
		e := budgetOf(t, 30, []int64{20, 10})
		e.Completion = completion
		if won, r := wonBy(t, e, Shares); won != "" || r.Spent.Sign() != 0 || len(r.Ranking) != 1 {
			t.Errorf("%s: %s %+v", completion, won, r)
		}
	}
	if won, _ := wonBy(t, budgetOf(t, 30, []int64{20, 10}), Greedy); won != "" {
		t.Error(won)
	}
	if won, _ := wonBy(t, budgetOf(t, 30, []int64{20, 10}, "5x"), Shares); won != "" {
		t.Error(won)
	}
}

// The steps up to an endowment of a thousand million are not walked one by one.
func TestSharesFarToGo(t *testing.T) {
	e := budgetOf(t, 3_000_000_000, []int64{1, 2_500_000_000, 2_000_000_000}, "3x1", "1x2", "1x3")
	e.Completion = CompleteAdd1
	won, r := wonBy(t, e, Shares)
	// 600,000,000 each; 3 is bought from 2,000,000,000, and 2 from 2,500,000,000: over.
	if won != "13" || r.Shares.Added != 1_899_999_999 || r.Shares.Stopped != "over-budget" {
		t.Errorf("%s %+v", won, r.Shares)
	}
}

func TestBudgetRefusals(t *testing.T) {
	good := func() Election { return budgetOf(t, 30, []int64{20, 10}, "2x1", "1x12") }
	for name, c := range map[string]struct {
		change func(e *Election)
		want   error
	}{
		"no budget":          {func(e *Election) { e.Budget = nil }, ErrMethod},
		"budget 0":           {func(e *Election) { e.Budget = new(big.Rat) }, ErrElection},
		"no cost":            {func(e *Election) { e.Candidates[1].Cost = nil }, ErrElection},
		"cost 0":             {func(e *Election) { e.Candidates[1].Cost = new(big.Rat) }, ErrElection},
		"cost below 0":       {func(e *Election) { e.Candidates[1].Cost = big.NewRat(-1, 2) }, ErrElection},
		"no projects":        {func(e *Election) { e.Candidates = nil }, ErrElection},
		"id twice":           {func(e *Election) { e.Candidates[1].ID = "1" }, ErrElection},
		"no id":              {func(e *Election) { e.Candidates[1].ID = "" }, ErrElection},
		"unknown project":    {func(e *Election) { e.Groups[0].Ranks = [][]int{{2}} }, ErrElection},
		"project below 0":    {func(e *Election) { e.Groups[0].Ranks = [][]int{{-1}} }, ErrElection},
		"named twice":        {func(e *Election) { e.Groups[0].Ranks = [][]int{{1, 1}} }, ErrElection},
		"ranked":             {func(e *Election) { e.Groups[0].Ranks = [][]int{{1}, {0}} }, ErrMethod},
		"no ballots":         {func(e *Election) { e.Groups[0].N = 0 }, ErrElection},
		"too many ballots":   {func(e *Election) { e.Groups[0].N = mostBallots }, ErrElection},
		"unknown tie key":    {func(e *Election) { e.Ties = []TieKey{"lot"} }, ErrElection},
		"tie key twice":      {func(e *Election) { e.Ties = []TieKey{TieID, TieID} }, ErrElection},
		"no completion":      {func(e *Election) { e.Completion = "" }, ErrMethod},
		"unknown completion": {func(e *Election) { e.Completion = "add2" }, ErrMethod},
	} {
		e := good()
		c.change(&e)
		if _, err := Tally(e, Shares); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Tally(good(), "borda"); !errors.Is(err, ErrMethod) {
		t.Error(err)
	}
}

func TestCompareIDs(t *testing.T) {
	order := []string{"0", "1", "01", "2", "9", "10", "007777", "123456789012345678901234567890", "-1", "1.5", "10a", "1a", "A-3", "a", "路"}
	slices.Reverse(order[1:3]) // "01" comes before "1": as numbers they are the same
	for i, a := range order {
		for j, b := range order {
			if got := CompareIDs(a, b); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%s against %s: %d", a, b, got)
			}
		}
	}
}

func TestExactText(t *testing.T) {
	for from, want := range map[string]string{
		"12": "12", "361677.8": "361677.8", "7/3": "7/3", "14/6": "7/3", "0.000000000001": "0.000000000001",
		"0.0000000000001": "1/10000000000000", "-1/2": "-0.5", "1/8": "0.125", "0": "0",
	} {
		r, _ := new(big.Rat).SetString(from)
		if got := ExactText(r); got != want {
			t.Errorf("%s: %s", from, got)
		}
	}
}

// The form for programs has every key and no null.
func TestResultJSON(t *testing.T) {
	got, err := Result{Method: Schulze}.JSON()
	if want := `{"method":"schulze","winners":[],"ranking":[],"spent":"0","steps":[]}`; err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
	_, r := wonBy(t, budgetOf(t, 10, []int64{5, 6}, "3x1", "1x2"), Shares)
	r.Steps = r.Steps[:1]
	got, err = r.JSON()
	if want := `{"method":"mes","winners":["1"],"ranking":[["1"],["2"]],"spent":"5","steps":[{"do":"endowed","round":1,"figures":[` +
		`{"name":"budget","value":"10"},{"name":"voters","value":"4"},{"name":"part","value":"2.5"},{"name":"added","value":"0"},{"name":"endowment","value":"2.5"}]}]}`; err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
}
