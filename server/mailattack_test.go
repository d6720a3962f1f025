package main

import (
	"net/url"
	"strings"
	"testing"

	"yishiting/server/store"
	"yishiting/telling"
)

// The routes of mail are tried with somebody else's session, from the next community, twice at once, and with what they do not
// ask for: one address is confirmed once, and nobody learns or ends another's.
func TestMailIsBesieged(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := b.mailing()
		wang, sun, qian := b.as("hepingli", "wang"), b.as("hepingli", "sun"), b.as("anzhen", "qian")
		wang.send(mailPath, "ask-mail", "address", "wang@example.cn", "agree", "yes").led(t, mailPath+"?done=mail-sent")
		link := linkInMail.FindString(arrived(t, b, s).Text)

		// Of the next community: its own page, not this one's, and no link of this one's.
		qian.get("/anzhen/me/mail").holds(t, 200, "!example.cn")
		if got := qian.late(t, mailPath, "address", "qian@example.cn", "agree", "yes"); got.StatusCode == 200 || strings.Contains(got.Header.Get("Location"), "mail-sent") {
			t.Errorf("asked from the next community: %s %s", got.Status, got.Header.Get("Location"))
		}
		sun.get(mailPath).holds(t, 200, "!w***@example.cn")
		there := "/anzhen" + strings.TrimPrefix(link, "/hepingli")
		qian.late(t, there).holds(t, 200, "这个地址用不了")
		if address, _, _ := b.mailOf("wang"); address != "" {
			t.Fatal("confirmed from the next community:", address)
		}

		// Whoever has the link has the mail, whoever is signed in: twice at once it is confirmed once, for who asked.
		if done := twice(t, b.formOn("sun", link, "confirm-mail"), b.formOn("wang", link, "confirm-mail")); done < 1 {
			t.Errorf("%d confirmed", done)
		}
		if address, chosen, agreed := b.mailOf("wang"); address != "wang@example.cn" || !chosen || !agreed {
			t.Error(address, chosen, agreed)
		}
		if address, chosen, agreed := b.mailOf("sun"); address != "" || chosen || agreed {
			t.Error("made somebody else's:", address, chosen, agreed)
		}
		if n := strings.Count(wang.get("/hepingli/me").body, "可以收您的提醒邮件了"); n != 1 {
			t.Errorf("told %d times", n)
		}

		// Tokens and fields of other kinds.
		for _, token := range []string{"x", strings.Repeat("a", 43), strings.Repeat("A", 500), "%00", "%2e%2e", "..%2f..", store.NewToken() + "x"} {
			for _, of := range []string{"/hepingli/mail-check/", "/hepingli/mail-off/"} {
				if got := sun.get(of + token); got.StatusCode >= 500 || strings.Contains(got.body, "example.cn") {
					t.Errorf("GET %s%s: %s", of, token, got.Status)
				}
				if got := sun.do("POST", of+token, url.Values{"List-Unsubscribe": {"One-Click"}}); got.StatusCode >= 500 {
					t.Errorf("POST %s%s: %s", of, token, got.Status)
				}
			}
		}
		off := "/hepingli/mail-off/" + b.portal.leaveToken(telling.MailCheck{Community: "hepingli", Resident: "wang", Address: "wang@example.cn"})
		for _, fields := range []url.Values{{"List-Unsubscribe": {"No"}}, {"List-Unsubscribe": {"One-Click"}, "address": {"x"}}, {"List-Unsubscribe": {"One-Click", "One-Click"}}, {}} {
			sun.do("POST", off, fields)
			if address, _, _ := b.mailOf("wang"); address == "" {
				t.Fatalf("ended by %v", fields)
			}
		}
		sun.late(t, mailPath+"/remove").led(t, mailPath+"?done=mail-ended")
		if address, _, _ := b.mailOf("wang"); address == "" {
			t.Fatal("ended by somebody else's button")
		}

		// Ended twice at once: once, and told once.
		one := url.Values{"List-Unsubscribe": {"One-Click"}}
		stranger := b.stranger()
		atOnce(func() { stranger.do("POST", off, one) }, func() { b.stranger().do("POST", off, one) })
		if address, chosen, agreed := b.mailOf("wang"); address != "" || chosen || agreed {
			t.Error("not ended:", address, chosen, agreed)
		}
		if n := strings.Count(wang.get("/hepingli/me").body, "不再发邮件"); n > 1 {
			t.Errorf("told %d times", n)
		}
		if strings.Contains(b.log.String(), "level=ERROR") {
			t.Error(b.log.String())
		}
	})
}

// The sheet for a door is the desk's of that community: nobody else's, and no odd value is more than a refusal.
func TestDoorNoticeIsBesieged(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const page = "/hepingli/desk/door-notice"
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}} {
		if got := b.as(who[0], who[1]).get(page + "?building=" + url.QueryEscape("3 号楼")); got.StatusCode != 403 {
			t.Errorf("%v: %s", who, got.Status)
		}
	}
	if got := b.stranger().get(page); got.StatusCode != 401 {
		t.Errorf("nobody: %s", got.Status)
	}
	li := b.as("hepingli", "li")
	for _, query := range []string{"building=%00", "building=3&building=4", "building=" + strings.Repeat("a", 5000), "building=3+号楼&unit=%0a", "building=3+号楼&room=%e2%80%ae502", "building[]=1", "unit=%ff"} {
		if got := li.get(page + "?" + query); got.StatusCode >= 500 || strings.Contains(got.body, "\u202e") {
			t.Errorf("%.40s: %s", query, got.Status)
		}
	}
	if got := li.do("POST", page, url.Values{}); got.StatusCode != 404 && got.StatusCode != 405 {
		t.Errorf("posted: %s", got.Status)
	}
}
