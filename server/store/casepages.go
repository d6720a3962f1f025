package store

import (
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the page of one topic reads. People leave the store masked.

// TopicFace is what stands around a topic on its own page.
type TopicFace struct {
	Author     residents.Person // masked
	Supporters int
	Supported  bool   // by the reader
	IntoNumber string // of the topic it was merged into; "" where it was not
	IntoTitle  string
}

// TopicFace reads it for a reader, "" for somebody from elsewhere.
func (v *View) TopicFace(body, topic, reader string) (TopicFace, error) {
	return one(v, scanTopicFace, `SELECT residents.name, residents.building, t.supporters,
		EXISTS (SELECT 1 FROM supports s WHERE s.community = t.community AND s.topic = t.id AND s.resident = $3),
		COALESCE(other.number, ''), COALESCE(other.title, '') FROM topics t
		JOIN residents ON residents.community = t.community AND residents.id = t.author
		LEFT JOIN topics other ON other.community = t.community AND other.id = t.into_topic
		WHERE t.community = $1 AND t.id = $2`, body, topic, reader)
}

func scanTopicFace(r row) (f TopicFace, err error) {
	var who residents.Resident
	err = r.Scan(&who.Name, &who.Building, &f.Supporters, &f.Supported, &f.IntoNumber, &f.IntoTitle)
	f.Author = who.Masked()
	return f, err
}

// Named is a topic by its name.
type Named struct{ ID, Number, Title string }

// MergedInto are the topics that were merged into one, as they were raised.
func (v *View) MergedInto(body, topic string, limit int) ([]Named, error) {
	return list(v, func(r row) (n Named, err error) { return n, r.Scan(&n.ID, &n.Number, &n.Title) },
		`SELECT id, number, title FROM topics WHERE community = $1 AND into_topic = $2 AND state = 'merged'
		ORDER BY raised_at, id LIMIT $3`, body, topic, limit)
}

// PhotoHead is a photo without its pixels: the first bytes tell its size.
type PhotoHead struct {
	ID, Subject string
	Head        []byte
}

// PhotosOn are the photos of a topic and of its progress posts, in order.
func (v *View) PhotosOn(body, topic string) ([]PhotoHead, error) {
	return list(v, func(r row) (p PhotoHead, err error) { return p, r.Scan(&p.ID, &p.Subject, &p.Head) },
		`SELECT id, subject, substr(jpeg, 1, 1024) FROM photos WHERE community = $1 AND (subject = $2
		OR subject IN (SELECT 'progress/' || id FROM progress WHERE community = $1 AND topic = $3)) ORDER BY subject, place`,
		body, "topic/"+topic, topic)
}

// Spoken is a statement with who made it, masked.
type Spoken struct {
	consultation.Statement
	By residents.Person
}

// Spoken are the statements on a topic that a reader may see, the latest first: those
// shown, and the reader's own. before is the id of the last one read, "" to begin.
func (v *View) Spoken(body, topic, reader, before string, limit int) ([]Spoken, error) {
	const read = `SELECT s.community, s.id, s.topic, s.author, s.side, s.words, s.at, s.state, s.reason, s.reply, s.reply_at, s.seen_by,
		residents.name, residents.building FROM statements s
		JOIN residents ON residents.community = s.community AND residents.id = s.author
		WHERE s.community = $1 AND s.topic = $2 AND (s.state = 'shown' OR s.author = $3)`
	if before == "" {
		return list(v, scanSpoken, read+` ORDER BY s.at DESC, s.id DESC LIMIT $4`, body, topic, reader, limit)
	}
	return list(v, scanSpoken, read+` AND (s.at, s.id) < (SELECT b.at, b.id FROM statements b WHERE b.community = $1 AND b.id = $5)
		ORDER BY s.at DESC, s.id DESC LIMIT $4`, body, topic, reader, limit, before)
}

func scanSpoken(r row) (s Spoken, err error) {
	var who residents.Resident
	s.Statement, err = scanStatement(more{r, []any{&who.Name, &who.Building}})
	s.By = who.Masked()
	return s, err
}

// SpokenCount counts the statements that show on a topic, by side.
func (v *View) SpokenCount(body, topic string) (map[consultation.Side]int, error) {
	type sum struct {
		side consultation.Side
		n    int
	}
	all, err := list(v, func(r row) (s sum, err error) { return s, r.Scan(&s.side, &s.n) },
		`SELECT side, COUNT(*) FROM statements WHERE community = $1 AND topic = $2 AND state = 'shown' GROUP BY side`, body, topic)
	count := map[consultation.Side]int{}
	for _, s := range all {
		count[s.side] = s.n
	}
	return count, err
}

// MeetingsOn are the meetings that had or have a topic on their agenda, in order.
func (v *View) MeetingsOn(body, topic string) ([]consultation.Meeting, error) {
	return list(v, scanMeeting, selectMeeting+` JOIN (SELECT meeting AS listed FROM agenda WHERE community = $1 AND topic = $2) listed
		ON listed = id WHERE community = $1 ORDER BY starts_at, id`, body, topic)
}

// OptionsOn are the options that were put before rooms on a topic, by meeting and in order.
func (v *View) OptionsOn(body, topic string) ([]consultation.Option, error) {
	return list(v, scanOption, `SELECT community, meeting, topic, place, words FROM options
		WHERE community = $1 AND topic = $2 ORDER BY meeting, place`, body, topic)
}

// HandsOn are the hands that were counted on a topic, by meeting.
func (v *View) HandsOn(body, topic string) (map[string][]consultation.Hands, error) {
	type counted struct {
		meeting string
		consultation.Hands
	}
	all, err := list(v, func(r row) (c counted, err error) {
		c.Hands, err = scanHands(more{r, []any{&c.meeting}})
		return c, err
	}, `SELECT topic, place, channel, n_for, n_against, n_abstain, meeting FROM hands
		WHERE community = $1 AND topic = $2 ORDER BY meeting, place, channel`, body, topic)
	by := map[string][]consultation.Hands{}
	for _, c := range all {
		by[c.meeting] = append(by[c.meeting], c.Hands)
	}
	return by, err
}

// OpinionsOn counts the opinions that the absent left on a topic, by meeting.
func (v *View) OpinionsOn(body, topic string) (map[string][]consultation.OpinionCount, error) {
	type counted struct {
		meeting string
		consultation.OpinionCount
	}
	all, err := list(v, func(r row) (c counted, err error) {
		c.OpinionCount, err = scanOpinionCount(more{r, []any{&c.meeting}})
		return c, err
	}, `SELECT topic, channel, COUNT(*) FILTER (WHERE side = 'for'), COUNT(*) FILTER (WHERE side = 'against'),
		COUNT(*) FILTER (WHERE side = 'question'), meeting FROM opinions
		WHERE community = $1 AND topic = $2 GROUP BY topic, meeting, channel ORDER BY meeting, channel`, body, topic)
	by := map[string][]consultation.OpinionCount{}
	for _, c := range all {
		by[c.meeting] = append(by[c.meeting], c.OpinionCount)
	}
	return by, err
}

// Objected is an objection with who makes it, masked.
type Objected struct {
	consultation.Objection
	By residents.Person
}

// ObjectionsOn are the objections against a topic's outcomes, in order.
func (v *View) ObjectionsOn(body, topic string, limit int) ([]Objected, error) {
	return list(v, scanObjected, `SELECT o.community, o.id, o.topic, o.meeting, o.resident, o.words, o.at, o.due, o.reply, o.reply_at, o.reply_by,
		residents.name, residents.building FROM objections o
		JOIN residents ON residents.community = o.community AND residents.id = o.resident
		WHERE o.community = $1 AND o.topic = $2 ORDER BY o.at, o.id LIMIT $3`, body, topic, limit)
}

func scanObjected(r row) (o Objected, err error) {
	var who residents.Resident
	o.Objection, err = scanObjection(more{r, []any{&who.Name, &who.Building}})
	o.By = who.Masked()
	return o, err
}

// BodiesOn are the names of the bodies that a case went through, by id.
func (v *View) BodiesOn(body, topic string) (map[string]string, error) {
	type named struct{ id, name string }
	all, err := list(v, func(r row) (n named, err error) { return n, r.Scan(&n.id, &n.name) },
		`SELECT id, name FROM communities WHERE id = $1
		OR id IN (SELECT to_body FROM handovers WHERE community = $1 AND topic = $2)
		OR id IN (SELECT from_body FROM handovers WHERE community = $1 AND topic = $2)`, body, topic)
	names := map[string]string{}
	for _, n := range all {
		names[n.id] = n.name
	}
	return names, err
}

// Rated tells whether a resident has rated a round of a topic.
func (v *View) Rated(body, topic string, round int, resident string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM ratings WHERE community = $1 AND topic = $2 AND round = $3 AND resident = $4`,
		body, topic, round, resident)
	return n > 0, err
}

// EntryHead is an entry of the log by its name.
type EntryHead struct {
	Seq  int64
	At   time.Time
	Kind string
}

func entryHead(r row) (e EntryHead, err error) {
	var at int64
	err = r.Scan(&e.Seq, &at, &e.Kind)
	e.At = instant(at)
	return e, err
}

// LastEntriesOn are the latest entries about a subject, the latest first.
func (v *View) LastEntriesOn(community, subject string, limit int) ([]EntryHead, error) {
	return list(v, entryHead, `SELECT seq, at, kind FROM log_entries WHERE community = $1 AND subject = $2 ORDER BY seq DESC LIMIT $3`, community, subject, limit)
}

// LastEntriesOfKinds are LastEntriesOn without entries of other kinds.
func (v *View) LastEntriesOfKinds(community, subject string, limit int, kinds ...string) ([]EntryHead, error) {
	args := []any{community, subject, limit}
	for _, k := range kinds {
		args = append(args, k)
	}
	return list(v, entryHead, `SELECT seq, at, kind FROM log_entries WHERE community = $1 AND subject = $2
		AND kind IN (`+places(4, len(kinds))+`) ORDER BY seq DESC LIMIT $3`, args...)
}
