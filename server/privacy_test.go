package main

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// hasPhone gives somebody a number to which they have consented.
func (b *booted) hasPhone(home, resident, number string) {
	b.t.Helper()
	b.act(home, resident, func(tx *store.Tx, by residents.Sender) error { return residents.SetPhone(tx, by, number, true) })
}

func (b *booted) view(fn func(*store.View) error) {
	b.t.Helper()
	if err := b.store.View(context.Background(), fn); err != nil {
		b.t.Fatal(err)
	}
}

func TestConsentIsTakenBackAsEasilyAsGiven(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.hasPhone("hepingli", "wang", "13812341234")
	const page = "/hepingli/me/privacy"
	b.get(page).holds(t, 401)
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/me").holds(t, 200, `href="/hepingli/me/privacy"`)
	wang.get(page).holds(t, 200, "登录用的手机号 138****1234", "11 月 3 日 09:00，在线同意", "第 1 版，2026 年 1 月 1 日", "短信登录；工作人员写明理由才能看", "!13812341234", `href="/hepingli/me/leave"`, "到您撤回同意、换号或离开")
	wang.get("/anzhen/me/privacy").led(t, page)

	action, fields := wang.get(page).fill(t, "consent-photo")
	if action != "/hepingli/me/consents/photo" || fields.Get("given") != "yes" {
		t.Error(action, fields)
	}
	wang.do("POST", action, fields).led(t, page+"?done=consented")
	wang.do("POST", action, fields).led(t, page+"?done=consented") // the same command again
	action, fields = wang.get(page).fill(t, "consent-photo")
	if fields.Get("given") != "no" {
		t.Error("no button beside what was given:", fields)
	}
	wang.do("POST", action, fields).led(t, page+"?done=withdrawn-consent")
	wang.get(page).holds(t, 200, "11 月 3 日撤回")
	wang.send(page, "consent-phone").led(t, page+"?done=withdrawn-consent")
	b.view(func(v *store.View) error {
		all, err := v.Consents("hepingli", "wang")
		if len(all) != 4 || all[3].Given {
			t.Errorf("rows: %+v", all)
		}
		if _, gone := v.PhoneOf("hepingli", "wang"); gone != residents.ErrNotFound {
			t.Error("the number outlives the consent")
		}
		return err
	})

	bad := func(path, given string) reply {
		_, fields := wang.get(page).fill(t, "consent-photo")
		fields.Set("given", given)
		return wang.do("POST", path, fields)
	}
	bad("/hepingli/me/consents/advertising", "yes").holds(t, 404)
	bad("/hepingli/me/consents/phone", "yes").holds(t, 404) // only by proving a number
	bad("/hepingli/me/consents/photo", "maybe").holds(t, 422)
	bad("/anzhen/me/consents/photo", "yes").holds(t, 404)
	bad("/hepingli/me/consents/join", "no").led(t, "/hepingli/me/leave")
	b.visitorDo("/hepingli/me/consents/photo", url.Values{"command": {anID}, "given": {"yes"}}).holds(t, 401)
}

// visitorDo posts a form as somebody who is signed in nowhere.
func (b *booted) visitorDo(path string, fields url.Values) reply {
	other := *b
	other.client = b.visitor()
	return other.do("POST", path, fields)
}

// A guardian takes their consent back, and the child's account is over.
func TestGuardianTakesConsentBack(t *testing.T) {
	t.Parallel()
	b := boot(t)
	child := residents.Resident{ID: "child-00000000000001", Community: "hepingli", Name: "王小宝", Building: "3 号楼", BirthYear: 2011, JoinedAt: b.clock.Now(), ConfirmedAt: b.clock.Now()}
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		if err := tx.AddResident(child); err != nil {
			return err
		}
		if err := residents.GiveConsent(tx, by, child, residents.PurposeGuardian, residents.Online); err != nil {
			return err
		}
		return tx.AddMandate(residents.Mandate{Community: "hepingli", ID: "mandate-000000000001", Person: child.ID, Helper: "wang", Kind: residents.HelpGuardian,
			Channel: residents.Online, MadeBy: "wang", From: by.Now, To: by.Now.AddDate(3, 0, 0)})
	})
	little := b.as("hepingli", child.ID)
	little.get("/hepingli/me/privacy").holds(t, 200)
	wang, sun := b.as("hepingli", "wang"), b.as("hepingli", "sun")
	action, fields := wang.get("/hepingli/me/privacy").fill(t, "ward-"+child.ID)
	sun.do("POST", action, fields).holds(t, 404)
	wang.do("POST", action, fields).led(t, "/hepingli/me/privacy?done=ward-left")
	wang.get("/hepingli/me/privacy").holds(t, 200, "!王小宝")
	little.get("/hepingli/me/privacy").holds(t, 401)
}

