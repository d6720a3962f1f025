package store

import (
	"database/sql"
	"encoding/json"
	"time"

	"yishiting/calendar"
	"yishiting/signups/organisations"
)

// What organisations say of a year.

const noteColumns = `community, organisation, year, state, version, content, reason, written_by, written_at, handed_by, handed_at, read_by, read_at`

func scanNote(r row) (n organisations.AnnualNote, err error) {
	var content string
	var written int64
	var handed, read sql.NullInt64
	if err = r.Scan(&n.Community, &n.Organisation, &n.Year, &n.State, &n.Version, &content, &n.Reason, &n.WrittenBy, &written, &n.HandedBy, &handed, &n.ReadBy, &read); err != nil {
		return n, err
	}
	n.WrittenAt, n.HandedAt, n.ReadAt = instant(written), instantOrZero(handed), instantOrZero(read)
	return n, json.Unmarshal([]byte(content), &n.NoteContent)
}

// AnnualNote is the note of an organisation on a year.
func (v *View) AnnualNote(community, organisation string, year int) (organisations.AnnualNote, error) {
	return one(v, scanNote, `SELECT `+noteColumns+` FROM organisation_notes WHERE community = $1 AND organisation = $2 AND year = $3`, community, organisation, year)
}

// AnnualNotes are all of an organisation, the newest year first.
func (v *View) AnnualNotes(community, organisation string) ([]organisations.AnnualNote, error) {
	return list(v, scanNote, `SELECT `+noteColumns+` FROM organisation_notes WHERE community = $1 AND organisation = $2 ORDER BY year DESC`, community, organisation)
}

// NotesOn are the notes of a community's organisations on a year.
func (v *View) NotesOn(community string, year int) ([]organisations.AnnualNote, error) {
	return list(v, scanNote, `SELECT `+noteColumns+` FROM organisation_notes WHERE community = $1 AND year = $2 ORDER BY organisation LIMIT $3`, community, year, mostOrganisations)
}

// NotesIn are those of a community from a year on.
func (v *View) NotesIn(community string, from int) ([]organisations.AnnualNote, error) {
	return list(v, scanNote, `SELECT `+noteColumns+` FROM organisation_notes WHERE community = $1 AND year >= $2 ORDER BY organisation, year DESC LIMIT $3`, community, from, mostOrganisations*3)
}

// NotesUnreminded are ids of organisations on record that were filed before an instant, until a day
// or later, whose note on a year has not come and which were not reminded of it.
func (v *View) NotesUnreminded(community string, year int, filed time.Time, until calendar.Day, limit int) ([]string, error) {
	return list(v, text, `SELECT id FROM organisations WHERE community = $1 AND state = 'filed' AND filed_at < $2 AND until >= $3
		AND NOT EXISTS (SELECT 1 FROM organisation_reminders r WHERE r.community = organisations.community AND r.organisation = organisations.id AND r.year = $4)
		AND NOT EXISTS (SELECT 1 FROM organisation_notes n WHERE n.community = organisations.community AND n.organisation = organisations.id AND n.year = $4 AND n.state IN ('handed', 'read'))
		ORDER BY id LIMIT $5`, community, micros(filed), until.String(), year, limit)
}

// OrgYear is what the portal itself knows of an organisation's year.
type OrgYear struct {
	Activities int // of its activities, those with a shift in the year that somebody helped with
	Helpers    int // different people whose hours there were confirmed
}

// OrgYearOf counts an organisation's year between two instants.
func (v *View) OrgYearOf(community, organisation string, from, until time.Time) (OrgYear, error) {
	return one(v, func(r row) (y OrgYear, err error) {
		err = r.Scan(&y.Activities, &y.Helpers)
		return y, err
	}, `SELECT COUNT(DISTINCT a.id), COUNT(DISTINCT u.resident) FROM activities a
		JOIN shifts s ON s.community = a.community AND s.activity = a.id
		JOIN signups u ON u.community = s.community AND u.activity = s.activity AND u.shift = s.id AND u.state = 'confirmed' AND u.minutes > 0
		WHERE a.community = $1 AND a.org = $2 AND a.org <> '' AND s.starts >= $3 AND s.starts < $4`, community, organisation, micros(from), micros(until))
}

// AddAnnualNote writes a new note; organisations.ErrAlready where the year has one.
func (tx *Tx) AddAnnualNote(n organisations.AnnualNote) error {
	content, err := json.Marshal(n.NoteContent)
	if err != nil {
		return err
	}
	return tx.add(organisations.ErrAlready, `INSERT INTO organisation_notes (`+noteColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		n.Community, n.Organisation, n.Year, string(n.State), n.Version, string(content), n.Reason, n.WrittenBy, micros(n.WrittenAt), n.HandedBy, timeOrNull(n.HandedAt), n.ReadBy, timeOrNull(n.ReadAt))
}

// SetAnnualNote writes a note again.
func (tx *Tx) SetAnnualNote(n organisations.AnnualNote) error {
	content, err := json.Marshal(n.NoteContent)
	if err != nil {
		return err
	}
	return tx.set(`UPDATE organisation_notes SET state = $4, version = $5, content = $6, reason = $7, written_by = $8, written_at = $9, handed_by = $10, handed_at = $11, read_by = $12, read_at = $13
		WHERE community = $1 AND organisation = $2 AND year = $3`,
		n.Community, n.Organisation, n.Year, string(n.State), n.Version, string(content), n.Reason, n.WrittenBy, micros(n.WrittenAt), n.HandedBy, timeOrNull(n.HandedAt), n.ReadBy, timeOrNull(n.ReadAt))
}

// RemoveAnnualNote takes one away.
func (tx *Tx) RemoveAnnualNote(community, organisation string, year int) error {
	return tx.set(`DELETE FROM organisation_notes WHERE community = $1 AND organisation = $2 AND year = $3`, community, organisation, year)
}

// AddNoteReminder writes when an organisation was reminded of a year.
func (tx *Tx) AddNoteReminder(community, organisation string, year int, at time.Time) error {
	return tx.add(organisations.ErrAlready, `INSERT INTO organisation_reminders (community, organisation, year, at) VALUES ($1, $2, $3, $4)`, community, organisation, year, micros(at))
}
