package store

import (
	"database/sql"
	"time"

	"yishiting/consultation/project"
)

// What the clock reads of projects, and who is told of them.

// ProjectWork are the calls to close and the projects with which the clock may have something
// to do: a milestone is overdue or a look-back opens (due_at), a change was put up for its
// days with every objection answered, somebody who watches left or lives elsewhere, or followers have not
// heard for the days of the custom.
func (v *View) ProjectWork(body string, now time.Time) ([]project.Work, error) {
	calls, err := v.CallsToClose(body, now)
	if err != nil {
		return nil, err
	}
	var all []project.Work
	for _, c := range calls {
		all = append(all, project.Work{Call: c.ID, Also: c.Communities()})
	}
	heard := now.AddDate(0, 0, -project.TellEvery(now))
	due, err := list(v, text, `SELECT id FROM projects p WHERE community = $1 AND due_at <= $2 AND NOT (stage = 'evaluate' AND EXISTS (
			SELECT 1 FROM calls c WHERE c.community = p.community AND c.project = p.id AND c.purpose = 'look-back' AND c.state = 'published'))
		UNION SELECT n.project FROM project_notices n WHERE n.community = $1 AND n.kind = 'change' AND n.closed_at IS NULL AND n.until <= $2
			AND NOT EXISTS (SELECT 1 FROM project_objections o WHERE o.body = n.community AND o.project = n.project AND o.notice = n.seq AND o.reply = '')
		UNION SELECT s.project FROM project_supervisors s JOIN residents r ON r.community = s.community AND r.id = s.resident
			JOIN projects p ON p.community = s.body AND p.id = s.project AND p.stage IN ('deliver', 'evaluate')
			WHERE s.body = $1 AND s.until IS NULL AND (r.left_at IS NOT NULL OR r.building <> s.building)
		UNION SELECT p.id FROM project_follows f JOIN projects p ON p.community = f.body AND p.id = f.project
			WHERE f.body = $1 AND p.changed_at > f.since AND (f.told_at IS NULL OR f.told_at <= $3 AND p.changed_at > f.told_at)
		ORDER BY 1`, body, micros(now), micros(heard))
	for _, id := range due {
		all = append(all, project.Work{Project: id})
	}
	return all, err
}

// LookBackCalls are the look-backs of a project, the earliest first.
func (v *View) LookBackCalls(body, id string) ([]project.Call, error) {
	return list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community = $1 AND project = $2 AND purpose = 'look-back' ORDER BY opens, id`, body, id)
}

// FollowersToTell are those who follow a project, to whom it has news, and who last heard of it
// at the given instant or before, or never; at most limit.
func (v *View) FollowersToTell(body, id string, heard time.Time, limit int) ([]project.Follow, error) {
	return list(v, scanFollow, `SELECT f.community, f.body, f.project, f.resident, f.since, f.told_at FROM project_follows f
		JOIN projects p ON p.community = f.body AND p.id = f.project
		WHERE f.body = $1 AND f.project = $2 AND p.changed_at > f.since AND (f.told_at IS NULL OR f.told_at <= $3 AND p.changed_at > f.told_at)
		ORDER BY f.community, f.resident LIMIT $4`, body, id, micros(heard), limit)
}

func scanFollow(r row) (f project.Follow, err error) {
	var since int64
	var told sql.NullInt64
	err = r.Scan(&f.Community, &f.Body, &f.Project, &f.Resident, &since, &told)
	f.Since, f.ToldAt = instant(since), instantOrZero(told)
	return f, err
}

// Follows tells whether somebody follows a project.
func (v *View) Follows(community, body, id, resident string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM project_follows WHERE community = $1 AND body = $2 AND project = $3 AND resident = $4`,
		community, body, id, resident)
	return n > 0, err
}

// Followers is how many follow a project.
func (v *View) Followers(body, id string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM project_follows WHERE body = $1 AND project = $2`, body, id)
	return int(n), err
}

// FollowedBy are the projects that somebody follows, the one that the public heard of last first.
func (v *View) FollowedBy(community, resident string, limit int) (all []project.Project, err error) {
	type key struct{ body, id string }
	keys, err := list(v, func(r row) (k key, err error) { return k, r.Scan(&k.body, &k.id) },
		`SELECT p.community, p.id FROM project_follows f JOIN projects p ON p.community = f.body AND p.id = f.project
		WHERE f.community = $1 AND f.resident = $2 ORDER BY p.changed_at DESC, p.id LIMIT $3`, community, resident, limit)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		p, err := v.Project(k.body, k.id)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// AddFollow keeps a follower; nothing happens where they follow already.
func (tx *Tx) AddFollow(f project.Follow) error {
	_, err := tx.exec(`INSERT INTO project_follows (community, body, project, resident, since, told_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (community, body, project, resident) DO NOTHING`,
		f.Community, f.Body, f.Project, f.Resident, micros(f.Since), timeOrNull(f.ToldAt))
	return err
}

// SetFollow writes when a follower last heard.
func (tx *Tx) SetFollow(f project.Follow) error {
	return tx.set(`UPDATE project_follows SET told_at = $5 WHERE community = $1 AND body = $2 AND project = $3 AND resident = $4`,
		f.Community, f.Body, f.Project, f.Resident, timeOrNull(f.ToldAt))
}

// RemoveFollow removes a follower; nothing happens where there is none.
func (tx *Tx) RemoveFollow(community, body, id, resident string) error {
	_, err := tx.exec(`DELETE FROM project_follows WHERE community = $1 AND body = $2 AND project = $3 AND resident = $4`, community, body, id, resident)
	return err
}
