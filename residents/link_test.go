package residents

import (
	"testing"
	"time"
)

func TestMayIssueLink(t *testing.T) {
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	person := func(home, id string, roles ...RoleName) Standing {
		s := Standing{Resident: Resident{ID: id, Community: home, ConfirmedAt: now}}
		for _, name := range roles {
			s.Roles = append(s.Roles, Role{Community: home, Resident: id, Name: name, From: now, To: now.AddDate(5, 0, 0)})
		}
		return s
	}
	li := person("hepingli", "li", RoleResident, RoleCommitteeMember)
	chen := person("hepingli", "chen", RoleResident, RoleDirector)
	wang := person("hepingli", "wang", RoleResident, RoleVolunteer)
	past := person("hepingli", "past", RoleResident, RoleDirector)
	past.Roles[1].To = now
	elsewhere := person("hepingli", "elsewhere", RoleResident)
	elsewhere.Roles = append(elsewhere.Roles, Role{Community: "street", Name: RoleStreetStaff, From: now, To: now.AddDate(1, 0, 0)})
	never := person("hepingli", "never", RoleResident, RoleDirector) // was to hold it, and it was ended before
	never.Roles[1].From, never.Roles[1].To = now.AddDate(1, 0, 0), now.AddDate(1, 0, 0)
	for name, c := range map[string]struct {
		who, whom Standing
		want      error
	}{
		"the committee for a resident":           {li, wang, nil},
		"the director for a resident":            {chen, wang, nil},
		"for a colleague":                        {li, chen, ErrHoldsOffice},
		"the director for a member":              {chen, li, ErrHoldsOffice},
		"for oneself":                            {li, li, nil},
		"for whose office is over":               {li, past, nil},
		"for who was to hold one":                {li, never, nil},
		"for the property company's":             {li, person("hepingli", "he", RolePropertyCompany), ErrHoldsOffice},
		"for who holds an office elsewhere":      {li, elsewhere, ErrHoldsOffice},
		"for a resident of another community":    {li, person("anzhen", "qian", RoleResident), ErrNotAllowed},
		"for one of the same id elsewhere":       {li, person("anzhen", "li", RoleResident), ErrNotAllowed},
		"a resident for oneself":                 {wang, wang, ErrNotAllowed},
		"nobody":                                 {Standing{}, wang, ErrSignedOut},
		"an administrator for the director":      {person(Installation, "a", RoleAdministrator), chen, nil},
		"the console":                            {Console, chen, nil},
		"an administrator of a community, of no": {person("hepingli", "a", RoleAdministrator), chen, ErrNotAllowed},
	} {
		if got := MayIssueLink(c.who, c.whom, now); got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}
