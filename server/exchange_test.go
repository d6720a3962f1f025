package main

import (
	"testing"

	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// TestExchangeByForms: a need and an organisation's offer are put up by another person, brought
// together, agreed by both sides, done and said how it went; a unit's word is the committee's, and
// nobody agrees for both sides.
func TestExchangeByForms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		choir := b.filedChoir("阳光合唱队")
		const page, desk = "/hepingli/exchange", "/hepingli/desk/exchange"
		wang, sun, li, zhou := b.as("hepingli", "wang"), b.as("hepingli", "sun"), b.as("hepingli", "li"), b.as("hepingli", "zhou")
		said := []string{"side", "need", "good", "hands", "title", "周六搬书", "about", "三百本书从二楼搬到一楼"}
		b.get(page).holds(t, 200, "登录")
		sun.send(page, "listing-make", append(said, "title", "打13912345678")...).holds(t, 422, "电话")
		sun.send(page, "listing-make", append(said, "side", "offer")...).holds(t, 422, "资源由组织或者驻区单位提供")
		sun.send(page, "listing-make", append(said, "org", choir)...).holds(t, 422)
		sun.send(page, "listing-make", said...).led(t, page+"?done=listing-made")
		wang.send(page, "listing-make", "side", "offer", "org", choir, "good", "hands", "title", "合唱队出十个人", "about", "周末都行").led(t, page+"?done=listing-made")
		b.get(page).holds(t, 200, "!周六搬书", "!合唱队出十个人")
		sun.get(page).holds(t, 200, "周六搬书", "等居委会核对")
		need, offer := b.listing("周六搬书"), b.listing("合唱队出十个人")
		sun.get(desk).holds(t, 403)
		li.send(desk, "listing-judge-"+need.ID, "good", "yes", "reason", "").led(t, desk+"?done=listing-judged")
		li.send(desk, "listing-judge-"+offer.ID, "good", "no", "reason", "").holds(t, 422, "这一项需要填写")
		li.send(desk, "listing-judge-"+offer.ID, "good", "yes", "reason", "").led(t, desk+"?done=listing-judged")
		b.get(page).holds(t, 200, "周六搬书", "一位居民", "阳光合唱队", "!孙小梅")
		form := "match-make-" + need.ID
		li.send(desk, form, "offer", offer.ID, "terms", "").holds(t, 422, "这一项需要填写")
		li.send(desk, form, "offer", offer.ID, "terms", "周六上午九点，图书角，十个人搬两小时").led(t, desk+"?done=match-made")
		b.get(page).holds(t, 200, "!图书角")
		m := b.matches()[0]
		wang.get("/hepingli/me").holds(t, 200, "找到了对接的一头")
		zhou.late(t, page+"/answer", "match", m.ID, "side", "need", "yes", "yes").holds(t, 422)
		sun.send(page, "match-answer-"+m.ID+".need", "yes", "yes").led(t, page+"?done=match-answered")
		b.get(page).holds(t, 200, "!图书角")
		wang.send(page, "match-answer-"+m.ID+".offer", "yes", "yes").led(t, page+"?done=match-answered")
		b.get(page).holds(t, 200, "图书角", "说好了，正在办")
		sun.send(page, "match-finish-"+m.ID+".need", "rate", "6").holds(t, 422)
		sun.send(page, "match-finish-"+m.ID+".need", "rate", "5").led(t, page+"?done=match-finished")
		wang.send(page, "match-finish-"+m.ID+".offer", "rate", "4").led(t, page+"?done=match-finished")
		b.get(page).holds(t, 200, "办完了", "5 分", "4 分")
		if m = b.matches()[0]; m.State != organisations.Done || m.NeedRate != 5 || m.OfferRate != 4 {
			t.Errorf("%+v", m)
		}
		b.unitsByForms(t, li, zhou)
	})
}

// unitsByForms: what units need and offer is entered by one, put up by another, and agreed by two.
func (b *booted) unitsByForms(t *testing.T, li, zhou *booted) {
	t.Helper()
	const page, desk = "/hepingli/exchange", "/hepingli/desk/exchange"
	for side, title := range map[string]string{"need": "借投影", "offer": "学校有投影"} {
		li.send(desk, "unit-listing", "unit", "", "side", side, "good", "thing", "title", title, "about", "周五晚上").holds(t, 422, "这一项需要填写")
		li.send(desk, "unit-listing", "unit", "和平里第四小学", "side", side, "good", "thing", "title", title, "about", "周五晚上").led(t, desk+"?done=listing-made")
		li.get(desk).holds(t, 200, "另一位")
		zhou.send(desk, "listing-judge-"+b.listing(title).ID, "good", "yes", "reason", "").led(t, desk+"?done=listing-judged")
	}
	li.send(desk, "match-make-"+b.listing("借投影").ID, "offer", b.listing("学校有投影").ID, "terms", "周五借还").led(t, desk+"?done=match-made")
	var m organisations.Match
	for _, one := range b.matches() {
		if one.State == organisations.Proposed {
			m = one
		}
	}
	li.send(page, "match-answer-"+m.ID+".need", "yes", "yes").led(t, page+"?done=match-answered")
	li.send(page, "match-answer-"+m.ID+".offer", "yes", "yes").holds(t, 422)
	zhou.send(page, "match-answer-"+m.ID+".offer", "yes", "no").led(t, page+"?done=match-answered")
	if n := b.listing("借投影"); n.State != organisations.ListingOpen {
		t.Errorf("a need whose match came to nothing: %+v", n)
	}
}

// listing is a need or an offer by its title.
func (b *booted) listing(title string) (l organisations.Listing) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		all, err := v.ListingsIn("hepingli", 99, organisations.ListingWaits, organisations.ListingOpen, organisations.ListingTaken, organisations.ListingClosed)
		for _, one := range all {
			if one.Title == title {
				l = one
			}
		}
		return err
	})
	return l
}

func (b *booted) matches() (all []organisations.Match) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) { all, err = v.MatchesIn("hepingli", 99); return err })
	return all
}
