package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"yishiting/polls"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
)

type verifyCommand struct {
	Database   database `embed:""`
	File       string   `arg:"" optional:"" name:"export" help:"A counted poll as it is downloaded from its page, or a log from the record's page; without one, every log of the database."`
	Key        string   `help:"Verifier key of the log, as the record's page shows it; required with a log, otherwise the key that the poll's export names." placeholder:"KEY"`
	Checkpoint []string `help:"Signed checkpoints kept from earlier: the log must still contain that state." placeholder:"FILE"`
}

// Run re-checks a downloaded poll or log, or every log of the database: one line for each
// that holds, and an error that names the first entry that does not.
func (c verifyCommand) Run(ctx context.Context, w world) error {
	if c.File != "" {
		return c.file(w)
	}
	s, err := c.Database.open(ctx, w)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	heads, err := c.heads(s.LogVerifier())
	if err != nil {
		return err
	}
	return s.View(ctx, func(v *store.View) error {
		all, err := v.Communities()
		if err != nil {
			return err
		}
		for _, body := range all {
			if err := verifyLog(v, w, body, heads[body.ID]); err != nil {
				return err
			}
		}
		return nil
	})
}

func verifyLog(v *store.View, w world, body residents.Community, heads []record.Checkpoint) error {
	sum, err := v.VerifyLog(body.ID, heads...)
	if err != nil {
		return fmt.Errorf("the record of %s does not hold: %w", body.Slug, err)
	}
	_, err = fmt.Fprintf(w.out, "%s: %d entries hold, root %s\n", body.Slug, sum.Size, sum.Root)
	return err
}

// file checks a download, which carries its own checkpoint: a poll, or else a log.
func (c verifyCommand) file(w world) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	in := bufio.NewReader(f)
	if begins, _ := in.Peek(len(pollBegins)); string(begins) == pollBegins {
		return c.poll(w, in)
	}
	if c.Key == "" {
		return fmt.Errorf("--key is needed to check a log: the record's page shows it")
	}
	heads, err := c.heads(c.Key)
	if err != nil {
		return err
	}
	sum, err := record.VerifyExport(in, c.Key, slices.Concat(slices.Collect(maps.Values(heads))...)...)
	if err != nil {
		return fmt.Errorf("%s does not hold: %w", c.File, err)
	}
	_, err = fmt.Fprintf(w.out, "%s: %d entries hold, root %s\n", sum.Community, sum.Size, sum.Root)
	return err
}

// pollBegins is how the export of a poll begins.
const pollBegins = `{"yishiting-poll":`

// poll checks the export of a poll, against each checkpoint that was kept.
func (c verifyCommand) poll(w world, in io.Reader) error {
	x, err := polls.ParseExport(in, c.File)
	if err != nil {
		return err
	}
	o := polls.VerifyOptions{File: c.File, Verifier: c.Key}
	report, err := x.Verify(o)
	for _, name := range c.Checkpoint {
		if err != nil {
			break
		}
		var signed []byte
		if signed, err = os.ReadFile(name); err == nil {
			o.Checkpoint = string(signed)
			report, err = x.Verify(o)
		}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w.out, pollLine(report))
	return err
}

// pollLine is what an export that holds was found to be.
func pollLine(r polls.Report) string {
	counted := "counted again with the same result"
	if !r.Recounted {
		counted = "too few to be published, so nobody else can count them"
	}
	key := "which only the export itself names: compare it with the record's page"
	switch {
	case r.Given:
		key = "the one that was given"
	case r.Kept >= 0:
		key = "the one of the kept checkpoint"
	}
	line := fmt.Sprintf("%s %s: %d units on the roll, %d ballots on the record, %s; %d entries, root %s", r.Community, r.Number, r.Units, r.Ballots, counted, r.Size, r.Root)
	if r.Kept >= 0 {
		line += fmt.Sprintf(", agreeing with the kept checkpoint of %d", r.Kept)
	}
	return line + fmt.Sprintf("; signed by %s, %s", r.Verifier, key)
}

// heads are the checkpoints kept from earlier, by community.
func (c verifyCommand) heads(verifier string) (map[string][]record.Checkpoint, error) {
	heads := map[string][]record.Checkpoint{}
	for _, name := range c.Checkpoint {
		signed, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		head, err := record.OpenCheckpoint(string(signed), verifier)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		heads[head.Community] = append(heads[head.Community], head)
	}
	return heads, nil
}
