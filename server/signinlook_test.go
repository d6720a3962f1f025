package main

import (
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
)

// Somebody signs in with scripts off, by each code, on a phone; each page is drawn plain and in the elder mode.
func TestSigningInWithoutScripts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	b.stairwellHead("zhao", "3 号楼")
	off := browsertest.Open(t, b.URL).NoScripts()
	off.Go("/hepingli/topics/new").See("您还没有登录").Press("去登录").See("用当面领的登录码").Picture("sign-in")
	off.Fill("#ask-text-phone", "138 0000 123").Press("发验证码").See("请填 11 位的手机号").Picture("sign-in-refused")
	off.Fill("#ask-text-phone", "138 0000 1234").Press("发验证码").See("填验证码").Picture("sign-in-text")
	off.Fill("#text-code-code", texts.code(t, "13800001234")).Press("#text-code button").Wait(`location.pathname == "/hepingli/topics/new"`).See("已登录")
	off.Go("/hepingli/me").See("手机号").Go("/hepingli/me/phone").See("138****1234").Picture("phone")
	b.clock.move(residents.DelicateTime)
	off.Go("/hepingli/me/phone").See("重新登录").Picture("phone-stale")
	off.Press("删除手机号").See("手机号已删除").Picture("phone-none")
	off.See("请重新登录后再办").Press("重新登录").See("用当面领的登录码").Fill("#person-code-code", b.inPerson("wang")).Press("#person-code button").See("已登录")
	off.Go("/hepingli/me/phone").Fill("#ask-check-phone", "13900001234").Press("发验证码").See("我同意用这个号码登录").Picture("phone-check")

	other := browsertest.Open(t, b.URL).NoScripts()
	other.Go("/hepingli/sign-in").Fill("#person-code-code", b.inPerson("zhao")).Press("#person-code button").See("已登录")
	other.Go("/hepingli/stairwell").See("王*兰").Picture("stairwell").Press("给登录码").See("只能用一次").Picture("stairwell-code")

	elder := browsertest.Open(t, b.URL)
	elder.Go("/hepingli/sign-in").Axe().Press("长辈版").See("字号").Axe().Picture("sign-in-elder")
	elder.Go("/hepingli/sign-in?sent=0190f5f0-0000-7000-8000-000000000000").See("填验证码").Axe().Picture("sign-in-text-elder")
	elder.Cookie(sessionCookie, b.session("hepingli", "zhao", residents.ByPhone, time.Time{}))
	elder.Go("/hepingli/me/phone").See("手机号").Axe().Picture("phone-elder")
	elder.Go("/hepingli/stairwell").See("王*兰").Axe().Picture("stairwell-elder").Press("给登录码").See("只能用一次").Axe().Picture("stairwell-code-elder")
}
