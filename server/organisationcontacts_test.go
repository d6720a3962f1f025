package main

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

// TestContactsByForms: a contact asks a neighbour, who agrees; the first steps down. When the last
// one leaves the neighbourhood the desk sees it, and asks somebody on the organisation's word.
func TestContactsByForms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		choir := b.filedChoir("阳光合唱队")
		const list, desk = "/hepingli/organisations", "/hepingli/desk/organisations"
		one, at := list+"/"+choir, desk+"/"+choir
		wang, sun, li := b.as("hepingli", "wang"), b.as("hepingli", "sun"), b.as("hepingli", "li")
		b.get(one).holds(t, 200, "!contact-ask")
		who := b.person("sun")
		wang.send(one, "contact-leave").holds(t, 422, "至少要有一位联系人")
		wang.send(one, "contact-ask", "name", "", "building", who.Building).holds(t, 422, "这一项需要填写")
		wang.send(one, "contact-ask", "name", "没有此人", "building", who.Building).holds(t, 422, "没有找到这一位")
		sun.late(t, one+"/contact", "name", who.Name, "building", who.Building).holds(t, 422, "不是您名下的事", "!没有找到")
		wang.send(one, "contact-ask", "name", who.Name, "building", who.Building).led(t, one+"?done=contact-asked")
		wang.get(one).holds(t, 200, "等答复的", residents.Mask(who.Name))
		b.get(list).holds(t, 200, "!请您做联系人")
		sun.get("/hepingli/me").holds(t, 200, "「阳光合唱队」请您做联系人")
		form := "contact-answer-" + choir
		sun.send(list, form, "phone", "12", "yes", "yes").holds(t, 422, "手机号")
		again := sun.get(list)
		sun.send(list, form, "phone", "13800138001", "yes", "yes").led(t, list+"?done=contact-agreed")
		again.holds(t, 200, "请您做联系人")
		sun.get(list).holds(t, 200, "您联系的", "!请您做联系人")
		sun.late(t, list+"/answer", "organisation", choir, "part", choir, "phone", "13800138001", "yes", "yes").holds(t, 404)
		wang.get("/hepingli/me").holds(t, 200, "「阳光合唱队」有了新的联系人")
		wang.send(one, "contact-leave").led(t, list+"?done=contact-left")
		wang.get(one).holds(t, 200, "!contact-leave")
		sun.get(one).holds(t, 200, "contact-leave", "138****8001")
		li.get(desk).holds(t, 200, "!没有联系人的")
		b.change("hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "sun") })
		li.get(desk).holds(t, 200, "没有联系人的")
		zhao := b.person("zhao")
		li.send(at, "contact-name", "name", zhao.Name, "building", zhao.Building, "word", "").holds(t, 422, "这一项需要填写")
		li.send(at, "contact-name", "name", zhao.Name, "building", zhao.Building, "word", "11 月 2 日推选，纸在档案柜").led(t, desk+"?done=contact-asked")
		wang.late(t, at+"/contact", "name", zhao.Name, "building", zhao.Building, "word", "x").holds(t, 403)
		li.get(at).holds(t, 200, "等本人答复")
		b.as("hepingli", "zhao").send(list, form, "phone", "", "yes", "no").led(t, list+"?done=contact-refused")
		li.get(at).holds(t, 200, "没有联系人", "!等本人答复")
	})
}

// person is a resident of hepingli.
func (b *booted) person(id string) (who residents.Resident) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) { who, err = v.Resident("hepingli", id); return err })
	return who
}
