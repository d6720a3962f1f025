package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// The page of a project tells where it stands and what is missing, and lets people act on it
// by plain forms, from the first word against it to the signature.
func TestProjectIsReadAndActedOn(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := newStory(t, b)
		path := s.path()
		got := b.get(path)
		got.holds(t, 200, "3 号楼南侧建电动车充电棚", "L2026-001", "民意征集", "意见听完了", "79 / 84", "回答 127 户", "都够了", "每户出 80 元", "街道资金", "驻区单位",
			"和平物业，每年 2,400 元", "飞线充电", "您还没有登录", "民需申报型", "协商会：协商一致", "!<form id=\"say-no\"", "!第二轮")
		s.decided()
		b.get(path).holds(t, 200, "协商立项", "投票决定", "12（线上 12，纸质 0）", "公布投票结果", "/hepingli/polls/"+s.poll)

		sun, zhao := b.as("hepingli", "sun"), b.as("hepingli", "zhao")
		refused := sun.send(path, "say-no", "words", "")
		refused.holds(t, 422, "还没有送出", `href="#say-no-stance"`, `<details id="agreement" class="part" open>`)
		sun.send(path, "say-no", "stance", "partly", "words", "离我家窗户太近。", "shown", "yes").led(t, path+"?done=said-no")
		zhao.send(path, "say-no", "stance", "against", "words", "不该占绿地，西边更好。").led(t, path+"?done=said-no")
		for _, who := range []*booted{b.as("hepingli", "wang"), b} {
			who.get(path).holds(t, 200, "1 份部分同意，1 份不同意", "7 号楼的一位居民", "离我家窗户太近", "另有 1 份不愿公开", "!不该占绿地", "!孙小梅", "!赵建国")
		}
		zhao.get(path).holds(t, 200, "您说过：不同意", "不该占绿地", "只有您和居委会看得到", "!id=\"say-no\"")
		b.as("hepingli", "li").get(path).holds(t, 200, "!id=\"say-no\"") // lives in another building

		s.noted(project.Partial)
		var all []project.Dissent
		s.read(func(v *store.View) (err error) { all, err = v.Dissents("hepingli", s.id); return err })
		for _, d := range all {
			s.settled(d.ID, "往南挪了六米。")
		}
		zhao.get("/hepingli/projects").holds(t, 200, "等我办的", "请再说一次怎么看")
		zhao.get("/hepingli").holds(t, 200, "再说一次您现在怎么看")
		for who, then := range map[string]string{"sun": "agrees", "zhao": "against"} {
			w := b.as("hepingli", who)
			page := w.get(path)
			form := regexpFirst(`id="(say-again-[^"]+)"`, page.body)
			w.send(path, form, "then", then).led(t, path+"?done=said-again")
		}
		zhao.get(path).holds(t, 200, "您第二轮说：不同意", "都答复了，再问过一次，1 份改为同意")

		s.cleared().putUp()
		b.get("/hepingli").holds(t, 200, "项目公示", "立项公示", "/hepingli/projects/"+s.id)
		wang := b.as("hepingli", "wang")
		form := regexpFirst(`id="(project-object-[^"]+)"`, wang.get(path).body)
		wang.send(path, form, "text", "灯太亮，<b>十点以后</b>关一半。").led(t, path+"?done=project-objected")
		wang.get(path).holds(t, 200, "您对公示提过异议", "灯太亮，&lt;b&gt;十点", "异议 1 条，答复 0 条", "!id=\""+form)
		zhao.get(path).holds(t, 200, "王**", "答复时一并公开", "!灯太亮")
		s.answered("改为感应的。")
		zhao.get(path).holds(t, 200, "灯太亮", "改为感应的")
		s.approved()
		b.get(path).holds(t, 200, "项目落实", "等实施计划", "12 月 7 日满期")
	})
}

