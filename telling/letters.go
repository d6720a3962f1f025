package telling

import "strings"

// A Class is how soon somebody is told.
type Class int

// Classes of letters.
const (
	Yours Class = iota + 1 // concerns the reader's own doings, rights and duties: at once
	Rest                   // all else: once a week at most
)

// HelpedKind begins the kinds of letters that tell what a helper did; the form's name follows.
const HelpedKind = "helped-"

// DigestKind is the kind of a digest's letter.
const DigestKind = "digest"

// Letters say of every kind of letter which it is. A test holds them against the sentences.
var Letters = map[string]Class{
	"answer-entered": Yours, "answered": Yours, "archived": Yours, "code-given": Yours, "defect-mended": Yours, "feed-made": Yours, "handed": Yours,
	"handover-accepted": Yours, "handover-returned": Yours, "link-made": Yours, "listed": Yours, "marked-absent": Yours, "meeting-cancelled": Yours, "meeting-tomorrow": Yours, "agenda-tomorrow": Yours,
	"minor-joins": Yours, "objection-answered": Yours, "outcome": Yours, "paper-counted": Yours, "partner-left": Yours, "person-confirmed": Yours,
	"person-declined": Yours, "rate": Yours, "reminder": Yours, "reopened": Yours, "resolution": Yours, "role-ended": Yours, "role-given": Yours,
	"screened": Yours, "seat-moved-up": Yours, "statement-answered": Yours, "statement-hidden": Yours, "unlisted": Yours, "volunteer-asked": Yours,
	"help-given": Yours, "help-recorded": Yours, "help-stops": Yours,
	"guardian-agreed": Yours, "guardian-gone": Yours, "guardian-said-no": Yours, "guardian-said-yes": Yours,
	"passkey-added": Yours,
	"mail-ended":    Yours, "mail-refused": Yours, "mail-set": Yours,
	"phone-removed": Yours, "phone-seen": Yours, "phone-set": Yours,
	"call-closed":      Yours,
	"project-approved": Yours, "project-cleared": Yours, "project-complete": Yours, "project-defect": Yours, "project-dissent": Yours,
	"project-dissent-noted": Yours, "project-dissent-settled": Yours, "project-dropped": Yours, "project-notice": Yours, "project-objection": Yours,
	"project-objection-answered": Yours, "project-ordered": Yours, "project-overdue": Yours, "project-raised": Yours, "project-reopened": Yours,
	"project-rethought": Yours,
	"supervisor-ended":  Yours, "supervisor-moved": Yours, "supervisor-named": Yours,
	"activity-moved": Yours, "activity-published": Yours, "activity-sent-back": Yours, "activity-thanks": Yours,
	"shift-cancelled": Yours, "shift-tomorrow": Yours,
	"place-declined": Yours, "place-lapsed": Yours, "place-offered": Yours, "place-taken-over": Yours,
	"hours-confirmed": Yours, "hours-corrected": Yours, "hours-dispute": Yours, "hours-late": Yours, "hours-wait": Yours,
	"team-duty": Yours, "team-leader": Yours,
	"proof-good": Yours, "proof-refused": Yours,
	"grant-agreement": Yours, "grant-awarded": Yours, "grant-cancelled": Yours, "grant-coached": Yours, "grant-complaint-answered": Yours,
	"grant-final": Yours, "grant-juror": Yours, "grant-mid": Yours, "grant-notice": Yours, "grant-paid": Yours, "grant-passed": Yours,
	"grant-pitch": Yours, "grant-refused": Yours, "grant-stopped": Yours, "grant-struck": Yours,
	"room-called-off": Yours, "room-no-show": Yours, "room-tomorrow": Yours,
	"training-tomorrow":    Yours,
	"support-answered":     Yours,
	"organisation-changed": Yours, "organisation-closed": Yours, "organisation-filed": Yours, "organisation-renewed": Yours,
	"organisation-returned": Yours, "organisation-reviewed": Yours,
	"contact-agreed": Yours, "contact-asked": Yours, "contact-left": Yours, "contact-refused": Yours,
	"note-late": Yours, "note-read": Yours, "note-returned": Yours,
	"event-asked": Yours, "event-noted": Yours,
	"purchase-bought": Yours,
	"listing-refused": Yours, "listing-up": Yours,
	"match-agreed": Yours, "match-done": Yours, "match-dropped": Yours, "match-proposed": Yours,

	DigestKind: Rest, "project-news": Rest, "week-of-help": Rest, // the last two were written before the digest told of it
}

// ClassOf is the class of a kind of letter; 0 of none that is known.
func ClassOf(kind string) Class {
	if strings.HasPrefix(kind, HelpedKind) {
		return Yours
	}
	return Letters[kind]
}
