package residents

import "time"

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
)

// Tx is what the verbs of this room need of a transaction.
type Tx interface {
	CommunityByID(id string) (Community, error)
	AddCommunity(Community) error // ErrTaken where its slug is another's
	AddResident(Resident) error
	// GrantRole writes a role of somebody who belongs to home.
	GrantRole(home string, r Role) error
}

// Console is the standing of whoever holds the machine: the command line and the
// first start. It may found and admit, and nothing else.
var Console = Standing{Resident: Resident{ID: "console", Community: Installation}}

// MayFound is nil for the installation's administrators and the console.
func MayFound(who Standing, now time.Time) error {
	if who.Resident.ID == Console.Resident.ID {
		return nil
	}
	return who.Needs(Installation, now, RoleAdministrator)
}

// Found founds a body. Its parent must be of the level above.
func Found(tx Tx, by Sender, c Community) (Community, error) {
	if err := MayFound(by.Standing, by.Now); err != nil {
		return c, err
	}
	if !ValidSlug(c.Slug) && c.Level != LevelInstallation {
		return c, &FieldError{Field: "slug", Reason: ErrSlug}
	}
	name, reason := CleanText(c.Name, 30, true)
	if name == "" && reason == "" {
		reason = ErrEmpty
	}
	if c.Name = name; reason != "" {
		return c, &FieldError{Field: "name", Reason: reason, Limit: 30}
	}
	if _, err := time.LoadLocation(c.Zone); err != nil {
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
	LevelSubdistrict:  {RoleStreetStaff, RoleAuditor},
	LevelDistrict:     {RoleDistrictStaff, RoleAuditor},
	LevelInstallation: {RoleAdministrator, RoleAuditor},
}

// MayAdmit is nil for the body's director, for the administrators and the console.
func MayAdmit(who Standing, body string, now time.Time) error {
	if MayFound(who, now) == nil {
		return nil
	}
	return who.Needs(body, now, RoleDirector, RoleCommitteeMember)
}

// MayGrant is nil where MayAdmit is and, for the committee, the role is a
// resident's or a volunteer's: who sits on the committee is not its own to say.
func MayGrant(who Standing, body string, role RoleName, now time.Time) error {
	if MayFound(who, now) == nil {
		return nil
	}
	if role != RoleResident && role != RoleVolunteer {
		return ErrNotAllowed
	}
	return MayAdmit(who, body, now)
}

// MayIssueLink is nil for the administrators and the console. The committee may
// make a sign-in link for whoever holds no office, at home in its community, and
// for oneself: a link is as good as being that person, and nobody on the committee
// may become another of its members.
func MayIssueLink(who, whom Standing, now time.Time) error {
	if MayFound(who, now) == nil {
		return nil
	}
	home := whom.Resident.Community
	if err := MayAdmit(who, home, now); err != nil {
		return err
	}
	if who.Resident.Community == home && who.Resident.ID == whom.Resident.ID {
		return nil
	}
	for _, role := range whom.Roles {
		office := role.Name != RoleResident && role.Name != RoleVolunteer
		if office && now.Before(role.To) {
			return ErrNotAllowed
		}
	}
	return nil
}

// Admit takes a person into a body with one or more roles, for a term from now.
func Admit(tx Tx, by Sender, r Resident, roles ...RoleName) (Resident, error) {
	body, err := tx.CommunityByID(r.Community)
	if err != nil {
		return r, err
	}
	var reason Reason
	if r.Name, reason = CleanText(r.Name, 30, true); reason != "" || r.Name == "" {
		if reason == "" {
			reason = ErrEmpty
		}
		return r, &FieldError{Field: "name", Reason: reason, Limit: 30}
	}
	if r.Building, reason = CleanText(r.Building, 20, true); reason != "" {
		return r, &FieldError{Field: "building", Reason: reason, Limit: 20}
	}
	if r.ID == "" {
		r.ID = by.ID
	}
	r.JoinedAt, r.Adult = by.Now, r.BirthYear == 0
	r.ConfirmedAt, r.ConfirmedBy = by.Now, by.Resident.ID // whoever admits somebody knows them
	if err := MayAdmit(by.Standing, body.ID, by.Now); err != nil {
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

// Grant gives a role to somebody who belongs to home, for a term from now, or for
// the term given. Roles in a community are for its own people, but for the property
// company's, who may serve several.
func Grant(tx Tx, by Sender, home string, role Role) error {
	body, err := tx.CommunityByID(role.Community)
	if err != nil {
		return err
	}
	known := false
	for _, name := range LevelRoles[body.Level] {
		known = known || name == role.Name
	}
	if !known {
		return &FieldError{Field: "role", Reason: ErrRole}
	}
	if body.Level == LevelCommunity && home != body.ID && role.Name != RolePropertyCompany {
		return &FieldError{Field: "role", Reason: ErrHome}
	}
	if err := MayGrant(by.Standing, body.ID, role.Name, by.Now); err != nil {
		return err
	}
	if role.From.IsZero() {
		role.From = by.Now
	}
	if role.To.IsZero() {
		role.To = role.From.AddDate(Term, 0, 0)
	}
	role.GrantedBy = by.Resident.ID
	return tx.GrantRole(home, role)
}
