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
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Canceled
	case errors.Is(err, ErrUnavailable):
		return Unavailable
	}
	if e, ok := errors.AsType[*pq.Error](err); ok {
		return kindPostgres(e)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return kindSQLite(e.Code())
	}
	if _, ok := errors.AsType[net.Error](err); ok || broken(err) {
		return Unavailable
	}
	return Other
}

// broken tells whether the connection that gave err is no longer of use.
func broken(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// unavailable says that the database does not answer, and keeps the cause for the log.
func unavailable(cause error) error {
	if errors.Is(cause, ErrUnavailable) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, cause)
}
