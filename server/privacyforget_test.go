package main

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

func TestNumberIsSeenOneAtATimeForAReason(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.hasPhone("hepingli", "wang", "13812341234")
	const page = "/hepingli/desk/people/wang"
	li := b.as("hepingli", "li")
	li.get(page).holds(t, 200, "138****1234", "!13812341234")
	li.send(page, "see-phone").holds(t, 422, "请在给出的选项里选一项", "!13812341234")
	li.send(page, "see-phone", "reason", "other").holds(t, 422, "这一项需要填写", "!13812341234")
	action, fields := li.get(page).fill(t, "see-phone", "reason", "other", "words", "门口水管爆了")
	li.do("POST", action, fields).holds(t, 200, "13812341234", "只显示这一次")
	li.do("POST", action, fields).holds(t, 200, "!13812341234", "刚才已经显示过") // the same command again
	li.get(page).holds(t, 200, "!13812341234")
	li.get("/hepingli/desk/people/zhao").holds(t, 200, "没有留手机号")

	b.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "工作人员因「其他：门口水管爆了」看了一次您的手机号")
	b.view(func(v *store.View) error {
		lines, err := v.AuditBefore("hepingli", store.AuditFilter{Action: residents.SeePhone, Result: residents.Done}, store.AuditKey{}, 10)
		if len(lines) != 1 || lines[0].Actor != "li" || lines[0].Subject != "wang" || lines[0].Reason != "其他：门口水管爆了" {
			t.Errorf("audit: %+v", lines)
		}
		n := 0
		for _, l := range lines {
			if strings.Contains(string(l.Reason)+l.Subject, "13812341234") {
				n++
			}
		}
		if n > 0 {
			t.Error("the number stands in the audit")
		}
		return err
	})
	for _, who := range [][2]string{{"hepingli", "zhao"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}} {
		them := b.as(who[0], who[1])
		them.do("POST", action, url.Values{"command": {residents.NewID(b.clock.Now())}, "reason": {"topic"}, "words": {""}}).holds(t, 403, "!13812341234")
	}
	_, fields = li.get(page).fill(t, "see-phone", "reason", "topic")
	li.do("POST", "/hepingli/desk/people/qian/phone", fields).holds(t, 404)
	b.visitorDo(action, fields).holds(t, 401, "!13812341234")
	weak := *b
	weak.client = b.visitor()
	weak.signInBy(residents.ByLink, "hepingli", "li")
	weak.do("POST", action, fields).holds(t, 403, "!13812341234")
}

// The desk notes that somebody has moved away or died.
func TestNoteGone(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const page = "/hepingli/desk/people/sun"
	li := b.as("hepingli", "li")
	li.send(page, "gone", "reason", "moved").holds(t, 422, "要勾选这一项才能继续")
	li.get("/hepingli/desk/people/chen").holds(t, 200, `!id="gone"`) // who holds an office is the administrators'
	li.get("/hepingli/desk/people/li").holds(t, 200, `!id="gone"`)
	action, fields := li.get(page).fill(t, "gone", "reason", "died", "sure", "yes")
	for _, who := range [][2]string{{"hepingli", "zhao"}, {"anzhen", "wu"}, {"hepingli", "sun"}} {
		b.as(who[0], who[1]).do("POST", action, fields).holds(t, 403)
	}
	li.do("POST", strings.Replace(action, "sun", "chen", 1), fields).holds(t, 422, "对方有任职")
	li.do("POST", strings.Replace(action, "sun", "qian", 1), fields).holds(t, 404)
	li.do("POST", action, fields).led(t, "/hepingli/desk/people?done=noted-gone")
	li.get("/hepingli/desk/people?done=noted-gone").holds(t, 200, "已登记离开", "!孙小梅")
	b.view(func(v *store.View) error {
		lines, err := v.AuditBefore("hepingli", store.AuditFilter{Action: residents.NoteLeaving, Result: residents.Done}, store.AuditKey{}, 10)
		if len(lines) != 1 || lines[0].Reason != "去世了" || lines[0].Subject != "sun" {
			t.Errorf("audit: %+v", lines)
		}
		gone, err2 := v.Resident("hepingli", "sun")
		if gone.Name != "" || err2 != nil {
			t.Errorf("%+v, %v", gone, err2)
		}
		return err
	})
	// An administrator notes it of whoever holds an office, also of the last director.
	token := b.admin()
	root := b.as(residents.Installation, token)
	root.send("/admin/desk/bodies/hepingli/people/chen", "gone", "reason", "moved", "sure", "yes").led(t, "/admin/desk/bodies/hepingli?done=noted-gone")
	b.view(func(v *store.View) error {
		if _, err := v.Standing("hepingli", "chen"); err != residents.ErrNotFound {
			t.Error("the director is still here:", err)
		}
		return nil
	})
}

// admin is the id of the installation's first administrator.
func (b *booted) admin() (id string) {
	b.view(func(v *store.View) error {
		all, err := v.Residents(residents.Installation, "", 1)
		if len(all) == 1 {
			id = all[0].ID
		}
		return err
	})
	if id == "" {
		b.t.Fatal("no administrator")
	}
	return id
}

// What is past its time goes by itself, once, whichever server turns; the rest stays.
func TestTurnForgets(t *testing.T) {
	t.Parallel()
	b := boot(t)
	wang := b.as("hepingli", "wang")
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		never := residents.Resident{ID: "never-00000000000001", Community: "hepingli", Name: "没确认", Building: "3 号楼", Adult: true, JoinedAt: by.Now}
		for i := range 3 {
			if err := tx.AddSignInLink(store.NewToken(), store.SignInLink{Community: "hepingli", Resident: "wang", Expires: by.Now.Add(time.Duration(i) * time.Hour)}); err != nil {
				return err
			}
		}
		return tx.AddResident(never)
	})
	second, err := NewPortal(Settings{Clock: b.clock.Now, Log: b.portal.log, Store: b.store})
	if err != nil {
		t.Fatal(err)
	}
	turn := func() {
		t.Helper()
		var both sync.WaitGroup
		for _, p := range []*Portal{b.portal, second} {
			both.Go(func() {
				if err := p.Turn(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
	}
	kept := func(what string, rows int) {
		t.Helper()
		b.view(func(v *store.View) error {
			all, err := v.PersonalData("hepingli", "wang", 100)
			n := 0
			for _, h := range all {
				if h.Name == what {
					n = len(h.Rows)
				}
			}
			if n != rows {
				t.Errorf("%d rows of %s, not %d", n, what, rows)
			}
			return err
		})
	}
	turn()
	kept("sessions", 1)
	kept("sign_in_links", 3)
	b.clock.set("2026-12-03 09:30")
	turn()
	kept("sign_in_links", 2)
	kept("sessions", 1)
	b.clock.set("2027-01-02 09:30") // not used for 30 days, and 30 days more
	turn()
	kept("sign_in_links", 0)
	kept("sessions", 0)
	wang.get("/hepingli/me/privacy").holds(t, 401)
	b.clock.set("2027-05-03 09:00")
	turn()
	b.view(func(v *store.View) error {
		if r, err := v.Resident("hepingli", "never-00000000000001"); r.Name != "" || err != nil {
			t.Errorf("who was never confirmed: %+v, %v", r, err)
		}
		if r, err := v.Resident("hepingli", "wang"); r.Name == "" || err != nil {
			t.Errorf("who lives here: %+v, %v", r, err)
		}
		return nil
	})
}
