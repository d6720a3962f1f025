package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// BenchmarkCommand is a durable command with one row, one command row and one entry of the public
// log, sent by 64 residents at once: as the store writes it, many in one commit, and
// alone, a transaction for each.
func BenchmarkCommand(b *testing.B) {
	databases := map[string]func(b *testing.B) store.Options{
		"sqlite":   func(b *testing.B) store.Options { return store.Options{Dir: b.TempDir()} },
		"postgres": func(b *testing.B) store.Options { return store.Options{URL: storetest.Shared(b).Database(b)} },
	}
	for _, database := range []string{"sqlite", "postgres"} {
		for _, how := range []string{"together", "alone"} {
			for _, entry := range []bool{false, true} {
				name := database + "/" + how
				if entry {
					name += "/logged"
				}
				b.Run(name, func(b *testing.B) { benchmark(b, databases[database](b), how == "alone", entry) })
			}
		}
	}
}

func benchmark(b *testing.B, options store.Options, alone, entry bool) {
	options.Alone = alone
	s := storetest.Open(b, options)
	house(b, s)
	before, _ := s.Written()
	var n atomic.Int64
	b.SetParallelism(32) // times two processors
	b.ResetTimer()
	b.RunParallel(func(each *testing.PB) {
		for each.Next() {
			id := fmt.Sprintf("command-%012d", n.Add(1))
			_, err := s.Do(context.Background(), note(id, "x"), func(tx *store.Tx) (string, error) {
				if entry {
					if _, err := tx.Append(act(id)); err != nil {
						return "", err
					}
				}
				return write(id, "x")(tx)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.StopTimer()
	commands, _ := s.Written()
	b.ReportMetric(float64(commands-before)/b.Elapsed().Seconds(), "commands/s")
}