// The work is watched, paid, checked and rated on the page; what each sees follows from who they are.
func TestProjectWorkIsWatched(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := newStory(t, b).decided().noted(project.Full).cleared().putUp().approved().planned()
		path := s.path()
		s.paid()
		wang, sun, zhao, li := b.as("hepingli", "wang"), b.as("hepingli", "sun"), b.as("hepingli", "zhao"), b.as("hepingli", "li")
		b.get(path).holds(t, 200, "正在做：进场、围挡", "计划 86,000 元，已签约 78,500 元，已支付 25,000 元", "京安电力安装公司", "施工合同.pdf", "发票 0078123", "1 位居民在监督", "王**", "!王秀兰", "!id=\"project-report\"")
		sun.get(path).holds(t, 200, "!id=\"project-report\"")

		action, values := wang.get(path).fill(t, "project-report", "when", "during", "text", "柱子立起来了。")
		wang.upload(action, values, "photos", testJPEG(t, 80, 60)).led(t, path+"?done=reported")
		page := b.get(path)
		page.holds(t, 200, "居民监督员", "柱子立起来了", "1 条进展，1 张照片")
		picture := regexpFirst(`src="(/hepingli/photos/[^"]+)"`, page.body)
		if got := b.get(picture); got.StatusCode != 200 || got.Header.Get("Content-Type") != "image/jpeg" {
			t.Error(picture, got.Status, got.Header)
		}
		b.get(strings.Replace(picture, "hepingli", "anzhen", 1)).holds(t, 404)

		sun.send(path, "follow").led(t, path+"?done=followed")
		sun.send(path, "unfollow").led(t, path+"?done=unfollowed")
		b.get(path).holds(t, 200, "!name=\"command\" value=\"\"", "关注这个项目", "!id=\"follow\"")

		s.reached("1", "2", "3")
		li.get(path).holds(t, 200, "请居民验收签字", "!id=\"sign-check\"") // holds an office
		sun.send(path, "sign-check", "fine", "no", "defect", "喷淋没有试过水。").led(t, path+"?done=signed")
		b.get(path).holds(t, 200, "正在整改", "喷淋没有试过水", "1 个问题没改好")
		s.mended("sun", "试了水。")
		for _, who := range []*booted{sun, zhao, wang} {
			who.send(path, "sign-check", "fine", "yes", "defect", "").led(t, path+"?done=signed")
		}
		wang.get(path).holds(t, 200, "您已经验收签字", "签了 3 位", "!id=\"sign-check\"", "!一次就够了")
		s.reviewed()
		zhao.get(path).holds(t, 200, "您签过，之后又有变动", "签过，之后又有变动</", "要再到现场看一次", "签了 0 位", "id=\"sign-check\"", "!您已经验收签字")
		zhao.send(path, "sign-check", "fine", "yes", "defect", "").led(t, path+"?done=signed")
		zhao.get(path).holds(t, 200, "您已经验收签字", "签了 1 位", "!id=\"sign-check\"")
		sun.get("/hepingli/projects").holds(t, 200, "请您到现场看过后签字")
		s.signed("sun", "wang")
		s.completed()
		wang.get(path).holds(t, 200, "请评价办得怎么样", "去评价", "评价结束后公布", "响应率", "/hepingli/calls/")
		wang.get("/hepingli/projects").holds(t, 200, "等我办的", "请您评价办得怎么样")
		b.get("/hepingli/projects").holds(t, 200, "!等我办的", "效果评价")
		b.get("/hepingli/projects?field=benefit").holds(t, 200, "这一类现在没有项目")
		b.get("/hepingli/topics/"+s.topic).holds(t, 200, "民意立项", path)
	})
}

// A document is saved and never shown, by whom it concerns; another place's has none of it.
func TestProjectDocuments(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := newStory(t, b).decided().noted(project.Full).cleared().putUp().approved().planned()
	file := s.path() + "/files/" + s.paid()
	got := b.get(file)
	for header, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition": "attachment; filename*=UTF-8''%E6%96%BD%E5%B7%A5%E5%90%88%E5%90%8C.pdf", "Cache-Control": private,
	} {
		if got.StatusCode != 200 || got.Header.Get(header) != want {
			t.Errorf("%s: %q, not %q", header, got.Header.Get(header), want)
		}
	}
	other := s.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, "hepingli", project.Content{
			Title: "小广场照明", Problem: "晚上看不见路。", Kind: project.Pushed, Field: project.Works, Places: []project.Place{{Community: "hepingli"}},
		})
		return err
	})
	b.get("/hepingli/projects/"+other).holds(t, 200, "全社区", "还没有问过有关的居民", "2019 年")
	for _, path := range []string{
		strings.Replace(file, s.id, other, 1), strings.Replace(file, "/hepingli/", "/anzhen/", 1), strings.Replace(file, "/hepingli/", "/hepingli-jiedao/", 1),
		"/anzhen/projects/" + s.id, "/dongcheng/projects", "/hepingli/projects/nothing-like-this-00", s.path() + "/files/nothing-like-this-00",
	} {
		b.get(path).holds(t, 404)
	}
	for path, body := range map[string]string{"/anzhen/projects/" + s.id + "/follow": "anzhen", "/hepingli-jiedao/projects/" + s.id + "/follow": "hepingli-jiedao"} {
		if got := b.as("hepingli", "wang").do("POST", path, nil); got.StatusCode == 303 && got.Header.Get("Location") != "/"+body+"/projects/"+s.id {
			t.Error(path, got.Status, got.Header.Get("Location"))
		}
	}
}

