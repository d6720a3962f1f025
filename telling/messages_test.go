package telling

import (
	"fmt"
	"testing"
	"time"

	"yishiting/residents"
)

// Quiet hours go over midnight or do not, begin with their first minute, and end with the hour said.
func TestQuiet(t *testing.T) {
	for _, c := range []struct {
		from, until int
		at, want    string // "": it is not quiet
	}{
		{21, 8, "2026-11-13 20:59", ""}, {21, 8, "2026-11-13 21:00", "2026-11-14 08:00"}, {21, 8, "2026-11-13 23:59", "2026-11-14 08:00"},
		{21, 8, "2026-11-14 00:00", "2026-11-14 08:00"}, {21, 8, "2026-11-14 07:59", "2026-11-14 08:00"}, {21, 8, "2026-11-14 08:00", ""},
		{21, 8, "2026-12-31 22:00", "2027-01-01 08:00"}, {21, 8, "2028-02-28 21:30", "2028-02-29 08:00"},
		{12, 14, "2026-11-13 11:59", ""}, {12, 14, "2026-11-13 12:00", "2026-11-13 14:00"}, {12, 14, "2026-11-13 13:59", "2026-11-13 14:00"}, {12, 14, "2026-11-13 14:00", ""}, {12, 14, "2026-11-13 03:00", ""},
		{22, 0, "2026-11-13 22:00", "2026-11-14 00:00"}, {22, 0, "2026-11-13 21:00", ""}, {22, 0, "2026-11-14 00:00", ""},
		{0, 6, "2026-11-13 00:00", "2026-11-13 06:00"}, {0, 6, "2026-11-13 23:59", ""}, {8, 8, "2026-11-13 08:00", ""}, {0, 0, "2026-11-13 00:00", ""},
	} {
		choice := Choice{QuietFrom: c.from, QuietUntil: c.until}
		until, quiet := choice.Quiet(at(t, c.at).UTC(), beijing)
		switch {
		case quiet != (c.want != ""), quiet && !until.Equal(at(t, c.want)), !quiet && !until.Equal(at(t, c.at)):
			t.Errorf("%d to %d at %s: %v until %s, want %q", c.from, c.until, c.at, quiet, until.In(beijing), c.want)
		}
		if next := choice.NotQuiet(at(t, c.at), beijing); quiet && !next.Equal(until) {
			t.Error(next)
		}
	}
}

// A message is tried with growing pauses, six times in all, and then given up.
func TestAnswered(t *testing.T) {
	now := at(t, "2026-11-13 09:00")
	m, before := Message{State: Sending, Tries: 1}, time.Duration(0)
	if sent := m.Answered(true, now); sent.State != Sent {
		t.Error(sent)
	}
	for range 5 {
		next := m.Answered(false, now)
		pause := next.Due.Sub(now)
		if next.State != Waiting || pause <= before {
			t.Error(next, pause)
		}
		before, m.Tries = pause, m.Tries+1
	}
	if last := m.Answered(false, now); last.State != Failed {
		t.Error(last)
	}
}

// post keeps messages in the memory.
type post struct {
	letters  []Untold
	told     []string
	messages []Message
	out      []Outgoing
	dropped  []string
}

func (p *post) UntoldLetters(string, Instant, int) ([]Untold, error) { return p.letters, nil }
func (p *post) SetTold(_, letter string) error                       { p.told = append(p.told, letter); return nil }
func (p *post) AddMessage(m Message) error                           { p.messages = append(p.messages, m); return nil }
func (p *post) LastMade(_, resident string, w Way, c Class) (Instant, bool, error) {
	for i := len(p.messages) - 1; i >= 0; i-- {
		if m := p.messages[i]; m.Resident == resident && m.Way == w && m.Class == c {
			return m.Made, m.State == Waiting, nil
		}
	}
	return Instant{}, false, residents.ErrNotFound
}
func (p *post) MessagesDue(string, Instant, int) ([]Outgoing, error) { return p.out, nil }
func (p *post) SetMessage(m Message) error                           { p.messages = append(p.messages, m); return nil }
func (p *post) DropMessage(_, id string) error                       { p.dropped = append(p.dropped, id); return nil }

var hepingli = residents.Community{ID: "hepingli", Zone: "Asia/Shanghai"}

