package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// held is a poll in which wang, zhao and li voted, counted.
func (b *booted) held(terms polls.Terms, choices ...string) polls.Poll {
	b.t.Helper()
	p := b.poll(terms)
	for i, who := range []string{"wang", "zhao", "li"} {
		b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
			casts, err := polls.CastVotes(tx, "hepingli", []polls.Vote{{By: by, Body: "hepingli", Poll: p.ID, Choice: choices[i]}})
			if err != nil {
				return err
			}
			return casts[0].Err
		})
	}
	b.clock.move(p.ClosesAt().Sub(b.clock.Now()))
	b.closePolls()
	return b.pollNow(p.ID)
}

// run runs a command of the program as a shell would; files are written first, and stand in
// the arguments by their names.
func run(t *testing.T, files map[string]string, args ...string) (out, complaint string, code int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for i := range args {
			if args[i] == name {
				args[i] = path
			}
		}
	}
	var stdout, stderr bytes.Buffer
	parser, err := kong.New(&commands{}, kong.Bind(world{out: &stdout, clock: time.Now}), kong.BindTo(t.Context(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(args)
	if err == nil {
		err = parsed.Run()
	}
	if err != nil {
		code = complain(&stderr, err)
	}
	return strings.ReplaceAll(stdout.String(), dir+"/", ""), strings.ReplaceAll(stderr.String(), dir+"/", ""), code
}

func TestPollExport(t *testing.T) {
	t.Parallel()
	b := boot(t)
	open := b.poll(b.terms(polls.Binary))
	if got := b.get("/hepingli/polls/" + open.ID + "/export"); got.StatusCode != http.StatusNotFound {
		t.Error("before the count:", got.Status)
	}
	p := b.held(b.terms(polls.Approval, withNames), "1,2", "2", "3")
	path := "/hepingli/polls/" + p.ID + "/export"
	got := b.get(path)
	if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.Contains(got.Header.Get("Content-Disposition"), "hepingli-"+p.Number+".txt") {
		t.Fatal(got.Status, got.Header)
	}
	kept := b.get("/hepingli/record/checkpoint").body
	r, err := polls.VerifyExport(strings.NewReader(got.body), polls.VerifyOptions{Verifier: b.store.LogVerifier(), Checkpoint: kept})
	if err != nil || r.Ballots != 3 || !r.Recounted {
		t.Errorf("%+v, %v", r, err)
	}
	for _, secret := range []string{"r/wang", `"wang"`, "王桂兰"} {
		if strings.Contains(got.body, secret) {
			t.Errorf("%s stands in the export", secret)
		}
	}

	tag := got.Header.Get("ETag")
	again := func() int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("If-None-Match", tag)
		answer, err := b.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		return answer.StatusCode
	}
	if code := again(); code != http.StatusNotModified {
		t.Error("asked for again, unchanged:", code)
	}
	b.poll(b.terms(polls.Binary))
	if code := again(); code != http.StatusOK {
		t.Error("asked for again when the record had grown:", code)
	}
}

func TestVerifyAndTallyAPoll(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.poll(b.terms(polls.Binary))
	before := b.get("/hepingli/record/checkpoint").body
	b.poll(b.terms(polls.Binary))
	p := b.held(b.terms(polls.Schulze, withNames), "3>1=2", "2>none", "3>2")
	few := b.held(b.terms(polls.Binary), "yes", "no", "yes")
	budget := b.held(b.terms(polls.Shares, withNames), "4", "2,4", "3")
	kept := b.get("/hepingli/record/checkpoint").body
	key := b.store.LogVerifier()
	files := map[string]string{
		"kept": kept, "before": before,
		"poll":   b.get("/hepingli/polls/" + p.ID + "/export").body,
		"few":    b.get("/hepingli/polls/" + few.ID + "/export").body,
		"budget": b.get("/hepingli/polls/" + budget.ID + "/export").body,
		"log":    b.get("/hepingli/record/export").body,
	}
	files["altered"] = strings.Replace(files["poll"], `"choice":"3>2"`, `"choice":"2>3"`, 1)
	b.poll(b.terms(polls.Binary))
	files["later"] = b.get("/hepingli/record/checkpoint").body
	for _, c := range []struct {
		args []string
		code int
		says string // on standard output where the code is 0, otherwise on standard error
	}{
		{[]string{"verify", "poll"}, 0, "3 ballots on the record, counted again with the same result"},
		{[]string{"verify", "poll"}, 0, "only the export itself names"},
		{[]string{"verify", "poll", "--key", key}, 0, key + ", the one that was given"},
		{[]string{"verify", "poll", "--checkpoint", "kept"}, 0, "agreeing with the kept checkpoint of"},
		{[]string{"verify", "few"}, 0, "too few to be published"},
		{[]string{"verify", "altered"}, 1, "altered:"},
		{[]string{"verify", "altered"}, 1, "this ballot is not on the record"},
		{[]string{"verify", "poll", "--checkpoint", "later"}, 1, "download the export again"},
		{[]string{"verify", "poll", "--checkpoint", "before"}, 1, "verify the whole record with it"},
		{[]string{"verify", "poll", "--key", "portal+1+2"}, 1, "not signed by the key"},
		{[]string{"verify", "log", "--key", key, "--checkpoint", "kept"}, 0, "entries hold"},
		{[]string{"verify", "log", "--key", key, "--checkpoint", "later"}, 1, "cannot be compared"},
		{[]string{"verify", "log"}, 1, "--key is needed"},
		{[]string{"tally", "poll", "--json"}, 0, `"method":"schulze","winners":["3"]`},
		{[]string{"tally", "poll", "--method", "schulze", "--json"}, 0, `"winners":["3"]`},
		{[]string{"tally", "poll", "--method", "stv"}, 2, ": candidates 1, 2 share a rank"},
		{[]string{"tally", "poll", "--method", "mes"}, 2, "does not count"},
		{[]string{"tally", "budget", "--method", "mes"}, 0, "余款再按票数补足"},
		{[]string{"tally", "budget", "--method", "greedy", "--json"}, 0, `"method":"greedy"`},
		{[]string{"tally", "few"}, 2, "few: 3 ballots without names are too few"},
		{[]string{"tally", "altered", "--json"}, 0, `"method":"schulze"`},
		{[]string{"tally", "log"}, 2, "log:1: "},
	} {
		out, complaint, code := run(t, files, c.args...)
		said := complaint
		if c.code == 0 {
			said = out
		}
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%v: %d, not %d with %q\n%s%s", c.args[:2], code, c.code, c.says, out, complaint)
		}
		if c.args[0] == "verify" && code == 0 && strings.Count(out, "\n") != 1 {
			t.Errorf("%v: more than one line: %s", c.args, out)
		}
	}
}
