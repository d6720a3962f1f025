package main

import (
	"strings"
	"testing"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// A project goes from collecting to its approval by the desk's forms; each page names the next
// gate, what is missing, who must act, and shows the form of the next step first.
func TestProjectToItsApproval(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := b.bootProjects()
		d.li.get(deskProjects).holds(t, 200, "还没有项目", "提出项目")
		form := d.li.get(deskProjects + "/new")
		form.holds(t, 200, `value="hepingli/5 号楼"`, "3 号楼南侧建电动车充电棚（2026-001）", "以前的项目学到的", "还没有。")
		d.li.send(deskProjects+"/new", "project-make", d.ramp("title", "")...).holds(t, 422, `id="project-make-title-problem"`, "门前三级台阶")
		d.li.send(deskProjects+"/new", "project-make", d.ramp()...).holds(t, 422, `href="#project-make-place"`, "这一项需要填写")
		d.li.send(deskProjects+"/new", "project-make", d.ramp("place", "anzhen/")...).holds(t, 422, `href="#project-make-place"`)
		d.li.send(deskProjects+"/new", "project-make", d.ramp("topic", "anzhen/"+d.topic)...).holds(t, 422)
		d.made()
		d.li.get(d.page).holds(t, 200, "L2026-001", "下一步：先问有关的居民", "还没有听取有关居民的意见", "第十二项", "/hepingli/desk/calls/new?project="+d.id, "由居委会办", "3 号楼、5 号楼、7 号楼", "李文静，11 月 24 日")
		d.li.late(t, d.page+"/negotiate").holds(t, 422, "还没有听取有关居民的意见")
		d.li.get(deskProjects).holds(t, 200, "等我办的", "先问有关的居民")

		d.asked()
		d.li.get(d.page).holds(t, 200, "下一步：写方案", "还没有写全的方案", "2 / 2")
		d.li.send(d.page+"/options", "project-options", oneRamp("street-1", "79999.99")...).holds(t, 422, `id="project-options-shares-1-problem"`, "差一分也不行", `value="79999.99"`)
		d.li.send(d.page+"/options", "project-options", oneRamp("affected-1", "")...).holds(t, 422, `id="project-options-affected-1-problem"`)
		d.li.send(d.page+"/options", "project-options", oneRamp("words-1", "")...).holds(t, 422, `id="project-options-words-1-problem"`)
		d.li.send(d.page+"/options", "project-options", oneRamp("per-home-1", "7000")...).holds(t, 422, `id="project-options-per-home-1-problem"`)
		d.li.send(d.page+"/options", "project-options", oneRamp("words-2", "两处坡道", "cost-2", "0", "affected-2", "无", "upkeep-2", "无")...).holds(t, 422, `id="project-options-words-2-problem"`, "同一个选项出现了两次")
		d.li.send(d.page+"/options", "project-options", oneRamp()...).led(t, d.page+"?done=options-listed")
		d.li.get(d.page).holds(t, 200, "下一步：进入协商立项", `id="project-negotiate"`, "80,000 元", "每户</dt><dd>60 元")
		d.sends(d.li, "project-negotiate", "project-negotiating")

		d.li.get(d.page).holds(t, 200, "下一步：登记党组织研究", "社区党组织书记（何书记）", `!id="project-study"`, "您现在的身份不能做这件事")
		d.secretary.get(d.page).holds(t, 200, `id="project-study"`, "!修改项目</a>")
		d.secretary.send(d.page, "project-study", "on", "2026-12-01", "note", "同意").holds(t, 422, `id="project-study-on-problem"`)
		d.sends(d.secretary, "project-study", "project-studied", "on", "2026-11-27", "note", "支委会同意。")
		d.li.get(d.page).holds(t, 200, "下一步：登记决定", "用这些方案起草一次投票", "支委会同意。", "!按协商结果登记")
		d.decided()
		if p := d.now(); p.Decision.Kind != project.ByPoll || p.Decision.Option != "1" {
			t.Fatalf("%+v", p.Decision)
		}
		d.li.get(d.page).holds(t, 200, "下一步：登记同意情况", "投票决定", "定下的方案", "!修改项目</a>")
		d.cleared()
		d.li.get(d.page).holds(t, 200, "下一步：张贴公示", "今天公示，到12 月 7 日止", "5 号楼前加装无障碍坡道，拟按「两处坡道」立项，总费用 86,000 元。", "同意列支。")
		d.sends(d.li, "project-notice", "project-noticed", "text", "拟按两处坡道立项。")
		d.li.get(d.page).holds(t, 200, "公示进行中", "打印张贴的公示", "今天发布，明天起算，共 9 天", `!id="project-approve"`)
		d.li.get(d.page+"/notice").holds(t, 200, "立项公示", "和平里社区居民委员会", "12 月 7 日（周一）24:00", "街道资金 80,000 元", "居民自愿出资 6,000 元（每户 60 元）", "投票决定", "上级批准")
		d.li.get(d.page+"/notice?n=7").holds(t, 404)
		d.zhou.late(t, d.page+"/approve", "version", "1").holds(t, 422, "别人改过这个项目")

		d.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
			return project.ObjectTo(tx, by, "hepingli", d.id, 1, "坡道别挡住自行车棚。")
		})
		d.li.get(d.page).holds(t, 200, "下一步：答复异议", "坡道别挡住自行车棚。", "孙*", "!孙小梅")
		reply := "project-reply-" + regexpFirst(`id="project-reply-([^"]+)"`, d.li.get(d.page).body)
		d.li.send(d.page, reply, "reply", "").holds(t, 422, "这一项需要填写")
		d.sends(d.li, reply, "project-replied", "reply", "往西移一米。")
		d.at("2026-12-08 09:00")
		d.li.get(d.page).holds(t, 200, "下一步：批准立项", "这一步要由另一位来办", "另一位委员（陈志远、周明）", `!id="project-approve"`)
		d.sends(d.zhou, "project-approve", "project-approved")
		d.li.get(d.page).holds(t, 200, "下一步：写实施计划", "往西移一米。")
		if p := d.now(); p.Stage != project.Deliver || p.ApprovedBy != "zhou" {
			t.Errorf("%+v", p)
		}
	})
}

