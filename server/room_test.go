package main

import (
	"strings"
	"sync"
	"testing"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// roomTyped are a room's, as they are typed at the desk.
func roomTyped(name, fee string) []string {
	return []string{
		"name", name, "where", "居委会二层", "about", "投影、白板", "seats", "30", "fee", fee, "from", "09:00", "until", "21:00", "slot", "60",
		"d1", "yes", "d2", "yes", "d3", "yes", "d4", "yes", "d5", "yes", "d6", "yes", "d0", "",
	}
}

// room makes a room by the desk's form.
func (b *booted) room(who *booted, place, name, fee string) (id string) {
	b.t.Helper()
	list := "/" + place + "/desk/rooms"
	action, values := who.get(list+"/new").fill(b.t, desk.RoomForm, roomTyped(name, fee)...)
	values.Del("d0")
	who.do("POST", action, values).led(b.t, list+"?done=room-kept")
	b.view(func(v *store.View) error {
		all, err := v.RoomsOf(place)
		for _, m := range all {
			if m.Name == name {
				id = m.ID
			}
		}
		return err
	})
	return id
}

func (b *booted) day() calendar.Day { return calendar.DayOf(b.clock.Now(), hepingli.Location()) }

// books takes a room by its form.
func (b *booted) books(place, id, day, from string, fields ...string) reply {
	b.t.Helper()
	path := "/" + place + "/rooms/" + id
	action, values := b.get(path+"?day="+day).fill(b.t, "room-book", append([]string{"from", from, "slots", "1", "title", "读书会", "people", "12"}, fields...)...)
	values.Del("sells")
	if len(fields) > 0 && fields[len(fields)-2] == "sells" {
		values.Set("sells", fields[len(fields)-1])
	}
	return b.do("POST", action, values)
}

func TestRooms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		li := b.as("hepingli", "li")
		list := "/hepingli/desk/rooms"
		action, values := li.get(list+"/new").fill(t, desk.RoomForm, roomTyped("活动室", "100")...)
		for _, day := range "0123456" {
			values.Del("d" + string(day))
		}
		li.do("POST", action, values).holds(t, 422, "哪几天开放")
		li.send(list+"/new", desk.RoomForm, append(roomTyped("活动室", "100"), "until", "08:00")...).holds(t, 422)
		id := b.room(li, "hepingli", "活动室", "100")
		wang, zhao := b.as("hepingli", "wang"), b.as("hepingli", "zhao")
		wang.get("/hepingli/rooms").holds(t, 200, "活动室", "100 元", "不做买卖", "两次约了没来")
		page := "/hepingli/rooms/" + id

		wang.books("hepingli", id, "2026-11-05", "600").led(t, "/hepingli/rooms?done=room-booked")
		zhao.get(page+"?day=2026-11-05").holds(t, 200, `10:00<i class="aside">已约`, `value="660"`, `!value="600"`, "!王秀兰", "!读书会")
		zhao.late(t, page, "day", "2026-11-05", "from", "540", "slots", "2", "title", "下棋", "people", "4").holds(t, 422, "这个时段别人先约了")
		for _, c := range [][]string{
			{"2026-11-05", "660", "会收钱、推销", "sells", "yes"}, {"2026-11-05", "660", "人数超过了", "people", "31"}, {"2026-11-05", "660", "一次最多四个时段", "slots", "5"},
			{"2026-11-05", "1200", "这个时间不开放", "slots", "2"}, {"2026-11-05", "", "", "people", "3"},
		} {
			zhao.books("hepingli", id, c[0], c[1], c[3:]...).holds(t, 422, c[2])
		}
		zhao.late(t, page, "day", "2026-11-08", "from", "600", "slots", "1", "title", "下棋", "people", "4").holds(t, 422, "这个时间不开放")
		zhao.late(t, page, "day", "2026-12-04", "from", "600", "slots", "1", "title", "下棋", "people", "4").holds(t, 422, "约得太早了")
		zhao.late(t, page, "day", "2026-11-02", "from", "600", "slots", "1", "title", "下棋", "people", "4").holds(t, 422, "已经开始或者过去了")
		zhao.late(t, page, "day", "2026-02-31", "from", "600", "slots", "1", "title", "下棋", "people", "4").holds(t, 422)
		b.as("anzhen", "qian").late(t, "/hepingli/rooms/"+id, "day", "2026-11-05", "from", "720", "slots", "1", "title", "下棋", "people", "4").holds(t, 422)

		part := func(who string) string {
			var id string
			b.view(func(v *store.View) error {
				all, err := v.BookingsOf("hepingli", who, b.day())
				id = all[len(all)-1].ID
				return err
			})
			return id
		}
		zhao.late(t, "/hepingli/rooms/drop", "part", part("wang")).holds(t, 422)
		wang.send("/hepingli/rooms", "room-drop-"+part("wang")).led(t, "/hepingli/rooms?done=room-dropped")
		zhao.books("hepingli", id, "2026-11-05", "600").led(t, "/hepingli/rooms?done=room-booked")
		b.missed(t, li, zhao, id)
	})
}

