package main

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// announcing are the fields of an announcement that is in order.
func announcing(change ...string) []string {
	fields := []string{
		"form", "forum", "day", "2026-11-20T19:00", "venue", "社区议事厅", "seats", "22", "chair", "chen", "recorder", "zhou",
		"affected", "3、5、7 号楼", "invited", "物业", "materials", "三个选址\n各有图",
	}
	return append(fields, change...)
}

// meetings counts the meetings of hepingli.
func (w *walk) meetings() (all []consultation.Meeting) {
	w.t.Helper()
	w.read(func(v *store.View) (err error) {
		all, err = v.MeetingsBefore("hepingli", time.Time{}, "", 100)
		return err
	})
	return all
}

// read reads the store.
func (w *walk) read(fn func(*store.View) error) {
	w.t.Helper()
	if err := w.store.View(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func TestAnnounceAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	const path = "/hepingli/desk/meetings/new"
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "现在没有已列入协商的议题", "!<textarea")
	first, second := w.agendaOfTwo()
	li.get("/hepingli/desk/meetings").holds(t, 200, "本月的协商会还没有公告", "还没有开过协商会")
	li.get(path).holds(t, 200, "最早 11 月 13 日（周五）", "社区约定：会前三日至七日公告；法律对协商会未定日数",
		"2026-001　2 人附议　王秀兰提出，须回避", "王秀兰 3 号楼（提出了 2026-001 2026-002）", "陈志远 2 号楼 居委会主任", "赵建国 5 号楼 志愿者", "!钱多多")

	both := []string{"on-" + first, "yes", "place-" + first, "2", "on-" + second, "yes", "place-" + second, "1"}
	kept := []string{`value="社区议事厅"`, "三个选址\n各有图</textarea>", `value="2026-11-20T19:00"`, "还没有送出"}
	for _, test := range []struct {
		name   string
		fields []string
		want   []string
	}{
		{"too near", announcing(append(both, "day", "2026-11-12T19:00")...), []string{"离开会太近，不够公告的天数", "!" + kept[2], kept[0], kept[1], `value="2026-11-12T19:00"`}},
		{"too far", announcing(append(both, "day", "2027-11-12T19:00")...), []string{"日期或时间不对"}},
		{"no such day", announcing(append(both, "day", "2026-11-31T19:00")...), []string{"日期或时间不对", "2026-11-31"}},
		{"seats in words", announcing(append(both, "seats", "二十")...), append(kept, "请填整数，最大 500", `value="二十"`)},
		{"too few seats", announcing(append(both, "seats", "1")...), append(kept, "请填整数，最大 500")},
		{"chair wrote a topic", announcing(append(both, "chair", "wang")...), append(kept, "主持人和记录人不能是议题的提出人", `id="announce-chair-problem"`)},
		{"one person", announcing(append(both, "recorder", "chen")...), append(kept, "主持和记录不能是同一个人", `id="announce-recorder-problem"`)},
		{"nobody", announcing(append(both, "chair", "")...), append(kept, "请在给出的选项里选一项", `id="announce-chair-problem"`)},
		{"somebody from elsewhere", announcing(append(both, "chair", "qian")...), append(kept, `id="announce-chair-problem"`)},
		{"no agenda", announcing("place-"+first, "1"), append(kept, "议程至少要有一个已列入协商的议题", `href="#announce-topics"`)},
		{"no order", announcing("on-"+first, "yes", "place-"+first, "先"), append(kept, "请填整数，最大 99", `value="先"`, `id="announce-on-`+first+`" type="checkbox" name="on-`+first+`" value="yes" checked`)},
		{"a topic that is none", announcing("on-topic-000000000000000", "yes", "place-topic-000000000000000", "1"), append(kept, "请在给出的选项里选一项")},
		{"a telephone", announcing(append(both, "invited", "物业 13812345678")...), append(kept, "电话或身份证号", "物业 13812345678</textarea>")},
		{"an unknown field", announcing(append(both, "code", "000000")...), append(kept, "表单里有不认识的内容")},
		{"a long venue", announcing(append(both, "venue", strings.Repeat("厅", 61))...), []string{"最多 60 字，请缩短一些", strings.Repeat("厅", 61)}},
	} {
		t.Run(test.name, func(t *testing.T) { li.send(path, "announce", test.fields...).holds(t, 422, test.want...) })
	}
	if all := w.meetings(); len(all) != 0 {
		t.Fatalf("refused, yet there are %+v", all)
	}

	action, fields := li.get(path).fill(t, "announce", announcing(both...)...)
	twice := []reply{li.do("POST", action, fields), li.do("POST", action, fields)}
	all := w.meetings()
	if len(all) != 1 {
		t.Fatalf("sent twice, there are %d meetings\n%s", len(all), mainOf(twice[0].body))
	}
	m := all[0]
	for _, got := range twice {
		got.led(t, "/hepingli/desk/meetings/"+m.ID+"?done=announced")
	}
	if len(m.Code) != 6 || strings.Trim(m.Code, "0123456789") != "" || m.Materials != "三个选址\n各有图" || !m.StartsAt.Equal(beijingTime("2026-11-20 19:00")) {
		t.Errorf("announced %+v", m)
	}
	w.read(func(v *store.View) error {
		agenda, err := v.Agenda("hepingli", m.ID)
		if len(agenda) != 2 || agenda[0].ID != second || agenda[1].ID != first {
			t.Errorf("agenda %+v", agenda)
		}
		return err
	})

	li.get(path).holds(t, 200, "本月的协商会已经公告", "/hepingli/desk/meetings/"+m.ID, "!<textarea")
	fields.Set("command", "another-command-0001")
	li.do("POST", path, fields).holds(t, 422, "还没有送出", "三个选址\n各有图</textarea>")
	li.get("/hepingli/desk/meetings").holds(t, 200, "议事会 · 11 月 20 日（周五）19:00", "已公告", "报名 0 / 22 座", "!本月的协商会还没有公告")
}

