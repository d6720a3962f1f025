package store

import (
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
)

// What is needed, by theme.

const needColumns = `community, id, theme, source, ref, n, since, until, by_whom, at`

func scanNeed(r row) (n project.Need, err error) {
	var since, until string
	var at int64
	if err = r.Scan(&n.Community, &n.ID, &n.Theme, &n.Source, &n.Ref, &n.N, &since, &until, &n.By, &at); err != nil {
		return n, err
	}
	n.At = instant(at)
	if n.Since, err = calendar.ParseDay(since); err == nil {
		n.Until, err = calendar.ParseDay(until)
	}
	return n, err
}

// NeedAt is the need that was noted from that source under that theme.
func (v *View) NeedAt(body string, source project.NeedSource, ref, theme string) (project.Need, error) {
	return one(v, scanNeed, `SELECT `+needColumns+` FROM needs WHERE community = $1 AND source = $2 AND ref = $3 AND theme = $4`, body, string(source), ref, theme)
}

// HasNeeds tells whether the body has noted each of those needs, of which none is named twice.
func (v *View) HasNeeds(body string, ids []string) (bool, error) {
	if len(ids) == 0 {
		return true, nil
	}
	in, args := among([]any{body}, ids)
	n, err := one(v, number, `SELECT COUNT(*) FROM needs WHERE community = $1 AND id IN (`+in+`)`, args...)
	return n == int64(len(ids)), err
}

// NeedsAfter are the needs of the body, what most said first, from the one after the given one (the
// zero Need for the first), at most limit.
func (v *View) NeedsAfter(body string, after project.Need, limit int) ([]project.Need, error) {
	return list(v, scanNeed, `SELECT `+needColumns+` FROM needs WHERE community = $1 AND ($4 OR n < $2 OR n = $2 AND id > $3)
		ORDER BY n DESC, id LIMIT $5`, body, after.N, after.ID, after.ID == "", limit)
}

// Supporters is how many support a topic, without who raised it.
func (v *View) Supporters(body, topic string) (int, error) {
	n, err := one(v, number, `SELECT supporters FROM topics WHERE community = $1 AND id = $2`, body, topic)
	return int(n), err
}

// AddNeed keeps a need. consultation.ErrAlready where its theme was noted from that source.
func (tx *Tx) AddNeed(n project.Need) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO needs (`+needColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		n.Community, n.ID, n.Theme, string(n.Source), n.Ref, n.N, n.Since.String(), n.Until.String(), n.By, micros(n.At))
}

// SetNeed writes a need anew.
func (tx *Tx) SetNeed(n project.Need) error {
	return tx.set(`UPDATE needs SET n = $3, since = $4, until = $5, by_whom = $6, at = $7 WHERE community = $1 AND id = $2`,
		n.Community, n.ID, n.N, n.Since.String(), n.Until.String(), n.By, micros(n.At))
}
