package polls

import "math/big"

// proof is what a purchase of a run was worth: its price for what it buys, exactly and
// rounded up. With the proofs of one run, a run with a larger endowment can prove that all
// endowments between buy the same in the same order.
//
// For as long as the purchases are the same, everybody's balance is at each of them the
// larger, and every price the smaller, the larger the endowment: by induction, as more money
// in the purses lowers a price, and a lower price leaves more. So if at each purchase what
// is bought was better at the small endowment than all others are at the large one, it is
// better at each between. What cannot be paid with the large one cannot with less.
type proof struct {
	project  int
	num, den *big.Int // price over cost
	upper    float64  // not below it
}

func (r *sharesRun) prove(o *offer) proof {
	den := new(big.Int).Mul(r.unit, r.in.costs[o.project])
	return proof{o.project, new(big.Int).Set(o.rest), den.Mul(den, big.NewInt(o.payers)), o.upper}
}

// runLike runs with so many units added and tells whether this run, that of the proofs and
// all between buy the same in the same order. Where they do not it stops at once, unless
// it is to run to the end all the same.
func (r *sharesRun) runLike(before []proof, added int64, toTheEnd bool) bool {
	r.reset(added)
	like := true
	for {
		o, _ := r.next()
		if like {
			like = r.likeBefore(before, o)
		}
		if o == nil || !like && !toTheEnd {
			return like
		}
		r.proofs = append(r.proofs, r.prove(o))
		r.buy(o)
	}
}

// likeBefore tells whether this purchase, or the end, proves the same as before.
func (r *sharesRun) likeBefore(before []proof, o *offer) bool {
	round := len(r.bought)
	if o == nil || round >= len(before) {
		return o == nil && round == len(before)
	}
	was := before[round]
	if o.project != was.project {
		return false
	}
	for _, p := range r.open {
		if p != was.project && r.lower[p] <= was.upper && !r.worseThan(was, p) {
			return false
		}
	}
	return true
}

// worseThan tells whether a project is now worse than the purchase was, or is equal and
// comes after it.
func (r *sharesRun) worseThan(was proof, p int) bool {
	if round := len(r.bought) + 1; r.seen[p] != round {
		r.seen[p] = round
		if !r.look(p) || r.lower[p] > was.upper {
			return true
		}
	}
	o := r.weigh(p)
	if o == nil {
		return true
	}
	now := r.prove(o)
	switch now.num.Mul(now.num, was.den).Cmp(now.den.Mul(now.den, was.num)) {
	case -1:
		return false
	case 0:
		return r.in.ties.compare(was.project, p) < 0
	}
	return true
}
