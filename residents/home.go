package residents

import (
	"slices"
	"strings"
	"time"
)

// This file is about who lives in a home and who speaks for it: one household, one
// representative (城市居民委员会组织法 第二十六条), chosen by the people of the home among themselves.

// Reasons of homes.
const (
	ErrNoHome   = Reason("no-such-home") // the roster has no home of that address
	ErrOnlyHome = Reason("only-home")    // whoever leaves their only home leaves the community
)

// Label is the home's address in one: 3 号楼 2 单元 502.
func (h Home) Label() string {
	return strings.Join(strings.Fields(h.Building+" "+h.Unit+" "+h.Room), " ")
}

// HomeTx is what the verbs of a home need of a transaction.
type HomeTx interface {
	Standing(community, id string) (Standing, error)
	PeopleOfHome(community, household string) ([]Resident, error)
	// HoldersBetween are the roles of that name and scope in the body whose terms touch the time between.
	HoldersBetween(body string, name RoleName, scope string, from, to time.Time) ([]Role, error)
	GrantRole(home string, r Role) error
	// CedeRole ends a role whose holder gives it up; their sessions go on.
	CedeRole(home string, r Role) error
	EndHome(community, household, resident string) error
	ChangeResident(Resident) error
}

// MayRepresent is nil for an adult of the home whom the committee has confirmed.
func MayRepresent(who Standing, household string, now time.Time) error {
	if err := May(who, SpeakForHome, Matter{Body: who.Resident.Community}, now); err != nil {
		return err
	}
	if !who.livesIn(household) {
		return ErrNotYours
	}
	return nil
}

// represents tells whether somebody speaks for the household now.
func (s Standing) represents(household string, now time.Time) bool {
	return slices.ContainsFunc(s.representations(household, now), func(r Role) bool { return r.In(now) })
}

// representations are the roles by which somebody speaks for the household, now or later.
func (s Standing) representations(household string, now time.Time) (all []Role) {
	for _, r := range s.Roles {
		if r.Name == RoleHouseholdRep && r.Community == s.Resident.Community && r.Scope == household && !r.Over(now) {
			all = append(all, r)
		}
	}
	return all
}

// TakeRepresentation makes the sender the household's representative for a term, where
// nobody is, and nobody is to be within it.
func TakeRepresentation(tx HomeTx, by Sender, household string) error {
	if err := MayRepresent(by.Standing, household, by.Now); err != nil {
		return err
	}
	return speakFor(tx, by, by.Resident, household)
}

// speakFor lets somebody speak for the household for a term from now; ErrRepresented
// where another does at any time of it.
func speakFor(tx HomeTx, by Sender, who Resident, household string) error {
	role := lasting(by, who, RoleHouseholdRep, household)
	others, err := tx.HoldersBetween(role.Community, role.Name, household, role.From, role.To)
	if err == nil && len(others) > 0 {
		err = ErrRepresented
	}
	if err != nil {
		return err
	}
	role.GrantedBy = by.Resident.ID
	return tx.GrantRole(who.Community, role)
}

// GiveUpRepresentation leaves the household without a representative.
func GiveUpRepresentation(tx HomeTx, by Sender, household string) error {
	if !by.represents(household, by.Now) {
		return ErrNotYours
	}
	return cede(tx, by, by.Resident, by.representations(household, by.Now))
}

// cede ends roles of a person before their terms are over, also those that have not begun.
func cede(tx interface {
	CedeRole(home string, r Role) error
}, by Sender, who Resident, roles []Role) error {
	for _, r := range roles {
		r.EndedBy = by.Resident.ID
		if err := tx.CedeRole(who.Community, r); err != nil {
			return err
		}
	}
	return nil
}

// PassRepresentation hands it to another adult of the home whom the committee has confirmed.
func PassRepresentation(tx HomeTx, by Sender, household, to string) error {
	if !by.represents(household, by.Now) {
		return ErrNotYours
	}
	next, err := tx.Standing(by.Resident.Community, to)
	if err == ErrNotFound || err == nil && (to == by.Resident.ID || MayRepresent(next, household, by.Now) != nil) {
		return &FieldError{Field: "to", Reason: ErrChoice}
	}
	if err != nil {
		return err
	}
	if err := GiveUpRepresentation(tx, by, household); err != nil {
		return err
	}
	return speakFor(tx, by, next.Resident, household)
}

// MoveOut ends that the sender lives in one of their homes, and that they speak for it,
// or were to.
// Whoever leaves their only home leaves the community, which is another step.
func MoveOut(tx HomeTx, by Sender, household string) error {
	switch {
	case !by.SignedIn():
		return ErrSignedOut
	case by.Helper.ID != "":
		return ErrByHelper
	case !by.livesIn(household):
		return ErrNotYours
	case len(by.Homes) == 1:
		return ErrOnlyHome
	}
	r := by.Resident
	if err := cede(tx, by, r, by.representations(household, by.Now)); err != nil {
		return err
	}
	if err := tx.EndHome(r.Community, household, r.ID); err != nil {
		return err
	}
	for _, h := range by.Homes {
		if h.Household != household {
			r.Building = h.Building
			break
		}
	}
	return tx.ChangeResident(r)
}
