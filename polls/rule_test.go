package polls_test

import (
	"testing"

	"yishiting/calendar"
	. "yishiting/polls"
	"yishiting/residents"
)

var today = calendar.Day{Year: 2026, Month: 11, Day: 28}

func rule(t *testing.T, id string) Rule {
	t.Helper()
	r, err := RuleByID(id, today)
	if err != nil {
		t.Fatal(id, err)
	}
	return r
}

func heads(n int64) Weights { return Weights{Heads: n} }

// at is a count of heads.
func at(roll, present, yes int64) Count {
	return Count{Roll: heads(roll), Participating: heads(present), Valid: heads(present), For: heads(yes)}
}

// The representatives of a community of 2,146 homes decide on the residents' convention:
// 54 representatives and 7 members of the committee.
func TestResidentsConvention(t *testing.T) {
	r := rule(t, "reps-meeting")
	for _, c := range []struct {
		name             string
		present, yes     int64
		quorate, passed  bool
		needHere, needOK int64
	}{
		{"46 present, 33 for", 46, 33, true, true, 41, 24},
		{"46 present, 24 for", 46, 24, true, true, 41, 24},
		{"46 present, 23 for", 46, 23, true, false, 41, 24},
		{"41 present, 21 for", 41, 21, true, true, 41, 21},
		{"40 present, all for", 40, 40, false, false, 41, 21},
	} {
		o := r.Decide(at(61, c.present, c.yes))
		if !o.Decides || o.Quorate != c.quorate || o.Passed != c.passed {
			t.Errorf("%s: %+v", c.name, o)
		}
		if q, a := o.Conditions[0], o.Conditions[1]; q.Need != c.needHere || a.Need != c.needOK || !q.Quorum || a.Quorum {
			t.Errorf("%s: needs %d and %d, want %d and %d", c.name, q.Need, a.Need, c.needHere, c.needOK)
		}
	}
	if !FitsComposition(54, 7) || FitsComposition(20, 7) || !FitsComposition(28, 7) || FitsComposition(27, 7) {
		t.Error("the composition of four fifths is wrong")
	}
}

// The same matter before the households: more than half of 2,146.
func TestAssemblyByHousehold(t *testing.T) {
	r := rule(t, "residents-assembly")
	if o := r.Decide(at(2146, 1073, 1073)); o.Quorate || o.Passed || o.Conditions[0].Need != 1074 {
		t.Errorf("1,073 of 2,146: %+v", o)
	}
	if o := r.Decide(at(2146, 1074, 538)); !o.Passed {
		t.Errorf("1,074 of 2,146 with 538 for: %+v", o)
	}
	if o := r.Decide(at(2146, 1074, 537)); o.Passed || !o.Quorate {
		t.Errorf("just half of those present for: %+v", o)
	}
}

func owners(heads, squareMetres int64) Weights {
	return Weights{Heads: heads, Area: squareMetres * 100}
}

// Owners on turning green land into parking: the area says yes, the heads do not.
func TestOwnersUseChange(t *testing.T) {
	c := Count{Roll: owners(1206, 98400), Participating: owners(860, 70200), Valid: owners(860, 70200), For: owners(640, 52900)}
	o := rule(t, "owners-heavy").Decide(c)
	if !o.Quorate || o.Passed {
		t.Errorf("quorate %v, passed %v", o.Quorate, o.Passed)
	}
	want := []struct {
		by         Weight
		have, need int64
		met        bool
	}{{Heads, 860, 804, true}, {Area, 7020000, 6560000, true}, {Heads, 640, 645, false}, {Area, 5290000, 5265000, true}}
	for i, w := range want {
		if got := o.Conditions[i]; got.Weight != w.by || got.Have != w.have || got.Need != w.need || got.Met != w.met {
			t.Errorf("condition %d: %+v, want %+v", i, got, w)
		}
	}
	if !rule(t, "owners-ordinary").Decide(c).Passed {
		t.Error("as an ordinary matter it would have passed")
	}
}

// A vote of households within a project only counts: 84 homes, 71 votes for three options.
func TestHouseholdVoteDecidesNothing(t *testing.T) {
	r := rule(t, "household-vote")
	o := r.Decide(Count{Roll: heads(84), Participating: heads(71), Valid: heads(71), For: heads(40)})
	if r.Effect != Consultation || o.Decides || o.Passed || len(o.Conditions) > 0 {
		t.Errorf("%s: %+v", r.Effect, o)
	}
}

// 2,261 heads, 1,071 of them delivered to and silent. Counted strictly there is no quorum;
// the silence clause of some rules of procedure would make one.
func TestSilenceDoesNotCount(t *testing.T) {
	r := rule(t, "owners-ordinary")
	voices := Voices{Yes: owners(995, 995), No: owners(27, 27), Abstain: owners(125, 125)}
	if o := r.Decide(r.Count(owners(2261, 2261), voices)); o.Quorate || o.Passed || o.Conditions[0].Have != 1147 || o.Conditions[0].Need != 1508 {
		t.Errorf("strictly: %+v", o)
	}
	// The clause takes the silent for present and for the majority's yes: 2,066 of 2,261.
	voices.Yes = voices.Yes.Plus(owners(1071, 1071))
	if o := r.Decide(r.Count(owners(2261, 2261), voices)); o.Conditions[0].Have != 2218 || o.Conditions[2].Have != 2066 || !o.Passed {
		t.Errorf("with the clause: %+v", o)
	}
}

