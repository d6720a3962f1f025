package residents

import (
	"slices"
	"time"
)

// ErrZone is the reason for a time zone that is none.
const ErrZone = Reason("bad-zone")

// Limits of a body's figures and texts.
const (
	MostHomes      = 1_000_000
	MostPeople     = 3 * MostHomes
	PhoneMost      = 20
	NameMost       = 30
	MostLetterDays = 365
)

// Zones are time zones to choose from: China's, and those of a few neighbours.
// Any other of the IANA database is taken too.
var Zones = []string{"Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore", "UTC"}

// ValidZone tells whether the name is that of a zone in the IANA database. The
// machine's own zone is none of them.
func ValidZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	if slices.Contains(Zones, name) {
		return true
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// SettingsTx is what Set needs of a transaction.
type SettingsTx interface {
	CommunityByID(id string) (Community, error)
	ChangeCommunity(Community) error
}

// MaySetPlace is nil for the director in a community, and everywhere for the administrators.
func MaySetPlace(who Standing, body string, now time.Time) error {
	return May(who, SetPlace, Matter{Body: body}, now)
}

// Set changes a body's name, telephone, zone, published figures, and how it takes
// people in. Its address, level and place among the others stay as they are.
func Set(tx SettingsTx, by Sender, c Community) error {
	if err := MaySetPlace(by.Standing, c.ID, by.Now); err != nil {
		return err
	}
	old, err := tx.CommunityByID(c.ID)
	if err != nil {
		return err
	}
	if c.Name, err = Text("name", c.Name, NameMost, true); err != nil {
		return err
	}
	if c.Phone, err = TextOrNone("phone", c.Phone, PhoneMost, true); err != nil {
		return err
	}
	switch {
	case !ValidZone(c.Zone):
		return &FieldError{Field: "zone", Reason: ErrZone}
	case c.Homes < 0 || c.Homes > MostHomes:
		return &FieldError{Field: "homes", Reason: ErrNumber, Limit: MostHomes}
	case c.People < 0 || c.People > MostPeople:
		return &FieldError{Field: "people", Reason: ErrNumber, Limit: MostPeople}
	case c.LetterDays < 1 || c.LetterDays > MostLetterDays:
		return &FieldError{Field: "days", Reason: ErrNumber, Limit: MostLetterDays}
	}
	c.Slug, c.Level, c.Parent = old.Slug, old.Level, old.Parent
	return tx.ChangeCommunity(c)
}
