// Package residents says WHO: the bodies whose boards the portal keeps, the
// people who belong to them, and the roles they hold for a time. It is the leaf
// from which every rule starts: the first argument of a rule is a Standing.
//
// No number of an identity card is held anywhere, no person is scored or ranked,
// and what leaves the server about another person is masked (Mask).
package residents

import (
	"slices"
	"time"
)

// Level is where a body stands in the three levels (三级): community, street, district.
type Level string

const (
	LevelCommunity   Level = "community"   // 社区: the area of one residents' committee
	LevelSubdistrict Level = "subdistrict" // 街道: the district's agency for several communities
	LevelDistrict    Level = "district"    // 区
)

// Community is a body with a board of its own: a community, or the street or
// district above it, told apart by Level.
type Community struct {
	ID     string
	Slug   string // first part of its paths: 2 to 40 of a-z, 0-9 and '-'
	Name   string // 和平里社区
	Level  Level
	Parent string // id of the body above; "" for a district
	Zone   string // IANA time zone in which its days are counted
	Homes  int    // number of households
	People int    // number of residents
	Phone  string // the office's public telephone

	ConfirmEach bool // whoever comes by a letter waits for the committee's word; otherwise the letter is enough
	LetterDays  int  // how long a letter can be used, 1 to 365 days
}

// Location is the body's time zone; an unknown zone counts as China's.
func (c Community) Location() *time.Location {
	if l, err := time.LoadLocation(c.Zone); err == nil && c.Zone != "" {
		return l
	}
	return time.FixedZone("CST", 8*60*60)
}

// ValidSlug tells whether s may be the first part of a body's paths.
func ValidSlug(s string) bool {
	if len(s) < 2 || len(s) > 40 || s[0] == '-' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return !slices.Contains(reserved, s)
}

// reserved are first parts of paths that belong to the installation.
var reserved = []string{"static", "enter", "sign-out", "healthz", "elder", "shell", "offline", "places", "metrics", "desk", "api", InstallationSlug}

// Resident is a person who lives or works in a body's area.
type Resident struct {
	ID          string
	Community   string
	Name        string
	Building    string // "3 号楼"; "" where a building says nothing, as for street staff
	Adult       bool   // has said to be 18 or older
	BirthYear   int    // kept of minors only, otherwise 0
	JoinedAt    time.Time
	ConfirmedAt time.Time // zero: not confirmed yet, reads and does not count
	ConfirmedBy string    // id of who confirmed, or, without a time, who declined to; "" where the letter was enough
}

// Person is how others see somebody: a masked name and the building.
type Person struct {
	Name     string // 张*
	Building string
}

// Gone stands where a person stood who has left and was erased.
const Gone = "已离开的居民"

// Masked is how others see the resident: whoever has left is Gone.
func (r Resident) Masked() Person {
	if r.Name == "" {
		return Person{Name: Gone}
	}
	return Person{Mask(r.Name), r.Building}
}

// RoleName is a role of the table in which rights are written.
type RoleName string

const (
	RoleResident        RoleName = "resident"              // 居民
	RoleHouseholdRep    RoleName = "household_rep"         // 户代表; scope: the household
	RoleStairwellHead   RoleName = "stairwell_head"        // 楼门长; scope: the building
	RoleRepresentative  RoleName = "representative"        // 居民代表
	RoleVolunteer       RoleName = "volunteer"             // 志愿者
	RoleTeamLeader      RoleName = "team_leader"           // 志愿服务队负责人; scope: the team
	RoleOrgContact      RoleName = "org_contact"           // 社会组织联系人; scope: the organisation
	RolePropertyCompany RoleName = "property_company"      // 物业服务企业
	RoleCommitteeMember RoleName = "committee_member"      // 居委会委员
	RoleDirector        RoleName = "director"              // 居委会主任
	RolePartySecretary  RoleName = "party_secretary"       // 社区党组织书记
	RoleSupervision     RoleName = "supervision_committee" // 居务监督委员会
	RoleStreetStaff     RoleName = "subdistrict_office"    // 街道工作人员
	RoleDistrictStaff   RoleName = "department"            // 区级部门
	RoleIncubator       RoleName = "incubator"             // 社会组织孵化中心、联合会工作人员
	RoleExpert          RoleName = "expert"                // 评审专家
	RoleAuditor         RoleName = "auditor"               // 审计人员
	RoleAdministrator   RoleName = "administrator"         // 系统管理员
)

