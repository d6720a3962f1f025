package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"yishiting/signups/grants"
)

// Micro-grants: rounds, applications, experts and their scores, votes, complaints, payments.

var _ grants.Tx = (*Tx)(nil)

const roundColumns = `community, id, year, running, state, version, content, made_by, made_at, published_by, published_at`

// roundContent is what of a round is kept as one text.
type roundContent struct {
	grants.Terms
	grants.Course
}

func scanRound(r row) (g grants.Round, err error) {
	var year, running int
	var content string
	var made int64
	var published sql.NullInt64
	err = r.Scan(&g.Community, &g.ID, &year, &running, &g.State, &g.Version, &content, &g.MadeBy, &made, &g.PublishedBy, &published)
	if err != nil {
		return g, err
	}
	g.Number, g.MadeAt, g.PublishedAt = fmt.Sprintf("G%04d-%02d", year, running), instant(made), instantOrZero(published)
	var c roundContent
	err = json.Unmarshal([]byte(content), &c)
	g.Terms, g.Course = c.Terms, c.Course
	return g, err
}

// Round is a street's round of micro-grants by id.
func (v *View) Round(body, id string) (grants.Round, error) {
	return one(v, scanRound, `SELECT `+roundColumns+` FROM grant_rounds WHERE community = $1 AND id = $2`, body, id)
}

// LastRoundNumber is the highest running number of a year; 0 before the first.
func (v *View) LastRoundNumber(body string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM grant_rounds WHERE community = $1 AND year = $2`, body, year)
	return int(n), err
}

// RoundsBefore are a street's rounds, the latest number first, below a year and number; drafts
// only where they are wanted.
func (v *View) RoundsBefore(body string, year, running int, drafts bool, limit int) ([]grants.Round, error) {
	return list(v, scanRound, `SELECT `+roundColumns+` FROM grant_rounds
		WHERE community = $1 AND (year < $2 OR year = $2 AND running < $3) AND ($4 OR state <> 'draft') ORDER BY year DESC, running DESC LIMIT $5`,
		body, year, running, drafts, limit)
}

// RoundsToClose are those in the pitch whose last hour has come.
func (v *View) RoundsToClose(body string, now time.Time) ([]grants.Round, error) {
	return list(v, scanRound, `SELECT `+roundColumns+` FROM grant_rounds WHERE community = $1 AND state = 'pitch' AND vote_until <= $2 ORDER BY vote_until, id`,
		body, micros(now))
}

// AddRound writes a new round.
func (tx *Tx) AddRound(g grants.Round) error {
	var year, running int
	if _, err := fmt.Sscanf(g.Number, "G%d-%d", &year, &running); err != nil {
		return err
	}
	content, err := json.Marshal(roundContent{g.Terms, g.Course})
	if err != nil {
		return err
	}
	return tx.findable(KindRound, g.Community, g.ID, tx.add(grants.ErrAlready, `INSERT INTO grant_rounds (`+roundColumns+`, title, vote_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		g.Community, g.ID, year, running, string(g.State), g.Version, string(content), g.MadeBy, micros(g.MadeAt), g.PublishedBy, timeOrNull(g.PublishedAt),
		g.Title, micros(g.VoteUntil)))
}

// SetRound writes a round again.
func (tx *Tx) SetRound(g grants.Round) error {
	content, err := json.Marshal(roundContent{g.Terms, g.Course})
	if err != nil {
		return err
	}
	return tx.findable(KindRound, g.Community, g.ID, tx.set(`UPDATE grant_rounds SET state = $3, version = $4, content = $5, made_by = $6, published_by = $7, published_at = $8, title = $9, vote_until = $10
		WHERE community = $1 AND id = $2`,
		g.Community, g.ID, string(g.State), g.Version, string(content), g.MadeBy, g.PublishedBy, timeOrNull(g.PublishedAt), g.Title, micros(g.VoteUntil)))
}

const applicationColumns = `community, id, body, round, seq, org, org_name, state, version, content, made_by, made_at`

func scanApplication(r row) (a grants.Application, err error) {
	var content string
	var made int64
	err = r.Scan(&a.Community, &a.ID, &a.Body, &a.Round, &a.Seq, &a.Org, &a.OrgName, &a.State, &a.Version, &content, &a.MadeBy, &made)
	if err != nil {
		return a, err
	}
	a.MadeAt = instant(made)
	return a, json.Unmarshal([]byte(content), &a.File)
}

// Application is an organisation's application by id.
func (v *View) Application(community, id string) (grants.Application, error) {
	return one(v, scanApplication, `SELECT `+applicationColumns+` FROM grant_applications WHERE community = $1 AND id = $2`, community, id)
}

// ApplicationsOf are all of a round, in the order in which they came.
func (v *View) ApplicationsOf(body, round string) ([]grants.Application, error) {
	return list(v, scanApplication, `SELECT `+applicationColumns+` FROM grant_applications WHERE body = $1 AND round = $2 ORDER BY seq`, body, round)
}

