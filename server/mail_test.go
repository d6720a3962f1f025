package main

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/notify"
	"yishiting/server/notify/mailtest"
	"yishiting/server/store"
	"yishiting/telling"
)

const mailPath = "/hepingli/me/mail"

// mailsBy lets a portal send its mails by a server of mail.
func mailsBy(t testing.TB, portal *Portal, s *mailtest.Server, clock func() time.Time) {
	t.Helper()
	g, err := notify.NewSMTP(s.URL(), s.Password, "post@example.cn", clock)
	if err != nil {
		t.Fatal(err)
	}
	g.Trust(s.Pool)
	portal.mails = notify.NewSender("mail", g, portal.log)
	t.Cleanup(portal.Close)
}

// mailing is a portal that sends mails, and where they go.
func (b *booted) mailing() *mailtest.Server {
	b.t.Helper()
	s := mailtest.Start(b.t, false)
	mailsBy(b.t, b.portal, s, b.clock.Now)
	return s
}

// arrived is the one mail that was sent in the background.
func arrived(t *testing.T, b *booted, s *mailtest.Server) mailtest.Mail {
	t.Helper()
	b.portal.mails.Close() // what is on its way arrives
	mailsBy(t, b.portal, s, b.clock.Now)
	all := s.Taken()
	if len(all) != 1 {
		t.Fatalf("%d mails: %+v", len(all), all)
	}
	return all[0]
}

var linkInMail = regexp.MustCompile(`/hepingli/mail-(?:check|off)/[A-Za-z0-9_-]{43}`)

// titleOf is what a mail is about.
func titleOf(m mailtest.Mail) string {
	title, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	return title
}

// hasMail gives somebody an address that they have confirmed, and lets them be told by it.
func (b *booted) hasMail(who, address string, told telling.Ways) {
	b.t.Helper()
	b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
		token := store.NewToken()
		if err := telling.AskMail(tx, by, address, token, true); err != nil {
			return err
		}
		if _, err := telling.ConfirmMail(tx, "hepingli", token, by.Now, b.portal.leaveToken); err != nil {
			return err
		}
		c, err := tx.TellingOf("hepingli", who)
		if err != nil {
			return err
		}
		return tx.SetChoice(c.With(telling.Mail, told))
	})
}

func (b *booted) mailOf(who string) (address string, chosen, agreed bool) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		c, err := v.TellingOf("hepingli", who)
		if err != nil {
			return err
		}
		all, err := v.Consents("hepingli", who)
		if err != nil {
			return err
		}
		_, agreed = residents.Holding(all)[residents.PurposeMails]
		chosen = c.Mails.Any()
		address, err = v.AddressBy("hepingli", who, telling.Mail)
		return err
	})
	return address, chosen, agreed
}