func TestOwnDataIsTheOwnersAlone(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.hasPhone("hepingli", "wang", "13812341234")
	topic := b.raise("hepingli", "wang", "楼道灯不亮")
	const page, path = "/hepingli/me/data", "/hepingli/me/data.json"
	b.get(page).holds(t, 401, "!王秀兰")
	b.get(path).holds(t, 401, "!王秀兰")
	wang := b.as("hepingli", "wang")
	wang.get(page).holds(t, 200, "王秀兰", "3 号楼", "13812341234", "楼道灯不亮", "居民", "登录用的手机号", "通行密钥", "待审核", "!token")
	got := wang.get(path)
	got.holds(t, 200)
	if h := got.Header.Get("Content-Disposition"); !strings.HasPrefix(h, `attachment; filename*=UTF-8''%E6%88%91`) {
		t.Error("not to be saved:", h)
	}
	if got.Header.Get("Cache-Control") != private {
		t.Error("kept by others:", got.Header)
	}
	var file dataFile
	if err := json.Unmarshal([]byte(got.body), &file); err != nil || file.Person != "王秀兰" {
		t.Fatal(err, got.body)
	}
	kinds := map[string]int{}
	for _, k := range file.Kinds {
		kinds[k.Table] = len(k.Rows)
		if k.Why == "" || k.Keep == "" {
			t.Error(k.Table, "does not say why and how long")
		}
		if k.Table == "topics" && k.Rows[0]["id"] != topic {
			t.Error(k.Rows)
		}
	}
	for _, table := range []string{"residents", "roles", "phones", "consents", "topics", "sessions"} {
		if kinds[table] == 0 {
			t.Errorf("nothing of %s: %v", table, kinds)
		}
	}
	// Somebody else, also of the same community, also from the desk, gets their own and no more.
	for _, who := range [][2]string{{"hepingli", "zhao"}, {"hepingli", "chen"}} {
		b.as(who[0], who[1]).get(path).holds(t, 200, "!王秀兰", "!13812341234", "!楼道灯不亮")
	}
	qian := b.as("anzhen", "qian")
	qian.get(path).led(t, "/anzhen/me/data.json")
	qian.get(page).led(t, "/anzhen/me/data")
	// Not with a session that began long ago.
	old := *b
	old.client = b.visitor()
	old.signInBy(residents.ByLink, "hepingli", "wang")
	old.get(path).holds(t, 200)
	b.clock.set("2026-11-03 09:16")
	old.get(path).holds(t, 403, "离上一次登录太久了", "!13812341234")
	old.get(page).holds(t, 200)
}

