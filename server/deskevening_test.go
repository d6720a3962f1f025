package main

import (
	"fmt"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// evening announces a meeting on two topics and comes to its evening.
func (w *walk) evening() (meeting, first, second string) {
	first, second = w.agendaOfTwo()
	meeting = w.announce("2026-11-20 19:00", 2, first, second)
	w.absent(meeting, first)
	w.clock.set("2026-11-20 18:30")
	return meeting, first, second
}

func TestBeforeTheEvening(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, first, _ := w.evening()
	path := "/hepingli/desk/meetings/" + meeting
	w.clock.set("2026-11-20 17:59")
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "246810", "陈志远 2 号楼", "2 / 2 座", "1 人", "赵建国", "11 月 20 日（周五）18:00起可以开场", "!现在开场",
		"没到会的人留下的意见，2 条", "赞成建棚，离窗户远一点就好。", `href="/hepingli/meetings/`+meeting+`/notice"`)
	li.do("POST", path+"/open", map[string][]string{"command": {"open-too-early-001"}}).holds(t, 422, "这一步已经结束，或者还没有开始")
	li.get(path+"/code").holds(t, 200, "246810", "<path d=\"M0 0h7v1h-7z", "!<form id=\"open\"")
	li.get(path+"/sheet").holds(t, 200, "赵**", "孙**", "!赵建国", "!王**", "!246810")

	slip := []string{"topic", first, "paper", "07", "side", "against", "text", "太远"}
	li.send(path, "slip", append(slip, "side", "question", "text", "")...).holds(t, 422, "这一项需要填写", `value="07"`, "<details open>")
	li.send(path, "slip", append(slip, "text", strings.Repeat("远", 301))...).holds(t, 422, "最多 300 字", strings.Repeat("远", 301))
	li.send(path, "slip", append(slip, "topic", "no-such-topic-00001")...).holds(t, 422, "请在给出的选项里选一项")
	action, fields := li.get(path).fill(t, "slip", slip...)
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?at=slips&done=slip-entered#slips")
	}
	li.send(path, "slip", slip...).holds(t, 422, "您已经办过这件事", ">太远</textarea>")
	li.get(path+"?at=slips&done=slip-entered").holds(t, 200, "纸条已录入", "没到会的人留下的意见，3 条", "纸面 07 号")
	w.read(func(v *store.View) error {
		left, err := v.OpinionsLeft("hepingli", meeting, 10)
		if len(left) != 3 {
			t.Errorf("opinions %+v", left)
		}
		return err
	})
}

func TestSignInAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, _, _ := w.evening()
	path := "/hepingli/desk/meetings/" + meeting
	li := w.as("hepingli", "li")
	action, fields := li.get(path).fill(t, "open")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=opened")
	}
	li.get(path).holds(t, 200, "到会 0 人", "还没有人签到", `<option value="zhao"`, "（候补）", "李文静（居委会）", "!现在开场", "!取消这次会", "!钱多多")

	back := path + "?at=sign-in-by-hand&done=signed-in-by-hand#sign-in-by-hand"
	li.send(path, "sign-in", "resident", "", "as", "resident").holds(t, 422, "请在给出的选项里选一项", `href="#sign-in-resident"`)
	li.send(path, "sign-in", "resident", "zhao", "as", "king").holds(t, 422, "请在给出的选项里选一项", `<option value="zhao" selected>`)
	li.send(path, "sign-in", "resident", "qian", "as", "resident").holds(t, 422, "请在给出的选项里选一项")
	action, fields = li.get(path).fill(t, "sign-in", "resident", "zhao", "as", "representative")
	for range 2 {
		li.do("POST", action, fields).led(t, back)
	}
	li.send(path, "sign-in", "resident", "zhao", "as", "resident").holds(t, 422, "您已经办过这件事")
	li.get(path+"?who=王#sign-in-by-hand").holds(t, 200, "王秀兰 3 号楼", "到会 1 人", "居民代表", "!<option value=\"zhao\"")

	li.send(path, "guest", "name", "", "as", "property").holds(t, 422, "这一项需要填写", "<details open>")
	li.send(path, "guest", "name", strings.Repeat("刘", 31), "as", "property").holds(t, 422, "最多 30 字")
	li.send(path, "guest", "name", "和平物业 刘经理", "as", "property").led(t, back)
	li.get(path).holds(t, 200, "到会 2 人", "和平物业 刘经理", "18:30")
}

func TestHandsAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, first, second := w.evening()
	path := "/hepingli/desk/meetings/" + meeting
	w.open(meeting, "wang", "zhao", "sun")
	li := w.as("hepingli", "li")

	li.send(path, "option-"+second, "text", "").holds(t, 422, "这一项需要填写", `id="option-`+second+`-text-problem"`)
	action, fields := li.get(path).fill(t, "option-"+second, "text", "每周五清一次")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?at=topic-2&done=option-put#topic-2")
	}
	form := "hands-" + second + "-0-"
	li.send(path, form+"room").holds(t, 422, "这一项需要填写", `href="#`+form+`room-for"`)
	li.send(path, form+"room", "for", "3", "against", "1").holds(t, 422, "举手的人比签到的 3 人多，请核对，或先补签到", `value="1"`)
	li.send(path, form+"room", "for", "三").holds(t, 422, "请填整数", `value="三"`)
	li.send(path, form+"room", "for", "-1").holds(t, 422, "请填整数")
	li.send(path, form+"room", "for", "2", "option", "1").holds(t, 422)
	li.send(path, form+"room", "for", "2", "channel", "air").holds(t, 422)
	li.send(path, form+"room", "for", "2", "topic", first).holds(t, 422, "请在给出的选项里选一项")
	action, fields = li.get(path).fill(t, form+"room", "for", "2", "abstain", "1")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?at=topic-2&done=counted#topic-2")
	}
	li.send(path, form+"remote", "for", "41").led(t, path+"?at=topic-2&done=counted#topic-2")
	li.send(path, form+"room", "for", "3").led(t, path+"?at=topic-2&done=counted#topic-2")
	w.read(func(v *store.View) error {
		hands, err := v.HandsOf("hepingli", meeting)
		if len(hands) != 2 || hands[0] != (consultation.Hands{Topic: second, Channel: consultation.Remote, For: 41}) || hands[1] != (consultation.Hands{Topic: second, Channel: consultation.InRoom, For: 3}) {
			t.Errorf("hands %+v", hands)
		}
		options, _ := v.OptionsOf("hepingli", meeting)
		if len(options) != 1 {
			t.Errorf("options %+v", options)
		}
		return err
	})

	for i := 1; i < consultation.MaxOptions; i++ {
		li.send(path, "option-"+second, "text", fmt.Sprint("方案 ", i)).led(t, path+"?at=topic-2&done=option-put#topic-2")
	}
	li.get(path).holds(t, 200, `id="option-`+first+`"`, `!id="option-`+second+`"`, `id="hands-`+second+`-8-paper"`)
}

// A form that was open while the meeting ended says so and gives back what was typed.
func TestStaleFormsOfAnEvening(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, first, _ := w.evening()
	path := "/hepingli/desk/meetings/" + meeting
	w.open(meeting, "wang")
	w.option(meeting, first, "建三个棚", 0)
	li := w.as("hepingli", "li")
	page := li.get(path)
	li.send(path, "close").holds(t, 422, "这一项需要填写", `href="#close-sure"`)
	action, fields := li.get(path).fill(t, "close", "sure", "yes")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=closed")
	}
	for form, typed := range map[string][]string{
		"slip":                       {"topic", first, "paper", "9", "side", "question", "text", "要装烟感"},
		"guest":                      {"name", "供电所 马工", "as", "expert"},
		"option-" + first:            {"text", "先建一个棚"},
		"hands-" + first + "-0-room": {"for", "1"},
		"sign-in":                    {"resident", "zhao", "as", "resident"},
	} {
		action, fields := page.fill(t, form, typed...)
		got := li.do("POST", action, fields)
		got.holds(t, 422, "这一步已经结束，或者还没有开始", "会开完了，接着写协商记录")
		if len(typed[len(typed)-1]) > 9 || form == "guest" {
			got.holds(t, 422, "您刚才填的没有存下")
		}
	}
	li.get(path).holds(t, 200, "到会 1 人", "建三个棚", "没有计数", "!录入纸条", "!签到</button>")
	w.read(func(v *store.View) error {
		present, err := v.Attendance("hepingli", meeting)
		if len(present) != 1 {
			t.Errorf("present %+v", present)
		}
		return err
	})
}

// minutesFields are the fields of a record of two topics that is in order.
func minutesFields(change ...string) []string {
	return append([]string{
		"absent", "街道（请假）", "statements", "先说危险，再比选址。",
		"consensus.0", "先建一处", "dissent.0", "离窗户太近\n\n怕吵", "text.0", "建三个棚。", "kind.0", "settled", "owner.0", "和平物业", "task.0", "建棚", "due.0", "2027-01-20", "next.0", "", "why.0", "",
		"text.1", "请居民会议定。", "kind.1", "assembly", "next.1", "assembly", "owner.1", "多填的", "task.1", "", "due.1", "", "why.1", "money",
	}, change...)
}

func TestMinutesAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, first, second := w.evening()
	path := "/hepingli/desk/meetings/" + meeting + "/minutes"
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "这一步已经结束，或者还没有开始", "!<textarea")
	w.open(meeting, "wang", "zhao", "sun")
	w.option(meeting, first, "建三个棚", 0, consultation.Hands{Channel: consultation.InRoom, For: 2, Against: 1})
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, "hepingli", meeting)
	})
	li.get(path).holds(t, 200, "写记录", "方案 1：建三个棚", "其中居民", "!等待确认", "!更正了什么")

	for _, test := range []struct {
		name   string
		fields []string
		want   []string
	}{
		{"nothing", nil, []string{`href="#minutes-statements"`, `href="#minutes-kind.0"`, `href="#minutes-text.1"`}},
		{"settled without its fields", minutesFields("owner.0", "", "task.0", "", "due.0", ""), []string{"有 3 处要改", `id="minutes-owner.0-problem"`, `id="minutes-due.0-problem"`, "离窗户太近\n\n怕吵</textarea>"}},
		{"due on the day itself", minutesFields("due.0", "2026-11-19"), []string{`id="minutes-due.0-problem"`, `value="2026-11-19"`}},
		{"no body", minutesFields("next.1", ""), []string{`id="minutes-next.1-problem"`, "请居民会议定。</textarea>"}},
		{"no reason", minutesFields("kind.1", "hand", "why.1", ""), []string{`id="minutes-why.1-problem"`}},
		{"no kind", minutesFields("kind.1", "vote"), []string{`id="minutes-kind.1-problem"`}},
		{"too much dissent", minutesFields("dissent.0", strings.Repeat("不\n", 11)), []string{"最多 10 项", `id="minutes-dissent.0-problem"`}},
		{"a telephone", minutesFields("text.0", "找 13812345678"), []string{"电话或身份证号", "找 13812345678</textarea>"}},
	} {
		t.Run(test.name, func(t *testing.T) { li.send(path, "minutes", test.fields...).holds(t, 422, test.want...) })
	}

	action, fields := li.get(path).fill(t, "minutes", minutesFields()...)
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=drafted")
	}
	chen := w.as("hepingli", "chen") // who wrote the minutes does not publish them
	li.get(path).holds(t, 200, "第 1 版等待确认", "陈志远，还没有确认", "0 / 2 位", "这一步要由另一位来办", "!公布记录和结果")
	li.do("POST", path+"/publish", map[string][]string{"command": {"publish-my-own-words"}}).holds(t, 422, "这一步要由另一位来办")
	chen.get(path).holds(t, 200, "纪要还没有确认完", "!公布记录和结果")
	chen.do("POST", path+"/publish", map[string][]string{"command": {"publish-too-early-1"}}).holds(t, 422, "纪要还没有确认完", "第 1 版等待确认")
	w.confirm(meeting, "chen", "zhou", "wang")
	chen.get(path).holds(t, 200, "看居民看到的样子")
	li.get(path).holds(t, 200, "1 / 2 位：王秀兰", "11 月 20 日（周五）18:30 确认")

	stale, staleFields := li.get(path).fill(t, "minutes", minutesFields("text.0", "建两个棚。")...)
	li.send(path, "minutes", minutesFields("text.0", "在 3 号楼南侧建三个棚。")...).led(t, path+"?done=drafted")
	li.get(path).holds(t, 200, "0 / 2 位", "在 3 号楼南侧建三个棚。")
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	action, fields = chen.get(path).fill(t, "publish")
	for range 2 {
		chen.do("POST", action, fields).led(t, path+"?done=published")
	}
	w.read(func(v *store.View) error {
		m, err := v.LatestMinutes("hepingli", meeting)
		it := m.Items[0]
		if m.Version != 1 || m.PublishedAt.IsZero() || len(it.Dissent) != 2 || !it.Due.Equal(beijingTime("2027-01-21 00:00")) || m.Items[1].Owner != "" || m.Items[1].Why != "" {
			t.Errorf("published %+v", m)
		}
		tasks, _ := v.Tasks("hepingli", first)
		if len(tasks) != 1 {
			t.Errorf("tasks %+v", tasks)
		}
		to, _ := v.Topic("hepingli", second)
		if to.State != consultation.Assembly {
			t.Errorf("second topic %+v", to)
		}
		return err
	})
	// The draft that was open in another window is a correction now, and says so.
	li.do("POST", stale, staleFields).holds(t, 422, "更正了什么，为什么", "这一项需要填写", "建两个棚。</textarea>")
	w.correction(t, path, meeting, first)
}

// correction corrects what was published.
func (w *walk) correction(t *testing.T, path, meeting, first string) {
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "第 1 版已经公布", "更正", "和平物业：建棚，限 1 月 20 日（周三）", `!name="owner.0"`)
	w.clock.set("2026-11-25 09:00")
	words := []string{"correction", "棚数写错", "statements", "先说危险，再比选址。", "text.0", "建四个棚。", "text.1", "请居民会议定。"}
	li.send(path, "minutes", append(words, "correction", "")...).holds(t, 422, `id="minutes-correction-problem"`, "建四个棚。</textarea>")
	li.send(path, "minutes", append(words, "kind.0", "open")...).holds(t, 422, "更正只能改文字，不能改结果的类别", `href="#minutes-kind.0"`, `id="minutes-kind.0"`)
	li.send(path, "minutes", words...).led(t, path+"?done=drafted")
	li.get(path).holds(t, 200, "第 2 版等待确认", "第 1 版已经公布", "棚数写错</textarea>")
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.as("hepingli", "zhou").send(path, "publish").led(t, path+"?done=published")
	w.read(func(v *store.View) error {
		o, err := v.Outcome("hepingli", first, meeting)
		if o.Version != 2 || o.Text != "建四个棚。" || !o.PublishedAt.Equal(w.clock.Now()) {
			t.Errorf("outcome %+v", o)
		}
		return err
	})
	li.get(path).holds(t, 200, "第 2 版已经公布")
}