// missed notes twice that somebody did not come: from then on they book three days ahead at most.
func (b *booted) missed(t *testing.T, li, zhao *booted, id string) {
	t.Helper()
	list := "/hepingli/desk/rooms"
	zhao.books("hepingli", id, "2026-11-06", "600").led(t, "/hepingli/rooms?done=room-booked")
	li.get(list).holds(t, 200, "赵*", "!赵建国")
	b.clock.set("2026-11-06 11:00")
	li = b.as("hepingli", "li")
	b.view(func(v *store.View) error {
		all, err := v.BookingsOf("hepingli", "zhao", b.day().Add(-3))
		for _, one := range all {
			action, values := li.get(list).fill(t, "room-use-"+one.ID)
			values.Set("came", "no")
			li.do("POST", action, values).led(t, list+"?done=room-used")
		}
		return err
	})
	zhao = b.as("hepingli", "zhao")
	zhao.get("/hepingli/rooms").holds(t, 200, "没有来", "现在提前 3 天才能约")
	zhao.get("/hepingli/me").holds(t, 200, "登记为没有来")
	zhao.books("hepingli", id, "2026-11-10", "600").holds(t, 422, "约得太早了")
	zhao.books("hepingli", id, "2026-11-09", "600").led(t, "/hepingli/rooms?done=room-booked")
	b.view(func(v *store.View) error {
		all, err := v.BookingsOf("hepingli", "zhao", b.day())
		one := all[len(all)-1]
		li.send(list, "room-call-off-"+one.ID, "reason", "那天选举要用").led(t, list+"?done=room-called-off")
		return err
	})
	zhao.get("/hepingli/rooms").holds(t, 200, "那天选举要用", "场地方取消")
}

// Many want one slot at the same time: one of them has it, the others are told, nothing is an error.
func TestOneSlotForOne(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		id := b.room(b.as("hepingli", "li"), "hepingli", "活动室", "")
		var all sync.WaitGroup
		got := make([]reply, 12)
		for i := range got {
			who := b.as("hepingli", []string{"wang", "zhao", "sun", "chen"}[i%4])
			all.Go(func() {
				got[i] = who.late(t, "/hepingli/rooms/"+id, "day", "2026-11-05", "from", "600", "slots", "1", "title", "读书会", "people", "4")
			})
		}
		all.Wait()
		had := 0
		for _, g := range got {
			switch {
			case g.StatusCode == 303:
				had++
			case g.StatusCode != 422 || !strings.Contains(g.body, "别人先约了"):
				t.Error(g.Status)
			}
		}
		if had != 1 {
			t.Error(had, "have the slot")
		}
	})
}

// A training takes its room, and as many people as it has places; the centre answers who asks.
func TestTrainingAndHelp(t *testing.T) {
	t.Parallel()
	b := boot(t)
	w := bootGrants(t, b)
	id := b.room(w.he, "hepingli-jiedao", "培训室", "")
	list := "/hepingli-jiedao/desk/rooms"
	hold := []string{"title", "票据怎么贴", "about", "带上账本", "room", id, "day", "2026-11-12", "from", "14:00", "slots", "2", "people", "2"}
	w.he.send(list, "training-hold", append(hold, "from", "14:30")...).holds(t, 422, "这个时间不开放")
	w.he.send(list, "training-hold", hold...).led(t, list+"?done=training-held")
	w.he.send(list, "training-hold", hold...).holds(t, 422, "别人先约了")
	var training grants.Training
	b.view(func(v *store.View) error {
		all, err := v.TrainingsFrom("hepingli-jiedao", b.day())
		training = all[0]
		return err
	})
	for i, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "qian"}, {"hepingli", "zhao"}} {
		reader, page := b.as(who[0], who[1]), "/"+who[0]+"/support"
		if i == 2 {
			reader.get(page).holds(t, 200, "名额满了")
			reader.late(t, "/hepingli/trainings/"+training.ID+"/join", "part", training.ID).holds(t, 422, "名额满了")
			continue
		}
		reader.send(page, "training-join-"+training.ID).led(t, page+"?done=training-joined")
		reader.get(page).holds(t, 200, "您已经报名", "票据怎么贴")
	}
	b.as("hepingli", "wang").send("/hepingli/support", "training-leave-"+training.ID).led(t, "/hepingli/support?done=training-left")
	b.as("hepingli", "zhao").send("/hepingli/support", "training-join-"+training.ID).led(t, "/hepingli/support?done=training-joined")

	o := w.orgs[0]
	contact := b.as(o.home, o.contact)
	b.as("hepingli", "wang").get("/hepingli/support").holds(t, 200, "您不是本街道社会组织的联系人")
	contact.send("/"+o.home+"/support", "support-ask", "org", o.id, "topic", "money", "text", "志愿者的车费怎么报？").led(t, "/"+o.home+"/support?done=support-asked")
	b.as("hepingli", "wang").late(t, "/hepingli/support/ask", "org", o.id, "topic", "money", "text", "问一句").holds(t, 422)
	at := "/hepingli-jiedao/desk/support"
	w.he.get(at).holds(t, 200, "志愿者的车费怎么报？", o.name, "财务、票据")
	w.as("hepingli-jiedao", experts[0]).get(at).holds(t, 403)
	var asked []grants.Request
	b.view(func(v *store.View) (err error) { asked, err = v.RequestsFrom(o.home, o.id); return err })
	w.he.send(at, "support-answer-"+asked[0].ID, "answer", "凭票实报，附活动记录。").led(t, at+"?done=support-answered")
	contact.get("/"+o.home+"/support").holds(t, 200, "凭票实报")
	contact.get("/"+o.home+"/me").holds(t, 200, "孵化中心答复了")
	if got := residents.Mask("王秀兰"); got != "王**" && got != "王*" {
		t.Error(got)
	}
}