// A street's project is read and acted on where it concerns people, and nowhere else.
func TestStreetProjectIsReadAtHome(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := &story{walk: &walk{booted: b}}
		b.clock.set("2026-11-24 09:00")
		id := s.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
			_, err := project.MakeProject(tx, by, "hepingli-jiedao", project.Content{
				Title: "口袋公园", Problem: "三个社区没有一块绿地。", Kind: project.Asked, Field: project.Resource, Places: []project.Place{{Community: "hepingli", Building: "3 号楼"}},
			})
			return err
		})
		wang := b.as("hepingli", "wang")
		wang.get("/hepingli/projects").holds(t, 200, "口袋公园", "和平里街道办")
		wang.get("/hepingli/projects/"+id).holds(t, 200, "和平里街道办", "办理：<b>和平里街道</b>", "公共资源配置")
		wang.send("/hepingli/projects/"+id, "follow").led(t, "/hepingli/projects/"+id+"?done=followed")
		wang.get("/hepingli-jiedao/projects/"+id).holds(t, 200, "到和平里社区的页面上说意见", "!id=\"follow\"")
		b.get("/hepingli-jiedao/projects").holds(t, 200, "口袋公园")
		b.get("/hepingli-jiedao").holds(t, 200, "街道的项目")
		b.get("/anzhen/projects/"+id).holds(t, 404)
		b.get("/anzhen/projects").holds(t, 200, "!口袋公园", "还没有项目")
		qian := b.as("anzhen", "qian") // whoever is signed in may follow it, and do nothing else
		qian.get("/hepingli/projects/"+id).holds(t, 200, "id=\"follow\"", "!id=\"say-no\"")
		qian.send("/hepingli/projects/"+id, "follow").led(t, "/hepingli/projects/"+id+"?done=followed")
	})
}

// What came of the meeting that the street called on a case stands with its project's decision.
func TestStreetMeetingStandsOnTheProject(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		s := &story{walk: &walk{booted: b}}
		b.clock.set("2026-11-24 09:00")
		topic := b.raise("hepingli", "wang", "两个小区之间的断头路")
		s.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.Screen(tx, by, consultation.Screening{Community: "hepingli", Topic: topic, Decision: consultation.Refer, To: "street", Reason: "beyond-community", Sentence: "要街道牵头"})
			return err
		}, "hepingli-jiedao")
		liu := func(do func(tx *store.Tx, by residents.Sender) error) string {
			return s.by("hepingli-jiedao/liu", do, "hepingli")
		}
		liu(func(tx *store.Tx, by residents.Sender) error {
			return consultation.Receive(tx, by, "hepingli", topic, true, "接收", b.clock.Now().AddDate(0, 1, 0))
		})
		id := liu(func(tx *store.Tx, by residents.Sender) error {
			_, err := project.MakeProject(tx, by, "hepingli-jiedao", project.Content{
				Title: "打通断头路", Problem: "绕行一公里。", Kind: project.Applied, Field: project.Works, Topic: project.TopicRef{Community: "hepingli", ID: topic},
				Places: []project.Place{{Community: "hepingli", Building: "3 号楼"}},
			})
			return err
		})
		const met = "与交管、园林会商，可以打通。"
		b.get("/hepingli/projects/"+id).holds(t, 200, "打通断头路", "!街道会商")
		liu(func(tx *store.Tx, by residents.Sender) error {
			return consultation.PostUpdate(tx, by, "hepingli", topic, "whistle", met)
		})
		b.get("/hepingli/projects/"+id).holds(t, 200, "街道会商", met, "/hepingli/topics/"+topic)
	})
}

