package store

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/signups"
	"yishiting/telling"
)

// TellingOf is how somebody wishes to be told: as they chose, or as is usual.
func (v *View) TellingOf(community, resident string) (telling.Choice, error) {
	c, err := one(v, scanChoice, `SELECT `+choiceColumns+` FROM telling_choices c WHERE community = $1 AND resident = $2`, community, resident)
	if errors.Is(err, residents.ErrNotFound) {
		return telling.Usual(community, resident), nil
	}
	return c, err
}

func scanChoice(r row) (c telling.Choice, err error) {
	day := 0
	err = r.Scan(&c.Community, &c.Resident, &c.Digest, &day, &c.Hour, &c.QuietFrom, &c.QuietUntil, &c.Texts.Yours, &c.Texts.Digest, &c.Mails.Yours, &c.Mails.Digest)
	c.Day = time.Weekday((day + 1) % 7)
	return c, err
}

// SetChoice writes how somebody wishes to be told.
func (tx *Tx) SetChoice(c telling.Choice) error {
	_, err := tx.exec(`INSERT INTO telling_choices (community, resident, digest, day, hour, quiet_from, quiet_until, text_yours, text_digest, mail_yours, mail_digest, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (community, resident) DO UPDATE SET digest = $3, day = $4, hour = $5,
		quiet_from = $6, quiet_until = $7, text_yours = $8, text_digest = $9, mail_yours = $10, mail_digest = $11, changed_at = $12`,
		c.Community, c.Resident, c.Digest, telling.Place(c.Day), c.Hour, c.QuietFrom, c.QuietUntil, c.Texts.Yours, c.Texts.Digest, c.Mails.Yours, c.Mails.Digest, micros(tx.now))
	return err
}

// newsKinds are the kinds of entries that are news, in an order that stays.
var newsKinds = slices.Sorted(maps.Keys(telling.News))

// NewsBetween are the public acts of a body that are news, in the time from (inclusive) to to
// (exclusive), in their order; behind a meeting's announcement and its calling off come the topics
// on its agenda.
func (v *View) NewsBetween(body string, from, to time.Time) ([]telling.Event, error) {
	in, args := among([]any{body, micros(from), micros(to)}, newsKinds)
	done, err := list(v, scanNews, `SELECT kind, subject, at FROM log_entries
		WHERE community = $1 AND at >= $2 AND at < $3 AND kind <> 'ballots-cast' AND kind IN (`+in+`) ORDER BY seq`, args...)
	if err != nil {
		return nil, err
	}
	var all []telling.Event
	for _, e := range done {
		all = append(all, e)
		kind := map[string]string{"meeting-announced": telling.TopicListed, "meeting-cancelled": telling.TopicUnlisted}[e.Kind]
		if kind == "" {
			continue
		}
		topics, err := list(v, text, `SELECT 'topic/' || topic FROM agenda WHERE community = $1 AND 'meeting/' || meeting = $2 ORDER BY place`, body, e.Subject)
		if err != nil {
			return nil, err
		}
		for _, t := range topics {
			all = append(all, telling.Event{Kind: kind, Subject: t, At: e.At})
		}
	}
	return all, nil
}

func scanNews(r row) (e telling.Event, err error) {
	var at int64
	err = r.Scan(&e.Kind, &e.Subject, &at)
	e.At = instant(at)
	return e, err
}

// PollsClosing are the open polls of a body that close within a time.
func (v *View) PollsClosing(body string, from, to time.Time) ([]telling.Event, error) {
	all, err := list(v, scanNews, `SELECT 'poll-closes', 'poll/' || id, closes FROM polls
		WHERE community = $1 AND state = 'published' AND opens <= $2 AND closes > $2 AND closes <= $3 ORDER BY closes, id`, body, micros(from), micros(to))
	for i := range all {
		all[i].When, all[i].At = all[i].At, from
	}
	return all, err
}

// PlacesFree are the activities of a body with a free place in a shift that begins within a time, each
// with its first such shift.
func (v *View) PlacesFree(body string, from, to time.Time) (all []telling.Event, err error) {
	free, err := v.FreePosts(body, from, to)
	for _, f := range free {
		subject := "activity/" + f.Activity.ID
		if f.Activity.ID != "" && !slices.ContainsFunc(all, func(e telling.Event) bool { return e.Subject == subject }) {
			all = append(all, placesFree(f, from))
		}
	}
	return all, err
}

func placesFree(f signups.Free, now time.Time) telling.Event {
	return telling.Event{Kind: telling.PlacesFree, Subject: "activity/" + f.Activity.ID, At: now, When: f.Shift.Starts}
}

