package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// aPhoto is a picture that can be kept.
func aPhoto(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// An approved project is planned, watched, paid for, told of, checked and completed by the forms.
func TestProjectIsCarriedOut(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := b.bootProjects().made().asked().listed().decided().cleared().approved()
		d.li.get(d.page).holds(t, 200, "下一步：写实施计划", "实施计划还不全", "打印验收单")
		plan := d.li.get(d.page + "/plan")
		plan.holds(t, 200, "实施计划", "公示时定下的总费用是 86,000 元", "一单元、二单元各一处，带扶手。</textarea>", `name="share" value="10"`, "0 到 10。第一份计划", "!0 到 100。")
		d.li.send(d.page+"/plan", "project-plan", rampPlan("d-2", "")...).holds(t, 422, `id="project-plan-d-2-problem"`, `value="浇筑"`)
		d.li.send(d.page+"/plan", "project-plan", rampPlan("c-1", "很多")...).holds(t, 422, `id="project-plan-c-1-problem"`)
		d.li.send(d.page+"/plan", "project-plan", rampPlan("scope", "")...).holds(t, 422, `id="project-plan-scope-problem"`)
		d.li.send(d.page+"/plan", "project-plan", rampPlan()...).led(t, d.page+"?done=plan-made")
		d.li.get(d.page).holds(t, 200, "下一步：居民监督员", "3 号楼、5 号楼、7 号楼", "60,000 元", "还可以签 26,000 元")
		for name, why := range map[string]string{"": "这一项需要填写", "钱多多": "本社区没有这个姓名的人", "李文静": "有关楼的居民", "孙小梅 4 号楼": "本社区没有这个姓名的人"} {
			d.li.send(d.page, "project-supervise", "name", name).holds(t, 422, `id="project-supervise-name-problem"`, why)
		}
		d.sends(d.li, "project-supervise", "supervisor-added", "name", "孙小梅 7 号楼")
		d.li.get(d.page).holds(t, 200, "下一步：登记完成的节点", "还剩 2 天", "孙小梅", "变更计划")

		end := "project-unsupervise-" + partOf("hepingli", "sun")
		d.li.send(d.page, end, "why", "fired").holds(t, 422, "请在给出的选项里选一项", "<details open>")
		d.sends(d.li, "project-supervise", "supervisor-added", "name", "王秀兰")
		d.sends(d.li, end, "supervisor-ended", "why", "asked")
		d.li.get(d.page).holds(t, 200, "本人不再担任，12 月 8 日", "王秀兰")

		d.sends(d.li, d.milestoneForm(1), "milestone-reached")
		action, values := d.li.get(d.page).fill(t, "project-post", "when", "during", "text", "围挡立好了。")
		if got := d.li.upload(action, values, "photos", aPhoto(t)); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("not posted: %s\n%s", got.Status, mainOf(got.body))
		}
		d.li.send(d.page, "project-post", "when", "later", "text", "围挡").holds(t, 422, "围挡</textarea>", "<details open>")
		d.li.get(d.page).holds(t, 200, "12 月 8 日完成", "围挡立好了。", "照片 1 张", "居委会")

		d.at("2026-12-23 09:00")
		d.li.get(d.page).holds(t, 200, "逾期 3 天")
		d.li.get(deskProjects).holds(t, 200, "逾期 3 天")
		order := "project-order-" + partOf(d.id, "2")
		d.liu.send("/hepingli-jiedao/desk/projects", order, "text", "抓紧", "due", "").holds(t, 422, "抓紧</textarea>", "<details open>")
		d.liu.late(t, "/hepingli-jiedao/desk/overdue/anzhen/"+d.id+"/2", "text", "抓紧", "due", "2026-12-28").holds(t, 404)
		d.liu.late(t, "/hepingli-jiedao/desk/overdue/hepingli/"+d.id+"/9", "text", "抓紧", "due", "2026-12-28").holds(t, 404)
		d.liu.send("/hepingli-jiedao/desk/projects", order, "text", "老人等着出门。", "due", "2026-12-28").led(t, "/hepingli-jiedao/desk/projects?done=milestone-ordered")
		d.li.get(d.page).holds(t, 200, "街道督办", "老人等着出门。", "12 月 28 日")
		d.sends(d.li, d.milestoneForm(2), "milestone-reached")

		d.li.get(d.page).holds(t, 200, "等居民验收签字", "有关的居民")
		d.li.get(d.page+"/check").holds(t, 200, "居民验收单", "坡度不大于 1:12", "扶手没有毛刺", "签名")
		d.signs("sun", false, "扶手下端有毛刺。")
		d.li.get(d.page).holds(t, 200, "下一步：登记整改", "扶手下端有毛刺。", "7 号楼 居民验收时指出", "!孙小梅 7 号楼居民")
		mend := "project-mend-" + partOf("hepingli", "sun")
		d.li.send(d.page, mend, "text", "").holds(t, 422, "这一项需要填写")
		d.sends(d.li, mend, "defect-mended", "text", "磨平了。")
		d.signs("wang", true, "")
		d.signs("zhao", true, "")
		d.li.late(t, d.page+"/complete").holds(t, 422, "还没有三位居民验收签字")
		d.signs("sun", true, "")
		d.li.get(d.page).holds(t, 200, "下一步：完工，转入评价")
		d.sends(d.li, "project-complete", "project-completed")
		d.change("hepingli", func(tx *store.Tx) error { return project.Turn(tx, hepingli, d.clock.Now()) })
		d.li.get(d.page).holds(t, 200, "效果评价", "下一步：写下学到的经验", "完工时的评价")
		d.sends(d.li, "project-learn", "lessons-noted", "text", "先量好门前宽度。")
		d.li.get(d.page).holds(t, 200, "居民评价中", "先量好门前宽度。")
		d.li.get(deskProjects+"/new").holds(t, 200, "以前的项目学到的", "先量好门前宽度。", "5 号楼前加装无障碍坡道")
		d.li.get(d.page+"/check").holds(t, 422, "项目现在的阶段不能办这一步")
	})
}

