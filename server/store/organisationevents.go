package store

import (
	"database/sql"
	"encoding/json"

	"yishiting/signups/organisations"
)

// What organisations report before it begins.

const eventColumns = `community, organisation, id, state, version, activity, starts, content, question, made_by, reported_at, read_by, noted_at`

func scanEvent(r row) (e organisations.Event, err error) {
	var content string
	var starts, reported int64
	var noted sql.NullInt64
	if err = r.Scan(&e.Community, &e.Organisation, &e.ID, &e.State, &e.Version, &e.Activity, &starts, &content, &e.Question, &e.MadeBy, &reported, &e.ReadBy, &noted); err != nil {
		return e, err
	}
	err = json.Unmarshal([]byte(content), &e.EventContent)
	e.Starts, e.ReportedAt, e.NotedAt = instant(starts), instant(reported), instantOrZero(noted)
	return e, err
}

// Event is one report of an organisation.
func (v *View) Event(community, organisation, id string) (organisations.Event, error) {
	return one(v, scanEvent, `SELECT `+eventColumns+` FROM organisation_events WHERE community = $1 AND organisation = $2 AND id = $3`, community, organisation, id)
}

// EventsOf are all of an organisation, the latest that begins first.
func (v *View) EventsOf(community, organisation string) ([]organisations.Event, error) {
	return list(v, scanEvent, `SELECT `+eventColumns+` FROM organisation_events WHERE community = $1 AND organisation = $2 ORDER BY starts DESC, id LIMIT $3`, community, organisation, mostOrganisations)
}

// EventsWaiting are a community's reports that wait for the committee, the first that begins first.
func (v *View) EventsWaiting(community string) ([]organisations.Event, error) {
	return list(v, scanEvent, `SELECT `+eventColumns+` FROM organisation_events WHERE community = $1 AND state = 'reported' ORDER BY starts, id LIMIT $2`, community, mostOrganisations)
}

// EventsAbout are the reports about an activity on the board, the latest first.
func (v *View) EventsAbout(community, activity string) ([]organisations.Event, error) {
	return list(v, scanEvent, `SELECT `+eventColumns+` FROM organisation_events WHERE community = $1 AND activity = $2 AND activity <> '' ORDER BY starts DESC, id LIMIT $3`, community, activity, mostOrganisations)
}

// AddEvent writes a new report.
func (tx *Tx) AddEvent(e organisations.Event) error {
	content, err := json.Marshal(e.EventContent)
	if err != nil {
		return err
	}
	return tx.add(organisations.ErrAlready, `INSERT INTO organisation_events (`+eventColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		e.Community, e.Organisation, e.ID, string(e.State), e.Version, e.Activity, micros(e.Starts), string(content), e.Question, e.MadeBy, micros(e.ReportedAt), e.ReadBy, timeOrNull(e.NotedAt))
}

// SetEvent writes a report again.
func (tx *Tx) SetEvent(e organisations.Event) error {
	content, err := json.Marshal(e.EventContent)
	if err != nil {
		return err
	}
	return tx.set(`UPDATE organisation_events SET state = $4, version = $5, activity = $6, starts = $7, content = $8, question = $9, reported_at = $10, read_by = $11, noted_at = $12
		WHERE community = $1 AND organisation = $2 AND id = $3`,
		e.Community, e.Organisation, e.ID, string(e.State), e.Version, e.Activity, micros(e.Starts), string(content), e.Question, micros(e.ReportedAt), e.ReadBy, timeOrNull(e.NotedAt))
}

// RemoveEvent takes one away that was never public.
func (tx *Tx) RemoveEvent(community, organisation, id string) error {
	return tx.set(`DELETE FROM organisation_events WHERE community = $1 AND organisation = $2 AND id = $3`, community, organisation, id)
}
