package store

import "yishiting/record"

// What the pages of the public log read.

// EntriesBefore are the log's entries before a place, the latest first; a place
// below 0 begins with the last.
func (v *View) EntriesBefore(community string, before int64, limit int) ([]record.Entry, error) {
	if before < 0 {
		before = 1<<53 - 1
	}
	return list(v, entry, `SELECT leaf FROM log_entries WHERE community = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`,
		community, before, limit)
}

// LeavesFrom are the texts of entries from a place on, in order.
func (v *View) LeavesFrom(community string, seq int64, limit int) ([]string, error) {
	return list(v, text, `SELECT leaf FROM log_entries WHERE community = $1 AND seq >= $2 ORDER BY seq LIMIT $3`, community, seq, limit)
}

// TopicTitles are the titles of topics, by id; what is not public is left out.
func (v *View) TopicTitles(community string, topics []string) (map[string]string, error) {
	titles := map[string]string{}
	if len(topics) == 0 {
		return titles, nil
	}
	type named struct{ id, title string }
	in, args := among([]any{community}, topics)
	all, err := list(v, func(r row) (n named, err error) { return n, r.Scan(&n.id, &n.title) },
		`SELECT id, title FROM topics WHERE community = $1 AND state NOT IN ('raised', 'withdrawn') AND id IN (`+in+`)`, args...)
	for _, n := range all {
		titles[n.id] = n.title
	}
	return titles, err
}

// PollTitles are the questions of polls, by id; drafts are left out.
func (v *View) PollTitles(community string, ids []string) (map[string]string, error) {
	titles := map[string]string{}
	if len(ids) == 0 {
		return titles, nil
	}
	type named struct{ id, title string }
	in, args := among([]any{community}, ids)
	all, err := list(v, func(r row) (n named, err error) { return n, r.Scan(&n.id, &n.title) },
		`SELECT id, question FROM polls WHERE community = $1 AND state <> 'draft' AND id IN (`+in+`)`, args...)
	for _, n := range all {
		titles[n.id] = n.title
	}
	return titles, err
}