// The ledger: what is bound and paid, wrong entries taken back, and the documents.
func TestProjectMoney(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := b.bootProjects().made().asked().listed().decided().cleared().approved()
		money := d.page + "/money"
		d.li.get(money).holds(t, 200, "还没有预算", "实施计划还不全", `!id="project-money"`)
		d.planned()
		entry := func(change ...string) []string {
			return append([]string{"kind", "committed", "line", "1", "money", "58,000", "payee", "和平物业", "document", "合同 2026-031"}, change...)
		}
		d.li.send(money, "project-money", entry("money", "0")...).holds(t, 422, `id="project-money-money-problem"`, "和平物业")
		d.li.send(money, "project-money", entry("line", "2")...).holds(t, 422)
		d.li.send(money, "project-money", entry("money", "60000.01")...).holds(t, 422, `id="project-money-money-problem"`)
		d.li.send(money, "project-money", entry("kind", "paid")...).holds(t, 422, `id="project-money-money-problem"`)
		d.li.send(money, "project-money", entry("document", "")...).holds(t, 422, `id="project-money-document-problem"`)
		d.li.send(money, "project-money", entry("payee", "电话 13812345678")...).holds(t, 422, "电话或身份证号")
		d.li.send(money, "project-money", entry()...).led(t, money+"?done=money-noted")
		d.clock.move(time.Minute)
		action, values := d.li.get(money).fill(t, "project-money", entry("kind", "paid", "money", "21500", "document", "发票 0417")...)
		d.li.upload(action, values, "file", []byte("%PDF-1.7 发票")).led(t, money+"?done=money-noted")
		d.li.get(money).holds(t, 200, "已支付 · 石材", "21,500 元", "发票 0417", "看原件", "李文静", "已签约 58,000 元")
		d.li.get(d.page+"/files").holds(t, 200, "发票 0417", "PDF")
		paid := regexpFirst(`id="project-reverse-([^"]+)"`, d.li.get(money).body)
		d.li.send(money, "project-reverse-"+paid, "note", "").holds(t, 422, "这一项需要填写", "<details open>")
		d.li.send(money, "project-reverse-"+paid, "note", "多写了一个零").led(t, money+"?done=money-reversed")
		d.li.get(money).holds(t, 200, "−21,500 元", "多写了一个零", "已支付 0 元", "!project-reverse-"+paid)
		d.li.late(t, money+"/"+paid, "note", "再冲一次").holds(t, 422)
		d.li.late(t, money+"/nothing", "note", "没有这一笔").holds(t, 404)
		d.secretary.get(money).holds(t, 200, "58,000 元", `!id="project-money"`)

		files := d.page + "/files"
		d.li.send(files, "project-file", "name", "施工图").holds(t, 422, `id="project-file-file-problem"`, `value="施工图"`)
		action, values = d.li.get(files).fill(t, "project-file", "name", "表格")
		d.li.upload(action, values, "file", []byte("PK\x03\x04")).holds(t, 422, `id="project-file-file-problem"`, "PDF", `value="表格"`)
		action, values = d.li.get(files).fill(t, "project-file", "name", "现场照片")
		d.li.upload(action, values, "file", aPhoto(t)).led(t, files+"?done=file-added")
		d.li.get(files).holds(t, 200, "现场照片", "照片 ·")
	})
}

