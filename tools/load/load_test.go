package main

import (
	"bufio"
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"yishiting/polls"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// BenchmarkBallots casts ballots over HTTP at the program as it is served, on both
// databases: together, as the portal writes them, and each in a transaction of its own;
// by 64 senders that wait, and at a steady rate. Every ballot that was acknowledged must
// be there, once.
func BenchmarkBallots(b *testing.B) {
	program := built(b)
	for _, database := range []string{"sqlite", "postgres"} {
		for _, how := range []string{"together", "alone"} {
			b.Run(database+"/"+how, func(b *testing.B) {
				for b.Loop() {
					measureBallots(b, program, database, how == "alone")
				}
			})
		}
	}
}

// How many ballots a run casts, and at what rate the second part leaves: well below what
// either database takes together, at or above what it takes alone.
const (
	closedBallots = 6000
	openBallots   = 3000
	openRate      = 1000
)

func measureBallots(b *testing.B, program, database string, alone bool) {
	b.StopTimer()
	options := store.Options{Dir: b.TempDir()}
	flags := []string{"--data", options.Dir}
	if database == "postgres" {
		options = store.Options{URL: storetest.Shared(b).Database(b)}
		flags = []string{"--database-url", options.URL}
	}
	sessions := filepath.Join(b.TempDir(), "sessions")
	command := exec.Command(program, append([]string{"sample", "--scale", "10000", "--sessions", sessions}, flags...)...)
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	if alone {
		flags = append(flags, "--alone")
	}
	url, stop := serve(b, program, flags)
	b.StartTimer()
	closed := run(b, Options{URLs: []string{url}, Sessions: sessions, Most: closedBallots, Senders: 64})
	b.StopTimer()
	open := run(b, Options{URLs: []string{url}, Sessions: sessions, Skip: closedBallots, Most: openBallots, Rate: openRate})
	stop()
	b.ReportMetric(closed.PerSecond(), "ballots/s")
	b.ReportMetric(ms(closed.P50), "p50-ms")
	b.ReportMetric(ms(closed.P99), "p99-ms")
	b.ReportMetric(ms(open.P50), "open-p50-ms")
	b.ReportMetric(ms(open.P99), "open-p99-ms")
	kept(b, options, closed.Kept+open.Kept)
	b.StartTimer()
}

func run(b *testing.B, o Options) Report {
	b.Helper()
	r, err := Run(o)
	if err != nil {
		b.Fatal(err)
	}
	if r.Failed > 0 {
		b.Fatal(r)
	}
	return r
}

// kept sees that as many ballots are there as were acknowledged, one a unit.
func kept(b *testing.B, o store.Options, acknowledged int) {
	b.Helper()
	s := storetest.Open(b, o)
	err := s.View(context.Background(), func(v *store.View) error {
		all, err := v.PollsAfter("scale", polls.Poll{}, 10, polls.Published)
		if err != nil {
			return err
		}
		said, err := v.Said("scale", all[0].ID)
		var n int64
		for _, c := range said {
			n += c.Ballots
		}
		if n != int64(acknowledged) || n != all[0].Ballots {
			b.Errorf("%d ballots acknowledged, %d kept, %d noted", acknowledged, n, all[0].Ballots)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

func built(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "yishiting")
	if out, err := exec.Command("go", "build", "-o", program, "yishiting/server").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return program
}

// serve starts the program on a port that it picks, and waits until it says where it listens.
func serve(b *testing.B, program string, flags []string) (url string, stop func()) {
	b.Helper()
	command := exec.Command(program, append([]string{"serve", "--addr", "localhost:0"}, flags...)...)
	out, err := command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at, ok := strings.CutPrefix(lines.Text(), "listening "); ok {
			go func() {
				for lines.Scan() { // so that it never waits for a reader
				}
			}()
			return at, func() {
				_ = command.Process.Signal(syscall.SIGTERM)
				_ = command.Wait()
			}
		}
	}
	b.Fatal("it did not start: ", command.Wait())
	return "", nil
}
