package pages

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"yishiting/polls"
)

// asked are the terms of a poll in November 2026, by a rule and a method.
func asked(rule string, unit polls.Unit, m polls.Method, options ...polls.Option) polls.Terms {
	t := polls.Terms{
		Community: "hepingli", ID: "p1", Number: "P2026-001", Question: "定下哪一个", Method: m, Rule: rule,
		Electorate: polls.Electorate{Unit: unit}, Secrecy: polls.Hidden, Ties: polls.DefaultTies,
		Opens: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).UnixMicro(),
	}
	t.RuleFrom.Year, t.RuleFrom.Month, t.RuleFrom.Day = 2026, 11, 20
	for _, r := range polls.Rules() {
		if r.ID == rule {
			t.Effect = r.Effect
		}
	}
	for i, o := range options {
		o.ID = string(rune('1' + i))
		t.Options = append(t.Options, o)
	}
	if m == polls.Plurality || m == polls.Approval || m == polls.Schulze {
		t.Seats, t.Choose = 1, 1
	}
	return t
}

// heads are ballots of one head each.
func heads(choice string, n int64) polls.Said {
	return polls.Said{Choice: choice, Ballots: n, Weights: polls.Weights{Heads: n}}
}

// owners are ballots of owners with their area in m².
func owners(choice string, n, area int64) polls.Said {
	return polls.Said{Choice: choice, Ballots: n, Weights: polls.Weights{Heads: n, Area: area * 100}}
}

func named(words ...string) (all []polls.Option) {
	for _, w := range words {
		all = append(all, polls.Option{Words: w})
	}
	return all
}

// counted is a result as its page has it, from ballots that are counted here.
func counted(t *testing.T, terms polls.Terms, roll polls.Weights, said ...polls.Said) (PollResult, polls.Result) {
	t.Helper()
	p := polls.Poll{Terms: terms, State: polls.Counted, Roll: polls.RollSum{Units: roll.Heads, Weights: roll}}
	f, err := terms.Tally(p.Roll, said)
	if err != nil {
		t.Fatal(err)
	}
	p.Final = f.JSON() // what is kept has no payments
	if f, err = p.Result(); err != nil {
		t.Fatal(err)
	}
	r, full, err := ResultOf(p, f, said)
	if err != nil {
		t.Fatal(err)
	}
	return r, full
}

// resultText is the result as its reader sees it: the words, one blank between them.
func resultText(t *testing.T, r PollResult) string {
	t.Helper()
	var b strings.Builder
	if err := pollResult(r).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			all = append(all, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(all, " ")
}

// holds fails for each text that a page does not say, and lacks for each that it does.
func holds(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%q is not on the page:\n%s", text, page)
		}
	}
}

func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("%q is on the page:\n%s", text, page)
		}
	}
}

// Residents' representatives vote on the convention: 61 members, 41 needed, 46 present, 24 needed.
func TestConventionOfDelegates(t *testing.T) {
	terms := asked("reps-meeting", polls.UnitDelegate, polls.Binary)
	r, _ := counted(t, terms, polls.Weights{Heads: 61}, heads(polls.Yes, 33), heads(polls.No, 9), heads(polls.Abstain, 4))
	r.Paper = 17
	page := resultText(t, r)
	holds(t, page, "通过", "参加人数 达到 应到 61，三分之二以上为 41，实到 46", "同意人数 达到 参加 46，过半数为 24，同意 33",
		"《城市居民委员会组织法》第二十九条", "赞成 33", "反对 9", "弃权 4", "竖线是法定的 24", "投票 46（线上 29，纸质 17）", SilenceNote)

	r, _ = counted(t, terms, polls.Weights{Heads: 61}, heads(polls.Yes, 40))
	holds(t, resultText(t, r), "未通过：参加的不够法定数", "实到 40", "未达到，差 1")
	r, _ = counted(t, terms, polls.Weights{Heads: 61}, heads(polls.Yes, 23), heads(polls.No, 20), heads(polls.Abstain, 3))
	holds(t, resultText(t, r), "未通过：同意的不够法定数", "参加 46，过半数为 24，同意 23", "未达到，差 1")
}

// Households choose between three ways of a door: 79 of 84 were asked, 71 voted.
func TestDoorsOfHouseholds(t *testing.T) {
	terms := asked("household-vote", polls.UnitHousehold, polls.Plurality, named("180 元一户", "420 元一户", "650 元一户")...)
	r, _ := counted(t, terms, polls.Weights{Heads: 84}, heads("1", 22), heads("2", 40), heads("3", 9))
	page := resultText(t, r)
	holds(t, page, "只公布数目，不作决定", "得票最多：420 元一户。", "420 元一户 得票最多 40", "180 元一户 22", "650 元一户 9", "名册 84 投票 71")
	lacks(t, page, "竖线", "差 ")
	if got := []string{r.Bars[0].Label, r.Bars[1].Label, r.Bars[2].Label}; !slices.Equal(got, []string{"420 元一户", "180 元一户", "650 元一户"}) {
		t.Errorf("bars in the order %q", got)
	}
}

