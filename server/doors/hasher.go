package doors

import (
	"context"
	"time"

	"github.com/alexedwards/argon2id"

	"yishiting/residents"
)

// ErrBusy is the reason when too many codes are being checked already: nothing was
// checked, and the same may be tried again shortly.
const ErrBusy = residents.Reason("busy")

// params are those that OWASP's cheat sheet gives for argon2id: 19 MiB, two passes, one lane.
var params = &argon2id.Params{Memory: 19456, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	waitingPerHash = 8               // so many may wait for each that is at work
	longestWait    = 5 * time.Second // and so long
)

// Hasher makes and checks password hashes of codes, few at a time: one hash takes
// about 90 ms of a processor and 19 MiB, so that a flood of codes would else take the whole
// machine. Who cannot be served within bounds gets ErrBusy.
type Hasher struct {
	atWork  chan struct{}
	waiting chan struct{}
	// Create and Compare are argon2id's. Tests put theirs around them, to count what is done.
	Create  func(secret string) (phc string, err error)
	Compare func(secret, phc string) (match bool, err error)
}

// NewHasher is a Hasher that runs at most parallel hashes at once, one at least.
func NewHasher(parallel int) *Hasher {
	parallel = max(parallel, 1)
	return &Hasher{
		atWork: make(chan struct{}, parallel), waiting: make(chan struct{}, parallel*waitingPerHash),
		Create:  func(secret string) (string, error) { return argon2id.CreateHash(secret, params) },
		Compare: argon2id.ComparePasswordAndHash,
	}
}

// Hash is the secret's password hash with a salt of its own, in the PHC string format.
func (h *Hasher) Hash(ctx context.Context, secret string) (phc string, err error) {
	err = h.bounded(ctx, func() (err error) {
		phc, err = h.Create(secret)
		return err
	})
	return phc, err
}

// Matches tells whether the secret is the one that was hashed. It takes the same time whether it is or not.
func (h *Hasher) Matches(ctx context.Context, secret, phc string) (match bool, err error) {
	err = h.bounded(ctx, func() (err error) {
		match, err = h.Compare(secret, phc)
		return err
	})
	return match, err
}

// Dummy is a hash that no secret of ours has. Where there is nothing to compare with,
// comparing with it takes the time that the other answer takes.
func Dummy() string { return dummy }

// The hash of 256 random bits that nobody has kept.
const dummy = "$argon2id$v=19$m=19456,t=2,p=1$y6Hfwef7vsiZ8l9PTWqeqA$H4HUAda0g3DrIXmNtBvJtqi24yh09Qvahu8HJqXCrrg"

// bounded runs work when it is its turn.
func (h *Hasher) bounded(ctx context.Context, work func() error) error {
	select {
	case h.waiting <- struct{}{}:
	default:
		return ErrBusy
	}
	over := time.NewTimer(longestWait)
	defer over.Stop()
	select {
	case h.atWork <- struct{}{}:
		<-h.waiting
	case <-over.C:
		<-h.waiting
		return ErrBusy
	case <-ctx.Done():
		<-h.waiting
		return ctx.Err()
	}
	defer func() { <-h.atWork }()
	return work()
}
