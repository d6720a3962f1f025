package main

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// choir is what an application says.
func choir(change ...string) []string {
	said := []string{
		"version", "1", "kind", "filed", "name", "阳光合唱队", "class", "culture", "purpose", "邻居一起唱歌", "area", "本社区", "venue", "社区活动室", "members", "3",
		"funds", "成员分摊", "plan", "每周三排练，重阳节演出", "charter", "一、自愿加入。二、推选队长。", "code", "", "founder", "王秀兰", "phone", "13800138000", "roster", "王秀兰\n孙梅\n赵刚",
	}
	for i := 0; i+1 < len(change); i += 2 {
		for j := 0; j < len(said); j += 2 {
			if said[j] == change[i] {
				said[j+1] = change[i+1]
			}
		}
	}
	return said
}

// aChoir is an application as the domain takes it.
func aChoir(name string) organisations.Application {
	return organisations.Application{
		Kind: organisations.FiledKind, Phone: "13800138000", Private: organisations.Private{Founder: "王秀兰"},
		Content: organisations.Content{
			Name: name, Class: organisations.Culture, Purpose: "一起唱歌", Area: "本社区", Venue: "活动室", Members: 3, Funds: "分摊", Plan: "每周排练", Charter: "自愿加入",
		},
	}
}

// organisationNow is an organisation as it stands.
func (b *booted) organisationNow(id string) (o organisations.Organisation) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) { o, err = v.Organisation("hepingli", id); return err })
	return o
}

// standTogether are an organisation and its document in the matrix.
func (w *matrix) standTogether(tx *store.Tx, c string, id func(string) string) error {
	now := w.clock.Now()
	day := calendar.DayOf(now, time.UTC)
	at := func(s string) string { return "雀" + c + s }
	a := aChoir(at("合唱队"))
	o := organisations.Organisation{
		Community: c, ID: id("organisation"), Kind: organisations.FiledKind, State: organisations.Applying, Request: organisations.Reviewed, Version: 1,
		Content: a.Content, Asked: a.Content, Private: organisations.Private{Founder: at("发起"), Roster: at("成员")}, MadeBy: id("elder"), MadeAt: now, AskedAt: now, Until: day.Add(300),
	}
	return errors.Join(tx.AddOrganisation(o),
		tx.AddContact(organisations.Contact{Community: c, Organisation: o.ID, Resident: id("elder"), Lead: true, Phone: "13800138000", Since: now}),
		tx.AddOrganisationFile(organisations.File{
			FileHead: organisations.FileHead{ID: id("document"), Name: at("章程") + ".pdf", Kind: organisations.PDF, Size: 8, At: now}, Community: c, Organisation: o.ID, Bytes: []byte("%PDF-1.7"), By: id("elder"),
		}))
}

// TestOrganisationsByForms: an application from the form to the street's record, sent back on the
// way, renewed and closed; nobody else reads it before it is filed.
func TestOrganisationsByForms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		const list, form = "/hepingli/organisations", "/hepingli/organisations/new"
		b.get(list).holds(t, 200, "还没有备案的组织", "申请备案", "!阳光合唱队")
		b.get(form).holds(t, 200, "登录")
		wang, sun := b.as("hepingli", "wang"), b.as("hepingli", "sun")
		for _, bad := range [][3]string{
			{"name", "", "这一项需要填写"}, {"name", "打13912345678报名", "电话"}, {"members", "0", "请填整数"}, {"members", "4", "对不上"}, {"phone", "12", "手机号"},
			{"class", "nothing", "选"}, {"kind", "registered", "不是统一社会信用代码"}, {"founder", "", "这一项需要填写"},
		} {
			wang.send(form, "organisation-edit", choir(bad[0], bad[1])...).holds(t, 422, bad[2])
		}
		made := wang.send(form, "organisation-edit", choir()...)
		id := regexpFirst(`^/hepingli/organisations/([^?]+)\?done=organisation-made$`, made.Header.Get("Location"))
		one, at := list+"/"+id, "/hepingli/desk/organisations/"+id
		sun.get(one).holds(t, 404)
		b.get(one).holds(t, 404)
		b.as("hepingli", "li").get(at).holds(t, 404) // not handed in
		wang.get(one).holds(t, 200, "交给居委会", "138****8000", "还差", "居委会指导")
		sun.send(form, "organisation-edit", choir()...).holds(t, 422, "已经有一个叫这个名称的组织")
		sun.late(t, one+"/submit").holds(t, 404)
		wang.send(one, "organisation-submit").led(t, one+"?done=organisation-submitted")
		b.reviewedByForms(t, id, one, at)
		b.renewedByForms(t, id, one)
	})
}

