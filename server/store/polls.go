package store

import (
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
)

// What polls' verbs load and write, apart from rolls (rolls.go) and ballots (ballots.go).

var _ polls.Tx = (*Tx)(nil)

const pollColumns = `terms, people, state, made_by, made_at, studied_on, study_note, published_by, published_at,
	roll_units, roll_heads, roll_area, roll_hash, ballots, closed_at, counted_at, result, filed_on, filed_as, until, formal`

func poll(r row) (p polls.Poll, err error) {
	var terms, people, studied, result, filed, until, formal string
	var made int64
	var published, closed, counted sql.NullInt64
	err = r.Scan(&terms, &people, &p.State, &p.MadeBy, &made, &studied, &p.StudyNote, &p.PublishedBy, &published,
		&p.Roll.Units, &p.Roll.Heads, &p.Roll.Area, &p.Roll.Hash, &p.Ballots, &closed, &counted, &result, &filed, &p.FiledAs, &until, &formal)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(terms), &p.Terms); err != nil {
		return p, err
	}
	if people != "" {
		p.Electorate.People = strings.Split(people, " ")
	}
	for text, day := range map[*string]*calendar.Day{&studied: &p.StudiedOn, &filed: &p.FiledOn, &until: &p.Until} {
		if *text != "" {
			if *day, err = calendar.ParseDay(*text); err != nil {
				return p, err
			}
		}
	}
	p.MadeAt, p.PublishedAt, p.ClosedAt, p.CountedAt = instant(made), instantOrZero(published), instantOrZero(closed), instantOrZero(counted)
	p.Final, p.Formal = bytesOrNil(result), bytesOrNil(formal)
	return p, nil
}

func bytesOrNil(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

func dayOrEmpty(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// Poll is a poll of the body, drafts too; residents.ErrNotFound when there is none.
func (v *View) Poll(body, id string) (polls.Poll, error) {
	return one(v, poll, `SELECT `+pollColumns+` FROM polls WHERE community = $1 AND id = $2`, body, id)
}

// PollsAfter are the body's polls in any of the states, the one that closes last first, from the one
// after the given one (the zero Poll for the first), at most limit.
func (v *View) PollsAfter(body string, after polls.Poll, limit int, states ...polls.State) ([]polls.Poll, error) {
	args := []any{body, after.Closes, after.ID, after.ID == "", limit}
	for _, s := range states {
		args = append(args, s)
	}
	return list(v, poll, `SELECT `+pollColumns+` FROM polls WHERE community = $1 AND ($4 OR closes < $2 OR closes = $2 AND id < $3)
		AND state IN (`+places(6, len(states))+`) ORDER BY closes DESC, id DESC LIMIT $5`, args...)
}

// PollsOfTopic are the published polls that put a topic's question, the earliest first.
func (v *View) PollsOfTopic(body, topic string) ([]polls.Poll, error) {
	return list(v, poll, `SELECT `+pollColumns+` FROM polls WHERE community = $1 AND topic = $2 AND topic <> ''
		AND state IN ('published', 'counting', 'counted') ORDER BY closes, id`, body, topic)
}

// NextPoll is the next running number of a year's polls.
func (v *View) NextPoll(body string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) + 1 FROM polls WHERE community = $1 AND year = $2`, body, year)
	return int(n), err
}

// HasTopic tells whether the body has a topic that everybody may read.
func (v *View) HasTopic(body, id string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM topics WHERE community = $1 AND id = $2 AND state NOT IN ('raised', 'withdrawn')`, body, id)
	return n > 0, err
}

// PollsToClose are the polls for which the clock may have something to do at the given instant.
func (v *View) PollsToClose(body string, now time.Time) ([]polls.Poll, error) {
	return list(v, poll, `SELECT `+pollColumns+` FROM polls
		WHERE community = $1 AND closes <= $2 AND state IN ('published', 'counting') ORDER BY closes, id`, body, micros(now))
}

// AddPoll keeps a new poll. polls.ErrStage when its id is taken.
func (tx *Tx) AddPoll(p polls.Poll) error {
	year, running := pollNumber(p.Number)
	return tx.findable(KindPoll, p.Community, p.ID, tx.add(polls.ErrStage, `INSERT INTO polls (community, id, year, running, topic, question, terms, people, state, opens, closes, made_by, made_at,
		studied_on, study_note, published_by, roll_units, roll_heads, roll_area, roll_hash, ballots, result, filed_on, filed_as, until, formal)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', '', 0, 0, 0, '', 0, '', '', '', '', '')`,
		p.Community, p.ID, year, running, p.Topic, p.Question, string(p.Terms.JSON()), strings.Join(p.Electorate.People, " "),
		p.State, p.Opens, p.Closes, p.MadeBy, micros(p.MadeAt)))
}

// pollNumber reads P2026-003.
func pollNumber(number string) (year, running int) {
	for i, digit := range []byte(strings.TrimPrefix(number, "P")) {
		switch {
		case i < 4:
			year = year*10 + int(digit-'0')
		case i > 4:
			running = running*10 + int(digit-'0')
		}
	}
	return year, running
}

// SetPoll writes a poll anew, all but the number of its ballots.
func (tx *Tx) SetPoll(p polls.Poll) error {
	return tx.findable(KindPoll, p.Community, p.ID, tx.set(`UPDATE polls SET topic = $3, question = $4, terms = $5, people = $6, state = $7, opens = $8, closes = $9, made_by = $10,
		studied_on = $11, study_note = $12, published_by = $13, published_at = $14, roll_units = $15, roll_heads = $16, roll_area = $17, roll_hash = $18,
		closed_at = $19, counted_at = $20, result = $21, filed_on = $22, filed_as = $23, until = $24, formal = $25
		WHERE community = $1 AND id = $2`,
		p.Community, p.ID, p.Topic, p.Question, string(p.Terms.JSON()), strings.Join(p.Electorate.People, " "), p.State, p.Opens, p.Closes, p.MadeBy,
		dayOrEmpty(p.StudiedOn), p.StudyNote, p.PublishedBy, timeOrNull(p.PublishedAt), p.Roll.Units, p.Roll.Heads, p.Roll.Area, p.Roll.Hash,
		timeOrNull(p.ClosedAt), timeOrNull(p.CountedAt), string(p.Final), dayOrEmpty(p.FiledOn), p.FiledAs, dayOrEmpty(p.Until), string(p.Formal)))
}

// MoreBallots adds to the number of units that have a ballot.
func (tx *Tx) MoreBallots(body, id string, n int) error {
	return tx.set(`UPDATE polls SET ballots = ballots + $3 WHERE community = $1 AND id = $2`, body, id, n)
}

// TellUnit puts a letter about a poll into the inbox of whoever of the unit has joined:
// the person, or the representative of the home.
func (tx *Tx) TellUnit(p polls.Poll, unit, kind, id string, at time.Time) error {
	var who []string
	if person := polls.UnitPerson(unit); person != "" {
		who = []string{person}
	} else if home := polls.UnitHome(unit); home != "" {
		roles, err := tx.HoldersBetween(p.Community, residents.RoleHouseholdRep, home, at, at.Add(time.Microsecond))
		if err != nil {
			return err
		}
		for _, r := range roles {
			who = append(who, r.Resident)
		}
	}
	for _, to := range who {
		err := tx.Tell(consultation.Letter{
			Community: p.Community, ID: id + "/" + kind + "/" + to, Resident: to, Kind: kind, Poll: p.ID, Title: p.Question, At: at.UnixMicro(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
