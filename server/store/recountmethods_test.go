package store_test

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strings"
)

// count counts the ballots and compares with the portal's result.
func (r *recounting) count() error {
	voices := map[string][2]int64{}
	var all, blank, roll [2]int64
	for tag, w := range r.roll {
		roll[0], roll[1] = roll[0]+w[0], roll[1]+w[1]
		choice, voted := r.choices[tag]
		if !voted {
			continue
		}
		said := voices[choice]
		voices[choice] = [2]int64{said[0] + w[0], said[1] + w[1]}
		all[0], all[1] = all[0]+w[0], all[1]+w[1]
		if choice == "blank" {
			blank[0], blank[1] = blank[0]+w[0], blank[1]+w[1]
		}
	}
	f := r.final
	if f.Ballots != int64(len(r.choices)) || f.Paper != r.paper || f.Count.Roll.Heads != roll[0] || f.Count.Roll.Area != roll[1] ||
		f.Count.Valid.Heads != all[0]-blank[0] || f.Count.Valid.Area != all[1]-blank[1] {
		return fmt.Errorf("the portal has %+v, here are %v on the roll, %v voting, %v blank", f.Count, roll, all, blank)
	}
	for _, v := range f.Voices {
		if voices[v.Choice] != [2]int64{v.Heads, v.Area} {
			return fmt.Errorf("the portal has %+v, here are %v", v, voices[v.Choice])
		}
	}
	var winners []string
	switch r.terms.Method {
	case "binary":
		if winners = []string{"no"}; r.named("yes") > r.named("no") {
			winners = []string{"yes"}
		}
		if f.Count.For.Heads != voices["yes"][0] || f.Count.For.Area != voices["yes"][1] {
			return fmt.Errorf("the portal has %+v for it, here are %v", f.Count.For, voices["yes"])
		}
	case "plurality", "approval":
		winners = r.mostVotes()
	case "greedy":
		winners = r.greedy()
	case "mes":
		winners = r.equalShares()
	case "schulze":
		winners = r.schulze()
	default:
		return nil // of the single transferable vote only the ballots are compared here
	}
	sort.Strings(winners)
	portal := slices.Clone(f.Result.Winners)
	sort.Strings(portal)
	if !slices.Equal(winners, portal) {
		return fmt.Errorf("the portal chose %v, here %v are", portal, winners)
	}
	return nil
}

// named is how many ballots name an option.
func (r *recounting) named(id string) (n int64) {
	for _, choice := range r.choices {
		if slices.Contains(strings.Split(choice, ","), id) {
			n++
		}
	}
	return n
}

// byVotes are the options with most votes first, then those that cost less, then those that stand first.
func (r *recounting) byVotes() []int {
	order := make([]int, len(r.terms.Options))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return r.before(order[a], order[b]) })
	return order
}

func (r *recounting) before(a, b int) bool {
	x, y := r.terms.Options[a], r.terms.Options[b]
	if n, m := r.named(x.ID), r.named(y.ID); n != m {
		return n > m
	}
	if x.Cost != y.Cost {
		return x.Cost < y.Cost
	}
	return a < b
}

func (r *recounting) mostVotes() (winners []string) {
	for _, i := range r.byVotes() {
		if id := r.terms.Options[i].ID; len(winners) < r.terms.Seats && r.named(id) > 0 {
			winners = append(winners, id)
		}
	}
	return winners
}

func (r *recounting) greedy() (winners []string) {
	left := r.terms.Budget
	for _, i := range r.byVotes() {
		if o := r.terms.Options[i]; o.Cost <= left && r.named(o.ID) > 0 {
			winners, left = append(winners, o.ID), left-o.Cost
		}
	}
	return winners
}