// An address is given, confirmed in another browser, masked, and ended in each of four ways.
func TestLeavingAnAddress(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		wang := b.as("hepingli", "wang")
		wang.get(tellingPath).holds(t, 200, "本社区不发邮件")
		wang.get(mailPath).holds(t, 200, "本社区不发邮件", `!id="ask-mail"`)
		closed := url.Values{"command": {residents.NewID(b.clock.Now()) + "-ask"}, "address": {"wang@example.cn"}, "agree": {"yes"}}
		wang.do("POST", mailPath, closed).holds(t, 422, "这里不能这样操作")
		s := b.mailing()
		wang.get(tellingPath).holds(t, 200, `href="/hepingli/me/mail"`, "!本社区不发邮件")
		wang.send(mailPath, "ask-mail", "address", "wang", "agree", "yes").holds(t, 422, "这不是一个邮箱地址")
		wang.send(mailPath, "ask-mail", "address", "wang@example.cn\r\nBcc: zhao@example.cn", "agree", "yes").holds(t, 422)
		wang.send(mailPath, "ask-mail", "address", "wang@example.cn").holds(t, 422, "ask-mail-agree")
		if n := s.Asked(); n != 0 {
			t.Error(n, "mails for forms that were refused")
		}
		wang.send(mailPath, "ask-mail", "address", "wang@example.cn", "agree", "yes").led(t, mailPath+"?done=mail-sent")
		m := arrived(t, b, s)
		link := linkInMail.FindString(m.Text)
		if m.To != "wang@example.cn" || titleOf(m) != "【和平里社区议事厅】请确认您的邮箱" || link == "" || m.Header.Get("List-Unsubscribe") != "" || strings.Contains(m.Text, "王") {
			t.Errorf("%+v", m)
		}
		wang.get(mailPath).holds(t, 200, "w***@example.cn", "11 月 4 日（周三）09:00", "!wang@example.cn")
		if address, chosen, agreed := b.mailOf("wang"); address != "" || chosen || agreed {
			t.Error("before it is confirmed:", address, chosen, agreed)
		}
		_ = s.Asked()
		b.tells("wang", "before")
		b.sendAt("2026-11-03 09:01")
		if n := s.Asked(); n != 0 {
			t.Error("told before it was confirmed")
		}

		// Another browser, in which nobody is signed in. Looking confirms nothing.
		other := b.stranger()
		other.get("/hepingli/mail-check/"+store.NewToken()).holds(t, 200, "这个地址用不了", "!确认</button>")
		other.get("/anzhen"+strings.TrimPrefix(link, "/hepingli")).holds(t, 200, "这个地址用不了")
		for range 2 {
			other.get(link).holds(t, 200, "w***@example.cn", "确认</button>", "!wang@example.cn")
		}
		other.send(link, "confirm-mail").led(t, "/hepingli?done=mail-set")
		if address, chosen, agreed := b.mailOf("wang"); address != "wang@example.cn" || !chosen || !agreed {
			t.Error("confirmed:", address, chosen, agreed)
		}
		other.get(link).holds(t, 200, "这个地址用不了")
		wang.get(tellingPath).holds(t, 200, "w***@example.cn", `name="mail-yours" value="yes" checked`, `name="mail-digest" value="yes" checked`, "!wang@example.cn")
		wang.get("/hepingli/me/privacy").holds(t, 200, "用邮件提醒您", "收提醒的邮箱", "!wang@example.cn")
		if file := wang.get("/hepingli/me/data.json"); !strings.Contains(file.body, "wang@example.cn") {
			t.Error("not in one's own data:", file.Status)
		}
		wang.get("/hepingli/me").holds(t, 200, "w***@example.cn」可以收您的提醒邮件了")

		for name, end := range map[string]func(){
			"the page":   func() { wang.chooses().led(t, tellingPath+"?done=telling-chosen") },
			"its button": func() { wang.send(mailPath, "remove-mail").led(t, mailPath+"?done=mail-ended") },
			"the consent": func() {
				wang.send("/hepingli/me/privacy", "consent-mails").led(t, "/hepingli/me/privacy?done=withdrawn-consent")
			},
		} {
			end()
			if address, chosen, agreed := b.mailOf("wang"); address != "" || chosen || agreed {
				t.Error(name, address, chosen, agreed)
			}
			b.clock.move(time.Second)
			b.hasMail("wang", "wang@example.cn", telling.Ways{Yours: true})
		}
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error { return tx.Erase("hepingli", "wang") })
		if address, chosen, _ := b.mailOf("wang"); address != "" || chosen {
			t.Error("erased:", address, chosen)
		}
		if log := b.log.String(); strings.Contains(log, "example.cn") || strings.Contains(log, link[len("/hepingli/mail-check/"):]) {
			t.Error("the log has an address or a link")
		}
	})
}

// Nobody fills another's post box: few mails for a person, and for an address whoever asks.
func TestMailsToConfirmAreFew(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := b.mailing()
	ask := func(who *booted, address string) reply {
		return who.send(mailPath, "ask-mail", "address", address, "agree", "yes")
	}
	wang, zhao := b.as("hepingli", "wang"), b.as("hepingli", "zhao")
	for i := range 5 {
		ask(wang, fmt.Sprintf("wang%d@example.cn", i)).led(t, mailPath+"?done=mail-sent")
	}
	ask(wang, "wang@example.cn").holds(t, 429)
	for range 4 {
		ask(zhao, "wang0@example.cn").led(t, mailPath+"?done=mail-sent")
	}
	ask(b.as("hepingli", "sun"), "wang0@example.cn").holds(t, 429)
	b.portal.mails.Close()
	if n := len(s.Taken()); n != 9 {
		t.Error(n, "mails")
	}
}

// A link to confirm is good for a day, and the last one alone.
func TestLinksToConfirmEnd(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := b.mailing()
	wang := b.as("hepingli", "wang")
	var links []string
	for range 2 {
		wang.send(mailPath, "ask-mail", "address", "wang@example.cn", "agree", "yes")
		links = append(links, linkInMail.FindString(arrived(t, b, s).Text))
	}
	wang.get(links[0]).holds(t, 200, "这个地址用不了")
	page := wang.get(links[1])
	b.clock.move(24 * time.Hour)
	action, fields := page.fill(t, "confirm-mail")
	wang.do("POST", action, fields).holds(t, 200, "这个地址用不了")
	if address, _, _ := b.mailOf("wang"); address != "" {
		t.Error(address)
	}
}

