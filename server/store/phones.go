package store

import "yishiting/residents"

// PhoneOf is the person's telephone number; residents.ErrNotFound where they have none.
func (v *View) PhoneOf(community, resident string) (string, error) {
	return one(v, text, `SELECT phone FROM phones WHERE community = $1 AND resident = $2`, community, resident)
}

// ResidentByPhone is the id of the person of the community who has that number and has not left;
// residents.ErrNotFound where nobody has.
func (v *View) ResidentByPhone(community, phone string) (string, error) {
	return one(v, text, `SELECT residents.id FROM phones
		JOIN residents ON residents.community = phones.community AND residents.id = phones.resident
		WHERE phones.community = $1 AND phone = $2 AND left_at IS NULL`, community, phone)
}

// SetPhone gives the person a number in the place of the one they had, if any;
// residents.ErrPhoneTaken where another person of the community has it.
func (tx *Tx) SetPhone(community, resident, phone string) error {
	others, err := one(tx.View, number, `SELECT COUNT(*) FROM phones WHERE community = $1 AND phone = $2 AND resident <> $3`, community, phone, resident)
	if err != nil {
		return err
	}
	if others > 0 {
		return residents.ErrPhoneTaken
	}
	_, err = tx.exec(`INSERT INTO phones (community, resident, phone, verified_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (community, resident) DO UPDATE SET phone = $3, verified_at = $4`, community, resident, phone, micros(tx.now))
	return err
}

// RemovePhone deletes the person's number, if they have one.
func (tx *Tx) RemovePhone(community, resident string) error {
	_, err := tx.exec(`DELETE FROM phones WHERE community = $1 AND resident = $2`, community, resident)
	return err
}
