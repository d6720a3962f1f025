package telling

import (
	"errors"
	"time"

	"yishiting/residents"
)

// MailCheck is an address that somebody says is theirs, until whoever has it opens the link that was
// sent there.
type MailCheck struct {
	Community, Resident, Address string
	Made, Expires                Instant
}

// CheckLife is how long such a link is good.
const CheckLife = 24 * time.Hour

// MailTx is what the verbs about an address of mail need of a transaction.
type MailTx interface {
	ChoiceTx
	// Standing is somebody as they are now; residents.ErrNotFound for whoever has left.
	Standing(community, resident string) (residents.Standing, error)
	// SetMailCheck keeps an address that is to be confirmed by a token, in the place of the one before.
	SetMailCheck(c MailCheck, token string) error
	// MailCheckBy is the one that a token confirms; residents.ErrNotFound for any other token.
	MailCheckBy(community, token string) (MailCheck, error)
	// SetMail gives somebody an address in the place of the one before and ends its check. Token
	// ends it without signing in.
	SetMail(community, resident, address, token string) error
	// MailLeaver is the id of the person whose mails a token ends; residents.ErrNotFound for any other token.
	MailLeaver(community, token string) (string, error)
}

// AskMail keeps an address that the sender says is theirs. Nothing but the link that confirms it is
// sent there before that was opened. agreed is their consent, which holds from then on.
func AskMail(tx MailTx, by residents.Sender, address, token string, agreed bool) error {
	if err := MayChoose(by.Standing, by.Now); err != nil {
		return err
	}
	if !agreed {
		return &residents.FieldError{Field: "agree", Reason: residents.ErrConsent}
	}
	if address == "" || residents.ReadMail(address) != address {
		return &residents.FieldError{Field: "address", Reason: residents.ErrMail}
	}
	me := by.Resident
	return tx.SetMailCheck(MailCheck{Community: me.Community, Resident: me.ID, Address: address, Made: by.Now, Expires: by.Now.Add(CheckLife)}, token)
}

// CheckBy is what a token confirms now; residents.ErrNotFound where it is none, or too old.
func CheckBy(v interface {
	MailCheckBy(community, token string) (MailCheck, error)
}, community, token string, now Instant) (MailCheck, error) {
	c, err := v.MailCheckBy(community, token)
	if err == nil && !now.Before(c.Expires) {
		err = residents.ErrNotFound
	}
	return c, err
}

// ConfirmMail makes an address its person's, for whoever has the link that was sent there, in whatever
// browser. From now on they are told by mail: of what they chose before, and first of all that there is.
// leave makes of the confirmed address the token that ends it.
func ConfirmMail(tx MailTx, community, token string, now Instant, leave func(MailCheck) string) (MailCheck, error) {
	c, err := CheckBy(tx, community, token, now)
	if err != nil {
		return c, err
	}
	by, err := as(tx, community, c.Resident, now)
	if err == nil {
		err = MayChoose(by.Standing, now)
	}
	if err == nil {
		err = residents.GiveConsent(tx, by, by.Resident, residents.PurposeMails, residents.Online)
	}
	if err == nil {
		err = tx.SetMail(community, c.Resident, c.Address, leave(c))
	}
	if err != nil {
		return c, err
	}
	chosen, err := tx.TellingOf(community, c.Resident)
	if err != nil || chosen.Mails.Any() {
		return c, err
	}
	return c, tx.SetChoice(chosen.With(Mail, Ways{Yours: true, Digest: true}))
}

// LeaveMail ends for whoever has the token of a mail that its reader is told by mail, and tells who that
// is and which address it was; residents.ErrNotFound where that is ended already.
func LeaveMail(tx MailTx, community, token string, now Instant) (resident, address string, err error) {
	if resident, err = tx.MailLeaver(community, token); err != nil {
		return "", "", err
	}
	if address, err = tx.AddressBy(community, resident, Mail); err != nil {
		return "", "", err
	}
	by, err := as(tx, community, resident, now)
	if err != nil {
		return "", "", err
	}
	return resident, address, Stop(tx, by, Mail)
}

// as is somebody as the sender of what they do by a link that only they were sent.
func as(tx MailTx, community, resident string, now Instant) (residents.Sender, error) {
	who, err := tx.Standing(community, resident)
	return residents.Sender{Standing: who, Now: now}, err
}

// Refuse gives a message up whose address the provider says for good is none. If that is still its
// reader's they are told by mail no more, and gone is true: nothing goes there again. Their consent is
// not taken back by that: they did not.
func Refuse(tx interface {
	ChoiceTx
	SendingTx
}, o Outgoing) (gone bool, err error) {
	m := o.Message
	m.State = Failed
	if err := tx.SetMessage(m); err != nil {
		return false, err
	}
	address, err := tx.AddressBy(m.Community, m.Resident, m.Way)
	if err != nil || address != o.To {
		return false, err
	}
	c, err := tx.TellingOf(m.Community, m.Resident)
	if err != nil {
		return false, err
	}
	return true, errors.Join(tx.SetChoice(c.With(m.Way, Ways{})), tx.RemoveAddress(m.Community, m.Resident, m.Way))
}
