package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

type serveCommand struct {
	Database    database `embed:""`
	Addr        string   `help:"Where to listen; port 0 picks one." default:"localhost:8080" env:"YISHITING_ADDR" placeholder:"HOST:PORT"`
	PublicURL   string   `help:"Address under which people reach the portal; https hardens its cookies." env:"YISHITING_PUBLIC_URL" placeholder:"URL"`
	MetricsAddr string   `help:"Where Prometheus finds /metrics; nowhere when empty." env:"YISHITING_METRICS_ADDR" placeholder:"HOST:PORT"`
}

// How long a slow phone may take for each part of a request, and how long the
// program waits for what is in flight when it is told to stop.
const (
	headTime  = 10 * time.Second
	bodyTime  = 2 * time.Minute // four photos over a poor line
	writeTime = 3 * time.Minute
	idleTime  = 2 * time.Minute
	stopTime  = 20 * time.Second
	maxHead   = 32 << 10 // bytes of a request's headers
)

// Run serves until ctx ends, and then finishes what is in flight.
func (c serveCommand) Run(ctx context.Context, w world) error {
	s, err := c.Database.open(ctx, w)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return err
	}
	public := c.PublicURL
	if public == "" {
		public = "http://" + listener.Addr().String()
	}
	first, err := found(ctx, s, w.clock())
	if err != nil {
		return err
	}
	p, err := NewPortal(Settings{Clock: w.clock, Log: w.log, PublicURL: c.PublicURL, Store: s})
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return listen(ctx, listener, p) })
	group.Go(func() error { return p.turning(ctx) })
	if c.MetricsAddr != "" {
		group.Go(func() error { return metrics(ctx, c.MetricsAddr, p.Metrics()) })
	}
	_, _ = fmt.Fprintf(w.out, "listening %s\n", public)
	if first != "" {
		_, _ = fmt.Fprintf(w.out, "sign-in administrator %s/enter/%s\n", public, first)
	}
	return group.Wait()
}

// listen answers by handler until ctx ends.
func listen(ctx context.Context, l net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHead,
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		stopped <- server.Shutdown(patience)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// metrics answers Prometheus on an address of its own.
func metrics(ctx context.Context, addr string, handler http.Handler) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", handler)
	return listen(ctx, l, mux)
}
