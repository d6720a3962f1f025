package residents

// Reason is why something may not be done: a short code in lower case, the same
// in the domain, over the wire and in the table of sentences. Reasons compare by
// value, so errors.Is holds on both sides of the wire.
type Reason string

func (r Reason) Error() string { return string(r) }

// Reasons that every room shares.
const (
	ErrSignedOut  = Reason("signed-out")     // nobody is signed in
	ErrNotAllowed = Reason("not-allowed")    // the role needed is not held, or its term is over
	ErrOwnMatter  = Reason("own-matter")     // nobody decides on their own matter
	ErrNotFound   = Reason("not-found")      // no such thing in this community
	ErrReused     = Reason("command-reused") // the command's id was already used for something else
	ErrUnknown    = Reason("unknown-field")  // a field the form does not have
	ErrEmpty      = Reason("empty")          // a text that must be given is missing
	ErrTooLong    = Reason("too-long")       // a text is over its stated limit
	ErrTooMany    = Reason("too-many")       // more things than the stated limit
	ErrText       = Reason("bad-text")       // broken UTF-8, NUL or another control character
	ErrNumber     = Reason("bad-number")     // not a whole number in the stated range
	ErrDate       = Reason("bad-date")       // no such day or time
	ErrMonth      = Reason("bad-month")      // no such month
	ErrChoice     = Reason("bad-choice")     // not one of the offered choices
	ErrPersonal   = Reason("personal-data")  // a phone or identity number in a public text

	ErrNotConfirmed = Reason("not-confirmed")  // the committee has not confirmed the person yet
	ErrMinor        = Reason("minor")          // for those of 18 and older
	ErrPasskey      = Reason("passkey-needed") // the role is held, and counts only in a session begun by a passkey
	ErrSecondPerson = Reason("second-person")  // another person than took the step before
	ErrNotYours     = Reason("not-yours")      // another person's, household's or building's
	ErrHoldsOffice  = Reason("holds-office")   // not to be done to somebody who holds an office
	ErrTogether     = Reason("roles-together") // two roles that one person may not hold together
	ErrByHelper     = Reason("not-by-helper")  // nobody can do this for somebody else
	ErrSignInAgain  = Reason("sign-in-again")  // too long since the session began or was proved, for something delicate
)

// FieldError is a Reason that belongs to one field of a form.
type FieldError struct {
	Field  string // the field's name in the form
	Reason Reason
	Limit  int    // for ErrTooLong, ErrTooMany and ErrNumber: the limit passed; otherwise 0
	Line   int    // of a text or a file, from 1, where one line of the field is wrong; otherwise 0
	Who    string // the person that the reason is about, masked; otherwise ""
}

func (e *FieldError) Error() string { return e.Field + ": " + string(e.Reason) }

func (e *FieldError) Unwrap() error { return e.Reason }
