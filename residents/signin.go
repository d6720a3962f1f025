package residents

import "time"

// The ways in which a session may begin. One begun in no known way is good for reading only.
const (
	ByLink    = "link"      // a link that an administrator, the committee or the console has made
	ByLetter  = "letter"    // an invitation on paper
	ByPerson  = "in-person" // a code given face to face
	ByPhone   = "phone"     // a code sent to the person's telephone
	ByPasskey = "passkey"
)

// How long a proof lasts. Whoever holds an office shows a passkey once a working day.
const (
	OfficeTime   = 12 * time.Hour   // offices count for so long after a passkey was shown
	DelicateTime = 15 * time.Minute // keys, telephone and data may be changed for so long after a sign-in
)

// SignIn is how somebody came to be signed in.
type SignIn struct {
	Method string // one of ByLink to ByPasskey; "" unknown
	Began  time.Time
	Proved time.Time // when it last proved by a passkey who it is; zero: never
}

// ProvedWithin tells whether a passkey was shown less than the given time ago.
func (s SignIn) ProvedWithin(d time.Duration, now time.Time) bool {
	return !s.Proved.IsZero() && now.Sub(s.Proved) < d
}

// Recent tells whether it began, or a passkey was shown, so lately that something
// delicate may be changed; otherwise the reason to give is ErrSignInAgain.
func (s SignIn) Recent(now time.Time) bool {
	return now.Sub(s.Began) < DelicateTime || s.ProvedWithin(DelicateTime, now)
}
