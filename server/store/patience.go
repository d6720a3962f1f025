package store

import (
	"context"
	"net"
	"time"
)

// patientDialer makes connections on which the other side may be silent for so long and
// no longer. PostgreSQL ends a statement that takes too long (statement_timeout); but of a
// server that hangs, or to which the cable is cut, nothing is heard at all, and without
// this a reader would wait for a quarter of an hour.
type patientDialer struct{ patience time.Duration }

func (d patientDialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d patientDialer) DialTimeout(network, address string, limit time.Duration) (net.Conn, error) {
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	return d.DialContext(ctx, network, address)
}

func (d patientDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var n net.Dialer
	c, err := n.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &patientConn{Conn: c, patience: d.patience}, nil
}

// patientConn sets a deadline for each read and write once the driver has made
// the connection and takes its own deadline away.
type patientConn struct {
	net.Conn
	patience time.Duration
	made     bool
}

func (c *patientConn) SetDeadline(t time.Time) error {
	c.made = t.IsZero()
	return c.Conn.SetDeadline(t)
}

func (c *patientConn) Read(p []byte) (int, error) {
	if c.made {
		if err := c.SetReadDeadline(time.Now().Add(c.patience)); err != nil {
			return 0, err
		}
	}
	return c.Conn.Read(p)
}

func (c *patientConn) Write(p []byte) (int, error) {
	if c.made {
		if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
			return 0, err
		}
	}
	return c.Conn.Write(p)
}
