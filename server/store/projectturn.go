package store

import (
	"time"

	"yishiting/consultation/project"
)

// What the clock reads of projects, and who is told of them.

// ProjectWork are the calls to close and the projects with which the clock may have something
// to do: a milestone is overdue or a look-back opens (due_at), a change was put up for its
// days with every objection answered, or somebody who watches left or lives elsewhere.
func (v *View) ProjectWork(body string, now time.Time) ([]project.Work, error) {
	calls, err := v.CallsToClose(body, now)
	if err != nil {
		return nil, err
	}
	var all []project.Work
	for _, c := range calls {
		all = append(all, project.Work{Call: c.ID, Also: c.Communities()})
	}
	due, err := list(v, text, `SELECT id FROM projects p WHERE community = $1 AND due_at <= $2 AND NOT (stage = 'evaluate' AND EXISTS (
			SELECT 1 FROM calls c WHERE c.community = p.community AND c.project = p.id AND c.purpose = 'look-back' AND c.state = 'published'))
		UNION SELECT n.project FROM project_notices n WHERE n.community = $1 AND n.kind = 'change' AND n.closed_at IS NULL AND n.until <= $2
			AND NOT EXISTS (SELECT 1 FROM project_objections o WHERE o.body = n.community AND o.project = n.project AND o.notice = n.seq AND o.reply = '')
		UNION SELECT s.project FROM project_supervisors s JOIN residents r ON r.community = s.community AND r.id = s.resident
			JOIN projects p ON p.community = s.body AND p.id = s.project AND p.stage IN ('deliver', 'evaluate')
			WHERE s.body = $1 AND s.until IS NULL AND (r.left_at IS NOT NULL OR r.building <> s.building)
		ORDER BY 1`, body, micros(now))
	for _, id := range due {
		all = append(all, project.Work{Project: id})
	}
	return all, err
}

// LookBackCalls are the look-backs of a project, the earliest first.
func (v *View) LookBackCalls(body, id string) ([]project.Call, error) {
	return list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community = $1 AND project = $2 AND purpose = 'look-back' ORDER BY opens, id`, body, id)
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
	_, err := tx.exec(`INSERT INTO project_follows (community, body, project, resident, since) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (community, body, project, resident) DO NOTHING`,
		f.Community, f.Body, f.Project, f.Resident, micros(f.Since))
	return err
}

// RemoveFollow removes a follower; nothing happens where there is none.
func (tx *Tx) RemoveFollow(community, body, id, resident string) error {
	_, err := tx.exec(`DELETE FROM project_follows WHERE community = $1 AND body = $2 AND project = $3 AND resident = $4`, community, body, id, resident)
	return err
}