// A file of 200 MB is refused by a sentence that says how to go on; what was typed stays.
func TestProjectFileOf200MB(t *testing.T) {
	t.Parallel()
	b := boot(t)
	d := b.bootProjects().made().asked().listed().decided().cleared().approved().planned()
	for form, at := range map[string]struct {
		page   string
		fields []string
		keeps  []string
	}{
		"project-file":  {d.page + "/files", []string{"name", "竣工图纸"}, []string{`value="竣工图纸"`}},
		"project-money": {d.page + "/money", []string{"kind", "committed", "line", "3", "money", "25,000", "payee", "和平物业", "document", "合同 7", "note", "人工"}, []string{`value="25,000"`, `value="和平物业"`, `value="合同 7"`, `value="committed" checked`, `value="3" selected`}},
	} {
		action, values := d.li.get(at.page).fill(t, form, at.fields...)
		body, kind := hugeUpload(t, values, 200<<20)
		got := d.li.do("POST", action, nil, func(r *http.Request) {
			r.Header.Set("Content-Type", kind)
			r.Body, r.ContentLength = io.NopCloser(body), -1
		})
		got.holds(t, 422, append(at.keeps, "8 MB", "照片", "编号", `id="`+form+`-file-problem"`)...)
	}
	var entries []project.Entry
	d.view(func(v *store.View) (err error) { entries, err = v.Ledger("hepingli", d.id); return err })
	if len(entries) != 0 {
		t.Errorf("%d entries", len(entries))
	}
}

// hugeUpload is a form with a file of n bytes behind its fields, as a browser sends it.
func hugeUpload(t *testing.T, fields map[string][]string, n int64) (body io.Reader, kind string) {
	t.Helper()
	var head bytes.Buffer
	m := multipart.NewWriter(&head)
	for name, all := range fields {
		for _, s := range all {
			_ = m.WriteField(name, s)
		}
	}
	if _, err := m.CreateFormFile("file", "竣工图.pdf"); err != nil {
		t.Fatal(err)
	}
	tail := strings.NewReader("\r\n--" + m.Boundary() + "--\r\n")
	return io.MultiReader(&head, io.LimitReader(zeros{}, n), tail), m.FormDataContentType()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// A change above the share opens its notice by itself; two who change the budget at once do not
// overwrite each other.
func TestProjectChange(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := b.bootProjects().made().asked().listed().decided().cleared().approved().planned()
		change := d.page + "/plan"
		d.li.get(change).holds(t, 200, "变更计划", "10% 以上", `name="why"`, `name="l-3" value="人工"`)
		action, values := d.zhou.get(change).fill(t, "project-plan", rampPlan("c-3", "27000", "contractor", "安贞物业", "why", "换了施工单位")...)
		d.li.send(change, "project-plan", rampPlan("c-3", "28000", "why", "人工涨价")...).led(t, d.page+"?done=plan-changed")
		if cost := d.now().Plan.Planned(); cost != 88_000_00 {
			t.Errorf("a change of 2 %% does not hold at once: %d", cost)
		}
		d.zhou.do("POST", action, values).holds(t, 422, "您填写的时候，别人改过这个项目", `value="27000"`, "28000", `value="安贞物业"`, "换了施工单位</textarea>")

		d.li.send(change, "project-plan", rampPlan("c-3", "40000", "m-4", "夜灯", "d-4", "2026-12-24", "why", "")...).holds(t, 422, `id="project-plan-why-problem"`, `value="夜灯"`)
		d.li.send(change, "project-plan", rampPlan("c-3", "40000", "m-4", "夜灯", "d-4", "2026-12-24", "why", "加六盏夜灯")...).led(t, d.page+"?done=plan-changed")
		d.li.get(d.page).holds(t, 200, "变更公示进行中", "变更公示", "加六盏夜灯", "原来：88,000 元；改为：100,000 元", "打印张贴的公示")
		d.li.get(d.page+"/notice").holds(t, 200, "变更公示", "100,000 元", "改为：100,000 元")
		d.li.get(change).holds(t, 200, "有一项变更正在公示", `!id="project-plan"`)
		d.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			return project.ObjectTo(tx, by, "hepingli", d.id, 2, "夜灯太亮怎么办？")
		})
		d.at("2026-12-16 09:00")
		d.li.get(d.page).holds(t, 200, "下一步：答复异议", "夜灯太亮怎么办？")
		reply := "project-reply-" + regexpFirst(`id="project-reply-([^"]+)"`, d.li.get(d.page).body)
		d.sends(d.li, reply, "project-replied", "reply", "装灯罩，十点后自动变暗。")
		if p := d.now(); p.Plan.Planned() != 100_000_00 || len(p.Plan.Milestones) != 3 {
			t.Errorf("%+v", p.Plan)
		}
	})
}

// A supervisor who moved away is found by the clock, and the page asks for another.
func TestProjectSupervisorGone(t *testing.T) {
	t.Parallel()
	b := boot(t)
	d := b.bootProjects().made().asked().listed().decided().cleared().approved().planned()
	d.change("hepingli", func(tx *store.Tx) error {
		who, err := tx.Resident("hepingli", "sun")
		who.Building = "1 号楼"
		if err != nil {
			return err
		}
		return tx.ChangeResident(who)
	})
	d.change("hepingli", func(tx *store.Tx) error { return project.Turn(tx, hepingli, d.clock.Now()) })
	d.li.get(d.page).holds(t, 200, "下一步：居民监督员", "已搬走")
	d.sends(d.li, "project-supervise", "supervisor-added", "name", "赵建国")
	d.li.get(d.page).holds(t, 200, "下一步：登记完成的节点")
}
