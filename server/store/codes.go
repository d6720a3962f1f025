package store

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"math/big"

	"yishiting/residents"
)

const codeColumns = `community, id, number, purpose, resident, phone, code_hash, made_by, made_at, expires_at, tries, used_at`

func oneTimeCode(r row) (c residents.OneTimeCode, err error) {
	var made, expires int64
	var used sql.NullInt64
	err = r.Scan(&c.Community, &c.ID, &c.Number, &c.Purpose, &c.Resident, &c.Phone, &c.Hash, &c.MadeBy, &made, &expires, &c.Tries, &used)
	c.MadeAt, c.Expires, c.UsedAt = instant(made), instant(expires), instantOrZero(used)
	return c, err
}

// Code is a one-time code by the id of its request, whether it can be used or not;
// residents.ErrNotFound when there is none for that purpose.
func (v *View) Code(community, id, purpose string) (residents.OneTimeCode, error) {
	return one(v, oneTimeCode, `SELECT `+codeColumns+` FROM one_time_codes WHERE community = $1 AND id = $2 AND purpose = $3`, community, id, purpose)
}

// CodeNumbered is a code given in person, by its number; residents.ErrNotFound when there is none.
func (v *View) CodeNumbered(community string, number int64) (residents.OneTimeCode, error) {
	return one(v, oneTimeCode, `SELECT `+codeColumns+` FROM one_time_codes WHERE community = $1 AND number = $2 AND purpose = $3`,
		community, number, residents.CodeInPerson)
}

// The numbers of codes: those that people type have four digits, those that nobody
// sees are out of their way. Both are drawn by lot, so that nobody knows which are in use.
const (
	firstTyped, typedNumbers = 1000, 9000
	firstOther, otherNumbers = 1_000_000, 1 << 52
)

// AddCode keeps a code under a number that no other of the community has. What is over of
// those given in person makes room for it.
func (tx *Tx) AddCode(c residents.OneTimeCode) (residents.OneTimeCode, error) {
	first, many := int64(firstOther), int64(otherNumbers)
	if c.Purpose == residents.CodeInPerson {
		first, many = firstTyped, typedNumbers
		_, err := tx.exec(`DELETE FROM one_time_codes WHERE community = $1 AND purpose = $2 AND expires_at <= $3`,
			c.Community, c.Purpose, micros(tx.now))
		if err != nil {
			return c, err
		}
	}
	for range 100 {
		drawn, err := rand.Int(rand.Reader, big.NewInt(many))
		if err != nil {
			return c, err
		}
		c.Number = first + drawn.Int64()
		taken, err := one(tx.View, number, `SELECT COUNT(*) FROM one_time_codes WHERE community = $1 AND number = $2`, c.Community, c.Number)
		if err != nil {
			return c, err
		}
		if taken == 0 {
			_, err := tx.exec(`INSERT INTO one_time_codes (community, id, number, purpose, resident, phone, code_hash, made_by, made_at, expires_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
				c.Community, c.ID, c.Number, c.Purpose, c.Resident, c.Phone, c.Hash, c.MadeBy, micros(c.MadeAt), micros(c.Expires))
			return c, err
		}
	}
	return c, errors.New("store: no number is free for a code")
}

// CountTry counts one try of a code, before it is looked at whether it is right. False where
// the code can be tried no more: used, over, or tried residents.CodeTries times.
func (tx *Tx) CountTry(community, id string) (bool, error) {
	n, err := tx.exec(`UPDATE one_time_codes SET tries = tries + 1
		WHERE community = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3 AND tries < $4`,
		community, id, micros(tx.now), residents.CodeTries)
	return n == 1, err
}

// UseCode uses a code up; residents.ErrWrongCode for everybody but the first, and when it is over.
func (tx *Tx) UseCode(community, id string) error {
	n, err := tx.exec(`UPDATE one_time_codes SET used_at = $3
		WHERE community = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3`, community, id, micros(tx.now))
	if err == nil && n != 1 {
		err = residents.ErrWrongCode
	}
	return err
}

// EndCodes ends the person's codes of a purpose that were not used.
func (tx *Tx) EndCodes(community, resident, purpose string) error {
	_, err := tx.exec(`UPDATE one_time_codes SET expires_at = $4
		WHERE community = $1 AND resident = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $4`,
		community, resident, purpose, micros(tx.now))
	return err
}
