package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"

	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

const killedIn = "STORE_TEST_KILLED_IN" // names the data directory in the process that is killed

// TestKilledServer kills a server in the middle of its load, again and again on
// the same file. Whatever it had acknowledged is there, whole, and the log holds.
func TestKilledServer(t *testing.T) {
	if dir := os.Getenv(killedIn); dir != "" {
		serveUntilKilled(dir)
	}
	dir := t.TempDir()
	house(t, storetest.Open(t, store.Options{Dir: dir}))
	var acknowledged []string
	for round := range 15 {
		check := load(t, dir)
		if acknowledged = append(acknowledged, check...); round == 14 {
			check = acknowledged
		}
		s, err := store.Open(context.Background(), store.Options{Dir: dir})
		if err != nil {
			t.Fatalf("round %d: open: %v", round, err)
		}
		view(t, s, func(v *store.View) error {
			for _, id := range check {
				if n, err := v.Number(`SELECT count(*) FROM commands JOIN notes ON notes.community = commands.community AND notes.id = commands.id WHERE commands.id = $1`, id); n != 1 || err != nil {
					t.Errorf("round %d: %s was acknowledged and is there %d times (%v)", round, id, n, err)
				}
			}
			notes, err := v.Number(`SELECT count(*) FROM notes`)
			if err != nil {
				return err
			}
			commands, err := v.Number(`SELECT count(*) FROM commands`)
			if err != nil {
				return err
			}
			if sum, err := v.VerifyLog("hepingli"); sum.Size != notes || commands != notes || err != nil {
				t.Errorf("round %d: %d rows, %d commands, %d entries (%v)", round, notes, commands, sum.Size, err)
			}
			found, err := v.Text(`PRAGMA integrity_check`)
			if found != "ok" {
				t.Errorf("round %d: integrity: %s", round, found)
			}
			return err
		})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(acknowledged) < 15 {
		t.Errorf("only %d commands were acknowledged in all", len(acknowledged))
	}
	t.Logf("%d commands acknowledged in 15 rounds", len(acknowledged))
}

// TestSQLiteIsDurable looks at what no killed process can show: that a commit
// waits for the disk (2 is FULL), so that it outlives a power cut too.
func TestSQLiteIsDurable(t *testing.T) {
	s := storetest.Open(t, store.Options{Dir: t.TempDir()})
	update(t, s, "hepingli", func(tx *store.Tx) error {
		full, err := tx.Number(`PRAGMA synchronous`)
		if err != nil {
			return err
		}
		keys, err := tx.Number(`PRAGMA foreign_keys`)
		if err != nil {
			return err
		}
		mode, err := tx.Text(`PRAGMA journal_mode`)
		if full != 2 || keys != 1 || mode != "wal" {
			t.Errorf("synchronous %d, foreign keys %d, journal %s", full, keys, mode)
		}
		return err
	})
}

// load runs a server, kills it after some commands, and gives the ids of those it acknowledged.
func load(t *testing.T, dir string) (acknowledged []string) {
	t.Helper()
	server := exec.Command(os.Args[0], "-test.run=^TestKilledServer$")
	server.Env = append(os.Environ(), killedIn+"="+dir)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for left := 1 + rand.IntN(400); said.Scan(); left-- { // also what it said before it died
		acknowledged = append(acknowledged, said.Text())
		if left == 0 {
			_ = server.Process.Kill()
		}
	}
	_ = server.Wait()
	return acknowledged
}

// serveUntilKilled writes commands as fast as it can and says each id when the command is kept.
func serveUntilKilled(dir string) {
	s, err := store.Open(context.Background(), store.Options{Dir: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var said sync.Mutex
	for range 63 {
		go writeForEver(s, &said)
	}
	writeForEver(s, &said)
}

func writeForEver(s *store.Store, said *sync.Mutex) {
	for {
		id := fmt.Sprintf("command-%016x", rand.Uint64())
		_, err := s.Do(context.Background(), note(id, "x"), func(tx *store.Tx) (string, error) {
			if _, err := tx.Append(act(id)); err != nil {
				return "", err
			}
			return write(id, "x")(tx)
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		said.Lock()
		fmt.Println(id) // one write to the pipe
		said.Unlock()
	}
}
