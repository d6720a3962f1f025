package notify

import (
	"context"
	"log/slog"
	"sync"
)

const (
	senders = 4    // so many messages are on their way at once
	waiting = 1000 // and so many may wait; more are dropped
)

// Sender sends messages by one gateway, in the background or at once.
type Sender struct {
	gateway Gateway
	log     *slog.Logger
	queue   chan Message
	working sync.WaitGroup
	mu      sync.RWMutex
	closed  bool
}

// NewSender starts to send by the gateway; what is what it sends, for the log: text or mail. Failures are logged,
// without whom it was for and without what it said.
func NewSender(what string, g Gateway, log *slog.Logger) *Sender {
	t := &Sender{gateway: g, log: log.With("what", what), queue: make(chan Message, waiting)}
	for range senders {
		t.working.Go(t.work)
	}
	return t
}

func (t *Sender) work() {
	for m := range t.queue {
		_ = t.Now(context.Background(), m)
	}
}

// Now sends a message and waits for the provider's answer. A failure is logged as well.
func (t *Sender) Now(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	err := t.gateway.Send(ctx, m)
	if err != nil {
		t.log.Error("a message was not sent", "error", err)
	}
	return err
}

// Send puts a message on its way and returns at once. It is not tried again: its reader
// asks for another.
func (t *Sender) Send(m Message) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.closed {
		return
	}
	select {
	case t.queue <- m:
	default:
		t.log.Error("a message was dropped: too many wait")
	}
}

// Close sends what is on its way and then returns. What is sent after it is dropped.
func (t *Sender) Close() {
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		close(t.queue)
	}
	t.mu.Unlock()
	t.working.Wait()
}
