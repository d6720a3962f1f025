package main

import (
	"context"
	"fmt"
	"os"

	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
)

type verifyCommand struct {
	Database   database `embed:""`
	File       string   `arg:"" optional:"" help:"A log as it is downloaded from the record's page; without one, every log of the database." type:"existingfile"`
	Key        string   `help:"Verifier key of the log, as the record's page shows it; required with a file." placeholder:"KEY"`
	Checkpoint []string `help:"Signed checkpoints kept from earlier: the log must still contain that state." type:"existingfile" placeholder:"FILE"`
}

// Run re-checks a downloaded log, or every log of the database: one line for each
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

// file checks a download, which carries its own checkpoint.
func (c verifyCommand) file(w world) error {
	if c.Key == "" {
		return fmt.Errorf("--key is needed to check a file: the record's page shows it")
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	sum, err := record.VerifyExport(f, c.Key)
	if err != nil {
		return fmt.Errorf("%s does not hold: %w", c.File, err)
	}
	_, err = fmt.Fprintf(w.out, "%s: %d entries hold, root %s\n", sum.Community, sum.Size, sum.Root)
	return err
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
