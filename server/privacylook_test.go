package main

import (
	"net/http"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// The pages of what is kept of oneself, on a phone, by day, by night and for elders; with
// scripts off they work as well.
func TestPrivacyInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.hasPhone("hepingli", "wang", "13812341234")
	w.by("hepingli/wang", func(tx *store.Tx, by residents.Sender) error {
		return residents.GiveConsent(tx, by, by.Resident, residents.PurposeJoin, residents.Online)
	})
	shed := w.accepted("三号楼建充电棚")
	meeting := w.announce("2026-11-20 19:00", 22, shed)
	w.by("hepingli/wang", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.TakeSeat(tx, by, "hepingli", meeting)
		return err
	})
	w.by("hepingli/wang", func(tx *store.Tx, by residents.Sender) error {
		return tx.ReadLetters("hepingli", "wang", by.Now.UnixMicro())
	})
	for _, kind := range []string{"", "-elder", "-dark", "-without-scripts"} {
		r := browsertest.Open(t, w.URL).Allow("status of 4")
		switch kind {
		case "-elder":
			r.Cookie(elderCookie, "on")
		case "-dark":
			r.Dark()
		case "-without-scripts":
			r.NoScripts()
		}
		w.enter(r, "hepingli", "wang")
		look := func(name string) {
			if name += kind; kind != "-without-scripts" { // axe is a script
				r.Axe()
			}
			r.Picture(name)
		}
		r.Go("/hepingli/me/privacy").See("同意与撤回", "登录用的手机号")
		look("privacy")
		r.Go("/hepingli/me/data").See("王秀兰", "三号楼建充电棚")
		look("data")
		r.Go("/hepingli/me/leave").See("离开以后不能恢复")
		look("leave")
		r.Press("#leave button").See("还没有送出")
		look("leave-refused")
		if kind == "-without-scripts" {
			r.Go("/hepingli/me/privacy").Press("#consent-phone button").See("已撤回").Go("/hepingli/me/privacy").NotSee("138****1234")
			r.Go("/hepingli/me/leave").Press("#leave-sure").Press("#leave button").See("您已离开议事厅")
		}
	}
	w.hasPhone("hepingli", "zhao", "13912341234")
	r := browsertest.Open(t, w.URL).Wide().Allow("status of 4")
	w.enter(r, "hepingli", "li")
	r.Go("/hepingli/desk/people/zhao").See("139****1234").Axe().Picture("desk-phone")
	r.Press("#see-phone-reason").Press("看一次号码").See("13912341234").Axe().Picture("desk-phone-shown")
}

// What is kept of somebody is not kept by their browser as well, and whoever leaves
// leaves nothing there, also where Clear-Site-Data is not known.
func TestOwnDataStaysOutOfTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const phone = "13812341234"
	b.hasPhone("hepingli", "wang", phone)
	r := b.reader("hepingli", "wang").Go(newTopic).Ready()
	r.Wait(`navigator.serviceWorker.controller`).Reload()
	r.Go("/hepingli/me/data").See(phone).Ready()
	kept(r.Go(newTopic), newTopic).Wait(stored("王秀兰")).Wait("!(" + stored(phone) + ")")
	b.between(func(w http.ResponseWriter, hr *http.Request) bool {
		b.portal.ServeHTTP(without{w}, hr)
		return true
	})
	r.Go("/hepingli/me/leave").Press("#leave-sure").Press("#leave button").See("您已离开议事厅")
	r.Wait("!(" + stored("王秀兰") + ")")
}
