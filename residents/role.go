package residents

import (
	"slices"
	"time"
)

// This file says who gives and ends which role, and which roles one person may not
// hold together.

// CommitteeGives are the roles that the committee gives to its own residents. All
// others are given by the administrators: who sits on the committee is not its own to say.
var CommitteeGives = []RoleName{RoleResident, RoleVolunteer, RoleHouseholdRep, RoleStairwellHead, RoleRepresentative}

// grant is the action of giving the role, and of ending it.
func (n RoleName) grant() Action {
	if slices.Contains(CommitteeGives, n) {
		return GrantVoice
	}
	return GrantOffice
}

// single are roles that one person at a time has in a body, or of a household.
var single = []RoleName{RoleDirector, RolePartySecretary, RoleHouseholdRep}

// together says which roles one person may not hold in the same body at the same
// time; nil means any other office. Who watches the committee is not on it
// (城市居民委员会组织法 第三十六条), and who serves it for money neither.
var together = map[RoleName][]RoleName{
	RoleSupervision:     {RoleCommitteeMember, RoleDirector, RolePropertyCompany},
	RolePropertyCompany: {RoleCommitteeMember, RoleDirector, RolePartySecretary},
	// Who runs a round of grants, or approves it, does not score in it.
	RoleExpert:        {RoleStreetStaff, RoleIncubator},
	RoleAuditor:       nil,
	RoleAdministrator: nil,
}

// forMinors are the roles that somebody under 18 may have: all others decide, speak or act for
// others, which takes an adult (城市居民委员会组织法 第二十六条).
var forMinors = []RoleName{RoleResident, RoleVolunteer}

// clash tells whether two roles exclude each other. Auditors hold no other office,
// and administrators nothing else at all: they neither speak nor vote nor approve.
func clash(a, b Role) bool {
	if !a.touches(b) {
		return false
	}
	for _, pair := range [][2]Role{{a, b}, {b, a}} {
		one, other := pair[0], pair[1]
		excluded, rule := together[one.Name]
		switch {
		case one.Name == other.Name || !rule:
		case one.Name == RoleAdministrator:
			return true
		case excluded == nil:
			return other.Name.Office() || other.Name == RolePropertyCompany
		case one.Community == other.Community && slices.Contains(excluded, other.Name):
			return true
		}
	}
	return false
}

// MayGrant is nil for whoever may give a role to, or end it of, a person of home.
func MayGrant(who Standing, home string, role Role, now time.Time) error {
	on := Matter{Body: role.Community}
	if home == role.Community {
		on.Owner = role.Resident
	}
	return May(who, role.Name.grant(), on, now)
}

// Grant gives a role to somebody who belongs to home, for a term from now, or for
// the term given, which is no longer than five years. Roles in a body are for its own people,
// of whichever level it is: what somebody drafts and what they then approve is compared by the
// body's ids of people, to which those of another body say nothing. The property company's alone
// may serve several communities: it decides nothing in any. ErrHome for all others.
func Grant(tx Tx, by Sender, home string, role Role) error {
	body, err := tx.CommunityByID(role.Community)
	if err != nil {
		return err
	}
	if !slices.Contains(LevelRoles[body.Level], role.Name) {
		return &FieldError{Field: "role", Reason: ErrRole}
	}
	if home != body.ID && role.Name != RolePropertyCompany {
		return &FieldError{Field: "role", Reason: ErrHome}
	}
	if err := MayGrant(by.Standing, home, role, by.Now); err != nil {
		return err
	}
	if role.From.IsZero() {
		role.From = by.Now
	}
	if role.To.IsZero() {
		role.To = role.From.AddDate(Term, 0, 0)
	}
	if !role.From.Before(role.To) || !by.Now.Before(role.To) || role.To.After(role.From.AddDate(Term, 0, 0)) {
		return &FieldError{Field: "to", Reason: ErrDate}
	}
	if err := fitting(tx, home, role); err != nil {
		return err
	}
	role.GrantedBy, role.EndedBy = by.Resident.ID, ""
	return tx.GrantRole(home, role)
}