// Who agrees in part or not is heard, answered and asked again; also on paper.
func TestProjectDissents(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := b.bootProjects().made().asked().listed().decided()
		d.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
			return project.VoiceDissent(tx, by, "hepingli", d.id, project.InPart, "同意做，七号楼不该出钱。", true)
		})
		paper := []string{"home", "5 号楼 1 单元 101", "stance", "against", "text", "坡道正对我家窗户。", "paper", "意见表 012"}
		d.li.send(d.page, "project-dissent", append(paper, "home", "5 号楼 9 单元 999")...).holds(t, 422, `id="project-dissent-home-problem"`, "户册里没有这一户", "坡道正对我家窗户。</textarea>", "<details open>")
		d.li.send(d.page, "project-dissent", append(paper, "home", "某处")...).holds(t, 422, "地址拆不开")
		d.li.send(d.page, "project-dissent", append(paper, "paper", "")...).holds(t, 422, `id="project-dissent-paper-problem"`)
		d.sends(d.li, "project-dissent", "dissent-noted", paper...)
		d.li.send(d.page, "project-dissent", paper...).holds(t, 422, "这一户已经说过一份")
		d.li.send(d.page, "project-agree", "agreement", "full").holds(t, 422, "同意情况还没有办完")
		d.sends(d.li, "project-agree", "project-agreed", "agreement", "partial")
		page := d.li.get(d.page)
		page.holds(t, 200, "下一步：答复不同意的人", "5 号楼 一户（纸面 意见表 012）", "本人不公开原话", "同意做，七号楼不该出钱。", "7 号楼 居民", "!孙小梅")
		for range 2 {
			form := "project-settle-" + regexpFirst(`id="project-settle-([^"]+)"`, d.li.get(d.page).body)
			d.li.send(d.page, form, "text", "").holds(t, 422, "这一项需要填写")
			d.sends(d.li, form, "dissent-settled", "text", "往西移一米，七号楼不出钱。")
		}
		d.li.get(d.page).holds(t, 200, "下一步：登记第二轮的意见")
		again := "project-again-" + regexpFirst(`id="project-again-([^"]+)"`, d.li.get(d.page).body)
		d.li.send(d.page, again).holds(t, 422, "请在给出的选项里选一项")
		d.sends(d.li, again, "dissent-again", "then", "agrees")
		d.li.get(d.page).holds(t, 200, "等本人再说一次", "有关的居民", `!id="project-again`)
		var all []project.Dissent
		d.view(func(v *store.View) (err error) { all, err = v.Dissents("hepingli", d.id); return err })
		for _, one := range all {
			if one.Resident == "sun" {
				d.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
					return project.VoiceAgain(tx, by, "hepingli", one.ID, project.Agrees)
				})
			}
		}
		d.li.get(d.page).holds(t, 200, "下一步：请示上级", "向和平里街道请示")

		d.li.send(d.page, "project-rethink", "reason", "").holds(t, 422, "<details open>")
		d.sends(d.li, "project-rethink", "project-rethought", "reason", "报价变了")
		d.li.get(d.page).holds(t, 200, "下一步：登记决定")
		d.sends(d.li, "project-drop", "project-dropped", "reason", "街道另有安排。")
		d.li.get(d.page).holds(t, 200, "不立项", "街道另有安排。", "写下学到的经验")
		d.li.get(deskProjects).holds(t, 200, "已结束", "不立项")
	})
}

