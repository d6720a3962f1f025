package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"
)

// postgres is a PostgreSQL that several servers may share. Within a community all
// is serial, on whichever server: a batch first takes the lock of each of its communities.
type postgres struct {
	url      string
	patience time.Duration
}

const (
	changesChannel = "yishiting_changes"
	everything     = "*" // notification when the names of the changed communities are too long
)

func newPostgres(raw string, patience time.Duration) (postgres, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return postgres{}, fmt.Errorf("the database's address must begin with postgres://")
	}
	q := u.Query()
	for name, value := range map[string]string{
		"connect_timeout":   "5",
		"statement_timeout": strconv.FormatInt(patience.Milliseconds(), 10),
		// A server that stops in the middle of a batch must not hold its communities' locks for ever.
		"idle_in_transaction_session_timeout": "60000",
		"application_name":                    "yishiting",
	} {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	u.RawQuery = q.Encode()
	return postgres{u.String(), patience}, nil
}

func (d postgres) open(u use) (*sql.DB, error) {
	address := d.url
	if u == migrating { // may take as long as it takes
		address += "&statement_timeout=0"
	}
	c, err := pq.NewConnector(address)
	if err != nil {
		return nil, err
	}
	if u != migrating {
		c.Dialer(patientDialer{d.patience * 6 / 5})
	}
	return sql.OpenDB(c), nil
}

// script sends all statements at once, which is one exchange.
func (postgres) script(ctx context.Context, l *line, statements []string) error {
	return l.run(ctx, strings.Join(statements, "; "))
}

func (postgres) beginRead() string   { return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" }
func (postgres) migrating() []string { return lockAll([]int64{lockKey("migrations")}) }
func (postgres) recount(tables ...string) []string {
	return []string{"ANALYZE " + strings.Join(tables, ", ")}
}
func (postgres) writers() int        { return 4 }
func (postgres) batch() int          { return 64 } // more subtransactions than this slow down everybody's snapshots
func (postgres) keepsPrepared() bool { return false }

// beginWrite takes the locks in one order everywhere, so that no two batches wait for each other.
// READ COMMITTED: each statement sees what was committed before the lock was had.
func (postgres) beginWrite(communities []string) []string {
	keys := make([]int64, len(communities))
	for i, c := range communities {
		keys[i] = lockKey("community/" + c)
	}
	slices.Sort(keys)
	return lockAll(slices.Compact(keys))
}

func lockAll(keys []int64) []string {
	statements := []string{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"}
	for _, k := range keys {
		statements = append(statements, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", k))
	}
	return statements
}

func lockKey(name string) int64 {
	sum := sha256.Sum256([]byte("yishiting/" + name))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// announce is one notification a batch: a notification takes a lock of the whole database, too dear for each command.
func (postgres) announce(communities []string) []string {
	if len(communities) == 0 {
		return nil
	}
	names := strings.Join(communities, " ")
	if len(names) > 7900 { // the limit of a notification is 8000 bytes
		names = everything
	}
	return []string{"SELECT pg_notify('" + changesChannel + "', " + pq.QuoteLiteral(names) + ")"}
}

// listen hears this server's own changes too. It says "" when it has begun to
// hear and after each gap, since what was sent in a gap is lost.
func (d postgres) listen(changed func(string)) (func(), bool) {
	l := pq.NewListener(d.url, 100*time.Millisecond, 5*time.Second, nil)
	go func() {
		if l.Listen(changesChannel) == nil {
			changed("")
		}
	}()
	go func() {
		quiet := time.NewTicker(time.Minute)
		defer quiet.Stop()
		for {
			select {
			case n, open := <-l.Notify:
				switch {
				case !open:
					return
				case n == nil, n.Extra == everything:
					changed("")
				default:
					for _, c := range strings.Fields(n.Extra) {
						changed(c)
					}
				}
			case <-quiet.C:
				go func() { _ = l.Ping() }() // finds out that a silent connection is dead
			}
		}
	}()
	return func() { _ = l.Close() }, true
}

// kindPostgres reads the SQLSTATE.
func kindPostgres(e *pq.Error) Failure {
	switch e.Code {
	case "23505":
		return Unique
	case "23503":
		return ForeignKey
	case "23514", "23502":
		return Check
	case "40001", "40P01", "55P03":
		return Retry
	case "57014":
		return Canceled
	case "25006": // a server that was demoted to a standby
		return Unavailable
	}
	switch e.Code.Class() {
	case "08", "53", "57", "58", "28", "3D":
		return Unavailable
	}
	return Other
}
