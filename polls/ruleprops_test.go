package polls_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	. "yishiting/polls"
)

// deciding are all rules with fractions.
func deciding() []Rule {
	var all []Rule
	for _, r := range Rules() {
		if r.Decides() {
			all = append(all, r)
		}
	}
	return all
}

// A crowd is a roll on which everybody has a weight and says something.
type crowd struct {
	weights []Weights
	says    []int // one of the sayings
}

const (
	silent = iota
	blank
	abstain
	no
	yes
)

func someCrowd(r *rand.Rand) crowd {
	var c crowd
	lean := r.IntN(5)
	for range 1 + r.IntN(24) {
		c.weights = append(c.weights, Weights{Heads: 1, Area: 1 + r.Int64N(20000), OwnerHeads: r.Int64N(2)})
		say := r.IntN(5)
		if r.IntN(2) == 0 {
			say = lean
		}
		c.says = append(c.says, say)
	}
	return c
}

func (c crowd) decide(r Rule) Outcome {
	var roll Weights
	var v Voices
	for i, w := range c.weights {
		roll = roll.Plus(w)
		switch c.says[i] {
		case blank:
			v.Blank = v.Blank.Plus(w)
		case abstain:
			v.Abstain = v.Abstain.Plus(w)
		case no:
			v.No = v.No.Plus(w)
		case yes:
			v.Yes = v.Yes.Plus(w)
		}
	}
	return r.Decide(r.Count(roll, v))
}

// Whoever turns to yes never turns a passed question into a failed one.
func TestYesNeverHarms(t *testing.T) {
	random, turned := rand.New(rand.NewPCG(1, 2)), 0
	for range 4000 {
		c := someCrowd(random)
		for _, r := range deciding() {
			before := c.decide(r)
			for i, said := range c.says {
				c.says[i] = yes
				after := c.decide(r)
				if before.Passed && !after.Passed || before.Quorate && !after.Quorate {
					t.Fatalf("%s: %d turned from %d to yes: %+v, then %+v", r.ID, i, said, before, after)
				}
				if after.Passed && !before.Passed {
					turned++
				}
				c.says[i] = said
			}
		}
	}
	if turned < 100 {
		t.Errorf("only %d turns changed anything: the crowds prove nothing", turned)
	}
}

// An abstention weighs what a no weighs.
func TestAbstentionIsNoYes(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 4000 {
		c := someCrowd(random)
		for _, r := range deciding() {
			before := c.decide(r)
			for i, said := range c.says {
				if said == abstain {
					c.says[i] = no
				}
			}
			if after := c.decide(r); after.Passed != before.Passed || after.Quorate != before.Quorate {
				t.Fatalf("%s: %+v, then %+v", r.ID, before, after)
			}
		}
	}
}

// A no can make the quorum that a yes lacked: 40 of 61 for is nothing, one no more is a
// decision. The pages therefore show the quorum.
func TestNoShowParadox(t *testing.T) {
	r := rule(t, "reps-meeting")
	before := r.Decide(r.Count(heads(61), Voices{Yes: heads(40)}))
	after := r.Decide(r.Count(heads(61), Voices{Yes: heads(40), No: heads(1)}))
	if before.Passed || !after.Passed {
		t.Errorf("before %v, after %v", before.Passed, after.Passed)
	}
}

func TestBlankTakesPartWhereTheRuleSaysSo(t *testing.T) {
	r := rule(t, "reps-meeting")
	v := Voices{Yes: heads(22), No: heads(18), Blank: heads(4)}
	if c := r.Count(heads(61), v); c.Participating != heads(44) || c.Valid != heads(40) || r.Decide(c).Passed {
		t.Errorf("with blanks: %+v", c)
	}
	r.BlankTakesPart = false
	if c := r.Count(heads(61), v); c.Participating != heads(40) || c.Valid != heads(40) {
		t.Errorf("without: %+v", c)
	}
}

// of makes a rule of one condition of approval.
func of(num, den int64, strict bool) Rule {
	return Rule{Approve: []Condition{{Weight: Area, Num: num, Den: den, Strict: strict, Of: OfRoll}}}
}

func held(r Rule, have, base int64) Checked {
	return r.Decide(Count{Roll: Weights{Area: base}, For: Weights{Area: have}}).Conditions[0]
}

// exact is the comparison by rationals, independent of the one under test.
func exact(have, base, num, den int64, strict bool) bool {
	if base == 0 {
		return false
	}
	switch new(big.Rat).SetFrac64(have, base).Cmp(new(big.Rat).SetFrac64(num, den)) {
	case 0:
		return !strict
	case 1:
		return true
	}
	return false
}

func checkExactly(t *testing.T, have, base, num, den int64, strict bool) {
	t.Helper()
	r := of(num, den, strict)
	got := held(r, have, base)
	if want := exact(have, base, num, den, strict); got.Met != want {
		t.Fatalf("%d of %d against %d/%d (strict %v): %v", have, base, num, den, strict, got.Met)
	}
	if got.Met != (base > 0 && have >= got.Need) {
		t.Fatalf("%d of %d against %d/%d (strict %v): need %d, met %v", have, base, num, den, strict, got.Need, got.Met)
	}
	if base > 0 && (!held(r, got.Need, base).Met || held(r, got.Need-1, base).Met || got.Need < 1 || got.Need > base) {
		t.Fatalf("%d is not the limit of %d/%d of %d (strict %v)", got.Need, num, den, base, strict)
	}
}

func TestConditionsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	number := func() int64 {
		switch random.IntN(3) {
		case 0:
			return random.Int64N(50)
		case 1:
			return math.MaxInt64 - random.Int64N(50)
		}
		return random.Int64() >> random.IntN(63)
	}
	for range 200000 {
		den := 2 + number()%(math.MaxInt64-2)
		num := 1 + number()%(den-1)
		base := number()
		have := number()
		if random.IntN(2) == 0 { // near the limit
			have = max(0, held(of(num, den, false), 0, base).Need-1+random.Int64N(3))
		}
		checkExactly(t, min(have, base), base, num, den, random.IntN(2) == 0)
	}
}

func FuzzCondition(f *testing.F) {
	f.Add(int64(640), int64(860), int64(3), int64(4), false)
	f.Add(int64(math.MaxInt64/3*2), int64(math.MaxInt64), int64(2), int64(3), true)
	f.Fuzz(func(t *testing.T, have, base, num, den int64, strict bool) {
		if num < 1 || den <= num || base < 0 || have < 0 || have > base {
			return
		}
		checkExactly(t, have, base, num, den, strict)
	})
}

func TestNothingIsEnoughOfNothing(t *testing.T) {
	for _, r := range deciding() {
		if o := r.Decide(Count{}); o.Quorate || o.Passed {
			t.Errorf("%s: an empty roll decides: %+v", r.ID, o)
		}
		for _, c := range r.Decide(Count{Roll: Weights{10, 10, 10}}).Conditions {
			if c.Met {
				t.Errorf("%s: nobody there meets %+v", r.ID, c)
			}
		}
	}
}
