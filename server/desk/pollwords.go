package desk

import (
	"strings"

	"yishiting/app/pages"
	"yishiting/polls"
)

// Words of polls that only the desk needs: they help to choose.

// methodHints explain the methods, two sentences each.
var methodHints = map[polls.Method]string{
	polls.Binary:    "一个问题，答赞成、反对或者弃权。最容易懂，要通过一项决定时用它。",
	polls.Plurality: "从几个选项里选一个，或者最多选几个，得票多的选中。选项相近时票会分散，可以改用认可投票。",
	polls.Approval:  "觉得行的选项都可以勾，赞成最多的选中。选项相近也不会互相抢票，适合从几个方案里定一个。",
	polls.Schulze:   "把选项按喜欢的先后排名，逐对比较，谁都比不过它的那个选中。适合三个以上、各有支持的方案。",
	polls.Shares:    "总预算平均分给每位投票的人，项目由支持它的人均摊费用。少数人也能选中自己的项目，钱花在哪里逐笔公布。",
	polls.Greedy:    "按得票从多到少选，装得下预算就选中。简单，但钱可能都花在多数人那里；适合和均摊的办法对照。",
	polls.STV:       "按先后排名，选出几个人组成小组，每一派大致按比例有人当选。只用于小组、团队，不用于居委会选举。",
}

// MethodOptions are the methods as a form offers them.
func MethodOptions() []pages.Option {
	var all []pages.Option
	for _, m := range polls.Methods {
		all = append(all, pages.Option{Value: string(m), Label: pages.MethodWord(m), Hint: methodHints[m]})
	}
	return all
}

// completionHints say what comes of each way of spending what Equal Shares leave over.
var completionHints = map[polls.Completion]string{
	polls.CompleteAdd1:  "剩下的一般不多。还装得下一个小项目的，也不再补。",
	polls.CompleteAdd1E: "不为花钱而多加：一旦再也装不下任何项目就停。剩下的一般不多。",
	polls.CompleteAdd1U: "余款用得最足。补入的项目由票数多少决定，不是支持的人均摊出来的。",
	polls.CompleteBoth:  "一旦再也装不下任何项目就停；停在超出预算之前的，再按票数补入。余款用得足。",
	polls.CompleteNone:  "只选支持的人摊得起的。剩下的可能很多，留到以后再用。",
}

func completionOptions() []pages.Option {
	var all []pages.Option
	for _, c := range polls.Completions {
		all = append(all, pages.Option{Value: string(c), Label: pages.LeftoverWord(c), Hint: completionHints[c]})
	}
	return all
}

var secrecyWords = map[polls.Secrecy][2]string{
	polls.Hidden:      {"截止前什么都不显示", "截止后公布不带姓名的选票，谁都可以重新计票。"},
	polls.OpenTurnout: {"截止前只显示多少人投了", "投了什么不显示；截止后公布不带姓名的选票。"},
	polls.Named:       {"记名", "截止后公布每张票是谁投的：隐去名字的姓和楼号，或者楼号和面积。业主的票只能记名：面积本身就看得出是哪一户。"},
}

// SecrecyWord is what others get to see of a ballot.
func SecrecyWord(s polls.Secrecy) string { return secrecyWords[s][0] }

// SecrecyNote says more of it.
func SecrecyNote(s polls.Secrecy) string { return secrecyWords[s][1] }

func secrecyOptions(only polls.Unit) []pages.Option {
	var all []pages.Option
	for _, s := range polls.Secrecies {
		if only != polls.UnitOwner || s == polls.Named {
			all = append(all, pages.Option{Value: string(s), Label: SecrecyWord(s), Hint: SecrecyNote(s)})
		}
	}
	return all
}

var pollStates = map[polls.State]struct{ words, tone string }{
	polls.Draft: {"草稿", pages.TonePlain}, polls.Published: {"已公布", pages.ToneAct}, polls.Counting: {"已截止，录入纸质票", pages.ToneDue},
	polls.Counted: {"已计票", pages.TonePlain}, polls.Withdrawn: {"已撤回", pages.TonePlain},
}

// PollTag is where a poll stands, with the tone of its tag.
func PollTag(s polls.State) (words, tone string) { return pollStates[s].words, pollStates[s].tone }

// UnitCount is a number of units: 84 户.
func UnitCount(u polls.Unit, n int64) string { return pages.Units(n, u) }

// Needs is what a rule wants, in the law's fractions: 参加：全体的过半数；同意：参加的过半数.
func Needs(r polls.Rule) string {
	if !r.Decides() {
		return "没有人数和比例的要求，只公布数目"
	}
	return strings.Join([]string{"参加：" + fractions(r.Quorum), "同意：" + fractions(r.Approve)}, "；")
}

func fractions(all []polls.Condition) string {
	var words []string
	for _, c := range all {
		base := map[polls.Base]string{polls.OfRoll: "全体", polls.OfParticipating: "参加的", polls.OfValid: "有效票的"}[c.Of]
		weight := map[polls.Weight]string{polls.Area: "面积", polls.OwnerHeads: "业主代表"}[c.Weight]
		if weight == "" && len(all) > 1 {
			weight = "人数"
		}
		words = append(words, base+weight+pages.FractionWord(c))
	}
	return strings.Join(words, "，且")
}

// duties are what else a rule asks for, each with its source.
func duties(r polls.Rule) []pages.Fact {
	var all []pages.Fact
	add := func(name string, s polls.Sourced) {
		if s.Due() {
			all = append(all, pages.Fact{Name: name, Value: s.Source})
		}
	}
	add("提前公布", r.Notice)
	add("先行研究", r.PartyStudy)
	add("公开", r.Disclosure)
	add("备案", r.Filing)
	if r.OnlineWhy != "" {
		all = append(all, pages.Fact{Name: "说明", Value: r.OnlineWhy})
	}
	return all
}
