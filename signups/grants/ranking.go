package grants

import (
	"cmp"
	"math/bits"
	"slices"
)

// Points are a fraction of the hundred points of a round, exact: Num of Den, Den above 0.
type Points struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Cmp compares two fractions without rounding.
func (p Points) Cmp(o Points) int {
	a, b := uint64(p.Num), uint64(p.Den)
	c, d := uint64(o.Num), uint64(o.Den)
	ah, al := bits.Mul64(a, d)
	bh, bl := bits.Mul64(c, b)
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
}

// Hundredths are the points in hundredths, rounded down: for showing, never for comparing.
func (p Points) Hundredths() int64 {
	if p.Den == 0 {
		return 0
	}
	return p.Num * 100 / p.Den
}

// Reaches tells whether the points are at least so many.
func (p Points) Reaches(least int) bool { return p.Num >= int64(least)*p.Den }

// Result is what an application got, in whole numbers from which everybody can work the points out.
type Result struct {
	Scores  int    `json:"scores"` // how many experts scored it
	Sum     int    `json:"sum"`    // of their points of a hundred each
	Votes   int    `json:"votes"`
	Top     int    `json:"top"` // votes of the application that got most
	Points  Points `json:"points"`
	Rank    int    `json:"rank"`
	Granted int64  `json:"granted"` // cents
}

// Average is the experts' part: their mean of a hundred.
func (r Result) Average() Points { return Points{int64(r.Sum), max(int64(r.Scores), 1)} }

// Liked is the residents' part: a hundred for the application that was chosen most, the others in
// proportion.
func (r Result) Liked() Points { return Points{100 * int64(r.Votes), max(int64(r.Top), 1)} }

// weigh puts the two parts together:
//
//	(experts × sum ÷ scores + residents × 100 × votes ÷ top) ÷ 100
func (r Result) weigh(t Terms) Points {
	n, top := max(int64(r.Scores), 1), max(int64(r.Top), 1)
	return Points{Num: int64(t.Experts)*int64(r.Sum)*top + int64(t.Residents)*100*int64(r.Votes)*n, Den: 100 * n * top}
}

// rank orders applications by their points and says who is funded.
//
// Equal points are told apart by the experts' part, then by votes, then by what is asked, less
// first, then by who applied first. Going down, each that reaches the least points is granted what
// it asked for as long as the money lasts; one that the rest does not cover is passed over.
func rank(r Round, all []Application) {
	for i := range all {
		all[i].Result.Points = all[i].Result.weigh(r.Weighed())
	}
	slices.SortFunc(all, func(a, b Application) int {
		x, y := a.Result, b.Result
		return cmp.Or(y.Points.Cmp(x.Points), y.Average().Cmp(x.Average()), cmp.Compare(y.Votes, x.Votes), cmp.Compare(a.Asked, b.Asked), cmp.Compare(a.Seq, b.Seq))
	})
	left := r.Budget
	for i := range all {
		a := &all[i]
		a.Result.Rank, a.Result.Granted, a.State = i+1, 0, Reserve
		if a.Result.Points.Reaches(r.Least) && a.Asked <= left {
			a.Result.Granted, a.State = a.Asked, Chosen
			left -= a.Asked
		}
	}
}
