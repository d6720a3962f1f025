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
	Guardian  string // who had it made for a child under 14; "" the resident
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
	if err := residents.May(by.Standing, residents.Volunteer, residents.Matter{Body: home}, by.Now); err != nil {
		return Statement{}, err
	}
	return state(tx, by, Statement{Resident: by.Resident.ID, CodeHash: codeHash, From: from, Until: until})
}

// MayStateFor is nil for the guardian of a child under 14, who acts for the child (个人信息保护法 第三十一条).
// From 14 on they have their statement made themselves, and no other helper does it for anybody.
func MayStateFor(who residents.Standing, child residents.Resident, mandates []residents.Mandate, now Instant) error {
	if err := residents.May(who, residents.CareForMinor, residents.Matter{Body: who.Resident.Community}, now); err != nil {
		return err
	}
	if child.Community != who.Resident.Community || !under(child, ageAlone, now) || residents.GuardianOf(mandates, child.ID, now) != who.Resident.ID {
		return residents.ErrNotYours
	}
	return nil
}

// MakeStatementFor is MakeStatement of a child under 14 by their guardian, whom it names.
func MakeStatementFor(tx Tx, by residents.Sender, child string, from, until calendar.Day, codeHash string) (Statement, error) {
	who, err := tx.Standing(by.Resident.Community, child)
	if err != nil && err != residents.ErrNotFound {
		return Statement{}, err
	}
	mandates, err := tx.Mandates(by.Resident.Community, child)
	if err != nil {
		return Statement{}, err
	}
	if err := MayStateFor(by.Standing, who.Resident, mandates, by.Now); err != nil {
		return Statement{}, err
	}
	return state(tx, by, Statement{Resident: child, Guardian: by.Resident.ID, CodeHash: codeHash, From: from, Until: until})
}

// state lists what was confirmed of a resident in the time of a statement.
func state(tx Tx, by residents.Sender, s Statement) (Statement, error) {
	home, from, until := by.Resident.Community, s.From, s.Until
	s.Community, s.ID, s.MadeAt = home, by.ID, by.Now
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
	s.Services, err = tx.Services(home, s.Resident, from.Start(body.Location()), until.End(body.Location()))
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
