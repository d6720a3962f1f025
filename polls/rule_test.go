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