// Offices are the roles that act for a body, or watch those who do. They count only
// in a session that was begun by a passkey, not long ago.
var Offices = []RoleName{
	RoleCommitteeMember, RoleDirector, RolePartySecretary, RoleSupervision, RoleStreetStaff, RoleDistrictStaff, RoleIncubator, RoleExpert, RoleAuditor,
	RoleAdministrator,
}

// Office tells whether the role is one of Offices.
func (n RoleName) Office() bool { return slices.Contains(Offices, n) }

// Role is held by one person in one body from From (inclusive) to To (exclusive).
// A committee's term is five years (城市居民委员会组织法 第十四条).
type Role struct {
	Community string // id of the body where it is held
	Resident  string
	Name      RoleName
	Scope     string // id of the household, name of the building, id of the team or organisation; "" for the whole body
	From, To  time.Time
	GrantedBy string // id of a resident; "" for the installation's first administrator
	EndedBy   string // who ended it before its term was over; otherwise ""
}

// In tells whether the role's term has begun and is not over.
func (r Role) In(at time.Time) bool { return !at.Before(r.From) && at.Before(r.To) }

// Over tells whether the role is held at the given instant no more and will not be
// held later: its term has ended, or was ended before it began.
func (r Role) Over(at time.Time) bool { return !at.Before(r.To) || !r.From.Before(r.To) }

// touches tells whether there is an instant at which both roles are held.
func (r Role) touches(other Role) bool {
	from, to := r.From, r.To
	if other.From.After(from) {
		from = other.From
	}
	if other.To.Before(to) {
		to = other.To
	}
	return from.Before(to)
}

// Standing is who asks: a person with all roles ever given to them, in whichever
// body. The zero Standing is somebody who has not signed in.
type Standing struct {
	Resident Resident
	Roles    []Role
	Homes    []Home // where the person lives in their own community, at most a few
	// Weak: the session has not proved by a passkey who it is, or not lately.
	// No office counts in it.
	Weak bool
	// Helper is who acts for the person under a mandate; zero where the person acts.
	Helper Resident
}

// Home is a household where somebody lives. It is told to themselves and to staff only.
type Home struct{ Household, Building, Unit, Room string }

// HoldsOffice tells whether the person holds an office, in whichever body, now or later,
// whatever the session has proved.
func (s Standing) HoldsOffice(now time.Time) bool {
	return slices.ContainsFunc(s.Roles, func(r Role) bool { return r.Name.Office() && !r.Over(now) })
}

// Strong is the person as if the session had proved who it is: offices count. It is asked
// where an office shuts somebody out of something, which no weaker sign-in may get around.
func (s Standing) Strong() Standing {
	s.Weak = false
	return s
}

// SignedIn tells whether the standing is anybody's.
func (s Standing) SignedIn() bool { return s.Resident.ID != "" }

// Holds tells whether the role is held in the body at the given instant.
// A role whose term is over counts for nothing, even in the middle of an act.
func (s Standing) Holds(community string, at time.Time, names ...RoleName) bool {
	for _, r := range s.Roles {
		if r.Community == community && slices.Contains(names, r.Name) && r.In(at) && !(s.Weak && r.Name.Office()) {
			return true
		}
	}
	return false
}

// Sender is who sends a command, when it arrived, and the id its sender gave it.
// Things that a command makes take their ids from it, so that the command sent
// twice makes the same thing.
type Sender struct {
	Standing
	Now time.Time
	ID  string
}
