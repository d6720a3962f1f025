package pages

import (
	"math/big"
	"slices"
	"testing"

	"yishiting/polls"
)

// A cycle of three: each wins one duel and loses one, and the strongest path decides.
func TestStrongestPathsInWords(t *testing.T) {
	terms := asked("consultative", polls.UnitResident, polls.Schulze, named("东边", "西边", "南边", "不建")...)
	terms.None = true
	r, _ := counted(t, terms, polls.Weights{Heads: 100},
		heads("1>2>3>none>4", 40), heads("2>3>1>none>4", 35), heads("3>1>2>none>4", 25))
	page := resultText(t, r)
	holds(t, page, "排在最前：东边。", "「东边」胜「西边」：65 比 35",
		"「东边」负于「南边」：40 比 60 「东边」胜「西边」：65 比 35，「西边」胜「南边」：75 比 25：这条路最弱的一环是 65，反方向最强的路只有 60，所以「东边」排在前",
		"「东边」胜「不建」：100 比 0", "选票上有「以上都不选」", "不建 没有胜过「以上都不选」（0 票对 100 票），不再比较。", "65 比 35 胜", "35 比 65 负")
	if len(r.Pairs.Layers) != 5 || r.Pairs.Layers[0][0] != "东边" || r.Pairs.Layers[4][0] != "不建" {
		t.Errorf("layers %q", r.Pairs.Layers)
	}
	for _, round := range r.Rounds {
		for _, s := range round.Steps {
			if round.Round == 1 {
				t.Errorf("the table of pairs is said again: %s", s)
			}
		}
	}
}

// An honest tie stays one, and of all that lose to none of these none is first.
func TestTiesAndNoneOfThese(t *testing.T) {
	terms := asked("consultative", polls.UnitResident, polls.Schulze, named("东边", "西边")...)
	r, _ := counted(t, terms, polls.Weights{Heads: 100}, heads("1>2", 20), heads("2>1", 20))
	holds(t, resultText(t, r), "东边、西边并列第一，投票本身分不出先后。", "「东边」平「西边」：20 比 20", "（并列）")
	terms.None = true
	r, _ = counted(t, terms, polls.Weights{Heads: 100}, heads("none>1=2", 20), heads("1>none", 5))
	holds(t, resultText(t, r), "没有一项胜过「以上都不选」。", "「以上都不选」胜「东边」：20 比 5")
	lacks(t, resultText(t, r), "每一项都胜过了它")
}

// More options than a table can be read of: what each winner does is said all the same.
func TestManyOptionsHaveNoTable(t *testing.T) {
	terms := asked("consultative", polls.UnitResident, polls.Schulze)
	for i := range mostPairs + 1 {
		terms.Options = append(terms.Options, polls.Option{ID: big.NewInt(int64(i + 1)).String(), Words: "第" + big.NewInt(int64(i+1)).String() + "处"})
	}
	r, _ := counted(t, terms, polls.Weights{Heads: 100}, heads("7>3", 10))
	if r.Pairs.Rows != nil || len(r.Pairs.Won[0].Lines) != mostPairs {
		t.Errorf("%d rows, %d lines", len(r.Pairs.Rows), len(r.Pairs.Won[0].Lines))
	}
	holds(t, resultText(t, r), "选项有 21 个", "「第7处」胜「第3处」：10 比 0")
}

// yard is a budget of 1,000 yuan for ten: the sand pit is dear to four, the rest likes lamps.
func yard(completion polls.Completion) polls.Terms {
	t := asked("consultative", polls.UnitResident, polls.Shares,
		polls.Option{Words: "路灯", Cost: 500_00}, polls.Option{Words: "沙坑", Cost: 400_00}, polls.Option{Words: "长椅", Cost: 500_00}, polls.Option{Words: "凉亭", Cost: 900_00})
	t.Budget, t.Completion = 1_000_00, completion
	return t
}

var yardSaid = []polls.Said{heads("1,3", 6), heads("2", 3), heads("2,4", 1)}

func TestMoneyOfEqualShares(t *testing.T) {
	r, full := counted(t, yard(polls.CompleteNone), polls.Weights{Heads: 20}, yardSaid...)
	page := resultText(t, r)
	holds(t, page, "选中 2 个项目，共需 900 元；预算 1,000 元，剩 100 元。", "预算 1,000 元平分给 10 个投了票的", "每人一份 100 元",
		"路灯 500 元 6 票", "6 人各付约 83.33 元，共 500 元", "每人最多付约 83.33 元，相当于 6 票",
		"4 人各付 100 元，共 400 元", "没有选中的项目", "长椅 500 元 6 票 支持者手里一共还剩 100 元，差 400 元",
		"凉亭 900 元 1 票 支持者手里一共还剩 0 元，差 900 元", "支持的一个都没选中的人 0 4")
	lacks(t, page, "每人再加")
	for _, p := range r.Money.Funded {
		sum := int64(0)
		for _, part := range p.Parts {
			sum += part.Permille
		}
		if sum < 999 || sum > 1000 {
			t.Errorf("%s is drawn to %d thousandths", p.Name, sum)
		}
	}
	if c := r.Money.Compared; c.Both != 1 || !slices.Equal(c.Here, []string{"沙坑"}) || !slices.Equal(c.Greedy, []string{"长椅"}) {
		t.Errorf("compared %+v", c)
	}

	mine := PurseOf(yard(polls.CompleteNone), yardSaid, full, "1,3")
	if mine.Endowment != "100 元" || !slices.Equal(mine.Paid, []PollPaid{{"路灯", "约 83.33 元"}}) || mine.Left != "约 16.67 元" || !slices.Equal(mine.Lost, []string{"长椅"}) || mine.Free != nil {
		t.Errorf("a purse %+v", mine)
	}
	if PurseOf(yard(polls.CompleteNone), yardSaid, full, "4") != nil {
		t.Error("a ballot that nobody cast has a purse")
	}
	mine.Whose = "您"
	r.Mine = []PollPurse{*mine}
	holds(t, resultText(t, r), "您的 100 元", "付给「路灯」 约 83.33 元", "没有用上 约 16.67 元", "您选的「长椅」没有选中")
}

