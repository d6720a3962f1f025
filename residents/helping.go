package residents

import (
	"slices"
	"time"
)

// This file is about acting for somebody who cannot, or does not want to, use the portal
// alone: with their recorded leave, marked, told to them, and never as a second voice.
// What is done is the person's own act; the helper's own voice stays the helper's.

// Kinds of helpers.
const (
	HelpRelative      = "relative"       // somebody of the family
	HelpStairwellHead = "stairwell_head" // the stairwell head of the person's building, while in term
	HelpCommittee     = "committee"      // somebody of the committee, while in term
	HelpGuardian      = "guardian"       // a child's guardian: see minor.go
)

// Limits of leave to act for somebody.
const (
	HelpYears   = 1         // it lasts a year at most, then it is asked again
	MostHelpers = 3         // of one person at a time
	MaxPaperRef = 40        // characters of the number or the place of a signed paper
	HelpTime    = time.Hour // how long a session acts for somebody before it has to begin again
)

// Reasons of helping.
const (
	ErrHelpOver   = Reason("help-over")      // the leave has ended, or the helper no longer is who it was given to
	ErrHelps      = Reason("already-helps")  // the helper has the person's leave already
	ErrOtherVoice = Reason("other-voice")    // the form was drawn for another person than the one now acted for
	ErrHeadOnly   = Reason("not-their-head") // not the stairwell head of the person's building
	ErrNobody     = Reason("no-such-person") // nobody of that name, or more than one
	ErrTooYoung   = Reason("too-young")      // for those of 14 and older
)

// Mandate is somebody's leave that another acts for them, from From (inclusive) to To (exclusive).
type Mandate struct {
	Community, ID string
	Person        string // id of whom is helped
	Helper        string // id of who helps
	Kind          string
	Channel       string // how the leave was given: Online, Paper or InPerson
	Paper         string // where the signed paper is; "" where there is none
	MadeBy        string // id of who arranged or recorded it
	From, To      time.Time
	EndedBy       string // id of who ended it before its day; otherwise ""
}

// In tells whether the leave holds at the given instant.
func (m Mandate) In(now time.Time) bool { return !now.Before(m.From) && now.Before(m.To) }

// HelpTx is what the verbs of helping need of a transaction.
type HelpTx interface {
	ConsentTx
	// Standing is somebody who has not left; ErrNotFound for others.
	Standing(community, id string) (Standing, error)
	Mandate(community, id string) (Mandate, error)
	// Mandates are all in which somebody is helped or helps, the latest first.
	Mandates(community, resident string) ([]Mandate, error)
	AddMandate(Mandate) error
	// EndMandate ends one at the command's time, by m.EndedBy; ErrNotFound where it has ended.
	EndMandate(m Mandate) error
	EndSessions(community, resident string) error
	ChangeResident(Resident) error
	// CedeRole ends a role; the holder's sessions go on.
	CedeRole(home string, r Role) error
}

// MayHelp is nil where the helper may act for the person now under the mandate: both
// belong to the community, the leave is in term, and a helper by office still has it.
func MayHelp(helper, person Standing, m Mandate, now time.Time) error {
	switch {
	case !helper.SignedIn():
		return ErrSignedOut
	case helper.Helper.ID != "":
		return ErrByHelper // nobody helps through somebody whom they help
	case helper.Resident.Community != m.Community || helper.Resident.ID != m.Helper,
		person.Resident.Community != m.Community || person.Resident.ID != m.Person, m.Person == m.Helper:
		return ErrNotYours
	case !m.In(now):
		return ErrHelpOver
	}
	return able(helper, person.Resident, m.Kind, now)
}

// able is nil where the helper is fit to help the person in that way.
func able(helper Standing, person Resident, kind string, now time.Time) error {
	body := person.Community
	if err := May(helper, ActForPerson, Matter{Body: body}, now); err != nil {
		return err
	}
	switch kind {
	case HelpRelative:
		return nil
	case HelpStairwellHead:
		if helper.scoped(RoleStairwellHead, body, person.Building, now) != nil {
			return ErrHeadOnly
		}
		return nil
	case HelpCommittee:
		return May(helper, RecordHelp, Matter{Body: body}, now)
	case HelpGuardian:
		if !person.young(now) {
			return ErrByHelper // from 14 on they act themselves
		}
		return nil
	}
	return ErrNotAllowed
}

// Acting is the standing in which the helper acts for the person. No office of either counts in it.
func Acting(helper, person Standing) Standing {
	person.Helper, person.Weak = helper.Resident, true
	return person
}

// StaysOwn tells whether an action is done as oneself also while acting for somebody:
// signing in and out, and one's own things.
func StaysOwn(do Action) bool {
	p, _ := PermissionFor(do)
	return p.To == OnSelf || slices.Contains([]Action{Enter, ArrangeHelp, ActForPerson, CareForMinor, SpeakForHome}, do)
}

// Arrangement is what is said of a mandate before it is one.
type Arrangement struct {
	Community      string
	Person, Helper string
	Kind           string // HelpRelative, HelpStairwellHead or HelpCommittee
	Channel        string
	Paper          string
	Until          time.Time // its end, exclusive
}

// MayArrange is nil for the person themselves on line, and for the committee, which
// records leave that was given on paper or in person.
func MayArrange(who Standing, person Resident, channel string, now time.Time) error {
	on := Matter{Body: person.Community, Owner: person.ID}
	if channel == Online {
		return May(who, ArrangeHelp, on, now)
	}
	return May(who, RecordHelp, on, now)
}

