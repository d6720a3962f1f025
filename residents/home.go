package residents

import (
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
	// Representatives are those who speak for a household at the given instant.
	Representatives(community, household string, now time.Time) ([]Resident, error)
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

// representation is the role by which somebody speaks for the household now; false for none.
func (s Standing) representation(household string, now time.Time) (Role, bool) {
	for _, r := range s.Roles {
		if r.Name == RoleHouseholdRep && r.Community == s.Resident.Community && r.Scope == household && r.In(now) {
			return r, true
		}
	}
	return Role{}, false
}

// TakeRepresentation makes the sender the household's representative, where nobody is.
func TakeRepresentation(tx HomeTx, by Sender, household string) error {
	if err := MayRepresent(by.Standing, household, by.Now); err != nil {
		return err
	}
	before, err := tx.Representatives(by.Resident.Community, household, by.Now)
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return ErrRepresented
	}
	return speakFor(tx, by, by.Resident, household)
}

func speakFor(tx HomeTx, by Sender, who Resident, household string) error {
	role := lasting(by, who, RoleHouseholdRep, household)
	role.GrantedBy = by.Resident.ID
	return tx.GrantRole(who.Community, role)
}

// GiveUpRepresentation leaves the household without a representative.
func GiveUpRepresentation(tx HomeTx, by Sender, household string) error {
	role, ok := by.representation(household, by.Now)
	if !ok {
		return ErrNotYours
	}
	role.EndedBy = by.Resident.ID
	return tx.CedeRole(by.Resident.Community, role)
}

// PassRepresentation hands it to another adult of the home whom the committee has confirmed.
func PassRepresentation(tx HomeTx, by Sender, household, to string) error {
	if _, ok := by.representation(household, by.Now); !ok {
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

// MoveOut ends that the sender lives in one of their homes, and that they speak for it.
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
	if _, speaks := by.representation(household, by.Now); speaks {
		if err := GiveUpRepresentation(tx, by, household); err != nil {
			return err
		}
	}
	r := by.Resident
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
