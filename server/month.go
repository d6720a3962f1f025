package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// monthRoutes are the board of a place and the months before.
func (p *Portal) monthRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}", name: "month", do: residents.ReadPublic, handle: p.home},
		{method: http.MethodGet, pattern: "/{place}/months/{month}", name: "month", do: residents.ReadPublic, handle: p.earlier},
	}
}

// home is the page of a place now.
func (p *Portal) home(r *request) (answer, error) {
	now := calendar.MonthOf(r.today())
	switch r.place.Level {
	case residents.LevelCommunity:
		return p.month(r, now, elder(r.Request) > 0)
	case residents.LevelInstallation:
		return seeOther("/"+r.place.Slug+"/desk", r.URL.Query().Get("done")), nil
	}
	return p.board(r, now)
}

// earlier is the page of a place in a month, up to the present one.
func (p *Portal) earlier(r *request) (answer, error) {
	m, err := calendar.ParseMonth(r.PathValue("month"))
	if err != nil || m.Compare(calendar.MonthOf(r.today())) > 0 {
		return answer{}, residents.ErrNotFound
	}
	if r.place.Level == residents.LevelCommunity {
		return p.month(r, m, false)
	}
	return p.board(r, m)
}

// monthTopics is how many topics the page of a month shows, monthOthers how many
// of each kind besides.
const (
	monthTopics = 6
	monthOthers = 10
)

// monthOf is what is known of a month while its page is written.
type monthOf struct {
	*request
	v       *store.View
	page    *pages.MonthView
	cycle   consultation.Cycle
	count   store.MonthCount
	meeting *consultation.Meeting // the latest that is not cancelled; nil when there is none
	agenda  []store.TopicRow      // the first of the month's topics
	seat    *consultation.Seat    // the reader's own
	waits   []waiting             // what waits for the reader's word
	on      int                   // how many voluntary activities people can sign up for
}

// month is the page of a community's month; doors puts four doors in its place.
func (p *Portal) month(r *request, month calendar.Month, doors bool) (answer, error) {
	m := &monthOf{request: r, page: &pages.MonthView{Frame: p.frame(r), Month: month.String()}}
	m.page.Present = month == calendar.MonthOf(r.today())
	err := p.view(r, func(v *store.View) error {
		m.v = v
		if err := m.load(); err != nil {
			return err
		}
		m.heading(month)
		if err := m.stand(); err != nil {
			return err
		}
		m.next()
		if err := m.lists(); err != nil {
			return err
		}
		if !m.page.Present {
			return nil
		}
		return m.acts()
	})
	if err != nil {
		return answer{}, err
	}
	if doors {
		m.doors()
	}
	return show(m.page), nil
}

// load reads the month. A month that was never opened is only there while it runs.
func (m *monthOf) load() error {
	var err error
	body, month := m.place.ID, m.page.Month
	m.cycle, err = m.v.Cycle(body, month)
	if err == residents.ErrNotFound && m.page.Present {
		err = nil
	}
	if err != nil {
		return err
	}
	if m.count, err = m.v.CountMonth(body, month); err != nil {
		return err
	}
	id := ""
	switch s, err := m.v.MeetingOf(body, month); {
	case err == nil:
		m.meeting, id = &s, s.ID
	case err != residents.ErrNotFound:
		return err
	}
	m.agenda, err = m.v.MonthTopics(body, month, id, monthTopics)
	return err
}

// heading names the month and counts its topics.
func (m *monthOf) heading(month calendar.Month) {
	name := pages.MonthWord(int(month.Month))
	if month.Year != m.today().Year {
		name = strconv.Itoa(month.Year) + " 年" + name
	}
	m.page.Heading = name + " 居民协商"
	all, entered := m.count.All(), m.count.Entered()
	this := "本月"
	if !m.page.Present {
		this = "这个月"
	}
	if all == 0 {
		m.page.Lead = this + "还没有收到议题。"
		return
	}
	parts := []string{this + "收到 " + strconv.Itoa(all) + " 个议题"}
	if m.cycle.Carried > 0 {
		parts[0] += "（" + strconv.Itoa(m.cycle.Carried) + " 个从上月转来）"
	}
	for _, part := range []struct {
		n    int
		what string
	}{
		{entered, "个进入协商"}, {m.count.State[consultation.Merged], "个合并"}, {m.count.Referred, "个转办"},
		{m.count.State[consultation.Declined], "个未列入"}, {m.count.State[consultation.Raised], "个待审核"},
	} {
		if part.n > 0 {
			parts = append(parts, strconv.Itoa(part.n)+" "+part.what)
		}
	}
	m.page.Lead = strings.Join(parts, "，") + "。"
}

// lists are what is above, late and disclosed.
func (m *monthOf) lists() error {
	m.page.Topics = m.topicLines(m.agenda)
	for _, s := range store.ConsultedStates {
		m.page.Count += m.count.State[s]
	}
	if !m.page.Present {
		return m.outcomes()
	}
	above, err := m.v.HandedTopics(m.place.ID, m.page.Month, monthOthers)
	if err != nil {
		return err
	}
	m.page.Above = m.topicLines(above)
	late, err := m.v.LateTasks(m.place.ID, m.now, monthOthers)
	if err != nil {
		return err
	}
	for _, k := range late {
		line := pages.TopicLine{
			Title: k.Title, Href: m.page.To("topics/" + k.Topic), State: m.left(k.Due), Tone: pages.ToneDue,
			Names: []string{k.Owner, k.TopicTitle},
		}
		if k.Ordered {
			line.Facts = append(line.Facts, "街道已督办")
		}
		m.page.Late = append(m.page.Late, line)
	}
	running, err := m.v.RunningDisclosures(m.place.ID, m.now, monthOthers)
	if err != nil {
		return err
	}
	m.page.Notices = m.notices(running)
	if err := m.projectNotices(); err != nil {
		return err
	}
	return m.results()
}

// mostResultsShown is how many of the latest polls are looked at for results that are disclosed.
const mostResultsShown = 20

// results are the counted polls whose days of disclosure run, with their clocks.
func (m *monthOf) results() error {
	all, err := m.v.PollsAfter(m.place.ID, polls.Poll{}, mostResultsShown, polls.Counted)
	for _, p := range all {
		if p.Until.IsZero() || p.Until.Before(m.today()) {
			continue
		}
		n := m.resultNotice(p)
		if f, err := p.Result(); err == nil {
			n.Says = pages.PollOutcome(p.Effect, f.Outcome)
		}
		m.page.Results = append(m.page.Results, n)
	}
	return err
}

// outcomes are what an earlier month came to.
func (m *monthOf) outcomes() error {
	if m.meeting == nil {
		return nil
	}
	all, err := m.v.MeetingDisclosures(m.place.ID, m.meeting.ID)
	m.page.Notices = m.notices(all)
	return err
}

// notices are outcomes with the clocks of their disclosure.
func (m *monthOf) notices(all []store.Disclosure) []pages.NoticeLine {
	var lines []pages.NoticeLine
	for _, d := range all {
		day, days := m.noticeDay(d.PublishedAt, d.Until)
		lines = append(lines, pages.NoticeLine{
			Kind: "协商结果公示", Title: d.Title, Says: pages.OutcomeWord(d.Kind), Href: m.page.To("topics/" + d.Topic),
			Day: day, Days: days, Until: m.lastDay(d.Until),
		})
	}
	return lines
}
