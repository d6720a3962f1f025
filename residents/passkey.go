package residents

import "time"

// Reasons about passkeys.
const (
	ErrPasskeyWrong  = Reason("passkey-wrong")   // what the browser sent proves nothing
	ErrPasskeyLate   = Reason("passkey-late")    // asked too long ago, or answered already
	ErrPasskeyCopied = Reason("passkey-copied")  // its counter runs backwards: there may be two of it
	ErrPasskeyTwice  = Reason("passkey-twice")   // it was added before
	ErrNoPasskeys    = Reason("no-passkeys")     // the portal's address, or the browser, can have none
	ErrLastPasskey   = Reason("last-passkey")    // whoever holds an office keeps one
	ErrLinkNeeded    = Reason("new-link-needed") // an office-holder's first passkey, or one in place of the lost, takes an administrator's link
)

// MostPasskeys is how many passkeys one person may have.
const MostPasskeys = 10

// MayAddPasskey is nil where the person, who has so many passkeys, may add one in a
// session that began as by says.
//
// The first may be added by whoever came by a link, a letter, a telephone or in
// person; an office-holder's by a link only, which an administrator makes. Afterwards
// it takes a passkey shown just now, or, for whoever has lost theirs, a new link:
// an easier way in must not lead around the passkey.
func MayAddPasskey(who Standing, by SignIn, has int, now time.Time) error {
	switch {
	case !who.SignedIn():
		return ErrSignedOut
	case has >= MostPasskeys:
		return ErrTooMany
	case by.ProvedWithin(DelicateTime, now):
		return nil
	case has == 0 && by.Method == ByLink, by.Method == ByLink && by.Recent(now):
		return nil
	case has > 0:
		return ErrSignInAgain
	case who.HoldsOffice(now):
		return ErrLinkNeeded
	case by.Method == "":
		return ErrSignInAgain
	}
	return nil
}

// MayChangePasskey is nil where a passkey was shown just now: then one may be renamed.
func MayChangePasskey(who Standing, by SignIn, now time.Time) error {
	switch {
	case !who.SignedIn():
		return ErrSignedOut
	case !by.ProvedWithin(DelicateTime, now):
		return ErrSignInAgain
	}
	return nil
}

// MayRemovePasskey is MayChangePasskey for removing one of so many; an office-holder keeps one.
func MayRemovePasskey(who Standing, by SignIn, has int, now time.Time) error {
	if err := MayChangePasskey(who, by, now); err != nil {
		return err
	}
	if has <= 1 && who.HoldsOffice(now) {
		return ErrLastPasskey
	}
	return nil
}
