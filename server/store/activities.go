package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/signups"
)

// Activities of volunteers, their shifts, and who signed up for them.

var _ signups.Tx = (*Tx)(nil)

const activityColumns = `community, id, year, running, state, version, team, org, leader, content, made_by, made_at, published_by, published_at`

func scanActivity(r row) (a signups.Activity, err error) {
	var year, running int
	var content string
	var made int64
	var published sql.NullInt64
	err = r.Scan(&a.Community, &a.ID, &year, &running, &a.State, &a.Version, &a.Team, &a.Org, &a.Leader, &content, &a.MadeBy, &made, &a.PublishedBy, &published)
	if err != nil {
		return a, err
	}
	a.Number, a.MadeAt, a.PublishedAt = fmt.Sprintf("V%04d-%03d", year, running), instant(made), instantOrZero(published)
	return a, json.Unmarshal([]byte(content), &a.Content)
}

// Activity is a community's activity by id.
func (v *View) Activity(community, id string) (signups.Activity, error) {
	return one(v, scanActivity, `SELECT `+activityColumns+` FROM activities WHERE community = $1 AND id = $2`, community, id)
}

// ActivityTitles are titles by id; what is not there is left out.
func (v *View) ActivityTitles(community string, ids []string) (map[string]string, error) {
	titles := map[string]string{}
	all, err := inPortions(ids, func(some []any) ([][2]string, error) {
		return list(v, func(r row) (a [2]string, err error) { return a, r.Scan(&a[0], &a[1]) },
			`SELECT id, title FROM activities WHERE community = $1 AND id IN (`+places(2, len(some))+`)`, append([]any{community}, some...)...)
	})
	for _, a := range all {
		titles[a[0]] = a[1]
	}
	return titles, err
}

// LastActivityNumber is the highest running number of a year; 0 before the first.
func (v *View) LastActivityNumber(community string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM activities WHERE community = $1 AND year = $2`, community, year)
	return int(n), err
}

// AddActivity writes a new activity.
func (tx *Tx) AddActivity(a signups.Activity) error {
	var year, running int
	if _, err := fmt.Sscanf(a.Number, "V%d-%d", &year, &running); err != nil {
		return err
	}
	content, err := json.Marshal(a.Content)
	if err != nil {
		return err
	}
	return tx.findable(KindActivity, a.Community, a.ID, tx.add(signups.ErrAlready, `INSERT INTO activities (`+activityColumns+`, title)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		a.Community, a.ID, year, running, string(a.State), a.Version, a.Team, a.Org, a.Leader, string(content),
		a.MadeBy, micros(a.MadeAt), a.PublishedBy, timeOrNull(a.PublishedAt), a.Title))
}

// SetActivity writes an activity again.
func (tx *Tx) SetActivity(a signups.Activity) error {
	content, err := json.Marshal(a.Content)
	if err != nil {
		return err
	}
	return tx.findable(KindActivity, a.Community, a.ID, tx.set(`UPDATE activities SET state = $3, version = $4, leader = $5, content = $6, published_by = $7, published_at = $8, title = $9
		WHERE community = $1 AND id = $2`,
		a.Community, a.ID, string(a.State), a.Version, a.Leader, string(content), a.PublishedBy, timeOrNull(a.PublishedAt), a.Title))
}

const shiftColumns = `community, activity, id, series, starts, ends, off, reason, secret, reminded_at, asked_at, late_at`

func scanShift(r row) (s signups.Shift, err error) {
	var starts, ends int64
	var reminded, asked, late sql.NullInt64
	err = r.Scan(&s.Community, &s.Activity, &s.ID, &s.Series, &starts, &ends, &s.Off, &s.Reason, &s.Secret, &reminded, &asked, &late)
	s.Starts, s.Ends = instant(starts), instant(ends)
	s.RemindedAt, s.AskedAt, s.LateAt = instantOrZero(reminded), instantOrZero(asked), instantOrZero(late)
	return s, err
}

// Shift is one time of an activity.
func (v *View) Shift(community, activity, id string) (signups.Shift, error) {
	return one(v, scanShift, `SELECT `+shiftColumns+` FROM shifts WHERE community = $1 AND activity = $2 AND id = $3`, community, activity, id)
}

// ShiftsOf are an activity's shifts, the earliest first.
func (v *View) ShiftsOf(community, activity string) ([]signups.Shift, error) {
	return list(v, scanShift, `SELECT `+shiftColumns+` FROM shifts WHERE community = $1 AND activity = $2 ORDER BY starts, id`, community, activity)
}

