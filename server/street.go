package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// streetRoutes are the desk of a street or a district; its first page shares the
// address of a community's (deskFront).
func (p *Portal) streetRoutes() []route {
	const matter = "/{place}/desk/cases/{community}/{id}"
	higher := []residents.Level{residents.LevelSubdistrict, residents.LevelDistrict}
	return []route{
		{method: http.MethodGet, pattern: matter, name: "desk-street-case", do: residents.WorkStreet, handle: p.streetCase, at: higher},
		{method: http.MethodPost, pattern: matter + "/receive", name: "receive", do: residents.HoldCase, handle: p.receive, on: matter, at: higher},
		{method: http.MethodPost, pattern: matter + "/update", name: "update", do: residents.HoldCase, handle: p.postUpdate, on: matter, at: higher},
		{method: http.MethodPost, pattern: matter + "/hand-on", name: "pass-on", do: residents.HandOn, handle: p.passOn, on: matter, at: higher},
		{method: http.MethodPost, pattern: matter + "/give-back", name: "give-back", do: residents.HoldCase, handle: p.giveBack, on: matter, at: higher},
		{method: http.MethodPost, pattern: matter + "/orders/{task}", name: "order", do: residents.OrderTask, handle: p.giveOrder, on: "/{place}/desk", at: higher},
	}
}

// Sizes of the lists of a street's desk.
const (
	streetCases = 50
	streetTasks = 50
	streetMonth = 3 // months back, the present one among them
)

// atStreet is the frame of a page of a street's or a district's desk.
func (p *Portal) atStreet(r *request) desk.Frame {
	f := desk.Frame{Frame: p.frame(r), Role: pages.RoleWord(r.role())}
	f.Nav = []pages.DeskLink{
		{Name: "今天", Href: f.To("desk"), Current: r.route.pattern == "/{place}/desk"},
		{Name: "民意立项", Href: f.To("desk/projects"), Current: r.route.pattern == "/{place}/desk/projects"},
		{Name: "全部项目", Href: f.To("desk/projects/all"), Current: r.route.name == "desk-street-projects"},
		{Name: "公开的看板", Href: f.To("")},
	}
	f.Nav = slices.Insert(f.Nav, len(f.Nav)-1, r.supportNav(f.Base())...)
	if r.place.Level == residents.LevelSubdistrict {
		f.Nav = slices.Insert(f.Nav, 1, pages.DeskLink{Name: "民意征集", Href: f.To("desk/calls")})
		f.Nav = append(f.Nav[:len(f.Nav)-1], pages.DeskLink{Name: "社会组织", Href: f.To("desk/organisations")},
			pages.DeskLink{Name: "购买服务", Href: f.To("desk/catalogue"), Current: strings.HasPrefix(r.route.pattern, "/{place}/desk/catalogue")}, f.Nav[len(f.Nav)-1])
	}
	return f
}

// streetFront is what waits at the desk of a street or a district.
func (p *Portal) streetFront(r *request) (answer, error) {
	f := p.atStreet(r)
	v := &desk.StreetView{Frame: f, Today: calendar.DayOf(r.now, r.place.Location()).ChineseWithYear()}
	err := p.view(r, func(rows *store.View) error {
		if err := r.streetCases(rows, v); err != nil {
			return err
		}
		if err := r.streetClearances(rows, v); err != nil {
			return err
		}
		if err := r.streetLate(rows, v); err != nil {
			return err
		}
		return r.streetMonths(rows, v)
	})
	return show(v), err
}

// streetCases are the cases offered to the body and those it holds, the first due first.
func (r *request) streetCases(rows *store.View, v *desk.StreetView) error {
	due, topic := caseKey(r.URL.Query().Get("after"))
	cases, err := rows.CasesHeld(r.place.ID, due, topic, streetCases+1)
	if err != nil {
		return err
	}
	if len(cases) > streetCases {
		cases = cases[:streetCases]
		v.More = v.To("desk") + afterKey(cases[streetCases-1].Due, cases[streetCases-1].Topic)
	}
	for _, c := range cases {
		line := pages.TopicLine{Title: c.Title, Href: v.To("desk/cases/" + c.Slug + "/" + c.Topic), Facts: []string{c.Community, c.Number}}
		if c.Offered {
			line.State, line.Tone = r.workingDays("接收", c.Due)
			v.Offered = append(v.Offered, line)
		} else {
			line.State, line.Tone = r.plainDays("办理", c.Due)
			v.Held = append(v.Held, line)
		}
	}
	return nil
}