// AddApplication writes a new application.
func (tx *Tx) AddApplication(a grants.Application) error {
	content, err := json.Marshal(a.File)
	if err != nil {
		return err
	}
	return tx.findable(KindGrant, a.Body, a.ID, tx.add(grants.ErrAlready, `INSERT INTO grant_applications (`+applicationColumns+`, title) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		a.Community, a.ID, a.Body, a.Round, a.Seq, a.Org, a.OrgName, string(a.State), a.Version, string(content), a.MadeBy, micros(a.MadeAt), a.Title))
}

// SetApplication writes an application again.
func (tx *Tx) SetApplication(a grants.Application) error {
	content, err := json.Marshal(a.File)
	if err != nil {
		return err
	}
	return tx.findable(KindGrant, a.Body, a.ID, tx.set(`UPDATE grant_applications SET state = $3, version = $4, content = $5, title = $6 WHERE community = $1 AND id = $2`,
		a.Community, a.ID, string(a.State), a.Version, string(content), a.Title))
}

// HasGrant tells whether a project of the organisation is under way.
func (v *View) HasGrant(community, org string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM grant_applications WHERE community = $1 AND org = $2 AND state = 'going'`, community, org)
	return n > 0, err
}

// Jury are the experts of a round, by id.
func (v *View) Jury(body, round string) ([]grants.Juror, error) {
	return list(v, func(r row) (j grants.Juror, err error) {
		var ties string
		var declared sql.NullInt64
		err = r.Scan(&j.Community, &j.Round, &j.Expert, &ties, &declared)
		j.Ties, j.DeclaredAt = strings.Fields(ties), instantOrZero(declared)
		return j, err
	}, `SELECT community, round, expert, ties, declared_at FROM grant_jurors WHERE community = $1 AND round = $2 ORDER BY expert`, body, round)
}

// SetJuror writes an expert of a round, for the first time or again.
func (tx *Tx) SetJuror(j grants.Juror) error {
	_, err := tx.exec(`INSERT INTO grant_jurors (community, round, expert, ties, declared_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (community, round, expert) DO UPDATE SET ties = excluded.ties, declared_at = excluded.declared_at`,
		j.Community, j.Round, j.Expert, strings.Join(j.Ties, " "), timeOrNull(j.DeclaredAt))
	return err
}

// RemoveJuror takes an expert off a round.
func (tx *Tx) RemoveJuror(body, round, expert string) error {
	return tx.set(`DELETE FROM grant_jurors WHERE community = $1 AND round = $2 AND expert = $3`, body, round, expert)
}

const scoreColumns = `community, round, application, expert, points, nonce, at`

func scanScore(r row) (s grants.Score, err error) {
	var points string
	var at int64
	if err := r.Scan(&s.Community, &s.Round, &s.Application, &s.Expert, &points, &s.Nonce, &at); err != nil {
		return s, err
	}
	s.At = instant(at)
	for _, p := range strings.Fields(points) {
		n, err := strconv.Atoi(p)
		if err != nil {
			return s, err
		}
		s.Points = append(s.Points, n)
	}
	return s, nil
}

// ScoresBy are an expert's own.
func (v *View) ScoresBy(body, round, expert string) ([]grants.Score, error) {
	return list(v, scanScore, `SELECT `+scoreColumns+` FROM grant_scores WHERE community = $1 AND round = $2 AND expert = $3 ORDER BY application`, body, round, expert)
}

// ScoresOf are all of a round, each application's in the order of the experts' ids.
func (v *View) ScoresOf(body, round string) ([]grants.Score, error) {
	return list(v, scanScore, `SELECT `+scoreColumns+` FROM grant_scores WHERE community = $1 AND round = $2 ORDER BY application, expert`, body, round)
}

// counted reads names with a number each into a map.
func counted(v *View, query string, args ...any) (map[string]int, error) {
	type pair struct {
		name string
		n    int
	}
	all, err := list(v, func(r row) (p pair, err error) { return p, r.Scan(&p.name, &p.n) }, query, args...)
	in := map[string]int{}
	for _, p := range all {
		in[p.name] = p.n
	}
	return in, err
}

// ScoresIn counts for each application how many scores have come, without those of experts who have a tie to it.
func (v *View) ScoresIn(body, round string) (map[string]int, error) {
	return counted(v, `SELECT s.application, COUNT(*) FROM grant_scores s JOIN grant_jurors j ON j.community = s.community AND j.round = s.round AND j.expert = s.expert
		WHERE s.community = $1 AND s.round = $2 AND ' ' || j.ties || ' ' NOT LIKE '% ' || s.application || ' %' GROUP BY s.application`, body, round)
}

// SetScore writes a score, for the first time or again.
func (tx *Tx) SetScore(s grants.Score) error {
	points := make([]string, len(s.Points))
	for i, p := range s.Points {
		points[i] = strconv.Itoa(p)
	}
	_, err := tx.exec(`INSERT INTO grant_scores (`+scoreColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (community, round, application, expert) DO UPDATE SET points = excluded.points, nonce = excluded.nonce, at = excluded.at`,
		s.Community, s.Round, s.Application, s.Expert, strings.Join(points, " "), s.Nonce, micros(s.At))
	return err
}

func scanVote(r row) (g grants.Vote, err error) {
	var choices string
	var at int64
	err = r.Scan(&g.Community, &g.Body, &g.Round, &g.Resident, &choices, &at)
	g.Choices, g.At = strings.Fields(choices), instant(at)
	return g, err
}

// Vote is whom a resident chose in a round.
func (v *View) Vote(community, body, round, resident string) (grants.Vote, error) {
	return one(v, scanVote, `SELECT community, body, round, resident, choices, at FROM grant_votes WHERE community = $1 AND body = $2 AND round = $3 AND resident = $4`,
		community, body, round, resident)
}

// Votes counts who has chosen, and how often each application was chosen.
func (v *View) Votes(body, round string) (voters int, chosen map[string]int, err error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM grant_votes WHERE body = $1 AND round = $2`, body, round)
	if err != nil {
		return 0, nil, err
	}
	chosen, err = counted(v, `SELECT a.id, COUNT(*) FROM grant_applications a JOIN grant_votes g ON g.body = a.body AND g.round = a.round
		AND ' ' || g.choices || ' ' LIKE '% ' || a.id || ' %' WHERE a.body = $1 AND a.round = $2 GROUP BY a.id`, body, round)
	return int(n), chosen, err
}

// Voters is how many residents have chosen.
func (v *View) Voters(body, round string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM grant_votes WHERE body = $1 AND round = $2`, body, round)
	return int(n), err
}

// SetVote writes whom a resident chose, for the first time or again.
func (tx *Tx) SetVote(g grants.Vote) error {
	_, err := tx.exec(`INSERT INTO grant_votes (community, body, round, resident, choices, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (community, body, round, resident) DO UPDATE SET choices = excluded.choices, at = excluded.at`,
		g.Community, g.Body, g.Round, g.Resident, strings.Join(g.Choices, " "), micros(g.At))
	return err
}

const complaintColumns = `community, id, body, round, application, resident, words, at, due, upheld, reply, reply_by, reply_at`

func scanComplaint(r row) (c grants.Complaint, err error) {
	var at, due int64
	var replied sql.NullInt64
	err = r.Scan(&c.Community, &c.ID, &c.Body, &c.Round, &c.Application, &c.Resident, &c.Text, &at, &due, &c.Upheld, &c.Reply, &c.ReplyBy, &replied)
	c.At, c.Due, c.ReplyAt = instant(at), instant(due), instantOrZero(replied)
	return c, err
}

// Complaint is one by id.
func (v *View) Complaint(community, id string) (grants.Complaint, error) {
	return one(v, scanComplaint, `SELECT `+complaintColumns+` FROM grant_complaints WHERE community = $1 AND id = $2`, community, id)
}

// ComplaintsOf are all against a round, the earliest first.
func (v *View) ComplaintsOf(body, round string) ([]grants.Complaint, error) {
	return list(v, scanComplaint, `SELECT `+complaintColumns+` FROM grant_complaints WHERE body = $1 AND round = $2 ORDER BY at, id`, body, round)
}

// AddComplaint writes a new complaint.
func (tx *Tx) AddComplaint(c grants.Complaint) error {
	return tx.add(grants.ErrAlready, `INSERT INTO grant_complaints (`+complaintColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		c.Community, c.ID, c.Body, c.Round, c.Application, c.Resident, c.Text, micros(c.At), micros(c.Due), c.Upheld, c.Reply, c.ReplyBy, timeOrNull(c.ReplyAt))
}

// SetComplaint writes the answer.
func (tx *Tx) SetComplaint(c grants.Complaint) error {
	return tx.set(`UPDATE grant_complaints SET upheld = $3, reply = $4, reply_by = $5, reply_at = $6 WHERE community = $1 AND id = $2`,
		c.Community, c.ID, c.Upheld, c.Reply, c.ReplyBy, timeOrNull(c.ReplyAt))
}

// PaymentsOf are all of a round, the earliest first.
func (v *View) PaymentsOf(body, round string) ([]grants.Payment, error) {
	return list(v, func(r row) (p grants.Payment, err error) {
		var at int64
		err = r.Scan(&p.Community, &p.ID, &p.Round, &p.Application, &p.Kind, &p.Cents, &p.Document, &p.By, &at)
		p.At = instant(at)
		return p, err
	}, `SELECT community, id, round, application, kind, cents, document, by_whom, at FROM grant_payments WHERE community = $1 AND round = $2 ORDER BY at, id`, body, round)
}

// AddPayment writes a payment, once a kind and application.
func (tx *Tx) AddPayment(p grants.Payment) error {
	return tx.add(grants.ErrAlready, `INSERT INTO grant_payments (community, id, round, application, kind, cents, document, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.Community, p.ID, p.Round, p.Application, string(p.Kind), p.Cents, p.Document, p.By, micros(p.At))
}
