package main

import (
	"context"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

// teen adds somebody of 16 who has joined by the letter and waits.
func (b *booted) teen(id, name, household string) {
	b.t.Helper()
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		err := tx.AddResident(residents.Resident{ID: id, Community: "hepingli", Name: name, Building: "3 号楼", BirthYear: 2010, JoinedAt: by.Now})
		if err == nil {
			err = tx.AddHome("hepingli", household, id)
		}
		return err
	})
}

// confirm confirms somebody as the committee does.
func (b *booted) confirmed(id string) {
	b.t.Helper()
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		r, err := tx.Resident("hepingli", id)
		if err != nil {
			return err
		}
		return residents.Confirm(tx, by, r)
	})
}

// A child under 14 is added by a parent, cannot sign in by any door, and speaks through the parent; what counts heads it does not do.
func TestChildUnderFourteen(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("502", "wang", "sun")
	shed := b.accepted("zhao", "充电棚")
	wang := b.as("hepingli", "wang")
	wang.send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "2010", "agreed", "yes").holds(t, 422, "满十四周岁的孩子自己加入", `value="王小宝"`)
	wang.send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "二〇一八", "agreed", "yes").holds(t, 422, "请填整数")
	wang.send("/hepingli/me/home", "child-"+homeID("502"), "name", "王小宝", "birth", "2018").holds(t, 422, `href="#child-household-000502-agreed"`)
	action, fields := wang.get("/hepingli/me/home").fill(t, "child-"+homeID("502"), "name", "王小宝", "birth", "2018", "agreed", "yes")
	wang.do("POST", action, fields).led(t, "/hepingli/me/home?done=child-added")
	wang.do("POST", action, fields).led(t, "/hepingli/me/home?done=child-added")
	child := fields.Get("command")
	wang.get("/hepingli/me/home").holds(t, 200, "王小宝", "未成年，您是监护人", "等居委会确认", "!替孩子提建议")
	b.as("hepingli", "sun").get("/hepingli/me/home").holds(t, 200, "王小宝", "监护人 王秀兰", "!不再做监护人")
	b.confirmed(child)

	them := b.as("hepingli", child) // a session made by whichever door is none
	them.get("/hepingli/me").holds(t, 200, "登录", "!王小宝")

	page := wang.get("/hepingli/me/home")
	page.holds(t, 200, "替孩子提建议")
	action, fields = page.fill(t, "help-begin-"+regexpFirst(`id="help-begin-([^"]+)"`, page.body))
	wang.do("POST", action, fields).led(t, "/hepingli?done=helping")
	wang.get("/hepingli/topics/"+shed).holds(t, 200, "正在替", "王小宝")
	wang.send("/hepingli/topics/new", "raise", "title", "沙坑里有碎玻璃", "problem", "小朋友划破了手", "place", "小花园", "wish", "换沙子")
	wang.late(t, "/hepingli/topics/"+shed+"/support").holds(t, 422)
	if b.supports(shed, child) || b.supports(shed, "wang") {
		t.Error("a child counts")
	}
	mine, err := b.topicsBy(child)
	if err != nil || len(mine) != 1 {
		t.Fatal(mine, err)
	}
	wang.get("/hepingli/topics/"+mine[0]).holds(t, 200, "由监护人代录", "王*")
	wang.send("/hepingli/me/home", "help-end").led(t, "/hepingli/me/helping?done=helping-ended")
	b.as("hepingli", "sun").late(t, "/hepingli/me/home/guardian/"+child+"/end").holds(t, 422, "这不是您名下的事")
	wang.send("/hepingli/me/home", "guard-end-"+child).led(t, "/hepingli/me/home?done=guard-ended")
}

func (b *booted) topicsBy(id string) (all []string, err error) {
	err = b.store.View(context.Background(), func(v *store.View) error {
		rows, err := v.TopicsBy("hepingli", id, store.TopicKey{}, 9)
		for _, r := range rows {
			all = append(all, r.ID)
		}
		return err
	})
	return all, err
}

// From 14 on they come themselves and wait for a guardian of the household; when that
// ends, their sessions end; at 18 they say so themselves.
func TestMinorFromFourteen(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("502", "wang", "sun")
	b.live("501", "zhao")
	b.teen("tian-2010-hepingli", "田田", homeID("502"))
	shed := b.accepted("zhao", "充电棚")
	tian := b.as("hepingli", "tian-2010-hepingli")
	tian.get("/hepingli/me/home").holds(t, 200, "我未满十八周岁", "居委会还没有确认", "王*", "!王秀兰", "!我已年满十八周岁")
	tian.late(t, "/hepingli/topics/"+shed+"/support").holds(t, 422, "居委会还没有确认")
	b.as("hepingli", "zhao").late(t, "/hepingli/me/home/minors/tian-2010-hepingli/agree", "agreed", "yes").holds(t, 422, "这不是您名下的事")
	err := b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		chen, err := tx.Standing("hepingli", "chen")
		if err != nil {
			return err
		}
		r, err := tx.Resident("hepingli", "tian-2010-hepingli")
		if err != nil {
			return err
		}
		return residents.Confirm(tx, residents.Sender{Standing: chen, Now: b.clock.Now()}, r)
	})
	if err != residents.ErrGuardian {
		t.Error("confirmed without a guardian:", err)
	}
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/me/home").holds(t, 200, "田田未满十八周岁，要有一位同住的成年人同意做监护人")
	wang.send("/hepingli/me/home", "agree-tian-2010-hepingli").holds(t, 422, `href="#agree-tian-2010-hepingli-agreed"`)
	wang.send("/hepingli/me/home", "agree-tian-2010-hepingli", "agreed", "yes").led(t, "/hepingli/me/home?done=agreed")
	wang.get("/hepingli/me/home").holds(t, 200, "您是监护人", "!要有一位同住的成年人", "!替孩子提建议")
	tian.get("/hepingli/me").holds(t, 200, "家人同意做您的监护人")
	b.confirmed("tian-2010-hepingli")
	tian.get("/hepingli/me/home").holds(t, 200, "王秀兰")
	tian.send("/hepingli/topics/"+shed, "support").led(t, "/hepingli/topics/"+shed+"?done=supported")
	tian.late(t, "/hepingli/me/home/"+homeID("502")+"/represent").holds(t, 422, "年满十八周岁")

	guard := regexpFirst(`id="guard-end-([^"]+)"`, wang.get("/hepingli/me/home").body)
	wang.send("/hepingli/me/home", "guard-end-"+guard).led(t, "/hepingli/me/home?done=guard-ended")
	tian.get("/hepingli/me").holds(t, 200, "!田田，已登录")
	tian = b.as("hepingli", "tian-2010-hepingli")
	tian.late(t, "/hepingli/topics/"+shed+"/unsupport").holds(t, 422, "居委会还没有确认")
	tian.get("/hepingli/me").holds(t, 200, "您现在没有监护人了")

	tian.late(t, "/hepingli/me/home/adult").holds(t, 422, "还不到十八周岁")
	b.clock.set("2028-01-05 09:00")
	tian = b.as("hepingli", "tian-2010-hepingli")
	tian.send("/hepingli/me/home", "grown").led(t, "/hepingli/me/home?done=declared")
	tian.get("/hepingli/me/home").holds(t, 200, "!我未满十八周岁")
}
