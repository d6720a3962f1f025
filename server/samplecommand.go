package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"yishiting/server/sample"
)

type sampleCommand struct {
	Database  database `embed:""`
	Scale     int      `help:"How many confirmed residents the community has, each signed in; with an open yes/no poll of all of them." required:"" placeholder:"N"`
	Sessions  string   `help:"File that gets one line of JSON a resident: what it takes to cast their ballot with one request. It opens the portal as each of them." required:"" placeholder:"FILE"`
	PublicURL string   `help:"Address under which the portal will be served: with https its cookies have another name." env:"YISHITING_PUBLIC_URL" placeholder:"URL"`
}

// ballotLine is what it takes to cast a resident's ballot with one HTTP request.
type ballotLine struct {
	Cookie string    `json:"cookie"` // name=value
	Poll   string    `json:"poll"`
	URL    string    `json:"url"` // path, for a POST of JSON
	Body   apiBallot `json:"body"`
}

// Run makes a community for measuring, into an empty database only.
func (c sampleCommand) Run(ctx context.Context, w world) (err error) {
	if c.Scale < 1 || c.Scale > 1_000_000 {
		return fmt.Errorf("--scale is from 1 to 1000000")
	}
	s, err := c.Database.open(ctx, w)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	f, err := os.OpenFile(c.Sessions+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(f.Name())
			return
		}
		err = os.Rename(f.Name(), c.Sessions)
	}()
	cookie := "yishiting="
	if strings.HasPrefix(c.PublicURL, "https://") {
		cookie = "__Host-yishiting="
	}
	out := bufio.NewWriter(f)
	lines := json.NewEncoder(out)
	err = sample.Scale(ctx, s, w.clock(), c.Scale, func(v sample.Voter) error {
		return lines.Encode(ballotLine{
			Cookie: cookie + v.Token, Poll: v.Poll, URL: "/api/" + sample.ScaleSlug + "/polls/" + v.Poll + "/ballot",
			Body: apiBallot{Command: v.Command, Choice: v.Choice},
		})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
