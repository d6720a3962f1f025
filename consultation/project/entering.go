package project

import (
	"slices"

	"yishiting/residents"
)

// Entering is an answer that somebody else writes down for a unit.
//
// A stairwell head's telephone may have been without a network at the door. The answer then
// waits on it with its command's id, and however often it is sent it counts once. It counts by when
// it arrives: the result is fixed at the close and on the record, and a telephone's clock proves
// nothing. One that arrives too late is refused with ErrCallLate, which says so.
type Entering struct {
	Body      string // whose call
	Call      string
	Community string // where the unit is
	Unit      string
	Channel   Channel // Door or Paper
	Ref       string  // of paper: the sheet's number
	Said      Said
	WrittenAt Instant // at the door: when it was written down, by the telephone's clock; zero: now
}

// MayEnterAnswer is nil for who may write answers down in a building: the committee of its
// community, and the stairwell head of the building. "" is any building of the community,
// for the committee only.
func MayEnterAnswer(who residents.Standing, c Call, community, building string, now Instant) error {
	if c.State == CallDraft {
		return residents.ErrNotFound
	}
	if err := residents.May(who, residents.EnterAnswers, residents.Matter{Body: community, Building: building}, now); err != nil {
		return err
	}
	if building == "" && !c.Asks(community) || building != "" && !Concerned(c.Places, community, building) {
		return ErrNotAsked
	}
	return c.Taking(now)
}

// EnterAnswer keeps an answer that was given at the door or on paper, unless the unit has
// answered: then it is counted as dropped, and taken is false. The same answer come once more
// is taken as it was. Whoever of the unit has joined is told, and may still answer otherwise.
func EnterAnswer(tx CallTx, by residents.Sender, e Entering) (taken bool, err error) {
	c, err := tx.Call(e.Body, e.Call)
	if err != nil {
		return false, err
	}
	whom, building, err := unitAt(tx, c, e.Community, e.Unit)
	if err != nil && err != ErrNoUnit {
		return false, err
	}
	// Who may not write down here at all does not learn which homes there are.
	if may := mayEnter(by, c, e, building); may != nil {
		return false, may
	}
	if err == ErrNoUnit {
		return false, refuse("unit", ErrNoUnit)
	}
	a := Answer{Community: e.Community, Unit: e.Unit, Building: building, Channel: e.Channel, By: by.Resident.ID, At: by.Now}
	if a.Ref, err = sheet(tx, e); err != nil {
		return false, err
	}
	if a.Said, err = CheckSaid(c, e.Said); err != nil {
		return false, err
	}
	if taken, err = keep(tx, c, a); err != nil || !taken {
		return taken, err
	}
	for _, to := range whom {
		if to == by.Resident.ID && e.Community == by.Resident.Community {
			continue
		}
		if err := tx.Tell(callLetter(c, e.Community, to, "answer-entered", by.ID, by.Now)); err != nil {
			return true, err
		}
	}
	return true, nil
}

// mayEnter is MayEnterAnswer, which tells apart what was written down in time and came too late.
func mayEnter(by residents.Sender, c Call, e Entering, building string) error {
	err := MayEnterAnswer(by.Standing, c, e.Community, building, by.Now)
	inTime := !e.WrittenAt.IsZero() && !e.WrittenAt.Before(c.Opens) && e.WrittenAt.Before(c.Closes)
	if err == ErrCallOver && e.Channel == Door && inTime {
		return ErrCallLate
	}
	return err
}

// sheet is the number of the sheet of paper; "" at the door.
func sheet(tx CallTx, e Entering) (string, error) {
	switch e.Channel {
	case Door:
		return "", nil
	case Paper:
	default:
		return "", refuse("channel", residents.ErrChoice)
	}
	ref, err := residents.PublicText("ref", e.Ref, MaxSheet, true)
	if err != nil {
		return "", err
	}
	other, err := tx.AnswerOfSheet(e.Community, e.Body, e.Call, ref)
	switch {
	case err == residents.ErrNotFound:
		return ref, nil
	case err == nil && other.Unit != e.Unit:
		err = refuse("ref", ErrSheet)
	}
	return ref, err
}

