package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// hold keeps the writer of hepingli in the middle of a command until release is called.
func hold(t *testing.T, s *store.Store) (release func()) {
	t.Helper()
	held, let, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.Update(context.Background(), "hepingli", func(*store.Tx) error {
			close(held)
			<-let
			return nil
		})
	}()
	<-held
	return func() {
		close(let)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestCommandsOfOneInstantShareACommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		refused := residents.Reason("refused")
		_, before := s.Written()
		release := hold(t, s)
		var sent, all sync.WaitGroup
		for i := range 60 {
			sent.Add(1)
			all.Go(func() {
				body := fmt.Sprint(i)
				c := note(commandID(i), body)
				sent.Done()
				_, err := s.Do(context.Background(), c, func(tx *store.Tx) (string, error) {
					_, err := write(c.ID, body)(tx)
					if err == nil && i%3 == 0 {
						err = refused
					}
					return "", err
				})
				if i%3 == 0 && err != refused || i%3 != 0 && err != nil {
					t.Errorf("command %d: %v", i, err)
				}
			})
		}
		sent.Wait()
		release()
		all.Wait()
		if n := count(t, s, `SELECT count(*) FROM notes`); n != 40 {
			t.Errorf("%d rows", n)
		}
		if _, commits := s.Written(); commits-before > 20 {
			t.Errorf("%d commits for 40 commands", commits-before)
		}
	})
}

func TestManySendersAtTwoServers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		servers := []*store.Store{open(), open()}
		house(t, servers[0])
		update(t, servers[0], "hepingli", func(tx *store.Tx) error {
			_, err := tx.Exec(`CREATE TABLE tellers (community TEXT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)`)
			return err
		})
		update(t, servers[0], "hepingli", func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO tellers (community, n) VALUES ('hepingli', 0), ('anzhen', 0)`)
			return err
		})
		var all sync.WaitGroup
		for g := range 64 {
			all.Go(func() {
				community := []string{"hepingli", "anzhen"}[g%2]
				for range 8 {
					err := servers[g/2%2].Update(context.Background(), community, func(tx *store.Tx) error {
						n, err := tx.Number(`SELECT n FROM tellers WHERE community = $1`, community) // serial: nobody writes between
						if err != nil {
							return err
						}
						_, err = tx.Exec(`UPDATE tellers SET n = $2 WHERE community = $1`, community, n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if n := count(t, servers[1], `SELECT min(n) + max(n) FROM tellers`); n != 64*8 {
			t.Errorf("counted %d of %d", n, 64*8)
		}
	})
}

func TestPlacesAreNotOversold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		servers := []*store.Store{open(), open()}
		full := residents.Reason("full")
		house(t, servers[0])
		update(t, servers[0], "hepingli", func(tx *store.Tx) error {
			_, err := tx.Exec(`CREATE TABLE cinema_rows (community TEXT NOT NULL PRIMARY KEY, places BIGINT NOT NULL, taken BIGINT NOT NULL, CHECK (taken <= places))`)
			if err == nil {
				_, err = tx.Exec(`INSERT INTO cinema_rows (community, places, taken) VALUES ('hepingli', 20, 0)`)
			}
			return err
		})
		var had atomic.Int32
		var all sync.WaitGroup
		for i := range 400 {
			all.Go(func() {
				c := note(commandID(i), "join")
				_, err := servers[i%2].Do(context.Background(), c, func(tx *store.Tx) (string, error) {
					n, err := tx.Exec(`UPDATE cinema_rows SET taken = taken + 1 WHERE community = $1 AND taken < places`, "hepingli")
					if err != nil {
						return "", err
					}
					if n == 0 {
						return "", full
					}
					return write(fmt.Sprint(i), "joined")(tx)
				})
				switch {
				case err == nil:
					had.Add(1)
				case err != full:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if rows := count(t, servers[0], `SELECT count(*) FROM notes`); had.Load() != 20 || rows != 20 {
			t.Errorf("%d were told that they have a place, %d have one", had.Load(), rows)
		}
	})
}

func TestSenderWhoNoLongerWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		release := hold(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err := s.Update(ctx, "hepingli", func(*store.Tx) error { t.Error("it ran"); return nil })
		if !errors.Is(err, context.Canceled) || store.Kind(err) != store.Canceled {
			t.Errorf("a command whose sender has gone: %v", err)
		}
		release()
		if err := s.View(ctx, func(v *store.View) error { _, err := v.Communities(); return err }); !errors.Is(err, context.Canceled) {
			t.Errorf("a view whose reader has gone: %v", err)
		}
		// A reader who goes in the middle.
		ctx, cancel = context.WithCancel(context.Background())
		err = s.View(ctx, func(v *store.View) error {
			cancel()
			_, err := v.Communities()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a view whose reader goes: %v", err)
		}
		if err := s.Healthy(context.Background()); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

func TestGoroutineThatEndsInACommand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		var all sync.WaitGroup
		all.Go(func() {
			_ = s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
				if _, err := write("a", "half")(tx); err != nil {
					t.Error(err)
				}
				runtime.Goexit() // as t.FailNow does
				return nil
			})
			t.Error("it came back")
		})
		all.Wait()
		update(t, s, "hepingli", func(tx *store.Tx) error { _, err := write("b", "whole")(tx); return err })
		if n := count(t, s, `SELECT count(*) FROM notes`); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestCloseFinishesWhatIsInFlight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s, other := open(), open()
		house(t, other)
		var kept, late atomic.Int64
		var sent, all sync.WaitGroup
		for i := range 50 {
			sent.Add(1)
			all.Go(func() {
				sent.Done()
				switch err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { _, err := write(fmt.Sprint(i), "x")(tx); return err }); {
				case err == nil:
					kept.Add(1)
				case errors.Is(err, store.ErrUnavailable):
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		sent.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		all.Wait()
		if n := count(t, other, `SELECT count(*) FROM notes`); n != kept.Load() || kept.Load()+late.Load() != 50 {
			t.Errorf("%d rows, %d acknowledged, %d too late", n, kept.Load(), late.Load())
		}
		if err := s.Healthy(context.Background()); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("a closed store: %v", err)
		}
	})
}

func TestViewCannotWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		err := s.View(context.Background(), func(v *store.View) error {
			_, err := v.Text(`INSERT INTO notes (community, id, body) VALUES ('hepingli', 'a', 'x') RETURNING id`)
			return err
		})
		if err == nil {
			t.Error("a view wrote")
		}
		if n := count(t, s, `SELECT count(*) FROM notes`); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestViewSeesOneInstant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		var kept *store.View
		view(t, s, func(v *store.View) error {
			before, err := v.Number(`SELECT count(*) FROM notes`)
			if err != nil {
				return err
			}
			update(t, s, "hepingli", func(tx *store.Tx) error { _, err := write("a", "x")(tx); return err })
			after, err := v.Number(`SELECT count(*) FROM notes WHERE body <> ''`)
			if before != 0 || after != 0 {
				t.Errorf("%d, then %d", before, after)
			}
			kept = v
			return err
		})
		if _, err := kept.Communities(); err == nil {
			t.Error("a view lives on after its function")
		}
	})
}
