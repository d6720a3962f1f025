package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yishiting/polls"
)

// What a poll's page says of the poll itself, in sentences made from its terms.

var unitCounters = map[polls.Unit]string{
	polls.UnitResident: "人", polls.UnitHousehold: "户", polls.UnitOwner: "位业主", polls.UnitDelegate: "人", polls.UnitMember: "人",
}

// Units is a number of units with its measure word: 1,480 户.
func Units(n int64, u polls.Unit) string { return Grouped(n) + " " + unitCounters[u] }

// Money is an amount of cents in yuan: 200,000 元, 1,280.50 元.
func Money(cents int64) string {
	if cents%100 == 0 {
		return Grouped(cents/100) + " 元"
	}
	return fmt.Sprintf("%s.%02d 元", Grouped(cents/100), cents%100)
}

// whoFacts are who may vote, and when.
func (v *PollView) whoFacts() []Fact {
	e := v.Terms.Electorate
	who := UnitWord(e.Unit)
	if e.Name != "" {
		who = e.Name + "：" + who
	}
	facts := []Fact{{"谁来投", who}}
	if len(e.Buildings) > 0 {
		facts = append(facts, Fact{"范围", strings.Join(e.Buildings, "、")})
	} else if e.Unit != polls.UnitMember && e.Unit != polls.UnitDelegate {
		facts = append(facts, Fact{"范围", "全社区"})
	}
	if v.Roll.Units > 0 {
		facts = append(facts, Fact{"名册", v.rollWords()})
	}
	if mine := v.seatWords(); mine != "" {
		facts = append(facts, Fact{"您", mine})
	}
	return append(facts, Fact{"时间", v.Hours.Opens + " 到 " + v.Hours.Closes}, Fact{"改投", v.replaceWords()}, Fact{"纸质票", v.paperWords()})
}

func (v *PollView) rollWords() string {
	words := "共 " + Units(v.Roll.Units, v.Terms.Electorate.Unit)
	if v.Roll.Area > 0 {
		words += "，专有部分面积 " + amount(polls.Area, v.Roll.Area)
	}
	return words + "；" + v.RollDay + "公布时定下，以后不变"
}

func (v *PollView) seatWords() string {
	var homes []string
	for _, s := range v.Seats {
		if s.Home == "" {
			return "在名册上"
		}
		homes = append(homes, s.Home)
	}
	if len(homes) == 0 {
		return ""
	}
	return "代表 " + strings.Join(homes, "、")
}

func (v *PollView) replaceWords() string {
	if v.Terms.Replace {
		return "截止前可以改投，以最后一次为准；先前投的内容不保留"
	}
	return "投进以后不能改"
}

func (v *PollView) paperWords() string {
	if v.Terms.Paper {
		return "纸质票和网上票一样算，向居委会要；一个单位只计一张，先在网上投的，纸质票不再计"
	}
	if v.Terms.Effect == polls.Resolution {
		return "这次没有纸质票；会议的表决要本人投，不能代办"
	}
	return "这次没有纸质票；不方便上网的，可以请人代办"
}

// ruleConditions are the fractions by which it decides, with the numbers of this roll.
func (v *PollView) ruleConditions() []string {
	rule, err := v.Terms.RuleOf()
	if err != nil {
		return nil
	}
	var words []string
	for _, q := range v.Quorum {
		words = append(words, fmt.Sprintf("应到%s %s，%s为 %s：参加的达到这个数，才算数。",
			weightWords[q.Weight], amount(q.Weight, q.Base), FractionWord(q.Condition), amount(q.Weight, q.Need)))
	}
	enough := "才算通过"
	if rule.Effect == polls.Indication {
		enough = "才算达到法定比例" // of owners nothing passes here
	}
	for _, a := range rule.Approve {
		words = append(words, fmt.Sprintf("%s%s的%s同意，%s。", conditionBases[a.Of], weightWords[a.Weight], FractionWord(a), enough))
	}
	if !rule.Decides() {
		words = append(words, "只公布数目，不作决定。")
	}
	return append(words, AbstainNote)
}

