package main

import (
	"net/http"
	"slices"
	"strings"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// Voluntary service under siege, by its forms: li leads, zhou publishes and judges, sun helps.

// neighbours may do with themselves what every resident may do with themselves.
var neighbours = []string{"a resident", "of another building", "a head", "a helper", "a weak session", "shown long ago", "a minor", "a child", "the company"}

// wordsOfHelp are the fields, by form, in which people write what they like.
var wordsOfHelp = map[string][]string{
	"lead-save": {"place", "bring", "post1"}, "lead-cancel": {"reason"}, "lead-outcome": {"outcome"}, "hours-dispute": {"words"}, "team-duty": {"duty"},
	"organisation-edit": {"purpose", "area", "venue", "funds", "plan", "charter", "founder"}, "organisation-close": {"reason"}, "organisation-end": {"reason"}, "organisation-review": {"words"},
	"room-keep": {"where"}, "room-book": {"title"}, "room-call-off": {"reason"}, "support-answer": {"answer"},
	"match-make": {"terms"}, "purchase-make": {"what", "whom", "how", "unit"}, "purchase-step": {"seller"}, "contact-name": {"word"}, "unit-listing": {"unit"},
	"note-write": {"did", "next"}, "event-report": {"what", "where", "safety"}, "event-judge": {"question"},
}

// besiegeHelp begins what is besieged, with the routes that are tried.
func besiegeHelp(b *booted) *siege {
	b.t.Helper()
	b.partySecretary()
	b.live("502", "sun")
	b.teen("lin", "孙小明", homeID("502"))
	b.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
		_, err := residents.AgreeAsGuardian(tx, by, "lin", true)
		return err
	})
	b.confirmed("lin")
	s := besiegeDesk(b, &projectDesk{walk: &walk{booted: b}})
	p := b.portal
	s.routes = slices.Concat(p.activityRoutes(), p.volunteeringRoutes(), p.leadingRoutes(), p.deskActivityRoutes(), p.deskVolunteerRoutes(), p.deskTeamRoutes())
	s.routes = slices.DeleteFunc(s.routes, func(one route) bool { return one.name == "child-statement" && one.method == http.MethodPost }) // childstatement_test.go tries it by everybody
	s.at("2026-11-03 09:00")
	return s
}

// sends is step for what may be done again at once.
func (s *siege) sends(by *booted, page, form, done string, fields []string, may ...string) {
	s.t.Helper()
	one := s.filled(by, page, form, fields, may...)
	one.often = true
	s.send(one, done)
}

const volunteers = "/hepingli/desk/volunteers"

// helps goes through every form of voluntary service.
func (s *siege) helps() {
	s.t.Helper()
	lead := s.leads()
	id := strings.TrimPrefix(lead, "/hepingli/leading/")
	_, shifts := s.activityNow(id)
	s.signsUp(lead, shifts)
	s.onTheDay(lead, shifts[0])
	s.afterwards(lead, shifts[0])
	s.teams()
	s.ends(lead, shifts[1])
	s.untried()
}

// leads makes an activity of three shifts and has it published.
func (s *siege) leads() (lead string) {
	s.t.Helper()
	const list = "/hepingli/leading"
	said := []string{"title", "桶前引导", "about", "帮邻居分。", "place", "3 号楼北侧", "bring", "水", "leader", "li", "post1", "引导", "seats1", "2", "age1", "14"}
	s.sends(s.li, list+"/new", "lead-save", "lead-made", said, "shown long ago", "a weak session")
	lead = s.leadPath()
	s.step(s.li, lead+"/edit", "lead-save", "lead-saved", said, "shown long ago", "a weak session")
	s.sends(s.li, lead, "lead-shifts", "lead-shifts", []string{"day", "2026-11-08", "from", "09:00", "until", "11:00", "weeks", "4"}, "shown long ago", "a weak session")
	_, shifts := s.activityNow(strings.TrimPrefix(lead, list+"/"))
	s.step(s.li, lead, "lead-remove-"+shifts[3].ID, "lead-removed", nil, "shown long ago", "a weak session")
	desk := "/hepingli/desk/activities/" + strings.TrimPrefix(lead, list+"/")
	s.step(s.li, lead, "lead-submit", "lead-submitted", nil, "shown long ago", "a weak session")
	s.step(s.zhou, desk, "activity-back", "activity-back", []string{"reason", "写清集合点"})
	s.step(s.li, lead, "lead-submit", "lead-submitted", nil, "shown long ago", "a weak session")
	s.step(s.zhou, desk, "activity-publish", "activity-published", nil)
	return lead
}

