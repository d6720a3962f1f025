package store

import (
	"context"
	"database/sql"
)

// dialect is all that differs between the databases; everything else is one SQL text.
type dialect interface {
	// open prepares connections for a use; nothing is connected yet.
	open(use) (*sql.DB, error)
	// script runs statements without arguments in as few exchanges as the database allows.
	script(ctx context.Context, l *line, statements []string) error
	// beginRead starts a transaction that sees one instant and refuses writes.
	beginRead() string
	// beginWrite starts a transaction that is alone in the given communities until it ends.
	beginWrite(communities []string) []string
	// announce tells other servers which communities have changed, when the transaction commits.
	announce(communities []string) []string
	// listen calls changed with each community that changes, on whichever server, and with ""
	// when changes may have been missed. It reports false if changes made by this process are all there is.
	listen(changed func(community string)) (stop func(), elsewhere bool)
	// migrating starts the one transaction in which migrations run.
	migrating() []string
	// recount lets the database count what is in tables that have just grown, so that it finds
	// its way in them before it would count by itself; none where it needs no counting.
	recount(tables ...string) []string
	writers() int        // how many batches may be written side by side
	batch() int          // most commands in one batch
	keepsPrepared() bool // statements outlive the connection that is closed before them
}

// use is what connections are for.
type use int

const (
	reading use = iota
	writing
	migrating
)
