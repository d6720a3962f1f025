package main

import (
	"fmt"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// announced walks to a meeting with two topics on its agenda.
func (w *walk) announced(seats int) (meeting string, topics []string) {
	w.t.Helper()
	topics = []string{w.accepted("建电动车充电棚"), w.accepted("早市占道")}
	w.clock.set("2026-11-10 09:00")
	return w.announce("2026-11-20 19:00", seats, topics...), topics
}

func TestMeetingSeats(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, topics := w.announced(2)
	path := "/hepingli/meetings/" + meeting
	w.get("/anzhen/meetings/"+meeting).holds(t, 404)
	w.get("/hepingli/meetings/no").holds(t, 404)
	w.get(path).holds(t, 200, "议事会", "11 月 20 日（周五）19:00", "社区议事厅（3 号楼东侧平房）", "2 席，还有 2 席", "还有 10 天", "陈**，2 号楼", "周*，2 号楼",
		"和平物业", "三个选址的图和报价", "1. 建电动车充电棚", "2. 早市占道", "您还没有登录", "!我要参加</button>", "!陈志远")
	w.as("anzhen", "qian").get(path).holds(t, 200, "您现在的身份不能做这件事", "!我要参加</button>")
	zhao := w.as("hepingli", "zhao")
	action, values := zhao.get(path).fill(t, "seat")
	zhao.do("POST", action, values).led(t, path+"?done=seated")
	zhao.do("POST", action, values).led(t, path+"?done=seated")
	values.Set("command", "0000000000000000-seat")
	zhao.do("POST", action, values).holds(t, 422, "您已经办过这件事", "2 席，还有 1 席", "您有席位")
	takeSeat(w, "hepingli/wang", meeting)
	sun := w.as("hepingli", "sun")
	sun.send(path, "seat").led(t, path+"?done=waiting")
	w.clock.set("2026-11-10 09:01")
	w.as("hepingli", "zhou").send(path, "seat").led(t, path+"?done=waiting")
	sun.get(path).holds(t, 200, "已满，可以候补", "您在候补第 1 位", "退候补")
	w.as("hepingli", "zhou").get(path).holds(t, 200, "您在候补第 2 位")
	action, values = zhao.get(path).fill(t, "leave")
	zhao.do("POST", action, values).led(t, path+"?done=left")
	sun.get(path).holds(t, 200, "您有席位")
	values.Set("command", "0000000000000000-leave")
	zhao.do("POST", action, values).holds(t, 422, "这一步已经结束")
	zhao.do("POST", "/hepingli/meetings/no/leave", values).holds(t, 404)

	_, stale := zhao.get(path).fill(t, "seat")
	w.hold(meeting, "2026-11-20 19:00", settledItem(topics[0], "2027-01-20"), settledItem(topics[1], "2027-01-20"))
	w.as("hepingli", "zhao").do("POST", path+"/seat", stale).holds(t, 422, "这一步已经结束")
}

func TestMeetingOpinions(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, topics := w.announced(22)
	path, form := "/hepingli/meetings/"+meeting, "opinion-"+topics[1]
	zhao := w.as("hepingli", "zhao")
	got := zhao.send(path, form, "side", "question", "text", "")
	got.holds(t, 422, "这一项需要填写", "<details open")
	got = zhao.send(path, form, "side", "against", "text", "打 13812345678")
	got.holds(t, 422, "像是有电话", "打 13812345678")
	action, values := got.fill(t, form, "side", "against", "text", "早市方便老人")
	zhao.do("POST", action, values).led(t, path+"?done=opinion")
	zhao.do("POST", action, values).led(t, path+"?done=opinion")
	zhao.get(path).holds(t, 200, "您的意见（11 月 10 日）：反对", "早市方便老人", "未到会居民的意见，单独计数", "线上")
	values.Set("command", "0000000000000000-opinion")
	zhao.do("POST", action, values).holds(t, 422, "您已经办过这件事")
	w.get(path).holds(t, 200, "!早市方便老人", "线上")
	values.Set("part", w.raise("hepingli/sun", "不在议程上"))
	w.as("hepingli", "sun").do("POST", action, values).holds(t, 422, "请在给出的选项里选一项")
}

func TestMeetingSignIn(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, topics := w.announced(22)
	path := "/hepingli/meetings/" + meeting
	zhao := w.as("hepingli", "zhao")
	zhao.get(path).holds(t, 200, "!签到码")
	w.clock.set("2026-11-20 18:50")
	w.open(meeting, "wang")
	w.option(meeting, topics[0], "方案一：三处", 0, consultation.Hands{Channel: consultation.InRoom, For: 1})
	zhao.get(path).holds(t, 200, "正在开会", "签到码", "方案一：三处", "现场同意", "!246810")
	got := zhao.send(path, "sign-in", "code", "000000")
	got.holds(t, 422, "签到码不对", `value="000000"`)
	action, values := got.fill(t, "sign-in", "code", "２４６ 810")
	zhao.do("POST", action, values).led(t, path+"?done=signed-on")
	zhao.do("POST", action, values).led(t, path+"?done=signed-on")
	zhao.get(path).holds(t, 200, "您已签到")
	values.Set("command", "0000000000000000-sign-in")
	zhao.do("POST", action, values).holds(t, 422, "您已经办过这件事")
	w.as("anzhen", "qian").do("POST", action, values).holds(t, 422, "您现在的身份不能做这件事")
}

// Ten wrong tries, then none for ten minutes, not even the right one; others go on.
func TestMeetingCodeIsNotFoundByTrying(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, _ := w.announced(22)
	path := "/hepingli/meetings/" + meeting
	w.clock.set("2026-11-20 18:50")
	w.open(meeting)
	zhao := w.as("hepingli", "zhao")
	action, values := zhao.get(path).fill(t, "sign-in", "code", "000000")
	try := func(n int, code string) reply {
		values.Set("command", fmt.Sprintf("0000000000000000-sign-in-%d", n))
		values.Set("code", code)
		return zhao.do("POST", action, values)
	}
	for n := range mostTries {
		try(n, fmt.Sprint(100000+n)).holds(t, 422, "签到码不对")
	}
	try(0, "100000").holds(t, 422, "签到码不对") // the same command again is no other try
	try(10, "246810").holds(t, 429, "试的次数太多")
	try(11, "100000").holds(t, 429, "试的次数太多")
	w.as("hepingli", "sun").send(path, "sign-in", "code", "246810").led(t, path+"?done=signed-on")
	w.clock.set("2026-11-20 19:01")
	try(12, "246810").led(t, path+"?done=signed-on")
}

func TestMeetingCancelled(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, _ := w.announced(22)
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CancelMeeting(tx, by, "hepingli", meeting, "当晚停电")
	})
	path := "/hepingli/meetings/" + meeting
	w.as("hepingli", "zhao").get(path).holds(t, 200, "已取消", "这次会已取消：当晚停电", "!我要参加</button>", "!留下意见</button>", "取消协商会")
	w.get(path+"/notice").holds(t, 200, "本次会议已取消：当晚停电")
	w.get(path+"/calendar.ics").holds(t, 200, "STATUS:CANCELLED\r\n", "SEQUENCE:1\r\n")
}

