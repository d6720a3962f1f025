package polls

import (
	"encoding/json"
	"math/big"
	"strconv"
)

// resultForm is the form in which a result leaves the portal for other programs.
type resultForm struct {
	Method  Method     `json:"method"`
	Winners []string   `json:"winners"`
	Ranking [][]string `json:"ranking"`
	Spent   string     `json:"spent"`
	Steps   []Step     `json:"steps"`
}

// JSON is {"method", "winners", "ranking", "spent", "steps"}. Lists are never null; spent
// is an exact decimal or a fraction, "0" where there is no money.
func (r Result) JSON() ([]byte, error) {
	form := resultForm{Method: r.Method, Winners: r.Winners, Ranking: r.Ranking, Spent: "0", Steps: r.Steps}
	if form.Winners == nil {
		form.Winners = []string{}
	}
	if form.Ranking == nil {
		form.Ranking = [][]string{}
	}
	if form.Steps == nil {
		form.Steps = []Step{}
	}
	if r.Spent != nil {
		form.Spent = ExactText(r.Spent)
	}
	return json.Marshal(form)
}

// mostDecimals is how many decimals are still easier to read than a fraction.
const mostDecimals = 12

// ExactText writes a number exactly: "12", "361677.8", or as a fraction in lowest terms,
// "7/3", where it has no end or more than 12 decimals.
func ExactText(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	decimals, finite := r.FloatPrec()
	if !finite || decimals > mostDecimals {
		return r.String()
	}
	return r.FloatString(decimals)
}

func amount(name string, r *big.Rat) Figure { return Figure{name, ExactText(r)} }
func count(name string, n int64) Figure     { return Figure{name, strconv.FormatInt(n, 10)} }
