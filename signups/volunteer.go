package signups

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// Near is how far somebody goes to help.
type Near string

// How far.
const (
	OwnBuilding Near = "building"
	Anywhere    Near = "community"
)

// Part is a part of a day.
type Part int

// The parts of a day.
const (
	Morning Part = iota
	Afternoon
	Evening
	parts
)

// Parts is how many parts a day has.
const Parts = int(parts)

// Times are when somebody has time in a week: one bit for each weekday (Monday first) and part.
type Times int

// AllTimes is any time.
const AllTimes Times = 1<<(7*Parts) - 1

// Slot is the bit of a weekday (0 is Monday) and a part.
func Slot(weekday int, p Part) Times { return 1 << (weekday*Parts + int(p)) }

// Has tells whether all of other is in t.
func (t Times) Has(other Times) bool { return t&other == other }

// Profile is what a volunteer says of themselves: what, when, how far. It is kept small, and
// read by themselves, by the committee and, as far as a shift needs it, by who leads the shift.
type Profile struct {
	Community string
	Resident  string
	Skills    []Skill
	Times     Times
	Near      Near
	Asked     bool // may be asked to fill a gap
	Named     bool // wants to be named, masked, where thanks are published
	Weekly    bool // wants a letter, once a week at most, where something suits them
	Since     Instant
}

// Proof is a skill that somebody says can be proved, and what the committee said to it. What was
// shown is not kept.
type Proof struct {
	Community string
	Resident  string
	Skill     Skill
	About     string // which certificate; without its number
	AskedAt   Instant
	CheckedAt Instant
	CheckedBy string
	Good      bool
	Until     calendar.Day // to which day it counts; zero: without end
}

// Counts tells whether a proof counts on a day.
func (p Proof) Counts(on calendar.Day) bool {
	return p.Good && (p.Until.IsZero() || !p.Until.Before(on))
}

type volunteerReader interface {
	// Profile is a volunteer's; residents.ErrNotFound where somebody keeps none.
	Profile(community, resident string) (Profile, error)
	// Proofs are all of a person's, in the order of the skills' names.
	Proofs(community, resident string) ([]Proof, error)
}

type volunteerWriter interface {
	SetProfile(Profile) error // writes a first one too
	RemoveProfile(community, resident string) error
	SetProof(Proof) error // writes a first one too
}

// MayVolunteer is nil for whoever may keep a profile and sign up.
func MayVolunteer(who residents.Standing, community string, now Instant) error {
	return residents.May(who, residents.Volunteer, residents.Matter{Body: community}, now)
}

// KeepProfile writes what the sender can do, when and how far.
func KeepProfile(tx Tx, by residents.Sender, p Profile) error {
	if err := MayVolunteer(by.Standing, by.Resident.Community, by.Now); err != nil {
		return err
	}
	p.Community, p.Resident, p.Since = by.Resident.Community, by.Resident.ID, by.Now
	before, err := tx.Profile(p.Community, p.Resident)
	switch {
	case err == nil:
		p.Since = before.Since
	case err != residents.ErrNotFound:
		return err
	}
	if p.Skills, err = checkSkills(p.Skills); err != nil {
		return err
	}
	switch {
	case p.Times < 0 || p.Times > AllTimes:
		return field("times", residents.ErrChoice)
	case p.Near != OwnBuilding && p.Near != Anywhere:
		return field("near", residents.ErrChoice)
	}
	return tx.SetProfile(p)
}

func checkSkills(some []Skill) ([]Skill, error) {
	some = slices.Compact(slices.Sorted(slices.Values(some)))
	for _, s := range some {
		if !slices.Contains(Skills, s) {
			return nil, field("skills", residents.ErrChoice)
		}
	}
	return some, nil
}

// EndProfile ends it: nothing of it is kept. Sign-ups stay as they are.
func EndProfile(tx Tx, by residents.Sender) error {
	if err := MayVolunteer(by.Standing, by.Resident.Community, by.Now); err != nil {
		return err
	}
	return tx.RemoveProfile(by.Resident.Community, by.Resident.ID)
}

// AskProof says that a skill can be proved: the committee looks at the certificate itself.
func AskProof(tx Tx, by residents.Sender, s Skill, about string) error {
	home := by.Resident.Community
	if err := MayVolunteer(by.Standing, home, by.Now); err != nil {
		return err
	}
	if !slices.Contains(Proved, s) {
		return field("skill", residents.ErrChoice)
	}
	about, err := residents.PublicText("about", about, MaxName, true)
	if err != nil {
		return err
	}
	all, err := tx.Proofs(home, by.Resident.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Skill == s && p.CheckedAt.IsZero() {
			return ErrAlready
		}
	}
	return tx.SetProof(Proof{Community: home, Resident: by.Resident.ID, Skill: s, About: about, AskedAt: by.Now})
}

// MayCheckProof is nil for the committee, not on one's own.
func MayCheckProof(who residents.Standing, p Proof, now Instant) error {
	return residents.May(who, residents.CheckSkill, residents.Matter{Body: p.Community, Owner: p.Resident}, now)
}

// CheckProof says whether a certificate that was shown is good, and to which day.
func CheckProof(tx Tx, by residents.Sender, community, resident string, s Skill, good bool, until calendar.Day) error {
	all, err := tx.Proofs(community, resident)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(p Proof) bool { return p.Skill == s && p.CheckedAt.IsZero() })
	if at < 0 {
		return residents.ErrNotFound
	}
	p := all[at]
	if err := MayCheckProof(by.Standing, p, by.Now); err != nil {
		return err
	}
	body, err := tx.CommunityByID(community)
	if err != nil {
		return err
	}
	if good && !until.IsZero() && until.Before(today(body, by.Now)) {
		return field("until", residents.ErrDate)
	}
	p.CheckedAt, p.CheckedBy, p.Good, p.Until = by.Now, by.Resident.ID, good, until
	if err := tx.SetProof(p); err != nil {
		return err
	}
	kind := "proof-good"
	if !good {
		kind = "proof-refused"
	}
	return tell(tx, by, Activity{Community: community}, resident, kind, string(s))
}

// can tells whether somebody has a skill as a post asks for it: said, or where it wants proof, proved.
func can(s Skill, p Profile, proofs []Proof, on calendar.Day) bool {
	if s == "" {
		return true
	}
	if !slices.Contains(Proved, s) {
		return slices.Contains(p.Skills, s)
	}
	return slices.ContainsFunc(proofs, func(f Proof) bool { return f.Skill == s && f.Counts(on) })
}