// streetLate are the overdue tasks of the communities below, on each of which an order may be given.
func (r *request) streetLate(rows *store.View, v *desk.StreetView) error {
	late, err := rows.OverdueBelow(r.place.ID, r.now, streetTasks)
	for _, k := range late {
		words, _ := r.plainDays("", k.Due)
		v.Late = append(v.Late, desk.StreetTask{
			ID: k.ID, Title: k.Title, Community: k.Community, Owner: k.Owner, About: k.About, Number: k.Number, Late: words,
			Href: "/" + k.Slug + "/topics/" + k.Topic, Action: v.To("desk/cases/" + k.Slug + "/" + k.Topic + "/orders/" + k.ID), Orders: k.Orders,
		})
	}
	return err
}

// streetMonths tells of each community whether it has met, in the last months.
func (r *request) streetMonths(rows *store.View, v *desk.StreetView) error {
	present := calendar.MonthOf(r.today())
	for back := range streetMonth {
		month := present.Add(-back)
		v.Months = append(v.Months, month.Chinese())
		lines, err := rows.MonthBelow(r.place, month.String(), boardLines)
		if err != nil {
			return err
		}
		for i, c := range lines {
			if back == 0 {
				v.Met = append(v.Met, desk.MetRow{Name: c.Name, Href: "/" + c.Slug})
			}
			v.Met[i].Cells = append(v.Met[i].Cells, r.metCell(c, back == 0))
		}
	}
	return nil
}

func (r *request) metCell(c store.MetLine, present bool) desk.MetCell {
	switch {
	case c.State == consultation.MeetingClosed || c.State == consultation.MeetingPublished:
		return desk.MetCell{Words: "已开会，" + r.day(c.StartsAt)}
	case present && (c.State == consultation.MeetingAnnounced || c.State == consultation.MeetingOpen):
		return desk.MetCell{Words: "已公告，" + r.day(c.StartsAt)}
	case c.Reason != "":
		return desk.MetCell{Words: "没有开：" + c.Reason}
	case present:
		return desk.MetCell{Words: "还没有"}
	}
	return desk.MetCell{Words: "没有开，也没有说明", Late: true}
}

// matter is a case of a community below, as it stands, with where it began.
type matter struct {
	origin residents.Community
	topic  consultation.Topic
	steps  []consultation.Handover
	holder residents.Community
}

// matterHere is the case that the path names: of a community below the place, and
// offered to the place at some time. Any other is none of its business.
func matterHere(r *request, rows *store.View) (m matter, err error) {
	if m.origin, err = rows.CommunityUnder(r.place.ID, r.PathValue("community")); err != nil {
		return m, err
	}
	if m.topic, err = rows.Topic(m.origin.ID, r.PathValue("id")); err != nil {
		return m, err
	}
	if m.steps, err = rows.Handovers(m.origin.ID, m.topic.ID); err != nil {
		return m, err
	}
	for _, h := range m.steps {
		if h.To == r.place.ID {
			m.holder, err = rows.CommunityByID(consultation.Holder(m.topic, m.steps))
			return m, err
		}
	}
	return m, residents.ErrNotFound
}

// streetCase is a case at the desk of the street or the district.
func (p *Portal) streetCase(r *request) (answer, error) {
	f := p.atStreet(r)
	v := &desk.StreetCaseView{Frame: f, At: f.To("desk/cases/" + r.PathValue("community") + "/" + r.PathValue("id"))}
	err := p.view(r, func(rows *store.View) error {
		m, err := matterHere(r, rows)
		if err != nil {
			return err
		}
		t := m.topic
		v.Topic, v.Number, v.Community, v.Public = t.Title, t.Number, m.origin.Name, "/"+m.origin.Slug+"/topics/"+t.ID
		v.Where, v.Text, v.Wish = t.Place, t.Problem, t.Wish
		v.State, v.Tone = pages.StateTag(t.State)
		if t.Source == consultation.FromHotline {
			v.Calls = "12345 来电 " + strconv.Itoa(t.Calls) + " 件，" + strconv.Itoa(t.CallDays) + " 天内"
		}
		r.mayDo(v, m)
		there := *r
		there.place = m.origin
		w := &topicPage{request: &there, v: rows, page: &pages.TopicView{}, t: t, steps: m.steps}
		err = w.course()
		v.Course = w.page.Course
		return err
	})
	return show(v), err
}

