package polls

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"yishiting/residents"
)

// A choice is what a ballot says, as one text, always the same for the same choice:
//
//	binary                      yes · no · abstain
//	plurality, approval, budget 1,4,5     ids in the order of the ballot
//	Schulze                     3>1=2     best first; equals in the order of the ballot
//	STV                         3>1       best first
//	all but binary              blank     a ballot that takes part and chooses nothing

// MaxChoice is the most bytes of a choice.
const MaxChoice = 1000

// ReadChoice reads a choice in whatever order its equals stand, and gives its one text.
// The errors say what is wrong: ErrOption, ErrTwice, ErrOverChoose, ErrOverBudget,
// ErrEqualRanks, ErrNothing.
func ReadChoice(t Terms, text string) (string, error) {
	if len(text) > MaxChoice {
		return "", refuse("choice", ErrOption)
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", refuse("choice", ErrNothing)
	case t.Method == Binary:
		if text != Yes && text != No && text != Abstain {
			return "", refuse("choice", ErrOption)
		}
		return text, nil
	case text == Blank:
		return Blank, nil
	case t.Method == Schulze || t.Method == STV:
		return readRanking(t, text)
	}
	return readSet(t, text)
}

func readSet(t Terms, text string) (string, error) {
	chosen, err := places(t, strings.Split(text, ","))
	if err != nil {
		return "", err
	}
	if t.Method == Plurality && len(chosen) > t.Choose {
		return "", &residents.FieldError{Field: "choice", Reason: ErrOverChoose, Limit: t.Choose}
	}
	if t.Budget > 0 && !t.affords(chosen) {
		return "", refuse("choice", ErrOverBudget)
	}
	slices.Sort(chosen)
	return t.join(chosen, ","), nil
}

// affords tells whether a budget ballot stays within the budget, as the page counts it
// before the voter's eyes.
func (t Terms) affords(chosen []int) bool {
	var sum int64
	for _, i := range chosen {
		sum += t.Options[i].Cost
	}
	return sum <= t.Budget
}

func readRanking(t Terms, text string) (string, error) {
	seen := map[int]bool{}
	var ranks []string
	for _, rank := range strings.Split(text, ">") {
		equals, err := places(t, strings.Split(rank, "="))
		if err != nil {
			return "", err
		}
		if len(equals) > 1 && t.Method == STV {
			return "", refuse("choice", ErrEqualRanks)
		}
		slices.Sort(equals)
		for _, i := range equals {
			if seen[i] {
				return "", refuse("choice", ErrTwice)
			}
			seen[i] = true
		}
		ranks = append(ranks, t.join(equals, "="))
	}
	return strings.Join(ranks, ">"), nil
}

// places are where the options stand in the terms; "none of these" stands behind them.
func places(t Terms, ids []string) ([]int, error) {
	var all []int
	for _, id := range ids {
		i := t.place(strings.TrimSpace(id))
		switch {
		case i < 0:
			return nil, refuse("choice", ErrOption)
		case slices.Contains(all, i):
			return nil, refuse("choice", ErrTwice)
		}
		all = append(all, i)
	}
	return all, nil
}

func (t Terms) place(id string) int {
	if t.None && id == NoneID {
		return len(t.Options)
	}
	return slices.IndexFunc(t.Options, func(o Option) bool { return o.ID == id })
}

func (t Terms) join(chosen []int, by string) string {
	ids := make([]string, len(chosen))
	for n, i := range chosen {
		if ids[n] = NoneID; i < len(t.Options) {
			ids[n] = t.Options[i].ID
		}
	}
	return strings.Join(ids, by)
}

// Ranked is the choice that numbers beside options come to: 1 is best, the same number
// is equal, an option without a number is not ranked. "" when none has a number.
func Ranked(t Terms, numbers map[string]string) (string, error) {
	byRank := map[int][]string{}
	for id, text := range numbers {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > MaxOptions+1 {
			return "", refuse("rank-"+id, residents.ErrNumber)
		}
		byRank[n] = append(byRank[n], id)
	}
	var ranks []string
	for _, n := range sortedKeys(byRank) {
		ranks = append(ranks, strings.Join(byRank[n], "="))
	}
	return strings.Join(ranks, ">"), nil
}

func sortedKeys[V any](m map[int]V) []int {
	all := make([]int, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.SortFunc(all, cmp.Compare[int])
	return all
}

// ranksOf is a choice as a Group holds it. It must have come from ReadChoice.
func ranksOf(t Terms, choice string) [][]int {
	switch {
	case choice == Blank: // on paper also of a binary poll
		return nil
	case t.Method == Binary:
		return [][]int{{slices.Index([]string{Yes, No, Abstain}, choice)}}
	}
	by := ">"
	if t.Method != Schulze && t.Method != STV {
		choice, by = strings.ReplaceAll(choice, ",", "="), "\x00"
	}
	var ranks [][]int
	for _, rank := range strings.Split(choice, by) {
		var equals []int
		for _, id := range strings.Split(rank, "=") {
			equals = append(equals, t.place(id))
		}
		ranks = append(ranks, equals)
	}
	return ranks
}

// candidates are the options as an Election has them. Costs are in yuan.
func (t Terms) candidates() []Candidate {
	var all []Candidate
	if t.Method == Binary {
		return []Candidate{{ID: Yes}, {ID: No}, {ID: Abstain}}
	}
	for _, o := range t.Options {
		c := Candidate{ID: o.ID, Name: o.Words}
		if t.Budget > 0 {
			c.Cost = yuan(o.Cost)
		}
		all = append(all, c)
	}
	if t.None {
		all = append(all, Candidate{ID: NoneID})
	}
	return all
}

// yuan is an amount in cents as a number of yuan, the currency unit that add1 adds.
func yuan(cents int64) *big.Rat { return big.NewRat(cents, 100) }

// Election is what the poll's ballots are counted as: choices and how many say the same.
func (t Terms) Election(choices map[string]int64) Election {
	e := Election{
		Title: t.Question, Candidates: t.candidates(), Seats: t.Seats, Choose: t.Choose,
		None: -1, Completion: t.Completion, Ties: t.Ties,
	}
	if t.None {
		e.None = len(t.Options)
	}
	if t.Budget > 0 {
		e.Budget = yuan(t.Budget)
	}
	texts := make([]string, 0, len(choices))
	for text := range choices {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	for _, text := range texts {
		e.Groups = append(e.Groups, Group{N: choices[text], Ranks: ranksOf(t, text)})
	}
	return e
}
