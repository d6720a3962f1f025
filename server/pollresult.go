package main

import (
	"encoding/json"
	"strings"
	"sync"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/server/store"
)

// mostResults is how many results are kept in memory.
const mostResults = 50

// countedAgain keeps what was worked out from the published data of counted polls, since a
// budget takes a second or two. It is a pure function of what no longer changes, so every
// server may work it out for itself, and forget it.
type countedAgain struct {
	mu  sync.Mutex
	all map[string]*pollCount
}

// pollCount is one counted poll, worked out once.
type pollCount struct {
	once sync.Once
	page pages.PollResult // the part that is the same for every day and reader
	full polls.Result     // with every payment
	said []polls.Said
	err  error
}

// of is the count of a poll; whoever asks first works it out, others wait for it. One that
// failed, as when its reader went away, is forgotten, and who waited tries themselves.
func (c *countedAgain) of(v *store.View, p polls.Poll) (*pollCount, error) {
	key := p.Community + "/" + p.ID
	for {
		count, mine := c.get(key), false
		count.once.Do(func() { mine, count.err = true, count.work(v, p) })
		if count.err == nil {
			return count, nil
		}
		if c.drop(key, count); mine {
			return nil, count.err
		}
	}
}

func (c *countedAgain) get(key string) *pollCount {
	c.mu.Lock()
	defer c.mu.Unlock()
	if count := c.all[key]; count != nil {
		return count
	}
	if c.all == nil || len(c.all) >= mostResults {
		c.all = map[string]*pollCount{}
	}
	count := new(pollCount)
	c.all[key] = count
	return count
}

// drop forgets a count that failed, so that the next reader tries again.
func (c *countedAgain) drop(key string, count *pollCount) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all[key] == count {
		delete(c.all, key)
	}
}

func (c *pollCount) work(v *store.View, p polls.Poll) error {
	final, err := p.Result()
	if err != nil {
		return err
	}
	if !final.Withheld {
		if c.said, err = v.Said(p.Community, p.ID); err != nil {
			return err
		}
	}
	c.page, c.full, err = pages.ResultOf(p, final, c.said)
	return err
}

// pollResult is the result of a counted poll for the reader; polls.ErrStage before the count.
func (p *Portal) pollResult(v *store.View, r *request, poll polls.Poll) (pages.PollResult, error) {
	if poll.State != polls.Counted {
		return pages.PollResult{}, polls.ErrStage
	}
	count, err := p.counted.of(v, poll)
	if err != nil {
		return pages.PollResult{}, err
	}
	w := &resultPage{request: r, v: v, poll: poll, count: count, page: count.page}
	for _, write := range []func() error{w.after, w.formal, w.topic, w.record, w.mine} {
		if err := write(); err != nil {
			return pages.PollResult{}, err
		}
	}
	return w.page, nil
}

// resultPage is what is known of a result while its page is written.
type resultPage struct {
	*request
	v     *store.View
	poll  polls.Poll
	count *pollCount
	page  pages.PollResult
}

func (w *resultPage) to(path string) string { return "/" + w.place.Slug + "/" + path }

// after is what follows the count by the rule.
func (w *resultPage) after() error {
	rule, err := w.poll.RuleOf()
	if err != nil {
		return err
	}
	w.page.Counted, w.page.Export = w.day(w.poll.CountedAt), w.to("polls/"+w.poll.ID+"/export")
	if !w.poll.Until.IsZero() {
		w.page.Notice = w.resultNotice(w.poll)
		w.page.Notice.Href = "" // it is this page
		w.page.Source = rule.Disclosure.Source
	}
	if rule.Filing.Due() && w.page.Outcome.Passed {
		w.page.Filing = pages.PollFiling{Due: true, Source: rule.Filing.Source}
		if !w.poll.FiledOn.IsZero() {
			w.page.Filing.Done = w.date(w.poll.FiledOn) + "已报街道办事处备案：" + w.poll.FiledAs + "。"
		}
	}
	return nil
}

// resultNotice is the disclosure of a counted poll's result with its clock.
func (r *request) resultNotice(p polls.Poll) pages.NoticeLine {
	until := p.Until.End(r.place.Location())
	n := pages.NoticeLine{Kind: "投票结果公布", Title: p.Question, Href: "/" + r.place.Slug + "/polls/" + p.ID, Until: r.lastDay(until)}
	n.Day, n.Days = r.noticeDay(p.CountedAt, until)
	return n
}

// date is a day in words, with its year when that is not this one.
func (w *resultPage) date(d calendar.Day) string {
	return w.lastDay(d.End(w.place.Location()))
}

func (w *resultPage) formal() error {
	if w.poll.Formal == nil {
		return nil
	}
	var f polls.Formal
	if err := json.Unmarshal(w.poll.Formal, &f); err != nil {
		return err
	}
	w.page.Formal = &pages.PollFormal{On: w.date(f.On), Source: strings.TrimSuffix(f.Source, "。"), Count: f.Count, Outcome: f.Outcome}
	return nil
}

func (w *resultPage) topic() error {
	if w.poll.Topic == "" {
		return nil
	}
	titles, err := w.v.TopicTitles(w.place.ID, []string{w.poll.Topic})
	if title := titles[w.poll.Topic]; title != "" {
		w.page.Topic = pages.TopicLine{Title: title, Href: w.to("topics/" + w.poll.Topic)}
	}
	return err
}

func (w *resultPage) record() error {
	entries, err := w.v.LastEntriesOfKinds(w.place.ID, "poll/"+w.poll.ID, mostEntries, pollKinds...)
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.recordLine(e))
	}
	w.page.Record = w.to("record")
	return err
}

// mine is where the shares of the reader's own ballots went. It is for whoever cast them:
// neither for a helper, nor for who speaks for the home after them.
func (w *resultPage) mine() error {
	if w.page.Withheld || w.page.Money == nil || !w.who.SignedIn() || w.who.Helper.ID != "" {
		return nil
	}
	seats, err := polls.SeatsOf(w.v, w.who, w.poll, w.now)
	if err != nil {
		return err
	}
	for _, s := range seats {
		b := s.Ballot
		if b.Seq == 0 || b.Voter != w.who.Resident.ID {
			continue
		}
		purse := pages.PurseOf(w.poll.Terms, w.count.said, w.count.full, b.Choice)
		if purse == nil {
			continue
		}
		if purse.Whose = "您"; len(seats) > 1 {
			purse.Whose += "在" + s.Elector.Building + "那一户"
		}
		w.page.Mine = append(w.page.Mine, *purse)
	}
	return nil
}
