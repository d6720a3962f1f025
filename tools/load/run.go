package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say what to cast, where, and how fast.
type Options struct {
	URLs       []string // servers, used in turn
	Sessions   string   // file: one ballot a line
	Skip, Most int
	Senders    int
	Rate       float64 // requests a second; 0: closed loop
}

// Report is what came of it.
type Report struct {
	Kept, Failed int
	Took         time.Duration
	P50, P99     time.Duration
	First        string // what the first failure said
}

// PerSecond is how many ballots were kept in a second.
func (r Report) PerSecond() float64 { return float64(r.Kept) / r.Took.Seconds() }

func (r Report) String() string {
	s := fmt.Sprintf("%d ballots in %.2f s: %.0f a second, p50 %.1f ms, p99 %.1f ms",
		r.Kept, r.Took.Seconds(), r.PerSecond(), ms(r.P50), ms(r.P99))
	if r.Failed > 0 {
		s += fmt.Sprintf("; %d failed, the first with %s", r.Failed, r.First)
	}
	return s
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// line is a line of the file.
type line struct {
	Cookie string          `json:"cookie"`
	URL    string          `json:"url"`
	Body   json.RawMessage `json:"body"`
}

func read(o Options) ([]line, error) {
	f, err := os.Open(o.Sessions)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var all []line
	in := bufio.NewScanner(f)
	for n := 0; in.Scan() && (o.Most == 0 || len(all) < o.Most); n++ {
		var l line
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", o.Sessions, n+1, err)
		}
		if n >= o.Skip {
			all = append(all, l)
		}
	}
	return all, in.Err()
}

// Run casts the ballots of the file and measures.
func Run(o Options) (Report, error) {
	all, err := read(o)
	if err != nil {
		return Report{}, err
	}
	m := measure{client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1024}, Timeout: time.Minute}}
	began := time.Now()
	if o.Rate > 0 {
		m.open(o, all, began)
	} else {
		m.closed(o, all)
	}
	return m.report(time.Since(began)), nil
}

// measure collects what was answered.
type measure struct {
	client *http.Client
	mu     sync.Mutex
	took   []time.Duration
	failed int
	first  string
}

func (m *measure) closed(o Options, all []line) {
	var senders sync.WaitGroup
	next := make(chan int)
	for range o.Senders {
		senders.Go(func() {
			for i := range next {
				m.cast(o.URLs[i%len(o.URLs)], all[i], time.Now())
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	senders.Wait()
}

func (m *measure) open(o Options, all []line, began time.Time) {
	var sent sync.WaitGroup
	for i := range all {
		due := began.Add(time.Duration(float64(i) / o.Rate * float64(time.Second)))
		<-time.After(time.Until(due))
		sent.Go(func() { m.cast(o.URLs[i%len(o.URLs)], all[i], due) })
	}
	sent.Wait()
}

// cast sends one ballot; its time counts from due.
func (m *measure) cast(url string, l line, due time.Time) {
	err := m.send(url, l)
	took := time.Since(due)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil {
		m.took = append(m.took, took)
		return
	}
	if m.failed++; m.first == "" {
		m.first = err.Error()
	}
}

func (m *measure) send(url string, l line) error {
	r, err := http.NewRequest(http.MethodPost, url+l.URL, bytes.NewReader(l.Body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", l.Cookie)
	answer, err := m.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), `"receipt"`) {
		return fmt.Errorf("%s: %.200s", answer.Status, body)
	}
	return nil
}

func (m *measure) report(took time.Duration) Report {
	r := Report{Kept: len(m.took), Failed: m.failed, Took: took, First: m.first}
	if slices.Sort(m.took); len(m.took) > 0 {
		r.P50, r.P99 = m.took[len(m.took)/2], m.took[len(m.took)*99/100]
	}
	return r
}
