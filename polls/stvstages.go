package polls

import (
	"cmp"
	"fmt"
	"slices"
)

// fiveDecimals is a number of votes with its five decimals.
func fiveDecimals(name string, n int64) Figure {
	return Figure{name, fmt.Sprintf("%d.%05d", n/oneVote, n%oneVote)}
}

func (c *stvCount) say(do string, ids []string, figures ...Figure) {
	c.steps = append(c.steps, Step{Do: do, Round: len(c.stages) + 1, IDs: ids, Figures: figures})
}

// left are the candidates who are neither elected nor excluded.
func (c *stvCount) left() (left []int) {
	for x, s := range c.state {
		if s == continuing {
			left = append(left, x)
		}
	}
	return left
}

// close ends a stage: whoever has the quota is elected, and all who are left where there
// are no more of them than seats.
func (c *stvCount) close(s Stage) {
	s.Votes, s.NonTransfer, s.Quota = slices.Clone(c.votes), c.nowhere, c.quota*oneVote
	c.stages = append(c.stages, s)
	stage := &c.stages[len(c.stages)-1]
	c.sortAll()
	left := c.left()
	c.rank(left)
	for _, x := range left {
		if c.votes[x] >= s.Quota {
			c.elect(stage, x, "elected")
		}
	}
	if left = c.left(); len(left) > 0 && len(left) <= c.vacancies() {
		c.rank(left)
		for _, x := range left {
			c.elect(stage, x, "elected-last")
		}
	}
}

func (c *stvCount) elect(stage *Stage, x int, do string) {
	c.state[x], c.elected = isElected, append(c.elected, x)
	stage.Elected = append(stage.Elected, x)
	if c.votes[x] > stage.Quota {
		c.surplus = append(c.surplus, x)
	}
	c.steps = append(c.steps, Step{Do: do, Round: len(c.stages), IDs: c.ids(x), Figures: []Figure{fiveDecimals("votes", c.votes[x]), fiveDecimals("quota", stage.Quota)}})
}

// sortAll puts all candidates in order. Sorted again at each stage, with equals as they
// stood, they are in the order of the latest earlier stage at which they differed.
func (c *stvCount) sortAll() {
	slices.SortStableFunc(c.order, func(a, b int) int { return cmp.Compare(c.votes[b], c.votes[a]) })
	for i, x := range c.order {
		c.place[x] = i
	}
}

// rank puts some candidates in that order.
func (c *stvCount) rank(xs []int) {
	slices.SortFunc(xs, func(a, b int) int { return cmp.Compare(c.place[a], c.place[b]) })
}

// evenAlways tells whether two candidates had the same votes at every stage.
func (c *stvCount) evenAlways(a, b int) bool {
	return !slices.ContainsFunc(c.stages, func(s Stage) bool { return s.Votes[a] != s.Votes[b] })
}

// told is how the candidate at place i of ranked ones was told from the one at place j: ""
// where by their votes, "earlier-stage" or "lot". It says so in a step.
func (c *stvCount) told(ranked []int, i, j int) string {
	if j < 0 || j >= len(ranked) || c.votes[ranked[i]] != c.votes[ranked[j]] {
		return ""
	}
	how := "earlier-stage"
	if c.evenAlways(ranked[i], ranked[j]) {
		how = "lot"
	}
	equal := []int{ranked[i]}
	for _, x := range ranked {
		if x != ranked[i] && c.votes[x] == c.votes[ranked[i]] {
			equal = append(equal, x)
		}
	}
	c.say("tie-"+how, c.ids(equal...), fiveDecimals("votes", c.votes[ranked[i]]))
	return how
}

// ranking are the elected in the order of their election, then who was left at the end by
// their votes, then the excluded, the last first.
func (c *stvCount) ranking() (all [][]string) {
	for _, x := range c.elected {
		all = append(all, c.ids(x))
	}
	left := c.left()
	slices.SortFunc(left, func(a, b int) int { return cmp.Or(cmp.Compare(c.votes[b], c.votes[a]), c.ties.by(TieID, a, b)) })
	for i, x := range left {
		if i == 0 || c.votes[left[i-1]] != c.votes[x] {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], c.Candidates[x].ID)
	}
	for _, x := range slices.Backward(c.excluded) {
		all = append(all, c.ids(x))
	}
	return all
}
