// Package signups says WHO HELPS: volunteers with their teams, activities, shifts and hours.
//
// An activity (activity.go) is made by a team, the committee or an organisation, and is
// published by another person than made it. It has posts, and shifts with so many places a
// post. Residents sign up (joining.go): a place, or a place in the waiting list, which moves up
// by itself. On site they check in and out (onsite.go); what they really gave is worked out by
// a dated rule and confirmed by the leader (hours.go), never by oneself. What the law or the
// city's rules ask for stands in rules.go as dated data; where they give no figure it is the
// community's own custom.
//
// Nobody is scored or ranked: how often somebody came is told to themselves, and to whoever
// leads the shift as far as the shift needs it.
package signups

import (
	"time"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// Instant is a point in time; clocks are passed in, never read.
type Instant = time.Time

// Reasons of sign-ups.
const (
	ErrAlready     = residents.Reason("already-done")         // done before; once is what counts
	ErrState       = residents.Reason("activity-state")       // not in this state
	ErrChanged     = residents.Reason("activity-changed")     // somebody else changed it since it was read
	ErrNoPlace     = residents.Reason("shift-full")           // all places are taken, the waiting list is offered
	ErrBegun       = residents.Reason("shift-begun")          // too late for this: the shift has begun
	ErrNotBegun    = residents.Reason("shift-not-begun")      // too early for this
	ErrShiftOff    = residents.Reason("shift-cancelled")      // the shift was called off
	ErrOverlap     = residents.Reason("shift-overlap")        // another shift of the person's is at the same time
	ErrRest        = residents.Reason("shift-rest")           // too little time between two shifts
	ErrDayFull     = residents.Reason("shift-day-full")       // more hours in a day than the rules allow
	ErrUnderAge    = residents.Reason("shift-age")            // younger than the post or the rules ask
	ErrMinorWork   = residents.Reason("shift-minor-work")     // risky, at night or on the road: not for minors
	ErrMinorDay    = residents.Reason("shift-minor-day")      // a minor helps at most so many minutes a day
	ErrWithAdult   = residents.Reason("shift-with-adult")     // a child under 14 comes with their guardian, who has a place in the same shift
	ErrSkill       = residents.Reason("shift-skill")          // the post asks for a skill that was not checked
	ErrNoAgreement = residents.Reason("shift-agreement")      // the written agreement was not accepted
	ErrUninsured   = residents.Reason("activity-uninsured")   // risky work without an insurance named
	ErrNoTerms     = residents.Reason("activity-no-terms")    // the rules ask for a written agreement, and there is none
	ErrShiftEnds   = residents.Reason("shift-ends")           // ends before it begins
	ErrShiftLong   = residents.Reason("shift-long")           // longer than a shift may be
	ErrShiftPast   = residents.Reason("shift-past")           // begins in the past, or too far ahead
	ErrNoShift     = residents.Reason("activity-no-shift")    // without a shift nothing can be signed up for
	ErrInUse       = residents.Reason("activity-in-use")      // somebody has signed up for it already
	ErrOldCode     = residents.Reason("check-in-old-code")    // the code was good and is over
	ErrWrongCode   = residents.Reason("check-in-wrong-code")  // not the code of this shift
	ErrCheckedIn   = residents.Reason("check-in-twice")       // is checked in already
	ErrNotHere     = residents.Reason("check-in-missing")     // has not checked in
	ErrHours       = residents.Reason("hours-impossible")     // below nothing, or more than fits
	ErrOwnHours    = residents.Reason("hours-own")            // nobody confirms their own hours
	ErrHoursDone   = residents.Reason("hours-confirmed")      // the hours are confirmed already
	ErrHoursWhy    = residents.Reason("hours-why")            // other hours than were counted need a reason
	ErrDisputeOver = residents.Reason("hours-dispute-over")   // the days for it are over, or there is nothing to dispute
	ErrNoHours     = residents.Reason("statement-no-hours")   // no confirmed hours in the time
	ErrAskedOnce   = residents.Reason("volunteer-asked-once") // was asked for this shift before, or does not want to be asked
	ErrWaiting     = residents.Reason("shift-waiting")        // somebody waits: leaving is enough, the place is theirs
	ErrTooSoon     = residents.Reason("place-too-soon")       // to be confirmed nearer to the shift
	ErrNotOffered  = residents.Reason("place-not-offered")    // nothing waits for a confirmation, or it is too late
	ErrNobody      = residents.Reason("helper-unknown")       // nobody of that name lives in that building, or several do
	ErrOrgOver     = residents.Reason("activity-org-over")    // the organisation is not on the street's record, or no longer
	ErrOrgContact  = residents.Reason("activity-org-contact") // in the name of an organisation only its contacts make and submit
	ErrNotLeading  = residents.Reason("activity-not-leading") // neither leads it nor is of the committee
	ErrNotMember   = residents.Reason("team-not-member")      // not of the team
)

// Limits.
const (
	MaxTitle     = 40
	MaxAbout     = 1000
	MaxPlace     = 60
	MaxName      = 30  // of a post, a team, a duty
	MaxWords     = 300 // of a reason, an answer, thanks
	MaxTerms     = 3000
	MaxPosts     = 12
	MaxSeats     = 500 // of a post in a shift
	MaxShifts    = 120 // of an activity
	MaxWeeks     = 26  // of a repetition
	MaxShift     = 12 * time.Hour
	MaxAhead     = 370 * 24 * time.Hour
	MaxTeamSize  = 500
	MaxDayMinute = 24 * 60
)

// Skill is what somebody can do; those of Proved want a proof that the committee has seen.
type Skill string

// The skills that are offered for choosing.
const (
	FirstAid Skill = "first_aid" // 急救
	Medical  Skill = "medical"   // 医护
	Legal    Skill = "legal"     // 法律
	Driving  Skill = "driving"   // 驾驶
	Electric Skill = "electric"  // 水电维修
	Teaching Skill = "teaching"  // 辅导教学
	Elderly  Skill = "elderly"   // 陪伴老人
	Haircut  Skill = "haircut"   // 理发
	Writing  Skill = "writing"   // 文字宣传
	Photo    Skill = "photo"     // 摄影
	Music    Skill = "music"     // 文艺
	Computer Skill = "computer"  // 手机电脑
	Carrying Skill = "carrying"  // 搬运
	Gardens  Skill = "gardens"   // 园艺
	Patrol   Skill = "patrol"    // 巡查
	Sorting  Skill = "sorting"   // 垃圾分类引导
)

// Skills are all, in the order in which they are offered.
var Skills = []Skill{FirstAid, Medical, Legal, Driving, Electric, Teaching, Elderly, Haircut, Writing, Photo, Music, Computer, Carrying, Gardens, Patrol, Sorting}

// Proved are the skills that count once the committee has seen a proof.
var Proved = []Skill{FirstAid, Medical, Legal, Driving, Electric}

// Letter is what is told to somebody about an activity, a shift or their hours.
type Letter struct {
	Community string // the reader's
	ID        string
	Resident  string
	Kind      string // code of the sentence
	Activity  string // id of the activity; "" where it is about none
	Title     string
	At        Instant
}

// Reader is what rules and pages read. Loads of a single thing return
// residents.ErrNotFound when the community has no such thing.
type Reader interface {
	CommunityByID(id string) (residents.Community, error)
	Standing(body, resident string) (residents.Standing, error)
	// Mandates are those under which somebody acts for the resident.
	Mandates(community, resident string) ([]residents.Mandate, error)
	volunteerReader
	teamReader
	activityReader
	orgReader
	signupReader
	hoursReader
	askReader
}

// Tx is one transaction on the portal's store. Add fails with ErrAlready where the thing's key
// is taken; Set writes the whole thing again. Within one community transactions happen one
// after another: that is why a place is never given twice.
type Tx interface {
	Reader
	// AppendTo puts a public act on the community's record. No person is named in it.
	AppendTo(body string, act record.Act) (seq int64, err error)
	// TellHelper puts a letter into a resident's inbox.
	TellHelper(Letter) error
	volunteerWriter
	teamWriter
	activityWriter
	signupWriter
	hoursWriter
	AddAsk(Ask) error
}

// field is a reason beside one field.
func field(name string, reason residents.Reason) error {
	return &residents.FieldError{Field: name, Reason: reason}
}

func tooMany(name string, limit int) error {
	return &residents.FieldError{Field: name, Reason: residents.ErrTooMany, Limit: limit}
}

// tell puts a letter about an activity into somebody's inbox, with an id that a repeated
// command makes again.
func tell(tx Tx, by residents.Sender, a Activity, to, kind, about string) error {
	return tx.TellHelper(Letter{
		Community: a.Community, ID: by.ID + "/" + kind + "/" + to + "/" + about, Resident: to,
		Kind: kind, Activity: a.ID, Title: a.Title, At: by.Now,
	})
}

// clockSender is the clock as the sender of letters: what it does once at an instant has one id.
func clockSender(id string, now Instant) residents.Sender {
	return residents.Sender{Now: now, ID: "clock-" + id}
}

func today(c residents.Community, now Instant) calendar.Day {
	return calendar.DayOf(now, c.Location())
}
