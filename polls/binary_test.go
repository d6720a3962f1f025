package polls

import (
	"errors"
	"slices"
	"strconv"
	"testing"
)

func candidatesFor(n int) (e Election) {
	e.None = -1
	for i := range n {
		e.Candidates = append(e.Candidates, Candidate{ID: strconv.Itoa(i + 1)})
	}
	return e
}

func TestBinary(t *testing.T) {
	for _, c := range []struct {
		name, ballots   string
		winner, ranking string
		blank           int64
		step            string
	}{
		{"carried", "33 yes\n10 no\n3 abstain", "yes", "yes no abstain", 0, "carried"},
		{"abstention is no yes", "3 yes\n2 no\n40 abstain", "yes", "abstain yes no", 0, "carried"},
		{"not carried", "3 yes\n4 no", "no", "no yes abstain", 0, "not-carried"},
		{"equal votes do not carry", "4 yes\n4 no\n1", "no", "no,yes abstain", 1, "not-carried-even"},
		{"nobody votes", "2", "no", "abstain,no,yes", 2, "not-carried-even"},
		{"two answers are none", "1 yes\n7 yes=no", "yes", "yes abstain,no", 7, "carried"},
	} {
		r := mustTally(t, ranked(t, "yes no abstain", c.ballots), Binary)
		if !slices.Equal(r.Winners, []string{c.winner}) || layered(r.Ranking) != c.ranking || r.Blank != c.blank {
			t.Errorf("%s: %v, %v, %d blank", c.name, r.Winners, r.Ranking, r.Blank)
		}
		if len(steps(r, c.step)) != 1 {
			t.Errorf("%s: %v", c.name, r.Steps)
		}
	}
	for _, candidates := range []string{"no yes abstain", "yes no", "yes no abstain other", "1 2 3"} {
		if _, err := Tally(ranked(t, candidates, "1"), Binary); !errors.Is(err, ErrElection) {
			t.Errorf("%s: %v", candidates, err)
		}
	}
}