func TestMeetingCalendar(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic := w.accepted("建棚；带烟感,喷淋")
	w.clock.set("2026-11-10 09:00")
	meeting := w.announce("2026-11-20 19:00", 22, topic)
	got := w.get("/hepingli/meetings/" + meeting + "/calendar.ics")
	got.holds(t, 200, "\r\nUID:"+meeting+"@hepingli.yishiting\r\n", "DTSTART:20261120T110000Z\r\n", "STATUS:CONFIRMED\r\n", `烟感\,`)
	if kind := got.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Error(kind)
	}
	for _, line := range strings.SplitAfter(got.body, "\n") {
		if line != "" && !strings.HasSuffix(line, "\r\n") || len(line) > 77 {
			t.Errorf("line %q", line)
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader(got.body))
	if err != nil || len(c.Events()) != 1 {
		t.Fatal(c, err)
	}
	if at, err := c.Events()[0].GetStartAt(); !at.Equal(beijingTime("2026-11-20 19:00")) || err != nil {
		t.Error(at, err)
	}
	if again := w.get("/hepingli/meetings/" + meeting + "/calendar.ics"); again.body != got.body {
		t.Error("another file for the same meeting")
	}
	w.get("/anzhen/meetings/"+meeting+"/calendar.ics").holds(t, 404)
}

func TestMeetingNotice(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, _ := w.announced(22)
	w.get("/hepingli/meetings/"+meeting+"/notice").holds(t, 200, "社区月协商公告", "和平里社区居民委员会", "2026 年 11 月 10 日", "第三十二条",
		"11 月 20 日（周五）19:00", "建电动车充电棚", "22 席", "010-84220000", `aria-label="二维码`, "!陈志远")
	w.get("/anzhen/meetings/"+meeting+"/notice").holds(t, 404)
}
