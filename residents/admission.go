package residents

import (
	"slices"
	"time"
)

// LevelInstallation is the level of the one body that stands for the whole
// installation: its administrators found the other bodies.
const LevelInstallation Level = "installation"

// Installation is the id and the slug of that body.
const (
	Installation     = "installation"
	InstallationSlug = "admin"
)

// Term is how long a role lasts when nothing else is said: five years, as a
// residents' committee does (城市居民委员会组织法 第十四条).
const Term = 5

// LetterDays is how long a letter of invitation can be used, until a body says otherwise.
const LetterDays = 60

// Reasons of admission.
const (
	ErrSlug  = Reason("bad-slug")   // not a path of 2 to 40 of a-z, 0-9 and '-', or taken by the portal
	ErrTaken = Reason("slug-taken") // another body has it
	ErrRole  = Reason("bad-role")   // the role does not exist at this body's level
	ErrHome  = Reason("not-home")   // the role is for people who belong to the body
	ErrHeld  = Reason("role-held")  // the person has it, or another has it where one may
	ErrScope = Reason("bad-scope")  // no such building, or not the person's household
	ErrKin   = Reason("kin")        // not for members of the committee and those close to them
)

// Tx is what the verbs of this room need of a transaction.
type Tx interface {
	CommunityByID(id string) (Community, error)
	AddCommunity(Community) error // ErrTaken where its slug is another's
	AddResident(Resident) error
	ChangeResident(Resident) error
	// Standing is a person of the body with all roles held anywhere.
	Standing(body, resident string) (Standing, error)
	// HasBuilding tells whether the roster has a home in the building, or somebody lives there.
	HasBuilding(body, building string) (bool, error)
	// HoldersBetween are the roles of that name and scope in the body whose terms touch the time between.
	HoldersBetween(body string, name RoleName, scope string, from, to time.Time) ([]Role, error)
	// Mandates are all in which somebody is helped or helps, the latest first.
	Mandates(community, resident string) ([]Mandate, error)
	// GrantRole writes a role of somebody who belongs to home.
	GrantRole(home string, r Role) error
	// EndRole ends a role now, and with it all sessions of the person.
	EndRole(home string, r Role) error
	// CedeRole ends a role now; the holder's sessions go on.
	CedeRole(home string, r Role) error
}

// Console is the standing of whoever holds the machine: the command line and the
// first start. It may found and admit, and nothing else.
var Console = Standing{Resident: Resident{ID: "console", Community: Installation}}

// Found founds a body. Its parent must be of the level above.
func Found(tx Tx, by Sender, c Community) (Community, error) {
	if err := May(by.Standing, FoundBody, Matter{Body: Installation}, by.Now); err != nil {
		return c, err
	}
	if !ValidSlug(c.Slug) && c.Level != LevelInstallation {
		return c, &FieldError{Field: "slug", Reason: ErrSlug}
	}
	var err error
	if c.Name, err = Text("name", c.Name, 30, true); err != nil {
		return c, err
	}
	if !ValidZone(c.Zone) {
		return c, &FieldError{Field: "zone", Reason: ErrChoice}
	}
	if err := fits(tx, c); err != nil {
		return c, err
	}
	if c.ID == "" {
		c.ID = by.ID
	}
	c.ConfirmEach, c.LetterDays = true, LetterDays
	return c, tx.AddCommunity(c)
}

// fits sees that a body stands below one of the level above.
func fits(tx Tx, c Community) error {
	above := map[Level]Level{LevelCommunity: LevelSubdistrict, LevelSubdistrict: LevelDistrict}[c.Level]
	if above == "" {
		if c.Parent != "" || c.Level != LevelDistrict && c.Level != LevelInstallation {
			return &FieldError{Field: "level", Reason: ErrChoice}
		}
		return nil
	}
	parent, err := tx.CommunityByID(c.Parent)
	if err == ErrNotFound || err == nil && parent.Level != above {
		return &FieldError{Field: "parent", Reason: ErrChoice}
	}
	return err
}

// LevelRoles are the roles that exist at each level.
var LevelRoles = map[Level][]RoleName{
	LevelCommunity: {
		RoleResident, RoleHouseholdRep, RoleStairwellHead, RoleRepresentative, RoleVolunteer, RoleTeamLeader, RoleOrgContact,
		RolePropertyCompany, RoleCommitteeMember, RoleDirector, RolePartySecretary, RoleSupervision,
	},
	LevelSubdistrict:  {RoleStreetStaff, RoleIncubator, RoleExpert, RoleAuditor},
	LevelDistrict:     {RoleDistrictStaff, RoleAuditor},
	LevelInstallation: {RoleAdministrator, RoleAuditor},
}

// MayIssueLink is nil for whoever may make a sign-in link for a person. A link is as
// good as being that person, so that the committee makes none for who holds an office.
func MayIssueLink(who, whom Standing, now time.Time) error {
	home := whom.Resident.Community
	return May(who, IssueLink, Matter{Body: home, Owner: whom.Resident.ID, OfOffice: whom.InOffice(now)}, now)
}

// InOffice is HoldsOffice with the other roles that the committee does not give: those of a
// company, a team or an organisation, whom the committee deals with and must not pass for.
func (s Standing) InOffice(now time.Time) bool {
	return slices.ContainsFunc(s.Roles, func(r Role) bool { return r.Name.grant() != GrantVoice && !r.Over(now) })
}

// Admit takes a person into a body with one or more roles, for a term from now.
func Admit(tx Tx, by Sender, r Resident, roles ...RoleName) (Resident, error) {
	body, err := tx.CommunityByID(r.Community)
	if err != nil {
		return r, err
	}
	if r.Name, err = Text("name", r.Name, 30, true); err != nil {
		return r, err
	}
	if r.Building, err = TextOrNone("building", r.Building, 20, true); err != nil {
		return r, err
	}
	if r.ID == "" {
		r.ID = by.ID
	}
	if by.Now.Year()-r.BirthYear > 18 {
		r.BirthYear = 0 // kept of minors only
	}
	r.JoinedAt, r.Adult = by.Now, r.BirthYear == 0
	r.ConfirmedAt, r.ConfirmedBy = by.Now, by.Resident.ID // whoever admits somebody knows them
	if err := May(by.Standing, AdmitPerson, Matter{Body: body.ID, Owner: r.ID}, by.Now); err != nil {
		return r, err
	}
	if err := tx.AddResident(r); err != nil {
		return r, err
	}
	for _, role := range roles {
		if err := Grant(tx, by, r.Community, Role{Community: r.Community, Resident: r.ID, Name: role}); err != nil {
			return r, err
		}
	}
	return r, nil
}
