package pages

import (
	"cmp"
	"math/big"
	"slices"

	"yishiting/polls"
)

// PollMoney is where the money of a budget went. Amounts are in words.
type PollMoney struct {
	Shares     bool // by equal shares: every voter holds a part; otherwise by votes alone
	Budget     string
	Voters     int64
	Part       string // of the budget for each voter
	Added      int64  // yuan that were added to it
	Endowment  string
	Completion string        // what was agreed on money that is left
	Stopped    string        // why no more was added
	Funded     []PollProject // in the order of selection
	Unfunded   []PollProject // most votes first
	Compared   *PollCompared // nil where the poll itself is by votes alone
}

// PollProject is what became of a project.
type PollProject struct {
	Name, Cost string
	Votes      int64
	Round      int    // 0: never reached
	Most       string // most that one supporter paid
	Effective  string // for how many votes that counts
	Filled     bool   // by votes, not paid by its supporters
	Length     int64  // of the bar, in thousandths of the dearest
	Parts      []PollPart
	Left       string // what its supporters had left
	Missing    string // what they were short of
	LeftPart   int64  // in thousandths of the cost
	OutOf      string // why it was skipped, of a count by votes alone
}

// PollPart is what some of a project's supporters paid for it, all alike, or each what
// they had left.
type PollPart struct {
	Voters   int64
	Each     string // 313 元, or 约 4.17 至 300 元
	Sum      string
	Permille int64 // of the cost
	All      bool  // each gave all they had left
}

// PollCompared is what greedy, by votes alone, would have made of the same ballots.
type PollCompared struct {
	Both                 int64    // projects that both fund
	Here, Greedy         []string // projects that only one of them funds
	Without              int64    // voters with no funded project, here
	WithoutByGreedy      int64
	Spent, SpentByGreedy string
}

// PollPurse is what one voter's money went to.
type PollPurse struct {
	Whose     string // 您, or 您在 3 号楼那一户
	Said      string // the choice in words
	Endowment string
	Paid      []PollPaid
	Left      string
	Free      []string // chosen by the voter and filled in by votes: nobody's share paid for it
	Lost      []string // chosen by the voter and not funded
}

// PollPaid is one voter's payment.
type PollPaid struct{ Name, Amount string }

var stoppedWords = map[string]string{
	"over-budget": "再加 1 元，选出的项目就会超出预算，所以停在这里",
	"exhaustive":  "剩下的钱已经不够任何一个没选中的项目，所以停在这里",
	"all-funded":  "有人支持的项目已经全部选中，不必再加",
	"enough":      "每人手里的钱已经多过任何一个项目的费用，再加也不会变，所以停在这里",
}

// moneyOf tells the story of a budget from a count that has every payment.
func moneyOf(t polls.Terms, r polls.Result, e polls.Election) (*PollMoney, error) {
	m := &PollMoney{Shares: t.Method == polls.Shares, Budget: Yuan(e.Budget), Voters: r.Ballots, Completion: LeftoverWord(t.Completion)}
	if m.Shares {
		m.Part = Yuan(new(big.Rat).Quo(e.Budget, new(big.Rat).SetInt64(max(1, r.Ballots))))
		m.Added, m.Endowment, m.Stopped = r.Shares.Added, Yuan(r.Shares.Endowment), stoppedWords[r.Shares.Stopped]
		var err error
		if m.Compared, err = compared(t, r, e); err != nil {
			return nil, err
		}
	}
	dearest := new(big.Rat)
	for _, c := range e.Candidates {
		if c.Cost.Cmp(dearest) > 0 {
			dearest = c.Cost
		}
	}
	for _, layer := range r.Ranking {
		for _, id := range layer {
			p := slices.IndexFunc(e.Candidates, func(c polls.Candidate) bool { return c.ID == id })
			project := projectOf(t, r, e, p)
			project.Length = permille(e.Candidates[p].Cost, dearest)
			if r.Shares.Projects[p].Chosen {
				project.Parts = partsOf(p, e, r)
				m.Funded = append(m.Funded, project)
			} else {
				m.Unfunded = append(m.Unfunded, project)
			}
		}
	}
	return m, nil
}

func projectOf(t polls.Terms, r polls.Result, e polls.Election, p int) PollProject {
	report, cost := r.Shares.Projects[p], e.Candidates[p].Cost
	project := PollProject{
		Name: optionName(t, e.Candidates[p].ID), Cost: Yuan(cost), Votes: report.Votes, Round: report.Round,
		Most: Yuan(report.Most), Filled: report.Filled,
	}
	if report.Effective != nil {
		project.Effective = Readable(polls.ExactText(report.Effective))
	}
	if report.Left != nil && !report.Chosen {
		project.Left, project.LeftPart = Yuan(report.Left), permille(report.Left, cost)
		if missing := new(big.Rat).Sub(cost, report.Left); missing.Sign() > 0 {
			project.Missing = Yuan(missing)
		}
	}
	if r.Method == polls.Greedy && !report.Chosen {
		project.OutOf = skippedWith(r, e.Candidates[p].ID)
	}
	return project
}