// Arrange lets somebody act for the person from now on. On line the person chooses
// somebody they live with, or the stairwell head of their building; on paper and in person anybody of the
// community that they name. Their consent is written down with it.
func Arrange(tx HelpTx, by Sender, a Arrangement) (Mandate, error) {
	m := Mandate{
		Community: a.Community, ID: by.ID, Person: a.Person, Helper: a.Helper, Kind: a.Kind, Channel: a.Channel,
		MadeBy: by.Resident.ID, From: by.Now, To: a.Until,
	}
	person, err := tx.Standing(a.Community, a.Person)
	if err != nil {
		return m, err
	}
	if err := MayArrange(by.Standing, person.Resident, a.Channel, by.Now); err != nil {
		return m, err
	}
	if m.Paper, err = paperRef(a); err != nil {
		return m, err
	}
	if !m.To.After(by.Now) || m.To.After(by.Now.AddDate(HelpYears, 0, 1)) { // to the end of the day a year from now
		return m, &FieldError{Field: "until", Reason: ErrDate}
	}
	helper, err := tx.Standing(a.Community, a.Helper)
	if err == ErrNotFound {
		return m, &FieldError{Field: "helper", Reason: ErrChoice}
	}
	if err != nil {
		return m, err
	}
	if err := fitHelper(tx, by, person, helper, m); err != nil {
		return m, err
	}
	if err := GiveConsent(tx, by, person.Resident, PurposeHelped, a.Channel); err != nil {
		return m, err
	}
	return m, tx.AddMandate(m)
}

// paperRef is where the signed paper is, which must be said of leave given on paper.
func paperRef(a Arrangement) (string, error) {
	read := PublicTextOrNone
	if a.Channel == Paper {
		read = PublicText
	}
	return read("paper", a.Paper, MaxPaperRef, true)
}

// fitHelper is nil where the person may have that helper.
func fitHelper(tx HelpTx, by Sender, person, helper Standing, m Mandate) error {
	refuse := func(reason Reason) error { return &FieldError{Field: "helper", Reason: reason} }
	switch {
	case m.Person == m.Helper:
		return refuse(ErrChoice)
	case !person.Resident.Adult:
		return refuse(ErrMinor) // a child has a guardian
	case m.Kind == HelpGuardian:
		return &FieldError{Field: "kind", Reason: ErrChoice}
	case m.Channel == Online && m.Kind == HelpRelative && !LiveTogether(person, helper):
		return refuse(ErrChoice)
	case m.Channel == Online && m.Kind == HelpCommittee:
		return &FieldError{Field: "kind", Reason: ErrChoice}
	case m.Channel != Online && helper.Resident.ID == by.Resident.ID:
		return refuse(ErrOwnMatter) // whoever records leave does not get it by it
	}
	if err := able(helper, person.Resident, m.Kind, by.Now); err != nil {
		return refuse(err.(Reason))
	}
	before, err := tx.Mandates(m.Community, m.Person)
	if err != nil {
		return err
	}
	helpers := 0
	for _, b := range before {
		if b.Person != m.Person || !b.In(by.Now) {
			continue
		}
		if b.Helper == m.Helper {
			return refuse(ErrHelps)
		}
		helpers++
	}
	if helpers >= MostHelpers {
		return &FieldError{Field: "helper", Reason: ErrTooMany, Limit: MostHelpers}
	}
	return nil
}

// LiveTogether tells whether two people live in the same household.
func LiveTogether(a, b Standing) bool {
	for _, home := range a.Homes {
		if a.Resident.Community == b.Resident.Community && slices.ContainsFunc(b.Homes, func(h Home) bool { return h.Household == home.Household }) {
			return true
		}
	}
	return false
}

// MayEnd is nil for either side and for the committee; a child does not end their guardian's.
func MayEnd(who Standing, m Mandate, now time.Time) error {
	if !who.SignedIn() {
		return ErrSignedOut
	}
	if who.Helper.ID != "" {
		return ErrByHelper
	}
	if !m.In(now) {
		return ErrHelpOver
	}
	me := who.Resident
	helped := me.ID == m.Person && m.Kind != HelpGuardian
	if me.Community == m.Community && (helped || me.ID == m.Helper) {
		return nil
	}
	if May(who, RecordHelp, Matter{Body: m.Community}, now) != nil {
		return ErrNotYours
	}
	return nil
}

// EndHelp ends a mandate at once. Where it was a guardian's, the child's sessions end with it.
func EndHelp(tx HelpTx, by Sender, community, id string) (Mandate, error) {
	m, err := tx.Mandate(community, id)
	if err != nil {
		return m, err
	}
	if err := MayEnd(by.Standing, m, by.Now); err != nil {
		return m, err
	}
	return m, endMandate(tx, by, m)
}

func endMandate(tx HelpTx, by Sender, m Mandate) error {
	m.EndedBy = by.Resident.ID
	if err := tx.EndMandate(m); err != nil || m.Kind != HelpGuardian {
		return err
	}
	return unguard(tx, by, m)
}

// EndAllHelp ends what somebody has allowed others to do for them, as when they take
// their consent back: the given kinds of mandates, or all where none is given.
func EndAllHelp(tx HelpTx, by Sender, community, person string, kinds ...string) error {
	all, err := tx.Mandates(community, person)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Person != person || !m.In(by.Now) || len(kinds) > 0 && !slices.Contains(kinds, m.Kind) {
			continue
		}
		if err := endMandate(tx, by, m); err != nil {
			return err
		}
	}
	return nil
}
