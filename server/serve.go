package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"yishiting/server/notify"
	"yishiting/server/sample"
	"yishiting/server/store"
)

type serveCommand struct {
	Database    database `embed:""`
	Addr        string   `help:"Where to listen; port 0 picks one." default:"localhost:8080" env:"YISHITING_ADDR" placeholder:"HOST:PORT"`
	PublicURL   string   `help:"Address under which people reach the portal; https hardens its cookies." env:"YISHITING_PUBLIC_URL" placeholder:"URL"`
	Sample      bool     `help:"Fill an empty store with a sample neighbourhood, and print a sign-in link for three of its people." env:"YISHITING_SAMPLE"`
	Try         bool     `help:"Try it out without passkeys: on this machine only, a sign-in link then opens the desk." name:"try-without-passkeys" env:"YISHITING_TRY_WITHOUT_PASSKEYS"`
	TextGateway string   `help:"Where text messages with codes are posted to; without it nobody signs in by telephone." env:"YISHITING_TEXT_GATEWAY_URL" name:"text-gateway-url" placeholder:"URL"`
	TextToken   string   `help:"Bearer token of the text gateway." env:"YISHITING_TEXT_GATEWAY_TOKEN" name:"text-gateway-token" placeholder:"TOKEN"`
	MailGateway string   `help:"Where mails are sent by, smtp://user@host (STARTTLS) or smtps://user@host; without it no mail is sent." env:"YISHITING_MAIL_GATEWAY_URL" name:"mail-gateway-url" placeholder:"URL"`
	MailWord    string   `help:"Password of the mail gateway's user." env:"YISHITING_MAIL_GATEWAY_PASSWORD" name:"mail-gateway-password" placeholder:"PASSWORD"`
	MailFrom    string   `help:"Address in whose name mails are sent." env:"YISHITING_MAIL_FROM" name:"mail-from" placeholder:"ADDRESS"`
	Proxies     []string `help:"Network of a proxy in front, whose X-Forwarded-For says who asks; may be repeated." env:"YISHITING_TRUSTED_PROXY" name:"trusted-proxy" placeholder:"CIDR"`
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
		public = "http://" + reached(c.Addr, listener.Addr())
	}
	if c.Try {
		if err := onlyHere(public, listener.Addr()); err != nil {
			return err
		}
	}
	first, err := found(ctx, s, w.clock())
	if err != nil {
		return err
	}
	var links []string
	if c.Sample {
		if links, err = sampleLinks(ctx, s, w.clock(), public); err != nil {
			return err
		}
	}
	settings := Settings{Clock: w.clock, Log: w.log, PublicURL: c.PublicURL, Address: public, LinkProves: c.Try, Store: s}
	if settings.Proxies, err = networks(c.Proxies); err != nil {
		return err
	}
	if settings.Texts, err = c.texts(w); err != nil {
		return err
	}
	if settings.Mails, err = c.mails(w); err != nil {
		return err
	}
	p, err := NewPortal(settings)
	if err != nil {
		return err
	}
	defer p.Close()
	debug.FreeOSMemory() // what starting took is given back: an idle portal is small
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return listen(ctx, listener, p) })
	group.Go(func() error { return p.turning(ctx) })
	group.Go(func() error { return p.sending(ctx) })
	if c.MetricsAddr != "" {
		group.Go(func() error { return metrics(ctx, c.MetricsAddr, p.Metrics()) })
	}
	_, _ = fmt.Fprintf(w.out, "listening %s\n", public)
	if c.Try {
		_, _ = fmt.Fprintln(w.out, "warning: a sign-in link opens the desk without a passkey; for trying out on this machine only")
	}
	if first != "" {
		_, _ = fmt.Fprintf(w.out, "sign-in administrator %s/enter/%s\n", public, first)
	}
	for _, l := range links {
		_, _ = fmt.Fprintln(w.out, l)
	}
	return group.Wait()
}

// onlyHere is nil where a portal is reached from its own machine and from nowhere else.
func onlyHere(public string, listening net.Addr) error {
	u, err := url.Parse(public)
	if err != nil {
		return err
	}
	at, ok := listening.(*net.TCPAddr)
	ip := net.ParseIP(u.Hostname())
	if u.Scheme != "http" || u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) || !ok || !at.IP.IsLoopback() {
		return fmt.Errorf("--try-without-passkeys: others could reach %s; without passkeys the portal serves this machine only", public)
	}
	return nil
}

// texts is how text messages are sent: by the gateway; to the console with the sample; or not at all.
func (c serveCommand) texts(w world) (*notify.Sender, error) {
	switch {
	case c.TextGateway != "":
		g, err := notify.NewHTTP(c.TextGateway, c.TextToken)
		if err != nil {
			return nil, err
		}
		return notify.NewSender("text", g, w.log), nil
	case c.Sample:
		return notify.NewSender("text", notify.Console{Out: w.out}, w.log), nil
	}
	return nil, nil
}

// mails is how mails are sent: by the gateway; to the console with the sample; or not at all.
func (c serveCommand) mails(w world) (*notify.Sender, error) {
	switch {
	case c.MailGateway != "":
		g, err := notify.NewSMTP(c.MailGateway, c.MailWord, c.MailFrom, w.clock)
		if err != nil {
			return nil, err
		}
		return notify.NewSender("mail", g, w.log), nil
	case c.Sample:
		return notify.NewSender("mail", notify.Console{Out: w.out}, w.log), nil
	}
	return nil, nil
}

// networks reads networks such as 10.0.0.0/8, and single addresses.
func networks(written []string) (all []netip.Prefix, err error) {
	for _, s := range written {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, single := netip.ParseAddr(s)
			if single != nil {
				return nil, fmt.Errorf("--trusted-proxy: %w", err)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// sampleLinks makes the sample in an empty store and issues new links to its
// people, in one that has it already as well.
func sampleLinks(ctx context.Context, s *store.Store, now time.Time, public string) ([]string, error) {
	if err := sample.Make(ctx, s, now); err != nil && err != sample.ErrNotEmpty {
		return nil, err
	}
	var lines []string
	for _, who := range []struct{ as, id string }{
		{"resident", sample.Resident}, {"committee", sample.Committee}, {"volunteer", sample.Volunteer},
	} {
		token, err := newLink(ctx, s, now, sample.Slug, who.id)
		if err != nil {
			return nil, fmt.Errorf("--sample: this store is not the sample's (%s: %w)", who.id, err)
		}
		lines = append(lines, fmt.Sprintf("sign-in %s %s/enter/%s", who.as, public, token))
	}
	path, code, err := sample.Letter(ctx, s, now)
	if err != nil {
		return nil, fmt.Errorf("--sample: %w", err)
	}
	return append(lines, fmt.Sprintf("letter %s%s %s", public, path, code)), nil
}

// reached is the host and port at which this machine reaches what listens, in the
// words of the flag: a cookie of localhost is not one of 127.0.0.1.
func reached(flag string, listening net.Addr) string {
	host, _, _ := net.SplitHostPort(flag) // it was listened on: it has a port
	_, port, _ := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
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
