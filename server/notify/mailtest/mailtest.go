// Package mailtest is a server of mail for tests: a real one, on a port of its own, with a certificate that it
// made itself. It takes what it is sent and keeps it, or answers as it is told to.
package mailtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"io"
	"math/big"
	"net"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Mail is one that was taken.
type Mail struct {
	From, To string // of the envelope
	Header   mail.Header
	Raw      string // the header as it came
	Text     string // of the body, decoded
}

// Server is a server of mail.
type Server struct {
	Addr     string // host and port
	Pool     *x509.CertPool
	User     string // the name and the word that are asked for; "": none
	Password string

	mu       sync.Mutex
	implicit bool
	plain    bool // offers no TLS
	config   *tls.Config
	answers  map[string]string // by verb: what it answers instead
	taken    []Mail
	asked    int
}

// Start runs a server until the test ends: with TLS from the first byte on, or by STARTTLS.
func Start(t testing.TB, implicit bool) *Server {
	t.Helper()
	s := &Server{implicit: implicit, answers: map[string]string{}}
	s.config, s.Pool = certificate(t)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = l.Addr().String()
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.serve(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); open.Wait() })
	return s
}

// URL is the server's address, with a user's name where one is asked for.
func (s *Server) URL() string {
	scheme, user := "smtp://", ""
	if s.implicit {
		scheme = "smtps://"
	}
	if s.User != "" {
		user = s.User + "@"
	}
	return scheme + user + s.Addr
}

// Plain lets the server offer no TLS.
func (s *Server) Plain() { s.mu.Lock(); defer s.mu.Unlock(); s.plain = true }

// Answer lets the server answer a verb (MAIL, RCPT, DATA, or "." for the end of a mail) by a line of its own;
// "" as usual again.
func (s *Server) Answer(verb, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[verb] = line
}

// Taken are the mails since the last time, by whom they went to.
func (s *Server) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.taken
	s.taken = nil
	slices.SortStableFunc(all, func(a, b Mail) int { return strings.Compare(a.To, b.To) })
	return all
}

// Asked is how many mails were begun since the last time, taken or not.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.asked
	s.asked = 0
	return n
}

// session is one connection.
type session struct {
	*Server
	conn   net.Conn
	text   *textproto.Reader
	secret bool
	known  bool
	from   string
	to     string
}

func (s *Server) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	one := &session{Server: s, conn: c, secret: s.implicit}
	if s.implicit {
		one.conn = tls.Server(c, s.config)
	}
	one.reads()
	one.say("220 mail.example.cn")
	for {
		line, err := one.text.ReadLine()
		if err != nil || !one.answer(line) {
			return
		}
	}
}

func (s *session) reads() { s.text = textproto.NewReader(bufio.NewReader(s.conn)) }

func (s *session) say(line string) { _, _ = io.WriteString(s.conn, line+"\r\n") }

// told is what the server is told to answer a verb; ok is false where it answers as usual.
func (s *session) told(verb string) (ok bool) {
	s.mu.Lock()
	line := s.answers[verb]
	s.mu.Unlock()
	if line != "" {
		s.say(line)
	}
	return line != ""
}

// answer answers one line, and is false at the end.
func (s *session) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	verb = strings.ToUpper(verb)
	s.mu.Lock()
	plain, wanted := s.plain, s.User != ""
	s.mu.Unlock()
	switch {
	case s.told(verb):
	case verb == "EHLO" || verb == "HELO":
		s.say("250-mail.example.cn")
		if !s.secret && !plain {
			s.say("250-STARTTLS")
		}
		s.say("250-AUTH PLAIN")
		s.say("250 8BITMIME")
	case verb == "STARTTLS" && !plain:
		s.say("220 go on")
		s.conn, s.secret = tls.Server(s.conn, s.config), true
		s.reads()
	case verb == "AUTH":
		word, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
		if s.known = string(word) == "\x00"+s.User+"\x00"+s.Password && s.secret; s.known {
			s.say("235 welcome")
		} else {
			s.say("535 5.7.8 who are you")
		}
	case verb == "MAIL" && wanted && !s.known:
		s.say("530 5.7.0 who are you")
	case verb == "MAIL":
		s.mu.Lock()
		s.asked++
		s.mu.Unlock()
		s.from = path(rest)
		s.say("250 fine")
	case verb == "RCPT":
		s.to = path(rest)
		s.say("250 fine")
	case verb == "DATA":
		s.say("354 go on")
		s.take()
	case verb == "QUIT":
		s.say("221 bye")
		return false
	default:
		s.say("250 fine")
	}
	return true
}

// path is the address in FROM:<wang@example.cn> BODY=8BITMIME.
func path(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

// take reads a mail and keeps it.
func (s *session) take() {
	body, err := s.text.ReadDotBytes()
	if err != nil || s.told(".") {
		return
	}
	m := Mail{From: s.from, To: s.to}
	m.Raw, _, _ = strings.Cut(string(body), "\n\n")
	if read, err := mail.ReadMessage(strings.NewReader(string(body))); err == nil {
		m.Header = read.Header
		text, _ := io.ReadAll(base64.NewDecoder(base64.StdEncoding, read.Body))
		m.Text = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
	s.mu.Lock()
	s.taken = append(s.taken, m)
	s.mu.Unlock()
	s.say("250 taken")
}

// certificate is one that the server made for itself, and the pool that trusts it.
func certificate(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	one := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example.cn"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, one, one, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	read, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(read)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}
