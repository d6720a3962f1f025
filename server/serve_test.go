package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// program is the path of the built program.
type program string

// TestProgram builds the program once and runs it as people do.
func TestProgram(t *testing.T) {
	t.Parallel()
	p := program(filepath.Join(t.TempDir(), "yishiting"))
	if out, err := exec.Command("go", "build", "-o", string(p), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Run("serve", p.serves)
	t.Run("serve without the sample", p.servesNobody)
	t.Run("try without passkeys", p.triesOnlyHere)
	t.Run("stop", p.finishesWhatIsInFlight)
	t.Run("verify", p.verifies)
	t.Run("migrate and link", p.migratesAndLinks)
}

// command is a run of the program with no environment but the given one.
func (p program) command(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), string(p), args...)
	c.Env = env
	return c
}

// served is the program while it serves.
type served struct {
	*exec.Cmd
	lines []string // what it printed when it was ready
	base  string   // http://127.0.0.1:…
	out   *bufio.Reader
	log   *bytes.Buffer
}

// serve starts the program and reads the lines it prints when it answers, as many as wanted.
func (p program) serve(t *testing.T, lines int, env []string, args ...string) *served {
	t.Helper()
	s := &served{Cmd: p.command(t, env, append([]string{"serve"}, args...)...), log: &bytes.Buffer{}}
	s.Stderr = s.log
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	s.out = bufio.NewReader(out)
	for range lines {
		line, err := s.out.ReadString('\n')
		if err != nil {
			_ = s.Wait()
			t.Fatalf("it printed %q and ended: %v\n%s", s.lines, err, s.log)
		}
		s.lines = append(s.lines, strings.TrimSpace(line))
	}
	base, ok := strings.CutPrefix(s.lines[0], "listening ")
	if !ok || !strings.HasPrefix(base, "http://127.0.0.1:") {
		t.Fatalf("the first line is %q", s.lines[0])
	}
	s.base = base
	return s
}

// stop ends the program as an administrator does; it must end well and have printed no more.
func (s *served) stop(t *testing.T) {
	t.Helper()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.over(t)
}

func (s *served) over(t *testing.T) {
	t.Helper()
	rest, _ := io.ReadAll(s.out)
	if err := s.Wait(); err != nil || len(rest) > 0 {
		t.Fatalf("stopped: %v, printed %q\n%s", err, rest, s.log)
	}
}

// page is what the program answers.
func (s *served) page(t *testing.T, path string) (status int, body string) {
	t.Helper()
	r, err := http.Get(s.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

// heads are the lines without their links.
func (s *served) heads() (heads []string) {
	for _, l := range s.lines {
		heads = append(heads, strings.Join(slices.DeleteFunc(strings.Fields(l), func(w string) bool { return strings.HasPrefix(w, "http") || strings.Count(w, "-") == 2 }), " "))
	}
	return heads
}

// serves runs the program on each database: what it prints, that it answers, that
// it goes on where it was stopped, and that its log is for machines and names no secret.
func (p program) serves(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		env := []string{"YISHITING_ADDR=127.0.0.1:0", "YISHITING_DATA=" + o.Dir, "DATABASE_URL=" + o.URL, "YISHITING_SAMPLE=true"}
		s := p.serve(t, 6, env)
		want := []string{"listening", "sign-in administrator", "sign-in resident", "sign-in committee", "sign-in volunteer", "letter"}
		if got := s.heads(); !slices.Equal(got, want) {
			t.Fatalf("it printed %q", s.lines)
		}
		if status, body := s.page(t, "/healthz"); status != 200 || body != "ok\n" {
			t.Errorf("healthz: %d %s", status, body)
		}
		if status, body := s.page(t, "/hepingli"); status != 200 || !strings.Contains(body, "和平里社区") {
			t.Errorf("the month: %d", status)
		}
		for _, l := range s.lines[1:] {
			link := strings.TrimPrefix(l[strings.Index(l, s.base):], s.base)
			link, _, _ = strings.Cut(link, " ")
			if status, _ := s.page(t, link); status != 200 || !strings.HasPrefix(link, "/enter/") && !strings.HasPrefix(link, "/hepingli/join?n=") {
				t.Errorf("%s: %d", l, status)
			}
		}
		s.stop(t)
		entries := 0
		for line := range strings.Lines(s.log.String()) {
			entries++
			if !json.Valid([]byte(line)) {
				t.Errorf("logged: %s", line)
			}
			for _, l := range s.lines[1:] {
				if strings.Contains(line, l[strings.LastIndex(l, "/")+1:]) {
					t.Errorf("a secret was logged: %s", line)
				}
			}
		}
		if entries < 6 {
			t.Errorf("%d lines logged for six requests", entries)
		}

		again := p.serve(t, 5, env) // the administrator's link is printed once
		if got := again.heads(); !slices.Equal(got, slices.Delete(slices.Clone(want), 1, 2)) {
			t.Fatalf("it printed %q", again.lines)
		}
		if again.lines[1] == s.lines[2] {
			t.Error("the same link twice")
		}
		again.stop(t)
	})
}

