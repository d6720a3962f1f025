package store

import (
	"database/sql"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/signups"
	"yishiting/telling"
)

// Volunteers: what they say of themselves, their teams, and whom a leader may ask.

const profileColumns = `community, resident, skills, times, near, asked, named, weekly, since`

func scanProfile(r row) (p signups.Profile, err error) {
	var skills string
	var since int64
	err = r.Scan(&p.Community, &p.Resident, &skills, &p.Times, &p.Near, &p.Asked, &p.Named, &p.Weekly, &since)
	p.Since = instant(since)
	for _, s := range strings.Fields(skills) {
		p.Skills = append(p.Skills, signups.Skill(s))
	}
	return p, err
}

// Profile is what a volunteer says of themselves.
func (v *View) Profile(community, resident string) (signups.Profile, error) {
	return one(v, scanProfile, `SELECT `+profileColumns+` FROM volunteers WHERE community = $1 AND resident = $2`, community, resident)
}

// SetProfile writes it, for the first time or again.
func (tx *Tx) SetProfile(p signups.Profile) error {
	var skills []string
	for _, s := range p.Skills {
		skills = append(skills, string(s))
	}
	_, err := tx.exec(`INSERT INTO volunteers (`+profileColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (community, resident) DO UPDATE SET skills = excluded.skills, times = excluded.times, near = excluded.near,
			asked = excluded.asked, named = excluded.named, weekly = excluded.weekly`,
		p.Community, p.Resident, strings.Join(skills, " "), int64(p.Times), string(p.Near), p.Asked, p.Named, p.Weekly, micros(p.Since))
	return err
}

// RemoveProfile takes it away, and what the person said they could prove.
func (tx *Tx) RemoveProfile(community, resident string) error {
	if _, err := tx.exec(`DELETE FROM volunteers WHERE community = $1 AND resident = $2`, community, resident); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM volunteer_proofs WHERE community = $1 AND resident = $2`, community, resident)
	return err
}

const proofColumns = `community, resident, skill, about, asked_at, checked_at, checked_by, good, until`

func scanProof(r row) (p signups.Proof, err error) {
	var asked int64
	var checked sql.NullInt64
	var until string
	err = r.Scan(&p.Community, &p.Resident, &p.Skill, &p.About, &asked, &checked, &p.CheckedBy, &p.Good, &until)
	if err != nil {
		return p, err
	}
	p.AskedAt, p.CheckedAt = instant(asked), instantOrZero(checked)
	if until != "" {
		p.Until, err = calendar.ParseDay(until)
	}
	return p, err
}

// Proofs are what a person says they can prove, in the order of the skills' names.
func (v *View) Proofs(community, resident string) ([]signups.Proof, error) {
	return list(v, scanProof, `SELECT `+proofColumns+` FROM volunteer_proofs WHERE community = $1 AND resident = $2 ORDER BY skill`, community, resident)
}

// ProofsWaiting are those that the committee has not looked at, the oldest first.
func (v *View) ProofsWaiting(community string, limit int) ([]signups.Proof, error) {
	return list(v, scanProof, `SELECT `+proofColumns+` FROM volunteer_proofs WHERE community = $1 AND checked_at IS NULL
		ORDER BY asked_at, resident, skill LIMIT $2`, community, limit)
}

