package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
)

// Opinion calls; their answers stand in answers.go.

var _ project.CallTx = (*Tx)(nil)

const callColumns = `community, id, year, running, state, content, made_by, made_at, published_by, published_at, opens, closes, closed_at, result`

func scanCall(r row) (c project.Call, err error) {
	var year, running int
	var content, result string
	var made, opens, closes int64
	var published, closed sql.NullInt64
	err = r.Scan(&c.Community, &c.ID, &year, &running, &c.State, &content, &c.MadeBy, &made, &c.PublishedBy, &published, &opens, &closes, &closed, &result)
	if err != nil {
		return c, err
	}
	c.Number = fmt.Sprintf("Z%04d-%03d", year, running)
	c.MadeAt, c.PublishedAt, c.Opens, c.Closes, c.ClosedAt = instant(made), instantOrZero(published), instant(opens), instant(closes), instantOrZero(closed)
	c.Result = bytesOrNil(result)
	return c, json.Unmarshal([]byte(content), &c.CallContent)
}

// Call is a call of the body, drafts too; residents.ErrNotFound when there is none.
func (v *View) Call(body, id string) (project.Call, error) {
	return one(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community = $1 AND id = $2`, body, id)
}

// LastCallNumber is the highest running number given in the year, 0 for none.
func (v *View) LastCallNumber(body string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM calls WHERE community = $1 AND year = $2`, body, year)
	return int(n), err
}

// CallsAfter are the body's calls in any of the states, the one that closes last first, from the one
// after the given one (the zero Call for the first), at most limit.
func (v *View) CallsAfter(body string, after project.Call, limit int, states ...project.CallState) ([]project.Call, error) {
	args := []any{body, micros(after.Closes), after.ID, after.ID == "", limit}
	for _, s := range states {
		args = append(args, s)
	}
	return list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community = $1 AND ($4 OR closes < $2 OR closes = $2 AND id < $3)
		AND state IN (`+places(6, len(states))+`) ORDER BY closes DESC, id DESC LIMIT $5`, args...)
}

// PublishedCallsFor are the published calls of a community, and those of the body above that ask
// its people, the one that closes first first; also those whose hour has come and that the clock has not closed yet.
func (v *View) PublishedCallsFor(community, parent string) ([]project.Call, error) {
	all, err := list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community IN ($1, $2) AND state = 'published' ORDER BY closes, id`, community, parent)
	return askedOf(all, community), err
}

func askedOf(all []project.Call, community string) (asked []project.Call) {
	for _, c := range all {
		if c.Community == community || c.Asks(community) {
			asked = append(asked, c)
		}
	}
	return asked
}

// CallsToClose are the published calls whose hour has come.
func (v *View) CallsToClose(body string, now time.Time) ([]project.Call, error) {
	return list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community = $1 AND closes <= $2 AND state = 'published' ORDER BY closes, id`, body, micros(now))
}

// AsksProject tells whether the body has a project of that id that is still being collected for or negotiated.
func (v *View) AsksProject(body, id string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM projects WHERE community = $1 AND id = $2 AND stage IN ('collect', 'negotiate')`, body, id)
	return n > 0, err
}

// AddCall keeps a new call. consultation.ErrAlready when its id is taken.
func (tx *Tx) AddCall(c project.Call) error {
	var year, running int
	if _, err := fmt.Sscanf(c.Number, "Z%d-%d", &year, &running); err != nil {
		return err
	}
	return tx.findable(KindCall, c.Community, c.ID, tx.add(consultation.ErrAlready, `INSERT INTO calls (community, id, year, running, state, purpose, project, title, content, made_by, made_at,
		published_by, published_at, opens, closes, closed_at, result) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		c.Community, c.ID, year, running, string(c.State), string(c.Purpose), c.Project, c.Title, string(c.JSON()), c.MadeBy, micros(c.MadeAt),
		c.PublishedBy, timeOrNull(c.PublishedAt), micros(c.Opens), micros(c.Closes), timeOrNull(c.ClosedAt), string(c.Result)))
}

// SetCall writes a call anew.
func (tx *Tx) SetCall(c project.Call) error {
	return tx.findable(KindCall, c.Community, c.ID, tx.set(`UPDATE calls SET state = $3, purpose = $4, project = $5, title = $6, content = $7, made_by = $8, published_by = $9,
		published_at = $10, opens = $11, closes = $12, closed_at = $13, result = $14 WHERE community = $1 AND id = $2`,
		c.Community, c.ID, string(c.State), string(c.Purpose), c.Project, c.Title, string(c.JSON()), c.MadeBy, c.PublishedBy, timeOrNull(c.PublishedAt),
		micros(c.Opens), micros(c.Closes), timeOrNull(c.ClosedAt), string(c.Result)))
}
