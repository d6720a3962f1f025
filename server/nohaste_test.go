package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/sample"
)

// drawnForm is a form as it stands on a page, with something written into each of its fields of text.
type drawnForm struct {
	page, id, action string
	values           url.Values
}

const patiently = "慢慢写的话，不着急"

// drawnForms are the forms of pages that send something of the reader's own.
func (b *booted) drawnForms(paths []string) (all []drawnForm) {
	b.t.Helper()
	seen := map[string]bool{}
	for _, path := range paths {
		root, err := html.Parse(strings.NewReader(b.get(path).body))
		if err != nil {
			b.t.Fatal(err)
		}
		for n := range root.Descendants() {
			action := attribute(n, "action")
			if n.DataAtom != atom.Form || attribute(n, "method") != "post" || seen[action] || slices.Contains([]string{"/elder", "/language", "/sign-out"}, action) {
				continue
			}
			seen[action] = true
			all = append(all, drawnForm{page: path, id: attribute(n, "id"), action: action, values: writtenInto(n)})
		}
	}
	return all
}

// writtenInto are the fields of a form as a browser sends them.
func writtenInto(form *html.Node) url.Values {
	values := url.Values{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		ticked := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" })
		switch kind := attribute(n, "type"); {
		case name == "" || kind == "file":
		case n.DataAtom == atom.Textarea, n.DataAtom == atom.Input && kind == "text":
			values.Set(name, patiently)
		case n.DataAtom == atom.Input && (kind == "radio" || kind == "checkbox"):
			if ticked {
				values.Add(name, attribute(n, "value"))
			}
		case n.DataAtom == atom.Input:
			values.Add(name, attribute(n, "value"))
		}
	}
	return values
}

// No form of a resident is ever too late because it lay open for a day: neither in elder mode nor out of it. Whose session
// is over meanwhile loses nothing of what they wrote, and sends it by one press once they are signed in again; but a vote is
// given anew, by whoever is signed in then.
func TestNoFormAsksForHaste(t *testing.T) {
	t.Parallel()
	for _, size := range []string{"", "30"} {
		t.Run("letters "+size, func(t *testing.T) {
			t.Parallel()
			b := bootSample(t)
			large := func(r *http.Request) {
				if size != "" {
					r.AddCookie(&http.Cookie{Name: elderCookie, Value: size})
				}
			}
			forms := b.drawnForms(b.residentsPages())
			if len(forms) < 40 {
				t.Errorf("only %d forms were found", len(forms))
			}
			tooLate := func(got reply) bool {
				return got.StatusCode == 401 || slices.ContainsFunc([]residents.Reason{residents.ErrSignedOut, residents.ErrHelpOver, residents.ErrOtherVoice}, func(why residents.Reason) bool {
					return strings.Contains(got.body, pages.Says(why))
				})
			}
			session := b.session("hepingli", sample.Resident, residents.ByPasskey, b.clock.Now())
			b.clock.move(31 * 24 * time.Hour) // nobody has been here for so long: the session is over
			var kept []drawnForm
			routes, votes := b.portal.routes(), 0
			for _, f := range forms {
				got := b.do("POST", f.action, f.values, large)
				if strings.Contains(got.body, patiently) && strings.HasSuffix(f.action, "/join") {
					continue // the form of somebody who comes for the first time, with what was written in it
				}
				if slices.Contains(neverHeld, routeOf(routes, f.action).do) {
					if votes++; strings.Contains(got.body, `id="send-again"`) || !tooLate(got) {
						t.Errorf("%s: a vote or a signature is held: %s", f.action, got.Status)
					}
					continue
				}
				if !strings.Contains(got.body, "您写的还在") {
					t.Errorf("%s on %s: %s, and what was written is gone", f.action, f.page, got.Status)
					continue
				}
				action, again := got.fill(t, "send-again")
				if action != f.action || again.Encode() != f.values.Encode() {
					t.Errorf("%s: not all is sent again: %v", f.action, again)
				}
				kept = append(kept, drawnForm{page: f.page, action: action, values: again})
			}
			if votes == 0 {
				t.Error("no form of a vote was found")
			}
			b.clock.move(-30 * 24 * time.Hour) // a day after the forms were opened
			b.keep(session)
			for _, f := range kept {
				if got := b.do("POST", f.action, f.values, large); tooLate(got) {
					t.Errorf("%s on %s a day later: %s", f.action, f.page, got.Status)
				}
			}
		})
	}
}

// What was written slowly in elder mode is still there when the session has ended meanwhile. With scripts off it is sent
// by one press after signing in on another page; with them it is kept on the phone, and goes out by itself.
func TestWritingSlowly(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	write := func(r *browsertest.Tab, title string) *browsertest.Tab {
		r.Allow("status of 4").Narrow().Cookie(elderCookie, "30")
		w.enter(r, "hepingli", "sun").Go(newTopic).Fill("#raise-title", title)
		for n, field := range []string{"problem", "place", "affected", "wish"} {
			r.Press("#raise-step-"+string(rune('1'+n))+" .stepnav .button:not(.quiet)").Fill("#raise-"+field, "写了很久的"+field)
		}
		r.Press("#raise-step-5 .stepnav .button:not(.quiet)")
		w.clock.move(31 * 24 * time.Hour)
		return r.Press("提交议题")
	}
	again := func(r *browsertest.Tab) *browsertest.Tab {
		return r.Cookie(sessionCookie, w.session("hepingli", "sun", residents.ByPasskey, w.clock.Now()))
	}
	off := write(browsertest.Open(t, w.URL).NoScripts(), "路灯坏了三盏")
	off.See("您写的还在", "路灯坏了三盏", "写了很久的wish", "还没有送出").Picture("elder-send-again")
	off.Wait(`document.querySelector("main a.button").target == "_blank" && document.activeElement.id == "error-summary"`)
	again(off).Press("登录好了，送出").See("议题已提交", "路灯坏了三盏")

	on := browsertest.Open(t, w.URL)
	on.Go("/hepingli").Ready()
	write(on, "门口的台阶松了").See("登录过期了", "门口的台阶松了")
	again(on).Go(newTopic).Wait(`!Object.keys(localStorage).some(k => k.startsWith("outbox ") && localStorage[k].includes("门口"))`)
	on.Go("/hepingli/me").See("门口的台阶松了")
}

// The hour of acting for somebody is over while something is being written for them: it is still there, and is theirs once
// the helper has begun again.
func TestHelpingSlowly(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	mandate := b.leave("wang", "zhao", residents.HelpStairwellHead)
	zhao := b.as("hepingli", "zhao")
	zhao.begin(mandate)
	action, fields := zhao.get(newTopic).fill(t, "raise", "title", "路灯坏了三盏", "problem", patiently, "place", "3 号楼前", "affected", "3 号楼", "wish", "修好。")
	b.clock.move(2 * time.Hour)
	kept := zhao.do("POST", action, fields)
	kept.holds(t, 422, "您写的还在", "代办已经结束，这一步没有办", patiently, "开始代办")
	zhao.begin(mandate)
	action, fields = kept.fill(t, "send-again")
	if got := zhao.do("POST", action, fields); got.StatusCode != http.StatusSeeOther {
		t.Fatal(got.Status, mainOf(got.body))
	}
	b.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "路灯坏了三盏")
	zhao.send("/hepingli/me/helping", "help-end")
	zhao.get("/hepingli/me").holds(t, 200, "!路灯坏了三盏")
}
