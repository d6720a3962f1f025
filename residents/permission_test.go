package residents_test

import (
	"testing"
	"time"

	. "yishiting/residents"
)

var noon = time.Date(2026, 11, 3, 4, 0, 0, 0, time.UTC)

// in is somebody of a body with a role there, from yesterday to tomorrow.
func in(body, id string, names ...RoleName) Standing {
	s := Standing{Resident: Resident{ID: id, Community: body, Adult: true, ConfirmedAt: noon}}
	for _, name := range names {
		s.Roles = append(s.Roles, Role{Community: body, Resident: id, Name: name, From: noon.AddDate(0, 0, -1), To: noon.AddDate(0, 0, 1)})
	}
	return s
}

func with(s Standing, change func(*Standing)) Standing { change(&s); return s }

// Each condition of the table holds and does not, as its name says.
func TestMayByCondition(t *testing.T) {
	head := with(in("a", "head", RoleStairwellHead), func(s *Standing) { s.Roles[0].Scope = "3 号楼" })
	for name, test := range map[string]struct {
		who  Standing
		do   Action
		on   Matter
		want error
	}{
		"nobody":                             {Standing{}, RaiseTopic, Matter{Body: "a"}, ErrSignedOut},
		"a role":                             {in("a", "x", RoleResident), RaiseTopic, Matter{Body: "a"}, nil},
		"a role elsewhere":                   {in("b", "x", RoleResident), RaiseTopic, Matter{Body: "a"}, ErrNotAllowed},
		"before one is confirmed":            {with(in("a", "x"), func(s *Standing) { s.Resident.ConfirmedAt = time.Time{} }), RaiseTopic, Matter{Body: "a"}, ErrNotConfirmed},
		"a role that is over":                {with(in("a", "x", RoleResident), func(s *Standing) { s.Roles[0].To = noon }), RaiseTopic, Matter{Body: "a"}, ErrNotAllowed},
		"a role that begins":                 {with(in("a", "x", RoleResident), func(s *Standing) { s.Roles[0].From = noon }), RaiseTopic, Matter{Body: "a"}, nil},
		"an office without a passkey":        {with(in("a", "x", RoleDirector), func(s *Standing) { s.Weak = true }), Screen, Matter{Body: "a"}, ErrPasskey},
		"a voice without a passkey":          {with(in("a", "x", RoleResident, RoleDirector), func(s *Standing) { s.Weak = true }), RaiseTopic, Matter{Body: "a"}, nil},
		"another's matter":                   {in("a", "x", RoleDirector), Screen, Matter{Body: "a", Owner: "y"}, nil},
		"one's own matter":                   {in("a", "x", RoleDirector), Screen, Matter{Body: "a", Owner: "x"}, ErrOwnMatter},
		"own only":                           {in("a", "x"), Withdraw, Matter{Body: "a", Owner: "x"}, nil},
		"own only, another's":                {in("a", "x", RoleDirector), Withdraw, Matter{Body: "a", Owner: "y"}, ErrNotYours},
		"own only, one's namesake elsewhere": {in("b", "x"), Withdraw, Matter{Body: "a", Owner: "x"}, ErrNotYours},
		"own only, nobody's":                 {in("a", "x"), Withdraw, Matter{Body: "a"}, ErrNotYours},
		"the second step":                    {in("a", "x", RoleDirector), Publish, Matter{Body: "a", Before: "y"}, nil},
		"an office held from elsewhere":      {with(in("s", "x", RoleStreetStaff), func(s *Standing) { s.Resident.Community = "a" }), ApproveProject, Matter{Body: "s", Before: "x"}, ErrNotAllowed},
		"the same office of one's own body":  {in("s", "x", RoleStreetStaff), ApproveProject, Matter{Body: "s", Before: "y"}, nil},
		"the second step by the same":        {in("a", "x", RoleDirector), Publish, Matter{Body: "a", Before: "x"}, ErrSecondPerson},
		"a minor":                            {with(in("a", "x", RoleResident), func(s *Standing) { s.Resident.Adult = false }), ConfirmNotes, Matter{Body: "a"}, ErrMinor},
		"one's building":                     {head, GiveCode, Matter{Body: "a", Building: "3 号楼"}, nil},
		"another building":                   {head, GiveCode, Matter{Body: "a", Building: "5 号楼"}, ErrNotYours},
		"no building":                        {head, GiveCode, Matter{Body: "a"}, ErrNotYours},
		"an officer in one's building":       {head, GiveCode, Matter{Body: "a", Building: "3 号楼", OfOffice: true}, ErrHoldsOffice},
		"what was handed to one":             {in("a", "x", RoleResident), HelpTask, Matter{Body: "a", Assigned: true}, nil},
		"what was not":                       {in("a", "x", RoleResident), HelpTask, Matter{Body: "a"}, ErrNotYours},
		"the company of another home":        {with(in("b", "x", RolePropertyCompany), func(s *Standing) { s.Roles[0].Community = "a" }), HelpTask, Matter{Body: "a"}, nil},
		"who holds an office":                {in("a", "x", RoleDirector), IssueLink, Matter{Body: "a", Owner: "y", OfOffice: true}, ErrHoldsOffice},
		"oneself in office":                  {in("a", "x", RoleDirector), IssueLink, Matter{Body: "a", Owner: "x", OfOffice: true}, nil},
		"from above":                         {in("s", "x", RoleAuditor), ReadAudit, Matter{Body: "a", Above: "s"}, nil},
		"from beside":                        {in("s", "x", RoleAuditor), ReadAudit, Matter{Body: "a", Above: "t"}, ErrNotAllowed},
		"everywhere":                         {in(Installation, "x", RoleAdministrator), GrantOffice, Matter{Body: "a", Owner: "y"}, nil},
		"everywhere, to oneself":             {in(Installation, "x", RoleAdministrator), GrantOffice, Matter{Body: Installation, Owner: "x"}, ErrOwnMatter},
		"administrators do not speak":        {in(Installation, "x", RoleAdministrator), RaiseTopic, Matter{Body: "a"}, ErrNotAllowed},
		"administrators do not approve":      {in(Installation, "x", RoleAdministrator), Publish, Matter{Body: "a"}, ErrNotAllowed},
		"watchers do not screen":             {in("a", "x", RoleResident, RoleSupervision), Screen, Matter{Body: "a"}, ErrNotAllowed},
		"watchers object":                    {in("a", "x", RoleSupervision), MakeObjection, Matter{Body: "a"}, nil},
		"for somebody":                       {with(in("a", "x", RoleResident), func(s *Standing) { s.Helper.ID = "y" }), RaiseTopic, Matter{Body: "a"}, nil},
		"never for somebody":                 {with(in("a", "x", RoleResident), func(s *Standing) { s.Helper.ID = "y" }), ConfirmNotes, Matter{Body: "a"}, ErrByHelper},
		"what the table does not have":       {in("a", "x", RoleDirector), "fly", Matter{Body: "a"}, ErrNotAllowed},
		"the console founds":                 {Console, FoundBody, Matter{Body: Installation}, nil},
		"the console does not screen":        {Console, Screen, Matter{Body: Installation}, ErrNotAllowed},
	} {
		if err := May(test.who, test.do, test.on, noon); err != test.want {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// What is for every body is done from the administrators' desk: no other page opens for it.
func TestMayOpenAsksWhereOneIs(t *testing.T) {
	admin := in(Installation, "x", RoleAdministrator)
	if err := MayOpen(admin, AdmitPerson, Installation, "", noon); err != nil {
		t.Error("at home:", err)
	}
	if err := MayOpen(admin, AdmitPerson, "a", "s", noon); err != ErrNotAllowed {
		t.Error("elsewhere:", err)
	}
	if err := MayOpen(Console, FoundBody, Installation, "", noon); err != ErrNotAllowed {
		t.Error("the console opens pages:", err)
	}
}

// Whoever joined and was not confirmed yet reads: no role of theirs counts at home, whatever they were given.
func TestNoRoleCountsBeforeOneIsConfirmed(t *testing.T) {
	for _, name := range []RoleName{RoleResident, RoleStairwellHead, RoleCommitteeMember, RoleRepresentative} {
		who := with(in("a", "x", name), func(s *Standing) { s.Resident.ConfirmedAt = time.Time{} })
		for _, p := range Permissions {
			if open := MayOpen(who, p.Do, "a", "s", noon); open == nil && MayOpen(in("a", "y"), p.Do, "a", "s", noon) != nil {
				t.Errorf("%s, not confirmed, may %s", name, p.Do)
			}
		}
	}
	waits := with(in("a", "x"), func(s *Standing) { s.Resident.ConfirmedAt = time.Time{} })
	if err := MayOpen(waits, RaiseTopic, "a", "s", noon); err != ErrNotConfirmed {
		t.Error("who waits is told:", err)
	}
}

// Rights that the rules forbid stand in no cell (rules of the roles: separation of duty).
func TestTableKeepsDutiesApart(t *testing.T) {
	votes := []Action{RaiseTopic, SupportTopic, Speak, TakeSeat, Attend, Rate, ConfirmNotes}
	approves := []Action{Screen, ModerateWord, Announce, RunMeeting, WriteMinutes, Publish, AnswerObject, FollowUp, HandOn, HoldCase, OrderTask}
	never := map[RoleName][]Action{
		RoleAdministrator:   append(append([]Action{MakeObjection, WorkDesk, ReadAudit, SeePhone, ReadPeople}, votes...), approves...),
		RoleAuditor:         append(append([]Action{MakeObjection, WorkDesk, GrantOffice}, votes...), approves...),
		RoleSupervision:     append(append([]Action{SeePhone, GrantVoice, GrantOffice}, votes...), approves...),
		RolePropertyCompany: append(append([]Action{MakeObjection, WorkDesk, ReadPeople}, votes...), approves...),
		RoleDistrictStaff:   {SeePhone, ReadPeople, Screen, Publish, OrderTask},
		RoleStreetStaff:     {SeePhone, ReadPeople, Screen, Publish},
		RoleCommitteeMember: {GrantOffice, ReadAudit, OrderTask, WorkAdmin},
	}
	for role, actions := range never {
		for _, do := range actions {
			for _, may := range RolesWith(do) {
				if may == role {
					t.Errorf("%s may %s", role, do)
				}
			}
		}
	}
	for _, row := range Permissions {
		seen := map[Cell]bool{}
		for _, c := range row.By {
			c.Why = ""
			if seen[c] {
				t.Errorf("%s stands twice in %s", c.Role, row.Do)
			}
			seen[c] = true
		}
	}
	for i, row := range Permissions {
		for _, other := range Permissions[i+1:] {
			if row.Do == other.Do {
				t.Errorf("%s has two rows", row.Do)
			}
		}
	}
}
