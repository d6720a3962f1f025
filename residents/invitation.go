package residents

import (
	"strconv"
	"time"
)

// Invitation is a letter on paper to one household. By it each of its adults may join
// once, and its children from 14 to 17; it opens nothing else. What it opens with is
// not kept, only what proves it: see the store.
type Invitation struct {
	Community string
	ID        string
	Number    int64 // printed on it, counted in its community
	Household string
	Slots     int // adults who may join by it, 1 to 99
	MadeBy    string
	MadeAt    time.Time
	ExpiresAt time.Time // the end of its last day
	RevokedAt time.Time // zero: it was not called back

	Adults, Minors int // who has joined by it
}

// Limits of letters.
const (
	MostLetters   = 300 // made by one command
	UnknownAdults = 2   // who may join by a letter where nobody has counted the household's adults
	MinorSlots    = 6   // children of 14 to 17 who may join by one letter
)

// Reasons of joining by a letter.
const (
	ErrNoHomes       = Reason("no-homes")           // no home, or no letter, is left that this is for
	ErrLetter        = Reason("wrong-letter")       // no such letter, or the code is another's: one reason for both
	ErrLetterOver    = Reason("letter-expired")     // its last day is over
	ErrLetterEnded   = Reason("letter-revoked")     // called back: a newer one was made, or the home is gone
	ErrLetterFull    = Reason("letter-full")        // everybody it was for has joined
	ErrUnderFourteen = Reason("under-14")           // or may be: a parent adds them
	ErrGrownUp       = Reason("grown-up")           // somebody born then is 18 or older
	ErrRepresented   = Reason("has-representative") // one household, one representative
	ErrSameName      = Reason("same-name")          // somebody of that name has joined in this household
	ErrAtHome        = Reason("already-home")       // the person lives in this household already
	ErrConsent       = Reason("consent-needed")     // nothing is kept of somebody who has not agreed
)

// MayInvite is nil for whoever may write to the households of the body.
func MayInvite(who Standing, body Community, now time.Time) error {
	return May(who, Invite, Matter{Body: body.ID, Above: body.Parent}, now)
}

// NewInvitation is a letter to a household as it is made: for its adults, until the end of the
// last of the body's LetterDays, counted from the day after today.
func NewInvitation(body Community, home Household, by Sender) Invitation {
	slots := home.Adults
	if slots == 0 {
		slots = UnknownAdults
	}
	at := by.Now.In(body.Location())
	return Invitation{
		Community: body.ID, Household: home.ID, Slots: slots, MadeBy: by.Resident.ID, MadeAt: by.Now,
		ExpiresAt: time.Date(at.Year(), at.Month(), at.Day()+max(1, body.LetterDays)+1, 0, 0, 0, 0, body.Location()),
	}
}

// Letter is what a household is invited by, made before the transaction: the secret of the
// QR code, of which a hash is kept, and the password hash of the code to be typed.
type Letter struct{ Household, Token, CodeHash string }

// InvitingTx is what inviting needs of a transaction.
type InvitingTx interface {
	CommunityByID(id string) (Community, error)
	Household(community, id string) (Household, error)
	// LivingInvitation tells whether somebody may still join by a letter of the household.
	LivingInvitation(community, household string, now time.Time) (bool, error)
	// LastInvitation is the highest number that a letter of the community ever had.
	LastInvitation(community string) (int64, error)
	AddInvitation(i Invitation, token, codeHash string) error
	RevokeInvitation(community, id string) error
	// RevokeInvitations calls all letters of a household back that live.
	RevokeInvitations(community, household string) error
	// RevokeInvitationsOf calls all letters of a building back that live, and tells how many.
	RevokeInvitationsOf(community, building string) (int64, error)
}

// InviteHouseholds makes letters to households and calls back those they had before.
// again tells that also those are written to who have a letter that lives; otherwise
// they are left out, as are homes that are gone. It returns the letters made, in order.
func InviteHouseholds(tx InvitingTx, by Sender, community string, letters []Letter, again bool) ([]Invitation, error) {
	body, err := tx.CommunityByID(community)
	if err != nil {
		return nil, err
	}
	if err := MayInvite(by.Standing, body, by.Now); err != nil {
		return nil, err
	}
	if len(letters) > MostLetters {
		return nil, &FieldError{Reason: ErrTooMany, Limit: MostLetters}
	}
	last, err := tx.LastInvitation(community)
	if err != nil {
		return nil, err
	}
	var made []Invitation
	for n, letter := range letters {
		home, err := tx.Household(community, letter.Household)
		if err != nil {
			return nil, err
		}
		lives, err := tx.LivingInvitation(community, home.ID, by.Now)
		if err != nil {
			return nil, err
		}
		if !home.GoneAt.IsZero() || lives && !again {
			continue
		}
		if err := tx.RevokeInvitations(community, home.ID); err != nil {
			return nil, err
		}
		i := NewInvitation(body, home, by)
		last++
		i.ID, i.Number = by.ID+"-"+strconv.Itoa(n+1), last
		if err := tx.AddInvitation(i, letter.Token, letter.CodeHash); err != nil {
			return nil, err
		}
		made = append(made, i)
	}
	return made, nil
}

// Revoke calls a letter back: nobody joins by it any more.
func Revoke(tx InvitingTx, by Sender, community, id string) error {
	body, err := tx.CommunityByID(community)
	if err != nil {
		return err
	}
	if err := MayInvite(by.Standing, body, by.Now); err != nil {
		return err
	}
	return tx.RevokeInvitation(community, id)
}

// RevokeBuilding calls all letters of a building back; ErrNoHomes where none lives.
func RevokeBuilding(tx InvitingTx, by Sender, community, building string) error {
	body, err := tx.CommunityByID(community)
	if err != nil {
		return err
	}
	if err := MayInvite(by.Standing, body, by.Now); err != nil {
		return err
	}
	n, err := tx.RevokeInvitationsOf(community, building)
	if err == nil && n == 0 {
		err = ErrNoHomes
	}
	return err
}

// MayRedeem is nil where another adult, or another minor, may join by the letter at the
// given instant. It is asked after the letter was proved, so that it gives nothing away.
func MayRedeem(i Invitation, adult bool, now time.Time) error {
	switch {
	case !i.RevokedAt.IsZero():
		return ErrLetterEnded
	case !now.Before(i.ExpiresAt):
		return ErrLetterOver
	case adult && i.Adults >= i.Slots, !adult && i.Minors >= MinorSlots:
		return ErrLetterFull
	}
	return nil
}