// AddShift writes a new shift.
func (tx *Tx) AddShift(s signups.Shift) error {
	return tx.add(signups.ErrAlready, `INSERT INTO shifts (`+shiftColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.Community, s.Activity, s.ID, s.Series, micros(s.Starts), micros(s.Ends), s.Off, s.Reason, s.Secret,
		timeOrNull(s.RemindedAt), timeOrNull(s.AskedAt), timeOrNull(s.LateAt))
}

// SetShift writes where a shift stands.
func (tx *Tx) SetShift(s signups.Shift) error {
	return tx.set(`UPDATE shifts SET off = $4, reason = $5, reminded_at = $6, asked_at = $7, late_at = $8 WHERE community = $1 AND activity = $2 AND id = $3`,
		s.Community, s.Activity, s.ID, s.Off, s.Reason, timeOrNull(s.RemindedAt), timeOrNull(s.AskedAt), timeOrNull(s.LateAt))
}

// RemoveShift takes a shift away for which nobody has signed up.
func (tx *Tx) RemoveShift(community, activity, id string) error {
	return tx.set(`DELETE FROM shifts WHERE community = $1 AND activity = $2 AND id = $3`, community, activity, id)
}

const signupColumns = `community, activity, shift, resident, post, state, with_whom, at, confirm_at, until, agreed_at, giving, words,
	in_at, out_at, minutes, settled_by, settled_at`

func scanSignup(r row) (s signups.Signup, err error) {
	err = readSignup(r, &s)
	return s, err
}

// readSignup reads the columns of a sign-up, and more after them.
func readSignup(r row, s *signups.Signup, more ...any) error {
	var at int64
	var from, until, agreed, in, out, settled sql.NullInt64
	err := r.Scan(append([]any{&s.Community, &s.Activity, &s.Shift, &s.Resident, &s.Post, &s.State, &s.With, &at, &from, &until, &agreed, &s.Giving, &s.Words,
		&in, &out, &s.Minutes, &s.SettledBy, &settled}, more...)...)
	s.At, s.From, s.Until, s.AgreedAt = instant(at), instantOrZero(from), instantOrZero(until), instantOrZero(agreed)
	s.In, s.Out, s.SettledAt = instantOrZero(in), instantOrZero(out), instantOrZero(settled)
	return err
}

// Signup is a person's in a shift.
func (v *View) Signup(community, activity, shift, resident string) (signups.Signup, error) {
	return one(v, scanSignup, `SELECT `+signupColumns+` FROM signups WHERE community = $1 AND activity = $2 AND shift = $3 AND resident = $4`,
		community, activity, shift, resident)
}

// SignupsOf are those of a shift, by when they came.
func (v *View) SignupsOf(community, activity, shift string) ([]signups.Signup, error) {
	return list(v, scanSignup, `SELECT `+signupColumns+` FROM signups WHERE community = $1 AND activity = $2 AND shift = $3 ORDER BY at, resident`,
		community, activity, shift)
}

// placed names the states that hold a place, as SQL.
var placed = func() (states string) {
	for i, s := range signups.Placed {
		if i > 0 {
			states += ", "
		}
		states += "'" + string(s) + "'"
	}
	return states
}()

// PlacesTaken is how many hold a place of a post in a shift.
func (v *View) PlacesTaken(community, activity, shift, post string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM signups WHERE community = $1 AND activity = $2 AND shift = $3 AND post = $4 AND state IN (`+placed+`)`,
		community, activity, shift, post)
	return int(n), err
}

// FirstWaiting is the first of the waiting list.
func (v *View) FirstWaiting(community, activity, shift, post string) (signups.Signup, error) {
	return one(v, scanSignup, `SELECT `+signupColumns+` FROM signups WHERE community = $1 AND activity = $2 AND shift = $3 AND post = $4 AND state = 'waitlisted'
		ORDER BY at, resident LIMIT 1`, community, activity, shift, post)
}

// FirstGiving is the first who gives a place on.
func (v *View) FirstGiving(community, activity, shift, post string) (signups.Signup, error) {
	return one(v, scanSignup, `SELECT `+signupColumns+` FROM signups WHERE community = $1 AND activity = $2 AND shift = $3 AND post = $4 AND state = 'accepted' AND giving
		ORDER BY at, resident LIMIT 1`, community, activity, shift, post)
}

const takenColumns = `s.community, s.activity, s.shift, s.resident, s.post, s.state, s.with_whom, s.at, s.confirm_at, s.until, s.agreed_at, s.giving, s.words,
	s.in_at, s.out_at, s.minutes, s.settled_by, s.settled_at, h.starts, h.ends`

func scanTaken(r row) (t signups.Taken, err error) {
	var starts, ends int64
	err = readSignup(r, &t.Signup, &starts, &ends)
	t.Starts, t.Ends = instant(starts), instant(ends)
	return t, err
}

// TakenBetween are a person's sign-ups that hold a place, of shifts that touch a time.
func (v *View) TakenBetween(community, resident string, from, to time.Time) ([]signups.Taken, error) {
	return list(v, scanTaken, `SELECT `+takenColumns+` FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
		WHERE s.community = $1 AND s.resident = $2 AND s.state IN (`+placed+`) AND h.starts < $4 AND h.ends > $3 ORDER BY h.starts, h.id`,
		community, resident, micros(from), micros(to))
}

// NoShowsSince is how often somebody did not come, without a word, since an instant.
func (v *View) NoShowsSince(community, resident string, since time.Time) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
		WHERE s.community = $1 AND s.resident = $2 AND s.state = 'no-show' AND h.starts >= $3`, community, resident, micros(since))
	return int(n), err
}

