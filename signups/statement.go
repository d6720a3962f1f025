package signups

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// Statement is a volunteer's statement of service: what was confirmed in a time, as it stood
// when it was made. It is a platform record (平台服务记录), not a certificate in the sense of
// 志愿服务记录与证明出具办法 第十四条, as long as it does not stand in the city's system. Whoever
// has its code sees that it is genuine; the code itself is not kept, only its hash.
type Statement struct {
	Community string
	ID        string
	Resident  string
	CodeHash  string
	From      calendar.Day
	Until     calendar.Day // inclusive
	Services  []Service
	Minutes   int
	MadeAt    Instant
}

// MaxServices is how many services a statement lists; a longer time is parted.
const MaxServices = 500

// MakeStatement makes a statement of the sender's confirmed services between two days. It costs
// nothing and is refused to nobody (第十四条).
func MakeStatement(tx Tx, by residents.Sender, from, until calendar.Day, codeHash string) (Statement, error) {
	home := by.Resident.Community
	s := Statement{Community: home, ID: by.ID, Resident: by.Resident.ID, CodeHash: codeHash, From: from, Until: until, MadeAt: by.Now}
	if err := residents.May(by.Standing, residents.Volunteer, residents.Matter{Body: home}, by.Now); err != nil {
		return s, err
	}
	body, err := tx.CommunityByID(home)
	if err != nil {
		return s, err
	}
	switch {
	case from.IsZero() || today(body, by.Now).Before(from):
		return s, field("from", residents.ErrDate)
	case until.IsZero() || until.Before(from):
		return s, field("until", residents.ErrDate)
	}
	s.Services, err = tx.Services(home, by.Resident.ID, from.Start(body.Location()), until.End(body.Location()))
	if err != nil {
		return s, err
	}
	switch {
	case len(s.Services) == 0:
		return s, ErrNoHours
	case len(s.Services) > MaxServices:
		return s, tooMany("from", MaxServices)
	}
	for _, one := range s.Services {
		s.Minutes += one.Minutes
	}
	return s, tx.AddServiceStatement(s)
}
