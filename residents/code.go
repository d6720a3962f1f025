package residents

import "time"

// What a one-time code is for. A code is good for its own purpose only.
const (
	CodeInPerson    = "in-person"     // given face to face, signs in
	CodePhoneSignIn = "phone-sign-in" // sent to a telephone, signs in
	CodePhoneCheck  = "phone-check"   // sent to a telephone, proves that it is the person's
)

// CodeLife is how long a one-time code can be used, and CodeTries how often it may be
// tried, right or wrong (ASVS 6.5.5 and 6.6.3).
const (
	CodeLife  = 10 * time.Minute
	CodeTries = 5
)

// ErrWrongCode is the reason when a one-time code is wrong, used, too old or never was:
// one reason for all, which gives nothing away. ErrSpentCode when it was tried too often.
const (
	ErrWrongCode = Reason("bad-code")
	ErrSpentCode = Reason("spent-code")
)

// OneTimeCode is a code that works once. Neither the code itself nor, in one for which
// nobody has the telephone, a person is in it.
type OneTimeCode struct {
	Community string
	ID        string // names the request that the code belongs to; at least 128 random bits
	Number    int64  // is typed in front of a code that was given in person; the store picks it
	Purpose   string
	Resident  string // "" where nobody in the community has the telephone
	Phone     string // "" of a code given in person
	Hash      string // password hash of the code
	MadeBy    string // who gave it in person; otherwise ""
	MadeAt    time.Time
	Expires   time.Time
	Tries     int
	UsedAt    time.Time // zero: not yet
}

// MayGiveCode is nil for whoever may give the person, who is at home in the body, a code
// that signs them in: the committee, and the stairwell head of their building. A code is as
// good as being that person, so that who holds an office gets one from nobody.
func MayGiveCode(who, whom Standing, now time.Time) error {
	on := Matter{Body: whom.Resident.Community, Building: whom.Resident.Building, OfOffice: whom.HoldsOffice(now)}
	err := May(who, GiveCode, on, now)
	for _, home := range whom.Homes {
		if err != ErrNotYours {
			break
		}
		on.Building = home.Building
		err = May(who, GiveCode, on, now)
	}
	if err == nil && on.OfOffice {
		return ErrHoldsOffice
	}
	return err
}

// CodeTx is what GiveCode needs of a transaction.
type CodeTx interface {
	Standing(community, id string) (Standing, error)
	// EndCodes ends the person's codes of that purpose which were not used.
	EndCodes(community, resident, purpose string) error
	AddCode(OneTimeCode) (OneTimeCode, error)
}

// GiveInPerson makes a code for somebody who stands in front of the sender. hash is its
// password hash; codes given to the person before are dead.
func GiveInPerson(tx CodeTx, by Sender, community, resident, id, hash string) (OneTimeCode, error) {
	whom, err := tx.Standing(community, resident)
	if err != nil {
		return OneTimeCode{}, err
	}
	if err := MayGiveCode(by.Standing, whom, by.Now); err != nil {
		return OneTimeCode{}, err
	}
	if err := tx.EndCodes(community, resident, CodeInPerson); err != nil {
		return OneTimeCode{}, err
	}
	return tx.AddCode(OneTimeCode{
		Community: community, ID: id, Purpose: CodeInPerson, Resident: resident, Hash: hash,
		MadeBy: by.Resident.ID, MadeAt: by.Now, Expires: by.Now.Add(CodeLife),
	})
}
