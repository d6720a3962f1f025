package main

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
)

func TestAdminFounds(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a := b.as("installation", "administrator")
	a.get("/admin").led(t, "/admin/desk")
	a.get("/admin/desk").holds(t, 200, "管理员 · 系统管理员", "东城区", "和平里街道", "安贞社区", "/hepingli-jiedao", "本站管理", "!<script")
	body := []string{"level", "community", "parent", jiedao.ID, "name", "青年湖社区", "slug", "qingnianhu", "zone", "Asia/Shanghai", "homes", "1200", "people", "3000", "phone", "010-84240000"}
	with := func(name, value string) []string { return append(append([]string{}, body...), name, value) }
	for name, c := range map[string][2]string{"slug": {"Admin!", "网址只能用"}, "name": {"", "这一项需要填写"}, "zone": {"Mars/Base", "请在给出的选项里选一项"}, "parent": {dongcheng.ID, "请在给出的选项里选一项"}, "homes": {"很多", "请填整数"}, "level": {"planet", "请在给出的选项里选一项"}} {
		a.send("/admin/desk", "found", with(name, c[0])...).holds(t, 422, c[1], "010-84240000", `href="#found-`+name+`"`)
	}
	a.send("/admin/desk", "found", with("slug", "hepingli")...).holds(t, 422, "已经有别的社区在用", `href="#found-slug"`)
	action, values := a.get("/admin/desk").fill(t, "found", body...)
	a.do("POST", action, values).led(t, "/admin/desk/bodies/qingnianhu?done=founded")
	a.do("POST", action, values).led(t, "/admin/desk/bodies/qingnianhu?done=founded")
	a.get("/admin/desk").holds(t, 200, "青年湖社区")
	b.get("/qingnianhu").holds(t, 200, "青年湖社区")

	at := "/admin/desk/bodies/qingnianhu"
	a.get(at).holds(t, 200, "居委会主任", "居委会委员", "物业公司", "!街道工作人员")
	a.send(at, "admit", "name", "何主任", "building", "1 号楼", "role", "subdistrict_office").holds(t, 422, "这一级没有这种身份", "何主任", `href="#admit-role"`)
	got := a.send(at, "admit", "name", "何主任", "building", "1 号楼", "role", "director")
	if got.StatusCode != 303 {
		t.Fatal(got.Status, mainOf(got.body))
	}
	person := regexpFirst(`^([^?]+)`, got.Header.Get("Location"))
	a.get(person).holds(t, 200, "何主任", "居委会主任", "居民", "还没有登录过")
	a.send(person, "grant", "role", "volunteer").led(t, person+"?done=granted")
	a.send(person, "grant", "role", "king").holds(t, 422, "请在给出的选项里选一项")
	link := regexpFirst(`(/enter/[A-Za-z0-9_-]{43})</p>`, a.send(person, "issue-link").body)
	he := b.stranger()
	he.late(t, link).led(t, "/qingnianhu?done=signed-in")
	he.get("/qingnianhu/desk").holds(t, 403, "工作台要用通行密钥登录")
}

// Administrators decide on nothing, and nobody else does their work.
func TestAdminByWhom(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a := b.as("installation", "administrator")
	for _, path := range []string{"/hepingli/desk", "/hepingli/desk/topics", "/hepingli/desk/people", "/hepingli-jiedao/desk", "/dongcheng/desk"} {
		a.get(path).holds(t, 403)
	}
	a.get("/admin/desk/topics").holds(t, 404)
	a.get("/admin/desk/bodies/nowhere").holds(t, 404)
	a.get("/admin/desk/bodies/hepingli/people/qian").holds(t, 404)
	a.late(t, "/admin/desk/bodies/hepingli/people/qian/roles", "role", "director").holds(t, 404)
	a.late(t, "/admin/desk/bodies/hepingli/people/qian/link").holds(t, 404)
	for _, who := range [][2]string{{"hepingli", "chen"}, {"hepingli", "wang"}, {"hepingli-jiedao", "liu"}, {"dongcheng", "gao"}} {
		them := b.as(who[0], who[1])
		for _, path := range []string{"/admin/desk", "/admin/desk/bodies/hepingli", "/admin/desk/bodies/hepingli/people/wang"} {
			them.get(path).holds(t, 403, "!赵建国")
		}
		them.late(t, "/admin/desk/bodies", "level", "district", "name", "假区", "slug", "jiaqu", "zone", "Asia/Shanghai", "homes", "0", "people", "0").holds(t, 403)
		them.late(t, "/admin/desk/bodies/hepingli", "name", "假人", "role", "director").holds(t, 403)
		them.late(t, "/admin/desk/bodies/hepingli/people/wang/roles", "role", "director").holds(t, 403)
		them.late(t, "/admin/desk/bodies/hepingli/people/chen/link").holds(t, 403, "!/enter/")
		them.late(t, "/"+who[0]+"/desk/bodies/hepingli/people/wang/roles", "role", "director").holds(t, 404)
	}
	b.stranger().get("/admin/desk").holds(t, 401)
}

func TestAdminInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	r.Cookie(sessionCookie, b.session("installation", "administrator", residents.ByPasskey, b.clock.Now())).Go("/admin").At("/admin/desk")
	r.See("设立一个").Axe().Picture("desk-admin")
	r.Go("/admin/desk/bodies/hepingli").Axe().Picture("desk-admin-body")
	r.Go("/admin/desk/bodies/hepingli/people/chen").Axe().Picture("desk-admin-person")
}