// unitAt is where a unit lives, and who of it has joined. ErrNoUnit where the call asks no such unit there.
func unitAt(tx CallTx, c Call, community, unit string) (whom []string, building string, err error) {
	resident, household, n := readUnit(unit)
	switch {
	case resident != "" && c.Unit == ByResident:
		return personAt(tx, c, community, resident)
	case household == "" || (n > 0) != (c.Unit == ByResident):
		return nil, "", ErrNoUnit
	}
	h, err := tx.Household(community, household)
	if err == residents.ErrNotFound || err == nil && (!h.GoneAt.IsZero() || !Concerned(c.Places, community, h.Building)) {
		return nil, "", ErrNoUnit
	}
	if err != nil {
		return nil, "", err
	}
	people, err := tx.PeopleOfHome(community, household)
	joined := joinedAdults(people)
	switch {
	case err != nil:
		return nil, "", err
	case n == 0:
		return joined, h.Building, nil
	case n <= len(joined) || n > adultsOf(h):
		return nil, h.Building, ErrNoUnit
	}
	return nil, h.Building, nil
}

func personAt(tx CallTx, c Call, community, resident string) ([]string, string, error) {
	who, err := tx.Standing(community, resident)
	if err == residents.ErrNotFound {
		return nil, "", ErrNoUnit
	}
	if err != nil {
		return nil, "", err
	}
	building, ok := c.where(who)
	if !ok || !who.Resident.Adult || who.Resident.ConfirmedAt.IsZero() {
		return nil, "", ErrNoUnit
	}
	return []string{resident}, building, nil
}

// UnitsAt are all units of a building, in the order of the roster, for whoever goes from door to
// door: which have answered, and how; not what.
func UnitsAt(v CallView, c Call, community, building string, now Instant) ([]AnswerUnit, error) {
	homes, err := v.RosterHomes(community)
	if err != nil {
		return nil, err
	}
	homes = slices.DeleteFunc(homes, func(h residents.Household) bool { return h.Building != building })
	var all []AnswerUnit
	if c.Unit == ByHousehold {
		for _, h := range homes {
			all = append(all, AnswerUnit{Unit: HomeUnit(h.ID), Building: building, Label: h.Label()})
		}
	} else if all, err = peopleUnits(v, c, community, building, homes, now); err != nil {
		return nil, err
	}
	answers, err := v.AnswersAt(community, c.Community, c.ID, building)
	if err != nil {
		return nil, err
	}
	by := map[string]*Answer{}
	for _, a := range answers {
		a.Said = Said{}
		by[a.Unit] = &a
	}
	for i, u := range all {
		all[i].Answer = by[u.Unit]
	}
	return all, nil
}

// peopleUnits are home by home those who have joined, then those who have not; and last who lives in no home of the roster.
func peopleUnits(v CallView, c Call, community, building string, homes []residents.Household, now Instant) (all []AnswerUnit, err error) {
	people, err := v.Adults(community, now)
	if err != nil {
		return nil, err
	}
	joined, in := map[string]int{}, map[string][]residents.Resident{} // by household
	var elsewhere []residents.Resident
	for _, s := range people {
		for _, h := range s.Homes {
			joined[h.Household]++
		}
		if at, ok := c.where(s); !ok || at != building {
			continue
		}
		i := slices.IndexFunc(s.Homes, func(h residents.Home) bool { return h.Building == building })
		if i < 0 {
			elsewhere = append(elsewhere, s.Resident)
			continue
		}
		in[s.Homes[i].Household] = append(in[s.Homes[i].Household], s.Resident)
	}
	person := func(r residents.Resident, label string) {
		all = append(all, AnswerUnit{Unit: PersonUnit(r.ID), Building: building, Label: label, Person: r.Masked().Name})
	}
	for _, h := range homes {
		for _, r := range in[h.ID] {
			person(r, h.Label())
		}
		for n := joined[h.ID] + 1; n <= adultsOf(h); n++ {
			all = append(all, AnswerUnit{Unit: NthUnit(h.ID, n), Building: building, Label: h.Label(), Nth: n})
		}
	}
	for _, r := range elsewhere {
		person(r, "")
	}
	return all, nil
}