// TestOrganisationSheets: the register leaves as CSV and XLSX without what is private, and harmless.
func TestOrganisationSheets(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		b.filedChoir("=SUM(A1)合唱队")
		for _, at := range []string{"/hepingli/desk/organisations", "/hepingli-jiedao/desk/organisations"} {
			who := b.as("hepingli", "li")
			if at != "/hepingli/desk/organisations" {
				who = b.as("hepingli-jiedao", "liu")
			}
			who.get(at).holds(t, 200, at+".csv", at+".xlsx")
			who.get(at+".csv").holds(t, 200, "S2026-001", "'=SUM(A1)合唱队", "2028-11-02", "!王秀兰", "!138")
			book, err := excelize.OpenReader(strings.NewReader(who.get(at + ".xlsx").body))
			if err != nil {
				t.Fatal(err)
			}
			name, err := book.GetCellValue(book.GetSheetName(0), "C2")
			if formula, _ := book.GetCellFormula(book.GetSheetName(0), "C2"); err != nil || name != "=SUM(A1)合唱队" || formula != "" {
				t.Errorf("%q %q %v", name, formula, err)
			}
			b.as("hepingli", "wang").get(at+".csv").holds(t, 403)
		}
	})
}

// reviewedByForms: the committee sends it back, then passes it, and the street files it.
func (b *booted) reviewedByForms(t *testing.T, id, one, at string) {
	t.Helper()
	const desk, street = "/hepingli/desk/organisations", "/hepingli-jiedao/desk/organisations"
	li, liu, wang := b.as("hepingli", "li"), b.as("hepingli-jiedao", "liu"), b.as("hepingli", "wang")
	above := "/hepingli-jiedao/desk/filings/hepingli/" + id
	wang.get(one+"/edit").holds(t, 200, "现在不能办这一步")
	li.get("/hepingli/desk").holds(t, 200, "社会组织")
	li.get(desk).holds(t, 200, "阳光合唱队", "申请等居委会审核")
	li.get(at).holds(t, 200, "13800138000", "王秀兰、孙梅、赵刚")
	liu.get(above).holds(t, 404)
	li.send(at, "organisation-review", "good", "no", "words", "").holds(t, 422, "这一项需要填写")
	li.send(at, "organisation-review", "good", "no", "words", "章程里没有写怎么退出").led(t, desk+"?done=organisation-returned")
	wang.get(one).holds(t, 200, "章程里没有写怎么退出", "退回来了")
	wang.get("/hepingli/me").holds(t, 200, "材料退回来了")
	wang.send(one+"/edit", "organisation-edit", choir("charter", "一、自愿加入，随时退出。")...).led(t, one+"?done=organisation-changed")
	wang.send(one+"/edit", "organisation-edit", choir()...).holds(t, 422, "别人改过")
	wang.send(one, "organisation-submit").led(t, one+"?done=organisation-submitted")
	li.send(at, "organisation-review", "good", "yes", "words", "情况属实").led(t, desk+"?done=organisation-passed")
	li.get(desk).holds(t, 200, "等街道办的")
	b.get(one).holds(t, 404)
	liu.get(street).holds(t, 200, "阳光合唱队", "和平里社区")
	liu.get(above).holds(t, 200, "情况属实", "2028 年 11 月")
	liu.send(above, "organisation-review", "good", "yes", "words", "").led(t, street+"?done=organisation-filed")
	b.get(one).holds(t, 200, "街道备案", "S2026-001", "随时退出", "!13800138000", "!王秀兰", "!138****", "社会组织备案")
	b.get("/hepingli/organisations").holds(t, 200, "阳光合唱队", "3 人")
	b.get("/hepingli/organisations?class=charity").holds(t, 200, "!阳光合唱队")
	if o := b.organisationNow(id); !o.InForce(calendarDay("2028-11-02")) && o.State != organisations.Filed {
		t.Errorf("%+v", o)
	}
}

