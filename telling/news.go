package telling

import (
	"cmp"
	"slices"
	"strings"
)

// An Event is something that was done in public, or that stands at the moment.
type Event struct {
	Kind    string // code of the public record, or one of those below
	Subject string // what it was done to: "topic/0190…"
	Body    string // whose it is, where that is another than the reader's own community: the street
	Own     bool   // stands in the digest of one reader alone: they follow it, or it suits them
	At      Instant
	When    Instant // of what stands: until when, or from when; zero of what was done
}

// Events that are no entry of the record.
const (
	TopicListed   = "topic-listed"   // stands on the agenda of a meeting that was announced
	TopicUnlisted = "topic-unlisted" // that meeting was called off
	PollCloses    = "poll-closes"    // stands: is open, and closes within the coming days
	PlacesFree    = "places-free"    // stands: has a shift with a free place within the coming days
)

// A Section is where in a digest something stands.
type Section int

// Sections, in their order. What is Gone stands nowhere: it was taken back.
const (
	Gone     Section = iota
	Followed         // projects that the reader follows
	Fitting          // shifts that suit them
	Meetings
	Topics
	Polls
	Projects
	Activities
	Support
	Street // what is the street's own
	Month
)

// Sections are those that a digest may have, in their order.
var Sections = []Section{Followed, Fitting, Meetings, Topics, Polls, Projects, Activities, Support, Street, Month}

// News is what a digest tells, by the kind of the event. What is not here is on the record and
// in no digest: single objections, payments, signatures.
var News = map[string]Section{
	"meeting-announced": Meetings, "meeting-cancelled": Meetings, "minutes-published": Meetings,

	"screened": Topics, TopicListed: Topics, TopicUnlisted: Topics, "outcome": Topics, "resolution": Topics, "handover": Topics, "case-update": Topics,
	"task-done": Topics, "progress": Topics, "supervision-order": Topics, "carried-out": Topics, "rated": Topics,

	"poll-published": Polls, PollCloses: Polls, "poll-closed": Polls, "poll-counted": Polls, "poll-formal": Polls, "poll-withdrawn": Polls, "poll-taken-back": Gone,
	"call-published": Polls, "call-extended": Polls, "call-closed": Polls, "call-withdrawn": Polls,

	"project-made": Projects, "project-listed": Projects, "project-negotiated": Projects, "project-decided": Projects, "project-rethought": Projects,
	"project-notice": Projects, "project-approved": Projects, "project-dropped": Projects, "project-plan": Projects, "project-change-notice": Projects,
	"project-change-holds": Projects, "project-post": Projects, "project-milestone": Projects, "project-overdue": Projects, "project-order": Projects,
	"project-complete": Projects, "project-rated": Projects, "project-reopened": Projects, "project-closed": Projects,

	"activity-published": Activities, "activity-changed": Activities, "activity-cancelled": Activities, "activity-outcome": Activities, PlacesFree: Activities,

	"grant-round-published": Support, "grant-round-cancelled": Support, "grant-pitch": Support, "grant-ranked": Support, "grant-notice": Support,
	"grant-awarded": Support, "grant-round-finished": Support,

	"cycle-opened": Month, "no-meeting": Month,
}

// Section is where an event stands in a digest.
func (e Event) Section() Section {
	switch s := News[e.Kind]; {
	case s == Gone:
		return Gone
	case e.Own && e.Kind == PlacesFree:
		return Fitting
	case e.Own:
		return Followed
	case e.Body != "":
		return Street
	default:
		return s
	}
}

// Newest are the things of a digest: each once, by its newest event, in the order of sections and in
// each the newest first. What stands is newer than what was done; what is somebody's own stands there
// and not among what is everybody's; what is in no section is left out.
func Newest(events []Event) []Event {
	last, own := map[string]Event{}, map[string]bool{}
	for _, e := range events {
		if _, told := News[e.Kind]; !told {
			continue
		}
		key := e.Body + "/" + e.Subject
		own[key] = own[key] || e.Own
		if before, is := last[key]; !is || compare(before, e) <= 0 {
			last[key] = e
		}
	}
	var all []Event
	for key, e := range last {
		if e.Own = own[key]; e.Section() != Gone {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Section(), b.Section()), -compare(a, b), strings.Compare(a.Subject, b.Subject))
	})
	return all
}

// compare orders the events of one thing. Of the same instant, the record's own order decides, in
// which events are given: whoever sorts them keeps it.
func compare(a, b Event) int {
	if a.When.IsZero() != b.When.IsZero() {
		if a.When.IsZero() {
			return -1
		}
		return 1
	}
	return a.At.Compare(b.At)
}

// Worth tells whether a digest of these things is worth somebody's while: free places alone are not,
// unless they suit them.
func Worth(all []Event) bool {
	return slices.ContainsFunc(all, func(e Event) bool { return e.Own || e.Kind != PlacesFree })
}
