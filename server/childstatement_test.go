package main

import (
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

// childWho lets wang's child come along to a shift; wang still acts for the child.
func (b *booted) childWho(t *testing.T, wang *booted, s signups.Shift) (child string) {
	t.Helper()
	wang.send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "2016", "agreed", "yes")
	child = b.childOf("wang")
	b.confirmed(child)
	b.joins(s, "wang")
	home := wang.get("/hepingli/me/home")
	action, values := home.fill(t, "help-begin-"+regexpFirst(`id="help-begin-([^"]+)"`, home.body))
	wang.do("POST", action, values)
	wang.send("/hepingli/activities/"+s.Activity, "activity-join-"+s.ID+"-1").led(t, "/hepingli/activities/"+s.Activity+"?done=shift-joined#s-"+s.ID)
	return child
}

// A child's statement is made by the guardian, and says so; by nobody else.
func TestStatementForAChild(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.live("502", "wang", "sun")
		b.teen("teen", "王小明", homeID("502"))
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			_, err := residents.AgreeAsGuardian(tx, by, "teen", true)
			return err
		})
		b.confirmed("teen")
		_, shifts := b.activity(weekly(1))
		path := volunteeringPath + "/statement"
		wang, sun := b.as("hepingli", "wang"), b.as("hepingli", "sun")
		wang.get(path).holds(t, 200, "!给孩子做") // of a teenager nobody but they themselves
		child := b.childWho(t, wang, shifts[0])
		wang.get(volunteeringPath).holds(t, 200, "王小宝的志愿服务", "做王小宝的服务记录", "!打印服务记录") // acting for the child
		b.at(shifts[0].Ends.Add(time.Minute))
		year := []string{"from", "2026-01-01", "until", "2026-11-30"}
		wang.send(path, "child-statement", year...).holds(t, 422, "这段时间没有已经确认的服务")
		b.served(shifts[0], 90, "wang", child)
		wang.send(path, "child-statement", "from", "2026-02-31", "until", "2026-11-30").holds(t, 422, "日期或时间不对")

		made := func(who *booted, of string) reply {
			t.Helper()
			return who.late(t, path+"/child", append([]string{"child", of}, year...)...)
		}
		for _, one := range []*booted{sun, b.as("hepingli", "chen"), b.as("hepingli", "zhao")} { // of the same home, of the committee, a neighbour
			made(one, child).holds(t, 422, "这不是您名下的事")
		}
		for _, of := range []string{"teen", "sun", "nobody", ""} {
			made(wang, of).holds(t, 422, "这不是您名下的事")
		}
		made(b.as("anzhen", "qian"), child).holds(t, 403)
		b.late(t, path+"/child", "child", child).holds(t, 401)

		// Who helps the guardian acts in their own name here.
		mandate := b.leave("wang", "zhao", residents.HelpRelative)
		zhao := b.as("hepingli", "zhao")
		zhao.begin(mandate)
		made(zhao, child).holds(t, 422, "这不是您名下的事")

		action, fields := wang.get(path).fill(t, "child-statement", year...)
		at := path + "/" + fields.Get("command")
		wang.do("POST", action, fields).led(t, at+"?done=statement-made")
		wang.do("POST", action, fields).led(t, at+"?done=statement-made")
		page := wang.get(at)
		page.holds(t, 200, "王小宝（", "共 1 次，1.5 小时", "未满十四岁，本记录由监护人王秀兰办理", "!teen")
		wang.get(path).holds(t, 200, at, "王小宝，")
		for _, one := range []*booted{sun, zhao, b.as("hepingli", "chen"), b.as("hepingli", "teen"), b.as("anzhen", "qian"), b} {
			if got := one.get(at); got.StatusCode == 200 {
				t.Error("is read by another", got.body)
			}
		}
		code := regexpFirst(`class="code">([0-9A-Z-]{19})<`, page.body)
		b.get("/hepingli/service-check?code="+code).holds(t, 200, "<span>是真的</span>", "王**", "监护人王**", "1.5 小时", "!王小宝", "!王秀兰")

		// One's own is made as before, and names nobody else.
		wang.send(path, "service-statement", year...)
		b.view(func(v *store.View) error {
			own, err := v.ServiceStatementsOf("hepingli", "wang")
			if len(own) != 1 || own[0].Guardian != "" || len(own[0].Services) != 1 {
				t.Errorf("%+v", own)
			}
			all, err2 := v.ServiceStatementsOf("hepingli", child)
			if len(all) != 1 || all[0].Guardian != "wang" || len(all[0].Services) != 1 {
				t.Errorf("%+v", all)
			}
			if err != nil {
				return err
			}
			return err2
		})

		// Who is the guardian no longer neither reads it nor makes another.
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			return residents.EndAllHelp(tx, by, "hepingli", child)
		})
		wang.get(at).holds(t, 404)
		made(wang, child).holds(t, 422, "这不是您名下的事")
	})
}

// The statement of a child as it looks, and printed.
func TestChildStatementInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("502", "wang")
	_, shifts := b.activity(weekly(1))
	child := b.childWho(t, b.as("hepingli", "wang"), shifts[0])
	b.at(shifts[0].Ends.Add(time.Minute))
	b.served(shifts[0], 90, "wang", child)
	b.as("hepingli", "wang").send("/hepingli/me", "read") // a count of one figure is too short for axe to judge
	r := b.reader("hepingli", "wang").Allow(`status of 4`)
	r.Go(volunteeringPath + "/statement").See("给孩子做").Axe().Picture("child-statement-form")
	r.Press("做王小宝的服务记录").See("未满十四岁，本记录由监护人王秀兰办理").Axe().Picture("child-statement")
	if n := r.Print("child-statement"); n != 1 {
		t.Errorf("%d pages", n)
	}
	if w := browsertest.Eval[int](r, `document.documentElement.scrollWidth`); w > 360 {
		t.Errorf("%d points wide", w)
	}
}
