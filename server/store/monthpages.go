package store

import (
	"database/sql"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the page of a month reads.

// MonthCount is how many topics a month has, by state and by what screening said.
type MonthCount struct {
	State    map[consultation.State]int
	Referred int // sent to whom they belong, the street among them
}

// All is how many topics came in; what was taken back does not count.
func (c MonthCount) All() int {
	n := 0
	for s, k := range c.State {
		if s != consultation.Withdrawn {
			n += k
		}
	}
	return n
}

// Entered is how many are, or were, consulted.
func (c MonthCount) Entered() int {
	return c.All() - c.State[consultation.Raised] - c.State[consultation.Merged] - c.State[consultation.Declined] - c.Referred
}

// CountMonth counts the topics of a month.
func (v *View) CountMonth(body, month string) (MonthCount, error) {
	type line struct {
		state consultation.State
		n     int
		sent  int
	}
	all, err := list(v, func(r row) (l line, err error) { return l, r.Scan(&l.state, &l.n, &l.sent) },
		`SELECT t.state, COUNT(*), COUNT(*) FILTER (WHERE t.state = 'referred' OR t.state = 'handed' AND EXISTS (
			SELECT 1 FROM screenings s WHERE s.community = t.community AND s.topic = t.id AND s.decision = 'refer'))
		FROM topics t WHERE t.community = $1 AND t.cycle = $2 GROUP BY t.state`, body, month)
	c := MonthCount{State: map[consultation.State]int{}}
	for _, l := range all {
		c.State[l.state] = l.n
		c.Referred += l.sent
	}
	return c, err
}

// FirstScreenDue is when the first of the topics that wait is to be screened; zero when none waits.
func (v *View) FirstScreenDue(body string) (time.Time, error) {
	n, err := one(v, func(r row) (n sql.NullInt64, err error) { return n, r.Scan(&n) },
		`SELECT MIN(screen_due) FROM topics WHERE community = $1 AND state = 'raised'`, body)
	return instantOrZero(n), err
}

// ConsultedStates are the states of topics that went further than screening.
var ConsultedStates = PublicStates[:7]

// MonthTopics are the month's topics that went further than screening: those on
// the agenda of the meeting in its order, then those with most supporters.
func (v *View) MonthTopics(body, month, meeting string, limit int) ([]TopicRow, error) {
	return list(v, scanTopicRow, selectTopicRow+` FROM topics t
		LEFT JOIN agenda a ON a.community = t.community AND a.topic = t.id AND a.meeting = $3`+withHolder+`
		WHERE t.community = $1 AND t.cycle = $2
			AND t.state IN ('accepted', 'listed', 'assembly', 'handed', 'carrying', 'rating', 'archived')
		ORDER BY CASE WHEN a.place IS NULL THEN 1 ELSE 0 END, a.place, t.supporters DESC, t.id LIMIT $4`, body, month, meeting, limit)
}

// HandedTopics are the body's cases that a body above has or is offered, of months
// other than the given one; the oldest first.
func (v *View) HandedTopics(body, but string, limit int) ([]TopicRow, error) {
	return list(v, scanTopicRow, selectTopicRow+` FROM topics t`+withHolder+`
		WHERE t.community = $1 AND t.state = 'handed' AND t.cycle <> $2 ORDER BY t.raised_at, t.id LIMIT $3`, body, but, limit)
}

// Disclosure is an outcome as a list shows it.
type Disclosure struct {
	Topic, Meeting, Title string
	Kind                  consultation.OutcomeKind
	PublishedAt, Until    time.Time
}

const selectDisclosure = `SELECT o.topic, o.meeting, t.title, o.kind, o.published_at, o.until FROM outcomes o
	JOIN topics t ON t.community = o.community AND t.id = o.topic`

func scanDisclosure(r row) (d Disclosure, err error) {
	var published, until int64
	err = r.Scan(&d.Topic, &d.Meeting, &d.Title, &d.Kind, &published, &until)
	d.PublishedAt, d.Until = instant(published), instant(until)
	return d, err
}

// RunningDisclosures are the outcomes whose days of disclosure run, the first to end first.
func (v *View) RunningDisclosures(body string, now time.Time, limit int) ([]Disclosure, error) {
	return list(v, scanDisclosure, selectDisclosure+` WHERE o.community = $1 AND o.until > $2 ORDER BY o.until, o.topic LIMIT $3`,
		body, micros(now), limit)
}

// MeetingDisclosures are the outcomes of one meeting, in the order of its agenda.
func (v *View) MeetingDisclosures(body, meeting string) ([]Disclosure, error) {
	return list(v, scanDisclosure, selectDisclosure+` JOIN agenda a ON a.community = o.community AND a.meeting = o.meeting AND a.topic = o.topic
		WHERE o.community = $1 AND o.meeting = $2 ORDER BY a.place`, body, meeting)
}

// LateTask is an open task past its day, with the topic it belongs to.
type LateTask struct {
	Topic, TopicTitle, Title, Owner string
	Due                             time.Time
	Ordered                         bool // the street gave a follow-up order
}

// LateTasks are the body's open tasks past their day, the longest overdue first.
func (v *View) LateTasks(body string, now time.Time, limit int) ([]LateTask, error) {
	return list(v, scanLateTask, `SELECT k.topic, t.title, k.title, k.owner, k.due,
		EXISTS (SELECT 1 FROM orders o WHERE o.community = k.community AND o.topic = k.topic AND o.task = k.id)
		FROM tasks k JOIN topics t ON t.community = k.community AND t.id = k.topic
		WHERE k.community = $1 AND k.done_at IS NULL AND k.due <= $2 ORDER BY k.due, k.id LIMIT $3`, body, micros(now), limit)
}

func scanLateTask(r row) (k LateTask, err error) {
	var due int64
	err = r.Scan(&k.Topic, &k.TopicTitle, &k.Title, &k.Owner, &due, &k.Ordered)
	k.Due = instant(due)
	return k, err
}

// FirstTaskDue is when the first open task of the month's topics falls due; zero when none is open.
func (v *View) FirstTaskDue(body, month string) (time.Time, error) {
	n, err := one(v, func(r row) (n sql.NullInt64, err error) { return n, r.Scan(&n) },
		`SELECT MIN(k.due) FROM topics t JOIN tasks k ON k.community = t.community AND k.topic = t.id
		WHERE t.community = $1 AND t.cycle = $2 AND t.state = 'carrying' AND k.done_at IS NULL`, body, month)
	return instantOrZero(n), err
}

// Unrated are the topics in rating that the resident has not rated in this round, the first to end first.
func (v *View) Unrated(body, resident string, now time.Time, limit int) ([]consultation.Topic, error) {
	return list(v, scanTopic, selectTopic+` WHERE community = $1 AND state = 'rating' AND rate_until > $3 AND NOT EXISTS (
		SELECT 1 FROM ratings r WHERE r.community = topics.community AND r.topic = topics.id AND r.round = topics.round
			AND r.resident = $2) ORDER BY rate_until, id LIMIT $4`, body, resident, micros(now), limit)
}

// Unconfirmed are the meetings since a time whose latest minutes are not published, the latest first.
func (v *View) Unconfirmed(body string, since time.Time, limit int) ([]consultation.Meeting, error) {
	return list(v, scanMeeting, selectMeeting+` WHERE community = $1 AND starts_at >= $2 AND state IN ('closed', 'published')
		AND EXISTS (SELECT 1 FROM minutes n WHERE n.community = meetings.community AND n.meeting = meetings.id AND n.published_at IS NULL)
		ORDER BY starts_at DESC, id DESC LIMIT $3`, body, micros(since), limit)
}

// OpinionsBy are the topics on which the resident left an opinion for the meeting.
func (v *View) OpinionsBy(body, meeting, resident string) ([]string, error) {
	return list(v, text, `SELECT topic FROM opinions WHERE community = $1 AND meeting = $2 AND resident = $3`, body, meeting, resident)
}

// Waiting is how many wait for a seat in the meeting.
func (v *View) Waiting(body, meeting string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM seats WHERE community = $1 AND meeting = $2 AND waiting`, body, meeting)
	return int(n), err
}

// MonthLine is a month as the archive lists it.
type MonthLine struct {
	Month   string
	Carried int
	Reason  string // why there was no meeting
	Topics  int
	Settled int       // outcomes of the meeting
	MetAt   time.Time // start of the month's meeting that was held; zero when none was
}

// MonthsBefore are a body's months, the latest first, from the one before the given one ("" for all).
func (v *View) MonthsBefore(body, before string, limit int) ([]MonthLine, error) {
	if before == "" {
		before = "9999-99"
	}
	return list(v, scanMonthLine, `SELECT c.month, c.carried, c.reason,
		(SELECT COUNT(*) FROM topics t WHERE t.community = c.community AND t.cycle = c.month AND t.state NOT IN ('raised', 'withdrawn')),
		(SELECT COUNT(*) FROM meetings m JOIN outcomes o ON o.community = m.community AND o.meeting = m.id
			WHERE m.community = c.community AND m.cycle = c.month),
		(SELECT MAX(m.starts_at) FROM meetings m WHERE m.community = c.community AND m.cycle = c.month AND m.state IN ('closed', 'published'))
		FROM cycles c WHERE c.community = $1 AND c.month < $2 ORDER BY c.month DESC LIMIT $3`, body, before, limit)
}

func scanMonthLine(r row) (m MonthLine, err error) {
	var met sql.NullInt64
	err = r.Scan(&m.Month, &m.Carried, &m.Reason, &m.Topics, &m.Settled, &met)
	m.MetAt = instantOrZero(met)
	return m, err
}

// MetLine is a community as the board of its street shows it in a month.
type MetLine struct {
	Slug, Name, Street string
	Reason             string // why there is no meeting
	State              consultation.MeetingState
	StartsAt           time.Time // of the month's latest meeting that is not cancelled; zero when there is none
}

// MonthBelow are the communities under a street, or under a district's streets,
// with their month's latest meeting or reason; by street and slug.
func (v *View) MonthBelow(body residents.Community, month string, limit int) ([]MetLine, error) {
	return list(v, scanMetLine, `SELECT c.slug, c.name, s.name, COALESCE(y.reason, ''), COALESCE(m.state, ''), m.starts_at
		FROM communities s JOIN communities c ON c.parent = s.id
		LEFT JOIN cycles y ON y.community = c.id AND y.month = $2
		LEFT JOIN meetings m ON m.community = c.id AND m.id = (SELECT x.id FROM meetings x
			WHERE x.community = c.id AND x.cycle = $2 AND x.state <> 'cancelled' ORDER BY x.announced_at DESC, x.id DESC LIMIT 1)
		WHERE c.level = 'community' AND (s.id = $1 OR s.parent = $1) ORDER BY s.slug, c.slug LIMIT $3`, body.ID, month, limit)
}

func scanMetLine(r row) (m MetLine, err error) {
	var starts sql.NullInt64
	err = r.Scan(&m.Slug, &m.Name, &m.Street, &m.Reason, &m.State, &starts)
	m.StartsAt = instantOrZero(starts)
	return m, err
}

// HeldCase is a community's case with the body above.
type HeldCase struct {
	Slug, Community string // where it began
	Topic, Number   string
	Title           string
	Offered         bool // not accepted yet
	Due             time.Time
	Seq             int
}

// CasesHeld are the cases that the body has, or is offered, the first due first,
// from the one after the given due time and topic.
func (v *View) CasesHeld(body string, due time.Time, topic string, limit int) ([]HeldCase, error) {
	from := int64(0)
	if topic != "" {
		from = micros(due)
	}
	return list(v, scanHeldCase, `SELECT c.slug, c.name, t.id, t.number, t.title, h.state = 'offered', h.due, h.seq
		FROM handovers h JOIN topics t ON t.community = h.community AND t.id = h.topic JOIN communities c ON c.id = h.community
		WHERE h.to_body = $1 AND h.state IN ('offered', 'accepted') AND t.state = 'handed'
			AND h.seq = (SELECT MAX(x.seq) FROM handovers x WHERE x.community = h.community AND x.topic = h.topic AND x.state <> 'returned')
			AND (h.due, t.id) > ($2, $3) ORDER BY h.due, t.id LIMIT $4`, body, from, topic, limit)
}

func scanHeldCase(r row) (c HeldCase, err error) {
	var due int64
	err = r.Scan(&c.Slug, &c.Community, &c.Topic, &c.Number, &c.Title, &c.Offered, &due, &c.Seq)
	c.Due = instant(due)
	return c, err
}
