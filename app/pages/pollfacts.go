package pages

import (
	"encoding/json"
	"strings"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/record"
)

// pollNames are the names of the facts that entries about polls hold, where they are not
// those of recordNames.
var pollNames = map[string]string{
	"number": "投票编号", "title": "问题", "terms": "怎么投", "terms_hash": "规定的散列值", "roll": "名册上的单位", "roll_hash": "名册的散列值",
	"roll_area": "名册上的面积", "studied": "党组织研究", "study": "研究意见", "ballots": "选票", "commitments": "选票凭据", "winners": "排在最前的选项",
	"decides": "是否作决定", "passed": "是否达到法定比例", "result": "结果", "result_hash": "结果的散列值", "until": "公布到", "reason": "理由",
	"on": "日期", "as": "备案号",
}

// pollKind tells whether entries of a kind are about polls.
func pollKind(kind string) bool { return kind == "ballots-cast" || strings.HasPrefix(kind, "poll-") }

// pollFact is a fact of an entry about a poll in words; "" where it needs none of its own,
// or, with skip, where it is not to be said.
func pollFact(e record.Entry, key string, raw json.RawMessage) (words string, skip bool) {
	var text string
	_ = json.Unmarshal(raw, &text) // what is no text stays ""
	switch e.Kind + " " + key {
	case "poll-published terms":
		return termsWords(text), false
	case "poll-published roll_area":
		var area int64
		_ = json.Unmarshal(raw, &area) // 0 is shown as 0
		return amount(polls.Area, area), false
	case "poll-counted winners":
		return winnersWords(raw), false
	case "poll-counted result":
		words = finalWords(text)
		return words, words == ""
	case "poll-counted passed":
		return "", !deciding(e)
	case "poll-formal result":
		return formalWords(raw), false
	case "ballots-cast commitments":
		return Grouped(int64(len(commitmentsOf(e)))) + " 条，列在下面", false
	}
	if d, err := calendar.ParseDay(text); err == nil && (key == "on" || key == "until" || key == "studied") {
		return d.ChineseWithYear(), false
	}
	return "", false
}

// termsWords are the terms of a poll in a few words, or their text where it is none.
func termsWords(text string) string {
	var t polls.Terms
	if json.Unmarshal([]byte(text), &t) != nil {
		return text
	}
	parts := []string{RuleWord(t.Rule), UnitWord(t.Electorate.Unit), MethodWord(t.Method)}
	var options []string
	for i, o := range ballotOptions(t) {
		words := Grouped(int64(i+1)) + " " + o.Words
		if t.Budget > 0 {
			words += "（" + Money(o.Cost) + "）"
		}
		options = append(options, words)
	}
	if len(options) > 0 {
		parts = append(parts, "选项："+listed(options))
	}
	if t.Budget > 0 {
		parts = append(parts, "预算 "+Money(t.Budget))
	}
	return strings.Join(parts, "；")
}

// winnersWords are the ids of options as numbers on the ballot, and the choices of a yes/no question by name.
func winnersWords(raw json.RawMessage) string {
	var ids []string
	if json.Unmarshal(raw, &ids) != nil || len(ids) == 0 {
		return "没有"
	}
	for i, id := range ids {
		if name := optionName(polls.Terms{None: true}, id); name != id {
			ids[i] = name
		} else {
			ids[i] = "第 " + id + " 项"
		}
	}
	return listed(ids)
}

// finalNumbers is what finalWords reads of a polls.Final: without the exact amounts of a
// budget, whose arithmetic would make the app heavier for every phone.
type finalNumbers struct {
	Ballots  int64         `json:"ballots"`
	Paper    int64         `json:"paper"`
	Voices   []polls.Voice `json:"voices"`
	Outcome  polls.Outcome `json:"outcome"`
	Withheld bool          `json:"withheld"`
}

// finalWords are the numbers of a result; "" where it does not stand on the record.
func finalWords(text string) string {
	var f finalNumbers
	if text == "" || json.Unmarshal([]byte(text), &f) != nil {
		return text
	}
	words := "投票 " + Grouped(f.Ballots) + "，其中纸质 " + Grouped(f.Paper)
	if f.Withheld {
		return words + "；不记名的票少于 5 张，不公布数目"
	}
	for _, v := range f.Voices {
		words += "；" + choiceName(v.Choice) + " " + Grouped(v.Heads)
	}
	for _, c := range f.Outcome.Conditions {
		words += "；" + ConditionSentence(c)
	}
	return words
}

func formalWords(raw json.RawMessage) string {
	var f polls.Formal
	if json.Unmarshal(raw, &f) != nil {
		return string(raw)
	}
	words := formalVerdict(f.Outcome)
	for _, c := range f.Outcome.Conditions {
		words += "；" + ConditionSentence(c)
	}
	return words + "；" + f.On.ChineseWithYear() + "，见" + f.Source
}

// deciding tells whether a counted poll could pass or fail at all.
func deciding(e record.Entry) bool {
	var facts polls.CountedFacts
	return json.Unmarshal(e.Data, &facts) == nil && facts.Decides
}

// committed is a ballot's commitment as the record has it, with the receipt code that is
// the beginning of it.
type committed struct{ Receipt, Hash string }

// commitmentsOf are the ballots of an entry; nil of one of another kind.
func commitmentsOf(e record.Entry) []committed {
	var facts struct {
		Commitments []string `json:"commitments"`
	}
	if e.Kind != "ballots-cast" || json.Unmarshal(e.Data, &facts) != nil {
		return nil
	}
	var all []committed
	for _, hash := range facts.Commitments {
		all = append(all, committed{polls.Receipt(hash), hash})
	}
	return all
}
