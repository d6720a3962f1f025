package pages

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/consultation/project"
)

// Words of opinion calls, the same on every page that speaks of them.

// CallPurposeWord is what a call is for.
func CallPurposeWord(p project.Purpose) string {
	switch p {
	case project.ForProject:
		return "问计"
	case project.ForLookBack:
		return "问效"
	}
	return "问需"
}

// CallPurposeNote says what a call is for in a few words.
func CallPurposeNote(p project.Purpose) string {
	switch p {
	case project.ForProject:
		return "问计：几个方案，大家怎么看"
	case project.ForLookBack:
		return "问效：办完的事，办得怎么样"
	}
	return "问需：大家需要什么"
}

// CallUnits is so many units of a call: 84 户, 210 人.
func CallUnits(n int, u project.Unit) string { return Grouped(int64(n)) + " " + CallUnitWord(u) }

// CallOneEach is whose answer counts once.
func CallOneEach(u project.Unit) string {
	if u == project.ByResident {
		return "一人一份"
	}
	return "一户一份"
}

// CallUnitNote says whose answer counts once, and who may give it.
func CallUnitNote(u project.Unit) string {
	if u == project.ByResident {
		return "一人一份：十八周岁以上的居民各答各的"
	}
	return "一户一份：家里任何一位成年人都可以答"
}

// QuestionKindWord is how a question is answered.
func QuestionKindWord(k project.QuestionKind) string {
	switch k {
	case project.Multiple:
		return "多选"
	case project.Scale:
		return "打分"
	case project.Text:
		return "问答"
	}
	return "单选"
}

// AnswerChannelWord is how an answer came.
func AnswerChannelWord(c project.Channel) string {
	switch c {
	case project.Door:
		return "上门"
	case project.Paper:
		return "纸面"
	}
	return "网上"
}

// The phases of a call, as its readers see them.
const (
	CallAhead     = "ahead"
	CallOpen      = "open"
	CallCounting  = "counting" // over, and not summarised yet
	CallEnded     = "ended"
	CallWithdrawn = "withdrawn"
)

// CallTag is the state of a call in a word, and its tone.
func CallTag(phase string) (words, tone string) {
	switch phase {
	case CallAhead:
		return "还没开始", TonePlain
	case CallOpen:
		return "正在征集", ToneAct
	case CallCounting:
		return "已截止，正在汇总", ToneDue
	case CallEnded:
		return "已结束", TonePlain
	}
	return "已撤回", TonePlain
}

// Asked is a question as it stands on a form, on paper and in a result: No is its number
// there. One that is asked only of who chose an option stands under that option, and has
// its number from the question that it follows: 2-1.
type Asked struct {
	project.Question
	No    string
	Under []Under
}

// Under are the questions that are asked of whoever chose an option.
type Under struct {
	Option int // from 1
	Asked  []Asked
}

// Outline puts questions in the order in which they are asked.
func Outline(all []project.Question) []Asked {
	var top []Asked
	for _, q := range all {
		if q.If == nil {
			top = append(top, Asked{Question: q, No: strconv.Itoa(len(top) + 1)})
		}
	}
	for i := range top {
		n := 0
		for option := range top[i].Options {
			var under []Asked
			for _, q := range all {
				if q.If != nil && q.If.Question == top[i].ID && q.If.Option == option+1 {
					n++
					under = append(under, Asked{Question: q, No: top[i].No + "-" + strconv.Itoa(n)})
				}
			}
			if len(under) > 0 {
				top[i].Under = append(top[i].Under, Under{option + 1, under})
			}
		}
	}
	return top
}

// under are the questions under an option; nil for none.
func (a Asked) under(option int) []Asked {
	i := slices.IndexFunc(a.Under, func(u Under) bool { return u.Option == option })
	if i < 0 {
		return nil
	}
	return a.Under[i].Asked
}

// InOrder are the questions of an outline one after the other.
func InOrder(outline []Asked) (all []Asked) {
	for _, a := range outline {
		all = append(all, a)
		for _, u := range a.Under {
			all = append(all, u.Asked...)
		}
	}
	return all
}

// Condition says of whom a question is asked; "" of everybody.
func Condition(all []project.Question, q project.Question) string {
	if q.If == nil {
		return ""
	}
	for _, a := range Outline(all) {
		if a.ID == q.If.Question && q.If.Option <= len(a.Options) {
			return "第 " + a.No + " 题选了「" + a.Options[q.If.Option-1] + "」的"
		}
	}
	return ""
}

// SaidWords is what an answer says to a question, in words; "" where nothing.
func SaidWords(q project.Question, said project.Said) string {
	if q.Kind == project.Text {
		return said.Words[q.ID]
	}
	var words []string
	for _, n := range said.Choices[q.ID] {
		switch {
		case q.Kind == project.Scale:
			words = append(words, strconv.Itoa(n)+" 分")
		case n >= 1 && n <= len(q.Options):
			words = append(words, q.Options[n-1])
		}
	}
	return strings.Join(words, "、")
}

// SaidFacts is everything that an answer says, question by question.
func SaidFacts(all []project.Question, said project.Said) (facts []Fact) {
	for _, a := range InOrder(Outline(all)) {
		if words := SaidWords(a.Question, said); words != "" {
			facts = append(facts, Fact{a.No + "　" + a.Words, words})
		}
	}
	return facts
}

// questionHint says how to answer it.
func questionHint(q project.Question) string {
	switch {
	case q.Kind == project.Multiple && q.Most > 0:
		return "可以选几项，最多 " + strconv.Itoa(q.Most) + " 项。"
	case q.Kind == project.Multiple:
		return "可以选几项。"
	case q.Kind == project.Scale:
		return "1 分最低，5 分最高。"
	case q.Kind == project.Text:
		return "只给工作人员看，显示楼号，不显示门牌和姓名。请不要写电话、身份证号。最多 " + strconv.Itoa(project.MaxIdea) + " 字。"
	}
	return ""
}

// CoverageNeed is how many of a place's units make up the declared share, rounded up; 0
// where none is declared.
func CoverageNeed(percent, units int) int { return (percent*units + 99) / 100 }

// fewWords say how many there are, where so few would tell of somebody.
func fewWords(u project.Unit) string { return "不到 5 " + CallUnitWord(u) }