// Every amount that is drawn comes from payments that make up the cost exactly.
func TestPartsMakeUpTheCost(t *testing.T) {
	for _, c := range polls.Completions {
		terms := yard(c)
		_, full := counted(t, terms, polls.Weights{Heads: 20}, yardSaid...)
		e := terms.Election(choicesOf(yardSaid))
		for p, candidate := range e.Candidates {
			sum := new(big.Rat)
			for g, paid := range full.Shares.Paid {
				for _, pay := range paid {
					if pay.ID == candidate.ID {
						sum.Add(sum, new(big.Rat).Mul(pay.Amount, big.NewRat(e.Groups[g].N, 1)))
					}
				}
			}
			parts := partsOf(p, e, full)
			if len(parts) > 0 && sum.Cmp(candidate.Cost) != 0 || len(parts) == 0 && sum.Sign() != 0 {
				t.Errorf("%s: %s is paid with %s in %d parts", c, candidate.Name, sum, len(parts))
			}
		}
	}
}

// One of the six would also like a rack, for which the money left is enough, but not theirs.
func TestFillAndRaisingAreMarked(t *testing.T) {
	terms := yard(polls.CompleteAdd1U)
	terms.Options = append(terms.Options, polls.Option{ID: "5", Words: "晾衣架", Cost: 100_00})
	said := []polls.Said{heads("1,3", 5), heads("1,3,5", 1), heads("2", 3), heads("2,4", 1)}
	r, full := counted(t, terms, polls.Weights{Heads: 20}, said...)
	holds(t, resultText(t, r), "每人一份 100 元", "每人再加 66 元；再加 1 元，选出的项目就会超出预算，所以停在这里", "每人共有 166 元",
		"3. 晾衣架 100 元 1 票", "按票数补入 支持者的钱已经不够，用余款按票数从高到低补上")
	if mine := PurseOf(terms, said, full, "1,3,5"); !slices.Equal(mine.Free, []string{"晾衣架"}) || mine.Left != "约 82.67 元" {
		t.Errorf("a purse %+v", mine)
	}
}

// A budget by votes alone has neither shares nor anything to be compared with.
func TestBudgetByVotes(t *testing.T) {
	terms := yard("")
	terms.Method = polls.Greedy
	r, _ := counted(t, terms, polls.Weights{Heads: 20}, yardSaid...)
	page := resultText(t, r)
	holds(t, page, "选中的项目 1. 路灯 500 元 6 票 2. 长椅 500 元 6 票", "沙坑 400 元 4 票 轮到它时预算只剩 0 元，不够。")
	lacks(t, page, "每人一份", "如果只按票数")
}

func TestYuan(t *testing.T) {
	for _, c := range []struct {
		n, d int64
		want string
	}{{0, 1, "0 元"}, {860000, 1, "860,000 元"}, {627, 2, "313.50 元"}, {1, 3, "约 0.33 元"}, {25000, 6, "约 4,166.67 元"}, {2999, 1000, "约 3.00 元"}} {
		if got := Yuan(big.NewRat(c.n, c.d)); got != c.want {
			t.Errorf("%d/%d is %s, want %s", c.n, c.d, got, c.want)
		}
	}
}

// Three are chosen of four: surplus, exclusion and what goes no further, to the fifth decimal.
func TestStagesOfTransfers(t *testing.T) {
	terms := asked("consultative", polls.UnitMember, polls.STV, named("张三", "李四", "王五", "赵六")...)
	terms.Seats = 2
	r, _ := counted(t, terms, polls.Weights{Heads: 40}, heads("1>2", 10), heads("1>3", 5), heads("2", 3), heads("3", 4), heads("4", 2))
	page := resultText(t, r)
	holds(t, page, "选出：张三、", "有效票 24 张，选 2 人。当选票数是 9", "第 1 轮 首选", "转出张三的余票", "没有下一选择")
	if first := r.Stages.Rows[0].Cells[0]; first.Votes != "15" || first.Became != "当选" {
		t.Errorf("the first stage %+v", r.Stages.Rows[0])
	}
	if got := r.Stages.Rows[1].Cells[1].Votes; got != "7" {
		t.Errorf("李四 has %s after the surplus", got)
	}
	for n, want := range map[int64]string{0: "0", 100_000: "1", 1_233_333: "12.33333", 1_000_010: "10.0001", 123_456_700_000: "1,234,567"} {
		if got := fiveDecimals(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
