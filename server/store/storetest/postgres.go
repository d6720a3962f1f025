package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq"

	"yishiting/server/store"
)

// Cluster is a PostgreSQL of its own in a temporary directory, reached by a socket
// there and by nothing else. It is stopped and removed when the test program ends, however it ends.
type Cluster struct {
	dir     string
	bin     string
	account *syscall.SysProcAttr // PostgreSQL refuses to run as root
	server  *exec.Cmd
	keeper  *exec.Cmd
	alive   io.Closer // closed with the program: the keeper then stops and removes the cluster

	databases atomic.Int64
	once      sync.Once // the database that others are copied from
	failed    error
}

var shared = sync.OnceValues(start)

// Shared is the test program's cluster, started at its first use.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// New starts another cluster, for a test that stops it.
func New(t testing.TB) *Cluster {
	t.Helper()
	c, err := start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.alive.Close()
		_ = c.server.Wait()
		_ = c.keeper.Wait()
	})
	return c
}

// start makes a cluster and starts it.
func start() (*Cluster, error) {
	c := &Cluster{}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return nil, errors.New("PostgreSQL is needed for this test: install the package postgresql (apt-get install postgresql)")
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	c.bin = filepath.Dir(found[len(found)-1])
	var err error
	tmp := os.TempDir()
	if len(tmp) > 50 { // the path of a socket may have about 100 bytes only
		tmp = "/tmp"
	}
	if c.dir, err = os.MkdirTemp(tmp, "yishiting-pg-"); err != nil {
		return nil, err
	}
	if err := c.borrowAccount(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	if err := c.keep(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	out, err := c.command("initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N").CombinedOutput()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w\n%s", err, out), c.alive.Close())
	}
	if err := c.Start(); err != nil {
		return nil, errors.Join(err, c.alive.Close())
	}
	return c, nil
}

func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// borrowAccount makes the cluster's directory belong to the user postgres when the test runs as root.
func (c *Cluster) borrowAccount() error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("the tests run as root and need the user that the package postgresql makes: %w", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	c.account = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return os.Chown(c.dir, uid, gid)
}

// keep starts the keeper: a shell that waits until this program is gone, then stops the server and removes the directory.
func (c *Cluster) keep() error {
	c.keeper = exec.Command("/bin/sh", "-c", `read -r _; pid="$(head -n 1 data/postmaster.pid)"; kill -QUIT "$pid"; kill -CONT "$pid"
		for i in $(seq 100); do [ -e data/postmaster.pid ] || break; sleep 0.05; done
		cd /; rm -rf "$1"`, "keeper", c.dir)
	c.keeper.Dir = c.dir
	c.keeper.SysProcAttr = c.attr(true)
	alive, err := c.keeper.StdinPipe()
	if err != nil {
		return err
	}
	c.alive = alive
	return c.keeper.Start()
}

// attr is how a child is run; apart keeps an interrupt of the terminal from reaching it.
func (c *Cluster) attr(apart bool) *syscall.SysProcAttr {
	a := syscall.SysProcAttr{}
	if c.account != nil {
		a = *c.account
	}
	a.Setpgid = apart
	return &a
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = c.attr(true)
	return cmd
}

// Start starts the server and waits until it answers. It makes sure that what answers is
// this cluster and no other, before anything is made in it.
func (c *Cluster) Start() error {
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	c.server = c.command("postgres", "-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "fsync=on",
		"-c", "synchronous_commit=on", "-c", "shared_buffers=32MB", "-c", "max_connections=100")
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return err
	}
	db, err := sql.Open("postgres", c.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	var dir string
	for begun := time.Now(); time.Since(begun) < 30*time.Second; time.Sleep(10 * time.Millisecond) {
		if err = db.QueryRow(`SHOW data_directory`).Scan(&dir); err == nil {
			break
		}
	}
	if err != nil {
		text, _ := os.ReadFile(filepath.Join(c.dir, "log"))
		return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, text)
	}
	if dir != c.data() {
		return fmt.Errorf("the server that answers keeps its data in %s, not in %s: nothing is touched", dir, c.data())
	}
	return nil
}

// Stop stops the server as an administrator does (fast shutdown) and waits for its end.
func (c *Cluster) Stop() error {
	if err := c.server.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	return c.server.Wait()
}

// Freeze stops all of the server's processes where they are, as a machine that hangs does.
func (c *Cluster) Freeze() error { return c.signal(syscall.SIGSTOP) }

// Thaw lets them go on.
func (c *Cluster) Thaw() error { return c.signal(syscall.SIGCONT) }

// signal signals the server and its children, which are no group of their own.
func (c *Cluster) signal(s syscall.Signal) error {
	server := strconv.Itoa(c.server.Process.Pid)
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		line, _ := os.ReadFile(stat) // pid (name) state parent …; gone meanwhile: no parent
		fields := strings.Fields(string(line[bytes.LastIndexByte(line, ')')+1:]))
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
		if len(fields) > 1 && fields[1] == server {
			err = errors.Join(err, syscall.Kill(pid, s))
		}
	}
	return errors.Join(err, c.server.Process.Signal(s))
}

// URL is where a database of the cluster is.
func (c *Cluster) URL(database string) string {
	q := url.Values{"host": {c.dir}, "user": {"postgres"}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + q.Encode()
}

// Empty makes a database that nobody has opened yet, and says where it is.
func (c *Cluster) Empty(t testing.TB) string {
	t.Helper()
	url, err := c.create("template1")
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Database makes a database that a store has opened once and left without a row of
// anybody's, and says where it is. It is a copy, which is quicker than to run all migrations again.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.once.Do(func() { c.failed = c.makeTemplate() })
	if c.failed != nil {
		t.Fatal(c.failed)
	}
	url, err := c.create("opened")
	if err != nil {
		t.Fatal(err)
	}
	return url
}

func (c *Cluster) makeTemplate() error {
	if err := c.execute(`CREATE DATABASE opened`); err != nil {
		return err
	}
	s, err := store.Open(context.Background(), store.Options{URL: c.URL("opened")})
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	// No copy can be made while somebody is connected, and the server takes a moment to see that all are gone.
	return c.execute(`ALTER DATABASE opened ALLOW_CONNECTIONS false`,
		`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'opened'`)
}

func (c *Cluster) create(template string) (url string, err error) {
	name := "test" + strconv.FormatInt(c.databases.Add(1), 10)
	return c.URL(name), c.execute(`CREATE DATABASE ` + name + ` TEMPLATE ` + template)
}

func (c *Cluster) execute(statements ...string) error {
	db, err := sql.Open("postgres", c.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for _, text := range statements {
		if _, err := db.Exec(text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}
