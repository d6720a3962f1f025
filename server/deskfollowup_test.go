package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// object lets somebody of hepingli object to an outcome.
func (w *walk) object(who, topic, meeting, words string) string {
	w.t.Helper()
	return w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
		return consultation.Object(tx, by, "hepingli", topic, meeting, words)
	})
}

func TestObjectionsAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	const path = "/hepingli/desk/outcomes"
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "还没有公布过协商结果", "没有等待答复的异议")
	topic, meeting := w.carrying()
	suns := w.object("sun", topic, meeting, "正对我家窗户")
	lis := w.object("li", topic, meeting, "电费谁出")
	li.get(path).holds(t, 200, "正对我家窗户", "孙**", "!孙小梅", "11 月 27 日（周五）前答复", "第 1 天，共 15 天", "异议 2 件，待答复 2 件",
		`id="answer-`+suns+`"`, `!id="answer-`+lis+`"`, "不能处理自己提出的事项", "公开中", "!公开期已满",
		`href="/hepingli/desk/outcomes/`+meeting+`/`+topic+`"`)

	li.send(path, "answer-"+suns, "reply", "").holds(t, 422, "这一项需要填写", `id="answer-`+suns+`-reply-problem"`)
	li.send(path, "answer-"+suns, "reply", strings.Repeat("答", 501)).holds(t, 422, "最多 500 字", strings.Repeat("答", 501))
	li.send(path, "answer-"+suns, "reply", "请打 13812345678").holds(t, 422, "电话或身份证号", "请打 13812345678</textarea>")
	zhou := w.as("hepingli", "zhou")
	stale, words := zhou.get(path).fill(t, "answer-"+suns, "reply", "我们再量一次")
	action, fields := li.get(path).fill(t, "answer-"+suns, "reply", "往东移十米")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=objection-answered")
	}
	zhou.do("POST", stale, words).holds(t, 422, "您已经办过这件事", "您刚才填的没有存下", "我们再量一次")
	w.clock.set("2026-12-01 09:00")
	w.as("hepingli", "zhou").get(path).holds(t, 200, "已过答复期限", "!正对我家窗户", `id="answer-`+lis+`"`)
	w.clock.set("2026-12-09 09:00")
	w.as("hepingli", "zhou").get(path).holds(t, 200, "公开期已满", "已满 15 天", "!公开中")

	li = w.as("hepingli", "li")
	sheet := path + "/" + meeting + "/" + topic
	li.get(sheet).holds(t, 200, "协商结果公开", "担心离住户窗户太近。", "2026 年 11 月 23 日（周一）至12 月 8 日（周二），共 15 天", "和平物业承办，限 2027 年 1 月 20 日（周三）", "010-84220000", "二维码")
	li.get(path+"/"+meeting+"/no-such-topic-000001").holds(t, 404)
	w.as("hepingli", "sun").get(sheet).holds(t, 403)
	wu := w.as("anzhen", "wu")
	wu.get(strings.Replace(sheet, "hepingli", "anzhen", 1)).holds(t, 404)
	foreign := url.Values{"command": {"foreign-command-01"}, "part": {lis}, "reply": {"好"}}
	wu.do("POST", "/anzhen/desk/outcomes/answer", foreign).holds(t, 404)
	wu.do("POST", "/hepingli/desk/outcomes/answer", foreign).holds(t, 403)
	w.get(path).holds(t, 401)
}

// task is the id of the topic's one task.
func (w *walk) task(topic string) (id string) {
	w.t.Helper()
	w.read(func(v *store.View) error {
		all, err := v.Tasks("hepingli", topic)
		id = all[0].ID
		return err
	})
	return id
}

func TestTasksAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	const path = "/hepingli/desk/tasks"
	w.as("hepingli", "li").get(path).holds(t, 200, "没有正在落实的事")
	topic, _ := w.carrying()
	task := w.task(topic)
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "建三处充电棚", "1 月 20 日（周三）前，还有 57 天", "承办：和平物业", "还没有写过进展", `href="/hepingli/desk/case/`+topic+`"`)

	form := "progress-" + task
	li.send(path, form, "text", "").holds(t, 422, "这一项需要填写", "<details open>")
	li.send(path, form, "text", strings.Repeat("进", 801)).holds(t, 422, "最多 800 字", strings.Repeat("进", 801))
	action, fields := li.get(path).fill(t, form, "text", "地面已经硬化")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=progress-posted")
	}
	w.read(func(v *store.View) error {
		posts, err := v.ProgressOf("hepingli", topic)
		if len(posts) != 1 || posts[0].Text != "地面已经硬化" || posts[0].Task != task {
			t.Errorf("posts %+v", posts)
		}
		return err
	})
	w.clock.set("2027-01-21 00:00")
	li = w.as("hepingli", "li")
	page := li.get(path)
	page.holds(t, 200, "地面已经硬化", "1 月 20 日（周三）到期，逾期 1 天", "1 逾期")

	action, fields = page.fill(t, "finish-"+task)
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=task-finished")
	}
	li.get(path).holds(t, 200, "没有正在落实的事")
	action, fields = page.fill(t, form, "text", "还差验收")
	li.do("POST", action, fields).holds(t, 422, "这一步已经结束", "您刚才填的没有存下", "还差验收")

	foreign := url.Values{"command": {"foreign-command-02"}, "part": {task}, "text": {"好"}}
	wu := w.as("anzhen", "wu")
	wu.do("POST", "/anzhen/desk/tasks/progress", foreign).holds(t, 404)
	wu.do("POST", "/hepingli/desk/tasks/progress", foreign).holds(t, 403)
	foreign.Del("text")
	wu.do("POST", "/anzhen/desk/tasks/finish", foreign).holds(t, 404)
	w.as("hepingli", "sun").do("POST", path+"/finish", foreign).holds(t, 403)
}

func TestCaseAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic, _ := w.carrying()
	path := "/hepingli/desk/case/" + topic
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "3 号楼南侧建电动车充电棚", "正在落实", "协商一致，交付落实", "建三处充电棚", `<option value="zhao">赵建国 5 号楼`, "移交和平里街道", "!12345 回访", "!居民评价", "!记录居民会议")

	for _, test := range []struct {
		fields []string
		want   []string
	}{
		{[]string{"owner", "供电所", "due", "2026-12-20"}, []string{`id="task-task-problem"`, `value="供电所"`}},
		{[]string{"task", "接电", "owner", "供电所", "due", "2026-11-23"}, []string{`id="task-due-problem"`, `value="接电"`}},
		{[]string{"task", "接电", "owner", "供电所", "due", "下周"}, []string{`id="task-due-problem"`, `value="下周"`}},
		{[]string{"task", "接电", "owner", "供电所", "due", "2026-12-20", "helper", "qian"}, []string{`id="task-helper-problem"`}},
		{[]string{"task", strings.Repeat("电", 61), "owner", "供电所", "due", "2026-12-20"}, []string{"最多 60 字"}},
	} {
		li.send(path, "task", test.fields...).holds(t, 422, append(test.want, "<details open>")...)
	}
	action, fields := li.get(path).fill(t, "task", "task", "接电", "owner", "供电所", "due", "2026-12-20", "helper", "zhao")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=task-added")
	}
	li.get(path).holds(t, 200, "接电", "承办：供电所", "赵建国 5 号楼帮忙", "12 月 20 日（周日）前，还有 26 天")
	stale, words := li.get(path).fill(t, "task", "task", "验收", "owner", "供电所", "due", "2026-12-25")
	w.finish(topic)
	li.do("POST", stale, words).holds(t, 422, "这一步已经结束", `value="验收"`)
	w.rate("zhao", topic, consultation.SolvedYes, 5)
	w.rate("sun", topic, consultation.SolvedPartly, 4)
	li.get(path).holds(t, 200, "请居民评价", "2 人评价", "4.5 / 5", "平均低于 3.5 分", "11 月 24 日（周二）办完", "!添一件要办的事", "!办不了，移交上一级")
	w.clock.set("2026-12-20 09:00")
	w.tick()
	w.as("hepingli", "li").get(path).holds(t, 200, "已归档", "2 人评价", "!评价到")

	w.as("hepingli", "sun").get(path).holds(t, 403)
	wu := w.as("anzhen", "wu")
	there := strings.Replace(path, "hepingli", "anzhen", 1)
	wu.get(there).holds(t, 404)
	for form, typed := range map[string]url.Values{
		"/tasks": {"task": {"接电"}, "owner": {"供电所"}, "due": {"2027-12-20"}}, "/resolution": {"text": {"通过"}, "passed": {"no"}},
		"/callbacks": {"asked": {"0"}, "solved": {"0"}, "satisfied": {"0"}}, "/hand-on": {"why": {"money"}, "text": {"钱不够"}},
	} {
		typed.Set("command", "foreign-command-03")
		wu.do("POST", there+form, typed).holds(t, 404)
		wu.do("POST", path+form, typed).holds(t, 403)
	}
}

func TestResolutionAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	first, second := w.agendaOfTwo()
	meeting := w.announce("2026-11-20 19:00", 22, first, second)
	w.hold(meeting, "2026-11-20 19:00",
		consultation.MinuteItem{Topic: first, Kind: consultation.ToAssembly, Text: "请居民代表会议定。", Next: "reps_meeting"},
		consultation.MinuteItem{Topic: second, Kind: consultation.ToAssembly, Text: "请居民会议定。", Next: "assembly"})
	w.publish(meeting)
	li := w.as("hepingli", "li")
	path, other := "/hepingli/desk/case/"+first, "/hepingli/desk/case/"+second
	li.get(path).holds(t, 200, "待居民会议决定", "记录居民代表会议的决定", "!添一件要办的事")
	decided := []string{"text", "12 月 5 日居民代表会议，应到 61，到 46，赞成 33。", "passed", "yes", "task", "建棚", "owner", "和平物业", "due", "2027-02-01"}
	li.send(path, "resolution", append(decided, "passed", "")...).holds(t, 422, `id="resolution-passed-problem"`, "赞成 33。</textarea>")
	li.send(path, "resolution", append(decided, "owner", "")...).holds(t, 422, `id="resolution-owner-problem"`)
	li.send(path, "resolution", append(decided, "due", "")...).holds(t, 422, `id="resolution-due-problem"`)
	stale, words := li.get(path).fill(t, "resolution", decided...)
	action, fields := li.get(path).fill(t, "resolution", decided...)
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=resolved")
	}
	li.get(path).holds(t, 200, "正在落实", "建棚", "到 46，赞成 33。", "!记录居民代表会议的决定")
	li.do("POST", stale, words).holds(t, 422, "这一步已经结束", "赞成 33。</textarea>")

	li.send(other, "resolution", "text", "没有通过。", "passed", "no", "task", "不算", "owner", "", "due", "").led(t, other+"?done=resolved")
	li.get(other).holds(t, 200, "已归档", "没有通过。", "!不算")
}

func TestHandOnAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic, _ := w.carrying()
	path := "/hepingli/desk/case/" + topic
	li := w.as("hepingli", "li")
	li.send(path, "hand-on", "why", "", "text", "请街道协调供电").holds(t, 422, `id="hand-on-why-problem"`, "请街道协调供电</textarea>")
	li.send(path, "hand-on", "why", "money", "text", "").holds(t, 422, `id="hand-on-text-problem"`, `<option value="money" selected>`)
	action, fields := li.get(path).fill(t, "hand-on", "why", "money", "text", "请街道协调供电")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=handed-on")
	}
	li.get(path).holds(t, 200, "转上级办理", "移交和平里街道：经费超出社区能定的数额", "请街道协调供电", "等和平里街道接收或退回", "!添一件要办的事", "!办不了，移交上一级")
	w.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Receive(tx, by, "hepingli", topic, true, "由城建科办", w.clock.Now().Add(30*24*time.Hour))
	}, "hepingli")
	w.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.PostUpdate(tx, by, "hepingli", topic, "whistle", "已约供电所到场")
	}, "hepingli")
	li.get(path).holds(t, 200, "已接收", "由城建科办", "街道吹哨，部门报到", "已约供电所到场", "!等和平里街道接收或退回")
	li.do("POST", path+"/hand-on", url.Values{"command": {"hand-on-again-0001"}, "why": {"money"}, "text": {"再交一次"}}).holds(t, 422, "您现在的身份不能做这件事", "您刚才填的没有存下", "再交一次")
}

func TestCallbacksAtTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic := w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.OpenFromCalls(tx, by, consultation.Cluster{Calls: 23, Days: 30, Raising: consultation.Raising{
			Community: "hepingli", Title: "污水外溢", Problem: "雨天返水", Place: "7 号楼", Affected: "7 号楼", Wish: "疏通主管"}})
		return err
	})
	path := "/hepingli/desk/case/" + topic
	li := w.as("hepingli", "li")
	li.get(path).holds(t, 200, "30 天里 23 件来电", "!添一件要办的事")
	li.send(path, "callbacks", "asked", "24", "solved", "20", "satisfied", "19").holds(t, 422, "请填整数，最大 23", `value="24"`)
	li.send(path, "callbacks", "asked", "22", "solved", "23", "satisfied", "19").holds(t, 422, "请填整数，最大 22", `id="callbacks-solved-problem"`)
	li.send(path, "callbacks", "asked", "", "solved", "1", "satisfied", "1").holds(t, 422, `id="callbacks-asked-problem"`)
	action, fields := li.get(path).fill(t, "callbacks", "asked", "22", "solved", "20", "satisfied", "19")
	for range 2 {
		li.do("POST", action, fields).led(t, path+"?done=callbacks-noted")
	}
	li.get(path).holds(t, 200, `value="22"`, `value="20"`, `value="19"`)
}

// A photo goes along with a progress post; what is no photo is refused beside its field.
func TestProgressWithAPhoto(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic, _ := w.carrying()
	form := "progress-" + w.task(topic)
	li := w.as("hepingli", "li")
	const path = "/hepingli/desk/tasks"
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	action, fields := li.get(path).fill(t, form, "text", "地面已经硬化")
	for range 2 {
		li.upload(action, fields, "photos", picture.Bytes()).led(t, path+"?done=progress-posted")
	}
	w.read(func(v *store.View) error {
		photos, err := v.PhotosOn("hepingli", topic)
		if len(photos) != 1 {
			t.Errorf("photos %+v", photos)
		}
		return err
	})
	li.get("/hepingli/desk/case/"+topic).holds(t, 200, "进展，照片 1 张")
	action, fields = li.get(path).fill(t, form, "text", "再来四张")
	five := [][]byte{picture.Bytes(), picture.Bytes(), picture.Bytes(), picture.Bytes(), picture.Bytes()}
	li.upload(action, fields, "photos", five...).holds(t, 422, "最多 4 张照片", "再来四张</textarea>", "刚才选的照片没有保留")
}

// upload sends a form with files.
func (b *booted) upload(action string, fields url.Values, name string, files ...[]byte) reply {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for field, all := range fields {
		for _, s := range all {
			_ = m.WriteField(field, s)
		}
	}
	for _, file := range files {
		part, err := m.CreateFormFile(name, "a.jpg")
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = part.Write(file)
	}
	_ = m.Close()
	return b.do("POST", action, nil, func(r *http.Request) {
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.Body, r.ContentLength = io.NopCloser(&body), int64(body.Len())
	})
}
