package consultation

import (
	"slices"

	"yishiting/residents"
)

// LeavingTx is what Leave needs of a transaction.
type LeavingTx interface {
	Tx
	residents.LeavingTx
	// SeatsAhead are the person's seats and places in waiting lists of meetings that are not over.
	SeatsAhead(body, resident string) ([]Seat, error)
	// Duties are the meetings that the person chairs or records and whose minutes are not published.
	Duties(body, resident string) ([]Meeting, error)
	// HelpedWith are those whom a person helps or is helped by.
	HelpedWith(body, resident string) ([]string, error)
	// WardsOf are the minors whose guardian the person is at the given instant.
	WardsOf(body, guardian string, now Instant) ([]residents.Resident, error)
}

// Leave lets a person go (residents.Leave), after giving their seats in meetings to come
// to those who wait, and telling those whom they helped or were helped by, and the minors whose
// guardian they were. Topics that nobody has
// screened go with their author; whatever was public stays. Whoever chairs or records a
// meeting sees its minutes through before leaving by themselves.
func Leave(tx LeavingTx, by residents.Sender, body, resident string) error {
	if by.Resident.ID == resident && by.Resident.Community == body {
		duties, err := tx.Duties(body, resident)
		if err == nil && len(duties) > 0 {
			err = ErrOnDuty
		}
		if err != nil {
			return err
		}
	}
	seats, err := tx.SeatsAhead(body, resident)
	if err != nil {
		return err
	}
	others, err := tx.HelpedWith(body, resident)
	if err != nil {
		return err
	}
	wards, err := tx.WardsOf(body, resident, by.Now)
	if err != nil {
		return err
	}
	if err := residents.Leave(tx, by, body, resident); err != nil {
		return err
	}
	for _, s := range seats {
		if err := giveUp(tx, by, s); err != nil {
			return err
		}
	}
	t := Topic{Community: body} // the letter is about none
	for _, other := range others {
		l := letter(by, other, "partner-left", t)
		if slices.ContainsFunc(wards, func(w residents.Resident) bool { return w.ID == other }) {
			l = letter(by, other, "guardian-gone", t)
		}
		if err := tx.Tell(l); err != nil {
			return err
		}
	}
	return nil
}
