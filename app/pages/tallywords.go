package pages

import (
	"math/big"
	"strconv"
	"strings"

	"yishiting/polls"
)

var methodWords = map[polls.Method]string{
	polls.Binary: "赞成、反对、弃权", polls.Plurality: "得票最多", polls.Approval: "认可投票", polls.Schulze: "排序投票（舒尔茨法）",
	polls.Shares: "等额分摊法", polls.Greedy: "按票数从高到低", polls.STV: "单一可转移票（苏格兰规则）",
}

// MethodWord is how ballots are counted: 等额分摊法.
func MethodWord(m polls.Method) string { return methodWords[m] }

var completionWords = map[polls.Completion]string{
	polls.CompleteNone:  "不补足，余款留下",
	polls.CompleteAdd1:  "每人逐次加一个货币单位，直到再加就超出预算",
	polls.CompleteAdd1E: "每人逐次加一个货币单位，直到再加就超出预算，或者余款已经不够任何一个项目",
	polls.CompleteAdd1U: "每人逐次加一个货币单位，直到再加就超出预算；余款再按票数补足",
	polls.CompleteBoth:  "每人逐次加一个货币单位，直到再加就超出预算，或者余款已经不够任何一个项目；余款再按票数补足",
}

// CompletionWord says how the money is spent that equal shares leave over.
func CompletionWord(c polls.Completion) string { return completionWords[c] }

// stepWords are the sentences of a count, by its code, or by method and code where a
// code means different things. {1}, {2}, {last} are names of candidates, {all} all of
// them, {rest} all but the first, {way} all with arrows; other braces are figures.
var stepWords = map[string]string{
	"mes/endowed":     "预算 {budget}，{voters} 人投票，每人平均 {part}；每人加 {added}，各有 {endowment}。",
	"mes/tied":        "{all} 此时一样合算（各相当于 {effective} 票），按事先公布的次序先取 {1}。",
	"mes/funded":      "{1} 入选：费用 {cost}，{votes} 人支持，每人最多分摊 {most}（相当于 {effective} 票）；预算还剩 {left}。",
	"mes/dropped":     "{1} 出局：费用 {cost}，{votes} 位支持者手里一共只有 {money}。",
	"mes/filled":      "{1} 按票数补入：费用 {cost}，{votes} 票；预算还剩 {left}。",
	"mes/over-budget": "每人再加 1，选出的项目共需 {next}，超出预算；到此为止，剩 {left}。",
	"mes/exhaustive":  "余款 {left} 已经不够任何一个未入选的项目，到此为止。",
	"mes/all-funded":  "有人支持的项目全部列入，不必再加。",
	"mes/enough":      "每人手里的钱已经多过任何一个项目的费用，到此为止，剩 {left}。",

	"greedy/funded":  "{1} 入选：{votes} 票，费用 {cost}；预算还剩 {left}。",
	"greedy/skipped": "{1} 未入选：{votes} 票，费用 {cost}，预算只剩 {left}，不够。",

	"votes":     "{1} 得 {votes} 票。",
	"elected":   "{all} 当选。",
	"tie-votes": "{all} 难分先后，按票数多少定次序。",
	"tie-cost":  "{all} 票数相同，按费用由低到高定次序。",
	"tie-id":    "{all} 票数相同，按编号定次序。",

	"binary/carried":          "赞成 {yes} 票，反对 {no} 票，赞成多于反对。",
	"binary/not-carried":      "赞成 {yes} 票，反对 {no} 票，赞成没有多于反对。",
	"binary/not-carried-even": "赞成、反对各 {yes} 票，没有多于反对。",

	"schulze/pair":          "{1} 胜 {2}：{for} 票把前者排在前，{against} 票相反。",
	"schulze/pair-even":     "{1} 与 {2} 持平：各 {for} 票。",
	"schulze/dropped":       "{1} 没有胜过「{2}」（{for} 票对 {against} 票），不再比较。",
	"schulze/beats":         "{1} 直接胜 {2}：强度 {strength}，反向 {back}。",
	"schulze/beats-by-path": "{1} 经 {way} 胜 {last}：强度 {strength}，反向 {back}。",
	"schulze/even":          "{1} 与 {2} 不分胜负：双向强度都是 {strength}。",
	"schulze/tie-open":      "{all} 并列第一，投票本身分不出先后。",

	"stv/quota":             "有效票 {valid} 张，选 {seats} 人，当选需要 {quota} 票。",
	"stv/first":             "{1} 首选 {votes} 票。",
	"stv/surplus":           "{1} 超出当选所需 {surplus} 票，按比例转给下一选择。",
	"stv/excluded":          "{1} 只有 {votes} 票，最少，淘汰，票转给下一选择。",
	"stv/moved":             "从 {1} 转给 {2} {votes} 票。",
	"stv/no-further":        "{1} 的票中 {votes} 票没有下一选择，不再转。",
	"stv/cut-off":           "计算到小数第五位，舍去 {votes} 票。",
	"stv/elected":           "{1} 以 {votes} 票当选（需要 {quota} 票）。",
	"stv/elected-last":      "剩下的人和空缺的席位一样多，{1} 以 {votes} 票当选。",
	"stv/tie-earlier-stage": "{all} 票数相同，按较早一轮的票数定先后。",
	"stv/tie-lot":           "{all} 票数一直相同，按事先公布的次序定先后。",
}

// StepSentence says a step of a count in words; name gives a candidate's name. Figures
// that are fractions without an end are rounded to cents and marked 约: the exact ones
// stand in the step.
func StepSentence(m polls.Method, s polls.Step, name func(id string) string) string {
	words, ok := stepWords[string(m)+"/"+s.Do]
	if !ok {
		words, ok = stepWords[s.Do]
	}
	names := make([]string, len(s.IDs))
	for i, id := range s.IDs {
		names[i] = name(id)
	}
	if !ok {
		return plainStep(s, names)
	}
	pairs := []string{"{all}", strings.Join(names, "、"), "{way}", strings.Join(names, " → ")}
	for i, n := range names {
		pairs = append(pairs, "{"+strconv.Itoa(i+1)+"}", n)
	}
	if len(names) > 0 {
		pairs = append(pairs, "{last}", names[len(names)-1])
	}
	for _, f := range s.Figures {
		pairs = append(pairs, "{"+f.Name+"}", Readable(f.Value))
	}
	return strings.NewReplacer(pairs...).Replace(words)
}

// plainStep says a step for which there is no sentence by its code and numbers.
func plainStep(s polls.Step, names []string) string {
	parts := append([]string{s.Do}, names...)
	for _, f := range s.Figures {
		parts = append(parts, f.Name+" "+Readable(f.Value))
	}
	return strings.Join(parts, "，") + "。"
}

// Readable is an exact number for the eye: as it is, or a fraction rounded to cents, 约 2.33.
func Readable(exact string) string {
	if !strings.Contains(exact, "/") {
		return exact
	}
	r, ok := new(big.Rat).SetString(exact)
	if !ok {
		return exact
	}
	return "约 " + r.FloatString(2)
}
