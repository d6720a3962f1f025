package residents

import "testing"

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
