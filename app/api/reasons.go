package api

import (
	"errors"
	"net/url"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/signups"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// Internal is the code of every error that is not listed: its text is withheld,
// and the log has it under the request's id.
const Internal = residents.Reason("internal")

// Reasons of the road itself, rather than of a rule.
const (
	ErrCrossSite = residents.Reason("cross-site")    // the form stood on another site
	ErrDeadLink  = residents.Reason("dead-link")     // a sign-in link that was used, is too old, or never was
	ErrMethod    = residents.Reason("method")        // no such thing can be done here
	ErrType      = residents.Reason("content-type")  // what was sent is of a kind that is not read here
	ErrTooLarge  = residents.Reason("too-large")     // more was sent than the form can hold
	ErrDown      = residents.Reason("unavailable")   // the database does not answer
	ErrBigPhoto  = residents.Reason("photo-too-big") // of a photo: over the limits of server/photo
	ErrFormat    = residents.Reason("photo-format")  // of a photo: neither JPEG nor PNG
	ErrBroken    = residents.Reason("photo-broken")  // of a photo: cut off or damaged
	ErrPhotos    = residents.Reason("many-photos")   // more photos than the form takes
	ErrTwice     = residents.Reason("twice")         // a field that may be given once was given twice
	ErrCommand   = residents.Reason("bad-command")   // the form came without its command id
	ErrOften     = residents.Reason("rate-limited")  // tried too often in a short time
	ErrBusy      = residents.Reason("busy")          // too many codes are being checked just now
)

// status is the one table of reasons that may be told, with the HTTP status each
// is told under. Every Reason declared in a room must stand here (a test reads
// the source and says which does not).
var status = map[residents.Reason]int{
	residents.ErrSignedOut:  401,
	residents.ErrNotAllowed: 403,
	residents.ErrOwnMatter:  403,
	residents.ErrNotFound:   404,
	residents.ErrReused:     409,
	residents.ErrUnknown:    422,
	residents.ErrEmpty:      422,
	residents.ErrTooLong:    422,
	residents.ErrTooMany:    422,
	residents.ErrText:       422,
	residents.ErrNumber:     422,
	residents.ErrDate:       422,
	residents.ErrMonth:      422,
	residents.ErrChoice:     422,
	residents.ErrPersonal:   422,
	residents.ErrOverlap:    422,
	residents.ErrSiteTwice:  422,

	residents.ErrNotConfirmed: 403,
	residents.ErrMinor:        403,
	residents.ErrPasskey:      403,
	residents.ErrSecondPerson: 403,
	residents.ErrNotYours:     403,
	residents.ErrHoldsOffice:  403,
	residents.ErrTogether:     422,
	residents.ErrByHelper:     403,
	residents.ErrSignInAgain:  403,

	residents.ErrNoHomes:       422,
	residents.ErrLetter:        422,
	residents.ErrLetterOver:    422,
	residents.ErrLetterEnded:   422,
	residents.ErrLetterFull:    422,
	residents.ErrUnderFourteen: 422,
	residents.ErrGrownUp:       422,
	residents.ErrRepresented:   422,
	residents.ErrSameName:      422,
	residents.ErrAtHome:        409,
	residents.ErrConsent:       422,

	residents.ErrHelpOver:      409,
	residents.ErrHelps:         409,
	residents.ErrOtherVoice:    409,
	residents.ErrHeadOnly:      403,
	residents.ErrTooYoung:      403,
	residents.ErrGuardian:      403,
	residents.ErrGuarded:       409,
	residents.ErrOwnLetter:     422,
	residents.ErrNotGrown:      403,
	residents.ErrOnlyHome:      409,
	residents.ErrNoHome:        422,
	residents.ErrNobody:        422,
	residents.ErrPasskeyWrong:  403,
	residents.ErrPasskeyLate:   409,
	residents.ErrPasskeyCopied: 403,
	residents.ErrPasskeyTwice:  409,
	residents.ErrNoPasskeys:    422,
	residents.ErrLastPasskey:   409,
	residents.ErrLinkNeeded:    403,

	residents.ErrSlug:  422,
	residents.ErrTaken: 422,
	residents.ErrRole:  422,
	residents.ErrHome:  422,
	residents.ErrHeld:  409,
	residents.ErrScope: 422,
	residents.ErrKin:   422,

	residents.ErrLastOffice: 409,
	residents.ErrUnsure:     422,

	residents.ErrPhone:      422,
	residents.ErrMail:       422,
	residents.ErrPhoneTaken: 409,
	residents.ErrWrongCode:  422,
	residents.ErrSpentCode:  429,

	residents.ErrRoom:    422,
	residents.ErrArea:    422,
	residents.ErrListed:  422,
	residents.ErrLivedIn: 409,

	residents.ErrAddress:        422,
	residents.ErrRepeated:       422,
	residents.ErrNoColumn:       422,
	residents.ErrFileBig:        422,
	residents.ErrFileLines:      422,
	residents.ErrOldSheet:       422,
	residents.ErrNoTable:        422,
	residents.ErrFileBroken:     422,
	residents.ErrNoHeader:       422,
	residents.ErrNotKept:        422,
	residents.ErrRepeatedColumn: 422,
	residents.ErrDraftOver:      410,
	residents.ErrReplan:         409,
	residents.ErrProblems:       422,
	residents.ErrNoChange:       409,
	residents.ErrZone:           422,

	signups.ErrState:            409,
	signups.ErrChanged:          409,
	signups.ErrNoPlace:          409,
	signups.ErrBegun:            409,
	signups.ErrNotBegun:         409,
	signups.ErrShiftOff:         409,
	signups.ErrOverlap:          409,
	signups.ErrRest:             409,
	signups.ErrDayFull:          409,
	signups.ErrUnderAge:         403,
	signups.ErrMinorWork:        403,
	signups.ErrMinorDay:         403,
	signups.ErrWithAdult:        403,
	signups.ErrSkill:            403,
	signups.ErrNoAgreement:      422,
	signups.ErrUninsured:        422,
	signups.ErrNoTerms:          422,
	signups.ErrShiftEnds:        422,
	signups.ErrShiftLong:        422,
	signups.ErrShiftPast:        422,
	signups.ErrNoShift:          422,
	signups.ErrInUse:            409,
	signups.ErrOldCode:          422,
	signups.ErrWrongCode:        422,
	signups.ErrCheckedIn:        409,
	signups.ErrNotHere:          409,
	signups.ErrHours:            422,
	signups.ErrOwnHours:         403,
	signups.ErrHoursDone:        409,
	signups.ErrHoursWhy:         422,
	signups.ErrDisputeOver:      409,
	signups.ErrNoHours:          422,
	signups.ErrAskedOnce:        409,
	signups.ErrWaiting:          409,
	signups.ErrTooSoon:          409,
	signups.ErrNotOffered:       409,
	organisations.ErrPurchase:   409,
	organisations.ErrTerm:       422,
	organisations.ErrNoteYear:   409,
	organisations.ErrEventBegun: 422,
	organisations.ErrEventLong:  422,
	signups.ErrOrgOver:          409,
	signups.ErrOrgContact:       403,
	signups.ErrNotLeading:       403,
	signups.ErrNobody:           422,
	signups.ErrNotMember:        422,

	grants.ErrAlready:   409,
	grants.ErrState:     409,
	grants.ErrChanged:   409,
	grants.ErrClosed:    409,
	grants.ErrDates:     422,
	grants.ErrWeights:   422,
	grants.ErrOverCap:   422,
	grants.ErrBudget:    422,
	grants.ErrUnfit:     409,
	grants.ErrUnchecked: 409,
	grants.ErrAppeal:    409,
	grants.ErrFew:       409,
	grants.ErrUntied:    409,
	grants.ErrTied:      403,
	grants.ErrChoices:   422,
	grants.ErrUp:        409,
	grants.ErrComplaint: 409,
	grants.ErrUnsigned:  409,
	grants.ErrUnpaid:    409,
	grants.ErrUnended:   409,
	grants.ErrNoOrg:     403,
	grants.ErrTaken:     409,
	grants.ErrShut:      422,
	grants.ErrAhead:     422,
	grants.ErrOften:     409,
	grants.ErrLong:      422,
	grants.ErrCommerce:  422,
	grants.ErrCrowd:     422,
	grants.ErrOver:      409,
	grants.ErrNotOver:   409,
	grants.ErrFull:      409,

	organisations.ErrState:       409,
	organisations.ErrChanged:     409,
	organisations.ErrName:        409,
	organisations.ErrCode:        422,
	organisations.ErrFile:        422,
	organisations.ErrFileSize:    422,
	organisations.ErrFew:         422,
	organisations.ErrRoster:      422,
	organisations.ErrTooSoon:     409,
	organisations.ErrOver:        409,
	organisations.ErrLastContact: 409,
	organisations.ErrNoContact:   422,
	organisations.ErrListing:     409,
	organisations.ErrNobodys:     422,

	consultation.ErrClosed:        409,
	consultation.ErrAlready:       409,
	consultation.ErrFull:          409,
	consultation.ErrAppealed:      409,
	consultation.ErrSameScreener:  403,
	consultation.ErrMergeTarget:   422,
	consultation.ErrNoticeShort:   422,
	consultation.ErrNoAgenda:      422,
	consultation.ErrRecused:       422,
	consultation.ErrSamePerson:    422,
	consultation.ErrCode:          422,
	consultation.ErrNotPresent:    403,
	consultation.ErrTooManyHands:  422,
	consultation.ErrChanged:       409,
	consultation.ErrUnconfirmed:   409,
	consultation.ErrIncomplete:    422,
	consultation.ErrOutcomeFixed:  422,
	consultation.ErrDuePast:       409,
	consultation.ErrNotHolder:     403,
	consultation.ErrLevel:         409,
	consultation.ErrMeetingHeld:   409,
	consultation.ErrOneSupporter:  409,
	consultation.ErrDisclosureEnd: 409,
	consultation.ErrOnDuty:        409,
	consultation.ErrQuote:         422,

	polls.ErrNotOpen:        409,
	polls.ErrOver:           410,
	polls.ErrNotOnRoll:      403,
	polls.ErrHomeSpeaks:     403,
	polls.ErrVoted:          409,
	polls.ErrReplaced:       409,
	polls.ErrVotedPaper:     409,
	polls.ErrOption:         422,
	polls.ErrTwice:          422,
	polls.ErrOverChoose:     422,
	polls.ErrOverBudget:     422,
	polls.ErrEqualRanks:     422,
	polls.ErrNothing:        422,
	polls.ErrBlankAndChosen: 422,
	polls.ErrHasBallots:     409,
	polls.ErrRule:           422,
	polls.ErrElsewhere:      422,
	polls.ErrComposition:    422,
	polls.ErrEmptyRoll:      422,
	polls.ErrNoArea:         422,
	polls.ErrUnstudied:      409,
	polls.ErrNoticeDays:     422,
	polls.ErrStage:          409,
	polls.ErrSerial:         422,
	polls.ErrVoid:           409,
	polls.ErrEntered:        409,
	polls.ErrMoney:          422,
	polls.ErrNonePrint:      422,
	polls.ErrChanged:        409,
	polls.ErrUnsettled:      409,
	polls.ErrMethod:         422,
	polls.ErrElection:       422,

	Internal:             500,
	ErrDeadLink:          410,
	ErrCrossSite:         403,
	ErrMethod:            405,
	ErrType:              415,
	ErrTooLarge:          413,
	ErrDown:              503,
	ErrBigPhoto:          422,
	project.ErrStage:     422,
	project.ErrChanged:   409,
	project.ErrUnheard:   422,
	project.ErrUnlisted:  422,
	project.ErrUntalked:  422,
	project.ErrUnstudied: 422,
	project.ErrUndecided: 422,
	project.ErrDecided:   422,
	project.ErrPollOlder: 422,
	project.ErrUnagreed:  422,
	project.ErrUncleared: 422,
	project.ErrUnnoticed: 422,
	project.ErrPutUp:     422,
	project.ErrObjected:  422,
	project.ErrUnplanned: 422,
	project.ErrUnsigned:  422,
	project.ErrUndone:    422,
	project.ErrFrozen:    422,
	project.ErrPoll:      422,
	project.ErrNoQuorum:  422,
	project.ErrNotFunded: 422,
	project.ErrFewVotes:  422,
	project.ErrPayers:    422,
	project.ErrHomeSaid:  422,
	project.ErrRated:     422,
	project.ErrOverPlan:  422,
	project.ErrOverBound: 422,
	project.ErrTakenBack: 422,
	project.ErrConcern:   403,
	project.ErrNotLate:   422,
	project.ErrFile:      422,
	project.ErrFileSize:  413,

	ErrFormat:  422,
	ErrBroken:  422,
	ErrPhotos:  422,
	ErrTwice:   422,
	ErrCommand: 422,
	ErrOften:   429,
	ErrBusy:    503,
}

// Code is the reason by which err may be told: the listed reason it wraps, or Internal.
func Code(err error) residents.Reason {
	var r residents.Reason
	if errors.As(err, &r) {
		if _, listed := status[r]; listed {
			return r
		}
	}
	return Internal
}

// Told is the reason that came over the wire, as an error: errors.Is holds on
// this side too. It is nil for "".
func Told(reason string) error {
	if reason == "" {
		return nil
	}
	return residents.Reason(reason)
}

// Status is the HTTP status under which err is told.
func Status(err error) int { return status[Code(err)] }

// Reasons lists every reason that may be told.
func Reasons() []residents.Reason {
	all := make([]residents.Reason, 0, len(status))
	for r := range status {
		all = append(all, r)
	}
	return all
}

// WithDone is location with the code of the act just done, which the next page
// puts in words once.
func WithDone(location, code string) string {
	if code == "" {
		return location
	}
	u, err := url.Parse(location)
	if err != nil {
		return location
	}
	q := u.Query()
	q.Set("done", code)
	u.RawQuery = q.Encode()
	return u.String()
}