// Whoever asks to be deleted after the vote is gone; what was counted and written down stays whole.
func TestLeavingKeepsCountsAndRecordWhole(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.hasPhone("hepingli", "zhao", "13912345678")
	shed := w.accepted("三号楼建充电棚")
	w.by("hepingli/zhao", func(tx *store.Tx, by residents.Sender) error { return consultation.Support(tx, by, "hepingli", shed) })
	mine := w.raise("hepingli/zhao", "五号楼门口积水")
	w.screen(consultation.Screening{Topic: mine, Decision: consultation.Accept})
	draft := w.raise("hepingli/zhao", "只有我自己看得到的草稿")
	meeting := w.announce("2026-11-20 19:00", 22, shed, mine)
	w.hold(meeting, "2026-11-20 19:00", settledItem(shed, "2027-01-20"), settledItem(mine, "2027-01-20"))
	w.publish(meeting)
	w.clock.set("2026-11-21 09:00")
	pages := []string{"/hepingli", "/hepingli/topics", "/hepingli/topics/" + shed, "/hepingli/topics/" + mine, "/hepingli/meetings/" + meeting, "/hepingli/meetings/" + meeting + "/minutes", "/hepingli/archive", "/hepingli/record"}
	wang := w.as("hepingli", "wang")
	before := map[string]string{}
	for _, path := range pages {
		before[path] = wang.get(path).body
	}
	size, err := w.verify()
	if err != nil {
		t.Fatal(err)
	}

	zhao := w.as("hepingli", "zhao")
	other := w.as("hepingli", "zhao") // on another device
	zhao.get("/hepingli/me/leave").holds(t, 200, "确定离开", "离开以后不能恢复", "已离开的居民")
	zhao.send("/hepingli/me/leave", "leave").holds(t, 422, "要勾选这一项才能继续")
	action, fields := zhao.get("/hepingli/me/leave").fill(t, "leave", "sure", "yes")
	got := zhao.do("POST", action, fields)
	got.led(t, "/hepingli?done=left")
	if got.Header.Get("Clear-Site-Data") == "" || !strings.Contains(got.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Error("the browser keeps something:", got.Header)
	}
	zhao.get("/hepingli?done=left").holds(t, 200, "您已离开议事厅", "!赵建国")
	for _, gone := range []*booted{zhao, other} {
		gone.get("/hepingli/me/data").holds(t, 401, "!赵建国")
	}

	after, err := w.verify()
	if err != nil || after != size {
		t.Errorf("the record had %d entries and has %d: %v", size, after, err)
	}
	for _, path := range pages {
		got := wang.get(path)
		got.holds(t, 200, "!赵建国", "!赵*", "!赵**")
		for _, words := range []string{"人附议", "人到会", "赞成", "到会"} {
			if strings.Count(got.body, words) != strings.Count(before[path], words) {
				t.Errorf("%s counts otherwise now: %s", path, words)
			}
		}
	}
	wang.get("/hepingli/topics/"+mine).holds(t, 200, residents.Gone, "五号楼门口积水")
	wang.get("/hepingli/topics/"+draft).holds(t, 404)
	w.view(func(v *store.View) error {
		topic, err := v.Topic("hepingli", shed)
		held, err2 := v.Attendance("hepingli", meeting)
		if supports, _ := v.Supports("hepingli", shed, "zhao"); !supports || len(held) != 5 {
			t.Errorf("what was counted is gone: %+v, %d present", topic, len(held))
		}
		if one, err := v.Topic("hepingli", draft); err != nil || one.Problem != "" || one.State != consultation.Withdrawn {
			t.Errorf("the draft: %+v, %v", one, err)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	// The desk goes on with the topic of somebody who has left.
	li := w.as("hepingli", "li")
	li.get("/hepingli/desk/people").holds(t, 200, "!赵建国")
	li.get("/hepingli/desk/people/zhao").holds(t, 404)
	li.get("/hepingli/desk/case/"+mine).holds(t, 200)
}

// verify checks the whole record of hepingli and counts its entries.
func (w *walk) verify() (size int64, err error) {
	w.t.Helper()
	w.view(func(v *store.View) error {
		if size, err = v.LogSize("hepingli"); err != nil {
			return err
		}
		_, err = v.VerifyLog("hepingli")
		return nil
	})
	return size, err
}

func TestWhoMayNotLeaveYet(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	// The last director hands over first.
	chen := w.as("hepingli", "chen")
	chen.get("/hepingli/me/leave").holds(t, 200, "您是现在唯一的居委会主任", "请系统管理员先登记接任的人", `!id="leave"`)
	chen.do("POST", "/hepingli/me/leave", url.Values{"command": {anID}, "sure": {"yes"}}).holds(t, 422, "只有您一个人担任这个职务")
	// Who chairs a meeting sees it through.
	w.announce("2026-11-20 19:00", 22, w.accepted("建棚"))
	zhou := w.as("hepingli", "zhou")
	zhou.get("/hepingli/me/leave").holds(t, 200, "您主持或记录的协商会还没有公布纪要：11 月 20 日")
	zhou.do("POST", "/hepingli/me/leave", url.Values{"command": {anID + "2"}, "sure": {"yes"}}).holds(t, 422, "您主持或记录的协商会")

	// Not with a session that began long ago, and not somebody else's.
	old := *w.booted
	old.client = w.visitor()
	old.signInBy(residents.ByLink, "hepingli", "sun")
	w.clock.set("2026-11-03 10:00")
	old.do("POST", "/hepingli/me/leave", url.Values{"command": {anID + "3"}, "sure": {"yes"}}).holds(t, 422, "离上一次登录太久了")
	w.visitorDo("/hepingli/me/leave", url.Values{"command": {anID + "4"}, "sure": {"yes"}}).holds(t, 401)
	w.as("anzhen", "qian").do("POST", "/hepingli/me/leave", url.Values{"command": {anID + "5"}, "sure": {"yes"}}).holds(t, 404)
	w.view(func(v *store.View) error {
		for _, who := range [][2]string{{"hepingli", "chen"}, {"hepingli", "zhou"}, {"hepingli", "sun"}, {"anzhen", "qian"}} {
			if _, err := v.Standing(who[0], who[1]); err != nil {
				t.Errorf("%v has left: %v", who, err)
			}
		}
		return nil
	})
}
