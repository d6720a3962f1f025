package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func act(subject string) record.Act {
	return record.Act{Kind: "topic.accepted", Subject: subject, Data: map[string]any{"reason": "关系到全楼居民"}}
}

func TestLogHoldsAfterConcurrentCommands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		servers := []*store.Store{open(), open()}
		house(t, servers[0])
		refused := residents.Reason("refused")
		const n = 120
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				c := note(commandID(i), "x")
				c.Community = []string{"hepingli", "anzhen"}[i%2]
				_, err := servers[i/2%2].Do(context.Background(), c, func(tx *store.Tx) (string, error) {
					seq, err := tx.Append(act(fmt.Sprintf("topic-%d", i/10)))
					if err == nil && i%10 >= 8 {
						err = refused // what it appended is not there
					}
					return fmt.Sprint(seq), err
				})
				if err != nil && err != refused {
					t.Error(err)
				}
			})
		}
		all.Wait()
		s := servers[1]
		view(t, s, func(v *store.View) error {
			for _, community := range []string{"hepingli", "anzhen"} {
				sum, err := v.VerifyLog(community)
				if sum.Size != n*8/10/2 || err != nil {
					t.Errorf("the log of %s: %+v, %v", community, sum, err)
				}
				signed, err := v.Checkpoint(community)
				if err != nil {
					return err
				}
				head, err := record.OpenCheckpoint(signed, servers[0].LogVerifier())
				if head != sum.Checkpoint || err != nil {
					t.Errorf("checkpoint %+v, %v", head, err)
				}
				var out bytes.Buffer
				if err := record.WriteExport(&out, signed, v.Leaves(community)); err != nil {
					return err
				}
				if sum, err := record.VerifyExport(&out, s.LogVerifier()); sum.Size != n*8/10/2 || err != nil {
					t.Errorf("the export of %s: %+v, %v", community, sum, err)
				}
			}
			for seq := range int64(n * 8 / 10 / 2) {
				receipt, err := v.Receipt("hepingli", seq)
				if err != nil {
					return err
				}
				if e, err := receipt.Check(s.LogVerifier()); e.Seq != seq || e.Time() != start || err != nil {
					t.Errorf("receipt %d: %+v, %v", seq, e, err)
				}
			}
			if _, err := v.Receipt("hepingli", n); err != residents.ErrNotFound {
				t.Errorf("a receipt for nothing: %v", err)
			}
			some, err := v.Entries("hepingli", 9, 5)
			if len(some) != 5 || some[0].Seq != 10 || err != nil {
				t.Errorf("a page of entries: %+v, %v", some, err)
			}
			of, err := v.EntriesOf("anzhen", "topic-3")
			if len(of) != 4 || of[0].Subject != "topic-3" || err != nil {
				t.Errorf("entries of a topic: %+v, %v", of, err)
			}
			return nil
		})
		// A row changed behind the program's back is found.
		update(t, s, "hepingli", func(tx *store.Tx) error {
			leaf, err := tx.Text(`SELECT leaf FROM log_entries WHERE community = 'hepingli' AND seq = 7`)
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE log_entries SET leaf = $1 WHERE community = 'hepingli' AND seq = 7`, strings.Replace(leaf, "全楼", "半楼", 1))
			return err
		})
		view(t, s, func(v *store.View) error {
			var blamed *record.EntryError
			if _, err := v.VerifyLog("hepingli"); !errors.As(err, &blamed) || blamed.Seq != 7 {
				t.Errorf("an altered entry: %v", err)
			}
			return nil
		})
	})
}

func TestLogOfTwoCommunitiesInOneCommand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		servers := []*store.Store{open(), open()}
		house(t, servers[0])
		var all sync.WaitGroup
		for i := range 60 { // both ways at once: neither may wait for the other for ever
			c := note(commandID(i), "x")
			c.Community, c.Also = "hepingli", []string{"hepingli-street"}
			if i%3 == 1 {
				c.Community, c.Also = "hepingli-street", []string{"anzhen", "hepingli"}
			}
			all.Go(func() {
				_, err := servers[i%2].Do(context.Background(), c, func(tx *store.Tx) (string, error) {
					for _, community := range append([]string{c.Community}, c.Also...) {
						if _, err := tx.AppendTo(community, act("case-1")); err != nil {
							return "", err
						}
					}
					return "", nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		view(t, servers[0], func(v *store.View) error {
			for community, want := range map[string]int64{"hepingli": 60, "hepingli-street": 60, "anzhen": 20} {
				if sum, err := v.VerifyLog(community); sum.Size != want || err != nil {
					t.Errorf("the log of %s: %+v, %v", community, sum, err)
				}
			}
			return nil
		})
		err := servers[0].Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			_, err := tx.AppendTo("anzhen", act("case-1"))
			return err
		})
		if err == nil {
			t.Error("a command appended to a log that it does not hold")
		}
	})
}

func TestLogTimeNeverRunsBackwards(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		c := newClock()
		options.Clock = c.now
		s := storetest.Open(t, options)
		house(t, s)
		for _, d := range []time.Duration{time.Hour, -2 * time.Hour, 0} {
			c.pass(d)
			update(t, s, "hepingli", func(tx *store.Tx) error {
				_, err := tx.Append(act("topic-1"))
				return err
			})
		}
		view(t, s, func(v *store.View) error {
			if sum, err := v.VerifyLog("hepingli"); err != nil || sum.Last != start.Add(time.Hour) {
				t.Errorf("%+v, %v", sum, err)
			}
			return nil
		})
	})
}

func TestLogKeyIsMadeOnce(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, options store.Options) {
		verifiers := make([]string, 6)
		var all sync.WaitGroup
		for i := range verifiers { // servers that start at once on an empty database
			all.Go(func() { verifiers[i] = storetest.Open(t, options).LogVerifier() })
		}
		all.Wait()
		for _, v := range verifiers {
			if v != verifiers[0] || v == "" {
				t.Fatalf("keys %q", verifiers)
			}
		}
		signer, verifier, err := record.NewKey("portal.example")
		if err != nil {
			t.Fatal(err)
		}
		options.LogKey = signer
		if got := storetest.Open(t, options).LogVerifier(); got != verifier {
			t.Errorf("a key from outside: %q instead of %q", got, verifier)
		}
	})
}
