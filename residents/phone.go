package residents

import "strings"

// ErrPhone is the reason when something is no number of a mobile telephone;
// ErrPhoneTaken when it is another person's of the community already.
const (
	ErrPhone      = Reason("bad-phone")
	ErrPhoneTaken = Reason("phone-taken")
)

// ReadPhone reads the number of a mainland mobile telephone as it may be typed: in
// full-width digits, with spaces, dashes or a country code. It is 11 digits; "" for anything else.
func ReadPhone(typed string) string {
	var digits []byte
	for i, c := range strings.TrimSpace(typed) {
		switch {
		case '0' <= c && c <= '9':
			digits = append(digits, byte(c))
		case '０' <= c && c <= '９':
			digits = append(digits, byte(c-'０'+'0'))
		case strings.ContainsRune(" \u3000-－–—()（）", c), (c == '+' || c == '＋') && i == 0:
		default:
			return ""
		}
		if len(digits) > 15 {
			return ""
		}
	}
	n := string(digits)
	for _, prefix := range []string{"0086", "86"} {
		if rest, ok := strings.CutPrefix(n, prefix); ok && len(rest) == 11 {
			n = rest
		}
	}
	if len(n) != 11 || n[0] != '1' || n[1] < '3' {
		return ""
	}
	return n
}

// MaskPhone is a number as pages show it, to its owner as well: 138****1234.
func MaskPhone(phone string) string {
	if len(phone) != 11 {
		return "***"
	}
	return phone[:3] + "****" + phone[7:]
}

// PhoneTx is what the verbs about a telephone number need of a transaction.
type PhoneTx interface {
	ConsentTx
	PhoneRows
	SetPhone(community, resident, phone string) error // ErrPhoneTaken where it is another's
	RemovePhone(community, resident string) error
}

// SetPhone writes down the number that the sender has just proved to be theirs, and their
// consent to sign in by it. recent tells whether they signed in not long ago: a number that
// is not theirs already is ErrSignInAgain without it, also the first, as the one before may have
// been removed a moment ago. One number signs one person in.
func SetPhone(tx PhoneTx, by Sender, phone string, recent bool) error {
	me := by.Resident
	if err := MaySetPhone(tx, me, phone, recent); err != nil {
		return err
	}
	if err := GiveConsent(tx, by, me, PurposePhone, Online); err != nil {
		return err
	}
	return tx.SetPhone(me.Community, me.ID, phone)
}

// PhoneRows is what MaySetPhone reads.
type PhoneRows interface {
	// PhoneOf is the person's number; ErrNotFound where they have none.
	PhoneOf(community, resident string) (string, error)
}

// MaySetPhone is nil for whoever has the number already, or has signed in not long ago.
func MaySetPhone(rows PhoneRows, who Resident, phone string, recent bool) error {
	switch before, err := rows.PhoneOf(who.Community, who.ID); {
	case err != nil && err != ErrNotFound:
		return err
	case before != phone && !recent:
		return ErrSignInAgain
	}
	return nil
}

// RemovePhone deletes the sender's number and takes their consent back. Taking back is
// as easy as giving was (个人信息保护法 第十五条): whoever is signed in may.
func RemovePhone(tx PhoneTx, by Sender) error {
	me := by.Resident
	if err := WithdrawConsent(tx, by, me, PurposePhone, Online); err != nil {
		return err
	}
	return tx.RemovePhone(me.Community, me.ID)
}
