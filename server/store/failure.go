package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/lib/pq"
	"modernc.org/sqlite"

	"yishiting/residents"
)

// ErrUnavailable is the reason when the database does not answer. Nothing is
// known to have been done: a command may be sent again with the same id.
const ErrUnavailable = residents.Reason("unavailable")

// Failure is what kind of thing went wrong in the database, the same words for both databases.
type Failure string

const (
	Unique      Failure = "unique"      // a key is there already
	ForeignKey  Failure = "foreign-key" // what a row points to is not there
	Check       Failure = "check"       // a value the table refuses, NULL included
	Retry       Failure = "retry"       // the same again may succeed
	Canceled    Failure = "canceled"    // the sender no longer waits
	Unavailable Failure = "unavailable" // the database does not answer
	Other       Failure = "other"       // anything else: a mistake in our SQL, or no failure of the database
)

// Kind tells what kind of failure err is, so that the one who wrote the
// statement can give the domain's own reason for it.
func Kind(err error) Failure {
	switch {
	case errors.Is(err, ErrUnavailable):
		return Unavailable
	case isA[*net.OpError](err): // before the next, as which a connection that was not had in time counts too
		return Unavailable
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Canceled
	}
	if e, ok := errors.AsType[*pq.Error](err); ok {
		return kindPostgres(e)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return kindSQLite(e.Code())
	}
	if isA[net.Error](err) || broken(err) {
		return Unavailable
	}
	return Other
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// broken tells whether the connection that gave err is no longer of use.
func broken(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// dead tells whether the line that gave err is of no more use. What PostgreSQL itself
// says about one statement leaves the line in order.
func dead(err error) bool {
	if e, ok := errors.AsType[*pq.Error](err); ok {
		return e.Fatal()
	}
	return Kind(err) == Unavailable
}

// silent tells whether the database was waited for in vain: then it is not tried again at once.
func silent(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout()
}

// unavailable says that the database does not answer, and keeps the cause for the log.
func unavailable(cause error) error {
	if errors.Is(cause, ErrUnavailable) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, cause)
}
