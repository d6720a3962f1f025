package residents

import "time"

// Joining is what somebody says who joins by a letter.
type Joining struct {
	Community string
	Letter    string // id of the letter, proved before
	Name      string // in full; others only see it masked
	Adult     bool   // says to be 18 or older
	BirthYear int    // of minors only, otherwise 0
	Represent bool   // speaks for the household from now on
	Consent   bool   // has read what is kept and why, and agrees
}

// MaxName is how many characters a name may have.
const MaxName = 30

// UnderFourteen tells whether somebody born in that year may be under 14 in the given
// year: who turns 14 in it counts as under 14 for all of it, because only the year is
// known (个人信息保护法 第三十一条).
func UnderFourteen(birth, year int) bool { return year-birth <= 14 }

// Wrong is all that is wrong with what was said, field by field, in the order of the
// form. year is the present one where the community is.
func (j *Joining) Wrong(year int) (wrong []*FieldError) {
	refuse := func(field string, reason Reason, limit int) {
		wrong = append(wrong, &FieldError{Field: field, Reason: reason, Limit: limit})
	}
	name, reason := CleanText(j.Name, MaxName, true)
	if name == "" && reason == "" {
		reason = ErrEmpty
	}
	if j.Name = name; reason != "" {
		refuse("name", reason, MaxName)
	}
	switch {
	case j.Adult && j.BirthYear != 0:
		refuse("birth", ErrUnknown, 0) // is not asked of adults, and not kept
	case j.Adult:
	case j.BirthYear < 1900 || j.BirthYear > year:
		refuse("birth", ErrNumber, year)
	case UnderFourteen(j.BirthYear, year):
		refuse("birth", ErrUnderFourteen, 0)
	case year-j.BirthYear > 18:
		refuse("birth", ErrGrownUp, 0)
	}
	if j.Represent && !j.Adult {
		refuse("represent", ErrMinor, 0)
	}
	if !j.Consent {
		refuse("consent", ErrConsent, 0)
	}
	return wrong
}

// JoiningTx is what joining needs of a transaction.
type JoiningTx interface {
	ConsentTx
	CommunityByID(id string) (Community, error)
	Household(community, id string) (Household, error)
	Invitation(community, id string) (Invitation, error)
	// UseInvitation takes the next place of the letter; ErrLetterFull where there is none.
	UseInvitation(i Invitation, adult bool, resident string) error
	// PeopleOfHome are those who live in a household now.
	PeopleOfHome(community, household string) ([]Resident, error)
	// Standing is somebody who has not left.
	Standing(community, id string) (Standing, error)
	// HoldersBetween are the roles of that name and scope in the body whose terms touch the time between.
	HoldersBetween(body string, name RoleName, scope string, from, to time.Time) ([]Role, error)
	AddHome(community, household, resident string) error
	AddResident(Resident) error
	GrantRole(home string, r Role) error
}

// Redeem lets somebody join by a letter: a new person, whose id is by.ID, or, where the
// sender is of the community already, them, to whom the home is added: one person with
// two homes is one person.
//
// A new person waits for the committee where it confirms each, and a minor for a guardian
// of the household; until then they read and do not count. Their consent is written down
// with them.
func Redeem(tx JoiningTx, by Sender, j Joining) (Resident, error) {
	body, err := tx.CommunityByID(j.Community)
	if err != nil {
		return Resident{}, err
	}
	known := by.SignedIn() && by.Resident.Community == body.ID
	if known {
		j.Name, j.Adult, j.BirthYear, j.Consent = by.Resident.Name, by.Resident.Adult, by.Resident.BirthYear, true
	}
	switch wrong := j.Wrong(by.Now.In(body.Location()).Year()); {
	case known && j.Represent && !j.Adult:
		return Resident{}, &FieldError{Field: "represent", Reason: ErrMinor}
	case !known && len(wrong) > 0:
		return Resident{}, wrong[0]
	}
	letter, err := tx.Invitation(body.ID, j.Letter)
	if err != nil {
		return Resident{}, err
	}
	if err := MayRedeem(letter, j.Adult, by.Now); err != nil {
		return Resident{}, err
	}
	home, err := tx.Household(body.ID, letter.Household)
	if err != nil {
		return Resident{}, err
	}
	if !home.GoneAt.IsZero() {
		return Resident{}, ErrLetterEnded
	}
	if known {
		j.Name = "" // they are who they are, and may have a namesake
	}
	if err := stranger(tx, by, home, j.Name); err != nil {
		return Resident{}, err
	}
	if j.Represent {
		if err := unrepresented(tx, by, home); err != nil {
			return Resident{}, err
		}
	}
	r := by.Resident
	if !known {
		if r, err = enrol(tx, by, body, home, j); err != nil {
			return r, err
		}
	}
	if err := tx.UseInvitation(letter, r.Adult, r.ID); err != nil {
		return r, err
	}
	if err := tx.AddHome(body.ID, home.ID, r.ID); err != nil {
		return r, err
	}
	if j.Represent {
		err = tx.GrantRole(body.ID, lasting(by, r, RoleHouseholdRep, home.ID))
	}
	return r, err
}

// stranger is nil unless the person lives in the household already, or seems to: by
// the same name there is one person, and the committee knows if there are two.
func stranger(tx JoiningTx, by Sender, home Household, name string) error {
	there, err := tx.PeopleOfHome(home.Community, home.ID)
	if err != nil {
		return err
	}
	for _, one := range there {
		switch {
		case one.Community == by.Resident.Community && one.ID == by.Resident.ID:
			return ErrAtHome
		case one.Name == name:
			return &FieldError{Field: "name", Reason: ErrSameName}
		}
	}
	return nil
}

// enrol adds a new person, confirmed at once where the letter is enough.
func enrol(tx JoiningTx, by Sender, body Community, home Household, j Joining) (Resident, error) {
	r := Resident{
		ID: by.ID, Community: body.ID, Name: j.Name, Building: home.Building, Adult: j.Adult, BirthYear: j.BirthYear, JoinedAt: by.Now,
	}
	enough := j.Adult && !body.ConfirmEach
	if enough {
		r.ConfirmedAt = by.Now
	}
	if err := tx.AddResident(r); err != nil {
		return r, err
	}
	themselves := Sender{Standing: Standing{Resident: r}, Now: by.Now, ID: by.ID}
	if err := GiveConsent(tx, themselves, r, PurposeJoin, Online); err != nil || !enough {
		return r, err
	}
	return r, tx.GrantRole(body.ID, lasting(by, r, RoleResident, ""))
}

// lasting is a role of a person in their own community, for a term from now.
func lasting(by Sender, r Resident, name RoleName, scope string) Role {
	return Role{Community: r.Community, Resident: r.ID, Name: name, Scope: scope, From: by.Now, To: by.Now.AddDate(Term, 0, 0)}
}

// unrepresented is nil where nobody speaks for the household at any time of a term from
// now; otherwise it says who does, masked.
func unrepresented(tx JoiningTx, by Sender, home Household) error {
	others, err := tx.HoldersBetween(home.Community, RoleHouseholdRep, home.ID, by.Now, by.Now.AddDate(Term, 0, 0))
	if err != nil || len(others) == 0 {
		return err
	}
	first, err := tx.Standing(home.Community, others[0].Resident)
	if err != nil {
		return err
	}
	return &FieldError{Field: "represent", Reason: ErrRepresented, Who: first.Resident.Masked().Name}
}
