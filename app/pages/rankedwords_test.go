package pages

import (
	"strings"
	"testing"

	"yishiting/polls"
)

// rankedFor is an election in which a method does all that it can do.
func rankedFor(m polls.Method) polls.Election {
	e := polls.Election{None: -1, Seats: 2}
	ids := []string{"1", "2", "3", "4", "5"}
	switch m {
	case polls.Binary:
		ids = []string{"yes", "no", "abstain"}
	case polls.Schulze:
		e.None, e.Quorum = 4, 2
	}
	for _, id := range ids {
		e.Candidates = append(e.Candidates, polls.Candidate{ID: id})
	}
	e.Groups = []polls.Group{{N: 1, Ranks: [][]int{{0}, {1}}}, {N: 8, Ranks: [][]int{{0}}}, {N: 6, Ranks: [][]int{{1}, {2}, {0}}}, {N: 6, Ranks: [][]int{{2}, {0}}}}
	return e
}

func TestRankedStepSentences(t *testing.T) {
	said := map[string]bool{}
	for _, m := range []polls.Method{polls.Binary, polls.Plurality, polls.Approval, polls.Schulze, polls.STV} {
		r, err := polls.Tally(rankedFor(m), m)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Steps {
			said[string(m)+"/"+s.Do] = true
			words := StepSentence(m, s, func(id string) string { return "选项" + id })
			if strings.ContainsAny(words, "{}") || !strings.HasSuffix(words, "。") || strings.Contains(words, s.Do) {
				t.Errorf("%s %+v: %s", m, s, words)
			}
		}
	}
	for _, code := range []string{
		"binary/carried", "plurality/tie-id", "plurality/elected", "approval/votes", "schulze/pair", "schulze/dropped", "schulze/beats",
		"stv/quota", "stv/surplus", "stv/moved", "stv/no-further", "stv/cut-off", "stv/excluded", "stv/tie-lot", "stv/elected-last",
	} {
		if !said[code] {
			t.Errorf("%s was never said: %v", code, said)
		}
	}
}