func TestRuleOfItsDay(t *testing.T) {
	for _, c := range []struct{ id, day, article string }{
		{"reps-meeting", "2026-01-01", "第二十九条"}, {"reps-meeting", "2025-12-31", ""},
		{"owners-heavy", "2021-01-01", "第二百七十八条"}, {"owners-heavy", "2020-12-31", ""},
		{"village-group", "2025-12-31", "第二十八条"}, {"village-group", "2026-01-01", "第四章"},
		{"village-group", "2010-10-27", ""}, {"no-such-body", "2026-01-01", ""},
	} {
		day, _ := calendar.ParseDay(c.day)
		r, err := RuleByID(c.id, day)
		if r.Article != c.article || (err == residents.ErrNotFound) != (c.article == "") {
			t.Errorf("%s on %s: %s %v, want %s", c.id, c.day, r.Article, err, c.article)
		}
	}
	if _, err := RuleByID("consultative", calendar.Day{Year: 2019, Month: 1, Day: 1}); err != nil {
		t.Error("an opinion can be asked on any day:", err)
	}
}

// fraction is what a rule's article says, written down here a second time.
type fraction struct {
	num, den int64
	strict   bool
}

var (
	overHalf    = fraction{1, 2, true}
	twoThirds   = fraction{2, 3, false}
	overTwo3rds = fraction{2, 3, true}
	quarters    = fraction{3, 4, false}
	third       = fraction{1, 3, false}
)

// least is the smallest number of base that is enough, found by trying.
func (f fraction) least(base int64) int64 {
	for n := int64(0); ; n++ {
		if n*f.den > base*f.num || !f.strict && n*f.den == base*f.num {
			return n
		}
	}
}

// Every body decides exactly at its limits: one below fails, there and one above holds.
func TestEveryBodyAtItsLimits(t *testing.T) {
	type limits struct {
		quorum, approve fraction
		ofRoll          bool // approval is of the roll, not of those who take part
	}
	want := map[string]limits{
		"residents-assembly": {overHalf, overHalf, false}, "reps-meeting": {twoThirds, overHalf, false},
		"committee-election": {overHalf, overHalf, false}, "committee-election-delegates": {overTwo3rds, overHalf, false},
		"committee-runoff": {overHalf, third, false}, "committee-runoff-delegates": {overTwo3rds, third, false},
		"recall": {overHalf, overHalf, false}, "recall-delegates": {overTwo3rds, overHalf, false},
		"owners-ordinary": {twoThirds, overHalf, false}, "owners-heavy": {twoThirds, quarters, false},
		"owners-committee": {overHalf, overHalf, true}, "property-committee": {overHalf, overHalf, true},
		"villagers-assembly": {overHalf, overHalf, false}, "villagers-assembly-households": {twoThirds, overHalf, false},
		"village-delegates": {twoThirds, overHalf, false}, "village-group": {twoThirds, overHalf, false},
	}
	each := func(n int64) Weights { return Weights{n, n, n} }
	for _, r := range Rules() {
		w, ok := want[r.ID]
		if ok != r.Decides() {
			t.Errorf("%s decides: %v", r.ID, r.Decides())
		}
		if !ok {
			continue
		}
		for roll := int64(1); roll <= 61; roll++ {
			quorum := w.quorum.least(roll)
			for present := max(quorum-1, 0); present <= min(quorum+1, roll); present++ {
				base := present
				if w.ofRoll {
					base = roll
				}
				enough := w.approve.least(base)
				for yes := max(enough-1, 0); yes <= min(enough+1, present); yes++ {
					o := r.Decide(Count{Roll: each(roll), Participating: each(present), Valid: each(present), For: each(yes)})
					quorate := present > 0 && present >= quorum
					if o.Quorate != quorate || o.Passed != (quorate && yes >= enough) {
						t.Fatalf("%s: %d of %d, %d for: %+v", r.ID, present, roll, yes, o)
					}
				}
			}
		}
	}
}

// What the law keeps from the portal, and what it lets a result be.
func TestEffectsOfBodies(t *testing.T) {
	for _, r := range Rules() {
		if r.Effect == Office && r.Online {
			t.Errorf("%s: people are voted into and out of office in a booth", r.ID)
		}
		owners := r.Units[0] == UnitOwner
		if owners && (r.Effect != Indication || r.OnlineWhy == "" || r.Online && r.Notice.Due()) {
			t.Errorf("%s: owners decide elsewhere, and are told where", r.ID)
		}
		if r.Effect == Resolution && (r.Law == "" || !r.Decides()) {
			t.Errorf("%s: a resolution needs a law and a majority", r.ID)
		}
		if r.Decides() && (r.Law == "" || r.Article == "" || r.From.IsZero() || !r.BlankTakesPart) || r.Text == "" || !r.Online && r.OnlineWhy == "" {
			t.Errorf("%s: lacks its source", r.ID)
		}
		for _, step := range []Sourced{r.Notice, r.PartyStudy, r.Filing, r.Disclosure, r.Post, r.Proxies} {
			if step.Due() != (step.Source != "") {
				t.Errorf("%s: %d by %q", r.ID, step.N, step.Source)
			}
		}
	}
}

// Of every rule one version at most is in force on a day.
func TestVersionsDoNotOverlap(t *testing.T) {
	for _, r := range Rules() {
		for _, other := range Rules() {
			if r.ID == other.ID && r.From != other.From && r.InForce(other.From) && other.InForce(r.From) {
				t.Errorf("%s is there twice", r.ID)
			}
		}
		if got, err := RuleByID(r.ID, r.From); err != nil || got.Article != r.Article || got.From != r.From {
			t.Errorf("%s of %s is not found: %v", r.ID, r.From, err)
		}
	}
	if got := RulesFor(UnitDelegate, today); len(got) < 5 || got[1].ID != "reps-meeting" {
		t.Errorf("representatives are asked by %d rules", len(got))
	}
}
