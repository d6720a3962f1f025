package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

func TestAdmit(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	li.get("/hepingli/desk/people").holds(t, 200, "王秀兰", "3 号楼", "居民、志愿者", "3 号楼（1 人）", "居委会主任", "!钱多多", "!刘主任")
	li.send("/hepingli/desk/people", "admit", "name", "", "building", "9 号楼").holds(t, 422, "这一项需要填写", `value="9 号楼"`)
	li.send("/hepingli/desk/people", "admit", "name", strings.Repeat("长", 31), "building", "").holds(t, 422, "最多 30 字", `href="#admit-building"`)
	li.send("/hepingli/desk/people", "admit", "name", "何静", "building", "9 号楼", "role", "director").holds(t, 422, "不认识的内容")

	action, values := li.get("/hepingli/desk/people").fill(t, "admit", "name", "何静", "building", "9 号楼", "volunteer", "yes")
	got := li.do("POST", action, values)
	again := li.do("POST", action, values)
	if got.StatusCode != 303 || got.Header.Get("Location") != again.Header.Get("Location") {
		t.Fatal(got.Status, again.Status, got.body)
	}
	li.get(got.Header.Get("Location")).holds(t, 200, "已登记", "何静", "9 号楼", "志愿者", "2026 年 11 月 3 日（周二）起，到 2031 年 11 月 3 日（周一）", "还没有登录过")
	li.get("/hepingli/desk/people?name=何").holds(t, 200, "何静", "!王秀兰")
	li.get("/hepingli/desk/people?building=9+号楼").holds(t, 200, "何静", "!王秀兰", `value="9 号楼" selected`)
	li.get("/hepingli/desk/people?name=%25").holds(t, 200, "没有找到人")

	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}} {
		them := b.as(who[0], who[1])
		them.get("/hepingli/desk/people").holds(t, 403, "!王秀兰</a>")
		them.late(t, "/hepingli/desk/people", "name", "假人", "building", "1 号楼").holds(t, 403)
		them.get("/hepingli/desk/people/wang").holds(t, 403)
	}
	li.get("/hepingli/desk/people/qian").holds(t, 404)
}

// The list goes on by building and name, 2 号楼 before 10 号楼, without leaving anybody out.
func TestPeopleGoOn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for i := range 70 {
		b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
			one := residents.Resident{Community: "hepingli", Name: fmt.Sprintf("居民%02d", i), Building: fmt.Sprintf("%d 号楼", 10+i%3)}
			_, err := residents.Admit(tx, by, one, residents.RoleResident)
			return err
		})
	}
	li := b.as("hepingli", "li")
	for _, from := range []string{"/hepingli/desk/people", "/hepingli/desk/people?building=11+号楼", "/hepingli/desk/people?name=居民"} {
		var all []string
		for path := from; path != ""; {
			page := li.get(path)
			page.holds(t, 200)
			for _, m := range regexp.MustCompile(`<td><a href="[^"]*">([^<]+)</a></td><td>([^<]*)</td>`).FindAllStringSubmatch(page.body, -1) {
				all = append(all, m[2]+m[1])
			}
			path = regexpFirst(`href="([^"]+)"[^>]*>看后面的`, page.body)
		}
		want := map[string]int{"/hepingli/desk/people": 76, "/hepingli/desk/people?building=11+号楼": 23, "/hepingli/desk/people?name=居民": 70}[from]
		seen := map[string]bool{}
		for _, one := range all {
			seen[one] = true
		}
		if len(all) != want || len(seen) != want {
			t.Errorf("%s: %d people, %d different, not %d", from, len(all), len(seen), want)
		}
		if want == 76 && (!strings.HasPrefix(all[0], "1 号楼") || !strings.HasPrefix(all[75], "12 号楼")) {
			t.Error(all)
		}
	}
	for _, bad := range []string{"x", "a%0Ab", "%00%0A%0A", strings.Repeat("a", 500)} {
		li.get("/hepingli/desk/people?after="+bad).holds(t, 404)
	}
}

func TestIssueLink(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	action, values := li.get("/hepingli/desk/people/wang").fill(t, "issue-link")
	got := li.do("POST", action, values)
	got.holds(t, 200, "王秀兰的登录链接", "11 月 10 日（周二）09:00前有效", "二维码", "请当面交给本人", "!<script")
	if got.Header.Get("Cache-Control") != "private, no-store" {
		t.Error(got.Header)
	}
	link := regexpFirst(`<p class="secret">`+regexp.QuoteMeta(b.local())+`(/enter/[A-Za-z0-9_-]{43})</p>`, got.body)
	if link == "" {
		t.Fatal("no link", mainOf(got.body))
	}
	again := li.do("POST", action, values)
	again.holds(t, 200, "登录链接已经签发过", "重新签发", "!"+link)
	li.get("/hepingli/desk/people/wang").holds(t, 200, "有一个链接还没有用过，11 月 10 日（周二）09:00前有效")

	wang := b.stranger()
	wang.get(link).holds(t, 200, "我要登录")
	wang.late(t, link).led(t, "/hepingli?done=signed-in")
	li.get("/hepingli/desk/people/wang").holds(t, 200, "上一次登录是 11 月 3 日（周二）09:00", "!还没有用过")

	// A new link ends the one before.
	first := li.send("/hepingli/desk/people/zhao", "issue-link")
	second := li.send("/hepingli/desk/people/zhao", "issue-link")
	dead, alive := regexpFirst(`(/enter/[A-Za-z0-9_-]{43})</p>`, first.body), regexpFirst(`(/enter/[A-Za-z0-9_-]{43})</p>`, second.body)
	late := b.stranger()
	late.late(t, dead).holds(t, 422, "已经用过或过了期")
	late.late(t, alive).led(t, "/hepingli?done=signed-in")

	for _, secret := range []string{link, dead, alive} {
		if strings.Contains(b.log.String(), strings.TrimPrefix(secret, "/enter/")) {
			t.Error("a link stands in the log")
		}
	}
	answers := ""
	err := b.store.View(context.Background(), func(v *store.View) (err error) {
		_, until, err := v.DoorOf("hepingli", "zhao", b.clock.Now())
		answers = until.String()
		return err
	})
	if err != nil || !strings.HasPrefix(answers, "0001") {
		t.Error("a link is left over", answers, err)
	}
}

// A link is as good as being that person: the committee makes none for its own members.
func TestIssueLinkForWhom(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	li.get("/hepingli/desk/people/zhou").holds(t, 200, "由系统管理员签发", "!签发登录链接")
	for _, office := range []string{"zhou", "chen"} {
		li.late(t, "/hepingli/desk/people/"+office+"/link").holds(t, 422, "对方有任职，不能由居委会代办", "!/enter/")
	}
	li.send("/hepingli/desk/people/li", "issue-link").holds(t, 200, "李文静的登录链接")
	li.late(t, "/hepingli/desk/people/qian/link").holds(t, 404)
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}} {
		b.as(who[0], who[1]).late(t, "/hepingli/desk/people/wang/link").holds(t, 403, "!/enter/")
	}
	b.stranger().late(t, "/hepingli/desk/people/wang/link").holds(t, 401)
	li.get("/hepingli/desk/people/wang/link").led(t, "/hepingli/desk/people/wang")
}
