package main

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// joins is what an adult says who joins, but for the letter.
var joins = []string{"name", "何静", "age", "adult", "consent", "yes", "version", "1", "seal", strings.Repeat("s", 43)}

// joinBy lets somebody with a browser of their own join, with the given fields.
func (b *booted) joinBy(fields ...string) (*booted, reply) {
	b.t.Helper()
	them := b.stranger()
	action, values := them.get("/hepingli/join").fill(b.t, "join", append([]string{"age", "adult", "consent", "yes"}, fields...)...)
	return them, them.do("POST", action, values)
}

// counted is how many rows a query finds.
func (b *booted) counted(t *testing.T, want map[string]int64) {
	t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) error {
		all, err := v.Residents("hepingli", "", 500)
		if n := int64(len(all)); n != want["people"] {
			t.Errorf("%d people, not %d", n, want["people"])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJoinByCode(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	l := b.letters("whom", "waiting")[0]
	page := b.stranger().get("/hepingli/join?n=1")
	page.holds(t, 200, "加入和平里社区议事厅", `value="0001-"`, "我看过上面的说明", "不要身份证号", "居委会核对您住在这里", `data-read hidden`)
	if strings.Contains(page.body, "已登录") {
		t.Error("a stranger is signed in")
	}
	typed := strings.ToLower(strings.ReplaceAll(l.code, "-", " "))
	he, got := b.joinBy("name", "何静", "code", typed)
	got.led(t, "/hepingli/me?done=joined")
	he.get("/hepingli/me?done=joined").holds(t, 200, "您已加入", "何静", "1 号楼", "等居委会确认", "010-84220000", "下次怎样进来", "通行密钥", "!居民</")
	he.get("/hepingli/me").holds(t, 200, "等居委会确认", "!下次怎样进来")
	he.get("/hepingli").holds(t, 200)
	he.get("/hepingli/topics/new").holds(t, 200, `!id="raise"`)
	b.counted(t, map[string]int64{"people": 7})

	// The same again from the same browser leads to the same place.
	him, got := b.joinBy("name", "林强", "code", l.code, "represent", "yes")
	got.led(t, "/hepingli/me?done=joined")
	him.get("/hepingli/me").holds(t, 200, "林强", "户代表")
	_, got = b.joinBy("name", "多余", "code", l.code)
	got.holds(t, 422, "名额已经用完", "向居委会要一封新的", `value="多余"`)
	b.counted(t, map[string]int64{"people": 8})
	b.as("hepingli", "li").get("/hepingli/desk/letters").holds(t, 200, "2 / 2 位已加入")
}

func TestJoinByQRCode(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	l := b.letters("whom", "waiting")[0]
	b.act("hepingli", "li", func(tx *store.Tx, _ residents.Sender) error {
		c, err := tx.CommunityByID("hepingli")
		c.ConfirmEach = false
		if err != nil {
			return err
		}
		return tx.ChangeCommunity(c)
	})
	// A form that is refused keeps what the code has brought.
	he, got := b.joinBy("letter", l.secret(), "name", "", "consent", "")
	got.holds(t, 422, "已读到邀请信", "这一项需要填写", "需要您同意", `name="letter" value="`+l.secret()+`"`, "!join-code-hint")
	action, values := got.fill(t, "join", "name", "何静", "age", "adult", "consent", "yes")
	first := he.do("POST", action, values)
	first.led(t, "/hepingli/me?done=joined")
	he.get("/hepingli/me").holds(t, 200, "1 号楼 · 居民", "!等居委会确认")
	he.get("/hepingli/topics/new").holds(t, 200, "提一个议题")

	// The answer was lost: the same command gives the same person and the same session, and no second.
	lost := b.stranger()
	lost.do("POST", action, values).led(t, "/hepingli/me?done=joined")
	lost.get("/hepingli/me").holds(t, 200, "何静")
	he.do("POST", action, values).led(t, "/hepingli/me?done=joined")
	b.counted(t, map[string]int64{"people": 7})
	values.Set("seal", store.NewToken())
	b.stranger().do("POST", action, values).holds(t, 422, "已经用来做过另一件事")
	_, got = b.joinBy("letter", l.secret(), "name", "何静")
	got.holds(t, 422, "这一户已经有同名的人", `href="#join-name"`)
	values.Del("seal")
	b.stranger().do("POST", action, values).holds(t, 422, "重新打开页面")
	values.Del("letter")
	values.Set("code", l.code)
	b.stranger().do("POST", action, values).holds(t, 422, "重新打开页面")
	if strings.Contains(b.log.String(), l.secret()) || strings.Contains(b.log.String(), "何静") {
		t.Error("a secret or a name stands in the log")
	}
}

// Until a letter is proved, every wrong one has the same answer.
func TestLettersThatOpenNothing(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(4)
	all := b.letters("whom", "waiting")
	used, over := all[0], all[1]
	for _, name := range []string{"何静", "林强"} {
		_, got := b.joinBy("name", name, "code", used.code)
		got.led(t, "/hepingli/me?done=joined")
	}
	answer := func(fields ...string) string {
		_, got := b.joinBy(append([]string{"name", "来客"}, fields...)...)
		got.holds(t, 422, "没有这个号码的邀请信")
		return regexpFirst(`(?s)<div id="error-summary"(.*?)</div>`, got.body)
	}
	wrong := func(l paper) string { return l.code[:5] + "0000-0000" }
	want := answer("code", wrong(all[3]))
	for name, got := range map[string]string{
		"unknown number": answer("code", "0099-0000-0000"), "used up": answer("code", wrong(used)), "no code": answer("code", "0001"),
		"another's code": answer("code", all[3].code[:5]+all[2].code[5:]), "unknown QR code": answer("letter", store.NewToken()),
	} {
		if got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
	_, got := b.joinBy("name", "来客", "code", "")
	got.holds(t, 422, "这一项需要填写")

	// Another community's letter is none here.
	them := b.stranger()
	action, values := them.get("/anzhen/join").fill(t, "join", append([]string{"code", all[2].code}, joins...)...)
	them.do("POST", action, values).holds(t, 422, "没有这个号码的邀请信")
	values.Set("letter", all[2].secret())
	them.do("POST", action, values).holds(t, 422, "没有这个号码的邀请信")
	b.get("/hepingli-jiedao/join").holds(t, 404)
	b.late(t, "/hepingli-jiedao/join", append(joins, "code", all[2].code)...).holds(t, 404)

	b.clock.set("2027-01-02 23:59")
	_, got = b.joinBy("name", "来客", "code", all[2].code)
	got.led(t, "/hepingli/me?done=joined")
	b.clock.set("2027-01-03 00:00")
	for _, by := range [][]string{{"code", over.code}, {"letter", over.secret()}} {
		_, got := b.joinBy(append([]string{"name", "迟到"}, by...)...)
		got.holds(t, 422, "过了有效期", "要一封新的")
	}
	if want := answer("code", wrong(over)); strings.Contains(want, "有效期") {
		t.Error("a wrong code is told that the letter is too old")
	}
}

func TestGuessingLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(3)
	all := b.letters("whom", "waiting")
	for range letterCode.most {
		_, got := b.joinBy("name", "来客", "code", "0001-0000-0000")
		got.holds(t, 422, "没有这个号码的邀请信")
	}
	_, got := b.joinBy("name", "来客", "code", all[0].code)
	got.holds(t, 429, "来客")
	if after := got.Header.Get("Retry-After"); after != "3600" && after != "3601" {
		t.Error("Retry-After", after)
	}
	// The QR code and the other letters still open; so does this one an hour later.
	_, got = b.joinBy("name", "何静", "letter", all[0].secret())
	got.led(t, "/hepingli/me?done=joined")
	_, got = b.joinBy("name", "林强", "code", all[1].code)
	got.led(t, "/hepingli/me?done=joined")
	b.clock.set("2026-11-03 10:01")
	_, got = b.joinBy("name", "何勇", "code", all[0].code)
	got.led(t, "/hepingli/me?done=joined")

	// Whoever has tried too often uses up no tries of a letter.
	before := b.buckets()
	for range lettersBy.most + 1 {
		_, got = b.joinBy("name", "来客", "code", "0077-0000-0000")
		b.clock.move(time.Second)
	}
	got.holds(t, 429, "来客")
	_, got = b.joinBy("name", "来客", "code", "0078-0000-0000")
	if got.holds(t, 429, "来客"); b.buckets() != before+1 {
		t.Errorf("%d letters were charged for it", b.buckets()-before)
	}
}

// Looking at a letter uses nothing up, whoever looks, and however often.
func TestLookingAtALetterChangesNothing(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	l := b.letters("whom", "waiting")[0]
	before := b.as("hepingli", "li").get("/hepingli/desk/letters").body
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, path := range []string{"/hepingli/join?n=0001", "/hepingli/join?n=x", "/_v/hepingli/join?n=0001"} {
			got := b.do(method, path, nil)
			if got.StatusCode != 200 || len(got.Cookies()) != 0 || strings.Contains(got.body, l.secret()) {
				t.Error(method, path, got.Status, got.Cookies())
			}
		}
	}
	after := b.as("hepingli", "li").get("/hepingli/desk/letters").body
	if got, want := regexpFirst(`(?s)<ul class="rows">(.*?)<form`, after), regexpFirst(`(?s)<ul class="rows">(.*?)<form`, before); got != want || !strings.Contains(got, "还没有用") {
		t.Error(got)
	}
	b.counted(t, map[string]int64{"people": 6})
}

func TestMinorsJoin(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	l := b.letters("whom", "waiting")[0]
	for birth, says := range map[string]string{"2012": "由家长来加", "2013": "由家长来加", "2007": "已经成年", "": "请填整数", "x": "请填整数", "2027": "请填整数"} {
		_, got := b.joinBy("name", "何小雨", "age", "minor", "birth", birth, "code", l.code)
		got.holds(t, 422, says, `href="#join-birth"`)
	}
	_, got := b.joinBy("name", "何小雨", "age", "minor", "birth", "2011", "represent", "yes", "code", l.code)
	got.holds(t, 422, "年满十八周岁", `href="#join-represent"`)
	child, got := b.joinBy("name", "何小雨", "age", "minor", "birth", " 2011 ", "code", l.code)
	got.led(t, "/hepingli/me?done=joined")
	child.get("/hepingli/me").holds(t, 200, "等家里的监护人确认")
	child.get("/hepingli/topics/new").holds(t, 200, `!id="raise"`)
	err := b.store.View(context.Background(), func(v *store.View) error {
		there, err := v.PeopleOfHome("hepingli", "home-01-000-0000")
		if len(there) != 1 || there[0].Adult || there[0].BirthYear != 2011 || !there[0].ConfirmedAt.IsZero() {
			t.Errorf("%+v", there)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.as("hepingli", "li").get("/hepingli/desk/letters").holds(t, 200, "还没有用", "另有 1 位未成年人")
}

func TestOneRepresentative(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	l := b.letters("whom", "waiting")[0]
	_, got := b.joinBy("name", "欧阳静雯", "code", l.code, "represent", "yes")
	got.led(t, "/hepingli/me?done=joined")
	_, got = b.joinBy("name", "林强", "code", l.code, "represent", "yes")
	got.holds(t, 422, "这一户已经有户代表", "现在是 欧阳**", "!静雯", `href="#join-represent"`, `value="林强"`)
	_, got = b.joinBy("name", "林强", "code", l.code)
	got.led(t, "/hepingli/me?done=joined")
}

// Who is of the community already adds the home, and is no second person; who is of another joins anew.
func TestJoinWhenSignedIn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(2)
	all := b.letters("whom", "waiting")
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/join?n=1").holds(t, 200, "再加一个家", "王秀兰", "!您的姓名", "!我看过上面的说明")
	wang.send("/hepingli/join?n=1", "join", "code", "0001-0000-0000").holds(t, 422, "没有这个号码的邀请信", "再加一个家")
	wang.send("/hepingli/join?n=1", "join", "code", all[0].code, "represent", "yes").led(t, "/hepingli/me?done=home-added")
	wang.send("/hepingli/join", "join", "letter", all[0].secret()).holds(t, 422, "您已经登记在这一户")
	wang.send("/hepingli/join", "join", "letter", all[1].secret()).led(t, "/hepingli/me?done=home-added")
	b.counted(t, map[string]int64{"people": 6})
	err := b.store.View(context.Background(), func(v *store.View) error {
		who, err := v.Standing("hepingli", "wang")
		if len(who.Homes) != 2 || !who.Holds("hepingli", b.clock.Now(), residents.RoleHouseholdRep) {
			t.Errorf("%+v", who)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	qian := b.as("anzhen", "qian")
	qian.get("/hepingli/join").holds(t, 200, "您的姓名")
	qian.send("/hepingli/join", "join", append([]string{"name", "钱多多", "code", all[0].code}, joins[2:8]...)...).led(t, "/hepingli/me?done=joined")
	qian.get("/hepingli/me").holds(t, 200, "钱多多", "1 号楼", "等居委会确认")
	b.counted(t, map[string]int64{"people": 7})
}

// One place, twenty at once: one person and one session, nothing goes wrong for the others.
func TestOnePlaceForTwenty(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(1)
	l := b.letters("whom", "waiting")[0]
	_, got := b.joinBy("name", "何静", "code", l.code)
	got.led(t, "/hepingli/me?done=joined")
	var all sync.WaitGroup
	answers := make([]int, 20)
	for n := range answers {
		them := b.stranger()
		action, values := them.get("/hepingli/join").fill(t, "join", "name", "来客"+strings.Repeat("多", n), "age", "adult", "consent", "yes", "letter", l.secret())
		all.Go(func() {
			got := them.do("POST", action, values)
			answers[n] = got.StatusCode
			if got.StatusCode == 303 != (len(got.Cookies()) == 1) {
				t.Error(got.Status, got.Cookies())
			}
		})
	}
	all.Wait()
	joined := 0
	for _, status := range answers {
		switch status {
		case 303:
			joined++
		case 422:
		default:
			t.Error(status)
		}
	}
	if joined != 1 {
		t.Errorf("%d of twenty joined", joined)
	}
	b.counted(t, map[string]int64{"people": 8})
}

// An unknown number takes the work of a wrong code, and about as long: both are compared with a password hash.
func TestUnknownNumbersTakeTheirTime(t *testing.T) {
	b := boot(t)
	b.roster(1)
	b.letters("whom", "waiting")
	working := b.working()
	least := map[string]time.Duration{}
	try := func(name, code string) {
		them := b.stranger()
		action, values := them.get("/hepingli/join").fill(t, "join", append([]string{"code", code}, joins...)...)
		began := time.Now()
		them.do("POST", action, values).holds(t, 422, "没有这个号码的邀请信")
		if took := time.Since(began); least[name] == 0 || took < least[name] {
			least[name] = took
		}
		if done := working.since(); done != "compared "+costOfACode {
			t.Errorf("%s: %q", name, done)
		}
	}
	const wrong, unknown = "a wrong code", "an unknown number"
	for range 5 { // by turns: both while the machine is as busy
		try(wrong, "0001-0000-0000")
		try(unknown, "0099-0000-0000")
	}
	if least[unknown] < least[wrong]/3 || least[wrong] < least[unknown]/3 {
		t.Errorf("a wrong code takes %v, an unknown number %v", least[wrong], least[unknown])
	}
}
