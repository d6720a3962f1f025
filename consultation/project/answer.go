package project

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/residents"
)

// Units of a call by their names. A home, or a person who has joined; and of a home whose
// adults have not all joined its n-th adult, whose answer comes at the door or on paper. Once
// somebody more has joined, what was answered for the adult of their number counts as theirs:
// see numbers.go.
const (
	homeUnits   = "home/"
	personUnits = "person/"
)

// HomeUnit is the unit that a household is.
func HomeUnit(household string) string { return homeUnits + household }

// PersonUnit is the unit that somebody is by themselves.
func PersonUnit(resident string) string { return personUnits + resident }

// NthUnit is the unit of the n-th adult of a household.
func NthUnit(household string, n int) string {
	return homeUnits + household + "/" + strconv.Itoa(n)
}

// readUnit is who a unit is: a resident, a household, or its n-th adult. All are zero for what is no unit.
func readUnit(unit string) (resident, household string, n int) {
	if id, ok := strings.CutPrefix(unit, personUnits); ok {
		return id, "", 0
	}
	rest, ok := strings.CutPrefix(unit, homeUnits)
	if !ok {
		return "", "", 0
	}
	household, number, nth := strings.Cut(rest, "/")
	if !nth {
		return "", household, 0
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || NthUnit(household, n) != unit {
		return "", "", 0
	}
	return "", household, n
}

// AnswerUnit is a unit for which an answer may be given.
type AnswerUnit struct {
	Unit     string
	Building string
	Label    string  // a home's address; "" of a person without one
	Person   string  // masked name of a person who has joined; "" otherwise
	Nth      int     // which adult of the home, of one who has not joined; 0 otherwise
	Answer   *Answer // nil: none yet
}

// MayAnswerCall is nil where somebody may answer, or change an answer, now.
func MayAnswerCall(who residents.Standing, c Call, now Instant) error {
	if c.State == CallDraft {
		return residents.ErrNotFound
	}
	home := who.Resident.Community
	if who.SignedIn() && !c.Asks(home) {
		return ErrNotAsked
	}
	if err := residents.May(who, residents.AnswerCall, residents.Matter{Body: home}, now); err != nil {
		return err
	}
	if len(c.unitsFor(who)) == 0 {
		return c.whyNotAsked(who)
	}
	return c.Taking(now)
}

// whyNotAsked tells whoever lives in a building that is asked home by home, and is entered in no
// home, from whom the call does not concern.
func (c Call) whyNotAsked(who residents.Standing) error {
	if r := who.Resident; c.Unit == ByHousehold && len(who.Homes) == 0 && Concerned(c.Places, r.Community, r.Building) {
		return ErrNoOwnHome
	}
	return ErrNotAsked
}

// unitsFor are the units for which somebody may speak: themselves, or each home where they live.
func (c Call) unitsFor(who residents.Standing) (all []AnswerUnit) {
	r := who.Resident
	if c.Unit == ByResident {
		if building, ok := c.where(who); ok {
			all = append(all, AnswerUnit{Unit: PersonUnit(r.ID), Building: building, Person: r.Masked().Name})
		}
		return all
	}
	for _, h := range who.Homes {
		if Concerned(c.Places, r.Community, h.Building) {
			all = append(all, AnswerUnit{Unit: HomeUnit(h.Household), Building: h.Building, Label: h.Label()})
		}
	}
	return all
}

// UnitsOf are the units for which somebody may answer, each with its answer, texts too: their own to read again.
func UnitsOf(v CallView, who residents.Standing, c Call) ([]AnswerUnit, error) {
	all := c.unitsFor(who)
	for i, u := range all {
		a, err := v.AnswerOf(who.Resident.Community, c.Community, c.ID, u.Unit)
		if err == residents.ErrNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		all[i].Answer = &a
	}
	return all, nil
}

// GiveAnswer answers a call for one of the sender's units; "" where they have one only. It takes
// the place of the unit's earlier answer, however that came, until the call closes: what people
// say themselves counts more than what was written down for them. It is kept with the community
// where the sender lives.
func GiveAnswer(tx CallTx, by residents.Sender, body, call, unit string, said Said) error {
	c, err := tx.Call(body, call)
	if err != nil {
		return err
	}
	if err := MayAnswerCall(by.Standing, c, by.Now); err != nil {
		return err
	}
	units := c.unitsFor(by.Standing)
	i := slices.IndexFunc(units, func(u AnswerUnit) bool { return u.Unit == unit || unit == "" && len(units) == 1 })
	if i < 0 {
		return refuse("unit", residents.ErrChoice) // for which home is not to be guessed
	}
	if said, err = CheckSaid(c, said); err != nil {
		return err
	}
	_, err = keep(tx, c, Answer{
		Community: by.Resident.Community, Unit: units[i].Unit, Building: units[i].Building,
		Said: said, Channel: Online, By: by.Resident.ID, At: by.Now,
	})
	return err
}

// keep keeps an answer where it counts, and counts what is dropped for it, or by it: of each
// unit one answer counts, whatever the order in which several come.
func keep(tx CallTx, c Call, a Answer) (taken bool, err error) {
	a.Body, a.Call = c.Community, c.ID
	before, has, err := answerBefore(tx, a)
	if err != nil {
		return false, err
	}
	drop := func(channel Channel) error { return tx.CountDrop(a.Community, a.Body, a.Call, channel) }
	switch {
	case !has:
		return true, tx.AddAnswer(a)
	case a.Channel != Online && a.repeats(before):
		return true, nil
	case a.Channel != Online:
		return false, drop(a.Channel)
	}
	if before.Channel != Online {
		if err := drop(before.Channel); err != nil {
			return false, err
		}
	}
	if before.Unit == a.Unit {
		return true, tx.SetAnswer(a)
	}
	if err := tx.RemoveAnswer(before); err != nil {
		return false, err
	}
	return true, tx.AddAnswer(a)
}

// repeats tells whether an answer is the one before come once more: a telephone that was out
// of reach does not know what has arrived.
func (a Answer) repeats(before Answer) bool {
	same := a.Unit == before.Unit && a.Channel == before.Channel && a.By == before.By && a.Ref == before.Ref && a.Said.Line() == before.Said.Line()
	for id, words := range a.Said.Words {
		same = same && before.Said.Words[id] == words
	}
	return same && len(a.Said.Words) == len(before.Said.Words)
}

// answerBefore is the answer that counts for the unit so far: its own, or, of a person, the
// one that was noted for the adult of their number before they had joined.
func answerBefore(tx CallTx, a Answer) (before Answer, has bool, err error) {
	units := []string{a.Unit}
	if who, _, _ := readUnit(a.Unit); who != "" {
		numbers, err := numbersOf(tx, a.Community, who)
		if err != nil {
			return before, false, err
		}
		units = append(units, numbers...)
	}
	for _, unit := range units {
		before, err = tx.AnswerOf(a.Community, a.Body, a.Call, unit)
		if err != residents.ErrNotFound {
			return before, err == nil, err
		}
	}
	return Answer{}, false, nil
}
