package polls

import (
	"cmp"
	"encoding/json"
	"slices"
)

// SmallCell is the smallest number that is published of a breakdown, and of ballots
// without names. Fewer could reveal a person.
const SmallCell = 5

// Final is what a poll came to. Its JSON is kept, and its hash is on the record.
type Final struct {
	Ballots  int64     `json:"ballots"`          // units that voted
	Paper    int64     `json:"paper"`            // of them on paper
	Out      int64     `json:"out,omitempty"`    // paper ballots that were printed and never entered
	Unread   int64     `json:"unread,omitempty"` // paper ballots that came back and were not entered twice in time: they do not count
	Aside    int64     `json:"aside,omitempty"`  // paper ballots of units that had voted online: they do not count
	Voices   []Voice   `json:"voices,omitempty"` // of the binary method
	Count    Count     `json:"count"`
	Outcome  Outcome   `json:"outcome"`
	Result   Result    `json:"result"`
	Turnout  []Turnout `json:"turnout,omitempty"`
	Withheld bool      `json:"withheld,omitempty"` // fewer than SmallCell ballots without names: the numbers are not published
}

// Channels tells whether each published ballot says how it came. Where so few came by one
// of the channels that it could reveal a person, none does.
func (f Final) Channels(s Secrecy) bool {
	online := f.Ballots - f.Paper
	return s == Named || (f.Paper == 0 || f.Paper >= SmallCell) && (online == 0 || online >= SmallCell)
}

// Voice is how much was said of one choice of a binary poll.
type Voice struct {
	Choice string `json:"choice"`
	Weights
}

// Turnout is how many units of a building voted.
type Turnout struct {
	Building string `json:"building"` // "": several, too small to be told apart
	Units    int64  `json:"units"`
	Voted    int64  `json:"voted"`
}

// JSON is the text of the final result, always the same bytes for the same result.
func (f Final) JSON() []byte {
	b, err := json.Marshal(f)
	if err != nil { // numbers and texts only
		panic(err)
	}
	return b
}

// Hash is the SHA-256 of JSON, in hex.
func (f Final) Hash() string { return hashOf(f.JSON()) }

// Tally is what these ballots come to on that roll: the portal's own count, and that of
// everybody who counts the published ballots again.
func (t Terms) Tally(roll RollSum, said []Said) (Final, error) {
	rule, err := t.RuleOf()
	if err != nil {
		return Final{}, err
	}
	f := Final{}
	choices := map[string]int64{}
	var all, blank Weights
	for _, s := range said {
		choices[s.Choice] += s.Ballots
		f.Ballots += s.Ballots
		f.Paper += s.Paper
		all = all.Plus(s.Weights)
		if s.Choice == Blank {
			blank = blank.Plus(s.Weights)
		}
	}
	if f.Result, err = t.count(choices); err != nil {
		return f, err
	}
	f.Count = Count{Roll: roll.Weights, Participating: all, Valid: all.Minus(blank), For: t.forWinner(f.Result, said)}
	if !rule.BlankTakesPart {
		f.Count.Participating = f.Count.Valid
	}
	f.Outcome = rule.Decide(f.Count)
	if t.Method == Binary {
		f.Voices = voices(said)
	}
	f.trim(t)
	return f, nil
}

// count counts the choices. Where every ballot is blank nobody is chosen, by whichever method.
func (t Terms) count(choices map[string]int64) (Result, error) {
	r, err := Tally(t.Election(choices), t.Method)
	_, blank := choices[Blank]
	if nothing := len(choices) == 0 || blank && len(choices) == 1; err == nil && nothing && t.Method != Binary && t.Method != Schulze {
		r = Result{Method: t.Method, Ballots: r.Ballots, Blank: r.Blank, Votes: r.Votes}
	}
	return r, err
}

// forWinner is the weight of the ballots for what would pass: yes, or the winner.
func (t Terms) forWinner(r Result, said []Said) Weights {
	var sum Weights
	winner := Yes
	if t.Method != Binary {
		if len(r.Winners) != 1 || len(r.Ranking) > 0 && len(r.Ranking[0]) > 1 {
			return sum // several, or equals, of whom the order on the ballot must not decide: nothing to be passed
		}
		winner = r.Winners[0]
	}
	for _, s := range said {
		if t.names(s.Choice, winner) {
			sum = sum.Plus(s.Weights)
		}
	}
	return sum
}

// names tells whether a choice names an option, or ranks it first.
func (t Terms) names(choice, id string) bool {
	if t.Method == Binary || choice == Blank {
		return choice == id
	}
	at := t.place(id)
	ranks := ranksOf(t, choice)
	return len(ranks) > 0 && slices.Contains(ranks[0], at)
}

func voices(said []Said) []Voice {
	all := []Voice{{Choice: Yes}, {Choice: No}, {Choice: Abstain}, {Choice: Blank}}
	for _, s := range said {
		for i := range all {
			if all[i].Choice == s.Choice {
				all[i].Weights = all[i].Plus(s.Weights)
			}
		}
	}
	return all
}

// trim takes out what is too long to keep, and what would reveal somebody.
func (f *Final) trim(t Terms) {
	if f.Result.Shares != nil {
		short := *f.Result.Shares
		short.Paid = nil // everybody computes it again from the ballots
		f.Result.Shares = &short
	}
	if t.Secrecy == Named || f.Ballots == 0 || f.Ballots >= SmallCell {
		return
	}
	f.Withheld = true
	var winners []string
	if f.Outcome.Passed { // a decision must be known; what was only asked, or failed, may stay untold
		winners = f.Result.Winners
	}
	f.Voices, f.Result = nil, Result{Method: f.Result.Method, Winners: winners}
	f.Count = Count{Roll: f.Count.Roll, Participating: f.Count.Participating}
	f.Outcome.Conditions = slices.DeleteFunc(f.Outcome.Conditions, func(c Checked) bool { return !c.Quorum })
}

// Merged is the turnout by building without cells under SmallCell: buildings of which so
// few voted, or so few did not, are one, with whoever lives in no building. Where that one
// would be small as well, or of a single building, which everybody could tell from the
// sum, it takes the smallest of the others. nil where all together are too few.
func Merged(all []Turnout) []Turnout {
	var shown, rest []Turnout
	for _, b := range all {
		if b.small() || b.Building == "" {
			rest = append(rest, b)
		} else {
			shown = append(shown, b)
		}
	}
	if len(rest) == 0 {
		return shown
	}
	one := Turnout{}
	for _, b := range rest {
		one.Units, one.Voted = one.Units+b.Units, one.Voted+b.Voted
	}
	slices.SortStableFunc(shown, func(a, b Turnout) int { return cmp.Compare(a.Units, b.Units) })
	for len(shown) > 0 && (one.small() || len(rest) == 1 && rest[0].Building != "") {
		one.Units, one.Voted = one.Units+shown[0].Units, one.Voted+shown[0].Voted
		rest, shown = append(rest, shown[0]), shown[1:]
	}
	slices.SortStableFunc(shown, func(a, b Turnout) int {
		return cmp.Or(cmp.Compare(len(a.Building), len(b.Building)), cmp.Compare(a.Building, b.Building))
	})
	if one.small() {
		return nil
	}
	return append(shown, one)
}

func (b Turnout) small() bool { return b.Voted < SmallCell || b.Units-b.Voted < SmallCell }
