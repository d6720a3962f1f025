// Package notify sends text messages: through the gateway of a provider over HTTP, or to
// the console where a sample is tried out.
//
// Codes are sent in the background, a few at a time, so that nobody who asks for one can
// tell by the time the answer takes whether one is sent. What is told of letters is sent at
// once, so that it is known whether it was taken.
package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Message is one text to one telephone. Key is the same whenever it is tried again, so that a
// provider can leave out what it has had already; "" where it is tried once.
type Message struct{ To, Text, Key string }

// A Gateway sends one message. nil means that the provider has taken it.
type Gateway interface {
	Send(ctx context.Context, m Message) error
}

// sendTime is how long a provider may take to answer.
const sendTime = 10 * time.Second

// Console is a gateway that prints what it would send, a line each.
type Console struct{ Out io.Writer }

// Send prints the text.
func (c Console) Send(_ context.Context, m Message) error {
	_, err := fmt.Fprintf(c.Out, "text to %s: %s\n", m.To, m.Text)
	return err
}

// HTTP is the gateway of a provider: a POST of {"to":"13800001234","text":"…"} with the
// token as bearer and a message's key as Idempotency-Key; any 2xx means that it was taken. It follows no redirect: the token and
// the number go to the address in the settings and to no other.
type HTTP struct {
	url, token string
	client     *http.Client
}

// NewHTTP is the gateway at an http or https address.
func NewHTTP(address, token string) (*HTTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the text gateway is no http address")
	}
	return &HTTP{u.String(), token, &http.Client{
		Timeout:       sendTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Send hands the text to the provider. No error has the number or the text in it.
func (g *HTTP) Send(ctx context.Context, m Message) error {
	body, err := json.Marshal(map[string]string{"to": m.To, "text": m.Text})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, g.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if m.Key != "" {
		r.Header.Set("Idempotency-Key", m.Key)
	}
	if g.token != "" {
		r.Header.Set("Authorization", "Bearer "+g.token)
	}
	w, err := g.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = w.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(w.Body, 64<<10)) // so that the connection can be used again
	if w.StatusCode < 200 || w.StatusCode > 299 {
		return fmt.Errorf("the text gateway answered %d", w.StatusCode)
	}
	return nil
}

const (
	senders = 4    // so many texts are on their way at once
	waiting = 1000 // and so many may wait; more are dropped
)

// Texts sends texts in the background.
type Texts struct {
	gateway Gateway
	log     *slog.Logger
	queue   chan Message
	working sync.WaitGroup
	mu      sync.RWMutex
	closed  bool
}

// NewTexts starts to send by the gateway. Failures are logged, without the number or the text.
func NewTexts(g Gateway, log *slog.Logger) *Texts {
	t := &Texts{gateway: g, log: log, queue: make(chan Message, waiting)}
	for range senders {
		t.working.Go(t.work)
	}
	return t
}

func (t *Texts) work() {
	for m := range t.queue {
		_ = t.Now(context.Background(), m)
	}
}

// Now sends a text and waits for the provider's answer. A failure is logged as well.
func (t *Texts) Now(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	err := t.gateway.Send(ctx, m)
	if err != nil {
		t.log.Error("a text was not sent", "error", err)
	}
	return err
}

// Send puts a text on its way and returns at once. It is not tried again: its reader
// asks for another.
func (t *Texts) Send(phone, text string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.closed {
		return
	}
	select {
	case t.queue <- Message{To: phone, Text: text}:
	default:
		t.log.Error("a text was dropped: too many wait")
	}
}

// Close sends what is on its way and then returns. What is sent after it is dropped.
func (t *Texts) Close() {
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		close(t.queue)
	}
	t.mu.Unlock()
	t.working.Wait()
}
