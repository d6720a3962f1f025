// Package consultation is THE MONTH: the monthly community consultation (社区月协商)
// from a raised topic to an outcome that is carried out, rated and archived.
//
//	raise → screen → announce → meet → record → decide → carry out → rate → archive
//
// Every step is a verb (Raise, Screen, Announce, …). A verb loads what it needs,
// asks a rule (MayRaise, MayScreen, …), writes, and appends what was done in
// public to the record, all in one transaction Tx. The same rule tells a page
// whether to show the button or the reason why not. A rule returns nil or a
// residents.Reason, wrapped in a residents.FieldError where one field is meant.
//
// A consultation is not a vote (城市居民委员会组织法 第三十二条): what it settles is
// carried out by the committee; what needs a decision goes to the assembly or the
// representatives and is recorded apart.
package consultation

import (
	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// Reasons of the month.
const (
	ErrClosed        = residents.Reason("closed")          // the step is over, or has not come
	ErrAlready       = residents.Reason("already-done")    // done before; once is what counts
	ErrFull          = residents.Reason("full")            // every seat is taken
	ErrAppealed      = residents.Reason("appealed")        // the one appeal was used
	ErrSameScreener  = residents.Reason("same-screener")   // an appeal goes to another member
	ErrMergeTarget   = residents.Reason("merge-target")    // cannot be merged into that topic
	ErrNoticeShort   = residents.Reason("notice-short")    // the meeting is too near for its notice period
	ErrNoAgenda      = residents.Reason("no-agenda")       // an agenda needs at least one accepted topic
	ErrRecused       = residents.Reason("recused")         // chair and recorder must have no interest in a topic
	ErrSamePerson    = residents.Reason("same-person")     // two duties that one person may not hold together
	ErrCode          = residents.Reason("wrong-code")      // not the room's code
	ErrNotPresent    = residents.Reason("not-present")     // only who was there may confirm
	ErrTooManyHands  = residents.Reason("too-many-hands")  // more hands than people signed in
	ErrChanged       = residents.Reason("changed")         // the minutes were changed since they were read
	ErrUnconfirmed   = residents.Reason("unconfirmed")     // chair, recorder and two residents confirm first
	ErrIncomplete    = residents.Reason("incomplete")      // an outcome is missing for a topic of the agenda
	ErrOutcomeFixed  = residents.Reason("outcome-fixed")   // a correction changes words, not what follows from the outcome
	ErrDuePast       = residents.Reason("due-past")        // the day agreed for a task went by before publication
	ErrNotHolder     = residents.Reason("not-holder")      // another body holds the case
	ErrLevel         = residents.Reason("wrong-level")     // a case goes to the body above, or back
	ErrMeetingHeld   = residents.Reason("meeting-held")    // the month has its meeting
	ErrOneSupporter  = residents.Reason("own-topic")       // one's own topic needs no support of one's own
	ErrDisclosureEnd = residents.Reason("disclosure-over") // the days for objections are over
	ErrOnDuty        = residents.Reason("on-duty")         // who chairs or records a meeting sees its minutes through
)

// Tx is one transaction on the portal's store. Loads of a single thing return
// residents.ErrNotFound when the body has no such thing. Add fails with
// ErrAlready where the thing's key is taken; Set writes the whole thing again.
// Within one body transactions happen one after another.
type Tx interface {
	// AppendTo puts a public act on the body's record. No person is named in it.
	AppendTo(body string, act record.Act) (seq int64, err error)
	// Tell puts a letter into a resident's inbox.
	Tell(Letter) error
	// CommunityByID is the community, street or district with that id.
	CommunityByID(id string) (residents.Community, error)
	// Standing is a resident of the body with all roles held anywhere.
	Standing(body, resident string) (residents.Standing, error)

	cycles
	topics
	statements
	meetings
	minutesStore
	followUps
	handovers
	pollStore
}

// Letter is one item of an inbox: what happened to something of yours.
type Letter struct {
	Community string // the reader's
	Body      string // id of the street whose it is; "" where it is the reader's community's own
	ID        string
	Resident  string
	Kind      string // code of the sentence
	Topic     string // id of the topic it is about, or ""
	Meeting   string // id of the meeting it is about, or ""
	Poll      string // id of the poll it is about, or ""
	Call      string // id of the opinion call it is about, or ""
	Project   string // id of the public-opinion project it is about, or ""
	Activity  string // id of the voluntary activity it is about, or ""
	About     string // what else it leads to: the day of a digest; or ""
	Title     string // what it is about, as the reader knows it
	At        int64  // µs UTC
}

// letter makes a letter about a topic, with an id that a repeated command makes again.
func letter(by residents.Sender, to, kind string, t Topic) Letter {
	return Letter{
		Community: t.Community, ID: by.ID + "/" + kind + "/" + to + "/" + t.ID, Resident: to,
		Kind: kind, Topic: t.ID, Title: t.Title, At: by.Now.UnixMicro(),
	}
}

// may asks the table of permissions about a matter of the body that has no more to it.
func may(who residents.Standing, do residents.Action, body string, now Instant) error {
	return residents.May(who, do, residents.Matter{Body: body}, now)
}

// wrote tells whether somebody is the topic's author.
func wrote(who residents.Standing, t Topic) bool {
	return who.Resident.Community == t.Community && who.Resident.ID == t.Author
}

// mayOnTopic is may for a topic, which is its author's matter.
func mayOnTopic(who residents.Standing, do residents.Action, t Topic, now Instant) error {
	return residents.May(who, do, residents.Matter{Body: t.Community, Owner: t.Author}, now)
}

// DayOf is the calendar day of an instant in the body's zone.
func DayOf(body residents.Community, at Instant) calendar.Day {
	return calendar.DayOf(at, body.Location())
}