// fitting sees that a role fits the person, its scope, and those who hold it.
func fitting(tx Tx, home string, role Role) error {
	whom, err := tx.Standing(home, role.Resident)
	if err != nil {
		return err
	}
	switch {
	case whom.Resident.ConfirmedAt.IsZero():
		return &FieldError{Field: "role", Reason: ErrNotConfirmed}
	case !whom.Resident.Adult && !slices.Contains(forMinors, role.Name):
		return &FieldError{Field: "role", Reason: ErrMinor}
	}
	if err := inScope(tx, whom, role); err != nil {
		return err
	}
	for _, held := range whom.Roles {
		same := held.Community == role.Community && held.Name == role.Name && held.Scope == role.Scope
		if same && held.touches(role) {
			return &FieldError{Field: "role", Reason: ErrHeld}
		}
		if clash(held, role) {
			return &FieldError{Field: "role", Reason: ErrTogether}
		}
	}
	if !slices.Contains(single, role.Name) {
		return nil
	}
	others, err := tx.HoldersBetween(role.Community, role.Name, role.Scope, role.From, role.To)
	if err == nil && len(others) > 0 {
		err = &FieldError{Field: "role", Reason: ErrHeld}
	}
	return err
}

// inScope sees that a role is for something that there is: a building of the
// community, or the household where the person lives. Other roles are for the whole
// body, or for teams and organisations, which are not known here.
func inScope(tx Tx, whom Standing, role Role) error {
	known := role.Scope == ""
	switch role.Name {
	case RoleStairwellHead:
		var err error
		if known, err = tx.HasBuilding(role.Community, role.Scope); err != nil {
			return err
		}
	case RoleHouseholdRep:
		known = slices.ContainsFunc(whom.Homes, func(h Home) bool { return h.Household == role.Scope })
	case RoleTeamLeader, RoleOrgContact:
		known = true
	}
	if !known {
		return &FieldError{Field: "scope", Reason: ErrScope}
	}
	return nil
}

// End ends a role of somebody who belongs to home before its term is over: by who
// may give it. All sessions of the person are over at once, so that nothing goes on
// in the role. ErrNotFound where no such role is held or to be held.
func End(tx Tx, by Sender, home string, role Role) error {
	whom, err := tx.Standing(home, role.Resident)
	if err != nil {
		return err
	}
	if err := MayGrant(by.Standing, home, role, by.Now); err != nil {
		return err
	}
	for _, held := range whom.Roles {
		same := held.Community == role.Community && held.Name == role.Name && held.Scope == role.Scope && held.From.Equal(role.From)
		if same && !held.Over(by.Now) {
			held.EndedBy = by.Resident.ID
			return tx.EndRole(home, held)
		}
	}
	return ErrNotFound
}

// Confirm says that a person lives in the community: from now on they count, as a
// resident. Where the letter was enough (Community.ConfirmEach) the sender is the Console.
// Whoever is under 18 needs a guardian first.
func Confirm(tx Tx, by Sender, r Resident) error {
	if err := mayConfirm(by, r); err != nil {
		return err
	}
	if err := Cared(tx, r, by.Now); err != nil {
		return err
	}
	r.ConfirmedAt, r.ConfirmedBy = by.Now, ""
	if !by.console() {
		r.ConfirmedBy = by.Resident.ID
	}
	if err := tx.ChangeResident(r); err != nil {
		return err
	}
	who, err := tx.Standing(r.Community, r.ID)
	if err != nil || who.Holds(r.Community, by.Now, RoleResident) {
		return err
	}
	return tx.GrantRole(r.Community, Role{
		Community: r.Community, Resident: r.ID, Name: RoleResident,
		From: by.Now, To: by.Now.AddDate(Term, 0, 0), GrantedBy: r.ConfirmedBy,
	})
}

// Decline says that a person could not be confirmed: they may go on reading, do not
// count, and wait no more. What they said of themselves when they joined, that they speak
// for a home, is over with it. They may be confirmed later.
func Decline(tx Tx, by Sender, r Resident) error {
	if err := mayConfirm(by, r); err != nil {
		return err
	}
	who, err := tx.Standing(r.Community, r.ID)
	if err != nil {
		return err
	}
	if err := cede(tx, by, r, who.rolesLeft(r.Community, by.Now)); err != nil {
		return err
	}
	r.ConfirmedBy = by.Resident.ID
	return tx.ChangeResident(r)
}

// rolesLeft are the roles that the person holds in the body, or is to hold there.
func (s Standing) rolesLeft(body string, now time.Time) []Role {
	return slices.DeleteFunc(slices.Clone(s.Roles), func(r Role) bool { return r.Community != body || r.Over(now) })
}

// mayConfirm is nil for whoever may say whether a person who waits lives here.
func mayConfirm(by Sender, r Resident) error {
	if err := May(by.Standing, AdmitPerson, Matter{Body: r.Community, Owner: r.ID}, by.Now); err != nil {
		return err
	}
	if !r.ConfirmedAt.IsZero() {
		return ErrHeld
	}
	return nil
}
