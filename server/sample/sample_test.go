package sample_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/sample"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

var zone = residents.Community{Zone: "Asia/Shanghai"}.Location()

// dates at which the sample must be the same neighbourhood: the first instant of a
// month and its first half hour, its middle, its last evening, a leap day, and the
// eve of the Spring Festival.
var dates = []string{
	"2026-12-01 00:00", "2026-11-01 00:30", "2026-11-15 10:00", "2026-10-31 20:00", "2028-02-29 12:00", "2026-02-16 18:00",
}

func TestMake(t *testing.T) {
	t.Parallel()
	for _, date := range dates {
		now, err := time.ParseInLocation("2006-01-02 15:04", date, zone)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(date, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, open func() *store.Store) {
				t.Parallel()
				s := open()
				begun := time.Now()
				if err := sample.Make(context.Background(), s, now); err != nil {
					t.Fatal(err)
				}
				t.Logf("made in %v", time.Since(begun).Round(time.Millisecond))
				err := s.View(context.Background(), func(v *store.View) error {
					n := neighbourhood{t, v, now}
					n.thisMonth()
					n.before()
					n.polls()
					n.projects()
					n.helping()
					return nil
				})
				if err != nil {
					t.Error(err)
				}
				if err := sample.Make(context.Background(), s, now); err != sample.ErrNotEmpty {
					t.Errorf("made twice: %v", err)
				}
			})
		})
	}
}

// neighbourhood is what was made, to be looked at.
type neighbourhood struct {
	*testing.T
	*store.View
	now time.Time
}

// got is what was read, which must be there.
func got[T any](n neighbourhood) func(T, error) T {
	return func(thing T, err error) T {
		n.Helper()
		if err != nil {
			n.Fatal(err)
		}
		return thing
	}
}

func (n neighbourhood) month(back int) string {
	return calendar.MonthOf(calendar.DayOf(n.now, zone)).Add(-back).String()
}

// topics are all topics of hepingli by title.
func (n neighbourhood) topics() map[string]store.TopicRow {
	n.Helper()
	all := map[string]store.TopicRow{}
	for _, t := range got[[]store.TopicRow](n)(n.TopicsBefore("hepingli", store.PublicStates, store.TopicKey{}, 100)) {
		all[t.Title] = t
	}
	return all
}

// thisMonth is a monthly consultation in its middle, to the digit.
func (n neighbourhood) thisMonth() {
	n.Helper()
	count := got[store.MonthCount](n)(n.CountMonth("hepingli", n.month(0)))
	if count.All() != 17 || count.Entered() != 9 || count.State[consultation.Merged] != 5 || count.Referred != 3 ||
		count.State[consultation.Handed] != 1 || count.State[consultation.Listed] != 3 {
		n.Errorf("the month has %+v", count)
	}
	shed := n.topics()["在 3 号楼北侧空地建电动自行车充电棚"]
	if shed.Supporters != 126 || shed.State != consultation.Listed {
		n.Errorf("the sheds: %+v", shed)
	}
	meeting := got[consultation.Meeting](n)(n.MeetingOf("hepingli", n.month(0)))
	local := meeting.StartsAt.In(zone)
	if meeting.Seats != 22 || meeting.Taken != 19 || meeting.State != consultation.MeetingAnnounced || !meeting.StartsAt.After(n.now) ||
		local.Hour() != 19 || meeting.StartsAt.Sub(n.now) > 12*24*time.Hour {
		n.Errorf("the meeting: %+v", meeting)
	}
	body := got[residents.Community](n)(n.CommunityByID("hepingli"))
	if meeting.StartsAt.Before(consultation.EarliestMeeting(body, meeting.AnnouncedAt)) || meeting.AnnouncedAt.After(n.now) {
		n.Errorf("announced %v for %v", meeting.AnnouncedAt, meeting.StartsAt)
	}
	opinions := map[consultation.Channel]int{}
	for _, c := range got[[]consultation.OpinionCount](n)(n.OpinionCounts("hepingli", meeting.ID)) {
		if c.Topic != shed.ID || c.For == 0 || c.Against == 0 {
			n.Errorf("opinions %+v", c)
		}
		opinions[c.Channel] += c.For + c.Against + c.Other
	}
	if opinions[consultation.Remote] != 41 || opinions[consultation.Paper] != 6 {
		n.Errorf("opinions %v", opinions)
	}
	said := got[map[consultation.Side]int](n)(n.SpokenCount("hepingli", shed.ID))
	if said[consultation.For] < 3 || said[consultation.Against] < 2 || said[consultation.Question] < 1 {
		n.Errorf("said %v", said)
	}
	if acts := n.acts(shed.ID); acts["statement-answered"] != 2 {
		n.Errorf("acts on the sheds: %v", acts)
	}
	first := calendar.MonthOf(calendar.DayOf(n.now, zone)).First().Start(zone)
	for _, t := range n.topics() {
		if t.RaisedAt.After(n.now) || t.Cycle == n.month(0) && t.RaisedAt.Before(first) {
			n.Errorf("%s was raised at %v", t.Title, t.RaisedAt)
		}
	}
}

