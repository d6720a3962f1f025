package main

import (
	"slices"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// projectEyes are the ways in which a page is looked at.
type projectEyes struct {
	t                          *testing.T
	off, on, elder, dark, wide *browsertest.Tab
}

func (s *story) eyes(t *testing.T) *projectEyes {
	e := &projectEyes{
		t: t, off: browsertest.Open(t, s.URL).NoScripts(), on: browsertest.Open(t, s.URL).WithoutApp(), elder: browsertest.Open(t, s.URL).WithoutApp(),
		dark: browsertest.Open(t, s.URL).WithoutApp().Dark(), wide: browsertest.Open(t, s.URL).WithoutApp().Wide(),
	}
	s.in(e)
	e.elder.Go("/hepingli").Press("长辈版").See("标准版")
	return e
}

// in signs everybody in, anew after a month.
func (s *story) in(e *projectEyes) {
	s.t.Helper()
	for tab, who := range map[*browsertest.Tab]string{e.off: "sun", e.on: "zhao", e.elder: "sun", e.dark: "sun", e.wide: "wang"} {
		s.enter(tab, "hepingli", who)
	}
}

// look opens a page in every way, and keeps a picture of each.
func (e *projectEyes) look(path, name string, see ...string) {
	e.t.Helper()
	e.off.Go(path).See(see...).Picture(name + "-noscript")
	e.on.Go(path).See(see...).Axe().Picture(name)
	e.dark.Go(path).See(see...).Axe().Picture(name + "-dark")
	e.wide.Go(path).See(see...).Axe().Picture(name + "-wide")
	e.elder.Go(path).See(see...).Axe()
	if small := browsertest.Eval[[]string](e.elder, smallTargets(60)); len(small) > 0 {
		e.t.Errorf("under 60 points in elder mode: %q", small)
	}
	e.elder.Picture(name + "-elder")
	browsertest.Eval[any](e.on, `void document.querySelectorAll("details.part").forEach(d => d.open = true)`)
	e.on.Axe().Picture(name + "-open")
	if wide := browsertest.Eval[[]string](e.on, tooWide); len(wide) > 0 {
		e.t.Errorf("%s is wider than the screen: %q", name, wide)
	}
}

// glance opens a page once, for a picture.
func (e *projectEyes) glance(path, name string, see ...string) {
	e.t.Helper()
	e.on.Go(path).See(see...).Axe().Picture(name)
}

// tooWide are elements that stand out of the page at the right, apart from what scrolls in itself.
const tooWide = `[...document.querySelectorAll("main *")].filter(e => !e.closest(".scroll, .stages, .aside") && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
	.map(e => e.tagName + "." + e.className + " " + e.innerText?.slice(0, 20))`

// The page is looked at while people say no, during the notice, during the work, and after.
func TestProjectPagesInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := newStory(t, b)
	e := s.eyes(t)
	e.glance(s.path(), "project-collect", "意见听完了")
	s.decided()
	e.look(s.path(), "project-negotiate", "只同意一部分，或者不同意")
	s.partly()
	e.glance(s.path(), "project-partly", "等上级批准", "部分同意：1 份部分同意")
	s.cleared().putUp()
	s.objected("wang", "晚上充电棚的灯太亮，能不能十点以后关一半？")
	e.look(s.path(), "project-notice", "立项公示", "公示和异议")
	s.answered("灯改为感应的，十点以后只留一盏。").approved()
	e.glance(s.path(), "project-approved", "等实施计划")
	s.planned().paid()
	s.posted("li", project.Before, "空地的原样，停了十几辆车。", testJPEG(t, 80, 60))
	s.reached("1")
	s.posted("wang", project.During, "第一处的柱子立起来了，比图上往南挪了六米，量过。", testJPEG(t, 80, 60), testJPEG(t, 60, 80))
	s.clock.move(22 * 24 * time.Hour)
	s.turn()
	s.in(e)
	e.look(s.path(), "project-work", "正在做", "逾期")
	s.ordered("2", "请三日内说明为什么误期，十日内立完。")
	s.changed(34_000_00, "消防要求加一道防火墙。")
	e.glance(s.path(), "project-change", "变更公示")
	s.clock.move(9 * 24 * time.Hour)
	s.turn()
	s.reached("2", "3")
	s.posted("wang", project.After, "三处都通电了，防火墙也砌了。", testJPEG(t, 80, 60))
	s.defect("sun", "西边那一处的喷淋没有试过水。")
	e.look(s.path(), "project-defect", "正在整改")
	s.mended("sun", "试了水，三处都喷得到。")
	s.signed("sun", "zhao")
	e.glance(s.path(), "project-check", "请居民验收签字", "签了 2 位")
	s.signed("wang")
	s.reviewed()
	e.look(s.path(), "project-stale", "您签过，之后又有变动", "要再到现场看一次")
	s.signed("sun", "zhao", "wang")
	s.completed()
	s.in(e)
	e.look(s.path(), "project-rating", "请评价办得怎么样")
	e.look("/hepingli/projects", "projects-mine", "等我办的", "今年的项目年报")
	s.many(0, 60)
	e.look("/hepingli/projects", "projects-many", "看后面的")
	e.on.Press("看后面的")
	e.glance(e.on.Path(), "projects-many-next", "回到开头")
	e.glance("/hepingli/project-report/2026", "project-year", "年民意立项年报")
	e.glance("/hepingli-jiedao", "board-street", "今年的项目年报")
}

