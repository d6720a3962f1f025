package pages

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/consultation/project"
)

// CallResult is what came of a call, as it was fixed at its close: no number in it is of
// fewer than five.
type CallResult struct {
	project.Summary
	Closed string // 11 月 24 日
}

// ResultLine is a bar of a result: one option, or several that are told together.
type ResultLine struct {
	Label  string
	N      int
	Total  int
	Merged bool
	Hidden bool
	Main   bool
}

// Percent is the share, rounded down; never shown where the number is not.
func (l ResultLine) Percent() string {
	if l.Total == 0 {
		return ""
	}
	return strconv.Itoa(l.N*100/l.Total) + "%"
}

// of is the summary of a question; false where there is none.
func (r CallResult) of(id string) (project.QuestionSummary, bool) {
	i := slices.IndexFunc(r.Questions, func(q project.QuestionSummary) bool { return q.ID == id })
	if i < 0 {
		return project.QuestionSummary{}, false
	}
	return r.Questions[i], true
}

// lines are the bars of a question, in its order; those told together come last.
func (r CallResult) lines(a Asked) (all []ResultLine) {
	q, _ := r.of(a.ID)
	most := 0
	for _, c := range q.Cells {
		one := slices.Equal(c.Of, []string{project.NoAnswer})
		if one && c.N == 0 && !c.Hidden {
			continue // nobody passed it over
		}
		l := ResultLine{Label: cellWords(a, c.Of), N: c.N, Total: q.Asked, Hidden: c.Hidden, Merged: len(c.Of) > 1}
		if !one && !l.Merged {
			most = max(most, c.N)
		}
		all = append(all, l)
	}
	for i := range all {
		all[i].Main = !all[i].Merged && all[i].N == most && most > 0 && all[i].Label != noAnswerWords
	}
	return all
}

// wrote says how many have written something, where that may be told.
func (r CallResult) wrote(a Asked) string {
	for _, l := range r.lines(a) {
		if l.Label == "写了话" && !l.Hidden {
			return CallUnits(l.N, r.Unit) + "写了话，只显示楼号给工作人员看，归成类记进需求清单。"
		}
	}
	return "写的话只显示楼号给工作人员看，归成类记进需求清单。"
}

const noAnswerWords = "没有答这一题"

// cellWords are what a cell is of: an option, or several told together.
func cellWords(a Asked, of []string) string {
	var words []string
	for _, o := range of {
		n, err := strconv.Atoi(o)
		switch {
		case o == project.NoAnswer && a.Must: // nobody can pass it over
		case o == project.NoAnswer:
			words = append(words, noAnswerWords)
		case o == project.HasText:
			words = append(words, "写了话")
		case err != nil:
		case a.Kind == project.Scale:
			words = append(words, o+" 分")
		case n >= 1 && n <= len(a.Options):
			words = append(words, a.Options[n-1])
		}
	}
	return strings.Join(words, "、")
}

// mean is the mean of a scale in tenths, of those who answered; "" where numbers are told together.
func (r CallResult) mean(a Asked) string {
	q, ok := r.of(a.ID)
	if !ok || a.Kind != project.Scale {
		return ""
	}
	sum, n := 0, 0
	for _, c := range q.Cells {
		if len(c.Of) != 1 || c.Hidden {
			return ""
		}
		if v, err := strconv.Atoi(c.Of[0]); err == nil {
			sum, n = sum+v*c.N, n+c.N
		}
	}
	if n == 0 {
		return ""
	}
	tenths := (sum*20/n + 1) / 2
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10) + " 分"
}

// smallNote says why numbers of a question are not told one by one; "" where all are.
func (r CallResult) smallNote(a Asked) string {
	lines := r.lines(a)
	switch {
	case slices.ContainsFunc(lines, func(l ResultLine) bool { return l.Merged }):
		return "不到 " + small() + " " + CallUnitWord(r.Unit) + "的不单独写，和别的合并，免得看出是谁。"
	case slices.ContainsFunc(lines, func(l ResultLine) bool { return l.Hidden }):
		return "只有不到 " + small() + " " + CallUnitWord(r.Unit) + "选的，或者只有不到 " + small() + " " + CallUnitWord(r.Unit) + "没有选的，不写数字，免得看出是谁。"
	}
	return ""
}

// verdict is the result in a sentence.
func (r CallResult) verdict() string {
	switch {
	case r.Few:
		return "答的" + fewWords(r.Unit)
	case r.Answers == 0:
		return "没有人回答"
	}
	return "收到 " + Grouped(int64(r.Answers)) + " 份回答"
}

// facts are how many were asked and how the answers came.
func (r CallResult) facts(percent int) []Fact {
	facts := []Fact{{"问了", CallUnits(r.Units, r.Unit)}}
	if percent > 0 {
		words := "每栋楼都达到了 " + strconv.Itoa(percent) + "%"
		if !r.Covered {
			words = "有的楼没有达到 " + strconv.Itoa(percent) + "%"
		}
		facts = append(facts, Fact{"比例", words})
	}
	if words := r.channelWords(); words != "" {
		facts = append(facts, Fact{"怎么答的", words})
	}
	if r.Dropped > 0 {
		facts = append(facts, Fact{"重复的", strconv.Itoa(r.Dropped) + " 份没有计入：同一" + CallUnitWord(r.Unit) + "只算一份"})
	}
	return facts
}

func (r CallResult) channelWords() string {
	var all []string
	for _, c := range r.Channels {
		var names []string
		for _, of := range c.Of {
			names = append(names, AnswerChannelWord(project.Channel(of)))
		}
		if c.N > 0 {
			words := strings.Join(names, "、")
			if len(names) > 1 {
				words += "合起来"
			}
			all = append(all, words+" "+Grouped(int64(c.N))+" 份")
		}
	}
	return strings.Join(all, "，")
}
