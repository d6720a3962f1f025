// Package organisations says WHO STANDS TOGETHER: residents' social organisations, from the
// application over the committee's review to the street's filing, renewal and closing; what
// they, the neighbours and the units of the area need and offer; and what the street buys.
//
// Nothing of an organisation is public before the street has filed it (file.go). A change of a
// filed one, and its renewal, take the same way: until they are filed again what was filed
// before stands. Whoever speaks for an organisation is its contact: a relation to it, no office.
// What the law or the city's rules ask for stands in rules.go as dated data; where they give no
// figure it is the community's own custom.
package organisations

import (
	"time"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// Instant is a point in time; clocks are passed in, never read.
type Instant = time.Time

// Reasons of organisations.
const (
	ErrAlready     = residents.Reason("already-done")              // done before; once is what counts
	ErrState       = residents.Reason("organisation-state")        // not in this state
	ErrChanged     = residents.Reason("organisation-changed")      // somebody else changed it since it was read
	ErrName        = residents.Reason("organisation-name")         // another one of the community has that name
	ErrCode        = residents.Reason("organisation-code")         // not a unified social credit code
	ErrFile        = residents.Reason("organisation-file")         // neither a PDF nor a JPEG
	ErrFileSize    = residents.Reason("organisation-file-size")    // larger than MaxFile
	ErrFew         = residents.Reason("organisation-few")          // fewer members than a filing asks for
	ErrRoster      = residents.Reason("organisation-roster")       // the list of members has another number of names
	ErrTooSoon     = residents.Reason("organisation-too-soon")     // to be renewed nearer to its end
	ErrOver        = residents.Reason("organisation-over")         // its filing is over: to be renewed first
	ErrLastContact = residents.Reason("organisation-last-contact") // somebody must speak for it
	ErrNoContact   = residents.Reason("organisation-no-contact")   // not an adult who lives in the community
	ErrListing     = residents.Reason("listing-state")             // the need, the offer or the match is not in this state
	ErrNobodys     = residents.Reason("listing-nobodys")           // an offer of no organisation and no unit
	ErrPurchase    = residents.Reason("purchase-state")            // not in this state, or a step of it waits for a second person
	ErrNoteYear    = residents.Reason("note-year")                 // no note is owed on that year, or not yet
	ErrEventBegun  = residents.Reason("event-begun")               // to be reported before it begins
	ErrEventLong   = residents.Reason("event-long")                // too far away, or too long
	ErrTerm        = residents.Reason("purchase-term")             // ends before it begins
)

// Limits.
const (
	MaxName     = 40
	MaxPlace    = 60
	MaxPurpose  = 500
	MaxCharter  = 3000
	MaxWords    = 300 // of a reason, an answer
	MaxRoster   = 12000
	MaxMembers  = 100000
	MaxFile     = 8 << 20 // bytes of a document
	MaxFiles    = 12      // documents of an organisation
	MaxFileName = 80
	MaxContacts = 5
	MaxNote     = 1000 // of what was done in a year, and of what is planned
	MaxReached  = 1000000
	MaxEvents   = 20 // reports of an organisation that are under way
	MaxMine     = 10 // applications of one person that are under way
)

// Letter is what is told to somebody about an organisation, a need or an offer.
type Letter struct {
	Community string // the reader's
	ID        string
	Resident  string
	Kind      string // code of the sentence
	Title     string
	At        Instant
}

// Reader is what rules and pages read. Loads of a single thing return
// residents.ErrNotFound when the community has no such thing.
type Reader interface {
	CommunityByID(id string) (residents.Community, error)
	Standing(body, resident string) (residents.Standing, error)
	organisationReader
	listingReader
	purchaseReader
	askedReader
	noteReader
	eventReader
}

// Tx is one transaction on the portal's store. Add fails with ErrAlready where the thing's key
// is taken; Set writes the whole thing again. Within one community transactions happen one
// after another.
type Tx interface {
	Reader
	// AppendTo puts a public act on the community's record. No person is named in it.
	AppendTo(body string, act record.Act) (seq int64, err error)
	// TellContact puts a letter into a resident's inbox.
	TellContact(Letter) error
	organisationWriter
	listingWriter
	purchaseWriter
	askedWriter
	noteWriter
	eventWriter
}

// field is a reason beside one field.
func field(name string, reason residents.Reason) error {
	return &residents.FieldError{Field: name, Reason: reason}
}

func today(c residents.Community, now Instant) calendar.Day {
	return calendar.DayOf(now, c.Location())
}
