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
	Gone Section = iota
	Meetings
	Topics
	Polls
	Projects
	Activities
	Support
	Month
)

// Sections are those that a digest may have, in their order.
var Sections = []Section{Meetings, Topics, Polls, Projects, Activities, Support, Month}

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

// Newest are the things of a digest: each once, by its newest event, in the order of sections and in
// each the newest first. What stands is newer than what was done; what is in no section is left out.
func Newest(events []Event) []Event {
	last := map[string]Event{}
	for _, e := range events {
		if _, told := News[e.Kind]; !told {
			continue
		}
		if before, is := last[e.Subject]; !is || compare(before, e) <= 0 {
			last[e.Subject] = e
		}
	}
	var all []Event
	for _, e := range last {
		if News[e.Kind] != Gone {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b Event) int {
		return cmp.Or(cmp.Compare(News[a.Kind], News[b.Kind]), -compare(a, b), strings.Compare(a.Subject, b.Subject))
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

// Worth tells whether a digest of these things is worth somebody's while: free places alone are not.
func Worth(all []Event) bool {
	return slices.ContainsFunc(all, func(e Event) bool { return e.Kind != PlacesFree })
}