func TestAnnouncingLooksForPeople(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	first, _ := w.agendaOfTwo()
	li := w.as("hepingli", "li")
	page := li.get("/hepingli/desk/meetings/new?who=" + url.QueryEscape("孙"))
	page.holds(t, 200, `value="孙"`)
	if at := strings.Index(page.body, `value="sun"`); at < 0 || at > strings.Index(page.body, `value="chen"`) {
		t.Error("who was looked for does not come first")
	}
	action, fields := page.fill(t, "announce", announcing("on-"+first, "yes", "place-"+first, "1", "recorder", "sun", "venue", "")...)
	li.do("POST", action, fields).holds(t, 422, "这一项需要填写", `<option value="sun" selected>`)
}

// Nobody works at another's desk, and no meeting is reached from another community.
func TestMeetingsAreTheCommitteesOwn(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	first, _ := w.agendaOfTwo()
	m := w.announce("2026-11-20 19:00", 22, first)
	here := "/hepingli/desk/meetings/" + m
	command := []string{"command", "some-command-000001"}
	w.get(here).holds(t, 401, "您还没有登录")
	sun, wu, li := w.as("hepingli", "sun"), w.as("anzhen", "wu"), w.as("hepingli", "li")
	there := strings.Replace(here, "hepingli", "anzhen", 1)
	for _, page := range []string{"", "/code", "/sheet", "/minutes"} {
		sun.get(here+page).holds(t, 403, "!246810")
		wu.get(here+page).holds(t, 403, "!246810")
		wu.get(there+page).holds(t, 404, "!246810")
		li.get("/hepingli/desk/meetings/no-such-meeting-0000"+page).holds(t, 404)
	}
	for _, form := range []struct {
		path   string
		fields []string
	}{
		{"/open", nil}, {"/sign-in", []string{"resident", "wang", "as", "resident"}}, {"/guest", []string{"name", "刘", "as", "other"}},
		{"/options", []string{"part", first, "text", "建棚"}}, {"/hands", []string{"topic", first, "option", "0", "channel", "room", "for", "1"}},
		{"/slips", []string{"topic", first, "paper", "1", "side", "for"}}, {"/close", []string{"sure", "yes"}}, {"/cancel", []string{"reason", "停电"}},
		{"/minutes", []string{"statements", "说了"}}, {"/minutes/publish", nil},
	} {
		values := url.Values{}
		fields := append(command, form.fields...)
		for i := 0; i+1 < len(fields); i += 2 {
			values.Set(fields[i], fields[i+1])
		}
		sun.do("POST", here+form.path, values).holds(t, 403)
		wu.do("POST", here+form.path, values).holds(t, 403)
		wu.do("POST", there+form.path, values).holds(t, 404)
	}
	if all := w.meetings(); len(all) != 1 || all[0].State != consultation.MeetingAnnounced {
		t.Errorf("after all that: %+v", all)
	}
}

func TestCancelAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	first, _ := w.agendaOfTwo()
	m := w.announce("2026-11-20 19:00", 22, first)
	path := "/hepingli/desk/meetings/" + m
	li := w.as("hepingli", "li")
	li.send(path, "cancel", "reason", "").holds(t, 422, "这一项需要填写", "<details open>")
	stale, fields := li.get(path).fill(t, "slip", "topic", first, "paper", "3", "side", "question", "text", "要先装烟感")
	li.send(path, "cancel", "reason", "议事厅停电").led(t, path+"?done=cancelled")
	li.get(path).holds(t, 200, "议事厅停电", "!现在开场", "!录入纸条")
	li.do("POST", stale, fields).holds(t, 422, "这一步已经结束", "您刚才填的没有存下", "要先装烟感")
	li.get("/hepingli/desk/meetings").holds(t, 200, "已取消", "议事厅停电", "本月的协商会还没有公告")
	li.get("/hepingli/desk/meetings/new").holds(t, 200, "2026-001")
}

func TestMeetingsArePaged(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	first, _ := w.agendaOfTwo()
	for range meetingsAPage + 2 {
		m := w.announce("2026-11-20 19:00", 22, first)
		w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			return consultation.CancelMeeting(tx, by, "hepingli", m, "停电")
		})
	}
	li := w.as("hepingli", "li")
	page := li.get("/hepingli/desk/meetings")
	if n := strings.Count(page.body, "已取消"); n != meetingsAPage {
		t.Errorf("%d on the first page", n)
	}
	older := regexpFirst(`href="([^"]+)" rel="next"`, page.body)
	rest := li.get(older)
	rest.holds(t, 200, "已取消")
	if n := strings.Count(rest.body, "已取消"); n != 2 || strings.Contains(rest.body, `rel="next"`) {
		t.Errorf("%d on the second page", n)
	}
	li.get("/hepingli/desk/meetings?after=x").holds(t, 404)
}
