package residents

import (
	"errors"
	"testing"
)

// Whom the committee cannot confirm speaks for no home: not later either.
func TestDeclineEndsRepresentation(t *testing.T) {
	l := newLane()
	waits := neighbour("newcomer", []Role{{Name: RoleHouseholdRep, Scope: "502"}}, "502")
	waits.Resident.ConfirmedAt, waits.Roles = Resident{}.ConfirmedAt, waits.Roles[1:]
	next := waits.Roles[0]
	next.From, next.To = next.To, next.To.AddDate(1, 0, 0)
	waits.Roles = append(waits.Roles, next)
	l.people["newcomer"] = waits
	if err := TakeRepresentation(l, l.by("daughter"), "502"); err != ErrRepresented {
		t.Error("while the newcomer waits:", err)
	}
	if err := Decline(l, l.by("member"), waits.Resident); err != nil {
		t.Fatal(err)
	}
	if who := l.people["newcomer"]; len(who.rolesLeft("hepingli", noon)) > 0 || who.Resident.ConfirmedBy != "member" || who.Roles[0].EndedBy != "member" {
		t.Errorf("after it was declined: %+v", who)
	}
	if len(l.ended) > 0 {
		t.Error("whoever is declined may go on reading:", l.ended)
	}
	if err := TakeRepresentation(l, l.by("daughter"), "502"); err != nil {
		t.Error("after the newcomer was declined:", err)
	}
}

// Somebody under 18 may be a resident and a volunteer, and nothing that takes an adult.
func TestRolesOfMinors(t *testing.T) {
	scopes := map[RoleName]string{RoleHouseholdRep: "501", RoleStairwellHead: "3 号楼"}
	for _, name := range LevelRoles[LevelCommunity] {
		for _, adult := range []bool{false, true} {
			l := newLane()
			who := neighbour("young", nil, "501")
			who.Resident.Adult, who.Roles = adult, nil
			l.people["young"] = who
			if name == RoleDirector {
				delete(l.people, "director") // there is one at a time
			}
			by := Sender{Standing: Console, Now: noon}
			err := Grant(l, by, "hepingli", Role{Community: "hepingli", Resident: "young", Name: name, Scope: scopes[name]})
			if may := adult || name == RoleResident || name == RoleVolunteer; may && err != nil || !may && !errors.Is(err, ErrMinor) {
				t.Errorf("%s, adult %v: %v", name, adult, err)
			}
		}
	}
}

// Roles in a body are for its own people, so that whoever approves there is known not to have
// drafted there; the property company's may serve several communities.
func TestRolesAreForOnesOwn(t *testing.T) {
	for level, names := range LevelRoles {
		for _, name := range names {
			l := newLane()
			l.body = Community{ID: "elsewhere", Level: level}
			worker := neighbour("worker", nil, "501")
			worker.Roles = nil
			l.people["worker"] = worker
			role := Role{Community: "elsewhere", Resident: "worker", Name: name}
			err := Grant(l, Sender{Standing: Console, Now: noon}, "hepingli", role)
			if own := name != RolePropertyCompany; own != errors.Is(err, ErrHome) {
				t.Errorf("%s of a %v: %v", name, level, err)
			}
		}
	}
}