// SetProof writes one, for the first time or again.
func (tx *Tx) SetProof(p signups.Proof) error {
	until := ""
	if !p.Until.IsZero() {
		until = p.Until.String()
	}
	_, err := tx.exec(`INSERT INTO volunteer_proofs (`+proofColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (community, resident, skill) DO UPDATE SET about = excluded.about, asked_at = excluded.asked_at,
			checked_at = excluded.checked_at, checked_by = excluded.checked_by, good = excluded.good, until = excluded.until`,
		p.Community, p.Resident, string(p.Skill), p.About, micros(p.AskedAt), timeOrNull(p.CheckedAt), p.CheckedBy, p.Good, until)
	return err
}

const teamColumns = `community, id, name, about, kind, leader, made_by, made_at, ended_at`

func scanTeam(r row) (t signups.Team, err error) {
	var made int64
	var ended sql.NullInt64
	err = r.Scan(&t.Community, &t.ID, &t.Name, &t.About, &t.Kind, &t.Leader, &t.MadeBy, &made, &ended)
	t.MadeAt, t.EndedAt = instant(made), instantOrZero(ended)
	return t, err
}

// Team is a community's team by id.
func (v *View) Team(community, id string) (signups.Team, error) {
	return one(v, scanTeam, `SELECT `+teamColumns+` FROM teams WHERE community = $1 AND id = $2`, community, id)
}

// TeamsOf are a community's teams that are not ended, by name.
func (v *View) TeamsOf(community string) ([]signups.Team, error) {
	return list(v, scanTeam, `SELECT `+teamColumns+` FROM teams WHERE community = $1 AND ended_at IS NULL ORDER BY name, id`, community)
}

// AddTeam writes a new team.
func (tx *Tx) AddTeam(t signups.Team) error {
	return tx.findable(KindTeam, t.Community, t.ID, tx.add(signups.ErrAlready, `INSERT INTO teams (`+teamColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.Community, t.ID, t.Name, t.About, string(t.Kind), t.Leader, t.MadeBy, micros(t.MadeAt), timeOrNull(t.EndedAt)))
}

// SetTeam writes a team again.
func (tx *Tx) SetTeam(t signups.Team) error {
	return tx.findable(KindTeam, t.Community, t.ID, tx.set(`UPDATE teams SET name = $3, about = $4, kind = $5, leader = $6, ended_at = $7 WHERE community = $1 AND id = $2`,
		t.Community, t.ID, t.Name, t.About, string(t.Kind), t.Leader, timeOrNull(t.EndedAt)))
}

const memberColumns = `community, team, resident, duty, since`

func scanMember(r row) (m signups.Member, err error) {
	var since int64
	err = r.Scan(&m.Community, &m.Team, &m.Resident, &m.Duty, &since)
	m.Since = instant(since)
	return m, err
}

// Member is somebody in a team.
func (v *View) Member(community, team, resident string) (signups.Member, error) {
	return one(v, scanMember, `SELECT `+memberColumns+` FROM team_members WHERE community = $1 AND team = $2 AND resident = $3`, community, team, resident)
}

// Members are those of a team, the first first.
func (v *View) Members(community, team string) ([]signups.Member, error) {
	return list(v, scanMember, `SELECT `+memberColumns+` FROM team_members WHERE community = $1 AND team = $2 ORDER BY since, resident`, community, team)
}

// MembershipsOf are the teams in which somebody is.
func (v *View) MembershipsOf(community, resident string) ([]signups.Member, error) {
	return list(v, scanMember, `SELECT `+memberColumns+` FROM team_members WHERE community = $1 AND resident = $2 ORDER BY since, team`, community, resident)
}

// AddMember writes a new member.
func (tx *Tx) AddMember(m signups.Member) error {
	return tx.add(signups.ErrAlready, `INSERT INTO team_members (`+memberColumns+`) VALUES ($1, $2, $3, $4, $5)`,
		m.Community, m.Team, m.Resident, m.Duty, micros(m.Since))
}

// SetMember writes a member's duty again.
func (tx *Tx) SetMember(m signups.Member) error {
	return tx.set(`UPDATE team_members SET duty = $4 WHERE community = $1 AND team = $2 AND resident = $3`, m.Community, m.Team, m.Resident, m.Duty)
}

// RemoveMember takes somebody out of a team.
func (tx *Tx) RemoveMember(community, team, resident string) error {
	return tx.set(`DELETE FROM team_members WHERE community = $1 AND team = $2 AND resident = $3`, community, team, resident)
}

// WasAsked tells whether somebody was asked for a shift.
func (v *View) WasAsked(community, activity, shift, resident string) (bool, error) {
	_, err := one(v, number, `SELECT 1 FROM volunteer_asks WHERE community = $1 AND activity = $2 AND shift = $3 AND resident = $4`, community, activity, shift, resident)
	if err == residents.ErrNotFound {
		return false, nil
	}
	return err == nil, err
}

// AddAsk writes that somebody was asked for a shift.
func (tx *Tx) AddAsk(a signups.Ask) error {
	return tx.add(signups.ErrAskedOnce, `INSERT INTO volunteer_asks (community, activity, shift, resident, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.Community, a.Activity, a.Shift, a.Resident, a.By, micros(a.At))
}

const helperColumns = `v.community, v.resident, v.skills, v.times, v.near, v.asked, v.named, v.weekly, v.since, r.building`

func scanHelper(r row) (c signups.Candidate, err error) {
	var skills string
	var since int64
	err = r.Scan(&c.Community, &c.Resident, &skills, &c.Times, &c.Near, &c.Asked, &c.Named, &c.Weekly, &since, &c.Building)
	c.Since = instant(since)
	for _, s := range strings.Fields(skills) {
		c.Skills = append(c.Skills, signups.Skill(s))
	}
	return c, err
}

// PlacesFitting are, by those of the given people who wish to hear of them, the activities of their community
// with a free place in a shift that begins within a time and suits them.
func (v *View) PlacesFitting(community string, of []string, from, to time.Time) (map[string][]telling.Event, error) {
	fitting := map[string][]telling.Event{}
	if len(of) == 0 {
		return fitting, nil
	}
	in, args := among([]any{community}, of)
	all, err := list(v, scanHelper, `SELECT `+helperColumns+`
		FROM volunteers v JOIN residents r ON r.community = v.community AND r.id = v.resident AND r.left_at IS NULL
		WHERE v.community = $1 AND v.weekly AND v.resident IN (`+in+`)`, args...)
	if err != nil || len(all) == 0 {
		return fitting, err
	}
	if err := v.readProofs(community, all); err != nil {
		return nil, err
	}
	body, err := v.CommunityByID(community)
	if err != nil {
		return nil, err
	}
	free, err := v.FreePosts(community, from, to)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		ahead, err := v.SignupsAhead(community, c.Resident, from)
		if err != nil {
			return nil, err
		}
		for _, f := range signups.Fitting(free, c, ahead, body.Location()) {
			fitting[c.Resident] = append(fitting[c.Resident], placesFree(f, from))
		}
	}
	return fitting, nil
}

// FreePosts are the posts with a place left in shifts that begin within a time, the earliest first.
func (v *View) FreePosts(community string, from, to time.Time) (free []signups.Free, err error) {
	open, err := v.OpenActivities(community, from)
	if err != nil {
		return nil, err
	}
	var ids []string
	byID := map[string]signups.Activity{}
	for _, a := range open {
		ids, byID[a.ID] = append(ids, a.ID), a
	}
	taken, err := v.TakenIn(community, ids, from)
	if err != nil {
		return nil, err
	}
	shifts, err := list(v, scanShift, `SELECT `+shiftColumns+` FROM shifts WHERE community = $1 AND NOT off AND starts > $2 AND starts < $3 ORDER BY starts, activity, id`,
		community, micros(from), micros(to))
	for _, s := range shifts {
		for _, p := range byID[s.Activity].Posts {
			if taken[PostOf{s.Activity, s.ID, p.ID}].Places < p.Seats {
				free = append(free, signups.Free{Activity: byID[s.Activity], Shift: s, Post: p})
			}
		}
	}
	return free, err
}

// HelpersToAsk are the volunteers who may be asked for a shift: who allow it, were not asked for
// it, and have not signed up for it; whoever keeps a profile longest first.
func (v *View) HelpersToAsk(community, activity, shift string, limit int) ([]signups.Candidate, error) {
	all, err := list(v, scanHelper, `SELECT `+helperColumns+`
		FROM volunteers v JOIN residents r ON r.community = v.community AND r.id = v.resident AND r.left_at IS NULL
		WHERE v.community = $1 AND v.asked
			AND NOT EXISTS (SELECT 1 FROM volunteer_asks a WHERE a.community = $1 AND a.activity = $2 AND a.shift = $3 AND a.resident = v.resident)
			AND NOT EXISTS (SELECT 1 FROM signups s WHERE s.community = $1 AND s.activity = $2 AND s.shift = $3 AND s.resident = v.resident)
		ORDER BY v.since, v.resident LIMIT $4`, community, activity, shift, limit)
	if err != nil {
		return nil, err
	}
	return all, v.readProofs(community, all)
}

// readProofs reads what the candidates can prove, all at once.
func (v *View) readProofs(community string, all []signups.Candidate) error {
	var ids []string
	at := map[string]int{}
	for i, c := range all {
		ids = append(ids, c.Resident)
		at[c.Resident] = i
	}
	proofs, err := inPortions(ids, func(some []any) ([]signups.Proof, error) {
		return list(v, scanProof, `SELECT `+proofColumns+` FROM volunteer_proofs WHERE community = $1 AND resident IN (`+places(2, len(some))+`)`,
			append([]any{community}, some...)...)
	})
	for _, p := range proofs {
		i := at[p.Resident]
		all[i].Proofs = append(all[i].Proofs, p)
	}
	return err
}
