package pages

import (
	"strconv"
	"strings"

	"yishiting/polls"
)

// PollStages is the course of a count by the single transferable vote.
type PollStages struct {
	Valid, Seats, Quota string
	Heads               []string // of the stages: 首选, 转出张三的余票
	Rows                []PollStageRow
	Nowhere             []string // by stage: votes that go no further
}

// PollStageRow is a candidate through the stages.
type PollStageRow struct {
	Name  string
	Cells []PollStageCell
}

// PollStageCell is how a candidate stands after a stage.
type PollStageCell struct {
	Votes   string
	Became  string // 当选, 淘汰; "" where nothing became of them at this stage
	Settled bool   // it was settled at an earlier stage
}

func stagesOf(t polls.Terms, r polls.Result) *PollStages {
	v := &PollStages{}
	for _, s := range r.Steps {
		if s.Do == "quota" {
			v.Valid, v.Seats, v.Quota = figure(s, "valid"), figure(s, "seats"), figure(s, "quota")
		}
	}
	settled := make([]bool, len(t.Options))
	for _, o := range t.Options {
		v.Rows = append(v.Rows, PollStageRow{Name: o.Words})
	}
	for _, s := range r.Stages {
		v.Heads = append(v.Heads, stageHead(t, s))
		v.Nowhere = append(v.Nowhere, fiveDecimals(s.NonTransfer))
		became := map[int]string{}
		for _, c := range s.Elected {
			became[c] = "当选"
		}
		if s.Excluded >= 0 {
			became[s.Excluded] = "淘汰"
		}
		for c := range v.Rows {
			v.Rows[c].Cells = append(v.Rows[c].Cells, PollStageCell{Votes: fiveDecimals(s.Votes[c]), Became: became[c], Settled: settled[c]})
			settled[c] = settled[c] || became[c] != ""
		}
	}
	return v
}

func stageHead(t polls.Terms, s polls.Stage) string {
	switch {
	case s.Transferred >= 0:
		return "转出" + t.Options[s.Transferred].Words + "的余票"
	case s.Excluded >= 0:
		return "淘汰" + t.Options[s.Excluded].Words
	}
	return "首选"
}

// fiveDecimals is a number of votes given in 1/100,000, exact and without noughts at its end: 12.33333.
func fiveDecimals(n int64) string {
	whole, rest := Grouped(n/100_000), n%100_000
	if rest == 0 {
		return whole
	}
	return whole + "." + strings.TrimRight(strconv.FormatInt(100_000+rest, 10)[1:], "0")
}
