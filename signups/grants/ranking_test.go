package grants

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func ranked(r Round, all ...Application) []Application {
	rank(r, all)
	return all
}

func app(seq int, asked int64, scores, sum, votes, top int) Application {
	return Application{Seq: seq, File: File{Plan: Plan{Asked: asked}, Result: &Result{Scores: scores, Sum: sum, Votes: votes, Top: top}}}
}

var sixtyForty = Round{Terms: Terms{Budget: 100, Cap: 60, Experts: 60, Residents: 40, Least: 50}}

// The points are those of fractions, whatever the numbers, and never rounded before they are compared.
func TestPointsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for range 2000 {
		n, top := 1+random.IntN(15), 1+random.IntN(1_000_000)
		r := Result{Scores: n, Sum: random.IntN(100*n + 1), Votes: random.IntN(top + 1), Top: top}
		got := r.weigh(sixtyForty.Terms)
		want := new(big.Rat).Mul(big.NewRat(60, 100), big.NewRat(int64(r.Sum), int64(n)))
		want.Add(want, new(big.Rat).Mul(big.NewRat(40, 100), big.NewRat(int64(100*r.Votes), int64(top))))
		if want.Cmp(big.NewRat(got.Num, got.Den)) != 0 {
			t.Fatalf("%+v: %v, not %v", r, got, want)
		}
		other := Points{got.Num + 1, got.Den}
		if got.Cmp(other) != -1 || other.Cmp(got) != 1 || got.Cmp(Points{got.Num * 2, got.Den * 2}) != 0 {
			t.Fatalf("%v does not compare", got)
		}
	}
}

func TestTies(t *testing.T) {
	for name, c := range map[string]struct {
		all  []Application
		want []int // Seq, by rank
	}{
		"more points":                         {[]Application{app(1, 10, 3, 240, 1, 4), app(2, 10, 3, 240, 4, 4)}, []int{2, 1}},
		"equal points, higher by the experts": {[]Application{app(1, 10, 1, 60, 4, 4), app(2, 10, 1, 80, 14*2, 40)}, []int{2, 1}},
		"equal in both, less is asked":        {[]Application{app(1, 20, 3, 240, 4, 4), app(2, 10, 3, 240, 4, 4)}, []int{2, 1}},
		"all equal, who came first":           {[]Application{app(2, 10, 3, 240, 4, 4), app(1, 10, 3, 240, 4, 4)}, []int{1, 2}},
		"means of other numbers of scores":    {[]Application{app(1, 10, 5, 400, 4, 4), app(2, 10, 4, 324, 4, 4)}, []int{2, 1}},
	} {
		for i, a := range ranked(sixtyForty, c.all...) {
			if a.Seq != c.want[i] || a.Result.Rank != i+1 {
				t.Errorf("%s: %d is at %d", name, a.Seq, i+1)
			}
		}
	}
}

// The money goes down the ranks: what the rest does not cover is passed over, and nothing below the least
// points is funded.
func TestMoneyGoesDownTheRanks(t *testing.T) {
	all := ranked(sixtyForty, app(1, 60, 1, 90, 9, 9), app(2, 50, 1, 85, 8, 9), app(3, 40, 1, 80, 8, 9), app(4, 1, 1, 20, 1, 9))
	want := []int64{60, 0, 40, 0}
	for i, a := range all {
		if a.Result.Granted != want[i] || (a.State == Chosen) != (want[i] > 0) {
			t.Errorf("%d has %d", a.Seq, a.Result.Granted)
		}
	}
	none := ranked(sixtyForty, app(1, 60, 3, 270, 0, 0))
	if p := none[0].Result.Points; p.Cmp(Points{54, 1}) != 0 || none[0].State != Chosen {
		t.Error("without votes the residents' part is nothing:", p)
	}
	few := sixtyForty
	few.Few = true
	alone := ranked(few, app(1, 60, 3, 270, 0, 0), app(2, 60, 3, 120, 0, 0))
	if p := alone[0].Result.Points; p.Cmp(Points{90, 1}) != 0 || alone[1].State != Reserve {
		t.Error("where few chose, the experts decide alone:", p)
	}
}

func TestSealHidesAndShows(t *testing.T) {
	a := Score{Application: "a", Nonce: "n1", Points: []int{3, 4}}
	for _, other := range []Score{{Application: "b", Nonce: "n1", Points: []int{3, 4}}, {Application: "a", Nonce: "n2", Points: []int{3, 4}}, {Application: "a", Nonce: "n1", Points: []int{4, 3}}, {Application: "a", Nonce: "n1", Points: []int{34}}} {
		if a.Seal() == other.Seal() {
			t.Errorf("%+v has the same seal", other)
		}
	}
	if a.Seal() != (Score{Application: "a", Nonce: "n1", Points: []int{3, 4}, Expert: "x"}).Seal() {
		t.Error("the seal names the expert")
	}
}

// What is due follows from what was granted, accepted and paid, to the cent.
func TestDue(t *testing.T) {
	r := Round{Terms: Terms{First: 60}}
	a := Application{ID: "a", State: Going, File: File{Result: &Result{Granted: 10_000_01}}}
	paid := func(kind PaymentKind, cents int64) Payment {
		return Payment{Application: "a", Kind: kind, Cents: cents}
	}
	first := paid(FirstPayment, 6_000_00)
	stopped, done, less := a, a, a
	stopped.State, stopped.Mid = Stopped, &Mid{Spent: 1_000_00}
	done.State, done.Final = Finished, &Final{Accepted: 10_000_01}
	less.State, less.Final = Finished, &Final{Accepted: 5_500_00}
	for _, c := range []struct {
		a     Application
		paid  []Payment
		kind  PaymentKind
		cents int64
	}{
		{a, nil, FirstPayment, 6_000_00}, {a, []Payment{first}, "", 0}, {stopped, []Payment{first}, Returned, 5_000_00}, {stopped, []Payment{first, paid(Returned, 5_000_00)}, "", 0},
		{done, []Payment{first}, Balance, 4_000_01}, {done, []Payment{first, paid(Balance, 4_000_01)}, "", 0}, {less, []Payment{first}, Returned, 500_00}, {done, []Payment{{Application: "b", Kind: FirstPayment, Cents: 9}, first}, Balance, 4_000_01},
	} {
		if kind, cents := Due(r, c.a, c.paid); kind != c.kind || cents != c.cents {
			t.Errorf("%s after %v: %s %d, not %s %d", c.a.State, c.paid, kind, cents, c.kind, c.cents)
		}
	}
}
