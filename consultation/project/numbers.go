package project

import (
	"slices"

	"yishiting/residents"
)

// This file is which of a home's adults somebody is: those who have joined are its first, in the
// order in which they came to count, those who have not are the rest.

// numbersOf are the units of the adult who somebody now is in each of their homes.
func numbersOf(tx CallTx, community, resident string) (units []string, err error) {
	who, err := tx.Standing(community, resident)
	if err != nil {
		return nil, err
	}
	for _, h := range who.Homes {
		people, err := tx.PeopleOfHome(community, h.Household)
		if err != nil {
			return nil, err
		}
		if n := slices.Index(joinedAdults(people), resident); n >= 0 {
			units = append(units, NthUnit(h.Household, n+1))
		}
	}
	return units, nil
}

// joinedAdults are those who count as adults of a home, in the order of PeopleOfHome.
func joinedAdults(people []residents.Resident) (ids []string) {
	for _, r := range people {
		if r.Adult && !r.ConfirmedAt.IsZero() {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// numberTx is what FreeNumber needs of a transaction.
type numberTx interface {
	CommunityByID(id string) (residents.Community, error)
	Household(community, id string) (residents.Household, error)
	PeopleOfHome(community, household string) ([]residents.Resident, error)
	// PublishedCallsFor are the published calls of a community, and of the body above that ask it.
	PublishedCallsFor(community, parent string) ([]Call, error)
	AnswersAt(community, body, call, building string) ([]Answer, error)
	AnswerOf(community, body, call, unit string) (Answer, error)
	// MoveAnswer lets an answer, texts too, stand for another unit that has none.
	MoveAnswer(a Answer, unit string) error
	RemoveAnswer(Answer) error
	CountDrop(community, body, call string, channel Channel) error
}

// FreeNumber is for before somebody lives in a home no more, while calls are open: what was noted
// for the adult of their number is theirs, and goes with them; of all after them the number is
// one less, and so it is in what was noted for these. Otherwise whoever of them joins later, or
// has joined, would be taken for another adult than who had answered, and counted twice.
func FreeNumber(tx numberTx, community, household, resident string) error {
	people, err := tx.PeopleOfHome(community, household)
	if err != nil {
		return err
	}
	number := slices.Index(joinedAdults(people), resident) + 1
	if number == 0 {
		return nil
	}
	body, err := tx.CommunityByID(community)
	if err != nil {
		return err
	}
	home, err := tx.Household(community, household)
	if err != nil {
		return err
	}
	open, err := tx.PublishedCallsFor(community, body.Parent)
	if err != nil {
		return err
	}
	for _, c := range open {
		if c.Unit != ByResident {
			continue
		}
		if err := freeNumber(tx, c, home, number, resident); err != nil {
			return err
		}
	}
	return nil
}

func freeNumber(tx numberTx, c Call, home residents.Household, number int, resident string) error {
	answers, err := tx.AnswersAt(home.Community, c.Community, c.ID, home.Building)
	if err != nil {
		return err
	}
	noted := map[int]Answer{}
	var numbers []int
	for _, a := range answers {
		if _, of, n := readUnit(a.Unit); of == home.ID && n >= number {
			noted[n], numbers = a, append(numbers, n)
		}
	}
	slices.Sort(numbers) // a number is free before the next one takes it
	for _, n := range numbers {
		if n == number {
			err = takeAlong(tx, noted[n], resident)
		} else {
			err = tx.MoveAnswer(noted[n], NthUnit(home.ID, n-1))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// takeAlong makes an answer that was noted for somebody theirs; it is dropped where they gave one themselves.
func takeAlong(tx numberTx, a Answer, resident string) error {
	unit := PersonUnit(resident)
	_, err := tx.AnswerOf(a.Community, a.Body, a.Call, unit)
	switch err {
	case residents.ErrNotFound:
		return tx.MoveAnswer(a, unit)
	case nil:
		if err := tx.RemoveAnswer(a); err != nil {
			return err
		}
		return tx.CountDrop(a.Community, a.Body, a.Call, a.Channel)
	}
	return err
}
