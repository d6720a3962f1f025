// Package migrations holds the shape of the database, one file a step, forward
// only: NNNN_name.sql. A file that has been released is never edited; a later
// file changes what it made. Each text runs as it is on SQLite and on
// PostgreSQL, so it keeps to TEXT, BIGINT, BOOLEAN and BYTEA, and to the few
// forms that both understand.
package migrations

import "embed"

// Files are the steps, embedded in the program.
//
//go:embed *.sql
var Files embed.FS