// servesNobody: an empty portal has an administrator and nothing else, and
// numbers only on an address of their own.
func (p program) servesNobody(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	metrics := free.Addr().String()
	_ = free.Close()
	s := p.serve(t, 2, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--metrics-addr", metrics)
	if got := s.heads(); !slices.Equal(got, []string{"listening", "sign-in administrator"}) {
		t.Errorf("it printed %q", s.lines)
	}
	if status, _ := s.page(t, "/hepingli"); status != 404 {
		t.Errorf("there is a community: %d", status)
	}
	if status, _ := s.page(t, "/metrics"); status != 404 {
		t.Errorf("numbers in public: %d", status)
	}
	r, err := http.Get("http://" + metrics + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	if text, _ := io.ReadAll(r.Body); !bytes.Contains(text, []byte("yishiting_request_seconds")) {
		t.Errorf("numbers: %.200s", text)
	}
	s.stop(t)
}

// triesOnlyHere: without passkeys the portal serves its own machine and nobody else.
func (p program) triesOnlyHere(t *testing.T) {
	s := p.serve(t, 3, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--try-without-passkeys")
	if got := s.lines; !strings.HasPrefix(got[1], "warning: a sign-in link opens the desk without a passkey") {
		t.Errorf("it printed %q", got)
	}
	s.stop(t)
	for _, c := range [][2]string{{"0.0.0.0:0", ""}, {"localhost:0", "https://localhost"}, {"localhost:0", "http://yishiting.example.cn"}, {"localhost:0", "http://10.1.2.3"}} {
		out, err := p.command(t, nil, "serve", "--addr", c[0], "--public-url", c[1], "--data", t.TempDir(), "--try-without-passkeys").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--try-without-passkeys: others could reach") {
			t.Errorf("%v: %v %s", c, err, out)
		}
	}
}

// finishesWhatIsInFlight: a form that is on its way when the program is told
// to stop is answered; new ones are not taken.
func (p program) finishesWhatIsInFlight(t *testing.T) {
	s := p.serve(t, 2, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir())
	u, err := url.Parse(s.lines[1][strings.Index(s.lines[1], "http"):])
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"command": {residents.NewID(time.Now()) + "-enter"}}.Encode()
	line, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = line.Close() }()
	_, _ = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
		u.Path, u.Host, len(form))
	in := bufio.NewReader(line)
	if first, err := in.ReadString('\n'); err != nil || !strings.Contains(first, "100") {
		t.Fatalf("it does not wait for the form: %q, %v", first, err)
	}
	_, _ = in.ReadString('\n')
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for { // until it listens no more
		next, err := net.Dial("tcp", u.Host)
		if err != nil {
			break
		}
		_ = next.Close()
	}
	if _, err := io.WriteString(line, form); err != nil {
		t.Fatal(err)
	}
	if status, err := in.ReadString('\n'); err != nil || !strings.Contains(status, "303") {
		t.Errorf("what was in flight: %q, %v", status, err)
	}
	s.over(t)
}

// run runs a command to its end.
func (p program) run(t *testing.T, args ...string) (out string, ok bool) {
	t.Helper()
	c := p.command(t, nil, args...)
	text, err := c.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("%v: %v\n%s", args, err, text)
	}
	return string(text), err == nil
}

var keyShown = regexp.MustCompile(`yishiting\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+`)

