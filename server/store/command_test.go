package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestSameCommandHasOneEffectAndTheSameAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		ctx := context.Background()
		for range 3 {
			answer, err := s.Do(ctx, note(commandID(1), "灯坏了"), write("a", "灯坏了"))
			if answer != "wrote a" || err != nil {
				t.Fatalf("answer %q, error %v", answer, err)
			}
		}
		other := open() // another server
		if answer, err := other.Do(ctx, note(commandID(1), "灯坏了"), write("a", "灯坏了")); answer != "wrote a" || err != nil {
			t.Fatalf("at another server: answer %q, error %v", answer, err)
		}
		if n := count(t, s, `SELECT count(*) FROM notes`); n != 1 {
			t.Errorf("%d rows", n)
		}

		for name, change := range map[string]func(*store.Command){
			"another text":  func(c *store.Command) { c.Hash[0]++ },
			"another actor": func(c *store.Command) { c.Actor = "resident-li" },
			"another verb":  func(c *store.Command) { c.Verb = "erase" },
		} {
			c := note(commandID(1), "灯坏了")
			change(&c)
			if answer, err := s.Do(ctx, c, write("b", "另一件")); !errors.Is(err, residents.ErrReused) || answer != "" {
				t.Errorf("%s under the same id: answer %q, error %v", name, answer, err)
			}
		}
		c := note("short", "灯坏了")
		if _, err := s.Do(ctx, c, write("c", "x")); !errors.Is(err, residents.ErrText) {
			t.Errorf("an id that is none: %v", err)
		}
		if n := count(t, s, `SELECT count(*) FROM notes`); n != 1 {
			t.Errorf("%d rows in the end", n)
		}
	})
}

func TestSameCommandAtOnceFromTwoServers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		servers := []*store.Store{open(), open()}
		house(t, servers[0])
		var ran sync.WaitGroup
		for i := range 50 {
			ran.Go(func() {
				answer, err := servers[i%2].Do(context.Background(), note(commandID(7), "一件事"), write("a", "一件事"))
				if answer != "wrote a" || err != nil {
					t.Errorf("answer %q, error %v", answer, err)
				}
			})
		}
		ran.Wait()
		if n := count(t, servers[0], `SELECT count(*) FROM notes`); n != 1 {
			t.Errorf("%d rows", n)
		}
		if n := count(t, servers[1], `SELECT count(*) FROM commands`); n != 1 {
			t.Errorf("%d commands", n)
		}
	})
}

func TestRefusedCommandLeavesNoTrace(t *testing.T) {
	full := residents.Reason("full")
	refusals := map[string]func(tx *store.Tx) (string, error){
		"an error after a write": func(tx *store.Tx) (string, error) {
			if _, err := write("a", "x")(tx); err != nil {
				return "", err
			}
			return "", full
		},
		"a panic after a write": func(tx *store.Tx) (string, error) {
			if _, err := write("a", "x")(tx); err != nil {
				return "", err
			}
			panic("no such page")
		},
		"a failed statement passed over": func(tx *store.Tx) (string, error) {
			if _, err := write("a", "x")(tx); err != nil {
				return "", err
			}
			_, _ = write("a", "the same key again")(tx)
			return "all is well", nil
		},
		"a value the table refuses": write("b", ""),
	}
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		for name, refuse := range refusals {
			_, err := s.Do(context.Background(), note(commandID(1), "x"), refuse)
			switch {
			case err == nil:
				t.Errorf("%s: no error", name)
			case strings.HasPrefix(name, "an error") && err != full:
				t.Errorf("%s: %v is not the reason itself", name, err)
			case strings.HasPrefix(name, "a panic") && !strings.Contains(err.Error(), "no such page"):
				t.Errorf("%s: %v", name, err)
			case strings.HasPrefix(name, "a failed") && store.Kind(err) != store.Unique:
				t.Errorf("%s: %v is %s", name, err, store.Kind(err))
			case strings.HasPrefix(name, "a value") && store.Kind(err) != store.Check:
				t.Errorf("%s: %v is %s", name, err, store.Kind(err))
			}
		}
		if n := count(t, s, `SELECT (SELECT count(*) FROM notes) + (SELECT count(*) FROM commands)`); n != 0 {
			t.Errorf("%d rows were left", n)
		}
		// The id is free, and the store goes on.
		if answer, err := s.Do(context.Background(), note(commandID(1), "x"), write("a", "x")); answer != "wrote a" || err != nil {
			t.Errorf("afterwards: answer %q, error %v", answer, err)
		}
	})
}

func TestUpdateThatPassesOverAFailure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			_, _ = write("a", "x")(tx)
			_, _ = write("a", "the same key again")(tx)
			return nil
		})
		if n := count(t, s, `SELECT count(*) FROM notes`); store.Kind(err) != store.Unique || n != 0 {
			t.Errorf("%v, and %d rows", err, n)
		}
	})
}
