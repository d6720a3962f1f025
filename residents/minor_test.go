package residents

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestAgesByTheYear(t *testing.T) {
	for birth, want := range map[int]bool{2026: true, 2013: true, 2012: true, 2011: false, 2008: false} {
		if got := UnderFourteen(birth, 2026); got != want {
			t.Errorf("born %d, in 2026: %v", birth, got)
		}
		if err := MaySignIn(Resident{BirthYear: birth}, noon); (err != nil) != want {
			t.Errorf("born %d signs in: %v", birth, err)
		}
	}
	eve := time.Date(2026, 12, 31, 15, 59, 0, 0, time.UTC) // in China still the old year
	if MaySignIn(Resident{BirthYear: 2012}, eve) == nil || MaySignIn(Resident{BirthYear: 2012}, eve.Add(time.Minute)) != nil {
		t.Error("the year is not counted in China")
	}
	if err := MaySignIn(Resident{Adult: true}, noon); err != nil {
		t.Error("an adult:", err)
	}
}

func TestAddChild(t *testing.T) {
	for name, test := range map[string]struct {
		by   string
		c    Child
		want Reason
	}{
		"of one's own home":       {"son", Child{"501", "小宝", 2018, true}, ""},
		"who turns 14 this year":  {"son", Child{"501", "小宝", 2012, true}, ""},
		"who turned 14 last year": {"son", Child{"501", "小宝", 2011, true}, ErrOwnLetter},
		"not born yet":            {"son", Child{"501", "小宝", 2027, true}, ErrNumber},
		"without a name":          {"son", Child{"501", " ", 2018, true}, ErrEmpty},
		"without agreeing":        {"son", Child{"501", "小宝", 2018, false}, ErrConsent},
		"of the same name":        {"son", Child{"501", "elder", 2018, true}, ErrSameName},
		"of another home":         {"son", Child{"502", "小宝", 2018, true}, ErrNotYours},
		"by a minor":              {"teen", Child{"501", "小宝", 2018, true}, ErrNotConfirmed},
	} {
		for _, each := range []bool{true, false} {
			l := newLane()
			l.body.ConfirmEach = each
			r, err := AddChild(l, l.by(test.by), test.c)
			if test.want != "" {
				if !errors.Is(err, test.want) || len(l.mandates)+len(l.consents) > 0 {
					t.Errorf("%s: %v, not %v", name, err, test.want)
				}
				continue
			}
			child := l.people[r.ID]
			if err != nil || child.Resident.Adult || child.Resident.ConfirmedAt.IsZero() != each || len(child.Roles) == 0 != each || !child.livesIn("501") {
				t.Errorf("%s: %v, %+v", name, err, child)
			}
			m := l.mandates[0]
			if m.Kind != HelpGuardian || m.Helper != "son" || l.consents[0].Purpose != PurposeGuardian || l.consents[0].NotedBy != "son" {
				t.Errorf("%s: %+v, %+v", name, m, l.consents)
			}
			if err := MayHelp(l.people["son"], child, m, noon); err != nil {
				t.Errorf("%s: the guardian may not act: %v", name, err)
			}
			if err := Cared(l, r, noon); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestGuardianOfOlder(t *testing.T) {
	l := newLane()
	teen := l.people["teen"]
	if err := Cared(l, teen.Resident, noon); err != ErrGuardian {
		t.Error("confirmed without a guardian:", err)
	}
	for by, want := range map[string]error{"daughter": ErrNotYours, "teen": ErrNotConfirmed} {
		if _, err := AgreeAsGuardian(l, l.by(by), "teen", true); err != want {
			t.Errorf("%s agrees: %v, not %v", by, err, want)
		}
	}
	if _, err := AgreeAsGuardian(l, l.by("son"), "elder", true); err != ErrGrownUp {
		t.Error("guardian of an adult:", err)
	}
	if _, err := AgreeAsGuardian(l, l.by("son"), "teen", false); !errors.Is(err, ErrConsent) {
		t.Error("without agreeing:", err)
	}
	if _, err := AgreeAsGuardian(l, l.by("son"), "teen", true); err != nil {
		t.Fatal(err)
	}
	if _, err := AgreeAsGuardian(l, l.by("elder"), "teen", true); err != ErrGuarded {
		t.Error("a second guardian:", err)
	}
	if err := Cared(l, teen.Resident, noon); err != nil {
		t.Error("with a guardian:", err)
	}
	m := l.mandates[0]
	if err := MayHelp(l.people["son"], teen, m, noon); err != ErrByHelper {
		t.Error("a guardian acts for somebody of 16:", err)
	}
	confirmed := l.people["teen"]
	confirmed.Resident.ConfirmedAt = noon
	l.people["teen"] = confirmed
	_ = l.GrantRole("", Role{Community: "hepingli", Resident: "teen", Name: RoleResident, From: noon.AddDate(0, -1, 0), To: noon.AddDate(1, 0, 0)})
	_ = l.GrantRole("", Role{Community: "hepingli", Resident: "teen", Name: RoleVolunteer, From: noon.AddDate(0, 1, 0), To: noon.AddDate(1, 0, 0)})
	if _, err := EndHelp(l, l.by("teen"), "hepingli", m.ID); err != ErrNotYours {
		t.Error("the minor ends it:", err)
	}
	if _, err := EndHelp(l, l.by("son"), "hepingli", m.ID); err != nil || !slices.Equal(l.ended, []string{"teen"}) {
		t.Error("the minor's sessions go on:", err, l.ended)
	}
	if who := l.people["teen"]; !who.Resident.ConfirmedAt.IsZero() || len(who.rolesLeft("hepingli", noon)) > 0 {
		t.Errorf("the minor counts without a guardian: %+v", who)
	}
}

func TestDeclareAdult(t *testing.T) {
	l := newLane()
	if _, err := AgreeAsGuardian(l, l.by("son"), "teen", true); err != nil {
		t.Fatal(err)
	}
	by := l.by("teen")
	if err := DeclareAdult(l, by); err != ErrNotGrown {
		t.Error("at 16:", err)
	}
	by.Now = time.Date(2028, 1, 1, 0, 0, 0, 0, chinaTime)
	if err := DeclareAdult(l, by); err != nil {
		t.Fatal(err)
	}
	if r := l.people["teen"].Resident; !r.Adult || r.BirthYear != 0 || l.mandates[0].EndedBy != "teen" || len(l.ended) > 0 {
		t.Errorf("at 18: %+v, %+v, %v", r, l.mandates[0], l.ended)
	}
	if err := DeclareAdult(l, l.by("teen")); err != ErrGrownUp {
		t.Error("again:", err)
	}
}

// Who must be 18 needs no guardian any more, also before saying so.
func TestGrownUpWithoutSaying(t *testing.T) {
	l := newLane()
	if _, err := AgreeAsGuardian(l, l.by("son"), "teen", true); err != nil {
		t.Fatal(err)
	}
	teen, before := l.people["teen"], l.mandates
	for _, year := range []int{2028, 2029} {
		if err := Cared(l, teen.Resident, time.Date(year, 1, 1, 0, 0, 0, 0, chinaTime)); err != nil {
			t.Errorf("in %d: %v", year, err)
		}
	}
	at19 := time.Date(2029, 1, 1, 0, 0, 0, 0, chinaTime)
	if err := MayAgree(l.people["son"], teen, before, at19); err != ErrGrownUp {
		t.Error("a guardian of somebody of 19:", err)
	}
	l.mandates = nil
	if err := Cared(l, teen.Resident, at19.Add(-time.Microsecond)); err != ErrGuardian {
		t.Error("without a guardian the day before:", err)
	}
}
