package pages

import (
	"math/big"
	"strings"

	"yishiting/polls"
)

// PollResult is what a counted poll came to, with all that it takes to follow the count.
// ResultOf fills in what everybody who has the published ballots can work out; the rest,
// from Counted on, depends on the day and on the reader.
type PollResult struct {
	Method   polls.Method
	Effect   polls.Effect
	Owners   bool // an area is counted beside heads
	Withheld bool // too few ballots without names: no numbers are shown

	Outcome   polls.Outcome
	Law, Says string // law and article of the rule, "" for a custom, and its text
	Online    string // what the portal's part is
	Summary   string // what came of it in a sentence, where numbers are shown

	Roll    polls.Weights
	Present polls.Weights // who took part, as the rule counts them
	Ballots int64
	Blank   int64
	Paper   int64 // ballots that count and came on paper
	Out     int64 // paper ballots that were printed and never entered
	Unread  int64 // paper ballots that were not entered in time
	Aside   int64 // paper ballots of units that had voted online
	Turnout []polls.Turnout

	Bars     []PollBar // what each choice got, in heads or ballots
	AreaBars []PollBar // and in area, of owners
	Pairs    *PollPairs
	Money    *PollMoney
	Stages   *PollStages
	Rounds   []PollRound

	Counted string // day of the count
	Notice  NoticeLine
	Source  string // what the rule says of the disclosure
	Filing  PollFiling
	Formal  *PollFormal
	Topic   TopicLine // whose question it was; zero: none
	Entries []RecordLine
	Record  string // where the whole record is
	Export  string // where the published ballots are
	Mine    []PollPurse
}

// PollBar is one bar of a count. Part of Whole is drawn, and a mark at Need.
type PollBar struct {
	Label, Value      string
	Part, Whole, Need int64
	Won               bool // the bar the question is about, or an option that was chosen
}

// PollRound is one round of a count in sentences.
type PollRound struct {
	Round int
	Steps []string
}

// PollFiling is the filing of a resolution with the street.
type PollFiling struct {
	Due    bool
	Source string // law and article
	Done   string // 12 月 3 日，备案号 …; "" while it is not
}

// PollFormal is the result of the owners' own vote in the city's system.
type PollFormal struct {
	On, Source string
	Count      polls.Count
	Outcome    polls.Outcome
}

// ResultOf is the part of a result that follows from its published data alone, and the
// count with every payment, from which PurseOf takes one voter's. Where Final.Withheld
// nothing is taken from said.
func ResultOf(p polls.Poll, f polls.Final, said []polls.Said) (PollResult, polls.Result, error) {
	rule, err := p.RuleOf()
	if err != nil {
		return PollResult{}, f.Result, err
	}
	r := PollResult{
		Method: p.Method, Effect: p.Effect, Owners: p.Electorate.Unit == polls.UnitOwner, Withheld: f.Withheld,
		Outcome: f.Outcome, Law: rule.Law + rule.Article, Says: rule.Text, Online: rule.OnlineWhy,
		Roll: p.Roll.Weights, Present: f.Count.Participating,
		Ballots: f.Ballots, Blank: f.Result.Blank, Paper: f.Paper, Out: f.Out, Unread: f.Unread, Aside: f.Aside, Turnout: f.Turnout,
	}
	if f.Withheld || f.Ballots == 0 {
		return r, f.Result, nil
	}
	full := f.Result
	r.Summary = resultSummary(p.Terms, f)
	r.bars(p.Terms, f, said)
	e := p.Terms.Election(choicesOf(said))
	switch {
	case f.Result.Pairs != nil:
		r.Pairs = pairsOf(p.Terms, f.Result)
	case f.Result.Shares != nil:
		if p.Method == polls.Shares {
			if full, err = polls.Tally(e, polls.Shares); err != nil {
				return r, full, err
			}
		}
		if r.Money, err = moneyOf(p.Terms, full, e); err != nil {
			return r, full, err
		}
	case p.Method == polls.STV:
		r.Stages = stagesOf(p.Terms, f.Result)
	}
	r.Rounds = roundsOf(p.Terms, f.Result)
	return r, full, nil
}

// choicesOf are the choices with how many ballots say each.
func choicesOf(said []polls.Said) map[string]int64 {
	all := map[string]int64{}
	for _, s := range said {
		all[s.Choice] += s.Ballots
	}
	return all
}

