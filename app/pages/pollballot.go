package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yishiting/polls"
)

// The ballot's form, which is complete without scripts: ballot.js only adds totals,
// buttons and dragging to the same fields.

// binaryChoices are the three choices of a yes/no question.
var binaryChoices = []Option{{Value: polls.Yes, Label: "赞成"}, {Value: polls.No, Label: "反对"}, {Value: polls.Abstain, Label: "弃权", Hint: "算参加，不算同意"}}

// kinds of ballots: how the options are filled in.
const (
	ballotOne   = "one"   // one of them
	ballotSome  = "some"  // some of them
	ballotRank  = "rank"  // an order
	ballotMoney = "money" // some of them, within a budget
)

func ballotKind(t polls.Terms) string {
	switch {
	case t.Method == polls.Binary, t.Method == polls.Plurality && t.Choose == 1:
		return ballotOne
	case t.Method == polls.Schulze, t.Method == polls.STV:
		return ballotRank
	case t.Budget > 0:
		return ballotMoney
	}
	return ballotSome
}

// ballotOptions are what stands on the ballot, in its order.
func ballotOptions(t polls.Terms) []polls.Option {
	options := slices.Clone(t.Options)
	if t.None {
		options = append(options, polls.Option{ID: polls.NoneID, Words: "以上都不选"})
	}
	return options
}

// oneChoices are the answers where one is chosen. A blank ballot is one of them: what
// is chosen cannot be taken back otherwise.
func oneChoices(t polls.Terms) []Option {
	if t.Method == polls.Binary {
		return binaryChoices
	}
	var all []Option
	for _, o := range t.Options {
		all = append(all, Option{Value: o.ID, Label: o.Words, Hint: o.About})
	}
	return append(all, Option{Value: polls.Blank, Label: "投空白票", Hint: "算参加，一项也不选"})
}

// ballotLegend asks the question of the options.
func ballotLegend(t polls.Terms) string {
	switch ballotKind(t) {
	case ballotOne:
		return "请选一项"
	case ballotRank:
		return "请按先后排名次"
	case ballotMoney:
		return "请勾选支持的项目"
	}
	if t.Method == polls.Plurality {
		return "请勾选，最多 " + strconv.Itoa(t.Choose) + " 项"
	}
	return "请勾选，选几项都行"
}

func ballotHint(t polls.Terms) string {
	switch t.Method {
	case polls.Schulze:
		return "1 最先。可以并列；不排的算并列最后。"
	case polls.STV:
		return "1 最先，名次不能相同；不排的，票不会转给他。"
	}
	if t.Budget > 0 {
		return "总预算 " + Money(t.Budget) + "，勾选的加起来不能超过。"
	}
	return ""
}

// rankOptions are the names of the places in a ranking.
func rankOptions(n int) []Option {
	all := []Option{{Label: "不排"}}
	for i := range n {
		s := strconv.Itoa(i + 1)
		all = append(all, Option{Value: s, Label: "第 " + s})
	}
	return all
}

// chose tells whether a choice was ticked in the form that was refused.
func (f *Frame) chose(value string) bool {
	return slices.Contains(strings.Split(f.Value("ballot", "choice", ""), "\n"), value)
}

// unitChosen is the home for which the form speaks at first: the first that has not voted.
func (v *PollView) unitChosen() string {
	if len(v.Ballot.Units) == 0 {
		return ""
	}
	return v.Value("ballot", "unit", v.Ballot.Units[0].Value)
}

// ballotTotals are the sentences in which ballot.js says what is ticked so far; what stands in
// braces is put in there.
func ballotTotals(t polls.Terms) templ.Attributes {
	words := templ.Attributes{"data-none": "还没有选"}
	switch {
	case t.Budget > 0:
		words["data-budget"] = strconv.FormatInt(t.Budget, 10)
		words["data-none"] = "还没有选，可用 " + Money(t.Budget)
		words["data-within"] = "已选 {n} 项，共 {sum}，还剩 {rest}"
		words["data-over"] = "已选 {n} 项，共 {sum}，超出预算 {rest}，请去掉一些再投"
	case t.Method == polls.Plurality:
		words["data-most"] = strconv.Itoa(t.Choose)
		words["data-within"] = "已选 {n} 项，还可以选 {rest} 项"
		words["data-over"] = "已选 {n} 项，多了 {rest} 项，请去掉一些再投"
	default:
		words["data-within"] = "已选 {n} 项"
	}
	return words
}

// BallotSays is what a ballot says in words: 赞成; 方案三，方案一; of a ranking 1 方案三，2 方案一.
func BallotSays(t polls.Terms, choice string) string {
	if choice == polls.Blank {
		return "空白票"
	}
	var parts []string
	for i, rank := range strings.Split(strings.ReplaceAll(choice, ",", ">"), ">") {
		var equals []string
		for id := range strings.SplitSeq(rank, "=") {
			equals = append(equals, optionName(t, id))
		}
		part := strings.Join(equals, "和")
		if ballotKind(t) == ballotRank {
			part = strconv.Itoa(i+1) + " " + part
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "，")
}

// steps is how many screens the ballot is in elder mode: for which home, where there are several; the question with its
// options; what was chosen, and the button that sends it.
func (v *PollView) steps() int {
	if len(v.Ballot.Units) > 0 {
		return 3
	}
	return 2
}

// ballotLast is where the last screen of a ballot begins in elder mode: above the question, so that what was chosen, the
// same fields without the others, stands between it and the button that sends it.
func ballotLast(v *PollView) string {
	if v.Elder == 0 {
		return ""
	}
	n := strconv.Itoa(v.steps())
	return `<p class="small casting" id="ballot-step-` + n + `" tabindex="-1">第 ` + n + ` 步，共 ` + n + ` 步</p>`
}

// ballotCast begins that part of the last screen which stands on no other.
func ballotCast(v *PollView) string {
	if v.Elder == 0 {
		return ""
	}
	return `<section class="onestep">`
}

// ballotAsked says in elder mode, in which the question stands far above, what is being asked, and on the last screen
// that what is still there is what was chosen (elder.css).
func ballotAsked(v *PollView) string {
	if v.Elder == 0 {
		return ""
	}
	return `<p class="asked" lang="zh-CN">` + templ.EscapeString(v.Terms.Question) + `</p><p class="picked">您选的是</p><p class="picked none">还没有选，请按「上一步」。</p>`
}
