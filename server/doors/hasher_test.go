package doors

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alexedwards/argon2id"
)

func TestHashesAreArgon2idAsOWASPSays(t *testing.T) {
	h := NewHasher(2)
	phc, err := h.Hash(t.Context(), "7KQ49XMT")
	if err != nil {
		t.Fatal(err)
	}
	for name, phc := range map[string]string{"a hash": phc, "the dummy": Dummy()} {
		if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("%s is %s", name, phc)
		}
		p, salt, key, err := argon2id.DecodeHash(phc)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.Memory != 19456 || p.Iterations != 2 || p.Parallelism != 1 || len(salt) != 16 || len(key) != 32 {
			t.Errorf("%s: %+v, salt of %d, key of %d bytes", name, p, len(salt), len(key))
		}
	}
	again, err := h.Hash(t.Context(), "7KQ49XMT")
	if err != nil || again == phc {
		t.Error("two hashes of one secret are alike", err)
	}
	for secret, want := range map[string]bool{"7KQ49XMT": true, "7KQ49XMV": false, "": false} {
		if match, err := h.Matches(t.Context(), secret, phc); match != want || err != nil {
			t.Errorf("%q: %v, %v", secret, match, err)
		}
	}
	if match, err := h.Matches(t.Context(), "7KQ49XMT", Dummy()); match || err != nil {
		t.Errorf("the dummy: %v, %v", match, err)
	}
}

// stalled is a Hasher whose hashes run until they are let go, and how many run and ran at most.
func stalled(parallel int) (h *Hasher, letGo chan struct{}, most *atomic.Int64) {
	h, letGo, most = NewHasher(parallel), make(chan struct{}), &atomic.Int64{}
	var running atomic.Int64
	h.Create = func(string) (string, error) {
		n := running.Add(1)
		defer running.Add(-1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		<-letGo
		return "hash", nil
	}
	return h, letGo, most
}

// A flood of 200 takes two places and no more; some wait, the others are refused at once.
func TestAFloodOfCodesCannotOccupyTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, letGo, most := stalled(2)
		var served, refused atomic.Int64
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				switch _, err := h.Hash(t.Context(), "x"); err {
				case nil:
					served.Add(1)
				case ErrBusy:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		if most.Load() != 2 || refused.Load() != 200-2-2*waitingPerHash {
			t.Errorf("%d run at once, %d were refused", most.Load(), refused.Load())
		}
		close(letGo)
		all.Wait()
		if most.Load() != 2 || served.Load() != 2+2*waitingPerHash {
			t.Errorf("%d ran at once, %d were served", most.Load(), served.Load())
		}
		if _, err := h.Hash(t.Context(), "x"); err != nil {
			t.Errorf("after the flood: %v", err)
		}
	})
}

func TestNobodyWaitsForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, letGo, _ := stalled(1)
		var all sync.WaitGroup
		all.Go(func() { _, _ = h.Hash(t.Context(), "x") })
		synctest.Wait()

		began := time.Now()
		if _, err := h.Hash(t.Context(), "x"); err != ErrBusy || time.Since(began) != longestWait {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		if _, err := h.Hash(gone, "x"); !errors.Is(err, context.Canceled) {
			t.Errorf("who has left: %v", err)
		}
		close(letGo)
		all.Wait()
		if len(h.waiting) != 0 || len(h.atWork) != 0 {
			t.Error("a place was not given back")
		}
	})
}
