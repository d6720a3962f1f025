package main

import (
	"context"
	"net/url"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// Opinion calls of the tests' neighbourhood, made by the verbs: li writes them, zhou publishes them.

// asks are the questions of a real call: one of each kind, and one that only some are asked.
var asks = []project.Question{
	{ID: "1", Kind: project.Single, Words: "门禁坏了，您最希望怎样办", Options: []string{"修旧的", "换刷卡的", "换刷卡加手机开门的", "先不动"}, Must: true},
	{ID: "2", Kind: project.Multiple, Words: "换成手机开门，您担心什么", Options: []string{"老人不会用", "没电打不开", "外人跟进来"}, Most: 2, If: &project.Branch{Question: "1", Option: 3}},
	{ID: "3", Kind: project.Multiple, Words: "楼门口还要配什么", Options: []string{"长椅", "扶手", "声控灯"}},
	{ID: "4", Kind: project.Scale, Words: "现在的门禁，您打几分", Must: true},
	{ID: "5", Kind: project.Text, Words: "还有什么想说的"},
}

// callContent is a call of all households of hepingli that runs from now for three weeks.
func (b *booted) callContent(change ...func(*project.Call)) project.Call {
	now := b.clock.Now()
	c := project.Call{
		Community: "hepingli", Opens: now, Closes: now.AddDate(0, 0, 21).Truncate(24 * time.Hour).Add(16 * time.Hour), // midnight in Beijing
		CallContent: project.CallContent{
			Title: "单元门禁怎样改", About: "七个单元的门禁坏了两年，物业报过三种办法。先问每一家最想要哪一种，再拿到协商会上谈。", Purpose: project.ForNeeds,
			Unit: project.ByHousehold, Places: []project.Place{{Community: "hepingli"}}, Questions: asks, Coverage: 30,
		},
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

// Changes of a call.
func ofPeople(c *project.Call) { c.Unit = project.ByResident }

// ofStreet lets the street ask both of its communities.
func ofStreet(c *project.Call) {
	c.Community, c.Title = "hepingli-jiedao", "小花园建成什么样"
	c.Places = []project.Place{{Community: "hepingli"}, {Community: "anzhen", Building: "1 号楼"}}
}

// startsIn lets answers be taken from so long after now on.
func startsIn(after time.Duration) func(*project.Call) {
	return func(c *project.Call) { c.Opens, c.Closes = c.Opens.Add(after), c.Closes.Add(after) }
}

// draftCall keeps a draft and gives its id.
func (b *booted) draftCall(change ...func(*project.Call)) string {
	b.t.Helper()
	c := b.callContent(change...)
	return b.act(c.Community, writerOf(c), func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeCall(tx, by, c)
		return err
	})
}

// writerOf drafts, publisherOf publishes what a body asks.
func writerOf(c project.Call) string {
	if c.Community == "hepingli" {
		return "li"
	}
	return "liu"
}

func publisherOf(c project.Call) string {
	if c.Community == "hepingli" {
		return "zhou"
	}
	return "ma"
}

// call drafts a call and publishes it.
func (b *booted) call(change ...func(*project.Call)) project.Call {
	b.t.Helper()
	c := b.callContent(change...)
	id := b.draftCall(change...)
	b.act(c.Community, publisherOf(c), func(tx *store.Tx, by residents.Sender) error {
		return project.PublishCall(tx, by, c.Community, id)
	})
	return b.callNow(c.Community, id)
}

// callNow is the call as it stands.
func (b *booted) callNow(body, id string) (c project.Call) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) {
		c, err = v.Call(body, id)
		return err
	})
	return c
}

// streetStaff admits a second person of the street's, who publishes what liu writes.
func (b *booted) streetStaff() {
	b.t.Helper()
	b.change("hepingli-jiedao", func(tx *store.Tx) error {
		by := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
		_, err := residents.Admit(tx, by, residents.Resident{ID: "ma", Community: "hepingli-jiedao", Name: "马科员"}, residents.RoleStreetStaff)
		return err
	})
}

// answers sends the form of an answer as the reader of this browser; fields are name and value in
// turn, a name again where it is ticked again.
func (b *booted) answers(path string, fields ...string) reply {
	b.t.Helper()
	action, values := b.get(path).fill(b.t, "call-answer")
	for i := 0; i+1 < len(fields); i += 2 {
		if strings.HasPrefix(fields[i], "q") && values.Get(fields[i]) == "" {
			values.Del(fields[i])
		}
		values.Add(fields[i], fields[i+1])
	}
	return b.do("POST", action, values)
}

// answeredAt notes answers of the first n homes of a building, as from paper: what each says is
// said by which of them it is.
func (b *booted) answeredAt(c project.Call, building string, n int, says func(i int) project.Said) {
	b.t.Helper()
	var units []project.AnswerUnit
	b.view(func(v *store.View) (err error) {
		units, err = project.UnitsAt(v, c, "hepingli", building, b.clock.Now())
		return err
	})
	if len(units) < n {
		b.t.Fatal(building, "has", len(units), "homes")
	}
	for i, u := range units[:n] {
		b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
			_, err := project.EnterAnswer(tx, by, project.Entering{
				Body: c.Community, Call: c.ID, Community: "hepingli", Unit: u.Unit, Channel: project.Door, Said: says(i),
			})
			return err
		})
	}
}

// usualSaid is what the i-th of many says: most want the third way.
func usualSaid(i int) project.Said {
	s := project.Said{Choices: map[string][]int{"1": {[]int{3, 3, 2, 3, 1, 3, 2, 3}[i%8]}, "3": {1, 3}, "4": {i%5 + 1}}, Words: map[string]string{}}
	if s.Choices["1"][0] == 3 {
		s.Choices["2"] = []int{i%3 + 1}
	}
	if i%6 == 0 {
		s.Words["5"] = "希望晚上也有人修，门口的灯一直不亮。"
	}
	return s
}

// closeCalls lets the clock do what is due.
func (b *booted) closeCalls(c project.Call) {
	b.t.Helper()
	b.clock.mu.Lock()
	b.clock.now = c.Closes
	b.clock.mu.Unlock()
	body := map[string]residents.Community{"hepingli": hepingli, "hepingli-jiedao": jiedao}[c.Community]
	err := b.store.Update(context.Background(), c.Community, func(tx *store.Tx) error {
		return project.CloseCall(tx, body, c.ID, b.clock.Now())
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func callPath(c project.Call) string { return "/hepingli/calls/" + url.PathEscape(c.ID) }

func calendarDay(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}
