package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestPostgresThatStopsAndStartsAgain(t *testing.T) {
	cluster := storetest.New(t)
	s := storetest.Open(t, store.Options{URL: cluster.Database(t)})
	house(t, s)
	ctx := context.Background()
	heard := s.Changes(ctx)
	if got := <-heard; got != "" {
		t.Fatalf("heard %q first", got)
	}

	// Commands are sent all the while; each sender repeats its command until it is answered.
	const senders, each = 16, 40
	var answered, refused, sending atomic.Int64
	var all sync.WaitGroup
	stopped := make(chan struct{})
	for g := range senders {
		all.Go(func() {
			for i := range each {
				if sending.Add(1) == senders*each/2 {
					close(stopped)
				}
				id := commandID(g*each + i)
				for {
					_, err := s.Do(ctx, note(id, "x"), func(tx *store.Tx) (string, error) {
						if _, err := tx.Append(act(id)); err != nil {
							return "", err
						}
						return write(id, "x")(tx)
					})
					if err == nil {
						answered.Add(1)
						break
					}
					if !errors.Is(err, store.ErrUnavailable) {
						t.Errorf("command %s: %v", id, err)
						return
					}
					refused.Add(1)
				}
			}
		})
	}
	<-stopped
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := s.Healthy(ctx); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("healthy while the database is down: %v", err)
	}
	if err := s.Update(ctx, "anzhen", func(*store.Tx) error { t.Error("it ran"); return nil }); !errors.Is(err, store.ErrUnavailable) || store.Kind(err) != store.Unavailable {
		t.Errorf("a command while the database is down: %v", err)
	}
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	for range 20 { // every line to the database that was open before is found to be dead
		if err := s.Healthy(ctx); err != nil {
			t.Errorf("not healthy when the database is back: %v", err)
		}
	}
	if refused.Load() == 0 {
		t.Error("nobody noticed that the database was down")
	}
	if n := count(t, s, `SELECT count(*) FROM notes`); n != senders*each || answered.Load() != n {
		t.Errorf("%d rows, %d answers, %d commands", n, answered.Load(), senders*each)
	}
	view(t, s, func(v *store.View) error {
		if sum, err := v.VerifyLog("hepingli"); sum.Size != senders*each || err != nil {
			t.Errorf("%+v, %v", sum, err)
		}
		return nil
	})
	for got := range heard { // the gap is told
		if got == "" {
			break
		}
	}
	t.Logf("%d answers, %d refusals", answered.Load(), refused.Load())
}

// TestLinesThatDie ends the server's own connections while it works.
func TestLinesThatDie(t *testing.T) {
	url := storetest.Shared(t).Database(t)
	s, other := storetest.Open(t, store.Options{URL: url}), storetest.Open(t, store.Options{URL: url})
	house(t, s)
	for i := range 5 {
		update(t, s, "hepingli", func(tx *store.Tx) error { _, err := write(fmt.Sprint(i), "x")(tx); return err })
		view(t, s, func(v *store.View) error { _, err := v.Communities(); return err })
		count(t, other, `SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) AS ended`)
	}
	if n := count(t, s, `SELECT count(*) FROM notes`); n != 5 {
		t.Errorf("%d rows", n)
	}
}

func TestPostgresThatHangs(t *testing.T) {
	cluster := storetest.New(t)
	s := storetest.Open(t, store.Options{URL: cluster.Database(t) + "&connect_timeout=1", Patience: 400 * time.Millisecond})
	house(t, s)
	ctx := context.Background()
	sleep := func(v *store.View) error {
		_, err := v.Number(`SELECT count(*) FROM (SELECT pg_sleep(60)) AS slept`)
		return err
	}
	ask := func(when string, want error) {
		t.Helper()
		if err := s.Healthy(ctx); !errors.Is(err, want) {
			t.Errorf("%s: a view: %v", when, err)
		}
		err := s.Update(ctx, "hepingli", func(tx *store.Tx) error { _, err := write(when, "x")(tx); return err })
		if !errors.Is(err, want) {
			t.Errorf("%s: a command: %v", when, err)
		}
	}
	ask("before", nil)
	if err := s.View(ctx, sleep); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("a query that takes too long: %v", err)
	}
	if err := s.Update(ctx, "hepingli", func(tx *store.Tx) error { return sleep(tx.View) }); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("a command that takes too long: %v", err)
	}
	ask("afterwards", nil)
	if err := cluster.Freeze(); err != nil {
		t.Fatal(err)
	}
	ask("while it hangs", store.ErrUnavailable)
	ask("while it hangs, again", store.ErrUnavailable)
	if err := cluster.Thaw(); err != nil {
		t.Fatal(err)
	}
	ask("when it goes on", nil)
	if n := count(t, s, `SELECT count(*) FROM notes`); n != 3 {
		t.Errorf("%d rows", n)
	}
}