// The street says no, is asked again, and the money of a fund waits for a resolution.
func TestProjectClearance(t *testing.T) {
	t.Parallel()
	b := boot(t)
	d := b.bootProjects().made().asked().listed().decided()
	d.sends(d.li, "project-agree", "project-agreed", "agreement", "full")
	ask := "project-ask-" + partOf(d.id, "street-money")
	d.sends(d.li, ask, "clearance-asked", "text", "请批准街道资金 80,000 元。")
	d.li.get(d.page).holds(t, 200, "等上级答复", "由和平里街道办", "!"+ask)
	path := "/hepingli-jiedao/desk/clearances/hepingli/" + d.id + "/1"
	d.liu.get("/hepingli-jiedao/desk").holds(t, 200, "等我们答复的项目请示", path)
	d.liu.get("/hepingli-jiedao/desk/projects").holds(t, 200, "等我们答复的", "5 号楼前加装无障碍坡道", "答复还剩 5 个工作日", "还没有项目")
	d.liu.get(path).holds(t, 200, "请批准街道资金 80,000 元。", "86,000 元", `id="project-clear"`)
	for _, wrong := range []string{"/dongcheng/desk/clearances/hepingli/" + d.id + "/1", "/dongcheng/desk/clearances/hepingli/nothing/1"} {
		b.as("dongcheng", "gao").get(wrong).holds(t, 404)
	}
	d.liu.get("/hepingli-jiedao/desk/clearances/anzhen/"+d.id+"/1").holds(t, 404)
	d.liu.get("/hepingli-jiedao/desk/clearances/hepingli/"+d.id+"/2").holds(t, 404)
	d.li.get(path).holds(t, 403)
	b.as("dongcheng", "gao").get("/dongcheng/desk/projects").holds(t, 200, "没有等着答复的请示", "!提出项目", "!还没有项目")
	d.liu.send(path, "project-clear", "grant", "no", "text", "").holds(t, 422, `id="project-clear-text-problem"`, `value="no" checked`)
	d.liu.send(path, "project-clear", "grant", "no", "text", "先用社区的钱。").led(t, path+"?done=clearance-answered")
	d.liu.get(path).holds(t, 200, "没有批准", "先用社区的钱。", `!id="project-clear"`)
	d.liu.late(t, path, "grant", "yes", "text", "改主意").holds(t, 422, "您已经办过这件事", "改主意")
	d.li.get(d.page).holds(t, 200, "下一步：请示上级", "上一次没有批准：先用社区的钱。")
	d.sends(d.li, ask, "clearance-asked", "text", "改为 80,000 元里先付一半。")
	path = "/hepingli-jiedao/desk/clearances/hepingli/" + d.id + "/2"
	d.liu.send(path, "project-clear", "grant", "yes", "text", "同意。").led(t, path+"?done=clearance-answered")
	d.li.get(d.page).holds(t, 200, "下一步：张贴公示")
}

