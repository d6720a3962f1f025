package pages

import (
	"math/big"
	"strings"
	"testing"

	"yishiting/polls"
)

// Every step of every budget is said in a sentence, and no figure is missing in it.
func TestStepSentences(t *testing.T) {
	e := polls.Election{Budget: big.NewRat(130, 1), None: -1}
	for _, c := range []struct {
		id   string
		cost int64
	}{{"1", 50}, {"2", 40}, {"3", 40}, {"4", 90}, {"5", 10}, {"6", 10}} {
		e.Candidates = append(e.Candidates, polls.Candidate{ID: c.id, Cost: big.NewRat(c.cost, 1)})
	}
	e.Groups = []polls.Group{{N: 3, Ranks: [][]int{{0, 1}}}, {N: 3, Ranks: [][]int{{2, 0}}}, {N: 1, Ranks: [][]int{{3}}}, {N: 1}, {N: 1, Ranks: [][]int{{4, 5}}}}
	said := map[string]bool{}
	for _, m := range []polls.Method{polls.Greedy, polls.Shares} {
		for _, e.Completion = range []polls.Completion{polls.CompleteNone, polls.CompleteAdd1, polls.CompleteBoth} {
			r, err := polls.Tally(e, m)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range r.Steps {
				said[string(m)+"/"+s.Do] = true
				words := StepSentence(m, s, func(id string) string { return "项目" + id })
				if strings.ContainsAny(words, "{}") || !strings.HasSuffix(words, "。") || strings.Contains(words, s.Do) {
					t.Errorf("%s %+v: %s", m, s, words)
				}
			}
		}
	}
	for _, code := range []string{"greedy/funded", "greedy/skipped", "mes/endowed", "mes/funded", "mes/dropped", "mes/tied"} {
		if !said[code] {
			t.Errorf("%s was never said: %v", code, said)
		}
	}
}

func TestStepSentence(t *testing.T) {
	s := polls.Step{Do: "funded", Round: 1, IDs: []string{"7"}, Figures: []polls.Figure{{Name: "cost", Value: "12.5"},
		{Name: "votes", Value: "3"}, {Name: "most", Value: "25/6"}, {Name: "effective", Value: "3"}, {Name: "left", Value: "0"}}}
	got := StepSentence(polls.Shares, s, func(string) string { return "长椅" })
	if want := "长椅 入选：费用 12.5，3 人支持，每人最多分摊 约 4.17（相当于 3 票）；预算还剩 0。"; got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if got := StepSentence(polls.Shares, polls.Step{Do: "other", IDs: []string{"7"}}, func(string) string { return "长椅" }); got != "other，长椅。" {
		t.Error(got)
	}
}