// mayDo tells what may be done with the case here and now, or why nothing.
func (r *request) mayDo(v *desk.StreetCaseView, m matter) {
	v.Receive = consultation.MayReceive(r.who, r.place, m.steps, r.now) == nil
	if !v.Receive && m.holder.ID != r.place.ID {
		v.Nothing = "现在由" + m.holder.Name + "承办，这里不用处理。"
		return
	}
	v.Update = consultation.MayUpdate(r.who, m.topic, m.holder, r.now) == nil
	v.GiveBack = consultation.MayGiveBack(r.who, m.topic, m.holder, m.steps, r.now) == nil
	v.Hand = consultation.MayHandOn(r.who, m.topic, m.holder, m.steps, r.now) == nil
	for _, b := range r.within {
		if b.ID == r.place.Parent {
			v.Above = b.Name
		}
	}
	if !v.Receive && !v.Update && !v.GiveBack && !v.Hand {
		v.Nothing = "这件事已经办完或正在等上一级接收。"
	}
}

// onMatter runs a verb on the case that the path names. It writes where the case
// began, so that the command holds that community too.
func (p *Portal) onMatter(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, origin, topic string) error) (answer, error) {
	var m matter
	err := p.view(r, func(rows *store.View) (err error) {
		m, err = matterHere(r, rows)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		here := "/" + r.place.Slug + "/desk/cases/" + m.origin.Slug + "/" + m.topic.ID
		if err := holdsHere(tx, r, m, name); err != nil {
			return "", err
		}
		return api.WithDone(here, done), verb(tx, by, m.origin.ID, m.topic.ID)
	}, m.origin.ID)
}

// holdsHere refuses what is said for another body than the one whose desk it is: who
// serves two bodies acts for each at its own desk.
func holdsHere(tx *store.Tx, r *request, m matter, name string) error {
	steps, err := tx.Handovers(m.origin.ID, m.topic.ID)
	if err != nil {
		return err
	}
	body := consultation.Holder(m.topic, steps)
	if name == "receive" && len(steps) > 0 {
		body = steps[len(steps)-1].To
	}
	if body != r.place.ID {
		return consultation.ErrNotHolder
	}
	return nil
}

// receive accepts the case until a day, or returns it.
func (p *Portal) receive(r *request) (answer, error) {
	accept := r.form.choice("accept", "yes", "no") == "yes"
	reply := r.form.lines("answer", consultation.MaxSentence)
	r.form.one("due")
	done := "case-returned"
	due := r.now
	if accept {
		done, due = "case-accepted", r.form.endOf("due")
	}
	return p.onMatter(r, "receive", done, func(tx *store.Tx, by residents.Sender, origin, topic string) error {
		return consultation.Receive(tx, by, origin, topic, accept, reply, due)
	})
}

// postUpdate says in public how the case stands.
func (p *Portal) postUpdate(r *request) (answer, error) {
	kind, words := r.form.choice("kind", consultation.UpdateKinds...), r.form.lines("text", consultation.MaxProgress)
	return p.onMatter(r, "update", "case-updated", func(tx *store.Tx, by residents.Sender, origin, topic string) error {
		return consultation.PostUpdate(tx, by, origin, topic, kind, words)
	})
}

// passOn hands the case to the body above.
func (p *Portal) passOn(r *request) (answer, error) {
	h := consultation.Handing{Reason: r.form.choice("why", consultation.HandReasons...), Text: r.form.lines("text", consultation.MaxOutcome)}
	return p.onMatter(r, "pass-on", "handed-on", func(tx *store.Tx, by residents.Sender, origin, topic string) error {
		return consultation.HandOn(tx, by, origin, topic, h)
	})
}

// giveBack answers the community, with what is to be done.
func (p *Portal) giveBack(r *request) (answer, error) {
	reply := r.form.lines("answer", consultation.MaxOutcome)
	task := consultation.Task{Title: r.form.text("task", consultation.MaxTask), Owner: r.form.text("owner", consultation.MaxOwner), Due: r.form.endOf("due")}
	return p.onMatter(r, "give-back", "given-back", func(tx *store.Tx, by residents.Sender, origin, topic string) error {
		return consultation.GiveBack(tx, by, origin, topic, reply, task)
	})
}

// giveOrder gives a follow-up order on an overdue task of a community directly below.
func (p *Portal) giveOrder(r *request) (answer, error) {
	words, due := r.form.lines("text", consultation.MaxSentence), r.form.endOf("due")
	var origin residents.Community
	err := p.view(r, func(rows *store.View) (err error) {
		if origin, err = rows.CommunityUnder(r.place.ID, r.PathValue("community")); err != nil {
			return err
		}
		k, err := rows.Task(origin.ID, r.PathValue("task"))
		if err == nil && (k.Topic != r.PathValue("id") || origin.Parent != r.place.ID) {
			err = residents.ErrNotFound
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "order", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk", "ordered"), consultation.GiveOrder(tx, by, origin.ID, r.PathValue("task"), words, due)
	}, origin.ID)
}