// signsUp: places are taken, waited for, moved up to, given on and refused.
func (s *siege) signsUp(lead string, shifts []signups.Shift) {
	s.t.Helper()
	page := strings.Replace(lead, "/leading/", "/activities/", 1)
	sun, first, second := s.as("hepingli", "sun"), shifts[0].ID, shifts[1].ID
	s.joins(shifts[0], "chen", "zhao")
	s.step(sun, page+"?from="+first, "activity-join-"+first+"-1", "shift-waiting", nil, neighbours...)
	s.step(s.as("hepingli", "zhao"), page+"?from="+first, "activity-leave-"+first, "shift-left", nil, "a helper")
	s.step(sun, page+"?from="+first, "activity-confirm-"+first, "shift-confirmed", nil)
	s.sends(sun, page+"?from="+first, "activity-give-on-"+first, "shift-", []string{"giving", "yes"})
	s.sends(sun, page+"?from="+first, "activity-give-on-"+first, "shift-", []string{"giving", "no"})
	shift := lead + "/shifts/"
	s.step(s.li, shift+first, "lead-decline-chen", "lead-declined", []string{"reason", "要两位会说手语的"}, "shown long ago", "a weak session")
	lin := s.as("hepingli", "lin")
	lin.send(page+"?from="+second, "activity-join-"+second+"-1").led(s.t, page+"?done=shift-applied#s-"+second)
	s.step(sun, volunteeringPath, "shift-agree-"+second+"-1", "shift-", []string{"said", "yes"})

	const profile = volunteeringPath + "/profile"
	s.sends(s.as("hepingli", "head5"), profile, "volunteer-profile", "profile-kept", []string{"skills", "sorting", "times", "18", "near", "community", "asked", "yes"}, neighbours...)
	s.step(s.li, shift+first, "lead-ask-head5", "lead-asked", nil, "shown long ago", "a weak session")
	s.step(sun, profile, "volunteer-proof-proof-of-skill-first_aid", "proof-asked", []string{"about", "红十字救护员证"}, neighbours...)
	s.step(s.li, volunteers, "proof-check-sun.first_aid", "proof-checked", []string{"good", "yes", "until", "2027-06-30"})
	s.sends(s.as("hepingli", "head5"), profile, "profile-end", "profile-ended", nil, neighbours...)
}

// onTheDay: who comes by the code, who comes unannounced, and the list.
func (s *siege) onTheDay(lead string, first signups.Shift) {
	s.t.Helper()
	page, shift := strings.Replace(lead, "/leading/", "/activities/", 1), lead+"/shifts/"+first.ID
	s.at("2026-11-08 09:05")
	sun := s.as("hepingli", "sun")
	code := func() []string { return []string{"code", signups.CodeAt(first, s.clock.Now())} }
	s.step(sun, page, "shift-in-"+first.ID, "shift-in", code())
	s.step(s.li, shift, "lead-add", "lead-added", []string{"name", "赵建国", "building", "5 号楼", "post", "1"}, "shown long ago", "a weak session")
	s.step(sun, page, "shift-out-"+first.ID, "shift-out", code(), "a helper") // who is there for zhao
	s.at("2026-11-08 11:30")
	s.sends(s.li, shift, "lead-list", "lead-noted", []string{"said-sun", "gone", "in-sun", "09:00", "out-sun", "10:40", "said-zhao", "absent"}, "shown long ago", "a weak session")
}

// afterwards: hours are confirmed, disputed and judged, and what was done is printed.
func (s *siege) afterwards(lead string, first signups.Shift) {
	s.t.Helper()
	shift := lead + "/shifts/" + first.ID
	sun := s.as("hepingli", "sun")
	s.sends(s.li, shift, "lead-hours", "lead-hours", []string{"hours-sun", "90"}, "shown long ago", "a weak session")
	s.step(sun, volunteeringPath+"/hours", "hours-dispute-"+first.ID, "hours-disputed", []string{"minutes", "120", "words", "收拾到十一点"}, "a helper") // and zhao, who stands as absent
	s.step(s.zhou, volunteers, "hours-judge-"+first.ID+".sun", "hours-judged", []string{"minutes", "120", "words", "问过邻居"})
	s.sends(sun, volunteeringPath+"/statement", "service-statement", "statement-made", []string{"from", "2026-01-01", "until", "2026-11-30"})
}

func (s *siege) teams() {
	s.t.Helper()
	const list = "/hepingli/desk/teams"
	made := []string{"name", "巡逻队", "about", "晚上走一圈", "kind", "general", "leader", "赵建国", "building", "5 号楼"}
	s.sends(s.li, list, "team-make", "team-made", made)
	var id string
	s.view(func(v *store.View) error {
		all, err := v.TeamsOf("hepingli")
		id = all[len(all)-1].ID
		return err
	})
	one := list + "/" + id
	s.sends(s.li, one, "team-change", "team-changed", made)
	s.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error { return signups.JoinTeam(tx, by, id) })
	s.sends(s.li, one, "team-duty-sun", "team-duty", []string{"duty", "北门到 5 号楼"})
	s.step(s.li, one, "team-end", "team-ended", nil)
}

// ends: rain, thanks, and the rest called off.
func (s *siege) ends(lead string, second signups.Shift) {
	s.t.Helper()
	s.step(s.li, lead+"/shifts/"+second.ID, "lead-off", "lead-off", []string{"reason", "有雨"}, "shown long ago", "a weak session")
	s.sends(s.li, lead, "lead-outcome", "lead-outcome", []string{"outcome", "分对的多了。"}, "shown long ago", "a weak session")
	s.step(s.li, lead, "lead-cancel", "lead-cancelled", []string{"reason", "修路"}, "shown long ago", "a weak session")
}
