package pages

import (
	"fmt"
	"slices"
	"strings"

	"yishiting/polls"
)

// PollPairs is how the options of a ranking stand against each other.
type PollPairs struct {
	Names   []string     // by place
	Rows    [][]PollDuel // by places; nil where there are too many to be read
	Won     []PollWon    // each winner against each other option
	None    string       // what "none of these" is called; "" where it was not offered
	Dropped []string     // sentences: who did not beat it
	Layers  [][]string   // names, best first, equals in one layer
}

// PollDuel is one option against another: how many ballots rank it above, and how many below.
type PollDuel struct {
	For, Against int64
	Won, Even    bool
	Itself       bool
}

// PollWon is a winner and how it stands against each other option.
type PollWon struct {
	Name  string
	Lines []PollStand
}

// PollStand is one such comparison in words.
type PollStand struct {
	Says string // A 胜 B：214 比 180
	More string // the path, where the two alone do not decide; "" otherwise
}

// mostPairs is up to how many options the table of all pairs can be read.
const mostPairs = 20

func pairsOf(t polls.Terms, r polls.Result) *PollPairs {
	v := &PollPairs{}
	var ids []string
	for _, o := range t.Options {
		ids = append(ids, o.ID)
	}
	if t.None {
		ids = append(ids, polls.NoneID)
		v.None = optionName(t, polls.NoneID)
	}
	v.Names = optionNames(t, ids)
	prefer := r.Pairs.Prefer
	if len(ids) <= mostPairs {
		for a := range prefer {
			row := make([]PollDuel, len(prefer))
			for b := range prefer {
				row[b] = PollDuel{For: prefer[a][b], Against: prefer[b][a], Won: prefer[a][b] > prefer[b][a], Even: prefer[a][b] == prefer[b][a], Itself: a == b}
			}
			v.Rows = append(v.Rows, row)
		}
	}
	d := duels{t, ids, r}
	for _, w := range r.Winners {
		v.Won = append(v.Won, PollWon{optionName(t, w), d.against(w)})
	}
	for _, s := range r.Steps {
		if s.Do == "dropped" {
			v.Dropped = append(v.Dropped, StepSentence(r.Method, s, func(id string) string { return optionName(t, id) }))
		}
	}
	for _, layer := range r.Ranking {
		v.Layers = append(v.Layers, optionNames(t, layer))
	}
	return v
}

// duels are the pairs of a result by ids.
type duels struct {
	t   polls.Terms
	ids []string
	r   polls.Result
}

func (d duels) prefer(a, b string) int64 {
	return d.r.Pairs.Prefer[slices.Index(d.ids, a)][slices.Index(d.ids, b)]
}

// direct says how two stand against each other alone: 「A」胜「B」：214 比 180.
func (d duels) direct(a, b string) string {
	x, y := d.prefer(a, b), d.prefer(b, a)
	verb := "平"
	switch {
	case x > y:
		verb = "胜"
	case x < y:
		verb = "负于"
	}
	return fmt.Sprintf("「%s」%s「%s」：%s 比 %s", optionName(d.t, a), verb, optionName(d.t, b), Grouped(x), Grouped(y))
}

// against is how a winner stands against each other option that was compared, in the order
// of the steps, then against those that were dropped before, of which the pair alone is said.
func (d duels) against(winner string) (all []PollStand) {
	said := map[string]bool{winner: true}
	for _, s := range d.r.Steps {
		if len(s.IDs) < 2 || s.IDs[0] != winner || s.Do != "beats" && s.Do != "beats-by-path" && s.Do != "even" {
			continue
		}
		last := s.IDs[len(s.IDs)-1]
		said[last] = true
		all = append(all, PollStand{d.direct(winner, last), d.more(s)})
	}
	for _, id := range d.ids {
		if !said[id] {
			all = append(all, PollStand{Says: d.direct(winner, id)})
		}
	}
	return all
}

// more says what decides between two where it is not how they stand alone.
func (d duels) more(s polls.Step) string {
	a, b := s.IDs[0], s.IDs[len(s.IDs)-1]
	there, back := figure(s, "strength"), figure(s, "back")
	switch {
	case s.Do == "even":
		return "正反两个方向最强的路一样强，都是 " + there + "，分不出先后"
	case s.Do == "beats-by-path":
		var legs []string
		for i := range s.IDs[1:] {
			legs = append(legs, d.direct(s.IDs[i], s.IDs[i+1]))
		}
		return strings.Join(legs, "，") + "：这条路最弱的一环是 " + there + "，反方向最强的路只有 " + back + "，所以「" + optionName(d.t, a) + "」排在前"
	case back != "0" && d.prefer(a, b) > d.prefer(b, a):
		return "反方向绕道最强的路只有 " + back
	}
	return ""
}

// figure is a number of a step for the eye; "0" where it has none of that name.
func figure(s polls.Step, name string) string {
	for _, f := range s.Figures {
		if f.Name == name {
			return Readable(f.Value)
		}
	}
	return "0"
}
