package main

import (
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// Projects on other pages: what runs on the month's page, and what came of a topic.

// mostUp is how many notices of projects the month's page shows.
const mostUp = 5

// projectActs are one's own words that were answered and wait for the second round, the first things to be done.
func (m *monthOf) projectActs() error {
	if m.me() == "" {
		return nil
	}
	all, err := m.v.AnsweredDissents(m.place.ID, m.me(), mostAsking)
	for _, d := range all {
		m.add(pages.Act{Title: "再说一次您现在怎么看：" + d.Title, Small: "您的意见有了答复", Href: m.page.To("projects/" + d.Project + "#again"), Verb: "去看答复", Main: true}, nil)
	}
	return err
}

// projectNotices are the notices of projects that run, with their clocks.
func (m *monthOf) projectNotices() error {
	up, err := m.v.NoticesUp(m.place.ID, m.street(), m.now, mostUp)
	for _, n := range up {
		if n.Body != m.place.ID {
			p, err := m.v.Project(n.Body, n.Project)
			if err != nil {
				return err
			}
			if !concernsPlace(p, m.place.ID) {
				continue
			}
		}
		line := pages.NoticeLine{Kind: pages.ProjectNoticeWord(n.Kind), Title: n.Title, Href: m.page.To("projects/" + n.Project), Until: m.lastDay(n.Until)}
		line.Day, line.Days = m.noticeDay(n.From.Start(m.place.Location()), n.Until)
		m.page.Projects = append(m.page.Projects, line)
	}
	return err
}

// projects are those that come from the topic, of this body or the one above.
func (w *topicPage) projects() error {
	found, err := w.v.ProjectsOf(w.place.ID, w.t.ID, mostUp)
	for _, at := range found {
		p, err := w.projectHere(w.v, at.ID)
		if err == residents.ErrNotFound {
			continue // of a body above, and it concerns others
		}
		if err != nil {
			return err
		}
		words, tone := pages.ProjectStageTag(p.Stage)
		line := pages.TopicLine{Title: p.Title, Href: w.page.To("projects/" + p.ID), State: words, Tone: tone, Facts: []string{p.Number + " 号"}}
		if o, ok := p.Chosen(); ok && p.Stage != project.Dropped {
			line.Facts = append(line.Facts, o.Words)
		}
		w.page.Projects = append(w.page.Projects, line)
	}
	return err
}
