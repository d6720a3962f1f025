package main

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

// listed is what the roster of hepingli has, in reading order.
func (b *booted) listed() string {
	b.t.Helper()
	var words []string
	err := b.store.View(context.Background(), func(v *store.View) error {
		all, err := v.Households("hepingli", "", residents.Household{}, 100_000)
		for _, h := range all {
			words = append(words, fmt.Sprintf("%s/%d/%s/%d", strings.ReplaceAll(h.Label(), " ", ""), h.Adults, h.Tenure, h.Area))
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(words, " ")
}

func TestTypeInHouseholds(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	const at = "/hepingli/desk/households"
	li.get(at).holds(t, 200, "户册还是空的", "1480 户、3700 人", `href="/hepingli/desk/households"`, "!<script")
	fields := []string{"building", "３＃", "unit", "二单元", "room", "502室", "adults", "3", "tenure", "owner", "area", "89.5"}
	with := func(name, value string) []string { return append(append([]string{}, fields...), name, value) }
	for name, c := range map[string][2]string{
		"building": {"", "这一项需要填写"}, "unit": {strings.Repeat("长", 21), "最多 20 字"}, "room": {"王秀兰", "房号里要有数字或字母"}, "adults": {"100", "请填整数，最大 99"},
		"tenure": {"养老", "请在给出的选项里选一项"}, "area": {"89.555", "最多两位小数"},
	} {
		li.send(at, "add-household", with(name, c[0])...).holds(t, 422, c[1], `href="#add-household-`+name+`"`, `value="`+map[bool]string{true: "89.5", false: "二单元"}[name == "unit"]+`"`)
	}
	li.send(at, "add-household", with("room", "13800138000")...).holds(t, 422, "像是有电话或身份证号")
	li.send(at, "add-household", with("gone_at", "1")...).holds(t, 422, "不认识的内容")

	action, values := li.get(at).fill(t, "add-household", fields...)
	got := li.do("POST", action, values)
	li.do("POST", action, values).led(t, got.Header.Get("Location"))
	if got.StatusCode != 303 || b.listed() != "3号楼2单元502/3/owner/8950" {
		t.Fatal(got.Status, b.listed(), mainOf(got.body))
	}
	one := regexpFirst(`^([^?]+)`, got.Header.Get("Location"))
	li.get(got.Header.Get("Location")).holds(t, 200, "已添加到户册", "3 号楼 2 单元 502", "3 人", "自有", "89.5 平方米", "还没有人加入", "去掉这一户")
	li.send(at, "add-household", fields...).holds(t, 422, "户册里已经有这个地址")
	li.get(at+"?address=3-2-502").led(t, one)
	li.get(at+"?address=3-2-503").holds(t, 200, "户册里没有「3-2-503」")
	li.get(at+"?address=%00").holds(t, 200)

	other := regexpFirst(`^([^?]+)`, li.send(at, "add-household", "building", "10", "room", "101", "unit", "", "adults", "", "tenure", "", "area", "").Header.Get("Location"))
	li.send(other, "change-household", fields...).holds(t, 422, "户册里已经有这个地址")
	li.send(other, "change-household", "building", "10", "room", "102", "unit", "", "adults", "2", "tenure", "tenant", "area", "").led(t, other+"?done=household-changed")
	if b.listed() != "3号楼2单元502/3/owner/8950 10号楼102/2/tenant/0" {
		t.Error(b.listed())
	}
	li.get(at).holds(t, 200, "10 号楼（1 户，0 人）", "租住")
	li.get(at+"?building=10+号楼").holds(t, 200, "10 号楼 102", "!3 号楼 2 单元 502")

	// Where somebody lives it stays; who lives there is told to the desk.
	home := one[strings.LastIndex(one, "/")+1:]
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		if err := tx.AddHome("hepingli", home, "wang"); err != nil {
			return err
		}
		return tx.GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: "wang", Name: residents.RoleHouseholdRep, Scope: home, From: by.Now, To: by.Now.AddDate(5, 0, 0)})
	})
	li.get(one).holds(t, 200, "王秀兰", "户代表", "任期到 2031 年 11 月 3 日", "有人已经加入，不能去掉", "!去掉这一户")
	li.get(at).holds(t, 200, "3 号楼（1 户，1 人）")
	li.late(t, one+"/remove").holds(t, 422, "有人已经加入")

	action, values = li.get(other).fill(t, "remove-household")
	li.do("POST", action, values).led(t, at+"?done=household-removed")
	li.do("POST", action, values).led(t, at+"?done=household-removed")
	li.get(other).holds(t, 404)
	li.late(t, other+"/remove").holds(t, 404)
	back := li.send(at, "add-household", "building", "10", "room", "102", "unit", "", "adults", "", "tenure", "", "area", "")
	if !strings.HasPrefix(back.Header.Get("Location"), other) {
		t.Error("a home that comes back has another id", back.Header.Get("Location"), other)
	}
}