// skippedWith is what was left of the budget when a project did not fit.
func skippedWith(r polls.Result, id string) string {
	for _, s := range r.Steps {
		if s.Do != "skipped" || s.IDs[0] != id {
			continue
		}
		for _, f := range s.Figures {
			if left, ok := new(big.Rat).SetString(f.Value); ok && f.Name == "left" {
				return Yuan(left)
			}
		}
	}
	return ""
}

// permille is part of whole in thousandths, cut off, from 0 to 1000.
func permille(part, whole *big.Rat) int64 {
	if whole.Sign() <= 0 || part.Sign() <= 0 {
		return 0
	}
	if part.Cmp(whole) >= 0 {
		return 1000
	}
	of := new(big.Rat).Quo(part, whole)
	return new(big.Int).Quo(new(big.Int).Mul(of.Num(), big.NewInt(1000)), of.Denom()).Int64()
}

// partsOf are the payments for a project: first those who paid the whole price, then those
// who paid less because it was all they had.
func partsOf(p int, e polls.Election, r polls.Result) (parts []PollPart) {
	full, less := purse{}, purse{}
	id, most := e.Candidates[p].ID, r.Shares.Projects[p].Most
	if most == nil {
		return nil
	}
	cost := e.Candidates[p].Cost
	for g, paid := range r.Shares.Paid {
		for _, pay := range paid {
			if pay.ID != id {
				continue
			}
			to := &full
			if pay.Amount.Cmp(most) < 0 {
				to = &less
			}
			to.add(e.Groups[g].N, pay.Amount)
		}
	}
	for i, p := range []purse{full, less} {
		if p.voters > 0 {
			parts = append(parts, PollPart{Voters: p.voters, Each: p.each(), Sum: Yuan(p.sum), Permille: permille(p.sum, cost), All: i == 1})
		}
	}
	return parts
}

// purse gathers payments.
type purse struct {
	voters           int64
	sum, least, most *big.Rat
}

func (p *purse) add(voters int64, each *big.Rat) {
	if p.sum == nil {
		p.sum, p.least, p.most = new(big.Rat), each, each
	}
	p.voters += voters
	p.sum.Add(p.sum, new(big.Rat).Mul(each, new(big.Rat).SetInt64(voters)))
	if each.Cmp(p.least) < 0 {
		p.least = each
	}
	if each.Cmp(p.most) > 0 {
		p.most = each
	}
}

func (p *purse) each() string {
	if p.least.Cmp(p.most) == 0 {
		return Yuan(p.least)
	}
	return Yuan(p.least) + "至" + Yuan(p.most)
}

// compared counts the same ballots by votes alone.
func compared(t polls.Terms, kept polls.Result, e polls.Election) (*PollCompared, error) {
	greedy, err := polls.Tally(e, polls.Greedy)
	if err != nil {
		return nil, err
	}
	c := &PollCompared{
		Without: without(e, kept.Winners), WithoutByGreedy: without(e, greedy.Winners),
		Spent: Yuan(kept.Spent), SpentByGreedy: Yuan(greedy.Spent),
	}
	for _, id := range kept.Winners {
		if slices.Contains(greedy.Winners, id) {
			c.Both++
		} else {
			c.Here = append(c.Here, optionName(t, id))
		}
	}
	for _, id := range greedy.Winners {
		if !slices.Contains(kept.Winners, id) {
			c.Greedy = append(c.Greedy, optionName(t, id))
		}
	}
	return c, nil
}

// without is how many voters have none of the winners among those they chose.
func without(e polls.Election, winners []string) (voters int64) {
	for _, g := range e.Groups {
		served := false
		for _, rank := range g.Ranks {
			served = served || slices.ContainsFunc(rank, func(p int) bool { return slices.Contains(winners, e.Candidates[p].ID) })
		}
		if !served {
			voters += g.N
		}
	}
	return voters
}

// PurseOf is where the share of one ballot went: r is counted from the same ballots, which
// must have the choice among them. nil where nothing is shared.
func PurseOf(t polls.Terms, said []polls.Said, r polls.Result, choice string) *PollPurse {
	at, known := slices.BinarySearch(choiceTexts(said), choice)
	if r.Shares == nil || r.Shares.Paid == nil || r.Shares.Endowment == nil || !known {
		return nil
	}
	left := new(big.Rat).Set(r.Shares.Endowment)
	p := &PollPurse{Said: BallotSays(t, choice), Endowment: Yuan(left)}
	paid := map[string]bool{}
	for _, pay := range r.Shares.Paid[at] {
		p.Paid = append(p.Paid, PollPaid{optionName(t, pay.ID), Yuan(pay.Amount)})
		left.Sub(left, pay.Amount)
		paid[pay.ID] = true
	}
	p.Left = Yuan(left)
	for _, rank := range t.Election(map[string]int64{choice: 1}).Groups[0].Ranks {
		slices.SortFunc(rank, cmp.Compare[int])
		for _, place := range rank {
			id := t.Options[place].ID
			switch {
			case paid[id]:
			case slices.Contains(r.Winners, id):
				p.Free = append(p.Free, t.Options[place].Words)
			default:
				p.Lost = append(p.Lost, t.Options[place].Words)
			}
		}
	}
	return p
}