// AddSignup writes a first sign-up of a person for a shift.
func (tx *Tx) AddSignup(s signups.Signup) error {
	return tx.add(signups.ErrAlready, `INSERT INTO signups (`+signupColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`, signupValues(s)...)
}

// SetSignup writes where it stands.
func (tx *Tx) SetSignup(s signups.Signup) error {
	return tx.set(`UPDATE signups SET post = $5, state = $6, with_whom = $7, at = $8, confirm_at = $9, until = $10, agreed_at = $11, giving = $12, words = $13,
		in_at = $14, out_at = $15, minutes = $16, settled_by = $17, settled_at = $18
		WHERE community = $1 AND activity = $2 AND shift = $3 AND resident = $4`, signupValues(s)...)
}

func signupValues(s signups.Signup) []any {
	return []any{s.Community, s.Activity, s.Shift, s.Resident, s.Post, string(s.State), s.With, micros(s.At), timeOrNull(s.From), timeOrNull(s.Until),
		timeOrNull(s.AgreedAt), s.Giving, s.Words, timeOrNull(s.In), timeOrNull(s.Out), s.Minutes, s.SettledBy, timeOrNull(s.SettledAt)}
}

// HourChanges are the trace of a sign-up's hours, the first first.
func (v *View) HourChanges(community, activity, shift, resident string) ([]signups.HourChange, error) {
	return list(v, func(r row) (c signups.HourChange, err error) {
		var at int64
		err = r.Scan(&c.Community, &c.Activity, &c.Shift, &c.Resident, &c.Seq, &c.Kind, &c.Was, &c.Now, &c.Words, &c.By, &at)
		c.At = instant(at)
		return c, err
	}, `SELECT community, activity, shift, resident, seq, kind, was, now, words, by_whom, at FROM hour_changes
		WHERE community = $1 AND activity = $2 AND shift = $3 AND resident = $4 ORDER BY seq`, community, activity, shift, resident)
}

// AddHourChange writes the next line of a trace.
func (tx *Tx) AddHourChange(c signups.HourChange) error {
	return tx.add(signups.ErrAlready, `INSERT INTO hour_changes (community, activity, shift, resident, seq, kind, was, now, words, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.Community, c.Activity, c.Shift, c.Resident, c.Seq, string(c.Kind), c.Was, c.Now, c.Words, c.By, micros(c.At))
}

// Services are a person's confirmed services of more than nothing that began in a time, the earliest first.
func (v *View) Services(community, resident string, from, to time.Time) ([]signups.Service, error) {
	return list(v, func(r row) (s signups.Service, err error) {
		var year, running int
		var starts, settled int64
		var content, post string
		err = r.Scan(&s.Activity, &year, &running, &content, &post, &starts, &s.Minutes, &settled)
		if err != nil {
			return s, err
		}
		s.Number, s.Starts, s.Settled = fmt.Sprintf("V%04d-%03d", year, running), instant(starts), instant(settled)
		var c signups.Content
		err = json.Unmarshal([]byte(content), &c)
		p, _ := c.Post(post)
		s.Title, s.Place, s.Post = c.Title, c.Place, p.Words
		return s, err
	}, `SELECT a.id, a.year, a.running, a.content, s.post, h.starts, s.minutes, s.settled_at
		FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
			JOIN activities a ON a.community = s.community AND a.id = s.activity
		WHERE s.community = $1 AND s.resident = $2 AND s.state = 'confirmed' AND s.minutes > 0 AND h.starts >= $3 AND h.starts < $4
		ORDER BY h.starts, h.id`, community, resident, micros(from), micros(to))
}

// ServiceStatement is a statement of service by the hash of its code, of whichever community.
func (v *View) ServiceStatement(codeHash string) (signups.Statement, error) {
	return one(v, scanServiceStatement, `SELECT `+serviceStatementColumns+` FROM statements_of_service WHERE code_hash = $1`, codeHash)
}

// ServiceStatementsOf are those that somebody had made, the newest first.
func (v *View) ServiceStatementsOf(community, resident string) ([]signups.Statement, error) {
	return list(v, scanServiceStatement, `SELECT `+serviceStatementColumns+` FROM statements_of_service WHERE community = $1 AND resident = $2
		ORDER BY made_at DESC, id DESC LIMIT 50`, community, resident)
}

const serviceStatementColumns = `community, id, resident, code_hash, from_day, until_day, services, minutes, made_at`

func scanServiceStatement(r row) (s signups.Statement, err error) {
	var from, until, services string
	var made int64
	if err = r.Scan(&s.Community, &s.ID, &s.Resident, &s.CodeHash, &from, &until, &services, &s.Minutes, &made); err != nil {
		return s, err
	}
	s.MadeAt = instant(made)
	if s.From, err = calendar.ParseDay(from); err != nil {
		return s, err
	}
	if s.Until, err = calendar.ParseDay(until); err != nil {
		return s, err
	}
	if services[:1] != "{" {
		return s, json.Unmarshal([]byte(services), &s.Services)
	}
	var stated guardianStated
	err = json.Unmarshal([]byte(services), &stated)
	s.Guardian, s.Services = stated.Guardian, stated.Services
	return s, err
}

// guardianStated is what a statement lists, with the guardian who had it made; of others it is the list alone.
type guardianStated struct {
	Guardian string            `json:"guardian"`
	Services []signups.Service `json:"services"`
}

// AddServiceStatement writes a statement of service.
func (tx *Tx) AddServiceStatement(s signups.Statement) error {
	var stated any = s.Services
	if s.Guardian != "" {
		stated = guardianStated{s.Guardian, s.Services}
	}
	services, err := json.Marshal(stated)
	if err != nil {
		return err
	}
	return tx.add(signups.ErrAlready, `INSERT INTO statements_of_service (`+serviceStatementColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.Community, s.ID, s.Resident, s.CodeHash, s.From.String(), s.Until.String(), string(services), s.Minutes, micros(s.MadeAt))
}

// remindAhead is how long before a shift the clock looks whether people are to be reminded: the
// evening before a shift that begins at midnight is less than a day and a half away.
const remindAhead = 36 * time.Hour

// ActivityWork are the ids of the activities with which the clock may have something to do.
func (v *View) ActivityWork(community string, now time.Time) ([]string, error) {
	return list(v, text, `SELECT a.id FROM activities a WHERE a.community = $1 AND a.state IN ('open', 'cancelled') AND (
			EXISTS (SELECT 1 FROM signups s WHERE s.community = $1 AND s.activity = a.id AND s.until <= $2)
			OR EXISTS (SELECT 1 FROM shifts h WHERE h.community = $1 AND h.activity = a.id AND NOT h.off AND h.reminded_at IS NULL AND h.starts > $2 AND h.starts <= $3)
			OR EXISTS (SELECT 1 FROM shifts h WHERE h.community = $1 AND h.activity = a.id AND NOT h.off AND h.ends <= $2 AND (h.asked_at IS NULL OR h.late_at IS NULL)
				AND EXISTS (SELECT 1 FROM signups s WHERE s.community = $1 AND s.activity = a.id AND s.shift = h.id AND s.state IN ('accepted', 'checked-in', 'completed', 'disputed')))
			OR a.state = 'open' AND NOT EXISTS (SELECT 1 FROM shifts h WHERE h.community = $1 AND h.activity = a.id AND NOT h.off AND h.ends > $2))
		ORDER BY a.id`, community, micros(now), micros(now.Add(remindAhead)))
}

// TellHelper puts a letter about an activity into somebody's inbox.
func (tx *Tx) TellHelper(l signups.Letter) error {
	return tx.Tell(consultation.Letter{
		Community: l.Community, ID: l.ID, Resident: l.Resident, Kind: l.Kind, Activity: l.Activity, Title: l.Title, At: micros(l.At),
	})
}
