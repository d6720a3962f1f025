package store

import (
	"time"

	"yishiting/residents"
)

// What the desk of a street or a district reads.

// OverdueTask is a task of a community that nobody has done in time.
type OverdueTask struct {
	Slug, Community      string // where it is to be done
	ID, Title, Owner     string
	Topic, Number, About string // the topic it belongs to
	Due                  time.Time
	Orders               int // follow-up orders given on it
}

// OverdueBelow are the overdue tasks of the communities directly under the body, the longest overdue first.
func (v *View) OverdueBelow(body string, now time.Time, limit int) ([]OverdueTask, error) {
	return list(v, func(r row) (k OverdueTask, err error) {
		var due int64
		err = r.Scan(&k.Slug, &k.Community, &k.ID, &k.Title, &k.Owner, &due, &k.Topic, &k.Number, &k.About, &k.Orders)
		k.Due = instant(due)
		return k, err
	}, `SELECT c.slug, c.name, k.id, k.title, k.owner, k.due, t.id, t.number, t.title,
		(SELECT COUNT(*) FROM orders o WHERE o.community = k.community AND o.topic = k.topic AND o.task = k.id)
		FROM communities c JOIN tasks k ON k.community = c.id AND k.done_at IS NULL AND k.due <= $2
		JOIN topics t ON t.community = k.community AND t.id = k.topic
		WHERE c.parent = $1 AND c.level = 'community' AND t.state = 'carrying' ORDER BY k.due, k.id LIMIT $3`, body, micros(now), limit)
}

// CommunityUnder is the community with that slug under a street, or under a
// district's streets; residents.ErrNotFound for any other.
func (v *View) CommunityUnder(body, slug string) (residents.Community, error) {
	return one(v, community, `SELECT `+communityColumns+` FROM communities WHERE slug = $2 AND level = 'community'
		AND parent IN (SELECT id FROM communities WHERE id = $1 OR parent = $1)`, body, slug)
}
