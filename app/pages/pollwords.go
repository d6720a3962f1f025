package pages

import (
	"fmt"
	"strconv"
	"strings"

	"yishiting/polls"
)

var unitWords = map[polls.Unit]string{
	polls.UnitResident: "十八周岁以上居民，一人一票", polls.UnitHousehold: "户代表，一户一票", polls.UnitOwner: "业主，按专有部分计票，同一买受人的几处算一人",
	polls.UnitDelegate: "会议组成人员或者居民代表，一人一票", polls.UnitMember: "名册上的成员，一人一票",
}

// UnitWord is who has one ballot: 户代表，一户一票.
func UnitWord(u polls.Unit) string { return unitWords[u] }

var ruleWords = map[string]string{
	"consultative": "意见征询", "household-vote": "协商中的户投票",
	"residents-assembly": "居民会议", "reps-meeting": "居民代表会议",
	"committee-election": "居民委员会选举（选民或户代表）", "committee-election-delegates": "居民委员会选举（居民代表）",
	"committee-runoff": "居民委员会另行选举（选民或户代表）", "committee-runoff-delegates": "居民委员会另行选举（居民代表）",
	"recall": "罢免居民委员会成员（选民或户代表）", "recall-delegates": "罢免居民委员会成员（居民代表）",
	"owners-ordinary": "业主共同决定的一般事项", "owners-heavy": "业主共同决定的重大事项（筹集维修资金、改建重建、改变共有部分用途或者用来经营）",
	"owners-committee": "业主委员会会议", "property-committee": "物业管理委员会会议",
	"villagers-assembly": "村民会议（村民）", "villagers-assembly-households": "村民会议（户代表）",
	"village-delegates": "村民代表会议", "village-group": "村民小组会议",
}

// RuleWord is which body is asked and how, by the id of its rule: 居民代表会议.
func RuleWord(id string) string { return ruleWords[id] }

var effectWords = map[polls.Effect]string{
	polls.Opinion: "意见征询", polls.Consultation: "协商投票", polls.Indication: "意向征询", polls.Resolution: "会议表决", polls.Office: "选举和罢免",
}

// EffectWord is what a vote may be called: 意向征询.
func EffectWord(e polls.Effect) string { return effectWords[e] }

var effectNotes = map[polls.Effect]string{
	polls.Opinion:      "本投票只征求意见，公布各种意见有多少，不是任何会议的决定。",
	polls.Consultation: "本投票是协商的一部分，结果供协商引用。协商不是居民会议的表决；要表决的，交居民会议或者居民代表会议（城市居民委员会组织法第三十二条）。",
	polls.Indication:   "本投票只是意向征询，不是业主大会决定。表决应通过市住房城乡建设部门的电子投票系统（北京业主）进行（北京市物业管理条例第三十五条）；正式表决的结果可以登记在这里。",
	polls.Resolution:   "本投票是会议的表决，达到法定的人数和比例才算通过。决定不得与法律、法规相抵触，不得侵犯居民的人身权利、民主权利和财产权利。",
	polls.Office:       "选举和罢免采用无记名投票、当场公开计票，设秘密写票处，只在现场用纸质选票进行，不在网上投（城市居民委员会组织法第十九条、第二十条）。",
}

// EffectNote says what a vote is in law and what it is not; it stands wherever the vote does.
func EffectNote(e polls.Effect) string { return effectNotes[e] }

// SilenceNote says how those are counted who do not vote, and whose policy that is.
const SilenceNote = "没有投票的，不算参加，也不算同意。有的议事规则把「送达未投票」算作参加或者算入多数，法律对此没有统一规定；不这样算，是本平台的做法。"

// AbstainNote says how abstentions and blank ballots count.
const AbstainNote = "弃权算参加，不算同意；空白票和废票算参加，不算有效票。"

