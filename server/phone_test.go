package main

import (
	"context"
	"net/url"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// phoneOf is somebody's number, and whether their consent to it holds.
func (b *booted) phoneOf(home, resident string) (phone string, consented bool) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) error {
		var err error
		if phone, err = v.PhoneOf(home, resident); err != nil && err != residents.ErrNotFound {
			return err
		}
		all, err := v.Consents(home, resident)
		_, consented = residents.Holding(all)[residents.PurposePhone]
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return phone, consented
}

// proving asks for a code to a number of one's own and fills the form that it is for.
func (b *booted) proving(texts mailbox, phone string) (action string, fields url.Values) {
	b.t.Helper()
	got := b.send("/hepingli/me/phone", "ask-check", "phone", phone)
	if got.StatusCode != 303 {
		b.t.Fatalf("asking for a code: %s\n%s", got.Status, mainOf(got.body))
	}
	return b.get(got.Header.Get("Location")).fill(b.t, "check-phone", "code", texts.code(b.t, phone), "agree", "yes")
}

func TestLeavingANumber(t *testing.T) {
	t.Parallel()
	b := boot(t)
	texts := texting(b)
	b.signInBy(residents.ByLetter, "hepingli", "wang")
	b.get("/hepingli/me").holds(t, 200, `href="/hepingli/me/phone"`)
	b.send("/hepingli/me/phone", "ask-check", "phone", "010-84220000").holds(t, 422, "这不是一个手机号")
	b.send("/hepingli/me/phone", "ask-check", "phone", "").holds(t, 422, "这一项需要填写")

	// The first number, too, wants a fresh sign-in: another may have been removed a moment ago.
	stale, typed := b.get("/hepingli/me/phone").fill(t, "ask-check", "phone", "13800001234")
	b.clock.move(residents.DelicateTime)
	b.get("/hepingli/me/phone").holds(t, 200, "离上一次登录太久了", `!id="ask-check"`, "!换一个号码")
	b.do("POST", stale, typed).holds(t, 422, "离上一次登录太久了")
	b.signInBy(residents.ByPerson, "hepingli", "wang")
	action, fields := b.proving(texts, "13800001234")
	without, code := url.Values{"command": fields["command"], "sent": fields["sent"], "code": fields["code"]}, fields.Get("code")
	b.do("POST", action, without).holds(t, 422, "错误：", `value="`+code+`"`, "我同意用这个号码登录")
	if phone, agreed := b.phoneOf("hepingli", "wang"); phone != "" || agreed {
		t.Error("kept without consent:", phone, agreed)
	}
	for range 2 {
		b.do("POST", action, fields).led(t, "/hepingli/me/phone?done=phone-set")
	}
	if phone, agreed := b.phoneOf("hepingli", "wang"); phone != "13800001234" || !agreed {
		t.Error("kept:", phone, agreed)
	}
	b.get("/hepingli/me/phone?done=phone-set").holds(t, 200, "138****1234", "!13800001234", "手机号已留下", "换一个号码")
	b.get("/hepingli/me").holds(t, 200, "「138****1234」可以登录您的账号了")

	// Another number wants a fresh sign-in, also in the last step.
	b.signInBy(residents.ByPhone, "hepingli", "wang")
	action, fields = b.proving(texts, "13900001234")
	b.clock.move(residents.DelicateTime)
	b.do("POST", action, fields).holds(t, 422, "码不对") // it is over by then as well
	b.signInBy(residents.ByPhone, "hepingli", "wang")
	b.clock.move(residents.DelicateTime - 5*time.Minute)
	page := b.get("/hepingli/me/phone")
	action, fields = b.proving(texts, "13900001234")
	b.clock.move(5 * time.Minute)
	b.do("POST", action, fields).holds(t, 422, "离上一次登录太久了")
	stale, typed = page.fill(t, "ask-check", "phone", "13700001234")
	b.do("POST", stale, typed).holds(t, 422, "离上一次登录太久了")
	if phone, _ := b.phoneOf("hepingli", "wang"); phone != "13800001234" {
		t.Error("changed to", phone)
	}
	b.signInBy(residents.ByPhone, "hepingli", "wang")
	action, fields = b.proving(texts, "13900001234")
	b.do("POST", action, fields).led(t, "/hepingli/me/phone?done=phone-set")
	b.get("/hepingli/me/phone").holds(t, 200, "139****1234", "新的手机号")

	// Taking it back is as easy as giving it, in any session.
	b.clock.move(24 * time.Hour)
	b.send("/hepingli/me/phone", "remove-phone").led(t, "/hepingli/me/phone?done=phone-removed")
	if phone, agreed := b.phoneOf("hepingli", "wang"); phone != "" || agreed {
		t.Error("after it was removed:", phone, agreed)
	}
	b.get("/hepingli/me").holds(t, 200, "您的手机号「139****1234」删除了")
}

// One number signs one person in, and only its owner can tell that it is somebody else's.
func TestANumberOfAnotherPerson(t *testing.T) {
	t.Parallel()
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	zhao := b.as("hepingli", "zhao")
	action, fields := zhao.proving(texts, "13800001234")
	zhao.do("POST", action, fields).holds(t, 422, "已经由本社区另一位居民使用")

	// Nobody proves a number by the code of somebody else's request.
	action, fields = zhao.proving(texts, "13900001234")
	sun := b.as("hepingli", "sun")
	fields.Set("command", residents.NewID(b.clock.Now()))
	sun.do("POST", action, fields).holds(t, 422, "码不对")
	if phone, _ := b.phoneOf("hepingli", "sun"); phone != "" {
		t.Error("sun has", phone)
	}
	fields.Set("command", residents.NewID(b.clock.Now()))
	zhao.do("POST", action, fields).led(t, "/hepingli/me/phone?done=phone-set")
}

func TestNumbersAreAtHomeOnly(t *testing.T) {
	t.Parallel()
	b := boot(t)
	texting(b)
	qian := b.as("anzhen", "qian")
	qian.get("/hepingli/me/phone").led(t, "/anzhen/me/phone")
	command := func() url.Values { return url.Values{"command": {residents.NewID(b.clock.Now())}} }
	for path, more := range map[string]url.Values{
		"/hepingli/me/phone":        {"phone": {"13800001234"}},
		"/hepingli/me/phone/check":  {"sent": {store.NewToken()}, "code": {"123456"}, "agree": {"yes"}},
		"/hepingli/me/phone/remove": {},
	} {
		fields := command()
		for k, v := range more {
			fields[k] = v
		}
		if got := qian.do("POST", path, fields); got.StatusCode != 403 && got.StatusCode != 303 || got.Header.Get("Location") == path {
			t.Errorf("another community's: %s: %s %s", path, got.Status, got.Header.Get("Location"))
		}
		got := b.stranger().do("POST", path, fields)
		if got.StatusCode == 303 {
			t.Errorf("nobody: %s: %s", path, got.Status)
		}
	}
}
