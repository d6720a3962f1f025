package notify

import (
	"errors"
	"mime"
	"strings"
	"testing"
	"time"

	"yishiting/server/notify/mailtest"
)

var noon = time.Date(2026, 11, 13, 12, 0, 0, 0, time.FixedZone("CST", 8*60*60))

func gatewayOf(t *testing.T, s *mailtest.Server, password string) *SMTP {
	t.Helper()
	g, err := NewSMTP(s.URL(), password, "post@example.cn", func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	g.Trust(s.Pool)
	return g
}

// Both kinds of TLS, a user with a word, and what is read at the other end.
func TestMailIsTaken(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		s := mailtest.Start(t, implicit)
		s.User, s.Password = "post", "secret-word"
		long := strings.Repeat("和平里社区议事厅", 12)
		m := Message{
			To: "wang@example.cn", Key: "0123456789abcdef", Subject: "【和平里社区议事厅】" + long, From: "和平里社区议事厅", Leave: "https://yishiting.example.cn/hepingli/mail-off/abc",
			Text: "您好：\n.\n有和您有关的新消息。\n" + long,
		}
		if err := gatewayOf(t, s, "secret-word").Send(t.Context(), m); err != nil {
			t.Fatal(implicit, err)
		}
		all := s.Taken()
		if len(all) != 1 || all[0].To != m.To || all[0].From != "post@example.cn" || strings.TrimSpace(all[0].Text) != m.Text {
			t.Fatalf("%+v", all)
		}
		h := all[0].Header
		title, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
		from, wrong := h.AddressList("From")
		if err != nil || title != m.Subject || wrong != nil || from[0].Name != m.From || from[0].Address != "post@example.cn" {
			t.Error(title, err, from, wrong)
		}
		for name, want := range map[string]string{
			"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<" + m.Leave + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
			"Date": "Fri, 13 Nov 2026 12:00:00 +0800", "Message-Id": "<0123456789abcdef@example.cn>", "To": "<wang@example.cn>",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %q", name, h.Get(name))
			}
		}
		for line := range strings.SplitSeq(all[0].Raw, "\n") {
			if len(line) > 78+len("Subject: ") || !inASCII(line) {
				t.Errorf("a line of %d: %q", len(line), line)
			}
		}
		if err := gatewayOf(t, s, "another").Send(t.Context(), m); err == nil || err == ErrNoAddress || strings.Contains(err.Error(), "another") {
			t.Error("a wrong word:", err)
		}
	}
}

// What nobody can read on the way, or it is not sent.
func TestMailGoesByTLSOrNotAtAll(t *testing.T) {
	s := mailtest.Start(t, false)
	m := Message{To: "wang@example.cn", Subject: "看", Text: "看"}
	g, err := NewSMTP(s.URL(), "", "post@example.cn", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Send(t.Context(), m); err == nil {
		t.Error("a certificate that nobody signed")
	}
	g.Trust(s.Pool)
	s.Plain()
	if err := g.Send(t.Context(), m); err == nil || len(s.Taken()) != 0 {
		t.Error("without TLS:", err)
	}
}

// Nothing that somebody is called, or wrote, begins another header or another reader.
func TestHeadersCannotBeInjected(t *testing.T) {
	s := mailtest.Start(t, false)
	g := gatewayOf(t, s, "")
	const more = "\r\nBcc: zhao@example.cn\r\n\r\nbody"
	for _, m := range []Message{
		{To: "wang@example.cn" + more, Subject: "s", Text: "t"}, {To: "wang@example.cn, zhao@example.cn", Subject: "s", Text: "t"}, {To: "wang@example.cn>", Subject: "s", Text: "t"},
		{To: "wang@example.cn", Subject: "s", Text: "t", Leave: "https://x" + more}, {To: "wang@example.cn", Subject: "s", Text: "t", Key: "k" + more},
	} {
		if err := g.Send(t.Context(), m); err == nil {
			t.Errorf("%+v was sent", m)
		}
	}
	for _, words := range []string{"和平里" + more, "Hepingli" + more, "a\nb\rc\u2028d", `"; <zhao@example.cn>`} {
		if err := g.Send(t.Context(), Message{To: "wang@example.cn", Subject: words, From: words, Text: words}); err != nil {
			t.Errorf("%q: %v", words, err)
		}
		all := s.Taken()
		if len(all) != 1 || all[0].Header.Get("Bcc") != "" || strings.Contains(all[0].Raw, "\nBcc") || len(all[0].Header) != 9 {
			t.Errorf("%q: %+v", words, all)
		}
		if from, err := all[0].Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "post@example.cn" {
			t.Errorf("%q: %v %v", words, from, err)
		}
	}
}

// What is said for good of an address is told from all else, and no answer is repeated in an error.
func TestMailThatIsNotTaken(t *testing.T) {
	s := mailtest.Start(t, false)
	g := gatewayOf(t, s, "")
	for _, c := range []struct {
		verb, line string
		forGood    bool
	}{
		{"RCPT", "550 5.1.1 <wang@example.cn>: no such user", true}, {"RCPT", "550 no such user wang@example.cn", true}, {"RCPT", "553 no", true}, {"RCPT", "552 5.2.2 full", true},
		{".", "554 5.1.1 wang@example.cn is gone", true}, {"RCPT", "550 5.7.1 relaying denied for wang@example.cn", false}, {"RCPT", "554 no", false},
		{"RCPT", "450 4.2.1 wang@example.cn later", false}, {"RCPT", "451 4.1.1 later", false}, {".", "554 5.7.1 looks like spam", false}, {".", "554 no", false}, {".", "451 later", false},
		{"MAIL", "550 5.1.8 the sender is unknown", false}, {"DATA", "503 no", false}, {"EHLO", "421 busy wang@example.cn", false},
	} {
		s.Answer(c.verb, c.line)
		err := g.Send(t.Context(), Message{To: "wang@example.cn", Subject: "看", Text: "看"})
		if err == nil || errors.Is(err, ErrNoAddress) != c.forGood || strings.Contains(err.Error(), "wang") {
			t.Errorf("%s %s: %v", c.verb, c.line, err)
		}
		s.Answer(c.verb, "")
	}
	if n := len(s.Taken()); n != 0 {
		t.Error(n, "were taken")
	}
}

func TestMailGatewayAddresses(t *testing.T) {
	for address, want := range map[string]string{"smtp://mail.example.cn": "mail.example.cn:587", "smtps://post@mail.example.cn": "mail.example.cn:465", "smtp://a%40b.cn@[::1]:25": "[::1]:25"} {
		g, err := NewSMTP(address, "", "议事厅 <post@example.cn>", time.Now)
		if err != nil || g.at != want {
			t.Error(address, err)
		}
	}
	for _, address := range []string{"", "mail.example.cn", "mail.example.cn:25", "http://mail.example.cn", "smtp://", "smtp://post:word@mail.example.cn", "smtp://mail.example.cn/x", "://"} {
		if _, err := NewSMTP(address, "", "post@example.cn", time.Now); err == nil || strings.Contains(err.Error(), "word@") {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, from := range []string{"", "post", "post@", "post@example.cn\r\nBcc: zhao@example.cn", "a@example.cn, b@example.cn"} {
		if _, err := NewSMTP("smtp://mail.example.cn", "", from, time.Now); err == nil {
			t.Errorf("from %q", from)
		}
	}
}
