package polls

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// townElection is random in the way of a real town: few projects draw most votes, half of
// the voters name one project, the others more, costs spread over two orders of size.
func townElection(voters, projects int, seed uint64) Election {
	r := rand.New(rand.NewPCG(seed, 5))
	e := Election{Budget: big.NewRat(100_000_000, 100), Completion: CompleteAdd1}
	weights, sum := make([]float64, projects), 0.0
	for p := range projects {
		cost := int64(math.Exp(r.Float64()*4)*200_000) + r.Int64N(100)
		e.Candidates = append(e.Candidates, Candidate{ID: fmt.Sprint(p + 1), Cost: big.NewRat(cost, 100)})
		weights[p] = math.Exp(r.NormFloat64())
		sum += weights[p]
	}
	for range voters {
		length := 1
		for r.IntN(2) == 0 && length < 15 || length > 1 && length < 4 {
			length++
		}
		vote, named := []int{}, map[int]bool{}
		for len(vote) < length {
			p, x := 0, r.Float64()*sum
			for x > weights[p] && p < projects-1 {
				x -= weights[p]
				p++
			}
			if !named[p] {
				named[p] = true
				vote = append(vote, p)
			}
		}
		e.Groups = append(e.Groups, Group{N: 1, Ranks: [][]int{vote}})
	}
	return e
}

func BenchmarkShares6000x64Add1(b *testing.B) {
	e := townElection(6000, 64, 1)
	for b.Loop() {
		got, err := Tally(e, Shares)
		if err != nil {
			b.Fatal(err)
		}
		if got.Shares.Added < 100 {
			b.Fatalf("only %d increments", got.Shares.Added)
		}
		b.ReportMetric(float64(got.Shares.Added), "increments")
		b.ReportMetric(float64(len(got.Winners)), "funded")
	}
}
