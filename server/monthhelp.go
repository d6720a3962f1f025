package main

import (
	"strconv"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/signups"
)

// Voluntary service on the page of the month: what waits for the reader's word, and that there is
// something to sign up for.

// helping are the places that wait to be confirmed, the minors who wait for their guardian, and
// the way to what is on.
func (m *monthOf) helping() error {
	if m.me() != "" && residents.May(m.who, residents.JoinShift, residents.Matter{Body: m.place.ID}, m.now) == nil {
		if err := m.placesToConfirm(); err != nil {
			return err
		}
	}
	open, err := m.v.OpenActivities(m.place.ID, m.now)
	if err != nil || len(open) == 0 {
		return err
	}
	m.on = len(open)
	m.add(pages.Act{Title: "志愿活动", Small: strconv.Itoa(len(open)) + " 个正在找人搭把手", Href: m.page.To("activities"), Verb: "看活动"}, nil)
	return nil
}

func (m *monthOf) placesToConfirm() error {
	ahead, err := m.v.SignupsAhead(m.place.ID, m.me(), m.now)
	if err != nil {
		return err
	}
	minors, err := m.v.SignupsToAgree(m.place.ID, m.me(), m.now)
	if err != nil {
		return err
	}
	titles, err := m.activitiesOfTaken(m.v, append(ahead, minors...))
	if err != nil {
		return err
	}
	for _, t := range ahead {
		if t.Resident != m.me() || t.State != signups.Offered || m.now.Before(t.From) || !m.now.Before(t.Until) {
			continue
		}
		m.add(pages.Act{Title: "有名额了：" + titles[t.Activity].Title, Small: m.when(t.Until) + " 以前确认，过了给下一位", Href: m.page.To("volunteering"), Verb: "去确认", Main: true}, nil)
		m.waits = append(m.waits, waiting{t.Until})
	}
	for _, t := range minors {
		m.add(pages.Act{Title: "孩子报了：" + titles[t.Activity].Title, Small: "您是监护人，" + m.when(t.Until) + " 以前说同意不同意", Href: m.page.To("volunteering"), Verb: "去看看", Main: true}, nil)
		m.waits = append(m.waits, waiting{t.Until})
	}
	return nil
}