// fractionNames are the fractions of the laws as they are read; Strict ones by the second.
var fractionNames = map[[2]int64][2]string{
	{1, 2}: {"半数以上", "过半数"}, {1, 3}: {"三分之一以上", "超过三分之一"}, {2, 3}: {"三分之二以上", "超过三分之二"},
	{3, 4}: {"四分之三以上", "超过四分之三"}, {4, 5}: {"五分之四以上", "超过五分之四"},
}

// FractionWord is a condition's fraction as the law says it: 三分之二以上 includes the
// number, 超过三分之二 and 过半数 do not.
func FractionWord(c polls.Condition) string {
	names, known := fractionNames[[2]int64{c.Num, c.Den}]
	switch {
	case !known && c.Strict:
		return fmt.Sprintf("超过 %d/%d", c.Num, c.Den)
	case !known:
		return fmt.Sprintf("%d/%d 以上", c.Num, c.Den)
	case c.Strict:
		return names[1]
	}
	return names[0]
}

// conditionBases are what a fraction is taken of, and conditionParts what was reached:
// of a quorum who takes part, of an approval who agrees.
var (
	conditionBases = map[polls.Base]string{polls.OfRoll: "应到", polls.OfParticipating: "参加", polls.OfValid: "有效票"}
	weightWords    = map[polls.Weight]string{polls.Heads: "", polls.Area: "面积", polls.OwnerHeads: "业主代表"}
)

// ConditionSentence computes a condition before the reader's eyes:
// 应到 61，三分之二以上为 41，实到 46：达到. Areas are in m².
func ConditionSentence(c polls.Checked) string { return conditionFigures(c) + "：" + reached(c) }

// conditionName is what a condition is of: 参加人数, 同意面积.
func conditionName(c polls.Checked) string {
	verb, of := "同意", "人数"
	if c.Quorum {
		verb = "参加"
	}
	if c.Weight == polls.Area {
		of = "面积"
	} else if c.Weight == polls.OwnerHeads {
		of = "的业主代表"
	}
	return verb + of
}

// conditionFigures are the numbers of a condition without what they come to.
func conditionFigures(c polls.Checked) string {
	base, part := conditionBases[c.Of], "同意"
	if c.Quorum {
		part = "实到"
	}
	if c.Weight != polls.Heads {
		base, part = base+weightWords[c.Weight], part+weightWords[c.Weight]
	}
	if c.Base <= 0 {
		return base + " 0，没有可以计算的数"
	}
	return fmt.Sprintf("%s %s，%s为 %s，%s %s", base, amount(c.Weight, c.Base), FractionWord(c.Condition), amount(c.Weight, c.Need),
		part, amount(c.Weight, c.Have))
}

func reached(c polls.Checked) string {
	switch {
	case c.Met:
		return "达到"
	case c.Base <= 0:
		return "未达到"
	}
	return "未达到，差 " + amount(c.Weight, c.Need-c.Have)
}

// PollOutcome is what a count came to, in the words its effect allows: of owners nothing
// passes, their will reaches the fractions or it does not.
func PollOutcome(e polls.Effect, o polls.Outcome) string {
	switch {
	case !o.Decides:
		return "只公布数目，不作决定"
	case e == polls.Indication && o.Passed:
		return "意向达到法定比例，不是决定"
	case e == polls.Indication:
		return "意向未达到法定比例"
	case !o.Quorate:
		return "未通过：参加的不够法定数"
	case !o.Passed:
		return "未通过：同意的不够法定数"
	}
	return "通过"
}

// amount is a number of heads, or an area in m².
func amount(by polls.Weight, n int64) string {
	if by != polls.Area {
		return Grouped(n)
	}
	return SquareMetres(n)
}

// SquareMetres is an area of 0.01 m²: 98,400.00 m².
func SquareMetres(area int64) string { return fmt.Sprintf("%s.%02d m²", Grouped(area/100), area%100) }

// Grouped is a whole number of 0 or more with a comma at every three digits: 98,400.
func Grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