func TestTell(t *testing.T) {
	both, yours, digest := Ways{true, true}, Ways{Yours: true}, Ways{Digest: true}
	letter := func(kind, about string, w Ways) Untold {
		c := Usual("hepingli", "wang")
		c.Texts = w
		return Untold{Letter: kind, Kind: kind, About: about, Choice: c}
	}
	sent := Message{Resident: "wang", Way: Text, Class: Yours, State: Sent, Made: at(t, "2026-11-13 08:55")}
	waits := sent
	waits.State = Waiting
	for name, c := range map[string]struct {
		now     string
		before  []Message
		letters []Untold
		want    string // id, class, page and hour of each message made
	}{
		"one's own at once":                 {"2026-11-13 09:00", nil, []Untold{letter("screened", "", yours)}, "[screened/text 1  09:00]"},
		"many at once are one":              {"2026-11-13 09:00", nil, []Untold{letter("screened", "", both), letter("rate", "", both)}, "[screened/text 1  09:00]"},
		"what waits says it already":        {"2026-11-13 09:00", []Message{waits}, []Untold{letter("rate", "", both)}, "[]"},
		"soon after another a little later": {"2026-11-13 09:00", []Message{sent}, []Untold{letter("rate", "", both)}, "[rate/text 1  09:05]"},
		"in quiet hours when they end":      {"2026-11-13 22:00", nil, []Untold{letter("rate", "", both)}, "[rate/text 1  08:00]"},
		"a digest beside it":                {"2026-11-13 18:00", nil, []Untold{letter("rate", "", both), letter("digest", "2026-11-13", both)}, "[rate/text 1  18:00 digest/text 2 2026-11-13 18:00]"},
		"only the digest":                   {"2026-11-13 18:00", nil, []Untold{letter("rate", "", digest), letter("digest", "2026-11-13", digest)}, "[digest/text 2 2026-11-13 18:00]"},
		"no digest":                         {"2026-11-13 18:00", nil, []Untold{letter("digest", "2026-11-13", yours)}, "[]"},
		"nothing else weekly":               {"2026-11-13 18:00", nil, []Untold{letter("project-news", "", both), letter("week-of-help", "", both)}, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &post{letters: c.letters, messages: c.before}
			if more, err := Tell(p, hepingli, at(t, c.now), []Way{Text}); more || err != nil {
				t.Fatal(more, err)
			}
			got := []string{}
			for _, m := range p.messages[len(c.before):] {
				got = append(got, fmt.Sprint(m.ID, " ", m.Class, " ", m.About, " ", m.Due.In(beijing).Format("15:04")))
			}
			if fmt.Sprint(got) != c.want || len(p.told) != len(c.letters) {
				t.Error(got, p.told)
			}
		})
	}
}

func TestTake(t *testing.T) {
	now := at(t, "2026-11-13 09:00")
	fine := func(change func(*Outgoing)) Outgoing {
		o := Outgoing{Message: Message{ID: "m", Way: Text, Class: Yours, State: Waiting, Made: now}, To: "13800001234", Unread: true, Choice: Usual("hepingli", "wang")}
		o.Choice.Texts.Yours = true
		change(&o)
		return o
	}
	for name, c := range map[string]struct {
		change func(*Outgoing)
		want   State // "": it is dropped
		taken  int
	}{
		"is taken":                         {func(*Outgoing) {}, Sending, 1},
		"of a digest":                      {func(o *Outgoing) { o.Class, o.Choice.Texts = Rest, Ways{Digest: true} }, Sending, 1},
		"nobody is there to send it to":    {func(o *Outgoing) { o.To = "" }, "", 0},
		"its reader has read":              {func(o *Outgoing) { o.Unread = false }, "", 0},
		"its reader wishes none any more":  {func(o *Outgoing) { o.Choice.Texts = Ways{Digest: true} }, "", 0},
		"nor a digest":                     {func(o *Outgoing) { o.Class = Rest }, "", 0},
		"quiet hours were chosen":          {func(o *Outgoing) { o.Choice.QuietFrom, o.Choice.QuietUntil = 8, 12 }, Waiting, 0},
		"a server ended while it was sent": {func(o *Outgoing) { o.State = Sending }, Unsure, 0},
		"the way is closed":                {func(o *Outgoing) { o.Way, o.Choice.Mails = Mail, Ways{Yours: true} }, Waiting, 0},
		"it is too old to be of use":       {func(o *Outgoing) { o.Made = now.Add(-3 * 24 * time.Hour) }, Failed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := &post{out: []Outgoing{fine(c.change)}}
			taken, more, err := Take(p, hepingli, now, []Way{Text})
			if err != nil || more || len(taken) != c.taken {
				t.Fatal(taken, more, err)
			}
			if c.want == "" {
				if len(p.dropped) != 1 || len(p.messages) != 0 {
					t.Error(p.dropped, p.messages)
				}
				return
			}
			if len(p.messages) != 1 || p.messages[0].State != c.want || len(p.dropped) != 0 {
				t.Fatal(p.messages, p.dropped)
			}
			if c.taken == 1 && (taken[0].Tries != 1 || !taken[0].Due.After(now)) {
				t.Error(taken)
			}
			if later := map[string]string{"quiet hours were chosen": "2026-11-13 12:00", "the way is closed": "2026-11-13 10:00"}[name]; later != "" && !p.messages[0].Due.Equal(at(t, later)) {
				t.Error(p.messages)
			}
		})
	}
}