// Mails say that something waits and not what; the week's is told as it is; both can be left by one tap of a mail
// program that has no cookie, and by nobody who has no token.
func TestMailsOfLetters(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := b.mailing()
		b.hasMail("wang", "wang@example.cn", telling.Ways{Yours: true, Digest: true})
		b.hasMail("zhao", "zhao@example.cn", telling.Ways{Digest: true})
		b.clock.move(time.Minute)
		b.tells("wang", "one")
		b.tells("zhao", "two")
		b.sendAt("2026-11-03 09:02")
		all := s.Taken()
		if len(all) != 1 || all[0].To != "wang@example.cn" {
			t.Fatalf("%+v", all)
		}
		m := all[0]
		if titleOf(m) != "【和平里社区议事厅】有和您有关的新消息" || !strings.Contains(m.Text, b.local()+"/hepingli/me\n") || strings.Contains(m.Text+titleOf(m), "秘密") || strings.Contains(m.Text, "王") {
			t.Errorf("%q\n%s", titleOf(m), m.Text)
		}
		link := linkInMail.FindString(m.Text)
		if m.Header.Get("List-Unsubscribe") != "<"+b.local()+link+">" || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || m.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("%+v", m.Header)
		}
		// By night it waits.
		b.clock.set("2026-11-03 22:00")
		b.tells("wang", "night")
		b.sendAt("2026-11-03 22:01")
		if n := len(s.Taken()); n != 0 {
			t.Error("within the quiet hours")
		}
		b.sendAt("2026-11-04 08:00")
		if n := len(s.Taken()); n != 1 {
			t.Error("in the morning:", n)
		}

		w := &walk{booted: b}
		b.clock.set("2026-11-12 09:00")
		w.accepted("早市占道")
		b.change("hepingli", func(tx *store.Tx) error { return tx.ReadLetters("hepingli", "wang", b.clock.Now().UnixMicro()) })
		b.turnAt("2026-11-13 18:00")
		b.sendAt("2026-11-13 18:01")
		all = s.Taken()
		if len(all) != 2 {
			t.Fatalf("%+v", all)
		}
		for _, m := range all {
			if titleOf(m) != "【和平里社区议事厅】一周要事：11 月 6 日至 11 月 12 日" || !strings.Contains(m.Text, "早市占道：") || !strings.Contains(m.Text, b.local()+"/hepingli/week/2026-11-13") {
				t.Errorf("%q\n%s", titleOf(m), m.Text)
			}
		}

		// RFC 8058: one field, no cookie, no command, no page of ours.
		post := func(path string, fields url.Values) reply { return b.stranger().do("POST", path, fields) }
		oneTap := url.Values{"List-Unsubscribe": {"One-Click"}}
		b.stranger().get(link).holds(t, 200, "w***@example.cn", "不再发邮件</button>", "!wang@example.cn")
		post(link, nil).holds(t, 422)
		post(link, url.Values{"List-Unsubscribe": {"One-Click"}, "more": {"1"}}).holds(t, 422)
		post("/hepingli/mail-off/"+store.NewToken(), oneTap).holds(t, 200, "不再发邮件了")
		post("/anzhen"+strings.TrimPrefix(link, "/hepingli"), oneTap).holds(t, 200)
		b.stranger().do("POST", link, oneTap, func(r *http.Request) { r.Header.Set("Origin", "https://elsewhere.example") }).holds(t, 403)
		if address, chosen, _ := b.mailOf("wang"); address == "" || !chosen {
			t.Fatal("ended by what may not end it")
		}
		for range 2 { // twice does nothing more
			post(link, oneTap).holds(t, 200, "不再发邮件了")
		}
		if address, chosen, agreed := b.mailOf("wang"); address != "" || chosen || agreed {
			t.Error("left:", address, chosen, agreed)
		}
		b.stranger().get(link).holds(t, 200, "不再发邮件了")
		if address, chosen, _ := b.mailOf("zhao"); address == "" || !chosen {
			t.Error("somebody else's was ended")
		}
		b.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "不再给「w***@example.cn」发邮件")
		// By the page's own button.
		link = linkInMail.FindString(all[1].Text)
		b.stranger().send(link, "leave-mail").holds(t, 200, "不再发邮件了")
		b.clock.move(time.Hour)
		b.tells("wang", "after")
		b.turnAt("2026-11-20 18:00")
		b.sendAt("2026-11-20 18:01")
		if n := len(s.Taken()); n != 0 {
			t.Error("told by mail after leaving")
		}
		if log := b.log.String(); strings.Contains(log, "example.cn") || strings.Contains(log, "秘密") || strings.Contains(log, link[len("/hepingli/mail-off/"):]) {
			t.Error("the log has an address or a link")
		}
	})
}

