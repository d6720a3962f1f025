package doors

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Flood bounds how fast one sender may send, in this process only: a bucket of some tokens
// that fills again at a steady rate. It is there to keep a flood from the database; what
// must hold for all servers together is counted in the store.
type Flood struct {
	perSecond rate.Limit
	burst     int
	full      time.Duration // after so long without use a bucket is full again
	clock     func() time.Time

	mu            sync.Mutex
	now, previous map[string]*rate.Limiter
	since         time.Time // when now was begun
}

// mostBuckets is how many buckets one map has; there are two.
const mostBuckets = 100_000

// NewFlood allows burst at once and perSecond on and on.
func NewFlood(burst int, perSecond float64, clock func() time.Time) *Flood {
	return &Flood{
		perSecond: rate.Limit(perSecond), burst: burst, clock: clock, now: map[string]*rate.Limiter{},
		full: time.Duration(float64(burst) / perSecond * float64(time.Second)), since: clock(),
	}
}

// Allow takes a token from the sender's bucket. Where there is none it takes nothing, and
// retryAfter is when there will be one.
func (f *Flood) Allow(sender string) (retryAfter time.Duration, ok bool) {
	at := f.clock()
	b := f.bucket(sender, at)
	if b.AllowN(at, 1) {
		return 0, true
	}
	missing := 1 - b.TokensAt(at)
	return max(time.Millisecond, time.Duration(missing/float64(f.perSecond)*float64(time.Second))), false
}

// bucket is the sender's. Buckets that were not used for so long that they are full are
// forgotten, and the oldest when there are too many.
func (f *Flood) bucket(sender string, at time.Time) *rate.Limiter {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at.Sub(f.since) >= f.full || len(f.now) >= mostBuckets {
		f.now, f.previous, f.since = map[string]*rate.Limiter{}, f.now, at
	}
	b, ok := f.now[sender]
	if !ok {
		if b, ok = f.previous[sender]; !ok {
			b = rate.NewLimiter(f.perSecond, f.burst)
		}
		f.now[sender] = b
	}
	return b
}