func TestHouseholdsByWhom(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	const at = "/hepingli/desk/households"
	fields := []string{"building", "3", "unit", "2", "room", "502", "adults", "3", "tenure", "", "area", ""}
	one := regexpFirst(`^([^?]+)`, li.send(at, "add-household", fields...).Header.Get("Location"))
	draft := li.bring(t, "/hepingli/desk/roster", "upload-roster", []byte("楼号,房号\n4,101\n"))
	paths := []string{at, one, "/hepingli/desk/roster", draft, "/hepingli/desk/settings"}
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"anzhen", "qian"}, {"hepingli-jiedao", "liu"}, {"dongcheng", "gao"}, {"installation", "administrator"}} {
		them := b.as(who[0], who[1])
		for _, path := range paths {
			them.get(path).holds(t, 403, "!3 号楼", "!a.jpg")
		}
		for _, path := range []string{at, one, one + "/remove", "/hepingli/desk/roster", draft, draft + "/import", draft + "/drop", "/hepingli/desk/settings"} {
			them.late(t, path, fields...).holds(t, 403)
		}
	}
	for _, path := range paths {
		b.stranger().get(path).holds(t, 401)
		b.stranger().late(t, path, fields...).holds(t, 401)
	}
	// Another community's ids are nobody's here.
	wu := b.as("anzhen", "wu")
	for _, path := range []string{one, draft} {
		wu.get(strings.Replace(path, "hepingli", "anzhen", 1)).holds(t, 404)
	}
	wu.late(t, strings.Replace(one, "hepingli", "anzhen", 1), fields...).holds(t, 404)
	wu.late(t, strings.Replace(one, "hepingli", "anzhen", 1)+"/remove").holds(t, 404)
	wu.late(t, strings.Replace(draft, "hepingli", "anzhen", 1)+"/import", "plan", "x").holds(t, 404)
	wu.late(t, strings.Replace(draft, "hepingli", "anzhen", 1)+"/drop").holds(t, 404)
	wu.get("/anzhen/desk/households?after="+one[strings.LastIndex(one, "/")+1:]).holds(t, 404)
	// A draft is its maker's alone, also among colleagues.
	zhou := b.as("hepingli", "zhou")
	zhou.get(draft).holds(t, 404)
	zhou.late(t, draft+"/import", "plan", "x").holds(t, 404)
	zhou.late(t, draft+"/drop").holds(t, 404)
	// An office counts only with a passkey.
	weak := *b
	weak.client = b.visitor()
	weak.signInBy("link", "hepingli", "li")
	weak.get(at).holds(t, 403)
	if b.listed() != "3号楼2单元502/3//0" {
		t.Error(b.listed())
	}
}

func TestHouseholdsGoOn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		var all []residents.Household
		for i := range 3*deskPage + 1 {
			all = append(all, residents.Household{Community: "hepingli", ID: fmt.Sprint("home", i), Building: fmt.Sprint(1+i%12, " 号楼"), Room: fmt.Sprint(100 + i)})
		}
		return tx.AddHouseholds(all)
	})
	li := b.as("hepingli", "li")
	seen := map[string]bool{}
	pages, first := 0, ""
	for path := "/hepingli/desk/households"; path != ""; pages++ {
		page := li.get(path)
		page.holds(t, 200)
		for _, m := range regexp.MustCompile(`<td class="whole"><a href="[^"]*">([^<]+)</a>`).FindAllStringSubmatch(page.body, -1) {
			if first == "" {
				first = m[1]
			}
			seen[m[1]] = true
		}
		path = regexpFirst(`href="([^"]+)"[^>]*>看后面的`, page.body)
	}
	if pages != 4 || len(seen) != 3*deskPage+1 || first != "1 号楼 100" {
		t.Error(pages, len(seen), first)
	}
	li.get("/hepingli/desk/households?after=nothing").holds(t, 404)
}

// bring sends the form of that id on the page at path with a file and tells where it leads.
func (b *booted) bring(t testing.TB, path, form string, file []byte, fields ...string) string {
	t.Helper()
	action, values := b.get(path).fill(t, form, fields...)
	got := b.upload(action, values, "file", file)
	if got.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s: %s\n%s", path, got.Status, mainOf(got.body))
	}
	return regexpFirst(`^([^?]+)`, got.Header.Get("Location"))
}