// What people typed is text wherever the page shows it.
func TestProjectPageShowsTextOnly(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const bad = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	s := newStory(t, b).decided()
	s.change("hepingli", func(tx *store.Tx) error {
		p, err := tx.Project("hepingli", s.id)
		if err != nil {
			return err
		}
		p.Version++
		p.Title, p.Problem, p.Lessons, p.StudyNote, p.StudiedOn = bad, bad, bad, bad, residentsDay(b)
		for i := range p.Options {
			p.Options[i].Words, p.Options[i].About, p.Options[i].Affected, p.Options[i].Upkeep = bad, bad, bad, bad
		}
		p.Plan = shedPlan(residentsDay(b))
		p.Plan.Scope, p.Plan.Contractor, p.Plan.Contract, p.Plan.Checks = bad, bad, bad, []string{bad}
		p.Plan.Milestones[0].Words, p.Plan.Lines[0].Words, p.Plan.Lines[0].ID = bad, bad, "1"
		if err := tx.SetProject(p); err != nil {
			return err
		}
		now := b.clock.Now()
		for _, err := range []error{
			tx.AddDissent(project.Dissent{Community: "hepingli", ID: "dissent-of-the-test-1", Body: "hepingli", Project: s.id, Resident: "sun", Building: bad, Stance: project.InPart, Words: bad, Shown: true, NotedBy: "sun", At: now, Changed: bad, ChangedAt: now, ChangedBy: "li"}),
			tx.AddNotice(project.Notice{Community: "hepingli", Project: s.id, Seq: 1, Kind: project.ApprovalNotice, Words: bad, From: residentsDay(b), Until: now.Add(99 * time.Hour), Source: bad, By: "li"}),
			tx.AddProjectObjection(project.Objection{Community: "hepingli", ID: "objection-of-the-test", Body: "hepingli", Project: s.id, Notice: 1, Resident: "wang", Text: bad, At: now, Due: now.Add(time.Hour), Reply: bad, ReplyAt: now, ReplyBy: "li"}),
			tx.AddClearance(project.Clearance{Community: "hepingli", Project: s.id, Seq: 1, To: "hepingli-jiedao", Kind: project.StreetMoney, Words: bad, AskedBy: "li", AskedAt: now, Due: now, State: project.ClearanceRefused, Answer: bad, DecidedBy: "liu", DecidedAt: now}),
			tx.AddEntry(project.Entry{Community: "hepingli", ID: "entry-of-the-test-001", Project: s.id, Line: "1", Kind: project.Paid, Cents: 100, Payee: bad, Document: bad, Note: bad, By: "li", At: now}),
			tx.AddFile(project.File{Community: "hepingli", ID: "file-of-the-test-0001", Project: s.id, Name: bad, Kind: project.PDF, Bytes: []byte("%PDF-1"), By: "li", At: now}),
			tx.AddPost(project.Post{Community: "hepingli", ID: "post-of-the-test-0001", Project: s.id, When: project.During, Text: bad, By: "wang", ByPart: bad, At: now}),
			tx.AddProjectOrder(project.Order{Community: "hepingli", ID: "order-of-the-test-001", Project: s.id, Milestone: p.Plan.Milestones[0].ID, Text: bad, Due: now, By: "liu", At: now}),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	escaped := regexp.MustCompile(`&lt;script&gt;`)
	for path, least := range map[string]int{s.path(): 25, "/hepingli/projects": 1, "/hepingli": 1} {
		got := b.get(path)
		got.holds(t, 200, "!<script>alert", "!<img src=x")
		if n := len(escaped.FindAllString(got.body, -1)); n < least {
			t.Errorf("%s shows %d of the texts, not %d", path, n, least)
		}
	}
	if got := b.get(s.path() + "/files/file-of-the-test-0001"); !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment; filename*=UTF-8''%22%3E%3Cscript") {
		t.Error(got.Header.Get("Content-Disposition"))
	}
}
