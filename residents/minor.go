package residents

import (
	"slices"
	"time"
)

// This file is about people under 18. Only the year of birth is kept, so that whoever
// may be under an age counts as under it for the whole year. Under 14 a guardian acts
// (个人信息保护法 第三十一条); from 14 to 17 they act themselves once a guardian has agreed;
// none of them votes.

// ageAdult is from when somebody votes.
const ageAdult = 18

// MostChildren is how many under 14 one home may have in the portal.
const MostChildren = 8

// Reasons of minors.
const (
	ErrGuardian  = Reason("guardian-needed") // no adult of the household has agreed as guardian
	ErrGuarded   = Reason("has-guardian")    // somebody has agreed as guardian already
	ErrOwnLetter = Reason("own-letter")      // from 14 on they join themselves, by the letter
	ErrNotGrown  = Reason("not-grown")       // by the year of birth not 18 yet
)

// chinaTime is where years are counted; the whole country has one time.
var chinaTime = time.FixedZone("CST", 8*60*60)

func yearOf(now time.Time) int { return now.In(chinaTime).Year() }

// young tells whether somebody may be under 14.
func (r Resident) young(now time.Time) bool {
	return !r.Adult && UnderFourteen(r.BirthYear, yearOf(now))
}

// grown tells whether somebody is an adult: has said so, or must be 18 by the year of birth.
func (r Resident) grown(now time.Time) bool {
	return r.Adult || yearOf(now)-r.BirthYear > ageAdult
}

// MaySignIn is nil for whoever may have a session: not for a child under 14, for whom a guardian acts.
func MaySignIn(r Resident, now time.Time) error {
	if r.young(now) {
		return ErrGuardian
	}
	return nil
}

// forChildren is what may be done for a child under 14, by a guardian: say what should be
// talked about, and come along to help. What counts heads is not, so that no household speaks
// the louder for its children.
var forChildren = []Action{ReadPublic, RaiseTopic, Appeal, Withdraw, JoinShift}

// MinorTx is what the verbs of minors need of a transaction.
type MinorTx interface {
	HelpTx
	CommunityByID(id string) (Community, error)
	AddResident(Resident) error
	AddHome(community, household, resident string) error
	PeopleOfHome(community, household string) ([]Resident, error)
	GrantRole(home string, r Role) error
}

// livesIn tells whether somebody lives in the household.
func (s Standing) livesIn(household string) bool {
	return slices.ContainsFunc(s.Homes, func(h Home) bool { return h.Household == household })
}

// MayCare is nil for an adult of the household, who may be a guardian in it.
func MayCare(who Standing, household string, now time.Time) error {
	if err := May(who, CareForMinor, Matter{Body: who.Resident.Community}, now); err != nil {
		return err
	}
	if !who.livesIn(household) {
		return ErrNotYours
	}
	return nil
}

// Child is what a guardian says of a child.
type Child struct {
	Household string
	Name      string
	BirthYear int
	Agreed    bool // has read the text of PurposeGuardian, and agrees
}

// AddChild takes a child under 14 of the sender's household in, who cannot sign in: the
// sender is their guardian and acts for them. The committee confirms them as everybody.
func AddChild(tx MinorTx, by Sender, c Child) (Resident, error) {
	home := by.Resident.Community
	r := Resident{ID: by.ID, Community: home, Building: buildingOf(by.Standing, c.Household), BirthYear: c.BirthYear, JoinedAt: by.Now}
	if err := MayCare(by.Standing, c.Household, by.Now); err != nil {
		return r, err
	}
	if err := c.wrong(&r, yearOf(by.Now)); err != nil {
		return r, err
	}
	there, err := tx.PeopleOfHome(home, c.Household)
	if err != nil {
		return r, err
	}
	children := 0
	for _, one := range there {
		if one.Name == r.Name {
			return r, &FieldError{Field: "name", Reason: ErrSameName}
		}
		if !one.Adult {
			children++
		}
	}
	if children >= MostChildren {
		return r, &FieldError{Reason: ErrTooMany, Limit: MostChildren}
	}
	body, err := tx.CommunityByID(home)
	if err != nil {
		return r, err
	}
	if !body.ConfirmEach {
		r.ConfirmedAt = by.Now
	}
	if err := tx.AddResident(r); err != nil {
		return r, err
	}
	if err := tx.AddHome(home, c.Household, r.ID); err != nil {
		return r, err
	}
	if err := guard(tx, by, r); err != nil {
		return r, err
	}
	if r.ConfirmedAt.IsZero() {
		return r, nil
	}
	return r, tx.GrantRole(home, lasting(by, r, RoleResident, ""))
}

func (c Child) wrong(r *Resident, year int) error {
	var err error
	if r.Name, err = Text("name", c.Name, MaxName, true); err != nil {
		return err
	}
	switch {
	case c.BirthYear < year-120 || c.BirthYear > year:
		return &FieldError{Field: "birth", Reason: ErrNumber, Limit: year}
	case !UnderFourteen(c.BirthYear, year):
		return &FieldError{Field: "birth", Reason: ErrOwnLetter}
	case !c.Agreed:
		return &FieldError{Field: "agreed", Reason: ErrConsent}
	}
	return nil
}

