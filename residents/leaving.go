package residents

import (
	"slices"
	"time"
)

// Reasons of leaving.
const (
	ErrLastOffice = Reason("last-office") // nobody else holds the office that somebody wants to leave with
	ErrUnsure     = Reason("unsure")      // what cannot be undone was not confirmed
)

// lonely are the offices without which a body cannot be worked: their last holder
// hands over before leaving.
var lonely = []RoleName{RoleDirector, RoleAdministrator}

// LeavingTx is what Leave needs of a transaction.
type LeavingTx interface {
	HelpTx
	Holders(body string, at time.Time, names ...RoleName) ([]Resident, error)
	// Guards tells whether somebody is the guardian of a minor at the command's time.
	Guards(community, guardian, minor string) (bool, error)
	// Erase takes everything by which the person could be known from the portal, and
	// ends all that they could do in it.
	Erase(community, resident string) error
}

// MayLeave is nil for the person themselves. Others note that somebody has moved away
// or died (个人信息保护法 第四十九条): the committee, of people who hold no office, and the administrators.
// A guardian takes a child along; guards tells whether who is one.
func MayLeave(who, whom Standing, guards bool, now time.Time) error {
	me := who.Resident
	switch {
	case !who.SignedIn():
		return ErrSignedOut
	case who.Helper.ID != "":
		return ErrByHelper
	case me.ID == whom.Resident.ID && me.Community == whom.Resident.Community:
		return nil
	case guards && me.Community == whom.Resident.Community:
		return nil
	}
	return May(who, NoteLeaving, Matter{Body: whom.Resident.Community, OfOffice: whom.HoldsOffice(now)}, now)
}

// Leave lets a person go, or writes down that they have: who they are is erased, what they
// consented to ends, whose guardian they were waits for another, and what they did in public
// stays without their name. The last director of a
// community and the last administrator are refused with ErrLastOffice until they have
// handed over; a person whom others note as gone is not.
func Leave(tx LeavingTx, by Sender, community, resident string) error {
	whom, err := tx.Standing(community, resident)
	if err != nil {
		return err
	}
	guards, err := tx.Guards(community, by.Resident.ID, resident)
	if err != nil {
		return err
	}
	if err := MayLeave(by.Standing, whom, guards, by.Now); err != nil {
		return err
	}
	own := by.Resident.ID == resident && by.Resident.Community == community
	if own {
		role, _, err := LastHolder(tx, whom, by.Now)
		if err == nil && role != "" {
			err = ErrLastOffice
		}
		if err != nil {
			return err
		}
	}
	if err := leaveWards(tx, by, whom.Resident); err != nil {
		return err
	}
	if err := withdrawAll(tx, by, whom.Resident); err != nil {
		return err
	}
	return tx.Erase(community, resident)
}

// LastHolder is an office that nobody but the person holds, and the body where; "" for none.
func LastHolder(tx interface {
	Holders(body string, at time.Time, names ...RoleName) ([]Resident, error)
}, whom Standing, now time.Time) (role RoleName, body string, err error) {
	for _, r := range whom.Roles {
		if !r.In(now) || !slices.Contains(lonely, r.Name) {
			continue
		}
		all, err := tx.Holders(r.Community, now, r.Name)
		if err != nil {
			return "", "", err
		}
		others := 0
		for _, other := range all {
			if other.ID != whom.Resident.ID || other.Community != whom.Resident.Community {
				others++
			}
		}
		if others == 0 {
			return r.Name, r.Community, nil
		}
	}
	return "", "", nil
}

// leaveWards ends somebody's part as a guardian, of each minor.
func leaveWards(tx LeavingTx, by Sender, guardian Resident) error {
	all, err := tx.Mandates(guardian.Community, guardian.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Helper != guardian.ID || m.Kind != HelpGuardian || !m.In(by.Now) {
			continue
		}
		if err := endMandate(tx, by, m); err != nil {
			return err
		}
	}
	return nil
}

// withdrawAll takes back every consent that holds: whoever has left consents to nothing.
func withdrawAll(tx ConsentTx, by Sender, of Resident) error {
	for _, p := range PurposesAt(by.Now) {
		if err := takeBack(tx, by, of, p.Code); err != nil {
			return err
		}
	}
	return nil
}

// takeBack writes that a person's consent holds no more because of something else that was
// done, by whoever may do that; where none holds it changes nothing.
func takeBack(tx ConsentTx, by Sender, of Resident, purpose string) error {
	all, err := tx.Consents(of.Community, of.ID)
	if err != nil {
		return err
	}
	c, is := Holding(all)[purpose]
	if !is {
		return nil
	}
	given := c.At
	c.Given, c.NotedBy = false, ""
	if c.At = by.Now; !c.At.After(given) {
		c.At = given.Add(time.Microsecond)
	}
	if by.Resident.ID != of.ID || by.Resident.Community != of.Community {
		c.NotedBy = by.Resident.ID
	}
	return tx.AddConsent(c)
}
