package notify

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"time"
	"unicode"

	"yishiting/residents"
)

// ErrNoAddress is the answer that there is no such address, for good: nothing more is to be sent there.
var ErrNoAddress = errors.New("the mail gateway answered that there is no such address")

// SMTP is the gateway of a provider of mail. It goes by TLS or not at all: from the first byte on
// (smtps://, port 465 where none is said), or by STARTTLS (smtp://, port 587). The name of the user stands in the address.
type SMTP struct {
	host, at string // host, and host with port
	implicit bool   // TLS from the first byte on
	auth     smtp.Auth
	from     mail.Address
	trusts   *x509.CertPool // nil: what this machine trusts
	clock    func() time.Time
}

// NewSMTP is the gateway at an address such as smtp://user@mail.example.cn:587, which takes mails
// in the name of from: post@example.cn, or 和平里社区 <post@example.cn>.
func NewSMTP(address, password, from string, clock func() time.Time) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtps" && u.Scheme != "smtp" || u.Path != "" || u.RawQuery != "" {
		return nil, errors.New("the mail gateway is no smtp or smtps address")
	}
	sender, err := mail.ParseAddress(from)
	if err != nil || residents.ReadMail(sender.Address) == "" {
		return nil, errors.New("the mail gateway has no address to send from, such as post@example.cn")
	}
	if _, has := u.User.Password(); has {
		return nil, errors.New("the password of the mail gateway does not belong into its address")
	}
	g := &SMTP{host: u.Hostname(), implicit: u.Scheme == "smtps", from: *sender, clock: clock}
	port := u.Port()
	if port == "" {
		port = map[bool]string{true: "465", false: "587"}[g.implicit]
	}
	if g.at = net.JoinHostPort(g.host, port); u.User.Username() != "" {
		g.auth = smtp.PlainAuth("", u.User.Username(), password, g.host)
	}
	return g, nil
}

// Trust lets the gateway's certificate be signed by one of a pool, and by nobody else.
func (g *SMTP) Trust(pool *x509.CertPool) { g.trusts = pool }

// Send hands the mail to the provider. An error is ErrNoAddress, or has nothing in it but what the
// provider was asked and the number that it answered: what it said besides may hold the address.
func (g *SMTP) Send(ctx context.Context, m Message) error {
	if residents.ReadMail(m.To) != m.To || m.To == "" {
		return ErrNoAddress
	}
	text, err := g.compose(m)
	if err != nil {
		return err
	}
	c, err := g.dial(ctx)
	if err != nil {
		return answered("the beginning", err)
	}
	defer func() { _ = c.Close() }()
	if g.auth != nil {
		if err := c.Auth(g.auth); err != nil {
			return answered("the password", err)
		}
	}
	if err := c.Mail(g.from.Address); err != nil {
		return answered("the sender", err)
	}
	if err := c.Rcpt(m.To); err != nil {
		return forGood(err, "the reader")
	}
	w, err := c.Data()
	if err != nil {
		return answered("the mail", err)
	}
	if _, err = w.Write(text); err == nil {
		err = w.Close()
	}
	if err != nil {
		return forGood(err, "the mail")
	}
	_ = c.Quit() // it was taken, however they part
	return nil
}

// dial is a connection that is encrypted and greeted.
func (g *SMTP) dial(ctx context.Context) (*smtp.Client, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", g.at)
	if err != nil {
		return nil, err
	}
	if until, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(until)
	}
	secret := &tls.Config{ServerName: g.host, RootCAs: g.trusts, MinVersion: tls.VersionTLS12}
	if g.implicit {
		conn = tls.Client(conn, secret)
	}
	c, err := smtp.NewClient(conn, g.host)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	if err = c.Hello(g.domain()); err == nil && !g.implicit {
		err = errors.New("no TLS")
		if can, _ := c.Extension("STARTTLS"); can {
			err = c.StartTLS(secret)
		}
	}
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

func (g *SMTP) domain() string {
	_, host, _ := strings.Cut(g.from.Address, "@")
	return host
}

// answered is what went wrong, without the provider's own words.
func answered(what string, err error) error {
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		return fmt.Errorf("the mail gateway answered %d to %s", said.Code, what)
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return fmt.Errorf("the mail gateway cannot be reached, at %s", what)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return errors.New("the mail gateway has a certificate that is not trusted")
	}
	return fmt.Errorf("the mail gateway is not understood, at %s", what)
}

// forGood is ErrNoAddress where the provider says for good that there is no such address (RFC 5321 4.2.1), and
// otherwise what went wrong. What a provider refuses for a policy (5.7.x of RFC 3463), and whatever it says of the
// mail and not of the address (5.1.x, 5.2.x), is no fault of the address.
func forGood(err error, what string) error {
	said, ok := errors.AsType[*textproto.Error](err)
	if !ok || said.Code < 500 || said.Code > 599 {
		return answered(what, err)
	}
	class, _, _ := strings.Cut(said.Msg, " ")
	about, enhanced := strings.CutPrefix(class, "5.")
	about, _, _ = strings.Cut(about, ".")
	switch {
	case enhanced && (about == "1" || about == "2"):
		return ErrNoAddress
	case !enhanced && what == "the reader" && (said.Code == 550 || said.Code == 551 || said.Code == 553):
		return ErrNoAddress
	}
	return answered(what, err)
}

// compose is the mail as it goes over the line: its headers in ASCII, its text in base64.
func (g *SMTP) compose(m Message) ([]byte, error) {
	from := g.from
	if name := oneLine(m.From); name != "" {
		from.Name = name
	}
	key := m.Key
	if key == "" {
		made := make([]byte, 16)
		_, _ = rand.Read(made) // never fails
		key = hex.EncodeToString(made)
	}
	headers := [][2]string{
		{"From", strings.ReplaceAll(from.String(), "?= ", "?="+folded)},
		{"To", "<" + m.To + ">"},
		{"Subject", subject(m.Subject)},
		{"Date", g.clock().Format(time.RFC1123Z)},
		{"Message-ID", "<" + key + "@" + g.domain() + ">"},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834: no machine answers it
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "base64"},
	}
	if m.Leave != "" { // RFC 2369 and RFC 8058: left by one tap of the mail program's own button
		headers = append(headers, [2]string{"List-Unsubscribe", "<" + m.Leave + ">"}, [2]string{"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"})
	}
	var all strings.Builder
	for _, h := range headers {
		if !inASCII(strings.ReplaceAll(h[1], folded, " ")) {
			return nil, errors.New("a header of a mail cannot be written: " + h[0])
		}
		all.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	all.WriteString("\r\n" + inLines(m.Text))
	return []byte(all.String()), nil
}

// folded is how a header goes on in another line.
const folded = "\r\n "

// inASCII tells whether something may stand in a header: whatever began another one cannot.
func inASCII(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c > '~' })
}

// oneLine is s without what ends a line or cannot be seen.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
			return ' '
		}
		return c
	}, s))
}

// subject is words of any script as a header has them, folded.
func subject(s string) string {
	return strings.ReplaceAll(mime.BEncoding.Encode("utf-8", oneLine(s)), "?= ", "?="+folded)
}

// inLines is a text in base64, in lines as mail has them (RFC 2045 6.8).
func inLines(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	code := base64.StdEncoding.EncodeToString([]byte(text))
	var all strings.Builder
	for len(code) > 76 {
		all.WriteString(code[:76] + "\r\n")
		code = code[76:]
	}
	all.WriteString(code + "\r\n")
	return all.String()
}