// renewedByForms: it is changed, renewed near its end, and closed.
func (b *booted) renewedByForms(t *testing.T, id, one string) {
	t.Helper()
	wang := b.as("hepingli", "wang")
	version := func() string { return strconv.Itoa(b.organisationNow(id).Version) }
	wang.send(one+"/edit", "organisation-edit", choir("version", version(), "venue", "二层多功能厅")...).led(t, one+"?done=organisation-changed")
	b.get(one).holds(t, 200, "社区活动室", "!二层多功能厅")
	wang.late(t, one+"/renew").holds(t, 422, "现在不用续期")
	end := b.organisationNow(id).Until
	b.clock.set(end.Add(-30).String() + " 10:00")
	wang = b.as("hepingli", "wang")
	wang.send(one, "organisation-renew").led(t, one+"?done=organisation-renewal")
	wang.send(one, "organisation-submit").led(t, one+"?done=organisation-submitted")
	at, above := "/hepingli/desk/organisations/"+id, "/hepingli-jiedao/desk/filings/hepingli/"+id
	b.as("hepingli", "li").get(at).holds(t, 200, "要改的", "二层多功能厅")
	b.as("hepingli", "li").send(at, "organisation-review", "good", "yes", "words", "").led(t, "/hepingli/desk/organisations?done=organisation-passed")
	b.as("hepingli-jiedao", "liu").send(above, "organisation-review", "good", "yes", "words", "").led(t, "/hepingli-jiedao/desk/organisations?done=organisation-filed")
	now := b.organisationNow(id)
	if want := calendar.DayOf(end.Add(1).Start(time.UTC).AddDate(2, 0, -1), time.UTC); now.Until != want || now.Venue != "二层多功能厅" {
		t.Errorf("until %v, not %v; %s", now.Until, want, now.Venue)
	}
	b.get(one).holds(t, 200, "二层多功能厅", "社会组织续期")
	b.clock.set(now.Until.Add(1).String() + " 10:00")
	b.get(one).holds(t, 200, "已经过期")
	b.get("/hepingli/organisations").holds(t, 200, "过期和注销的 1 个")
	wang = b.as("hepingli", "wang")
	wang.send(one, "organisation-close", "reason", "").holds(t, 422, "这一项需要填写")
	wang.send(one, "organisation-close", "reason", "人少了，散了").led(t, "/hepingli/organisations?done=organisation-closed")
	b.get(one).holds(t, 200, "注销了备案", "人少了，散了")
	if o := b.organisationNow(id); o.Private != (organisations.Private{}) || len(o.Contacts) != 0 {
		t.Errorf("kept: %+v", o)
	}
}

// filedChoir is one that wang speaks for, on record.
func (b *booted) filedChoir(name string) string {
	b.t.Helper()
	return b.filedBy("wang", name)
}

func (b *booted) filedBy(who, name string) string {
	b.t.Helper()
	id := b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
		_, err := organisations.MakeOrganisation(tx, by, "hepingli", aChoir(name))
		return err
	})
	b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
		return organisations.SubmitOrganisation(tx, by, "hepingli", id)
	})
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return organisations.ReviewOrganisation(tx, by, "hepingli", id, true, "")
	})
	b.act("hepingli-jiedao", "liu", func(tx *store.Tx, by residents.Sender) error {
		return organisations.FileOrganisation(tx, by, "hepingli", id, true, "")
	}, "hepingli")
	return id
}