// StreetNews are the public acts of the street of a community that are news, in such a time, as far as they
// concern it: its calls to these people, its projects for this place, its rounds of micro-grants.
func (v *View) StreetNews(community string, from, to time.Time) ([]telling.Event, error) {
	body, err := v.CommunityByID(community)
	if err != nil || body.Parent == "" {
		return nil, err
	}
	done, err := v.NewsBetween(body.Parent, from, to)
	if err != nil {
		return nil, err
	}
	concerns := map[string]bool{} // by what it is
	var all []telling.Event
	for _, e := range done {
		here, known := concerns[e.Subject]
		if !known {
			if here, err = v.concerns(body.Parent, e.Subject, community); err != nil {
				return nil, err
			}
			concerns[e.Subject] = here
		}
		if e.Body = body.Parent; here {
			all = append(all, e)
		}
	}
	return all, nil
}

// concerns tells whether a street's matter is one of a community's people.
func (v *View) concerns(street, subject, community string) (bool, error) {
	kind, id, _ := strings.Cut(subject, "/")
	switch kind {
	case "call":
		c, err := v.Call(street, id)
		return c.Asks(community), unless(err, residents.ErrNotFound)
	case "project":
		p, err := v.Project(street, id)
		return slices.ContainsFunc(p.Places, func(at project.Place) bool { return at.Community == community }), unless(err, residents.ErrNotFound)
	}
	return kind == "grant", nil
}

// unless is err, or nil where it is what is expected.
func unless(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

// FollowedNews are, by those of the given people who follow them, the public acts about projects at whichever body that
// are news, in the time from (inclusive) to to (exclusive) and since they follow them, in their order.
func (v *View) FollowedNews(community string, of []string, from, to time.Time) (map[string][]telling.Event, error) {
	news := map[string][]telling.Event{}
	if len(of) == 0 {
		return news, nil
	}
	who, args := among([]any{community, micros(from), micros(to)}, of)
	kinds, args := among(args, newsKinds)
	all, err := list(v, scanFollowed, `SELECT f.resident, l.kind, l.subject, l.at, CASE WHEN f.body = $1 THEN '' ELSE f.body END
		FROM project_follows f JOIN log_entries l ON l.community = f.body AND l.subject = 'project/' || f.project
		WHERE f.community = $1 AND f.resident IN (`+who+`) AND l.at >= $2 AND l.at < $3 AND l.at > f.since AND l.kind <> 'ballots-cast' AND l.kind IN (`+kinds+`)
		ORDER BY l.community, l.seq`, args...)
	for _, one := range all {
		news[one.by] = append(news[one.by], one.Event)
	}
	return news, err
}

// followed is an event about what somebody follows.
type followed struct {
	by string // their id
	telling.Event
}

func scanFollowed(r row) (one followed, err error) {
	var at int64
	err = r.Scan(&one.by, &one.Kind, &one.Subject, &at, &one.Body)
	one.At = instant(at)
	return one, err
}

// DigestDue are those whose digest of the week, a Monday, is due at an hour of it and was not made,
// and who came before an instant, by id.
func (v *View) DigestDue(community string, week calendar.Day, hour int, since time.Time, limit int) ([]telling.Subscriber, error) {
	usual := telling.Usual("", "")
	return list(v, scanDigestDue, `SELECT r.id, COALESCE((SELECT MAX(d.until_day) FROM digests d WHERE d.community = r.community AND d.resident = r.id), '')
		FROM residents r LEFT JOIN telling_choices c ON c.community = r.community AND c.resident = r.id
		WHERE r.community = $1 AND r.left_at IS NULL AND r.joined_at <= $2 AND COALESCE(c.digest, TRUE)
			AND COALESCE(c.day * 24 + c.hour, CAST($3 AS BIGINT)) <= $4
			AND NOT EXISTS (SELECT 1 FROM digests d WHERE d.community = r.community AND d.resident = r.id AND d.week = $5)
		ORDER BY r.id LIMIT $6`, community, micros(since), telling.Place(usual.Day)*24+usual.Hour, hour, week.String(), limit)
}

func scanDigestDue(r row) (w telling.Subscriber, err error) {
	last := ""
	if err = r.Scan(&w.Resident, &last); err == nil && last != "" {
		w.Last, err = calendar.ParseDay(last)
	}
	return w, err
}

// AddDigest keeps a digest and, where something was new, writes its letter; a second one of the same
// week changes nothing.
func (tx *Tx) AddDigest(d telling.Digest) error {
	n, err := tx.exec(`INSERT INTO digests (community, resident, week, until_day, days, things, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (community, resident, week) DO NOTHING`, d.Community, d.Resident, d.Week.String(), d.Until.String(), d.Days, d.Things, micros(d.At))
	if err != nil || n == 0 || d.Things == 0 {
		return err
	}
	return tx.Tell(consultation.Letter{
		Community: d.Community, ID: "digest/" + d.Resident + "/" + d.Week.String(), Resident: d.Resident, Kind: telling.DigestKind, Title: d.Title(), About: d.Page(), At: micros(d.At),
	})
}
