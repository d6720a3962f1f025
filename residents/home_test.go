package residents

import (
	"errors"
	"slices"
	"testing"
)

func TestRepresentation(t *testing.T) {
	l := newLane()
	for by, want := range map[string]error{"daughter": ErrNotYours, "teen": ErrNotConfirmed} {
		if err := TakeRepresentation(l, l.by(by), "501"); err != want {
			t.Errorf("%s takes it: %v, not %v", by, err, want)
		}
	}
	if err := TakeRepresentation(l, l.by("elder"), "501"); err != nil {
		t.Fatal(err)
	}
	if err := TakeRepresentation(l, l.by("son"), "501"); err != ErrRepresented {
		t.Error("a second:", err)
	}
	for to, want := range map[string]error{"daughter": ErrChoice, "teen": ErrChoice, "elder": ErrChoice, "ghost": ErrChoice} {
		if err := PassRepresentation(l, l.by("elder"), "501", to); !errors.Is(err, want) {
			t.Errorf("passed to %s: %v", to, err)
		}
	}
	if err := PassRepresentation(l, l.by("son"), "501", "son"); err != ErrNotYours {
		t.Error("taken from another:", err)
	}
	if err := PassRepresentation(l, l.by("elder"), "501", "son"); err != nil {
		t.Fatal(err)
	}
	if all := l.speaks("501"); !slices.Equal(all, []string{"son"}) {
		t.Errorf("after it was passed on: %+v", all)
	}
	if err := GiveUpRepresentation(l, l.by("elder"), "501"); err != ErrNotYours {
		t.Error("given up twice:", err)
	}
	if err := GiveUpRepresentation(l, l.by("son"), "501"); err != nil {
		t.Fatal(err)
	}
	if all := l.speaks("501"); len(all) != 0 {
		t.Errorf("after it was given up: %+v", all)
	}
}

func TestMoveOut(t *testing.T) {
	l := newLane()
	if err := MoveOut(l, l.by("elder"), "501"); err != ErrOnlyHome {
		t.Error("the only home:", err)
	}
	_ = l.AddHome("", "502", "elder")
	if err := MoveOut(l, l.by("elder"), "101"); err != ErrNotYours {
		t.Error("another's home:", err)
	}
	if err := TakeRepresentation(l, l.by("elder"), "501"); err != nil {
		t.Fatal(err)
	}
	if err := MoveOut(l, l.by("elder"), "501"); err != nil {
		t.Fatal(err)
	}
	if who := l.people["elder"]; who.livesIn("501") || !who.livesIn("502") {
		t.Errorf("%+v", who.Homes)
	}
	if all := l.speaks("501"); len(all) != 0 {
		t.Errorf("who has moved out speaks for the home: %+v", all)
	}
	helped := Acting(l.people["son"], l.people["elder"])
	if err := MoveOut(l, Sender{Standing: helped, Now: noon}, "502"); err != ErrByHelper {
		t.Error("by a helper:", err)
	}
}

// Whoever is to speak for a home later speaks for it alone then.
func TestOneRepresentativeAtAnyTime(t *testing.T) {
	l, later := newLane(), noon.AddDate(1, 0, 0)
	rep := Role{Community: "hepingli", Resident: "son", Name: RoleHouseholdRep, Scope: "501", From: later, To: later.AddDate(4, 0, 0)}
	_ = l.GrantRole("", rep)
	if err := TakeRepresentation(l, l.by("elder"), "501"); err != ErrRepresented {
		t.Error("taken by another until the next begins:", err)
	}
	if err := GiveUpRepresentation(l, l.by("son"), "501"); err != ErrNotYours {
		t.Error("given up before it began:", err)
	}
	_ = l.AddHome("", "502", "son")
	if err := MoveOut(l, l.by("son"), "501"); err != nil {
		t.Fatal(err)
	}
	if all := l.people["son"].representations("501", noon); len(all) != 0 {
		t.Errorf("who has moved out is to speak for the home: %+v", all)
	}
	if err := TakeRepresentation(l, l.by("elder"), "501"); err != nil {
		t.Error("after the next has moved out:", err)
	}
	_ = l.GrantRole("", Role{Community: "hepingli", Resident: "elder", Name: RoleHouseholdRep, Scope: "501", From: noon.AddDate(Term, 0, 0), To: noon.AddDate(2*Term, 0, 0)})
	_ = l.AddHome("", "501", "daughter")
	if err := PassRepresentation(l, l.by("elder"), "501", "daughter"); err != nil {
		t.Fatal(err)
	}
	if all := l.people["elder"].representations("501", noon); len(all) != 0 {
		t.Errorf("passed on, and held again later: %+v", all)
	}
}