// optionName is an option by its words: 方案二; of a binary poll 赞成.
func optionName(t polls.Terms, id string) string {
	for _, o := range ballotOptions(t) {
		if o.ID == id {
			return o.Words
		}
	}
	for _, o := range binaryChoices {
		if o.Value == id {
			return o.Label
		}
	}
	return id
}

func optionNames(t polls.Terms, ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = optionName(t, id)
	}
	return names
}

// mostSteps is how many sentences of a count a page says; whoever wants more counts again.
const mostSteps = 400

// roundsOf are the steps in sentences. Pairs are left out: a table has them.
func roundsOf(t polls.Terms, result polls.Result) (rounds []PollRound) {
	said := 0
	for _, s := range result.Steps {
		if s.Do == "pair" || s.Do == "pair-even" || said == mostSteps {
			continue
		}
		said++
		if n := len(rounds); n == 0 || rounds[n-1].Round != s.Round {
			rounds = append(rounds, PollRound{Round: s.Round})
		}
		last := &rounds[len(rounds)-1]
		last.Steps = append(last.Steps, tight(StepSentence(result.Method, s, func(id string) string { return "「" + optionName(t, id) + "」" })))
	}
	return rounds
}

// resultSummary says what came of a count in a sentence that claims nothing in law.
func resultSummary(t polls.Terms, f polls.Final) string {
	names := optionNames(t, f.Result.Winners)
	list := strings.Join(names, "、")
	switch {
	case t.Method == polls.Binary:
		return "" // the bars say it
	case len(names) == 0:
		return "没有一项被选出。"
	case t.Method == polls.Shares || t.Method == polls.Greedy:
		return "选中 " + Grouped(int64(len(names))) + " 个项目，共需 " + Yuan(f.Result.Spent) + "；预算 " + Money(t.Budget) + "，剩 " +
			Yuan(new(big.Rat).Sub(big.NewRat(t.Budget, 100), f.Result.Spent)) + "。"
	case t.Method == polls.STV:
		return "选出：" + list + "。"
	case t.Method == polls.Schulze && f.Result.Winners[0] == polls.NoneID:
		return "没有一项胜过「" + list + "」。"
	case t.Method == polls.Schulze && len(names) > 1:
		return list + "并列第一，投票本身分不出先后。"
	case t.Method == polls.Schulze:
		return "排在最前：" + list + "。"
	}
	return "得票最多：" + list + "。"
}

// Yuan is an amount for the eye: 860,000 元, 313.50 元; one that does not end at the cent
// is rounded and says so: 约 4.17 元.
func Yuan(r *big.Rat) string {
	if r == nil {
		return ""
	}
	if r.IsInt() && r.Num().IsInt64() && r.Sign() >= 0 {
		return Grouped(r.Num().Int64()) + " 元"
	}
	text := r.FloatString(2)
	if whole, cents, ok := strings.Cut(text, "."); ok {
		if n, good := new(big.Int).SetString(whole, 10); good && n.IsInt64() && n.Sign() >= 0 {
			text = Grouped(n.Int64()) + "." + cents
		}
	}
	if new(big.Rat).Mul(r, big.NewRat(100, 1)).IsInt() {
		return text + " 元"
	}
	return "约 " + text + " 元"
}

// tight leaves out the spaces that stand between words for numbers' sake where a name in
// brackets, or 约, has taken the number's place; nor does it put a name in brackets twice.
var tight = strings.NewReplacer("」 ", "」", " 「", "「", " 约", "约", "「「", "「", "」」", "」").Replace

// listed are names with commas of a list between them.
func listed(names []string) string { return strings.Join(names, "、") }

// share64 is part of whole as an SVG length, kept within 0 and 100.
func share64(part, whole int64) string { return share(int(part), int(whole)) }

// permilleWidth is a number of thousandths as an SVG length: 541 is 54.1%.
func permilleWidth(n int64) string { return share(int(n), 1000) }

// formalVerdict is what the owners' own vote came to, of which alone it may be said that it passed.
func formalVerdict(o polls.Outcome) string {
	var met, missed []string
	for _, c := range o.Conditions {
		if c.Met {
			met = append(met, conditionName(c))
		} else {
			missed = append(missed, conditionName(c))
		}
	}
	switch {
	case o.Passed:
		return "通过：" + listed(met) + "都达到"
	case len(met) == 0:
		return "未通过：" + listed(missed) + "都未达到"
	}
	return listed(met) + "达到，" + listed(missed) + "未达到：未通过"
}