// verifies re-checks the logs of a database and one that was downloaded,
// and says which entry is the first that does not hold.
func (p program) verifies(t *testing.T) {
	dir := t.TempDir()
	s := p.serve(t, 6, nil, "--addr", "127.0.0.1:0", "--data", dir, "--sample")
	_, export := s.page(t, "/hepingli/record/export")
	_, shown := s.page(t, "/hepingli/record/0")
	s.stop(t)
	out, ok := p.run(t, "verify", "--data", dir)
	if lines := strings.Split(strings.TrimSpace(out), "\n"); !ok || len(lines) != 5 || !strings.HasPrefix(lines[3], "hepingli: ") {
		t.Errorf("verify: %v\n%s", ok, out)
	}

	key := keyShown.FindString(html.UnescapeString(shown))
	file := filepath.Join(dir, "record.txt")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(export)
	if out, ok := p.run(t, "verify", file, "--key", key); !ok || !strings.HasPrefix(out, "hepingli: ") {
		t.Errorf("verify a download with the key %q: %s", key, out)
	}
	if out, ok := p.run(t, "verify", file); ok || !strings.Contains(out, "--key") {
		t.Errorf("verify without a key: %s", out)
	}
	write(strings.Replace(export, "23 件", "22 件", 1))
	if out, ok := p.run(t, "verify", file, "--key", key); ok || !strings.Contains(out, "does not hold") {
		t.Errorf("verify what was altered: %s", out)
	}

	db, err := sql.Open("sqlite", filepath.Join(dir, "yishiting.db"))
	if err != nil {
		t.Fatal(err)
	}
	var altered int
	err = db.QueryRowContext(t.Context(), `UPDATE log_entries SET leaf = replace(leaf, 'accept', 'refuse') WHERE community = 'hepingli'
		AND seq = (SELECT MIN(seq) FROM log_entries WHERE community = 'hepingli' AND leaf LIKE '%accept%') RETURNING seq`).Scan(&altered)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if out, ok := p.run(t, "verify", "--data", dir); ok || !strings.Contains(out, "hepingli") || !strings.Contains(out, fmt.Sprintf("entry %d", altered)) {
		t.Errorf("verify an altered database: %s", out)
	}
}

func (p program) migratesAndLinks(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		if out, ok := p.run(t, "migrate", "--data", dir); !ok || out != "" {
			t.Errorf("migrate: %s", out)
		}
	}
	if out, ok := p.run(t, "link", "--data", dir, "--community", "nowhere", "--resident", "nobody"); ok || !strings.Contains(out, "nowhere") {
		t.Errorf("a link to nowhere: %s", out)
	}
	s := p.serve(t, 2, nil, "--addr", "127.0.0.1:0", "--data", dir)
	s.stop(t)
	out, ok := p.run(t, "link", "--data", dir, "--community", "admin", "--resident", "administrator", "--public-url", "https://yishiting.example.cn")
	if !ok || !regexp.MustCompile(`^https://yishiting\.example\.cn/enter/[\w-]{43}\n$`).MatchString(out) {
		t.Errorf("a link: %s", out)
	}
	if out, ok := p.run(t, "link", "--data", dir, "--community", "admin", "--resident", "nobody"); ok || !strings.Contains(out, "nobody") {
		t.Errorf("a link for nobody: %s", out)
	}
}

// TestSampleOnlyInAnEmptyStore: whoever lives there already is left alone.
func TestSampleOnlyInAnEmptyStore(t *testing.T) {
	t.Parallel()
	b := boot(t)
	if _, err := sampleLinks(t.Context(), b.store, b.clock.Now(), "http://localhost"); err == nil || !strings.Contains(err.Error(), "not the sample's") {
		t.Errorf("the sample in somebody's store: %v", err)
	}
}

func TestReached(t *testing.T) {
	t.Parallel()
	at := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}
	for flag, want := range map[string]string{
		"localhost:8080": "localhost:4711", "127.0.0.1:0": "127.0.0.1:4711", "0.0.0.0:80": "localhost:4711",
		":80": "localhost:4711", "[::]:80": "localhost:4711", "[::1]:80": "[::1]:4711",
	} {
		if got := reached(flag, at); got != want {
			t.Errorf("%s is reached at %s, want %s", flag, got, want)
		}
	}
}
