package residents

import (
	"testing"
	"time"
)

func TestMayGiveCode(t *testing.T) {
	now := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	person := func(home, id, building string, roles ...Role) Standing {
		s := Standing{Resident: Resident{ID: id, Community: home, Building: building, ConfirmedAt: now}}
		for _, r := range roles {
			if r.Community == "" {
				r.Community = home
			}
			if r.To.IsZero() {
				r.From, r.To = now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
			}
			s.Roles = append(s.Roles, r)
		}
		return s
	}
	member := person("a", "li", "1 号楼", Role{Name: RoleCommitteeMember})
	weak := member
	weak.Weak = true
	head := person("a", "he", "3 号楼", Role{Name: RoleStairwellHead, Scope: "3 号楼"})
	over := person("a", "he", "3 号楼", Role{Name: RoleStairwellHead, Scope: "3 号楼", From: now.AddDate(-2, 0, 0), To: now})
	helped := head
	helped.Helper = Resident{ID: "x", Community: "a"}
	neighbour, other := person("a", "wang", "3 号楼"), person("a", "sun", "7 号楼")
	both := person("a", "zhao", "7 号楼")
	both.Homes = []Home{{Building: "7 号楼"}, {Building: "3 号楼"}}
	elsewhere := person("b", "qian", "3 号楼")
	office := person("a", "chen", "3 号楼", Role{Name: RoleDirector})
	later := person("a", "chen", "3 号楼", Role{Name: RoleDirector, From: now.AddDate(0, 1, 0), To: now.AddDate(1, 0, 0)})
	auditor := person("a", "chen", "3 号楼", Role{Community: Installation, Name: RoleAuditor})
	was := person("a", "chen", "3 号楼", Role{Name: RoleDirector, From: now.AddDate(-1, 0, 0), To: now})
	for name, test := range map[string]struct {
		who, whom Standing
		want      error
	}{
		"the committee":                          {member, neighbour, nil},
		"the committee without its passkey":      {weak, neighbour, ErrPasskey},
		"the committee to one who holds office":  {member, office, ErrHoldsOffice},
		"the committee to itself":                {member, member, ErrHoldsOffice},
		"to one who will hold office":            {member, later, ErrHoldsOffice},
		"to one who holds office elsewhere":      {member, auditor, ErrHoldsOffice},
		"to one whose office is over":            {member, was, nil},
		"the committee to another community's":   {member, elsewhere, ErrNotAllowed},
		"the head to a neighbour":                {head, neighbour, nil},
		"the head to another building's":         {head, other, ErrNotYours},
		"the head to one with two homes":         {head, both, nil},
		"the head to an officer in the building": {head, office, ErrHoldsOffice},
		"the head to another community's":        {head, elsewhere, ErrNotAllowed},
		"a head no more":                         {over, neighbour, ErrNotAllowed},
		"a head's helper":                        {helped, neighbour, ErrByHelper},
		"a resident":                             {neighbour, other, ErrNotAllowed},
		"nobody":                                 {Standing{}, neighbour, ErrSignedOut},
	} {
		if got := MayGiveCode(test.who, test.whom, now); got != test.want {
			t.Errorf("%s: %v, not %v", name, got, test.want)
		}
	}
}
