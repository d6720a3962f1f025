package store

import (
	"database/sql"
	"time"

	"yishiting/residents"
)

// Letters to households, and joining by them.

var (
	_ residents.InvitingTx = (*Tx)(nil)
	_ residents.JoiningTx  = (*Tx)(nil)
)

// selectInvitation has what is said of a letter, who has joined by it counted.
const selectInvitation = `SELECT i.community, i.id, i.number, i.household, i.slots, i.made_by, i.made_at, i.expires_at, i.revoked_at,
	(SELECT COUNT(*) FROM invitation_uses u WHERE u.community = i.community AND u.invitation = i.id AND u.kind = 'adult'),
	(SELECT COUNT(*) FROM invitation_uses u WHERE u.community = i.community AND u.invitation = i.id AND u.kind = 'minor')`

func invitation(r row, more ...any) (i residents.Invitation, err error) {
	var made, expires int64
	var revoked sql.NullInt64
	err = r.Scan(append([]any{&i.Community, &i.ID, &i.Number, &i.Household, &i.Slots, &i.MadeBy, &made, &expires, &revoked, &i.Adults, &i.Minors}, more...)...)
	i.MadeAt, i.ExpiresAt, i.RevokedAt = instant(made), instant(expires), instantOrZero(revoked)
	return i, err
}

func plainInvitation(r row) (residents.Invitation, error) { return invitation(r) }

// Invitation is a letter of the community; residents.ErrNotFound when there is none.
func (v *View) Invitation(community, id string) (residents.Invitation, error) {
	return one(v, plainInvitation, selectInvitation+` FROM invitations i WHERE community = $1 AND id = $2`, community, id)
}

// InvitationByToken is the letter of the community that the secret of a QR code opens,
// whether it may be used or not; residents.ErrNotFound when there is none.
func (v *View) InvitationByToken(community, token string) (residents.Invitation, error) {
	return one(v, plainInvitation, selectInvitation+` FROM invitations i WHERE token_hash = $2 AND community = $1`, community, tokenHash(token))
}

// InvitationByNumber is the letter of the community with that number, and the password
// hash of its code; residents.ErrNotFound when there is none.
func (v *View) InvitationByNumber(community string, number int64) (i residents.Invitation, codeHash string, err error) {
	i, err = one(v, func(r row) (residents.Invitation, error) { return invitation(r, &codeHash) },
		selectInvitation+`, code_hash FROM invitations i WHERE community = $1 AND number = $2`, community, number)
	return i, codeHash, err
}

// LastInvitation is the highest number that a letter of the community ever had, 0 before the first.
func (v *View) LastInvitation(community string) (int64, error) {
	return one(v, number, `SELECT COALESCE(MAX(number), 0) FROM invitations WHERE community = $1`, community)
}

// living is the condition that somebody may still join by letter i at $1's instant; it is
// written with the number of the parameter that has the instant.
func living(at string) string {
	return `i.revoked_at IS NULL AND i.expires_at > ` + at + ` AND i.slots >
		(SELECT COUNT(*) FROM invitation_uses u WHERE u.community = i.community AND u.invitation = i.id AND u.kind = 'adult')`
}

// LivingInvitation tells whether another adult may join by a letter of the household at the given instant.
func (v *View) LivingInvitation(community, household string, now time.Time) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM invitations i WHERE community = $1 AND household = $2 AND `+living("$3"),
		community, household, micros(now))
	return n > 0, err
}

// AddInvitation adds a letter, which token opens. Unique where its number is taken.
func (tx *Tx) AddInvitation(i residents.Invitation, token, codeHash string) error {
	_, err := tx.exec(`INSERT INTO invitations (community, id, number, household, token_hash, code_hash, slots, made_by, made_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		i.Community, i.ID, i.Number, i.Household, tokenHash(token), codeHash, i.Slots, i.MadeBy, micros(i.MadeAt), micros(i.ExpiresAt))
	return err
}

// RevokeInvitation calls a letter back; residents.ErrNotFound when there is none that was not.
func (tx *Tx) RevokeInvitation(community, id string) error {
	return tx.execOne(`UPDATE invitations SET revoked_at = $3 WHERE community = $1 AND id = $2 AND revoked_at IS NULL`,
		community, id, micros(tx.now))
}

// RevokeInvitations calls all letters of a household back whose time is not over.
func (tx *Tx) RevokeInvitations(community, household string) error {
	_, err := tx.exec(`UPDATE invitations SET revoked_at = $3 WHERE community = $1 AND household = $2 AND revoked_at IS NULL AND expires_at > $3`,
		community, household, micros(tx.now))
	return err
}

// RevokeInvitationsOf calls all letters of a building back whose time is not over, and tells how many.
func (tx *Tx) RevokeInvitationsOf(community, building string) (int64, error) {
	return tx.exec(`UPDATE invitations SET revoked_at = $3 WHERE community = $1 AND revoked_at IS NULL AND expires_at > $3 AND household IN
		(SELECT id FROM households WHERE households.community = $1 AND building = $2)`, community, building, micros(tx.now))
}

