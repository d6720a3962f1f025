package polls

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Channel is how a ballot came.
type Channel string

// The channels.
const (
	Online Channel = "online"
	Paper  Channel = "paper"
)

// Ballot is a ballot of a unit. The last of a unit counts; of those before it only Inner
// is kept, so that nobody learns what was thought better of.
//
// On the record stands its commitment, from which nothing can be read:
//
//	inner      = SHA-256 of "yishiting choice 1\n" nonce "\n" choice "\n"
//	commitment = SHA-256 of "yishiting ballot 1\n" poll "\n" tag "\n" seq "\n" inner "\n"
//
// with nonce, inner and tag in hex. After the count the last ballots are published with
// tag, seq, nonce and choice, those before with tag, seq and inner, so that everybody
// sees that each commitment is of a ballot that counts or of one that was replaced.
type Ballot struct {
	Community string
	Poll      string
	Unit      string
	Tag       string // the unit's
	Seq       int64  // 1 for the unit's first, one more for each that replaced it
	Choice    string
	Nonce     string // 256 random bits in hex
	Channel   Channel
	At        Instant
	Voter     string // id of the resident who cast it; "" on paper
}

// Replaced is what is kept of a ballot that another took the place of.
type Replaced struct {
	Tag   string `json:"tag"`
	Seq   int64  `json:"seq"`
	Inner string `json:"inner"`
}

// Inner is the inner hash in hex.
func (b Ballot) Inner() string {
	return hashOf([]byte("yishiting choice 1\n" + b.Nonce + "\n" + b.Choice + "\n"))
}

// Commitment is what stands on the record, in hex.
func (b Ballot) Commitment() string {
	return commitment(b.Poll, Replaced{b.Tag, b.Seq, b.Inner()})
}

func commitment(poll string, r Replaced) string {
	return hashOf([]byte("yishiting ballot 1\n" + poll + "\n" + r.Tag + "\n" + strconv.FormatInt(r.Seq, 10) + "\n" + r.Inner + "\n"))
}

// hashOf is the SHA-256 of a text, in hex, as sha256sum prints it.
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// receiptDigits are Crockford's: none of them is taken for another.
const receiptDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Receipt is the receipt code of a ballot: the first 60 bits of its commitment, as
// 7KQ4-M2XR-9TBD. Whoever has it finds the commitment on the record, and nobody reads
// from it what was chosen.
func Receipt(commitment string) string {
	sum, err := hex.DecodeString(commitment)
	if err != nil || len(sum) < 8 {
		return ""
	}
	var code []byte
	for i := range 12 {
		if i == 4 || i == 8 {
			code = append(code, '-')
		}
		bit := i * 5
		two := uint16(sum[bit/8])<<8 | uint16(sum[bit/8+1])
		code = append(code, receiptDigits[two>>(11-bit%8)&31])
	}
	return string(code)
}

// Receipt is Receipt of the ballot's commitment.
func (b Ballot) Receipt() string { return Receipt(b.Commitment()) }

type ballotStore interface {
	// BallotsAt are the ballots that count of those units.
	BallotsAt(body, poll string, units []string) ([]Ballot, error)
	// AddBallots keeps ballots of units that have none; ErrVoted where one has.
	AddBallots([]Ballot) error
	// ReplaceBallot keeps a ballot in the place of the unit's last, of which inner is kept.
	ReplaceBallot(b Ballot, before Replaced) error
	// Said are the different choices of a poll's ballots that count, in the order of their texts.
	Said(body, poll string) ([]Said, error)
	// TurnoutByBuilding is how many units of each building voted.
	TurnoutByBuilding(body, poll string) ([]Turnout, error)
	// MoreBallots adds to the number of units that have a ballot.
	MoreBallots(body, poll string, n int) error
}

// Said is a choice with all ballots that say it.
type Said struct {
	Choice  string
	Ballots int64
	Paper   int64 // of them on paper
	Weights
}
