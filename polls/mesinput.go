package polls

import (
	"math"
	"math/big"
	"slices"
	"strconv"
)

// sharesInput is an election prepared for Equal Shares. Voters who approve of the same
// projects always hold equal money and are one kind. Amounts are integers of 1/scale of
// the currency unit.
type sharesInput struct {
	ties       tieOrder
	scale      *big.Int
	budget     *big.Int
	costs      []*big.Int // by place
	total      *big.Int   // of the projects in the running
	dearestAt  int64      // units to add until every endowment is above every cost
	voters     *big.Int
	running    []int // places of the projects that have supporters
	votes      []int64
	kinds      []kind
	kindOf     []int     // by group; -1 for blank ballots
	supporters [][]int32 // by place: kinds that approve of the project
}

type kind struct {
	voters int64
	weight float64 // voters
}

func newSharesInput(b *budgeting) *sharesInput {
	in := &sharesInput{
		ties: b.ties, votes: b.result.Votes, voters: big.NewInt(b.result.Ballots),
		total:      new(big.Int),
		supporters: make([][]int32, len(b.e.Candidates)),
	}
	in.scaleAmounts(b.e)
	for p, votes := range in.votes {
		if votes > 0 {
			in.running = append(in.running, p)
			in.total.Add(in.total, in.costs[p])
		}
	}
	in.findDearest()
	in.sortKinds(b.e.Groups)
	return in
}

// scaleAmounts brings the budget and all costs to their least common denominator.
func (in *sharesInput) scaleAmounts(e Election) {
	in.scale = new(big.Int).Set(e.Budget.Denom())
	for _, c := range e.Candidates {
		common := new(big.Int).GCD(nil, nil, in.scale, c.Cost.Denom())
		in.scale.Mul(in.scale, new(big.Int).Quo(c.Cost.Denom(), common))
	}
	scaled := func(r *big.Rat) *big.Int {
		n := new(big.Int).Mul(r.Num(), in.scale)
		return n.Quo(n, r.Denom())
	}
	in.budget = scaled(e.Budget)
	for _, c := range e.Candidates {
		in.costs = append(in.costs, scaled(c.Cost))
	}
}

func (in *sharesInput) sortKinds(groups []Group) {
	known := map[string]int{}
	var key []byte
	for _, g := range groups {
		approved := slices.Sorted(slices.Values(g.approvals()))
		if len(approved) == 0 {
			in.kindOf = append(in.kindOf, -1)
			continue
		}
		key = key[:0]
		for _, p := range approved {
			key = strconv.AppendInt(append(key, ' '), int64(p), 10)
		}
		k, ok := known[string(key)]
		if !ok {
			k = len(in.kinds)
			known[string(key)] = k
			in.kinds = append(in.kinds, kind{})
			for _, p := range approved {
				in.supporters[p] = append(in.supporters[p], int32(k))
			}
		}
		in.kinds[k].voters += g.N
		in.kinds[k].weight += float64(g.N) // exact: below 1<<53
		in.kindOf = append(in.kindOf, k)
	}
}

// endless is more currency units than anybody adds one by one.
const endless = math.MaxInt64 / 4

// findDearest finds from how many added units on everybody's endowment is above the cost of
// every project: the first whole number above dearest - budget/voters.
func (in *sharesInput) findDearest() {
	dearest := new(big.Int)
	for _, cost := range in.costs {
		if cost.Cmp(dearest) > 0 {
			dearest = cost
		}
	}
	missing := new(big.Int).Mul(dearest, in.voters)
	missing.Sub(missing, in.budget)
	missing.Div(missing, new(big.Int).Mul(in.voters, in.scale)) // rounded down
	switch missing.Add(missing, big.NewInt(1)); {
	case missing.Sign() <= 0:
		in.dearestAt = 0
	case missing.IsInt64():
		in.dearestAt = min(missing.Int64(), endless)
	default:
		in.dearestAt = endless
	}
}
