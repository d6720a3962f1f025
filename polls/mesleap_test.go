package polls

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// Where two endowments are proved to buy the same, so does each between: also in elections
// in which both ends buy the same and something between does not, which happens, and which
// must then not be proved.
func TestRunLike(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 9))
	proved, crossed := 0, 0
	for i := range 1500 {
		e := scaled(smallElection(r), 1, big.NewRat(4+r.Int64N(10), 1))
		b, err := newBudgeting(e, Shares)
		if err != nil {
			t.Fatal(err)
		}
		run := newSharesRun(b)
		bought := make([]string, 30)
		for added := range bought {
			run.run(int64(added))
			bought[added] = fmt.Sprint(run.bought)
		}
		for from := range bought {
			for to := from + 2; to < min(from+5, len(bought)); to++ {
				run.run(int64(from))
				like := run.runLike(run.proofs, int64(to), false)
				for _, between := range bought[from : to+1] {
					switch {
					case between == bought[from]:
					case like:
						t.Fatalf("case %d: %d and %d added are proved alike, and buy %v\n%+v", i, from, to, bought[from:to+1], e)
					case bought[to] == bought[from]:
						crossed++
					}
				}
				if like {
					proved++
				}
			}
		}
	}
	if proved < 1000 || crossed == 0 {
		t.Errorf("%d proved, %d crossed", proved, crossed)
	}
}