// UseInvitation gives the resident the letter's next place, for an adult or for a minor;
// residents.ErrLetterFull when there is none, or the letter may not be used.
func (tx *Tx) UseInvitation(i residents.Invitation, adult bool, resident string) error {
	kind, most := "minor", residents.MinorSlots
	if adult {
		kind, most = "adult", i.Slots
	}
	n, err := tx.exec(`INSERT INTO invitation_uses (community, invitation, kind, slot, resident, used_at)
		SELECT i.community, i.id, CAST($3 AS TEXT), used.n + 1, CAST($4 AS TEXT), CAST($5 AS BIGINT) FROM invitations i,
			(SELECT COUNT(*) AS n FROM invitation_uses WHERE community = $1 AND invitation = $2 AND kind = $3) AS used
		WHERE i.community = $1 AND i.id = $2 AND i.revoked_at IS NULL AND i.expires_at > $5 AND used.n < $6`,
		i.Community, i.ID, kind, resident, micros(tx.now), most)
	if err == nil && n == 0 || Kind(err) == Unique {
		return residents.ErrLetterFull
	}
	return err
}

// Representatives are those who speak for the household at the given instant, or will once they
// are confirmed. Who has left, and whom the committee could not confirm, stands in nobody's way.
func (v *View) Representatives(community, household string, now time.Time) ([]residents.Resident, error) {
	return list(v, resident, `SELECT DISTINCT `+residentColumns+` FROM roles
		JOIN residents ON residents.community = roles.community AND residents.id = roles.resident
		WHERE body = $1 AND role = 'household_rep' AND scope = $2 AND from_at <= $3 AND to_at > $3 AND left_at IS NULL
			AND (confirmed_at IS NOT NULL OR confirmed_by = '')
		ORDER BY residents.id`, community, household, micros(now))
}

// An InvitationLine is a letter as the desk lists it: with the home's address.
type InvitationLine struct {
	residents.Invitation
	Building, Unit, Room string
}

// Invitations are the letters of the community, the latest first, from the one before
// the given number (0 for the first): all of them, or those of one building.
func (v *View) Invitations(community, building string, before int64, limit int) ([]InvitationLine, error) {
	return list(v, func(r row) (l InvitationLine, err error) {
		l.Invitation, err = invitation(r, &l.Building, &l.Unit, &l.Room)
		return l, err
	}, selectInvitation+`, h.building, h.unit, h.room FROM invitations i
		JOIN households h ON h.community = i.community AND h.id = i.household
		WHERE i.community = $1 AND (CAST($2 AS TEXT) = '' OR h.building = $2) AND (CAST($3 AS BIGINT) = 0 OR i.number < $3)
		ORDER BY i.number DESC LIMIT $4`, community, building, before, limit)
}

// Whom letters are for.
type Invited string

const (
	ForWaiting Invited = "waiting" // homes that nobody has joined and that have no letter by which somebody may
	ForEmpty   Invited = "empty"   // homes that nobody has joined
	ForAll     Invited = "all"
)

// these is the condition of an Invited on household h; at is the parameter with the instant.
func (w Invited) these(at string) string {
	const empty = ` AND NOT EXISTS (SELECT 1 FROM homes WHERE homes.community = h.community AND homes.household = h.id AND until IS NULL)`
	switch w {
	case ForAll:
		return ``
	case ForEmpty:
		return empty
	}
	return empty + ` AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.community = h.community AND i.household = h.id AND ` + living(at) + `)`
}

// HomesToInvite are ids of households of the community that letters are for, in a building
// or in all of them (""): those first to whom nobody has written, or not for the longest
// time, and these in the order in which they are read. So the next ones follow the last.
func (v *View) HomesToInvite(community, building string, whom Invited, now time.Time, limit int) ([]string, error) {
	return list(v, text, `SELECT h.id FROM households h WHERE h.community = $1 AND gone_at IS NULL AND CAST($3 AS BIGINT) > 0
		AND (CAST($2 AS TEXT) = '' OR h.building = $2)`+whom.these("$3")+`
		ORDER BY (SELECT COALESCE(MAX(made_at), 0) FROM invitations i WHERE i.community = h.community AND i.household = h.id),
			length(building), building, length(unit), unit, length(room), room, h.id LIMIT $4`, community, building, micros(now), limit)
}

// BuildingToInvite is how many homes of a building letters may be for.
type BuildingToInvite struct {
	Building            string
	All, Empty, Waiting int
}

// BuildingsToInvite counts the homes of each building, in order.
func (v *View) BuildingsToInvite(community string, now time.Time) ([]BuildingToInvite, error) {
	return list(v, func(r row) (b BuildingToInvite, err error) {
		return b, r.Scan(&b.Building, &b.All, &b.Empty, &b.Waiting)
	},
		`SELECT building, COUNT(*), COALESCE(SUM(empty), 0), COALESCE(SUM(waiting), 0) FROM (SELECT building,
			CASE WHEN 1 = 1`+ForEmpty.these("$2")+` THEN 1 ELSE 0 END AS empty,
			CASE WHEN 1 = 1`+ForWaiting.these("$2")+` THEN 1 ELSE 0 END AS waiting
			FROM households h WHERE h.community = $1 AND gone_at IS NULL) counted
		GROUP BY length(building), building ORDER BY length(building), building`, community, micros(now))
}
