package residents

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestMayLeave(t *testing.T) {
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	person := func(home, id string, roles ...RoleName) Standing {
		s := Standing{Resident: Resident{ID: id, Community: home, Adult: true, ConfirmedAt: now}}
		for _, name := range roles {
			s.Roles = append(s.Roles, Role{Community: home, Resident: id, Name: name, From: now, To: now.AddDate(5, 0, 0)})
		}
		return s
	}
	li, chen := person("hepingli", "li", RoleResident, RoleCommitteeMember), person("hepingli", "chen", RoleResident, RoleDirector)
	wang := person("hepingli", "wang", RoleResident, RoleVolunteer)
	helped := wang
	helped.Helper = person("hepingli", "zhao").Resident
	weak := li
	weak.Weak = true
	past := person("hepingli", "past", RoleResident, RoleDirector)
	past.Roles[1].To = now
	never := person("hepingli", "never", RoleResident, RoleDirector)
	never.Roles[1].From, never.Roles[1].To = now.AddDate(1, 0, 0), now.AddDate(1, 0, 0)
	elsewhere := person("hepingli", "elsewhere", RoleResident)
	elsewhere.Roles = append(elsewhere.Roles, Role{Community: "street", Name: RoleStreetStaff, From: now, To: now.AddDate(1, 0, 0)})
	for name, c := range map[string]struct {
		who, whom Standing
		guards    bool
		want      error
	}{
		"oneself":                            {wang, wang, false, nil},
		"nobody":                             {Standing{}, wang, false, ErrSignedOut},
		"a helper":                           {helped, wang, false, ErrByHelper},
		"a neighbour":                        {person("hepingli", "sun", RoleResident), wang, false, ErrNotAllowed},
		"one of the same id elsewhere":       {person("anzhen", "wang", RoleResident), wang, false, ErrNotAllowed},
		"a guardian":                         {wang, person("hepingli", "child", RoleResident), true, nil},
		"a guardian of another place":        {person("anzhen", "wang", RoleResident), person("hepingli", "child", RoleResident), true, ErrNotAllowed},
		"the committee":                      {li, wang, false, nil},
		"the committee without a key":        {weak, wang, false, ErrPasskey},
		"the committee, of a colleague":      {li, chen, false, ErrHoldsOffice},
		"of whose office is over":            {li, past, false, nil},
		"of whose was ended before it began": {li, never, false, nil},
		"of who holds one elsewhere":         {li, elsewhere, false, ErrHoldsOffice},
		"the committee of elsewhere":         {person("anzhen", "wu", RoleResident, RoleDirector), wang, false, ErrNotAllowed},
		"an administrator":                   {person(Installation, "root", RoleAdministrator), chen, false, nil},
	} {
		if got := MayLeave(c.who, c.whom, c.guards, now); got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

// gate is a transaction in which somebody leaves.
type gate struct {
	*lane
	whom    Standing
	holders []Resident
	erased  bool
}

func (g *gate) Standing(_, id string) (Standing, error) {
	if id != g.whom.Resident.ID {
		return g.lane.Standing("", id)
	}
	if g.erased {
		return Standing{}, ErrNotFound
	}
	return g.whom, nil
}
func (g *gate) Holders(string, time.Time, ...RoleName) ([]Resident, error) { return g.holders, nil }
func (g *gate) Guards(string, string, string) (bool, error)                { return false, nil }
func (g *gate) Erase(string, string) error                                 { g.erased = true; return nil }

func TestLeaveTakesConsentBackAndHandsOverFirst(t *testing.T) {
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	chen := Standing{Resident: Resident{ID: "chen", Community: "hepingli", Adult: true}, Roles: []Role{{Community: "hepingli", Resident: "chen", Name: RoleDirector, From: now, To: now.AddDate(5, 0, 0)}}}
	by := Sender{Standing: chen, Now: now}
	g := &gate{lane: newLane(), whom: chen, holders: []Resident{chen.Resident}}
	for _, purpose := range []string{PurposeJoin, PurposePhoto} {
		if err := GiveConsent(g, by, chen.Resident, purpose, Online); err != nil {
			t.Fatal(err)
		}
	}
	if err := Leave(g, by, "hepingli", "chen"); !errors.Is(err, ErrLastOffice) || g.erased || len(g.consents) != 2 {
		t.Errorf("the last director: %v, erased %v", err, g.erased)
	}
	g.holders = append(g.holders, Resident{ID: "zhou", Community: "hepingli"})
	if err := Leave(g, by, "hepingli", "chen"); err != nil || !g.erased {
		t.Errorf("with another director: %v, erased %v", err, g.erased)
	}
	if holds := Holding(g.consents); len(g.consents) != 4 || len(holds) != 0 {
		t.Errorf("consent holds: %+v", g.consents)
	}
	if err := Leave(g, by, "hepingli", "chen"); err != ErrNotFound {
		t.Errorf("leaving twice: %v", err)
	}
}

// Whose guardian leaves counts no more, and waits for another.
func TestLeavingGuardian(t *testing.T) {
	l := newLane()
	if _, err := AgreeAsGuardian(l, l.by("son"), "teen", true); err != nil {
		t.Fatal(err)
	}
	teen := l.people["teen"]
	if err := Confirm(l, l.by("member"), teen.Resident); err != nil {
		t.Fatal(err)
	}
	g := &gate{lane: l, whom: l.people["son"]}
	if err := Leave(g, l.by("member"), "hepingli", "son"); err != nil || !g.erased {
		t.Fatal(err)
	}
	teen = l.people["teen"]
	if !teen.Resident.ConfirmedAt.IsZero() || len(teen.rolesLeft("hepingli", noon)) > 0 || !slices.Equal(l.ended, []string{"teen"}) {
		t.Errorf("the minor counts without a guardian: %+v, %v", teen, l.ended)
	}
	if m := l.mandates[0]; m.In(noon) || m.EndedBy != "member" {
		t.Errorf("%+v", m)
	}
	mine, _ := l.Consents("", "teen")
	if len(mine) != 2 || len(Holding(mine)) > 0 || mine[1].NotedBy != "member" {
		t.Errorf("the guardian's consent: %+v", mine)
	}
	before, _ := l.Mandates("", "teen")
	if err := MayAgree(l.people["elder"], teen, before, noon); err != nil {
		t.Error("another guardian:", err)
	}
}
