// Package polls is HOW A QUESTION IS DECIDED: who may vote, by which rule, how
// ballots are cast and counted, and how anybody counts them again.
//
//	draft → (Party study) → published → open → closed by the clock → counted → disclosed, filed
//
// A poll's Terms say everything that matters beforehand: question, options, method,
// electorate, rule, secrecy, hours. They are fixed and put on the record when it is
// published, together with the hash of the roll, a snapshot of who may vote. Each
// ballot's commitment is on the record in the transaction that keeps the ballot; after
// the count the ballots are published in the form that the secrecy allows, so that
// everybody can recount. Nothing that could be a running result leaves the room before.
//
// Deciding is done in whole numbers and fractions only. The methods (one a file) count
// an Election, which knows no persons; a Rule decides from counted weights and quotes
// its law.
package polls

import (
	"time"

	"yishiting/record"
	"yishiting/residents"
)

// Instant is a point in time; clocks are passed in, never read.
type Instant = time.Time

// Reasons of polls.
const (
	ErrNotOpen        = residents.Reason("poll-not-open")      // not yet, not any more, or taken back
	ErrOver           = residents.Reason("poll-over")          // the hour of the close has come
	ErrNotOnRoll      = residents.Reason("not-on-roll")        // the roll, taken when the poll was published, does not have them
	ErrHomeSpeaks     = residents.Reason("home-speaks")        // households vote by their representative, who is somebody else or nobody
	ErrVoted          = residents.Reason("already-voted")      // a ballot counts already and the poll does not let it be replaced
	ErrReplaced       = residents.Reason("replaced-too-often") // the unit has changed its ballot often enough
	ErrVotedPaper     = residents.Reason("voted-on-paper")     // a paper ballot of this unit counts
	ErrOption         = residents.Reason("unknown-option")     // not an option of this poll
	ErrTwice          = residents.Reason("option-twice")       // an option stands twice
	ErrOverChoose     = residents.Reason("too-many-chosen")    // more than the ballot allows
	ErrOverBudget     = residents.Reason("over-budget")        // the chosen projects cost more than there is
	ErrEqualRanks     = residents.Reason("equal-ranks")        // the method wants one after the other
	ErrBlankAndChosen = residents.Reason("blank-and-chosen")   // a blank ballot chooses nothing
	ErrNothing        = residents.Reason("nothing-chosen")     // neither a choice nor a blank ballot
	ErrHasBallots     = residents.Reason("has-ballots")        // terms stand once a ballot is in
	ErrRule           = residents.Reason("rule-misfit")        // the rule is not one for this electorate, method or secrecy
	ErrElsewhere      = residents.Reason("not-on-portal")      // the law wants this vote elsewhere
	ErrComposition    = residents.Reason("bad-composition")    // delegates are under four fifths of the meeting
	ErrEmptyRoll      = residents.Reason("empty-roll")         // nobody may vote
	ErrNoArea         = residents.Reason("area-missing")       // an owner's home has no area
	ErrUnstudied      = residents.Reason("party-study-first")  // important matters are studied first (城市居民委员会组织法 第三十条)
	ErrNoticeDays     = residents.Reason("poll-notice-short")  // the law wants more days between notice and vote
	ErrStage          = residents.Reason("wrong-stage")        // the poll is at another stage
	ErrSerial         = residents.Reason("unknown-serial")     // no paper ballot of this poll has that serial
	ErrVoid           = residents.Reason("serial-void")        // a later ballot was printed for the unit
	ErrEntered        = residents.Reason("entered-before")     // the same person has entered this ballot
	ErrMoney          = residents.Reason("bad-money")          // no amount in yuan, or out of range
	ErrNonePrint      = residents.Reason("none-to-print")      // all of them have voted, or their paper ballots have come back
	ErrChanged        = residents.Reason("draft-changed")      // somebody has written at the draft since it was looked at
	ErrUnsettled      = residents.Reason("entries-differ")     // ballots wait for the second entry, or the two differ
)

// Tx is one transaction on the portal's store. Loads of a single thing return
// residents.ErrNotFound when the body has no such thing. Within one body
// transactions happen one after another.
type Tx interface {
	// AppendTo puts a public act on the body's record. No person is named in it.
	AppendTo(body string, act record.Act) (seq int64, err error)
	CommunityByID(id string) (residents.Community, error)
	// Standing is a person of the body who has not left, with all roles held anywhere.
	Standing(body, resident string) (residents.Standing, error)

	pollStore
	rollStore
	ballotStore
	paperStore
}

// act is a public act about a poll.
func act(kind, poll string, data any) record.Act {
	return record.Act{Kind: kind, Subject: "poll/" + poll, Data: data}
}

// refuse is a reason beside one field.
func refuse(field string, reason residents.Reason) error {
	return &residents.FieldError{Field: field, Reason: reason}
}
