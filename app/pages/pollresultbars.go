package pages

import (
	"cmp"
	"maps"
	"slices"

	"yishiting/polls"
)

// bars are what each choice got. Of budgets and rankings other tables say more.
func (r *PollResult) bars(t polls.Terms, f polls.Final, said []polls.Said) {
	switch t.Method {
	case polls.Binary:
		r.voiceBars(f)
	case polls.Plurality, polls.Approval:
		r.optionBars(t, f, said)
	}
}

// voiceBars are yes, no, abstentions and what is blank, with a mark where yes is enough.
func (r *PollResult) voiceBars(f polls.Final) {
	for _, v := range f.Voices {
		if v.Choice == polls.Blank && v.Weights == (polls.Weights{}) {
			continue
		}
		label, yes := choiceName(v.Choice), v.Choice == polls.Yes
		r.Bars = append(r.Bars, r.weightBar(label, polls.Heads, v.Weights, yes))
		if r.Owners {
			r.AreaBars = append(r.AreaBars, r.weightBar(label, polls.Area, v.Weights, yes))
		}
	}
}

// weightBar is the bar of one weight among all that took part. The main one has the mark.
func (r *PollResult) weightBar(label string, by polls.Weight, w polls.Weights, main bool) PollBar {
	bar := PollBar{Label: label, Value: amount(by, w.Of(by)), Part: w.Of(by), Whole: r.Present.Of(by), Won: main}
	if main {
		bar.Need = r.need(by)
	}
	return bar
}

// need is how much approval the rule wants by a weight; 0 where it wants none.
func (r *PollResult) need(by polls.Weight) int64 {
	for _, c := range r.Outcome.Conditions {
		if !c.Quorum && c.Weight == by {
			return c.Need
		}
	}
	return 0
}

// optionBars are the options by votes, most first, then what is blank.
func (r *PollResult) optionBars(t polls.Terms, f polls.Final, said []polls.Said) {
	got := optionWeights(t, said)
	order := make([]int, len(t.Options))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(got[b].Heads, got[a].Heads) })
	for _, i := range order {
		o := t.Options[i]
		won := slices.Contains(f.Result.Winners, o.ID)
		r.Bars = append(r.Bars, r.weightBar(o.Words, polls.Heads, got[i], won))
		if r.Owners {
			r.AreaBars = append(r.AreaBars, r.weightBar(o.Words, polls.Area, got[i], won))
		}
	}
	var blank polls.Weights
	for _, s := range said {
		if s.Choice == polls.Blank {
			blank = blank.Plus(s.Weights)
		}
	}
	if blank != (polls.Weights{}) {
		r.Bars = append(r.Bars, r.weightBar(choiceName(polls.Blank), polls.Heads, blank, false))
		if r.Owners {
			r.AreaBars = append(r.AreaBars, r.weightBar(choiceName(polls.Blank), polls.Area, blank, false))
		}
	}
}

// optionWeights are the weights of the ballots that name each option, by place.
func optionWeights(t polls.Terms, said []polls.Said) []polls.Weights {
	got := make([]polls.Weights, len(t.Options))
	weights := map[string]polls.Weights{}
	for _, s := range said {
		weights[s.Choice] = weights[s.Choice].Plus(s.Weights)
	}
	texts := choiceTexts(said)
	for i, g := range t.Election(choicesOf(said)).Groups {
		for _, rank := range g.Ranks {
			for _, place := range rank {
				got[place] = got[place].Plus(weights[texts[i]])
			}
		}
	}
	return got
}

// choiceTexts are the different choices in the order of their texts, which is that of an
// Election's groups.
func choiceTexts(said []polls.Said) []string {
	return slices.Sorted(maps.Keys(choicesOf(said)))
}

// choiceName is a choice of a yes/no question, or that of a ballot without any.
func choiceName(choice string) string {
	if choice == polls.Blank {
		return "空白票和废票"
	}
	return optionName(polls.Terms{}, choice)
}
