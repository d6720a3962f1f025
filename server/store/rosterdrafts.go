package store

import (
	"time"

	"yishiting/residents"
)

const rosterDraftColumns = `community, id, made_by, made_at, expires_at, file_name, content`

func rosterDraft(r row) (d residents.RosterDraft, err error) {
	var made, expires int64
	err = r.Scan(&d.Community, &d.ID, &d.MadeBy, &made, &expires, &d.FileName, &d.Content)
	d.MadeAt, d.ExpiresAt = instant(made), instant(expires)
	return d, err
}

// RosterDraft is a list of households that waits to be confirmed; residents.ErrNotFound when there is none.
func (v *View) RosterDraft(community, id string) (residents.RosterDraft, error) {
	return one(v, rosterDraft, `SELECT `+rosterDraftColumns+` FROM roster_drafts WHERE community = $1 AND id = $2`, community, id)
}

// RosterDraftOf is the latest draft of a person that has not expired; residents.ErrNotFound when there is none.
func (v *View) RosterDraftOf(community, madeBy string, now time.Time) (residents.RosterDraft, error) {
	return one(v, rosterDraft, `SELECT `+rosterDraftColumns+` FROM roster_drafts
		WHERE community = $1 AND made_by = $2 AND expires_at > $3 ORDER BY made_at DESC LIMIT 1`, community, madeBy, micros(now))
}

// AddRosterDraft keeps a draft.
func (tx *Tx) AddRosterDraft(d residents.RosterDraft) error {
	_, err := tx.exec(`INSERT INTO roster_drafts (community, id, made_by, made_at, expires_at, file_name, content) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		d.Community, d.ID, d.MadeBy, micros(d.MadeAt), micros(d.ExpiresAt), d.FileName, d.Content)
	return err
}

// ChangeRosterDraft puts other content into a draft; residents.ErrNotFound when there is none.
func (tx *Tx) ChangeRosterDraft(community, id, content string) error {
	return tx.execOne(`UPDATE roster_drafts SET content = $3 WHERE community = $1 AND id = $2`, community, id, content)
}

// DropRosterDrafts throws away the drafts of a person ("" for nobody's in particular) and all of the community that expired by the given time.
func (tx *Tx) DropRosterDrafts(community, madeBy string, expired time.Time) error {
	_, err := tx.exec(`DELETE FROM roster_drafts WHERE community = $1 AND (made_by = $2 OR expires_at <= $3)`, community, madeBy, micros(expired))
	return err
}
