package project

import (
	"encoding/json"
	"slices"
	"strconv"

	"yishiting/polls"
)

// Summary is what everybody may know of a call's answers. Its JSON is fixed at the close.
//
// No number of one to four in it is told of anything that was answered, nor can be worked out: not
// from totals, and not by who knows how it is made. Where a question has one answer, its
// small cells are told together with the smallest of the others: which of them is which
// stays open. Where it has several, each option is a question of yes and no by itself, and is
// not told where few said either. Of how many answered, place by place, see MergedCoverage.
//
// Units and Answers are told exactly, so that everybody can see how many did not answer, be it two of
// 84 homes. Coverage is everybody's by its purpose: nobody is to be forgotten, and a project's gate stands
// on it. It tells who was asked and how many came, never what was said; whoever stayed silent has said
// nothing that could be told. So no answer is counted by building or by channel, here or on any page:
// a question of the whole beside the same of a building would tell of the few who are left between them.
type Summary struct {
	Number    string            `json:"number"`
	Title     string            `json:"title"`
	Unit      Unit              `json:"unit"`
	Units     int               `json:"units"`         // that were asked
	Answers   int               `json:"answers"`       // units that answered; 0 where Few
	Few       bool              `json:"few,omitempty"` // at least one answered, and fewer than five: nothing more is told
	Dropped   int               `json:"dropped"`       // answers of units that had one
	Covered   bool              `json:"covered"`       // each place came to its share
	Channels  []Cell            `json:"channels,omitempty"`
	Questions []QuestionSummary `json:"questions,omitempty"`
	Coverage  []CoverageRow     `json:"coverage,omitempty"`
}

// QuestionSummary is what was answered to a question.
type QuestionSummary struct {
	ID       string       `json:"id"`
	Kind     QuestionKind `json:"kind"`
	Asked    int          `json:"asked"`              // of how many answers it was asked
	Withheld bool         `json:"withheld,omitempty"` // of how many is not told, and nothing more of it
	Cells    []Cell       `json:"cells,omitempty"`
}

// Cell is a number, of one thing or of several together.
type Cell struct {
	Of     []string `json:"of"` // numbers of options, channels; NoAnswer; of a text "text"
	N      int      `json:"n"`
	Hidden bool     `json:"hidden,omitempty"` // N is not told, and 0
}

// NoAnswer and HasText stand in Cell.Of for those who passed the question over, and for those who wrote something.
const (
	NoAnswer = "none"
	HasText  = "text"
)

// JSON is the text of the summary, always the same bytes for the same summary.
func (s Summary) JSON() []byte {
	b, err := json.Marshal(s)
	if err != nil { // texts and numbers only
		panic(err)
	}
	return b
}

// SummaryOf is the summary as it was fixed at the close; of a call that runs, what it would be
// now. That is for the desk: it is not told to others before.
func SummaryOf(v CallView, c Call) (s Summary, err error) {
	if c.Result == nil {
		return summaryNow(v, c)
	}
	return s, json.Unmarshal(c.Result, &s)
}

func summaryNow(v CallView, c Call) (Summary, error) {
	t, err := TallyOf(v, c)
	if err != nil {
		return Summary{}, err
	}
	coverage, err := v.CoverageOf(c)
	if err != nil {
		return Summary{}, err
	}
	dropped, err := v.Dropped(c.Community, c.ID)
	if err != nil {
		return Summary{}, err
	}
	n := 0
	for _, d := range dropped {
		n += d
	}
	return Summarise(c, t, coverage, n), nil
}

// Summarise is what everybody may know of a tally.
func Summarise(c Call, t Tally, coverage []PlaceCoverage, dropped int) Summary {
	s := Summary{
		Number: c.Number, Title: c.Title, Unit: c.Unit, Units: sumUnits(c.Units), Answers: t.Answers, Dropped: dropped, Covered: Covered(c, coverage),
	}
	if few(t.Answers) {
		s.Answers, s.Few = 0, true
		return s
	}
	var how []Cell
	for _, channel := range channels {
		how = append(how, Cell{Of: []string{string(channel)}, N: t.Channels[channel]})
	}
	s.Channels = mergedCells(how)
	told := map[string]QuestionSummary{}
	for i, q := range c.Questions {
		sum := summariseQuestion(c, q, t.Questions[i], told)
		told[q.ID] = sum
		s.Questions = append(s.Questions, sum)
	}
	s.Coverage = MergedCoverage(coverage)
	return s
}

// summariseQuestion; told are those in front of it.
func summariseQuestion(c Call, q Question, t QuestionTally, told map[string]QuestionSummary) QuestionSummary {
	s := QuestionSummary{ID: q.ID, Kind: q.Kind, Asked: t.Asked}
	if q.If != nil && !told[q.If.Question].tells(strconv.Itoa(q.If.Option)) {
		s.Asked, s.Withheld = 0, true // of how many it was asked is how many chose that option
		return s
	}
	switch {
	case q.Kind == Multiple:
		s.Cells = yesNoCells(t)
	case c.Purpose == ForLookBack && q.Kind != Text:
		s.Cells = lookBackCells(q, t.cells())
	default:
		s.Cells = mergedCells(t.cells())
	}
	return s
}

// tells tells whether the number of an option stands by itself.
func (s QuestionSummary) tells(option string) bool {
	return slices.ContainsFunc(s.Cells, func(c Cell) bool { return !c.Hidden && slices.Equal(c.Of, []string{option}) })
}

// cells are all who were asked, each in one of them.
func (t QuestionTally) cells() (all []Cell) {
	for i, n := range t.Counts {
		all = append(all, Cell{Of: []string{strconv.Itoa(i + 1)}, N: n})
	}
	if t.Counts == nil {
		all = append(all, Cell{Of: []string{HasText}, N: t.Answered})
	}
	return append(all, Cell{Of: []string{NoAnswer}, N: t.Asked - t.Answered})
}

// mergedCells makes one cell, the last, of those that are small and the smallest of the others,
// where one of one to four is among them. Cells of none go along, and of several that are smallest all: which
// of the merged has which of their numbers is not told, not by their order either.
func mergedCells(all []Cell) []Cell {
	if !slices.ContainsFunc(all, func(c Cell) bool { return few(c.N) }) {
		return all
	}
	least := 0 // the smallest number that is not small; 0 where there is none
	for _, c := range all {
		if c.N >= polls.SmallCell && (least == 0 || c.N < least) {
			least = c.N
		}
	}
	var shown []Cell
	one := Cell{}
	for _, c := range all {
		if c.N < polls.SmallCell || c.N == least {
			one.Of, one.N = append(one.Of, c.Of...), one.N+c.N
		} else {
			shown = append(shown, c)
		}
	}
	return append(shown, one)
}

// yesNoCells are the options of a question that has several answers, each by itself: of those
// who were asked so many chose it. What few chose is hidden, and what all but a few chose. Who
// passed the question over is not told: beside the options it could be worked out.
func yesNoCells(t QuestionTally) (all []Cell) {
	for i, n := range t.Counts {
		c := Cell{Of: []string{strconv.Itoa(i + 1)}, N: n}
		if few(n) || few(t.Asked-n) {
			c.N, c.Hidden = 0, true
		}
		all = append(all, c)
	}
	return all
}
