package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// body is a body as it stands.
func (b *booted) body(id string) (c residents.Community) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) (err error) {
		c, err = v.CommunityByID(id)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func TestSettings(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const at = "/hepingli/desk/settings"
	chen := b.as("hepingli", "chen")
	chen.get(at).holds(t, 200, "和平里社区", `value="010-84220000"`, `value="Asia/Shanghai" selected`, "每一位都由居委会确认", `value="60"`, "!<script")
	fields := []string{"name", "和平里东社区", "phone", "010-84220001", "homes", "1500", "people", "3800", "zone", "Asia/Urumqi", "confirm", "letter", "days", "30"}
	with := func(name, value string) []string { return append(append([]string{}, fields...), name, value) }
	for name, c := range map[string][2]string{
		"name": {"", "这一项需要填写"}, "phone": {"010-8422-0001-8422-0001", "最多 20 字"}, "homes": {"-1", "请填整数"}, "people": {"很多", "请填整数"},
		"zone": {"Mars/Base", "没有这个时区"}, "confirm": {"never", "请在给出的选项里选一项"}, "days": {"0", "请填整数，最大 365"},
	} {
		chen.send(at, "set-place", with(name, c[0])...).holds(t, 422, c[1], `href="#set-place-`+name)
	}
	chen.send(at, "set-place", with("days", "366")...).holds(t, 422, "最大 365")
	chen.send(at, "set-place", with("zone", "Local")...).holds(t, 422, "没有这个时区")
	chen.send(at, "set-place", with("slug", "mine")...).holds(t, 422, "不认识的内容")
	if b.body("hepingli").Name != hepingli.Name {
		t.Fatal("set by a refused form")
	}
	action, values := chen.get(at).fill(t, "set-place", fields...)
	chen.do("POST", action, values).led(t, at+"?done=place-set")
	chen.do("POST", action, values).led(t, at+"?done=place-set")
	want := hepingli
	want.Name, want.Phone, want.Homes, want.People, want.Zone, want.ConfirmEach, want.LetterDays = "和平里东社区", "010-84220001", 1500, 3800, "Asia/Urumqi", false, 30
	if got := b.body("hepingli"); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
	b.get("/hepingli").holds(t, 200, "和平里东社区", "010-84220001")

	// A member reads them and does not set them; nobody else sees the page.
	li := b.as("hepingli", "li")
	li.get(at).holds(t, 200, "由居委会主任改", "有邀请信就算", "!<form id=\"set-place\"")
	li.late(t, at, fields...).holds(t, 422, "您现在的身份不能做这件事")
	if b.body("hepingli") != want {
		t.Error("set by a member")
	}
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}, {"installation", "administrator"}} {
		them := b.as(who[0], who[1])
		them.get(at).holds(t, 403)
		them.late(t, at, fields...).holds(t, 403)
		them.get("/admin/desk/bodies/hepingli/settings").holds(t, map[bool]int{true: 200, false: 403}[who[1] == "administrator"])
	}
	b.as("hepingli-jiedao", "liu").get("/hepingli-jiedao/desk/settings").holds(t, 404)
}

func TestSettingsByAdministrators(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a := b.as("installation", "administrator")
	a.get("/admin/desk/bodies/anzhen").holds(t, 200, `href="/admin/desk/bodies/anzhen/settings"`)
	const at = "/admin/desk/bodies/anzhen/settings"
	a.send(at, "set-place", "name", "安贞西社区", "phone", "", "homes", "1", "people", "2", "zone", "Asia/Shanghai", "confirm", "each", "days", "365").led(t, at+"?done=place-set")
	if got := b.body("anzhen"); got.Name != "安贞西社区" || !got.ConfirmEach || got.LetterDays != 365 || got.Homes != 1 || got.Level != residents.LevelCommunity {
		t.Errorf("%+v", got)
	}
	// Streets have no households: how people join is not theirs to set.
	const street = "/admin/desk/bodies/hepingli-jiedao/settings"
	a.get(street).holds(t, 200, "!邀请信有效天数")
	a.send(street, "set-place", "name", "和平里街", "phone", "1", "homes", "0", "people", "0", "zone", "Asia/Shanghai").led(t, street+"?done=place-set")
	a.late(t, street, "name", "和平里街", "phone", "1", "homes", "0", "people", "0", "zone", "Asia/Shanghai", "confirm", "letter", "days", "1").holds(t, 422, "不认识的内容")
	if got := b.body("hepingli-jiedao"); got.Name != "和平里街" || got.Parent != "dongcheng" {
		t.Errorf("%+v", got)
	}
	a.get("/admin/desk/bodies/nowhere/settings").holds(t, 404)
	a.late(t, "/admin/desk/settings", "name", "x", "phone", "", "homes", "0", "people", "0", "zone", "UTC").holds(t, 404)
	for _, who := range [][2]string{{"anzhen", "wu"}, {"hepingli-jiedao", "liu"}} {
		b.as(who[0], who[1]).late(t, at, "name", "x").holds(t, 403)
	}
}

// The office's own pages of homes and settings, on a computer and on a phone.
func TestRosterInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	file := t.TempDir() + "/和平里户册.csv"
	list := "楼号,单元,房号,户主,常住人口,房屋性质,建筑面积\n"
	for i := range 180 {
		list += fmt.Sprintf("%d号楼,%d单元,%d,住户,%d,%s,%d.5\n", 1+i/48, 1+i/24%2, 100*(1+i/4%6)+1+i%4, 1+i%5, []string{"自有", "租住", ""}[i%3], 45+i%60)
	}
	write(t, file, list+"3号楼,1单元,101,重复,1,自有,50\n4号楼,1单元,王秀兰,,3,,\n4号楼,1单元,801,,13800138000,养老,很大\n")
	li := b.as("hepingli", "li")
	first := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte(strings.ReplaceAll(strings.Join(strings.SplitAfter(list, "\n")[:120], ""), ",3,", ",2,")+"9号楼,,1,,2,租住,30\n"))
	li.send(first, "import-roster").led(t, first+"?done=roster-imported")
	var id string
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		h, err := tx.HouseholdAt("hepingli", "1 号楼", "1 单元", "102")
		if err == nil {
			id, err = h.ID, tx.AddHome("hepingli", h.ID, "wang")
		}
		return err
	})
	r := browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	b.enter(r, "hepingli", "li")
	r.Go("/hepingli/desk/households").See("户册上").Axe().Picture("desk-households")
	r.Press("添加").See("还没有送出").Axe()
	r.Go("/hepingli/desk/households/" + id).See("王秀兰").Axe().Picture("desk-household")
	r.Go("/hepingli/desk/roster").See("表格怎么写").Axe().Picture("desk-roster")
	r.Upload("#upload-roster-file", file).Press("读取名单").See("核对名单", "会添加的").Axe().Picture("desk-roster-draft")
	phone := browsertest.Open(t, b.URL).NoScripts()
	b.enter(phone, "hepingli", "li")
	phone.Go("/hepingli/desk/households").See("户册上").Picture("desk-households-phone")
	phone.Go("/hepingli/desk/roster").Press("继续核对").See("核对名单").Picture("desk-roster-draft-phone")
	phone.Press("确认导入").See("名单已写进户册").Picture("desk-roster-done-phone")
	phone.Go("/hepingli/desk/households/" + id).Picture("desk-household-phone")

	r = browsertest.Open(t, b.URL).Wide()
	b.enter(r, "hepingli", "chen")
	r.Go("/hepingli/desk/settings").See("公布的户数").Axe().Picture("desk-settings")
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