// equalShares raises every endowment by 1 yuan until a run overspends.
func (r *recounting) equalShares() (winners []string) {
	each := big.NewRat(r.terms.Budget, int64(len(r.choices)))
	for {
		next, spent := r.sharesOf(each)
		if spent > r.terms.Budget {
			return winners
		}
		if winners = next; len(winners) == len(r.terms.Options) {
			return winners
		}
		each = new(big.Rat).Add(each, big.NewRat(100, 1)) // in cents
	}
}

func (r *recounting) sharesOf(each *big.Rat) (winners []string, spent int64) {
	money := map[string]*big.Rat{}
	for tag := range r.choices {
		money[tag] = each
	}
	done := make([]bool, len(r.terms.Options))
	for {
		best, bestRate, bestPay := -1, new(big.Rat), new(big.Rat)
		for i, o := range r.terms.Options {
			pay := r.payFor(o.ID, o.Cost, money)
			if done[i] || pay == nil {
				continue
			}
			rate := new(big.Rat).Quo(pay, big.NewRat(o.Cost, 1))
			if order := rate.Cmp(bestRate); best < 0 || order < 0 || order == 0 && r.before(i, best) {
				best, bestRate, bestPay = i, rate, pay
			}
		}
		if best < 0 {
			return winners, spent
		}
		o := r.terms.Options[best]
		for tag, choice := range r.choices {
			if slices.Contains(strings.Split(choice, ","), o.ID) {
				money[tag] = new(big.Rat).Sub(money[tag], lesser(money[tag], bestPay))
			}
		}
		done[best], winners, spent = true, append(winners, o.ID), spent+o.Cost
	}
}

func lesser(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// payFor is the most that one supporter has to pay for a project; nil where they cannot pay it.
func (r *recounting) payFor(id string, cost int64, money map[string]*big.Rat) *big.Rat {
	var has []*big.Rat
	for tag, choice := range r.choices {
		if slices.Contains(strings.Split(choice, ","), id) {
			has = append(has, money[tag])
		}
	}
	slices.SortFunc(has, func(a, b *big.Rat) int { return a.Cmp(b) })
	left := big.NewRat(cost, 1)
	for i, m := range has {
		share := new(big.Rat).Quo(left, big.NewRat(int64(len(has)-i), 1))
		if share.Cmp(m) <= 0 {
			return share
		}
		left.Sub(left, m)
	}
	return nil
}

// schulze compares each two by the strongest of all paths. Whoever does not strictly beat
// "none of these" is out beforehand.
func (r *recounting) schulze() (winners []string) {
	var ids []string
	for _, o := range r.terms.Options {
		ids = append(ids, o.ID)
	}
	ids = append(ids, "none")
	prefer := func(a, b string) (n int64) {
		for _, choice := range r.choices {
			if rankIn(choice, a) < rankIn(choice, b) {
				n++
			}
		}
		return n
	}
	var stand []string
	for _, id := range ids {
		if id == "none" || prefer(id, "none") > prefer("none", id) {
			stand = append(stand, id)
		}
	}
	for _, a := range stand {
		wins := true
		for _, b := range stand {
			wins = wins && (a == b || strongest(stand, prefer, a, b, nil) >= strongest(stand, prefer, b, a, nil))
		}
		if wins {
			winners = append(winners, a)
		}
	}
	return winners
}

// rankIn is where a ballot ranks an option; behind all others where it does not.
func rankIn(choice, id string) int {
	for i, rank := range strings.Split(choice, ">") {
		if slices.Contains(strings.Split(rank, "="), id) {
			return i
		}
	}
	return 1000
}

// strongest is the strength of the strongest path from a to b, found by trying all.
func strongest(ids []string, prefer func(a, b string) int64, a, b string, been []string) (best int64) {
	been = append(slices.Clone(been), a)
	for _, next := range ids {
		if slices.Contains(been, next) || prefer(a, next) <= prefer(next, a) {
			continue
		}
		link := prefer(a, next)
		if next != b {
			link = min(link, strongest(ids, prefer, next, b, been))
		}
		best = max(best, link)
	}
	return best
}
