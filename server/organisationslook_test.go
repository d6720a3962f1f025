package main

import (
	"testing"

	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// An organisation is applied for on a telephone, with scripts off, looked over at the desk and
// filed by the street; every page fits the screen and passes axe.
func TestFilingInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	choir := b.filedChoir("和平里银龄合唱队")
	off, dark, wide, elder := browsertest.Open(t, b.URL).NoScripts().Allow(`status of 4`), browsertest.Open(t, b.URL).WithoutApp().Dark(), browsertest.Open(t, b.URL).Wide(), browsertest.Open(t, b.URL).WithoutApp()
	street := browsertest.Open(t, b.URL).Wide()
	for tab, who := range map[*browsertest.Tab][2]string{off: {"hepingli", "sun"}, dark: {"hepingli", "wang"}, wide: {"hepingli", "li"}, elder: {"hepingli", "zhao"}, street: {"hepingli-jiedao", "liu"}} {
		b.enter(tab, who[0], who[1])
	}
	look := func(r *browsertest.Tab, path, name string, see ...string) {
		t.Helper()
		r.Go(path).See(see...).Axe()
		if wide := browsertest.Eval[[]string](r, tooWide); len(wide) > 0 {
			t.Errorf("%s is wider than the screen: %q", name, wide)
		}
		r.Picture("organisation-" + name)
	}
	off.Go("/hepingli/organisations").See("和平里银龄合唱队").Press("申请备案").See("是个什么组织").Picture("organisation-form")
	off.Fill("#organisation-edit-name", "手把手手机课堂").Fill("#organisation-edit-purpose", "教老人用手机挂号、交费、防骗").Press("存下来").See("还没有送出").Picture("organisation-refused")
	off.Fill("#organisation-edit-area", "本社区").Fill("#organisation-edit-venue", "社区图书角").Fill("#organisation-edit-plan", "每周六教八位老人").Fill("#organisation-edit-funds", "不收费")
	off.Fill("#organisation-edit-charter", "自愿加入，随时退出。不推销任何东西。").Fill("#organisation-edit-members", "5").Fill("#organisation-edit-founder", "孙梅").Fill("#organisation-edit-phone", "13800138001")
	off.Press("存下来").See("存下了", "交给居委会").Picture("organisation-made")
	way := &filing{b: b, off: off, wide: wide, street: street}
	way.uploads(t)
	off.Press("交给居委会").See("居委会正在看").Picture("organisation-submitted")
	var mine organisations.Organisation
	b.view(func(v *store.View) error {
		all, err := v.OrganisationsOf("hepingli", "sun")
		mine = all[0]
		return err
	})
	look(wide, "/hepingli/desk/organisations", "desk", "手把手手机课堂")
	look(wide, "/hepingli/desk/organisations/"+mine.ID, "desk-one", "通过，报街道")
	way.returned(mine.ID)
	look(street, "/hepingli-jiedao/desk/organisations", "street", "手把手手机课堂")
	look(street, "/hepingli-jiedao/desk/filings/hepingli/"+mine.ID, "street-one", "同意，办好并公开")
	way.filed(t, mine.ID)
	way.exchanged(t, mine.ID, elder)
	look(dark, "/hepingli/organisations", "list-dark", "您联系的")
	look(dark, "/hepingli/organisations/"+choir, "mine-dark", "再往上走，还差什么")
	elder.Go("/hepingli").Press("长辈版").See("标准版")
	look(elder, "/hepingli/organisations/"+choir, "elder", "街道备案")
	phone := browsertest.Open(t, b.URL)
	b.enter(phone, "hepingli", "wang")
	look(phone, "/hepingli/organisations/"+choir, "mine", "您是这个组织的联系人")
	look(phone, "/hepingli/organisations", "list", "和平里银龄合唱队")
}
