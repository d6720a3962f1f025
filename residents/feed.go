package residents

import "time"

// FeedTx is what the verbs about the address of one's own calendar need of a transaction.
type FeedTx interface {
	SetFeed(community, resident, token string) error // in the place of the one before, if any
	RemoveFeed(community, resident string) error
}

// MayKeepFeed is nil for whoever makes or ends the address of their own calendar. It tells where
// somebody will be, to whoever has it: nobody makes one for another, a helper neither.
func MayKeepFeed(who Standing, now time.Time) error {
	if !who.SignedIn() {
		return ErrSignedOut
	}
	return May(who, OwnThings, Matter{Body: who.Resident.Community}, now)
}

// MakeFeed makes token the one address of the sender's calendar; the one before is dead at once.
func MakeFeed(tx FeedTx, by Sender, token string) error {
	if err := MayKeepFeed(by.Standing, by.Now); err != nil {
		return err
	}
	return tx.SetFeed(by.Resident.Community, by.Resident.ID, token)
}

// EndFeed ends the address of the sender's calendar, if there is one.
func EndFeed(tx FeedTx, by Sender) error {
	if err := MayKeepFeed(by.Standing, by.Now); err != nil {
		return err
	}
	return tx.RemoveFeed(by.Resident.Community, by.Resident.ID)
}
