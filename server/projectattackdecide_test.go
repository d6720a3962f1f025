package main

import (
	"testing"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// settled lets a consultation settle which of a project's options it is, where nobody of the
// residents pays: the committee takes that for the decision.
func (s *siege) settled() {
	s.t.Helper()
	topic := s.accepted("小广场添六张长椅")
	by := func(verb func(tx *store.Tx, by residents.Sender) error) string { return s.act("hepingli", "li", verb) }
	id := by(func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, "hepingli", project.Content{
			Title: "小广场添六张长椅", Problem: "老人没有地方坐。", Kind: project.Pushed, Field: project.Works, Calls: []string{s.call},
			Topic: project.TopicRef{Community: "hepingli", ID: topic}, Places: []project.Place{{Community: "hepingli", Building: "5 号楼"}},
		})
		return err
	})
	by(func(tx *store.Tx, by residents.Sender) error {
		return project.ListOptions(tx, by, "hepingli", id, 1, []project.Option{{
			Words: "木椅六张", Cost: 12_000_00, Shares: []project.Share{{Payer: project.PayStreet, Cents: 12_000_00}}, Affected: "小广场周围", Upkeep: "物业",
		}})
	})
	by(func(tx *store.Tx, by residents.Sender) error { return project.OpenNegotiation(tx, by, "hepingli", id) })
	meeting := s.announce("2026-12-30 19:00", 22, topic)
	item := settledItem(topic, "2027-03-20")
	item.Dissent = nil
	s.hold(meeting, "2026-12-30 19:00", item)
	s.at("2026-12-31 09:00")
	s.publish(meeting)
	s.at("2026-12-31 10:00")
	s.step(s.li, deskProjects+"/"+id, "project-outcome", "project-decided", []string{"option", "1"})
}

// Nobody but the street's own staff notes what its office decided, from no community under it.
func TestStrangersDecideNothingForTheStreet(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := sewage(t, b)
	p.pipe(t)
	s := besiegeDesk(b, &projectDesk{walk: p.walk})
	s.watch(t)
	tried := s.strangers(t)
	s.step(p.liu, p.desk, "project-office", "project-decided", []string{"option", "1", "text", "主任办公会第 20 次会议：换 86 米。"}, "the street")
	if *tried < 15 {
		t.Errorf("%d tries", *tried)
	}
}
