package main

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/search"
	"yishiting/server/store"
)

// topicListRoutes are the lists of topics and of months.
func (p *Portal) topicListRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/topics", name: "topics", do: residents.ReadPublic, handle: p.topicList},
		{method: http.MethodGet, pattern: "/{place}/archive", name: "archive", do: residents.ReadPublic, handle: p.archive},
	}
}

const (
	pageTopics  = 20
	pageMonths  = 12
	maxQuestion = search.MaxQuestion
)

// stretches are the stretches of a topic's way by which the list is narrowed.
var stretches = []struct {
	code, name string
	states     []consultation.State
}{
	{"", "全部", store.PublicStates},
	{"waiting", "等待协商", []consultation.State{consultation.Accepted, consultation.Listed}},
	{"doing", "正在办", []consultation.State{consultation.Assembly, consultation.Handed, consultation.Carrying}},
	{"rating", "请居民评价", []consultation.State{consultation.Rating}},
	{"archived", "已归档", []consultation.State{consultation.Archived}},
	{"other", "合并、转办、未列入", []consultation.State{consultation.Merged, consultation.Referred, consultation.Declined}},
}

// topicList lists a community's public topics.
func (p *Portal) topicList(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	v := &pages.TopicsView{Frame: p.frame(r), Query: asked(r.URL.Query().Get("q"), maxQuestion)}
	at := stretches[0]
	for _, s := range stretches {
		if s.code == r.URL.Query().Get("state") {
			at = s
		}
	}
	for _, s := range stretches {
		v.Filters = append(v.Filters, pages.Filter{Name: s.name, Href: listPath(v, s.code, "", ""), Current: s.code == at.code})
	}
	v.Lead = "居民提出、审核过的议题都在这里，从提出到办完。"
	err := p.view(r, func(tx *store.View) error {
		if v.Query != "" {
			return r.foundTopics(tx, v, at.code, at.states)
		}
		return r.listedTopics(tx, v, at.code, at.states)
	})
	if err != nil {
		return answer{}, err
	}
	return show(v), nil
}

// asked is a text that came in an address, cut to max characters; "" where it is no clean text.
func asked(s string, max int) string {
	s = strings.TrimSpace(s)
	if !clean(s, false) {
		return ""
	}
	if all := []rune(s); len(all) > max {
		s = string(all[:max])
	}
	return s
}

// listPath is the list's address with the same question; side is after or before.
func listPath(v *pages.TopicsView, stretch, side, key string) string {
	q := url.Values{}
	if v.Query != "" {
		q.Set("q", v.Query)
	}
	if stretch != "" {
		q.Set("state", stretch)
	}
	if side != "" {
		q.Set(side, key)
	}
	return strings.TrimSuffix(v.To("topics")+"?"+q.Encode(), "?")
}

// listedTopics is a page of the list by time, reached from either side.
func (r *request) listedTopics(tx *store.View, v *pages.TopicsView, stretch string, states []consultation.State) error {
	query := r.URL.Query()
	if key := topicKey(query.Get("before")); key.ID != "" {
		rows, err := tx.TopicsAfter(r.place.ID, states, key, pageTopics+1)
		if err != nil {
			return err
		}
		more := len(rows) > pageTopics
		rows = rows[:min(len(rows), pageTopics)]
		slices.Reverse(rows)
		v.Lines = r.topicLines(rows)
		if more {
			v.Newer = listPath(v, stretch, "before", keyText(rows[0].Key()))
		}
		if len(rows) > 0 {
			v.Older = listPath(v, stretch, "after", keyText(rows[len(rows)-1].Key()))
		}
		return nil
	}
	key := topicKey(query.Get("after"))
	rows, err := tx.TopicsBefore(r.place.ID, states, key, pageTopics+1)
	if err != nil {
		return err
	}
	if len(rows) > pageTopics {
		rows = rows[:pageTopics]
		v.Older = listPath(v, stretch, "after", keyText(rows[pageTopics-1].Key()))
	}
	v.Lines = r.topicLines(rows)
	if key.ID != "" && len(rows) > 0 {
		v.Newer = listPath(v, stretch, "before", keyText(rows[0].Key()))
	}
	return nil
}

// foundTopics is a page of what was found.
func (r *request) foundTopics(tx *store.View, v *pages.TopicsView, stretch string, states []consultation.State) error {
	after := findKey(r.URL.Query().Get("after"))
	terms, _ := search.Ask(v.Query) // what cannot be looked for finds nothing
	rows, next, more, err := tx.FindTopics(r.place.ID, terms.Terms, states, after, pageTopics)
	if err != nil {
		return err
	}
	v.Lines = r.topicLines(rows)
	if more {
		v.Older = listPath(v, stretch, "after", findKeyText(next))
	}
	if after != (store.FindKey{}) {
		v.Newer = listPath(v, stretch, "", "")
	}
	return nil
}

// keyText is a place in a list as an address has it; topicKey reads it, and gives
// the zero key for what is none.
func keyText(k store.TopicKey) string {
	return strconv.FormatInt(k.RaisedAt.UnixMicro(), 10) + "." + k.ID
}

func topicKey(s string) store.TopicKey {
	at, id, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil || n < 0 || n > 1<<53 || !residents.ValidID(id) {
		return store.TopicKey{}
	}
	return store.TopicKey{RaisedAt: time.UnixMicro(n), ID: id}
}

// archive lists a community's months.
func (p *Portal) archive(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	v := &pages.ArchiveView{Frame: p.frame(r)}
	before := r.URL.Query().Get("before")
	if _, err := calendar.ParseMonth(before); err != nil {
		before = ""
	}
	err := p.view(r, func(tx *store.View) error {
		months, err := tx.MonthsBefore(r.place.ID, before, pageMonths+1)
		if err != nil {
			return err
		}
		if len(months) > pageMonths {
			months = months[:pageMonths]
			v.Older = v.To("archive") + "?before=" + months[pageMonths-1].Month
		}
		if before != "" {
			v.Newer = v.To("archive")
		}
		for _, m := range months {
			v.Months = append(v.Months, r.monthLine(m))
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return show(v), nil
}

// monthLine is a month as the archive shows it.
func (r *request) monthLine(m store.MonthLine) pages.TopicLine {
	month, _ := calendar.ParseMonth(m.Month)
	line := pages.TopicLine{Title: month.Chinese(), Href: "/" + r.place.Slug + "/months/" + m.Month, Own: true, Facts: []string{strconv.Itoa(m.Topics) + " 个议题"}}
	if m.Settled > 0 {
		line.Facts = append(line.Facts, strconv.Itoa(m.Settled)+" 个结果")
	}
	switch {
	case !m.MetAt.IsZero():
		line.State, line.Tone = r.day(m.MetAt)+"开会", pages.ToneAct
	case m.Reason != "":
		line.State, line.Tone = "没有开会", pages.TonePlain
		line.Names = append(line.Names, m.Reason)
	case month == calendar.MonthOf(r.today()):
		line.State, line.Tone = "本月", pages.TonePlain
	default:
		line.State, line.Tone = "没有开会，未说明理由", pages.ToneDue
	}
	return line
}
