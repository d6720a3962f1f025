package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

// ExchangeView are the lists of what is needed, offered and under way between both. It is served natively.
type ExchangeView struct {
	Frame
	Style   string
	Needs   []ListingCard
	Offers  []ListingCard
	Matches []MatchCard
	Mine    []ListingCard // the reader's, not on the lists
	Orgs    []Option      // for which the reader speaks
	Why     residents.Reason
}

// ListingCard is a need or an offer in a list.
type ListingCard struct {
	ID, Title, About, Whose string
	Good                    organisations.Good
	Side                    organisations.Side
	State, Tone, Reason     string
	Mine                    bool
}

// MatchCard is what came together.
type MatchCard struct {
	ID, Need, Offer, Terms string
	State, Tone            string
	Rates                  []Fact
	Sides                  []MatchSide // for which the reader answers
}

// MatchSide is a side for which the reader says yes, or how it went.
type MatchSide struct {
	Side   organisations.Side
	Answer bool // asked whether it agrees
	Rate   bool // asked how it went
}

func (s MatchSide) part(id string) string { return id + "." + string(s.Side) }

func (v *ExchangeView) Name() string  { return "exchange" }
func (v *ExchangeView) Title() string { return "三项清单" }

// Body are the lists.
func (v *ExchangeView) Body() templ.Component { return exchange(v) }

// steps is how many screens it takes in elder mode to write one: who speaks for an organisation is asked for whom.
func (v *ExchangeView) steps() int {
	if len(v.Orgs) > 0 {
		return 5
	}
	return 4
}

func goodOptions() (all []Option) {
	for _, g := range organisations.Goods {
		all = append(all, Option{Value: string(g), Label: GoodWord(g)})
	}
	return all
}

func (v *ExchangeView) whose() []Option {
	return append([]Option{{Value: "", Label: "我自己（只能说需求）"}}, v.Orgs...)
}

// MatchWord is where a match stands.
func MatchWord(m organisations.Match) (words, tone string) {
	switch m.State {
	case organisations.Proposed:
		return "等两头同意", ToneDue
	case organisations.Agreed:
		return "说好了，正在办", ToneAct
	}
	return "办完了", TonePlain
}

// ListingWord is where a need or an offer stands; "" for one on the list.
func ListingWord(l organisations.Listing) (words, tone string) {
	switch l.State {
	case organisations.ListingWaits:
		return "等居委会核对", ToneDue
	case organisations.ListingTaken:
		return "对上了", ToneAct
	case organisations.ListingClosed:
		return "不在清单上", TonePlain
	}
	return "", TonePlain
}

// RateWord is how a deed went: 4 分.
func RateWord(n int) string {
	if n == 0 {
		return "还没有说"
	}
	return strconv.Itoa(n) + " 分（满分 5 分）"
}

// RateOptions are how a deed may be said to have gone.
func RateOptions() (all []Option) {
	for i, w := range []string{"很好", "好", "一般", "不太好", "不好"} {
		all = append(all, Option{Value: strconv.Itoa(5 - i), Label: w})
	}
	return all
}

func init() {
	acts(map[string]string{
		"listing-made":   "交给居委会了，核对以后上清单",
		"listing-judged": "办好了",
		"listing-closed": "从清单上拿下来了",
		"match-made":     "写好了，两头都会收到消息",
		"match-answered": "您的答复记下了",
		"match-finished": "记下了，谢谢",
	})
}
