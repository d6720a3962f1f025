// Package notify sends text messages through the gateway of a provider over HTTP, and mails through
// that of one over SMTP, or both to the console where a sample is tried out.
//
// Codes and links are sent in the background, a few at a time, so that nobody who asks for one can
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
	"net/http"
	"net/url"
	"time"
)

// Message is one text to one telephone, or one mail to one address. Key is the same whenever it is
// tried again, so that a provider can leave out what it has had already; "" where it is tried once.
type Message struct {
	To, Text, Key string

	Subject string // of a mail
	From    string // of a mail: the name that its sender goes by
	Leave   string // of a mail: where its reader ends such mails by one tap; "" where there is nothing to end
}

// A Gateway sends one message. nil means that the provider has taken it.
type Gateway interface {
	Send(ctx context.Context, m Message) error
}

// How long a provider may take to answer a text, and to take a mail or a text in all.
const (
	textTime = 10 * time.Second
	sendTime = 40 * time.Second
)

// Console is a gateway that prints what it would send, a text in a line.
type Console struct{ Out io.Writer }

// Send prints the message.
func (c Console) Send(_ context.Context, m Message) (err error) {
	if m.Subject != "" {
		_, err = fmt.Fprintf(c.Out, "mail to %s: %s\n%s\n", m.To, m.Subject, m.Text)
	} else {
		_, err = fmt.Fprintf(c.Out, "text to %s: %s\n", m.To, m.Text)
	}
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
		Timeout:       textTime,
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