// What the provider does not take is tried again and given up; an address that is none is used no more.
func TestMailsThatAreNotTaken(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := b.mailing()
		b.hasMail("wang", "wang@example.cn", telling.Ways{Yours: true})
		b.clock.move(time.Minute)
		b.tells("wang", "first")
		wang := b.as("hepingli", "wang")
		s.Answer("RCPT", "451 4.7.1 come again later")
		tries := 0
		for _, at := range []string{"09:02", "09:02", "09:03", "09:07", "09:08", "09:37", "09:38", "11:38", "19:37", "19:38", "20:59"} {
			b.sendAt("2026-11-03 " + at)
			tries += s.Asked()
		}
		if tries != 6 {
			t.Error(tries, "tries")
		}
		wang.get(tellingPath).holds(t, 200, "没有发出去的", "w***@example.cn")
		// A gateway that refuses all of it for its own reasons takes nobody's address away.
		b.clock.set("2026-11-04 09:00")
		s.Answer("RCPT", "554 5.7.1 relay access denied")
		b.tells("wang", "second")
		b.sendAt("2026-11-04 09:01")
		if address, chosen, _ := b.mailOf("wang"); address == "" || !chosen {
			t.Error("ended for a policy")
		}
		s.Answer("RCPT", "")
		b.sendAt("2026-11-04 09:03")
		all := s.Taken()
		if len(all) != 1 || all[0].Header.Get("Message-Id") == "" {
			t.Fatalf("%+v", all)
		}
		b.clock.set("2026-11-05 09:00")
		_ = s.Asked()
		s.Answer("RCPT", "550 5.1.1 <wang@example.cn> no such user")
		b.tells("wang", "third")
		b.sendAt("2026-11-05 09:01")
		if address, chosen, agreed := b.mailOf("wang"); address != "" || chosen || !agreed {
			t.Error("refused for good:", address, chosen, agreed)
		}
		wang.get("/hepingli/me").holds(t, 200, "邮箱「w***@example.cn」收不到信，不再发了")
		b.sendAt("2026-11-05 09:10")
		if n := s.Asked(); n != 1 {
			t.Error(n, "tries of an address that is none")
		}
		if log := b.log.String(); strings.Contains(log, "example.cn") || strings.Contains(log, "no such user") {
			t.Error("the log has an address")
		}
	})
}

// Without a gateway nothing waits and nothing is lost; what waited goes when there is one again.
func TestMailsWithoutAGateway(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := b.mailing()
	newProvider(t).textsBy(t, b.portal)
	b.hasMail("wang", "wang@example.cn", telling.Ways{Yours: true})
	b.clock.set("2026-11-03 22:00")
	b.tells("wang", "night")
	b.sendAt("2026-11-03 22:01")
	with := b.portal.mails
	b.portal.mails = nil
	b.sendAt("2026-11-04 08:00")
	b.as("hepingli", "wang").get(tellingPath).holds(t, 200, "本社区现在不发邮件", "w***@example.cn")
	b.portal.mails = with
	b.sendAt("2026-11-04 09:00")
	if n := len(s.Taken()); n != 1 {
		t.Error(n, "mails")
	}
}

// Two servers send each mail once.
func TestMailsOnTwoServers(t *testing.T) {
	t.Parallel()
	s := bootTwo(t)
	box := mailtest.Start(t, true)
	first := s.portals[0].store
	settle(t, first, s.clock.Now())
	for _, portal := range s.portals {
		mailsBy(t, portal, box, s.clock.Now)
	}
	b := &booted{t: t, store: first, clock: s.clock, portal: s.portals[0]}
	const many = 60
	b.change("hepingli", func(tx *store.Tx) error {
		for i := range many {
			id := fmt.Sprintf("neighbour-%03d", i)
			err := tx.AddResident(residents.Resident{ID: id, Community: "hepingli", Name: "邻居", Building: "9 号楼", Adult: true, JoinedAt: s.clock.Now(), ConfirmedAt: s.clock.Now()})
			if err != nil {
				return err
			}
			if err := tx.SetMail("hepingli", id, id+"@example.cn", store.NewToken()); err != nil {
				return err
			}
			if err := tx.SetChoice(telling.Usual("hepingli", id).With(telling.Mail, telling.Ways{Yours: true})); err != nil {
				return err
			}
		}
		return nil
	})
	s.clock.move(time.Minute)
	for i := range many {
		b.tells(fmt.Sprintf("neighbour-%03d", i), fmt.Sprint("letter-", i))
	}
	for range 2 {
		var both sync.WaitGroup
		for _, portal := range s.portals {
			both.Go(func() {
				if err := portal.SendOut(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
	}
	var to []string
	for _, m := range box.Taken() {
		to = append(to, m.To)
	}
	if len(to) != many || len(slices.Compact(to)) != many {
		t.Errorf("%d mails for %d people", len(to), many)
	}
}
