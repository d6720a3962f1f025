package pages

import (
	"slices"
	"strings"

	"yishiting/polls"
)

// QuotedPoll is a counted poll where something else quotes it.
type QuotedPoll struct {
	Number, Question string
	Effect           string // 协商投票
	Words            string // what it came to
	Href             string
}

// mostQuoted is how many options a quote gives the votes of; of more it names the winners.
const mostQuoted = 5

// PollQuote is what a counted poll came to, in one line:
// 名册 84 户，投票 71 户；甲 22、乙 40、丙 9；只公布数目，不作决定.
func PollQuote(p polls.Poll, f polls.Final) string {
	parts := []string{"名册 " + Units(f.Count.Roll.Heads, p.Electorate.Unit) + "，投票 " + Units(f.Ballots, p.Electorate.Unit)}
	switch {
	case f.Withheld:
		parts = append(parts, "投票的太少，不公布各项数目")
	case p.Method == polls.Binary:
		parts = append(parts, voicesQuote(f.Voices))
	case (p.Method == polls.Plurality || p.Method == polls.Approval) && len(p.Options) <= mostQuoted:
		parts = append(parts, votesQuote(p.Options, f.Result.Votes))
	default:
		parts = append(parts, winnersQuote(p, f.Result.Winners))
	}
	return strings.Join(append(parts, PollOutcome(p.Effect, f.Outcome)), "；")
}

func voicesQuote(voices []polls.Voice) string {
	var all []string
	for _, v := range voices {
		if v.Choice != polls.Blank || v.Heads > 0 {
			all = append(all, choiceName(v.Choice)+" "+Grouped(v.Heads))
		}
	}
	return strings.Join(all, "、")
}

func votesQuote(options []polls.Option, votes []int64) string {
	var all []string
	for i, o := range options {
		if i < len(votes) {
			all = append(all, o.Words+" "+Grouped(votes[i]))
		}
	}
	return strings.Join(all, "、")
}

func winnersQuote(p polls.Poll, winners []string) string {
	var all []string
	for _, o := range p.Options {
		if slices.Contains(winners, o.ID) {
			all = append(all, o.Words)
		}
	}
	if len(all) == 0 {
		return "没有选出哪一项"
	}
	return "选出" + strings.Join(all, "、")
}