// answered answers every objection to the first notice.
func (s *story) answered(reply string) *story {
	s.t.Helper()
	var all []project.Objection
	s.read(func(v *store.View) (err error) {
		all, err = v.Objections("hepingli", s.id)
		return err
	})
	for _, o := range all {
		s.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			return project.AnswerNoticeObjection(tx, by, "hepingli", o.Community, o.ID, reply)
		})
	}
	return s
}

// ordered lets the street order an overdue milestone to be done.
func (s *story) ordered(milestone, text string) {
	s.t.Helper()
	s.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		return project.OrderMilestone(tx, by, "hepingli", s.id, milestone, text, s.clock.Now().AddDate(0, 0, 10))
	}, "hepingli")
}

// changed lets the first line cost more, above the share: a notice opens by itself.
func (s *story) changed(more int64, why string) {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		next := p.Plan
		next.Lines = slices.Clone(next.Lines)
		next.Lines[0].Planned += more
		return project.ChangePlan(tx, by, "hepingli", p.ID, p.Version, next, why)
	})
}

func (s *story) defect(who, what string) {
	s.t.Helper()
	s.keep(who, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.SignCheck(tx, by, "hepingli", p.ID, false, what)
	})
}

func (s *story) mended(who, how string) {
	s.t.Helper()
	s.keep("li", func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.MendDefect(tx, by, "hepingli", p.ID, "hepingli", who, how)
	})
}

func (s *story) objected(who, words string) string {
	s.t.Helper()
	return s.keep(who, func(tx *store.Tx, by residents.Sender, p project.Project) error {
		return project.ObjectTo(tx, by, "hepingli", p.ID, 1, words)
	})
}

// While the app runs, its doors to projects and the forms on them are the browser's own; with
// scripts off they are the same.
func TestProjectFormsInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	s := newStory(t, b).decided()
	on := b.reader("hepingli", "zhao")
	on.Go("/hepingli").Ready().See("项目").Press("项目").See("先问居民，再立项").Press("3 号楼南侧建电动车充电棚").See("只同意一部分，或者不同意").Axe()
	on.Press("说出来").Press("#say-no-stance-2").Fill("#say-no-words", "不该占绿地。").Press("说出我的意见").See("您的意见已记下", "您说过：不同意").Axe().Picture("project-said")
	off := browsertest.Open(t, b.URL).NoScripts()
	b.enter(off, "hepingli", "sun")
	off.Go(s.path()).Press("关注").See("已关注", "不再关注").Press("说出我的意见").See("还没有送出").Picture("project-refused-noscript")
	off.Press("#say-no-stance").Fill("#say-no-words", "离窗户太近。").Press("#say-no-shown").Press("说出我的意见").See("您说过：部分同意")
	on.Go("/hepingli/topics/" + s.topic).Ready().See("民意立项").Axe().Picture("topic-projects")
	on.Go("/hepingli/record").Ready().See("3 号楼南侧建电动车充电棚").Axe()
}
