package main

import (
	"context"
	"testing"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// Scenario 8: 23 calls on sewage in 30 days become one topic, which a session of
// the community hands to the street, the street to the district; the district's
// answer comes back to where it began. One case, three hand-overs, five public updates.
func TestScenario8InTheApp(t *testing.T) {
	t.Parallel()
	scenario8(t, true)
}

func TestScenario8WithoutScripts(t *testing.T) {
	t.Parallel()
	scenario8(t, false)
}

func scenario8(t *testing.T, app bool) {
	appIsBuilt(t)
	s := &stage{walk: bootWalk(t), app: app, name: map[bool]string{true: "scenario8-app", false: "scenario8-plain"}[app]}
	topic := s.by("hepingli/zhou", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.OpenFromCalls(tx, by, consultation.Cluster{
			Raising: consultation.Raising{Community: "hepingli", Title: "8 至 12 号楼污水返溢", Problem: "污水井反复返溢，一层倒灌。", Place: "8 至 12 号楼", Wish: "换掉塌了的主管。"},
			Calls:   23, Days: 30,
		})
		return err
	})
	s.screen(consultation.Screening{Topic: topic, Decision: consultation.Accept})
	s.clock.set("2026-11-05 09:00")
	meeting := s.announce("2026-11-10 19:00", 20, topic)
	s.hold(meeting, "2026-11-10 19:00", consultation.MinuteItem{
		Topic: topic, Kind: consultation.ToHand, Why: "several-departments", Text: "主管属市政管线，移交街道牵头。",
	})
	s.clock.set("2026-11-11 10:00")
	s.publish(meeting)

	liu, gao := s.reader("hepingli-jiedao", "liu"), s.reader("dongcheng", "gao")
	street, district := "/hepingli-jiedao/desk/cases/hepingli/"+topic, "/dongcheng/desk/cases/hepingli/"+topic
	liu.Go("/hepingli-jiedao/desk").See("8 至 12 号楼污水返溢")
	s.picture(liu, "street")
	s.receiveInBrowser(liu, street, "2026-11-30")
	s.updateInBrowser(liu, street, "progress", "已下井看过，主管塌陷约 11 米。")
	s.updateInBrowser(liu, street, "whistle", "街道吹哨，排水公司、区城管委、物业到场，须开挖更换。")
	unfold(liu.Go(street)).Set("#pass-on select", "money").Fill("#pass-on textarea", "约 68 万元，超出街道资金。").Press("#pass-on .button").See(pages.SaysDone("handed-on"))
	s.picture(liu, "handed-on")

	s.receiveInBrowser(gao, district, "2026-12-15")
	s.updateInBrowser(gao, district, "progress", "内窥检测完成，须换 86 米。")
	s.updateInBrowser(gao, district, "decision", "区里安排资金，排水公司施工。")
	s.updateInBrowser(gao, district, "progress", "占道手续已办好。")
	unfold(gao.Go(district)).Fill("#give-back textarea", "区里出资更换主管 86 米。").Fill("#give-back [name=task]", "更换污水主管 86 米")
	gao.Fill("#give-back [name=owner]", "排水公司").Set("#give-back [name=due]", "2026-12-20").Press("#give-back .button").See(pages.SaysDone("given-back"))

	wang := s.reader("hepingli", "wang")
	s.open(wang, "/hepingli/topics/"+topic).See("23 个来电", "约 68 万元", "街道吹哨", "占道手续已办好", "更换污水主管 86 米", "2026-001")
	s.picture(wang, "case")
	s.finish(topic)
	s.rate("wang", topic, consultation.SolvedYes, 5)
	li := s.reader("hepingli", "li")
	unfold(li.Go("/hepingli/desk/case/"+topic)).Fill("#callbacks-asked", "23").Fill("#callbacks-solved", "22").Fill("#callbacks-satisfied", "20")
	li.Press("#callbacks .button").See(pages.SaysDone("callbacks-noted"))
	s.checkCase(topic)
}

// receiveInBrowser accepts the case until a day.
func (s *stage) receiveInBrowser(tab *browsertest.Tab, path, due string) {
	s.t.Helper()
	unfold(tab.Go(path)).Press("#receive input[type=radio]").Fill("#receive textarea", "接收，三日内现场踏勘。").Set("#receive-due", due)
	s.picture(tab, "receive")
	tab.Press("#receive .button").See(pages.SaysDone("case-accepted"))
}

// updateInBrowser says in public how the case stands.
func (s *stage) updateInBrowser(tab *browsertest.Tab, path, kind, words string) {
	s.t.Helper()
	unfold(tab.Go(path)).Set("#update select", kind).Fill("#update textarea", words).Press("#update .button").See(pages.SaysDone("case-updated"), words)
}

// checkCase counts what the case went through, and re-checks the record.
func (s *stage) checkCase(topic string) {
	s.t.Helper()
	err := s.store.View(context.Background(), func(v *store.View) error {
		steps, err := v.Handovers("hepingli", topic)
		if err != nil {
			return err
		}
		updates, err := v.Updates("hepingli", topic)
		if err != nil {
			return err
		}
		if len(steps) != 3 || len(updates) != 5 {
			s.t.Errorf("%d hand-overs and %d updates, want 3 and 5", len(steps), len(updates))
		}
		t, err := v.Topic("hepingli", topic)
		if err != nil {
			return err
		}
		if t.State != consultation.Rating || t.Callbacks != (consultation.Callbacks{Asked: 23, Solved: 22, Satisfied: 20}) {
			s.t.Errorf("the case stands at %+v", t)
		}
		_, err = v.VerifyLog("hepingli")
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}
