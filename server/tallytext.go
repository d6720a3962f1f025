package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"yishiting/app/pages"
	"yishiting/polls"
)

// tallyText is a result for people at a terminal: terms, who or what is chosen, what each
// candidate got, and the steps in sentences.
func tallyText(e polls.Election, r polls.Result) []byte {
	t := &tallyPrinter{e: e, r: r, names: map[string]string{}, chosen: map[string]bool{}}
	for _, c := range e.Candidates {
		t.names[c.ID] = candidateName(c)
	}
	for _, id := range r.Winners {
		t.chosen[id] = true
	}
	t.terms()
	t.winners()
	t.candidates()
	t.steps()
	return t.out.Bytes()
}

type tallyPrinter struct {
	e      polls.Election
	r      polls.Result
	names  map[string]string // by id
	chosen map[string]bool
	out    bytes.Buffer
}

func candidateName(c polls.Candidate) string {
	if c.Name == "" {
		return c.ID
	}
	return c.ID + " " + strings.Join(strings.Fields(c.Name), " ")
}

func (t *tallyPrinter) say(format string, args ...any) { fmt.Fprintf(&t.out, format+"\n", args...) }

func (t *tallyPrinter) terms() {
	if t.e.Title != "" {
		t.say("%s", strings.Join(strings.Fields(t.e.Title), " "))
	}
	t.say("计票方法：%s", pages.MethodWord(t.r.Method))
	if t.r.Method == polls.Shares {
		t.say("余款：%s", pages.CompletionWord(t.e.Completion))
	}
	t.say("选票：%d 张，其中空白 %d 张", t.r.Ballots, t.r.Blank)
	if t.r.Spent != nil {
		t.say("预算：%s，选中的共需 %s", polls.ExactText(t.e.Budget), polls.ExactText(t.r.Spent))
	}
}

func (t *tallyPrinter) winners() {
	t.say("\n选中 %d 个，按选出的先后：", len(t.r.Winners))
	rows := make([][]string, len(t.r.Winners))
	for i, id := range t.r.Winners {
		rows[i] = []string{strconv.Itoa(i+1) + ".", t.names[id]}
	}
	t.table(rows)
}

// candidates are all, in the order of the result.
func (t *tallyPrinter) candidates() {
	t.say("\n全部，按名次：")
	rows := [][]string{{"名次", "", "票数"}}
	money := t.e.Budget != nil
	if money {
		rows[0] = append(rows[0], "费用")
	}
	places := map[string]int{}
	for i, c := range t.e.Candidates {
		places[c.ID] = i
	}
	rank := 1
	for _, layer := range t.r.Ranking {
		for _, id := range layer {
			row := []string{strconv.Itoa(rank), t.names[id], ""}
			if p := places[id]; p < len(t.r.Votes) {
				row[2] = strconv.FormatInt(t.r.Votes[p], 10)
			}
			if money {
				row = append(row, polls.ExactText(t.e.Candidates[places[id]].Cost))
			}
			if t.chosen[id] {
				row = append(row, "选中")
			}
			rows = append(rows, row)
		}
		rank += len(layer)
	}
	t.table(rows)
}

func (t *tallyPrinter) steps() {
	t.say("\n计票过程：")
	rows := make([][]string, len(t.r.Steps))
	for i, s := range t.r.Steps {
		rows[i] = []string{fmt.Sprintf("第 %d 轮", s.Round), pages.StepSentence(t.r.Method, s, func(id string) string { return t.names[id] })}
	}
	t.table(rows)
}

// table prints rows in columns; the last field of a row is not filled up.
func (t *tallyPrinter) table(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, field := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columnsOf(field))
		}
	}
	for _, row := range rows {
		line := ""
		for i, field := range row {
			line += "  " + field + strings.Repeat(" ", widths[i]-columnsOf(field))
		}
		t.say("%s", strings.TrimRight(line, " "))
	}
}

// columnsOf is how many columns of a terminal a text takes: Chinese characters take two.
func columnsOf(text string) int {
	n := 0
	for _, r := range text {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
