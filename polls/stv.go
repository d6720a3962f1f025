package polls

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// oneVote is the value of a ballot paper as it is cast; values have five decimals.
const oneVote = 100_000

// tallySTV counts by the single transferable vote of the Scottish Local Government
// Elections Order 2007 (SSI 2007/42, schedule 1, rules 45 to 52), in whole numbers of
// 1/100,000 of a vote:
//
//   - quota: valid papers / (seats + 1), without decimals, plus 1 (rule 46);
//   - whoever has it at any stage is elected (47);
//   - the largest surplus moves first: all papers of the elected, each worth its value ×
//     surplus / votes, cut off after five decimals, to the next candidate on it who is
//     neither elected nor excluded (48, 49);
//   - without a surplus the last is excluded, and their papers move at their value (50);
//   - equals are told apart by the latest earlier stage at which they differed (49, 51);
//   - when as many candidates are left as seats, all are elected (52).
//
// Where the Order draws a lot, the order of Election.Ties stands in its place, so that
// everybody who counts again comes to the same: who comes first in it is kept, or moves first.
//
// Papers that name nobody are not valid. ErrMethod, with the line of the file where there
// is one: a paper that gives the same rank to two candidates.
func tallySTV(e Election) (Result, error) {
	c := &stvCount{Election: e, seats: max(1, e.Seats), ties: e.tieOrder(make([]int64, len(e.Candidates)))}
	for _, g := range merged(e.Groups) {
		p, err := c.parcel(g)
		if err != nil {
			return Result{}, err
		}
		c.papers = append(c.papers, p)
	}
	all, blank := e.turnout()
	c.start(all - blank)
	for c.vacancies() > 0 && len(c.left()) > 0 {
		c.next()
	}
	return Result{
		Method: STV, Winners: e.ids(c.elected...), Ranking: c.ranking(), Steps: c.steps,
		Ballots: all, Blank: blank, Votes: c.firsts, Stages: c.stages,
	}, nil
}

// parcel are equal ballot papers. They are always in the same hands and worth the same.
type parcel struct {
	n     int64
	names []int // best first
	at    int   // place in names of whoever holds it
	value int64 // of one of them
}

// stvState of a candidate.
type stvState uint8

const (
	continuing stvState = iota
	isElected
	isExcluded
)

type stvCount struct {
	Election
	seats   int
	quota   int64 // in whole votes
	ties    tieOrder
	papers  []parcel
	held    [][]int // by candidate: places in papers
	votes   []int64
	firsts  []int64 // papers that name the candidate first
	state   []stvState
	nowhere int64

	order []int // of all candidates: most votes first, equals as at the stage before, at first by Election.Ties
	place []int // by candidate: in order

	elected, excluded, surplus []int // surplus: elected, with votes over the quota that have not moved
	stages                     []Stage
	steps                      []Step
}

// equalRanks is the error of a ballot that is not one for this method.
type equalRanks struct{ *FileError }

func (e equalRanks) Unwrap() []error { return []error{ErrMethod, e.FileError} }

func (c *stvCount) parcel(g Group) (parcel, error) {
	p := parcel{n: g.N, value: oneVote}
	for _, rank := range g.Ranks {
		if len(rank) > 1 {
			what := fmt.Sprintf("candidates %s share a rank; the single transferable vote wants one after the other", strings.Join(c.ids(rank...), ", "))
			return parcel{}, equalRanks{&FileError{File: c.File, Line: g.Line, What: what}}
		}
		p.names = append(p.names, rank[0])
	}
	return p, nil
}

// start is the first stage (rules 45 to 47).
func (c *stvCount) start(valid int64) {
	m := len(c.Candidates)
	c.quota = valid/int64(c.seats+1) + 1
	c.held, c.votes, c.firsts, c.state = make([][]int, m), make([]int64, m), make([]int64, m), make([]stvState, m)
	c.say("quota", nil, count("valid", valid), count("seats", int64(c.seats)), count("quota", c.quota))
	for i, p := range c.papers {
		c.firsts[p.names[0]] += p.n
		c.give(p.names[0], i)
	}
	c.order, c.place = c.ties.byVotes(), make([]int, m)
	for _, x := range c.order {
		c.say("first", c.ids(x), fiveDecimals("votes", c.votes[x]))
	}
	c.close(Stage{Excluded: -1, Transferred: -1})
}

func (c *stvCount) give(to, i int) {
	c.held[to] = append(c.held[to], i)
	c.votes[to] += c.papers[i].n * c.papers[i].value
}

func (c *stvCount) vacancies() int { return c.seats - len(c.elected) }

// next is the next stage. The last seats are filled at the end of a stage (rule 52), so that
// an exclusion that has begun also moves its papers; who is elected is the same without.
func (c *stvCount) next() {
	if len(c.surplus) > 0 {
		c.moveSurplus()
	} else {
		c.exclude()
	}
}

// moveSurplus moves the largest surplus (rules 48 and 49).
func (c *stvCount) moveSurplus() {
	c.rank(c.surplus)
	from := c.surplus[0]
	stage := Stage{Excluded: -1, Transferred: from, TieBroken: c.told(c.surplus, 0, 1)}
	c.surplus = c.surplus[1:]
	total, over := uint64(c.votes[from]), uint64(c.votes[from]-c.quota*oneVote)
	c.say("surplus", c.ids(from), fiveDecimals("surplus", int64(over)), fiveDecimals("votes", int64(total)))
	stage.Moved = c.move(from, int64(over), func(value int64) int64 {
		high, low := bits.Mul64(uint64(value), over)
		less, _ := bits.Div64(high, low, total)
		return int64(less)
	})
	c.votes[from] = c.quota * oneVote
	c.close(stage)
}

// exclude excludes who has least (rules 50 and 51).
func (c *stvCount) exclude() {
	left := c.left()
	c.rank(left)
	last := len(left) - 1
	from := left[last]
	stage := Stage{Excluded: from, Transferred: -1, TieBroken: c.told(left, last, last-1)}
	c.state[from], c.excluded = isExcluded, append(c.excluded, from)
	c.say("excluded", c.ids(from), fiveDecimals("votes", c.votes[from]))
	stage.Moved = c.move(from, c.votes[from], func(value int64) int64 { return value })
	c.votes[from] = 0
	c.close(stage)
}

// move moves all papers of a candidate at their new value, and says how many votes went to
// whom, how many go no further, and how much of the amount the cutting off has lost.
func (c *stvCount) move(from int, amount int64, worth func(int64) int64) (moved int64) {
	before, nowhere := slices.Clone(c.votes), c.nowhere
	papers := c.held[from]
	c.held[from] = nil
	for _, i := range papers {
		p := &c.papers[i]
		p.value = worth(p.value)
		for p.at++; p.at < len(p.names) && c.state[p.names[p.at]] != continuing; p.at++ {
		}
		if p.at == len(p.names) {
			c.nowhere += p.n * p.value
		} else {
			c.give(p.names[p.at], i)
		}
	}
	for _, to := range c.left() {
		if got := c.votes[to] - before[to]; got > 0 {
			c.say("moved", c.ids(from, to), fiveDecimals("votes", got))
			moved += got
		}
	}
	if got := c.nowhere - nowhere; got > 0 {
		c.say("no-further", c.ids(from), fiveDecimals("votes", got))
	}
	if lost := amount - moved - (c.nowhere - nowhere); lost > 0 {
		c.say("cut-off", c.ids(from), fiveDecimals("votes", lost))
	}
	return moved
}