func buildingOf(who Standing, household string) string {
	for _, h := range who.Homes {
		if h.Household == household {
			return h.Building
		}
	}
	return ""
}

// guard writes down that the sender is the minor's guardian, until the minor may be 18.
func guard(tx HelpTx, by Sender, minor Resident) error {
	if err := GiveConsent(tx, by, minor, PurposeGuardian, Online); err != nil {
		return err
	}
	return tx.AddMandate(Mandate{
		Community: minor.Community, ID: by.ID, Person: minor.ID, Helper: by.Resident.ID, Kind: HelpGuardian, Channel: Online,
		MadeBy: by.Resident.ID, From: by.Now, To: time.Date(minor.BirthYear+ageAdult+1, 1, 1, 0, 0, 0, 0, chinaTime),
	})
}

// unguard follows from the end of a guardian's part: the guardian's consent holds no more, the
// minor's sessions end, and they read and do not count until somebody agrees again and the
// committee confirms them.
func unguard(tx HelpTx, by Sender, m Mandate) error {
	if err := tx.EndSessions(m.Community, m.Person); err != nil {
		return err
	}
	who, err := tx.Standing(m.Community, m.Person)
	if err == ErrNotFound {
		return nil // has left
	}
	if err != nil {
		return err
	}
	if err := takeBack(tx, by, who.Resident, PurposeGuardian); err != nil {
		return err
	}
	if err := cede(tx, by, who.Resident, who.rolesLeft(m.Community, by.Now)); err != nil {
		return err
	}
	who.Resident.ConfirmedAt, who.Resident.ConfirmedBy = time.Time{}, ""
	return tx.ChangeResident(who.Resident)
}

// MayAgree is nil where the person may agree as guardian of the minor: an adult of the
// same household, for somebody from 14 to 17 who has joined and has no guardian yet.
func MayAgree(who, minor Standing, before []Mandate, now time.Time) error {
	if err := May(who, CareForMinor, Matter{Body: minor.Resident.Community}, now); err != nil {
		return err
	}
	switch {
	case minor.Resident.grown(now):
		return ErrGrownUp
	case !LiveTogether(who, minor):
		return ErrNotYours
	case guardedBy(before, minor.Resident.ID, now) != "":
		return ErrGuarded
	}
	return nil
}

// guardedBy is the id of the minor's guardian now, "" for nobody.
func guardedBy(all []Mandate, minor string, now time.Time) string {
	for _, m := range all {
		if m.Person == minor && m.Kind == HelpGuardian && m.In(now) {
			return m.Helper
		}
	}
	return ""
}

// GuardianOf is the id of the minor's guardian now, "" for nobody; all are the minor's mandates.
func GuardianOf(all []Mandate, minor string, now time.Time) string { return guardedBy(all, minor, now) }

// AgreeAsGuardian lets an adult of the household agree that the minor takes part; the
// committee can then confirm the minor.
func AgreeAsGuardian(tx MinorTx, by Sender, minor string, agreed bool) (Resident, error) {
	who, err := tx.Standing(by.Resident.Community, minor)
	if err != nil {
		return who.Resident, err
	}
	before, err := tx.Mandates(by.Resident.Community, minor)
	if err != nil {
		return who.Resident, err
	}
	if err := MayAgree(by.Standing, who, before, by.Now); err != nil {
		return who.Resident, err
	}
	if !agreed {
		return who.Resident, &FieldError{Field: "agreed", Reason: ErrConsent}
	}
	return who.Resident, guard(tx, by, who.Resident)
}

// Cared is nil for adults, also those who have not said yet that they are, and for minors who
// have a guardian: whoever confirms somebody asks it.
func Cared(tx interface {
	Mandates(community, resident string) ([]Mandate, error)
}, r Resident, now time.Time) error {
	if r.grown(now) {
		return nil
	}
	all, err := tx.Mandates(r.Community, r.ID)
	if err != nil {
		return err
	}
	if guardedBy(all, r.ID, now) == "" {
		return ErrGuardian
	}
	return nil
}

// MayDeclareAdult is nil for a minor who by the year of birth may be 18.
func MayDeclareAdult(who Standing, now time.Time) error {
	switch {
	case !who.SignedIn():
		return ErrSignedOut
	case who.Helper.ID != "":
		return ErrByHelper
	case who.Resident.Adult:
		return ErrGrownUp
	case yearOf(now)-who.Resident.BirthYear < ageAdult:
		return ErrNotGrown
	}
	return nil
}

// DeclareAdult lets a minor say that they are 18 now: the year of birth is kept no
// longer, and the guardian's part is over.
func DeclareAdult(tx MinorTx, by Sender) error {
	if err := MayDeclareAdult(by.Standing, by.Now); err != nil {
		return err
	}
	all, err := tx.Mandates(by.Resident.Community, by.Resident.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Person == by.Resident.ID && m.Kind == HelpGuardian && m.In(by.Now) {
			m.EndedBy = by.Resident.ID
			if err := tx.EndMandate(m); err != nil {
				return err
			}
		}
	}
	r := by.Resident
	r.Adult, r.BirthYear = true, 0
	return tx.ChangeResident(r)
}