// acts counts the record's entries on a topic by kind.
func (n neighbourhood) acts(topic string) map[string]int {
	n.Helper()
	kinds := map[string]int{}
	for _, e := range got[[]record.Entry](n)(n.EntriesOf("hepingli", "topic/"+topic)) {
		kinds[e.Kind]++
	}
	return kinds
}

// before is the case of three levels, finished, and what else last month left behind.
func (n neighbourhood) before() {
	n.Helper()
	all := n.topics()
	sewage := got[consultation.Topic](n)(n.Topic("hepingli", all["6 号楼前污水反复外溢"].ID))
	if sewage.State != consultation.Archived || sewage.Source != consultation.FromHotline || sewage.Calls != 23 || sewage.CallDays != 30 ||
		sewage.Callbacks != (consultation.Callbacks{Asked: 21, Solved: 20, Satisfied: 19}) || sewage.RateCount != 16 {
		n.Errorf("the sewage: %+v", sewage)
	}
	steps := got[[]consultation.Handover](n)(n.Handovers("hepingli", sewage.ID))
	updates := got[[]consultation.Update](n)(n.Updates("hepingli", sewage.ID))
	if len(steps) != 3 || steps[1].To != "dongcheng" || steps[2].To != "hepingli" || len(updates) != 5 {
		n.Errorf("%d steps, %d updates", len(steps), len(updates))
	}
	for title, state := range map[string]consultation.State{
		"小花园健身器材松动": consultation.Archived, "7 号楼单元门禁坏了，谁都能进": consultation.Carrying, "11 号楼前一下雨就积水": consultation.Carrying,
		"14 号楼楼道堆物，消防通道不通": consultation.Rating, "修订居民公约，写进电动车和养犬": consultation.Assembly,
	} {
		if all[title].State != state {
			n.Errorf("%s is %q, want %s", title, all[title].State, state)
		}
	}
	running := got[[]store.Disclosure](n)(n.RunningDisclosures("hepingli", n.now, 10))
	if last := running[len(running)-1]; last.Title != "7 号楼单元门禁坏了，谁都能进" || // the others only while a long holiday lasts
		calendar.DaysBetween(calendar.DayOf(last.PublishedAt, zone), calendar.DayOf(n.now, zone)) != 9 {
		n.Errorf("in disclosure: %+v", running)
	}
	late := got[[]store.LateTask](n)(n.LateTasks("hepingli", n.now, 10))
	flood := all["11 号楼前一下雨就积水"]
	if len(late) != 1 || late[0].Topic != flood.ID || n.acts(flood.ID)["reminder"] != 1 {
		n.Errorf("overdue: %+v", late)
	}
	for back, held := range map[int]bool{0: false, 1: true, 2: true} {
		if is := got[bool](n)(n.HeldMeeting("hepingli", n.month(back))); is != held {
			n.Errorf("a meeting in %s: %v", n.month(back), is)
		}
	}
	for back, held := range map[int]bool{0: false, 1: true, 2: false} {
		if is := got[bool](n)(n.HeldMeeting("anzhen", n.month(back))); is != held {
			n.Errorf("anzhen's meeting in %s: %v", n.month(back), is)
		}
	}
	for _, body := range []string{"hepingli", "anzhen"} {
		if s, err := n.VerifyLog(body); err != nil || s.Size < 10 || s.Last.After(n.now) {
			n.Errorf("the log of %s: %+v, %v", body, s, err)
		}
	}
	for who, role := range map[string]residents.RoleName{
		sample.Resident: residents.RoleResident, sample.Committee: residents.RoleCommitteeMember, sample.Volunteer: residents.RoleVolunteer,
	} {
		if !got[residents.Standing](n)(n.Standing(sample.Slug, who)).Holds("hepingli", n.now, role) {
			n.Errorf("%s is no %s", who, role)
		}
	}
	letters := got[[]store.Received](n)(n.LettersBefore("hepingli", sample.Resident, 0, "", 10))
	kinds := map[string]int{}
	for _, l := range letters {
		kinds[l.Kind]++
	}
	for kind := range kinds { // what she helps with depends on the day of the week
		if strings.HasPrefix(kind, "shift-") || strings.HasPrefix(kind, "hours-") || kind == "activity-thanks" {
			delete(kinds, kind)
		}
	}
	if !maps.Equal(kinds, map[string]int{"screened": 1, "listed": 1}) {
		n.Errorf("letters to the guest: %v", kinds)
	}
}

// polls of the neighbourhood: some are counted, with a resolution that passed, some run.
func (n neighbourhood) polls() {
	states := map[polls.State]int{}
	for _, p := range got[[]polls.Poll](n)(n.PollsAfter("hepingli", polls.Poll{}, 100, polls.Draft, polls.Published, polls.Counting, polls.Counted)) {
		states[p.State]++
		if p.State != polls.Draft && p.Ballots < 36 {
			n.Errorf("%s has %d ballots", p.Question, p.Ballots)
		}
		if p.Effect == polls.Resolution {
			if f := got[polls.Final](n)(p.Result()); !f.Outcome.Passed || f.Count.Roll.Heads != 42 {
				n.Errorf("%+v", f)
			}
		}
	}
	if states[polls.Counted] != 4 || states[polls.Published] != 2 || states[polls.Draft] != 1 {
		n.Error(states)
	}
}