// Owners are asked to turn green land into parking: their areas are enough, their heads are not.
func TestParkingOfOwners(t *testing.T) {
	terms := asked("owners-heavy", polls.UnitOwner, polls.Binary)
	terms.Secrecy = polls.Named
	r, _ := counted(t, terms, polls.Weights{Heads: 1206, Area: 98_400_00}, owners(polls.Yes, 640, 52_900), owners(polls.No, 200, 15_000), owners(polls.Abstain, 20, 2_300))
	page := resultText(t, r)
	holds(t, page, "意向未达到法定比例", "参加人数 达到 应到 1,206，三分之二以上为 804，实到 860",
		"参加面积 达到 应到面积 98,400.00 m²，三分之二以上为 65,600.00 m²，实到面积 70,200.00 m²",
		"同意人数 未达到，差 5 参加 860，四分之三以上为 645，同意 640",
		"同意面积 达到 参加面积 70,200.00 m²，四分之三以上为 52,650.00 m²，同意面积 52,900.00 m²",
		"《民法典》第二百七十八条", "按面积 赞成 52,900.00 m²", "本投票只是意向征询，不是业主大会决定")
	lacks(t, page, "通过：", "未通过")

	formal := PollFormal{On: "12 月 20 日", Source: "北京业主系统 2026-88 号", Outcome: r.Outcome}
	r.Formal = &formal
	holds(t, resultText(t, r), "参加人数、参加面积、同意面积达到，同意人数未达到：未通过", "登记自：北京业主系统 2026-88 号")
}

// Of four ballots without names nothing is shown that could tell one.
func TestFewBallotsShowNoNumbers(t *testing.T) {
	r, _ := counted(t, asked("consultative", polls.UnitResident, polls.Plurality, named("甲方案", "乙方案")...), polls.Weights{Heads: 30}, heads("1", 4))
	r.Export = "/hepingli/polls/p1/export"
	page := resultText(t, r)
	holds(t, page, "只收到 4 张不记名的票", "看出某一个人怎么投")
	lacks(t, page, "甲方案", "乙方案", "重新计票")
}

// Nobody voted: the page says so and counts nothing.
func TestNobodyVoted(t *testing.T) {
	for _, m := range polls.Methods {
		terms := asked("consultative", polls.UnitResident, m, named("甲方案", "乙方案", "丙方案")...)
		if m == polls.Shares || m == polls.Greedy {
			terms.Budget, terms.Completion = 100_00, polls.CompleteAdd1
			for i := range terms.Options {
				terms.Options[i].Cost = 50_00
			}
		}
		if m == polls.STV {
			terms.Seats = 1
		}
		r, _ := counted(t, terms, polls.Weights{Heads: 30})
		holds(t, resultText(t, r), "没有人投票")
	}
}

// Results that the look on a phone does not have stand in the gallery: of owners with the
// formal vote behind, of a resolution with all that follows, of many names.
func TestResultGallery(t *testing.T) {
	var style []byte
	for _, name := range []string{"style.css", "elder.css"} {
		rules, err := os.ReadFile("../../web/static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		style = append(style, rules...)
	}
	of := asked("owners-heavy", polls.UnitOwner, polls.Binary)
	of.Secrecy = polls.Named
	parking, _ := counted(t, of, polls.Weights{Heads: 1206, Area: 98_400_00}, owners(polls.Yes, 640, 52_900), owners(polls.No, 200, 15_000), owners(polls.Abstain, 20, 2_300))
	parking.Formal = &PollFormal{On: "12 月 20 日", Source: "北京业主系统 2026-88 号", Outcome: parking.Outcome}
	convention, _ := counted(t, asked("reps-meeting", polls.UnitDelegate, polls.Binary), polls.Weights{Heads: 61}, heads(polls.Yes, 33), heads(polls.No, 9), heads(polls.Abstain, 4))
	convention.Counted, convention.Export, convention.Record = "11 月 15 日", "/hepingli/polls/p1/export", "/hepingli/record"
	convention.Notice, convention.Source = NoticeLine{Kind: "投票结果公布", Title: "居民公约修订案", Day: 3, Days: 15, Until: "11 月 30 日"}, "公布的期限不得少于十五日"
	convention.Filing = PollFiling{Due: true, Source: "第三十一条"}
	convention.Topic = TopicLine{Title: "居民公约该改了", Href: "/hepingli/topics/t1"}
	convention.Entries = []RecordLine{{"11 月 15 日", "公布投票结果", "/hepingli/record/212"}}
	convention.Turnout = []polls.Turnout{{Building: "3 号楼", Units: 21, Voted: 16}, {Units: 40, Voted: 30}}
	convention.Unread, convention.Aside = 1, 2
	money, full := counted(t, yard(polls.CompleteAdd1U), polls.Weights{Heads: 20}, yardSaid...)
	purse := PurseOf(yard(polls.CompleteAdd1U), yardSaid, full, "1,3")
	purse.Whose = "您"
	money.Mine = []PollPurse{*purse}
	for name, r := range map[string]PollResult{"poll-parking": parking, "poll-convention": convention, "poll-money": money} {
		for _, elder := range []int{0, ElderFirst} {
			s := samples{elder}
			t.Run(name, func(t *testing.T) {
				check(t, name, s.leaf(Heading("定下哪一个", ""), pollResult(r)), elder > 0, string(style))
			})
		}
	}
	holds(t, resultText(t, convention), "第 3 天，共 15 天", "居民公约该改了", "不计的纸质票 2", "没录完的纸质票 1", "其余各楼合计 40 30", "还没有报街道办事处备案")
}
