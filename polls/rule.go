package polls

import (
	"math/bits"
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// Unit is what has one ballot.
type Unit string

// The units. An owner is one head as the Supreme People's Court counts them
// (建筑物区分所有权解释 art. 9), whatever number of rooms stands behind it.
const (
	UnitResident  Unit = "resident"  // a resident of 18 or older
	UnitHousehold Unit = "household" // a home, by its representative
	UnitOwner     Unit = "owner"     // an owner's unit; co-owners share its ballot
	UnitDelegate  Unit = "delegate"  // a member of the representatives' meeting, or a representative who elects
	UnitMember    Unit = "member"    // a member of a named body
)

// Weight is what is counted of a ballot's unit.
type Weight string

// The weights. Every unit is one head; only owners have an area, in 0.01 m² (interpretation art. 8).
const (
	Heads      Weight = "heads"
	Area       Weight = "area"
	OwnerHeads Weight = "owner-heads" // heads of members who speak for owners, in a property committee
)

// Base is of what a fraction is taken.
type Base string

// The bases: everything on the roll, everything that took part, everything that took part and said something valid.
const (
	OfRoll          Base = "roll"
	OfParticipating Base = "participating"
	OfValid         Base = "valid"
)

// Effect is what a result is in law, and what it may be called.
type Effect string

// The effects. What is asked of owners is never more than an Indication.
const (
	Opinion      Effect = "opinion"      // what people think; nobody is bound
	Consultation Effect = "consultation" // a vote of households within a consultation: its outcome quotes the result
	Indication   Effect = "indication"   // of will only: the body decides elsewhere, in a form of its own
	Resolution   Effect = "resolution"   // the decision of a body
	Office       Effect = "office"       // who comes into an office, or loses it
)

// Condition is a fraction that must be reached: Num/Den of Base, counted by Weight.
// "以上" includes the number, "超过" and "过半数" do not (民法典 art. 1259): Strict.
type Condition struct {
	Weight Weight `json:"weight"`
	Num    int64  `json:"num"` // 1 or more, at most Den, and less where Strict
	Den    int64  `json:"den"`
	Strict bool   `json:"strict"` // more than the fraction, not just the fraction
	Of     Base   `json:"of"`
}

// Weights are how many heads and how much area (0.01 m²), 0 or more each; 0 where a
// weight does not count.
type Weights struct {
	Heads      int64 `json:"heads"`
	Area       int64 `json:"area,omitempty"`
	OwnerHeads int64 `json:"owner_heads,omitempty"`
}

// Of is the part that a weight counts.
func (w Weights) Of(by Weight) int64 {
	switch by {
	case Area:
		return w.Area
	case OwnerHeads:
		return w.OwnerHeads
	}
	return w.Heads
}

// Plus is both together.
func (w Weights) Plus(other Weights) Weights {
	return Weights{w.Heads + other.Heads, w.Area + other.Area, w.OwnerHeads + other.OwnerHeads}
}

// Minus is what is left of w without the other.
func (w Weights) Minus(other Weights) Weights {
	return Weights{w.Heads - other.Heads, w.Area - other.Area, w.OwnerHeads - other.OwnerHeads}
}

// Sourced is a figure of a rule, or a duty without one, and the sentence it comes from.
// The zero Sourced: the law says nothing of it.
type Sourced struct {
	N       int    `json:"n"`                 // days or people; 1 for a duty that has no figure
	Source  string `json:"source"`            // in Chinese: law and article, and what they say
	Working bool   `json:"working,omitempty"` // the days are working days
}

// Due tells whether there is such a figure or duty at all.
func (s Sourced) Due() bool { return s.N > 0 }

// Rule says when a body has decided, as the law stands from one day to another. The steps
// around the vote are those of the body's own meeting: where the portal only asks for an
// Indication they belong to the decision that is made elsewhere.
type Rule struct {
	ID   string `json:"id"`   // a body and a way of asking it; the same in every version
	Body string `json:"body"` // residents-assembly, reps-meeting, committee-election, …

	Law     string       `json:"law,omitempty"`     // 《城市居民委员会组织法》; "" where no law gives a rule
	Article string       `json:"article,omitempty"` // 第二十七条
	Text    string       `json:"text"`              // the sentences with the fractions, quoted; without a law, whose custom it is
	From    calendar.Day `json:"from"`              // first day in force; zero: of all times
	Until   calendar.Day `json:"until"`             // last day in force; zero: in force
	Village bool         `json:"village,omitempty"` // of a village, not of a community in a town

	Units   []Unit      `json:"units"` // of what the roll may be; a poll takes one of them
	Effect  Effect      `json:"effect"`
	Quorum  []Condition `json:"quorum,omitempty"`  // ALL must be met for the body to decide at all
	Approve []Condition `json:"approve,omitempty"` // ALL must be met for a yes; none: nothing is decided

	BlankTakesPart bool `json:"blank_takes_part"` // a blank or spoilt ballot takes part; it is never valid and never a yes

	Online    bool   `json:"online"`               // whether a poll by this rule may run on the portal
	OnlineWhy string `json:"online_why,omitempty"` // why it may not, or what the portal's part in it is, with the source

	Notice     Sourced `json:"notice"`      // days between notice and meeting
	PartyStudy Sourced `json:"party_study"` // the Party organisation studies important matters first
	Filing     Sourced `json:"filing"`      // charter and convention are filed
	Disclosure Sourced `json:"disclosure"`  // fewest days that the result stays published
	Post       Sourced `json:"post"`        // most days until the result is posted
	Proxies    Sourced `json:"proxies"`     // most people that one voter may vote for; none: no proxies by law
}

// Decides tells whether a count under this rule passes or fails. A rule that decides
// nothing, of a consultation or an opinion poll, only has numbers.
func (r Rule) Decides() bool { return len(r.Approve) > 0 }

// InForce tells whether the rule is in force on a day.
func (r Rule) InForce(on calendar.Day) bool {
	return !on.Before(r.From) && (r.Until.IsZero() || !r.Until.Before(on))
}

// Rules are all rules, of all times, in the order in which a desk offers them.
func Rules() []Rule { return slices.Clone(rules) }

// RuleByID is a rule as it stands on a day; residents.ErrNotFound where there is none then.
func RuleByID(id string, on calendar.Day) (Rule, error) {
	for _, r := range rules {
		if r.ID == id && r.InForce(on) {
			return r, nil
		}
	}
	return Rule{}, residents.ErrNotFound
}

// RulesFor are the rules by which a unit can be asked on a day.
func RulesFor(unit Unit, on calendar.Day) []Rule {
	var fit []Rule
	for _, r := range rules {
		if slices.Contains(r.Units, unit) && r.InForce(on) {
			fit = append(fit, r)
		}
	}
	return fit
}

// Count is what was counted of one question, or of one candidate: For within Valid
// within Participating within Roll. Abstentions are valid and take part, and are never
// For; whoever is silent is on the roll and nowhere else.
type Count struct {
	Roll          Weights `json:"roll"`
	Participating Weights `json:"participating"`
	Valid         Weights `json:"valid"`
	For           Weights `json:"for"`
}

// Voices are what was said to a yes/no question. Blank has the spoilt ballots too.
type Voices struct {
	Yes, No, Abstain, Blank Weights
}

// Count is how the rule counts voices on a roll.
func (r Rule) Count(roll Weights, v Voices) Count {
	valid := v.Yes.Plus(v.No).Plus(v.Abstain)
	c := Count{Roll: roll, Participating: valid, Valid: valid, For: v.Yes}
	if r.BlankTakesPart {
		c.Participating = valid.Plus(v.Blank)
	}
	return c
}

func (c Count) base(of Base) Weights {
	switch of {
	case OfParticipating:
		return c.Participating
	case OfValid:
		return c.Valid
	}
	return c.Roll
}

// Checked is a condition with the numbers it was held against. It is met exactly if Have
// is at least Need; of a base of 0 nothing is enough.
type Checked struct {
	Condition
	Quorum bool  `json:"quorum"`
	Have   int64 `json:"have"`
	Base   int64 `json:"base"`
	Need   int64 `json:"need"` // the smallest whole number that is enough; 1 of a base of 0
	Met    bool  `json:"met"`
}

// Outcome is what a count comes to by a rule. Passed is false without a quorum, and
// says nothing where the rule does not decide.
type Outcome struct {
	Decides    bool      `json:"decides"`
	Quorate    bool      `json:"quorate"`
	Passed     bool      `json:"passed"`
	Conditions []Checked `json:"conditions,omitempty"` // quorum first, in the rule's order
}

// Decide holds a count against the rule. Silence never counts: who does not vote is
// neither taken for present nor for a yes, whatever some rules of procedure say; that is
// the portal's policy and no settled law.
func (r Rule) Decide(c Count) Outcome {
	o := Outcome{Decides: r.Decides(), Quorate: true, Passed: r.Decides()}
	for _, q := range r.Quorum {
		done := q.check(c.Participating, c.base(q.Of))
		done.Quorum = true
		o.Conditions = append(o.Conditions, done)
		o.Quorate = o.Quorate && done.Met
	}
	o.Passed = o.Passed && o.Quorate
	for _, a := range r.Approve {
		done := a.check(c.For, c.base(a.Of))
		o.Conditions = append(o.Conditions, done)
		o.Passed = o.Passed && done.Met
	}
	return o
}

// check holds what there is against the fraction of a base.
func (c Condition) check(have, base Weights) Checked {
	h, b := have.Of(c.Weight), base.Of(c.Weight)
	return Checked{Condition: c, Have: h, Base: b, Need: c.need(b), Met: h > 0 && b > 0 && c.meets(h, b)}
}

// meets compares have/base with Num/Den by cross-multiplying in 128 bits: an area
// times a denominator may pass 64.
func (c Condition) meets(have, base int64) bool {
	lh, ll := bits.Mul64(uint64(have), uint64(c.Den))
	rh, rl := bits.Mul64(uint64(base), uint64(c.Num))
	if lh == rh && ll == rl {
		return !c.Strict
	}
	return lh > rh || lh == rh && ll > rl
}

// need is the smallest whole number that is enough of a base.
func (c Condition) need(base int64) int64 {
	if base <= 0 {
		return 1
	}
	hi, lo := bits.Mul64(uint64(base), uint64(c.Num))
	n, rest := bits.Div64(hi, lo, uint64(c.Den)) // Num ≤ Den, so the quotient fits
	if rest > 0 || c.Strict {
		n++
	}
	return int64(n)
}

// FitsComposition tells whether a representatives' meeting may be made of so many
// representatives and committee members: at least four fifths are representatives
// (《城市居民委员会组织法》第二十八条). A member of the committee who also is a
// representative is counted once, as a member of the committee.
func FitsComposition(reps, committee int) bool {
	return reps > 0 && committee >= 0 && int64(reps) >= 4*int64(committee)
}
