package store_test

import (
	"context"
	"errors"
	"testing"

	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestChangesAreHeard(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		first, second := s.Changes(ctx), s.Changes(ctx)
		until := func(c <-chan string, want string) {
			t.Helper()
			for got := range c { // "" may come before: read everything again
				if got == want {
					return
				}
				if got != "" {
					t.Errorf("%q changed", got)
				}
			}
			t.Errorf("the channel closed before %q", want)
		}
		if err := s.Update(ctx, "anzhen", func(tx *store.Tx) error {
			_, err := write("r", "x")(tx)
			return errors.Join(err, errors.New("refused"))
		}); err == nil {
			t.Fatal("not refused")
		}
		writer := s
		if t.Name() == "TestChangesAreHeard/postgres" {
			if got := <-first; got != "" { // now it is heard
				t.Fatalf("%q before anything", got)
			}
			writer = open() // another server
		}
		update(t, writer, "hepingli", func(tx *store.Tx) error { _, err := write("a", "x")(tx); return err })
		until(first, "hepingli")
		until(second, "hepingli")
		cancel()
		for range first {
		}
		third := s.Changes(context.Background())
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		for range third {
		}
	})
}
