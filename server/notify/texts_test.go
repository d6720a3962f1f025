package notify

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestHTTPGateway(t *testing.T) {
	status, elsewhere := http.StatusAccepted, false
	var got, auth, kind string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			elsewhere = true
			return
		}
		body, _ := io.ReadAll(r.Body)
		got, auth, kind = r.Method+" "+string(body), r.Header.Get("Authorization"), r.Header.Get("Content-Type")
		if status == http.StatusTemporaryRedirect {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	defer s.Close()
	g, err := NewHTTP(s.URL+"/send", "secret-token")
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Send(t.Context(), Message{To: "13800001234", Text: "验证码 123456"}); err != nil {
		t.Error(err)
	}
	if got != `POST {"text":"验证码 123456","to":"13800001234"}` || auth != "Bearer secret-token" || kind != "application/json" {
		t.Errorf("sent %s, %s, %s", got, auth, kind)
	}
	for _, status = range []int{http.StatusTemporaryRedirect, http.StatusBadRequest, http.StatusInternalServerError} {
		err := g.Send(t.Context(), Message{To: "13800001234", Text: "验证码 123456"})
		if err == nil || strings.Contains(err.Error(), "1380") || strings.Contains(err.Error(), "123456") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%d: %v", status, err)
		}
	}
	if elsewhere {
		t.Error("a redirect was followed")
	}
	for _, address := range []string{"", "gateway", "ftp://gateway", "http://", "://"} {
		if _, err := NewHTTP(address, ""); err == nil {
			t.Errorf("%q was taken for an address", address)
		}
	}
}

func TestConsole(t *testing.T) {
	var out bytes.Buffer
	if err := (Console{&out}).Send(t.Context(), Message{To: "13800001234", Text: "验证码 123456"}); err != nil || out.String() != "text to 13800001234: 验证码 123456\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

type stalled struct {
	letGo chan struct{}
	sent  atomic.Int64
	err   error
}

func (s *stalled) Send(context.Context, Message) error {
	<-s.letGo
	s.sent.Add(1)
	return s.err
}

// Sending never waits for the provider; closing does; what is too much is dropped, and logged without the number.
func TestTextsAreSentInTheBackground(t *testing.T) {
	g := &stalled{letGo: make(chan struct{}), err: errors.New("the provider is asleep")}
	var log bytes.Buffer
	texts := NewSender("text", g, slog.New(slog.NewTextHandler(&log, nil)))
	const all = senders + waiting + 50
	for range all {
		texts.Send(Message{To: "13800001234", Text: "验证码 123456"})
	}
	close(g.letGo)
	texts.Close()
	texts.Close()
	texts.Send(Message{To: "13800001234", Text: "too late"})
	sent, dropped := int(g.sent.Load()), strings.Count(log.String(), "dropped")
	if sent+dropped != all || sent > senders+waiting || sent < waiting {
		t.Errorf("%d sent, %d dropped of %d", sent, dropped, all)
	}
	if failed := strings.Count(log.String(), "asleep"); failed != sent {
		t.Errorf("%d failures are logged of %d", failed, sent)
	}
	if strings.Contains(log.String(), "1380") || strings.Contains(log.String(), "123456") {
		t.Error("a number or a code is in the log")
	}
}
