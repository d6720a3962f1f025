// Command yishiting is the portal: one binary that carries pages, app and migrations.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"yishiting/server/store"
)

// commands is the command line. Every flag that a service needs has a name in
// the environment as well.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the portal."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the present shape and stop."`
	Verify  verifyCommand  `cmd:"" help:"Re-check the public record of every community, or a downloaded one."`
	Sample  sampleCommand  `cmd:"" help:"Fill an empty database with a large community and an open poll, for measuring."`
	Link    linkCommand    `cmd:"" help:"Print a link that signs somebody in, once."`
	Tally   tallyCommand   `cmd:"" help:"Count a file of ballots and show every step."`
}

// database says which database a command works on.
type database struct {
	Data  string `help:"Directory of the SQLite database." default:"data" env:"YISHITING_DATA" type:"path" placeholder:"DIR"`
	Alone bool   `help:"Write each command in a transaction of its own: for measuring only." hidden:""`
	URL   string `help:"PostgreSQL instead of SQLite." env:"DATABASE_URL" name:"database-url" placeholder:"postgres://…"`
}

// world is what the program is given from outside; tests give their own.
type world struct {
	clock func() time.Time
	out   io.Writer // what other programs read
	log   *slog.Logger
}

func (d database) open(ctx context.Context, w world) (*store.Store, error) {
	return store.Open(ctx, store.Options{URL: d.URL, Dir: d.Data, Clock: w.clock, Log: w.log, Alone: d.Alone})
}

type migrateCommand struct {
	Database database `embed:""`
}

// Run opens the database, which migrates it.
func (c migrateCommand) Run(ctx context.Context, w world) error {
	s, err := c.Database.open(ctx, w)
	if err != nil {
		return err
	}
	return s.Close()
}

type linkCommand struct {
	Database  database `embed:""`
	Community string   `help:"The body where the person is at home, by the first part of its paths." required:"" placeholder:"SLUG"`
	Resident  string   `help:"Id of the person." required:"" placeholder:"ID"`
	PublicURL string   `help:"Address under which people reach the portal." env:"YISHITING_PUBLIC_URL" default:"http://localhost:8080" placeholder:"URL"`
}

// Run prints a link for somebody who has lost theirs.
func (c linkCommand) Run(ctx context.Context, w world) error {
	s, err := c.Database.open(ctx, w)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	var home string
	err = s.View(ctx, func(v *store.View) error {
		body, err := v.CommunityBySlug(c.Community)
		home = body.ID
		return err
	})
	if err != nil {
		return fmt.Errorf("community %s: %w", c.Community, err)
	}
	token, err := newLink(ctx, s, w.clock(), home, c.Resident)
	if err != nil {
		return fmt.Errorf("resident %s: %w", c.Resident, err)
	}
	_, err = fmt.Fprintf(w.out, "%s/enter/%s\n", c.PublicURL, token)
	return err
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	w := world{clock: time.Now, out: os.Stdout, log: slog.New(slog.NewJSONHandler(os.Stderr, redacting()))}
	parsed := kong.Parse(&commands{},
		kong.Name("yishiting"), kong.Description("议事厅: a neighbourhood's monthly consultation."),
		kong.UsageOnError(), kong.Exit(func(code int) { os.Exit(min(code, 2)) }), kong.Bind(w), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := parsed.Run(); err != nil {
		os.Exit(complain(os.Stderr, err))
	}
}
