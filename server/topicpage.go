package main

import (
	"bytes"
	"image/jpeg"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// topicPage is what is known of a topic while its page is written. The parts of its
// story are written in topicscreening.go, topicoutcome.go and topiccourse.go.
type topicPage struct {
	*request
	v        *store.View
	page     *pages.TopicView
	t        consultation.Topic
	face     store.TopicFace
	photos   map[string][]pages.Picture // by subject
	meetings []consultation.Meeting
	outcomes []consultation.Outcome // the latest first
	steps    []consultation.Handover
	bodies   map[string]string // names, by id
	tasks    []consultation.Task
}

// topic is the page of one matter.
func (p *Portal) topic(r *request) (answer, error) {
	w := &topicPage{request: r, page: &pages.TopicView{Frame: p.frame(r)}}
	err := p.view(r, func(v *store.View) error {
		w.v = v
		for _, write := range []func() error{
			w.load, w.top, w.screening, w.voices, w.meeting, w.polls, w.projects, w.outcome, w.course, w.task, w.rating, w.record, w.stand,
		} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

// load reads what several parts need.
func (w *topicPage) load() (err error) {
	body, id := w.place.ID, w.thing("id")
	if w.t, err = w.v.Topic(body, id); err != nil {
		return err
	}
	if err = mayRead(w.who, w.t, w.now); err != nil {
		return err
	}
	if w.face, err = w.v.TopicFace(body, id, w.me()); err != nil {
		return err
	}
	if w.meetings, err = w.v.MeetingsOn(body, id); err != nil {
		return err
	}
	if w.outcomes, err = w.v.OutcomesOf(body, id); err != nil {
		return err
	}
	if w.steps, err = w.v.Handovers(body, id); err != nil {
		return err
	}
	if w.tasks, err = w.v.Tasks(body, id); err != nil {
		return err
	}
	heads, err := w.v.PhotosOn(body, id)
	w.photos = map[string][]pages.Picture{}
	for _, h := range heads {
		w.photos[h.Subject] = append(w.photos[h.Subject], w.picture(h))
	}
	return err
}

// picture is a photo as a page shows it, with its size from its first bytes.
func (w *topicPage) picture(h store.PhotoHead) pages.Picture {
	pic := pages.Picture{Src: w.page.To("photos/" + h.ID), Alt: "照片：" + w.t.Title, Width: 800, Height: 600}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(h.Head)); err == nil {
		pic.Width, pic.Height = c.Width, c.Height
	}
	return pic
}

// mine tells whether the reader wrote the topic.
func (w *topicPage) mine() bool { return w.me() != "" && w.me() == w.t.Author }

// top is the name of the matter and what its author wrote.
func (w *topicPage) top() error {
	v, t := w.page, w.t
	v.ID, v.Number, v.Heading, v.Mine = t.ID, t.Number, t.Title, w.mine()
	v.Raised = w.day(t.RaisedAt)
	v.Text = pages.TopicText{Problem: t.Problem, Place: t.Place, Affected: t.Affected, Wish: t.Wish}
	if t.Source == consultation.FromHotline {
		v.Calls = "来自 12345：" + strconv.Itoa(t.CallDays) + " 天 " + strconv.Itoa(t.Calls) + " 个来电"
		v.Mine = false // whoever opened it did so for the committee
	} else {
		v.By = mark(w.face.Author)
		proxied, err := w.v.Proxied(w.place.ID, t.ID)
		if err != nil {
			return err
		}
		v.By.Proxy = pages.ProxyWord(proxied[t.ID])
	}
	v.Photos = w.photos["topic/"+t.ID]
	words, tone := pages.StateTag(t.State)
	v.Tags = []pages.TagWords{{Words: words, Tone: tone}}
	return nil
}

// mark is a masked person as pages show one.
func mark(p residents.Person) pages.Mark { return pages.Mark{Name: p.Name, Building: p.Building} }

// topicLink leads to another topic by its name.
func (w *topicPage) topicLink(id, number, title string) pages.TopicLine {
	return pages.TopicLine{Title: title, Href: w.page.To("topics/" + id), Facts: []string{number + " 号"}}
}

// meeting lists the meetings that have the topic on their agenda.
func (w *topicPage) meeting() error {
	for _, s := range w.meetings {
		words, tone := pages.MeetingTag(s.State)
		line := pages.TopicLine{
			Title: pages.FormWord(s.Form) + "，" + w.when(s.StartsAt), Href: w.page.To("meetings/" + s.ID),
			State: words, Tone: tone, Names: []string{s.Venue}, Own: true,
		}
		if s.State == consultation.MeetingAnnounced {
			line.Facts = append(line.Facts, seatsWords(s.Seats, s.Taken))
		}
		w.page.Meetings = append(w.page.Meetings, line)
	}
	return nil
}

// polls lists the votes on the topic's question, with what the reader has to do with those that run.
func (w *topicPage) polls() error {
	all, err := w.v.PollsOfTopic(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		line := w.pollLine(p)
		if w.phaseOf(p) == pages.PollOpen {
			seats, err := w.seatsIn(w.v, p)
			if err != nil {
				return err
			}
			if words := standsWords(seats); words != "" {
				line.Facts = append(line.Facts, words)
			}
		}
		w.page.Polls = append(w.page.Polls, line)
	}
	return nil
}

// mostEntries is how many entries of the record the page lists.
const mostEntries = 30

func (w *topicPage) record() error {
	entries, err := w.v.LastEntriesOn(w.place.ID, "topic/"+w.t.ID, mostEntries+1)
	if len(entries) > mostEntries {
		entries, w.page.More = entries[:mostEntries], true
	}
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.recordLine(e))
	}
	return err
}

// joined are the parts that say something, with a comma between them.
func joined(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "，")
}
