package store

import (
	"errors"
	"strconv"
	"time"

	"yishiting/residents"
)

const day = 24 * time.Hour

// How long things are kept once they are of no more use. The privacy page says the
// same (personaltables.go) from the same figures.
const (
	keepSessions    = 30 * day
	keepLinks       = 30 * day
	keepCodes       = day
	keepInvitations = 90 * day
	keepCommands    = 90 * day
	keepLetters     = 365 * day
	keepDigests     = 60 * day // a week's is needed until the next
	keepMessages    = 30 * day
	keepHomes       = 365 * day
	keepFollows     = 365 * day     // after the project is over
	keepIdeas       = 365 * day     // texts of answers to a call, after its close
	keepAudit       = 3 * 365 * day // residents.AuditTerm; ForgetAudit counts by the calendar
	keepMandates    = 3 * 365 * day
	keepConsents    = 3 * 365 * day
	// KeepUnconfirmed is how long somebody whom nobody confirms is kept after they came,
	// or after a minor's guardian ended their part.
	KeepUnconfirmed = 180 * day
)

// A retention is rows of a community ($1) that are removed so long after the end they
// came to: those whose end was before $2.
type retention struct {
	table, key string
	keep       time.Duration
	where      string
}

// retentions stand in the order in which rows hang on each other: what points to others goes first.
var retentions = []retention{
	{"sessions", "token_hash", keepSessions, `(expires_at < $2 OR revoked_at < $2 OR seen_at < $2 - ` + strconv.FormatInt(SessionIdle.Microseconds(), 10) + `)`},
	{"sign_in_links", "token_hash", keepLinks, `(expires_at < $2 OR used_at < $2)`},
	{"passkey_ceremonies", "token_hash", keepCodes, `expires_at < $2`},
	{"one_time_codes", "community, id", keepCodes, `expires_at < $2`},
	{"mail_checks", "community, resident", 0, `expires_at < $2`},
	{"code_tries", "community, meeting, resident, at, command", keepCodes, `at < $2`},
	{"roster_drafts", "community, id", 0, `expires_at < $2`},
	{"invitation_uses", "community, invitation, kind, slot", keepInvitations,
		`invitation IN (SELECT id FROM invitations WHERE community = $1 AND (expires_at < $2 OR revoked_at < $2))`},
	{"invitations", "community, id", keepInvitations, `(expires_at < $2 OR revoked_at < $2) AND NOT EXISTS (
		SELECT 1 FROM invitation_uses u WHERE u.community = invitations.community AND u.invitation = invitations.id)`},
	{"commands", "community, id", keepCommands, `at < $2`},
	{"letters", "community, id", keepLetters, `read_at < $2`},
	{"messages", "community, id", keepMessages, `made_at < $2`},
	{"digests", "community, resident, week", keepDigests, `at < $2`},
	{"project_follows", "community, body, project, resident", keepFollows, `EXISTS (SELECT 1 FROM projects p
		WHERE p.community = project_follows.body AND p.id = project_follows.project AND p.stage IN ('closed', 'dropped') AND p.changed_at < $2)`},
	{"homes", "community, household, resident", keepHomes, `until < $2`},
	{"call_words", "community, body, call, unit, question", keepIdeas, `(body, call) IN (SELECT community, id FROM calls WHERE closed_at < $2)`},
	{"proxy_acts", "community, command", keepMandates, `at < $2 AND mandate IN (SELECT id FROM mandates WHERE community = $1 AND to_at < $2)`},
	{"mandates", "community, id", keepMandates, `to_at < $2 AND NOT EXISTS (
		SELECT 1 FROM proxy_acts a WHERE a.community = mandates.community AND a.mandate = mandates.id)`},
	{"consents", "community, resident, purpose, at, given", keepConsents,
		`resident IN (SELECT id FROM residents WHERE community = $1 AND erased_at < $2)`},
}

// ForgetDue tells whether the community has something that is past its time.
func (v *View) ForgetDue(community string, now time.Time) (bool, error) {
	for _, r := range retentions {
		_, err := one(v, number, `SELECT 1 FROM `+r.table+` WHERE community = $1 AND `+r.where+` LIMIT 1`, community, micros(now.Add(-r.keep)))
		if err == nil || !errors.Is(err, residents.ErrNotFound) {
			return err == nil, err
		}
	}
	_, err := one(v, number, `SELECT 1 FROM audit WHERE community = $1 AND at < $2 LIMIT 1`, community, micros(residents.AuditFrom(now)))
	if err == nil || !errors.Is(err, residents.ErrNotFound) {
		return err == nil, err
	}
	stale, err := v.StillUnconfirmed(community, now.Add(-KeepUnconfirmed), 1)
	return len(stale) > 0, err
}

// Forget removes what is past its time from the command's own community, at most batch rows of each
// kind, so that nobody waits for long, and tells whether there may be more.
func (tx *Tx) Forget(batch int) (more bool, err error) {
	for _, r := range retentions {
		n, err := tx.exec(`DELETE FROM `+r.table+` WHERE (`+r.key+`) IN (
			SELECT `+r.key+` FROM `+r.table+` WHERE community = $1 AND `+r.where+` LIMIT $3)`,
			tx.Community(), micros(tx.now.Add(-r.keep)), batch)
		if err != nil {
			return false, err
		}
		more = more || n >= int64(batch)
	}
	if _, err := tx.ForgetAudit(tx.Community()); err != nil {
		return false, err
	}
	stale, err := tx.StillUnconfirmed(tx.Community(), tx.now.Add(-KeepUnconfirmed), batch)
	for _, one := range stale {
		if err := tx.Erase(one.Community, one.ID); err != nil {
			return false, err
		}
	}
	return more || len(stale) == batch, err
}

// StillUnconfirmed are people of the community who wait for the committee's word since before the given
// instant, the earliest who came first: since they came, or, a minor, since a guardian ended their part.
func (v *View) StillUnconfirmed(community string, before time.Time, limit int) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND confirmed_at IS NULL AND left_at IS NULL AND joined_at < $2 AND NOT EXISTS (SELECT 1 FROM mandates
			WHERE mandates.community = $1 AND person = residents.id AND kind = 'guardian' AND ended_by <> '' AND to_at >= $2)
		ORDER BY joined_at, id LIMIT $3`, community, micros(before), limit)
}
