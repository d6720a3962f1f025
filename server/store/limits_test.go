package store_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// clocked opens stores on one database that have one clock, moved by hand.
func clocked(t *testing.T, options store.Options) (open func() *store.Store, move func(time.Duration)) {
	t.Helper()
	var now atomic.Int64
	now.Store(start.UnixMicro())
	options.Clock = func() time.Time { return time.UnixMicro(now.Load()) }
	return func() *store.Store { return storetest.Open(t, options) }, func(d time.Duration) { now.Add(d.Microseconds()) }
}

func TestTry(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		open, move := clocked(t, options)
		here, there := open(), open()
		try := func(s *store.Store, bucket string, wantOK bool, wantAfter time.Duration) {
			t.Helper()
			after, ok, err := s.Try(context.Background(), bucket, 3, time.Hour)
			if ok != wantOK || after != wantAfter || err != nil {
				t.Errorf("%s: ok %v, again after %v, %v; want %v, %v", bucket, ok, after, err, wantOK, wantAfter)
			}
		}
		try(here, "a", true, 0)
		move(10 * time.Minute)
		try(there, "a", true, 0)
		try(here, "a", true, 0)
		try(there, "a", false, 50*time.Minute)
		try(here, "a", false, 50*time.Minute)
		try(here, "b", true, 0) // another bucket
		move(50*time.Minute - time.Microsecond)
		try(here, "a", false, time.Microsecond)
		move(time.Microsecond)
		try(there, "a", true, 0) // the next window begins now
		move(59 * time.Minute)
		try(here, "a", true, 0)
		try(here, "a", true, 0)
		try(there, "a", false, time.Minute)

		if n := count(t, here, `SELECT count(*) FROM limits WHERE length(bucket) = 64`); n != 2 {
			t.Errorf("%d buckets have a hash for a name", n)
		}
		sweep := func(before time.Time, want int64) {
			t.Helper()
			update(t, here, "", func(tx *store.Tx) error { return tx.SweepLimits(before) })
			if n := count(t, here, `SELECT count(*) FROM limits`); n != want {
				t.Errorf("%d buckets, not %d", n, want)
			}
		}
		sweep(start.Add(10*time.Minute), 2)
		sweep(start.Add(10*time.Minute+time.Microsecond), 1)
	})
}

func TestTriesAtOnceAtTwoServers(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		open, _ := clocked(t, options)
		servers := []*store.Store{open(), open()}
		var passed atomic.Int64
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				after, ok, err := servers[i%2].Try(context.Background(), "the same", 10, time.Minute)
				if err != nil || ok == (after > 0) {
					t.Errorf("%v, %v, %v", after, ok, err)
				}
				if ok {
					passed.Add(1)
				}
			})
		}
		all.Wait()
		if passed.Load() != 10 {
			t.Errorf("%d of 60 passed, not 10", passed.Load())
		}
	})
}