// secrecyWords say plainly who gets to see what of a ballot, and who could.
func (v *PollView) secrecyWords() []string {
	t := v.Terms
	before := "截止以前，谁也看不到票数；这一页也不说有多少" + unitCounters[t.Electorate.Unit] + "投了票。公开记录里每收到一批票就写一条凭据，看得出票在进来，看不出投了什么。"
	if t.Secrecy == polls.OpenTurnout {
		before = "截止以前只公布有多少" + unitCounters[t.Electorate.Unit] + "投了票，谁也看不到票数。"
	}
	if t.Secrecy == polls.Named {
		return []string{
			before,
			"这是记名投票。计票后公布每一张票：谁投的、投了什么，人人可以查。" + v.namedAs(),
		}
	}
	words := []string{
		before,
		"计票后公布每一张票投了什么，不写是谁投的；不到 5 张票的，内容也不公布。",
		"这不是法律上的秘密投票：本平台保存着哪个单位投了什么，用来保证一个单位只计一张，保存期间管服务器的人查得到。看见您投票那一刻的人，计票后也可能按时间从公开记录里找到您的那张票。",
	}
	if t.Paper {
		words = append(words, "纸质票不到 5 张的，公布的票不写是不是纸质；截止以后才录入的，公开记录上看得出是纸质票。印纸质票的人看得出谁还没有投。")
	}
	return words
}

func (v *PollView) namedAs() string {
	var labels []string
	for _, s := range v.Seats {
		if s.Label != "" {
			labels = append(labels, "「"+s.Label+"」") // the homes of one building may read alike
		}
	}
	words := ""
	if labels = slices.Compact(labels); len(labels) > 0 {
		words = "您的票会写作" + strings.Join(labels, "、") + "。"
	}
	switch v.Terms.Electorate.Unit {
	case polls.UnitOwner:
		words += "业主的票写楼号和面积，不写姓名；面积少见的，邻居可能认得出是哪一户。"
	case polls.UnitHousehold:
		words += "一户的票只写楼号，不写门牌和姓名。"
	}
	return words
}

// methodSentences explain in two sentences how ballots are filled in and how they are counted.
func methodSentences(t polls.Terms) string {
	n := strconv.Itoa(max(t.Seats, 1))
	switch t.Method {
	case polls.Binary:
		if rule, err := t.RuleOf(); err == nil && rule.Decides() {
			return "每张票选赞成、反对或者弃权。数出三种各有多少，再按上面的规则看够不够。"
		}
		return "每张票选赞成、反对或者弃权。数出三种各有多少，如实公布。"
	case polls.Plurality:
		return "每张票最多选 " + strconv.Itoa(t.Choose) + " 项，选中的各记一票。得票最多的 " + n + " 项排在前面。"
	case polls.Approval:
		return "觉得可以的都能选，选几项都行，选中的各记一票。得票最多的 " + n + " 项排在前面。"
	case polls.Schulze:
		words := "按喜欢的先后给选项排名次，可以并列，没有排的算并列最后。计票时把选项两两相比，看更多的票把谁排在前面；有循环的，比最弱的一环（舒尔茨法）。"
		if t.None {
			words += "「以上都不选」也一起比，排在它后面的选项，您都不赞成。"
		}
		return words
	case polls.STV:
		return "按信任的先后给人选写 1、2、3，写几个都行，不能并列。票先给您的第一位；他够数当选了，或者票最少退出了，多出的票就转给您的下一位，直到选出 " + n + " 位（单一可转移票，苏格兰规则）。"
	case polls.Shares:
		return "在总预算以内勾选您支持的项目。计票时把预算平分给每张票，支持同一个项目的票合起来付它的费用，每张票出得最少的先入选（等额分摊法）；" + leftoverWords[t.Completion]
	case polls.Greedy:
		return "在总预算以内勾选您支持的项目。计票时按票数从多到少，钱够的入选，不够的跳过。"
	}
	return ""
}

var leftoverWords = map[polls.Completion]string{
	polls.CompleteNone:  "余下的钱不再分。",
	polls.CompleteAdd1:  "余下的钱，给每张票多分 1 元重算，到再加就超出预算为止。",
	polls.CompleteAdd1E: "余下的钱，给每张票多分 1 元重算，到再加就超出预算、或者再也放不下项目为止。",
	polls.CompleteAdd1U: "余下的钱，给每张票多分 1 元重算，到再加就超出预算为止，再按票数补选。",
	polls.CompleteBoth:  "余下的钱，给每张票多分 1 元重算，到再加就超出预算、或者再也放不下项目为止，再按票数补选。",
}

// LeftoverWord is what is agreed on money that equal shares leave over, in yuan, as a fact or a
// choice: without its full stop.
func LeftoverWord(c polls.Completion) string { return strings.TrimSuffix(leftoverWords[c], "。") }
