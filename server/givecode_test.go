package main

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// stairwellHead makes somebody of hepingli the stairwell head of a building, for a year.
func (b *booted) stairwellHead(id, building string) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		return tx.GrantRole("hepingli", residents.Role{
			Community: "hepingli", Resident: id, Name: residents.RoleStairwellHead, Scope: building,
			From: b.clock.Now(), To: b.clock.Now().AddDate(1, 0, 0),
		})
	})
}

func TestCodesGivenAtTheDesk(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	li.get("/hepingli/desk/people/wang").holds(t, 200, "当面给登录码", `id="give-code"`)
	action, fields := li.get("/hepingli/desk/people/wang").fill(t, "give-code")
	page := li.do("POST", action, fields)
	page.holds(t, 200, "王秀兰的登录码", "09:10前有效", "只能用一次", li.local()[len("http://"):]+"/hepingli/sign-in")
	first := bigCode.FindStringSubmatch(page.body)[1]
	li.do("POST", action, fields).holds(t, 200, "已经给过", "!"+first, "!bigcode")
	li.get(action).led(t, "/hepingli/desk/people/wang")

	second := b.inPerson("wang") // ends the first
	b.send("/hepingli/sign-in", "person-code", "code", first).holds(t, 422, "码不对")
	lower := strings.ToLower(strings.ReplaceAll(second, "-", " "))
	b.send("/hepingli/sign-in", "person-code", "code", lower).led(t, "/hepingli?done=signed-in")
	b.get("/hepingli/me").holds(t, 200, "王秀兰")
	b.send("/hepingli/sign-in", "person-code", "code", second).holds(t, 422, "码不对")

	err := b.store.View(context.Background(), func(v *store.View) error {
		all, err := v.AuditBefore("hepingli", store.AuditFilter{Action: residents.GiveCode}, store.AuditKey{}, 10)
		if len(all) != 2 || all[0].Actor != "li" || all[0].Subject != "wang" || all[0].Result != residents.Done {
			t.Errorf("the audit has %+v", all)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}

	// Who holds an office is given none, whoever asks.
	li.get("/hepingli/desk/people/zhou").holds(t, 200, "任职的人不能由居委会给登录码", `!id="give-code"`)
	for who, path := range map[string]string{
		"to an officer":                    "/hepingli/desk/people/zhou/code",
		"to another community's":           "/hepingli/desk/people/qian/code",
		"at the desk of another community": "/anzhen/desk/people/qian/code",
	} {
		got := li.do("POST", path, url.Values{"command": {residents.NewID(b.clock.Now())}})
		if got.StatusCode != 403 && got.StatusCode != 404 && got.StatusCode != 422 || strings.Contains(got.body, "bigcode") {
			t.Errorf("%s: %s", who, got.Status)
		}
	}
	b.clock.move(time.Hour)
	for range codesGive.most {
		b.inPerson("wang")
	}
	li.send("/hepingli/desk/people/wang", "give-code").holds(t, 429, "请过 60 分钟再试")
}

func TestCodesGivenInTheStairwell(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.stairwellHead("zhao", "3 号楼")
	b.change("hepingli", func(tx *store.Tx) error {
		return tx.AddResident(residents.Resident{ID: "fang-di", Community: "hepingli", Name: "方笛", Building: "13 号楼", Adult: true, JoinedAt: b.clock.Now()})
	})
	b.signInBy(residents.ByPhone, "hepingli", "zhao") // no passkey: it is no office
	b.get("/hepingli/me").holds(t, 200, `href="/hepingli/stairwell"`)
	b.get("/hepingli/stairwell").holds(t, 200, "3 号楼的邻居", "王*兰", "!王秀兰", "!方*", "!孙*梅")

	page := b.send("/hepingli/stairwell", "give-code-wang")
	page.holds(t, 200, "王*兰的登录码", "!王秀兰")
	code := bigCode.FindStringSubmatch(page.body)[1]
	wang := b.stranger()
	wang.send("/hepingli/sign-in", "person-code", "code", code).led(t, "/hepingli?done=signed-in")
	wang.get("/hepingli/me").holds(t, 200, "王秀兰", `!href="/hepingli/stairwell"`)

	press := func(b *booted, id string) reply {
		return b.do("POST", "/hepingli/stairwell/"+id, url.Values{"command": {residents.NewID(b.clock.Now())}, "part": {id}})
	}
	if got := press(b, "fang-di"); got.StatusCode != 422 || strings.Contains(got.body, "bigcode") {
		t.Errorf("for another building: %s", got.Status)
	}
	for who, got := range map[string]reply{
		"nobody":              press(b.stranger(), "wang"),
		"a resident":          press(b.as("hepingli", "sun"), "wang"),
		"another community's": press(b.as("anzhen", "qian"), "wang"),
	} {
		if got.StatusCode != 401 && got.StatusCode != 403 {
			t.Errorf("%s: %s", who, got.Status)
		}
	}
	b.as("hepingli", "sun").get("/hepingli/stairwell").holds(t, 403)
	b.stranger().get("/hepingli/stairwell").holds(t, 401)
	b.as("hepingli", "li").get("/hepingli/stairwell").led(t, "/hepingli/desk/people")

	b.stairwellHead("zhao", "13 号楼")
	b.get("/hepingli/stairwell").holds(t, 200, "3 号楼、13 号楼的邻居", "王*兰，3 号楼", "方*，13 号楼")
	press(b, "fang-di").holds(t, 200, "bigcode")

	// A role that is over stops in the middle of what it was doing.
	action, fields := b.get("/hepingli/stairwell").fill(t, "give-code-wang")
	b.clock.move(366 * 24 * time.Hour)
	b.signInBy(residents.ByPhone, "hepingli", "zhao")
	if got := b.do("POST", action, fields); got.StatusCode != 403 || strings.Contains(got.body, "bigcode") {
		t.Errorf("a head no more: %s", got.Status)
	}
}

// What signs in as somebody is not made without their knowing: they are told once, and by whom.
func TestWhoseKeyWasMadeIsTold(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.stairwellHead("zhao", "3 号楼")
	wang, li := b.as("hepingli", "wang"), b.as("hepingli", "li")
	const link, code, neighbour = "「居委会委员」给您做了一个登录链接", "「居委会委员」当面给了您一个登录码", "「楼门长」当面给了您一个登录码"
	wang.get("/hepingli/me").holds(t, 200, "!给您做了", "!当面给了您")
	action, fields := li.get("/hepingli/desk/people/wang").fill(t, "issue-link")
	for range 2 {
		li.do("POST", action, fields).holds(t, 200)
	}
	li.send("/hepingli/desk/people/wang", "give-code").holds(t, 200, "bigcode")
	b.as("hepingli", "zhao").send("/hepingli/stairwell", "give-code-wang").holds(t, 200, "bigcode")
	got := wang.get("/hepingli/me")
	got.holds(t, 200, link, code, neighbour, `href="/hepingli/me/devices"`)
	if n := strings.Count(got.body, link); n != 1 {
		t.Errorf("told %d times of the link", n)
	}
	b.as("installation", "administrator").send("/admin/desk/bodies/hepingli/people/zhou", "issue-link").holds(t, 200)
	b.as("hepingli", "zhou").get("/hepingli/me").holds(t, 200, "「系统管理员」给您做了一个登录链接")
}
