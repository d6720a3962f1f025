package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// service is what the form of an entry says.
var service = []string{
	"title", "=独居老人探访", "what", "每周上门一次，看看缺什么", "whom", "独居老人四十户", "cents", "30000.50", "unit", "", "how", "比选，三家报名起", "from", "2026-12-01", "until", "2027-11-30",
	"paper", "街办〔2026〕12 号", "day", "2026-11-02",
}

// TestCatalogueByForms: an entry is written by one, published by another, bought from an
// organisation, and read by everybody; nothing of it is public before.
func TestCatalogueByForms(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		choir := b.filedChoir("阳光合唱队")
		const page, desk = "/hepingli-jiedao/catalogue", "/hepingli-jiedao/desk/catalogue"
		liu, ma := b.as("hepingli-jiedao", "liu"), b.as("hepingli-jiedao", "ma")
		b.get(page).holds(t, 200, "还没有公布要购买的服务", "!下载 CSV")
		b.get("/hepingli/catalogue").holds(t, 404)
		b.get("/hepingli/organisations").holds(t, 200, page)
		b.as("hepingli", "li").get(desk).holds(t, 403)
		liu.get("/hepingli-jiedao/desk").holds(t, 200, desk)
		for _, bad := range [][3]string{{"title", "", "这一项需要填写"}, {"cents", "-3", "problem"}, {"cents", "1.234", "problem"}, {"until", "2026-11-30", "先后不对"}, {"from", "2027-02-31", "日期"}, {"day", "2026-11-09", "日期"}, {"what", "打13912345678", "电话"}} {
			liu.send(desk+"/new", "purchase-make", append(slices.Clone(service), bad[0], bad[1])...).holds(t, 422, bad[2])
		}
		made := liu.send(desk+"/new", "purchase-make", service...)
		id := regexpFirst(`^`+desk+`/([^?]+)\?done=purchase-made$`, made.Header.Get("Location"))
		one := desk + "/" + id
		b.get(page).holds(t, 200, "!独居老人探访")
		b.get(page+".csv").holds(t, 200, "!独居老人探访")
		liu.get(one).holds(t, 200, "另一位", `!id="purchase-judge"`, "30000.50 元")
		liu.late(t, one+"/judge", "state", "announced", "version", "1", "good", "yes").holds(t, 422)
		b.as("hepingli", "li").late(t, one+"/judge", "state", "announced", "version", "1", "good", "yes").holds(t, 403)
		ma.get(desk).holds(t, 200, "=独居老人探访")
		ma.send(one, "purchase-judge", "good", "no", "reason", "").holds(t, 422, "这一项需要填写")
		ma.send(one, "purchase-judge", "good", "no", "reason", "请写清户数").led(t, one+"?done=purchase-back")
		liu.get(one).holds(t, 200, "没有公布：请写清户数")
		liu.send(one, "purchase-make", service...).led(t, one+"?done=purchase-made")
		again := ma.send(one, "purchase-judge", "good", "yes", "reason", "")
		again.led(t, one+"?done=purchase-published")
		b.get(page).holds(t, 200, "=独居老人探访", "30000.50 元", "正在找承接的组织", "街办〔2026〕12 号", "2026 年 11 月 2 日")
		b.boughtByForms(t, liu, ma, one, choir)
	})
}

// boughtByForms: from whom, then delivered; the organisation's page says it, and is told.
func (b *booted) boughtByForms(t *testing.T, liu, ma *booted, one, choir string) {
	t.Helper()
	const page = "/hepingli-jiedao/catalogue"
	said := []string{"state", "bought", "day", "2026-11-02", "org", "hepingli/" + choir, "seller", "", "cents", "28000", "words", "四家报名", "paper", "合同 7 号"}
	liu.send(one, "purchase-step", append(slices.Clone(said), "cents", "")...).holds(t, 422)
	liu.send(one, "purchase-step", append(slices.Clone(said), "org", "")...).holds(t, 422, "这一项需要填写")
	liu.send(one, "purchase-step", append(slices.Clone(said), "org", "anzhen/"+choir)...).holds(t, 422, "请在给出的选项里选一项")
	liu.send(one, "purchase-step", said...).led(t, one+"?done=purchase-step")
	b.get(page).holds(t, 200, "!合同 7 号")
	b.get("/hepingli/organisations/"+choir).holds(t, 200, "!向它购买的服务")
	ma.send(one, "purchase-judge", "good", "yes", "reason", "").led(t, one+"?done=purchase-published")
	b.get(page).holds(t, 200, "已经购买", "阳光合唱队", "28000 元", "/hepingli/organisations/"+choir)
	line := b.get("/hepingli/organisations/" + choir)
	line.holds(t, 200, "街道向它购买的服务", "28000 元")
	b.get(regexpFirst(`href="(`+page+`\?after=[^"#]+)`, line.body)).holds(t, 200, "=独居老人探访")
	b.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "街道向您联系的组织购买了「=独居老人探访」")
	ma.send(one, "purchase-step", "state", "delivered", "day", "2026-11-02", "words", "探访两千次", "paper", "验收 2 号", "org", "", "seller", "", "cents", "").led(t, one+"?done=purchase-step")
	liu.send(one, "purchase-judge", "good", "yes", "reason", "").led(t, one+"?done=purchase-published")
	b.get(page+".csv").holds(t, 200, "'=独居老人探访", "30000.50", "阳光合唱队", "28000", "2026-11-02")
	book, err := excelize.OpenReader(strings.NewReader(b.get(page + ".xlsx").body))
	if err != nil {
		t.Fatal(err)
	}
	name, err := book.GetCellValue(book.GetSheetName(0), "B2")
	if formula, _ := book.GetCellFormula(book.GetSheetName(0), "B2"); err != nil || name != "=独居老人探访" || formula != "" {
		t.Errorf("%q %q %v", name, formula, err)
	}
	b.get("/hepingli-jiedao/record").holds(t, 200, "公布向谁购买")
}
