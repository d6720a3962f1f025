package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
)

// roster lists homes of hepingli: in each building from 1 on, so many homes of two adults.
func (b *booted) roster(homes ...int) {
	b.t.Helper()
	err := b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		for building, n := range homes {
			for room := range n {
				h := residents.Household{
					Community: "hepingli", ID: fmt.Sprintf("home-%02d-%03d-0000", building+1, room), Building: fmt.Sprintf("%d 号楼", building+1),
					Unit: fmt.Sprintf("%d 单元", room/30+1), Room: fmt.Sprint(100*(room%30/3+1) + room%3 + 1), Adults: 2,
				}
				if err := tx.AddHousehold(h); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// paper is a printed letter: where its QR code leads, its code, and all that stands on it.
type paper struct{ url, code, text string }

// path is where the QR code leads within the portal, with its secret.
func (l paper) path() string { return l.url[strings.Index(l.url, "/hepingli/join"):] }

func (l paper) secret() string { return l.url[strings.Index(l.url, "#")+1:] }

// papers are the letters on a page.
func papers(body string) (all []paper) {
	for _, m := range regexp.MustCompile(`(?s)<article class="letter" data-address="([^"]+)">(.*?)</article>`).FindAllStringSubmatch(body, -1) {
		all = append(all, paper{html.UnescapeString(m[1]), regexpFirst(`<p class="letter-code">([^<]+)</p>`, m[2]), m[2]})
	}
	return all
}

// letters are made at the desk, by li.
func (b *booted) letters(fields ...string) []paper {
	b.t.Helper()
	return papers(b.as("hepingli", "li").send("/hepingli/desk/letters", "letters", fields...).body)
}

func TestWriteLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(2, 3)
	li := b.as("hepingli", "li")
	page := li.get("/hepingli/desk/letters")
	page.holds(t, 200, "1 号楼", "2 号楼", "全社区 5 户", "还没有写过信", "60 天内有效", "!<script")
	action, values := page.fill(t, "letters", "building", "2 号楼", "whom", "waiting")
	got := li.do("POST", action, values)
	got.holds(t, 200, "做好了 3 封", "2 号楼 1 单元 101", "!1 号楼 1 单元", "请加入和平里社区议事厅", "010-84220000", "2027 年 1 月 2 日为止", "本户 2 位成年人", "!<script", "居委会核对后")
	if cache := got.Header.Get("Cache-Control"); cache != "private, no-store" {
		t.Error(cache)
	}
	all := papers(got.body)
	if len(all) != 3 || all[0].url != b.local()+"/hepingli/join?n=0001#"+all[0].secret() || len(all[0].secret()) != 43 {
		t.Fatalf("%+v", all)
	}
	seen := map[string]bool{}
	for _, l := range all {
		if _, _, ok := doors.ReadCode(l.code); !ok || seen[l.code] || seen[l.secret()] {
			t.Errorf("%+v", l)
		}
		seen[l.code], seen[l.secret()] = true, true
	}

	// Sent again it makes no others and cannot show the first.
	li.do("POST", action, values).holds(t, 200, "已经做好过", "!"+all[0].secret(), "!"+all[0].code)
	list := li.get("/hepingli/desk/letters")
	list.holds(t, 200, "2 号楼 1 单元 103", "第 0003 号", "还没有用", "!"+all[0].secret(), "!"+all[0].code)

	// Those who have a letter get none, until they are asked for.
	li.send("/hepingli/desk/letters", "letters", "building", "2 号楼", "whom", "waiting").holds(t, 422, "没有要写信")
	again := papers(li.send("/hepingli/desk/letters", "letters", "building", "2 号楼", "whom", "empty").body)
	if len(again) != 3 || !strings.Contains(again[0].url, "n=0004") {
		t.Fatalf("%+v", again)
	}
	li.get("/hepingli/desk/letters?building=2+号楼").holds(t, 200, "已作废", "还没有用")

	// What opens them is neither in the database nor in the log.
	for _, l := range append(all, again...) {
		err := b.store.View(context.Background(), func(v *store.View) error {
			number, code, _ := doors.ReadCode(l.code)
			_, hash, err := v.InvitationByNumber("hepingli", number)
			if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hash, code) {
				t.Error(hash)
			}
			return err
		})
		if err != nil || strings.Contains(b.log.String(), l.secret()) || strings.Contains(b.log.String(), l.code) {
			t.Error("a letter's secret stands in the log", err)
		}
	}
}

func TestLettersAtMost(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(3)
	li := b.as("hepingli", "li")
	for _, bad := range [][]string{{"whom", "nobody"}, {"whom", ""}, {"whom", "all", "building", strings.Repeat("楼", 41)}, {"whom", "all", "n", "1000"}} {
		li.send("/hepingli/desk/letters", "letters", bad...).holds(t, 422, "!letter-code")
	}
	li.send("/hepingli/desk/letters", "letters", "whom", "all", "building", "9 号楼").holds(t, 422, "没有要写信")
	for _, bad := range []string{"before=x", "before=-1", "building=%00"} {
		li.get("/hepingli/desk/letters?"+bad).holds(t, 404)
	}
}

func TestRevokeAndReissue(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(2)
	li := b.as("hepingli", "li")
	all := b.letters("whom", "waiting")
	id := regexpFirst(`/desk/letters/([^/"]+)/revoke`, li.get("/hepingli/desk/letters").body) // the latest: 0002
	form := "revoke-letter-" + id
	li.send("/hepingli/desk/letters", form).led(t, "/hepingli/desk/letters?done=letter-revoked")
	li.get("/hepingli/desk/letters").holds(t, 200, "已作废", "!"+form)
	b.late(t, "/hepingli/join", append(joins, "code", all[1].code)...).holds(t, 422, "这封邀请信已经作废")

	again := papers(li.send("/hepingli/desk/letters", "letter-again-"+id).body)
	if len(again) != 1 || !strings.Contains(again[0].text, "1 号楼 1 单元 102") {
		t.Fatalf("%+v", again)
	}
	li.send("/hepingli/desk/letters?building=1+号楼", "revoke-letters").led(t, "/hepingli/desk/letters?building=1+%E5%8F%B7%E6%A5%BC&done=letters-revoked")
	for _, l := range []paper{all[0], again[0]} {
		b.late(t, "/hepingli/join", append(joins, "code", l.code)...).holds(t, 422, "这封邀请信已经作废")
	}
	li.send("/hepingli/desk/letters?building=1+号楼", "revoke-letters").holds(t, 422, "没有要写信或作废")
}

// Letters are the committee's, in its own community.
func TestLettersForWhom(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	b.letters("whom", "waiting")
	id := regexpFirst(`/desk/letters/([^/"]+)/revoke`, b.as("hepingli", "li").get("/hepingli/desk/letters").body)
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}, {"installation", "administrator"}} {
		them := b.as(who[0], who[1])
		them.get("/hepingli/desk/letters").holds(t, 403, "!1 号楼 1 单元")
		for _, path := range []string{"", "/revoke", "/" + id + "/revoke"} {
			them.late(t, "/hepingli/desk/letters"+path).holds(t, 403, "!letter-code")
		}
		them.late(t, "/hepingli/desk/households/home-01-000-0000/letter").holds(t, 403, "!letter-code")
	}
	b.stranger().late(t, "/hepingli/desk/letters").holds(t, 401)
	wu := b.as("anzhen", "wu")
	wu.late(t, "/anzhen/desk/letters/"+id+"/revoke").holds(t, 404)
	wu.late(t, "/anzhen/desk/households/home-01-000-0000/letter").holds(t, 404)
	wu.get("/anzhen/desk/letters").holds(t, 200, "户册还是空的", "!1 号楼")
	weak := b.stranger()
	weak.signInBy(residents.ByPhone, "hepingli", "li")
	weak.get("/hepingli/desk/letters").holds(t, 403, "通行密钥")
}
