// Package client asks the portal for pages and sends it commands, by the contract
// of app/api. In the app it goes by the browser's fetch; tests give it another way.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"yishiting/app/api"
	"yishiting/app/pages"
)

var (
	// ErrUnreached says that no answer came: whether the command was done is not known.
	ErrUnreached = errors.New("no answer")
	// ErrVersion says that the server is of another version than the app.
	ErrVersion = errors.New("another version")
)

// Fetch sends one request and gives the status and body of its answer. body is nil
// for a GET; otherwise a form as text (application/x-www-form-urlencoded), or what
// the way itself knows how to send.
type Fetch func(ctx context.Context, method, path string, body any) (status int, answer []byte, err error)

// Client speaks with one server as one reader.
type Client struct {
	Fetch   Fetch
	Version string // the app's own; "" takes any
}

// Result is what came back: a page to show, or the place to go to. Why is nil, or
// the reason why it was not done; where a form was refused the page is the form's,
// drawn again. Other says that the server is of another version than the app: where to go
// is the only thing that both understand.
type Result struct {
	Page     pages.Page
	Location string
	Why      error
	Other    bool
}

// Refused tells whether the page is a form drawn again with what was typed.
func (r Result) Refused() bool { return r.Page != nil && r.Page.Base().Form.Name != "" }

// Open asks for the page at path, which may carry a query.
func (c Client) Open(ctx context.Context, path string) (Result, error) {
	return c.ask(ctx, "GET", path, nil)
}

// Send posts a form to path.
func (c Client) Send(ctx context.Context, path string, form any) (Result, error) {
	return c.ask(ctx, "POST", path, form)
}

func (c Client) ask(ctx context.Context, method, path string, body any) (Result, error) {
	status, answer, err := c.Fetch(ctx, method, api.Prefix+path, body)
	if err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrUnreached, err)
	}
	r, err := c.Read(answer)
	if err != nil {
		if status >= 500 { // by something that stands before the server
			err = ErrUnreached
		}
		return r, fmt.Errorf("status %d: %w", status, err)
	}
	return r, nil
}

// Read is what an answer of the server says.
func (c Client) Read(answer []byte) (Result, error) {
	var a api.Answer
	if err := json.Unmarshal(answer, &a); err != nil {
		return Result{}, fmt.Errorf("%w: no answer of ours", ErrVersion)
	}
	r := Result{Location: a.Location, Why: api.Told(a.Reason), Other: c.Version != "" && a.Version != c.Version}
	switch {
	case a.Location != "":
		return r, nil
	case r.Other:
		return Result{}, ErrVersion
	}
	var err error
	if r.Page, err = pages.Decode(a.Page, a.View); err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrVersion, err)
	}
	return r, nil
}