// Two people at the same project: the second is shown what the first has stored beside what they typed.
func TestProjectChangedByTwo(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := b.bootProjects().made()
		action, values := d.zhou.get(d.page+"/edit").fill(t, "project-edit", d.ramp("title", "5 号楼坡道", "problem", "周明写的。")...)
		values.Add("place", "hepingli/")
		d.edits(d.li, "title", "5、7 号楼坡道", "important", "").led(t, d.page+"?done=project-edited")
		got := d.zhou.do("POST", action, values)
		got.holds(t, 422, "您填写的时候，别人改过这个项目", `value="5 号楼坡道"`, "周明写的。</textarea>", "5、7 号楼坡道", "3 号楼、5 号楼、7 号楼", "没有勾", "门前三级台阶")
		if n := strings.Count(got.body, "别人刚存的"); n != 4 {
			t.Errorf("%d fields are shown as the other's, not 4:\n%s", n, mainOf(got.body))
		}
		action, values = got.fill(t, "project-edit", d.ramp("title", "5 号楼坡道", "problem", "周明写的。")...)
		values.Add("place", "hepingli/")
		d.zhou.do("POST", action, values).led(t, d.page+"?done=project-edited")
		if p := d.now(); p.Title != "5 号楼坡道" || len(p.Places) != 1 {
			t.Errorf("%+v", p.Content)
		}

		action, values = d.zhou.get(d.page+"/options").fill(t, "project-options", oneRamp("words-1", "木坡道")...)
		d.li.send(d.page+"/options", "project-options", oneRamp()...).led(t, d.page+"?done=options-listed")
		d.zhou.do("POST", action, values).holds(t, 422, `value="木坡道"`, "别人刚存的", "两处坡道")
	})
}

// Another community's ids are not there, and whoever has no desk is not let in.
func TestProjectsOfOthers(t *testing.T) {
	t.Parallel()
	b := boot(t)
	d := b.bootProjects().made().asked().listed()
	wu := b.as("anzhen", "wu")
	own := wu.get("/anzhen/desk/projects")
	own.holds(t, 200, "还没有项目")
	for _, below := range []string{"", "/edit", "/options", "/plan", "/money", "/files", "/notice", "/check"} {
		wu.get("/anzhen/desk/projects/"+d.id+below).holds(t, 404)
		wu.get(d.page+below).holds(t, 403)
		d.liu.get("/hepingli-jiedao/desk/projects/"+d.id+below).holds(t, 404)
		b.as("hepingli", "wang").get(d.page+below).holds(t, 403)
	}
	for _, below := range []string{
		"/negotiate", "/agree", "/drop", "/rethink", "/notice", "/approve", "/complete", "/lessons", "/supervisors", "/supervisors/hepingli/sun", "/dissents",
		"/dissents/hepingli/none/settle", "/objections/hepingli/none", "/milestones/1", "/defects/hepingli/sun", "/decide", "/outcome", "/ask", "/posts", "/money/none",
	} {
		fields := []string{"agreement", "full", "reason", "不", "text", "不", "reply", "不", "name", "孙小梅", "why", "asked", "kind", "street-money", "option", "1", "when", "before", "note", "不", "version", "1", "poll", d.id, "stance", "against", "home", "5 号楼 1 单元 101", "paper", "1"}
		if got := wu.late(t, "/anzhen/desk/projects/"+d.id+below, fields...); got.StatusCode != 404 && got.StatusCode != 422 {
			t.Errorf("%s: %s", below, got.Status)
		}
		wu.late(t, d.page+below, fields...).holds(t, 403)
	}
	d.li.late(t, d.page+"/dissents/anzhen/none/settle", "text", "不").holds(t, 404)
	d.li.late(t, d.page+"/dissents/hepingli/none/settle", "text", "不").holds(t, 404)
	d.li.late(t, d.page+"/objections/hepingli/none", "reply", "不").holds(t, 404)
	if p := d.now(); p.Stage != project.Negotiate || p.Agreement != project.NotAgreed {
		t.Errorf("%+v", p)
	}
}
