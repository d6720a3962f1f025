package consultation_test

import (
	"testing"
	"time"

	. "yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// polled is a poll on a topic by the real verbs, by the committee itself, on which so many
// of it said yes, and which is counted.
func (h *hall) polled(topic, rule string, unit polls.Unit, yes ...string) string {
	h.Helper()
	terms := polls.Terms{
		Community: "hepingli", Question: "这件事怎么办", Topic: topic, Method: polls.Binary, Rule: rule, Secrecy: polls.Named,
		Electorate: polls.Electorate{Unit: unit},
		Opens:      h.now.UnixMicro(), Closes: h.now.Add(time.Hour).UnixMicro(),
	}
	if unit == polls.UnitMember {
		terms.Electorate.Roles, terms.Electorate.Name = []residents.RoleName{residents.RoleCommitteeMember, residents.RoleDirector}, "居委会"
	}
	poll := h.must("li", func(tx Tx, by residents.Sender) error {
		_, err := polls.MakePoll(tx.(overheard).Tx, by, terms)
		return err
	})
	if rule == "reps-meeting" {
		h.must("sun", func(tx Tx, by residents.Sender) error {
			return polls.Study(tx.(overheard).Tx, by, "hepingli", poll, DayOf(hepingli, h.now), "已研究")
		})
	}
	h.must("chen", func(tx Tx, by residents.Sender) error { return polls.Publish(tx.(overheard).Tx, by, "hepingli", poll) })
	for _, who := range yes {
		h.must(who, func(tx Tx, by residents.Sender) error {
			cast, err := polls.CastVotes(tx.(overheard).Tx, "hepingli", []polls.Vote{{By: by, Body: "hepingli", Poll: poll, Choice: polls.Yes}})
			if err != nil {
				return err
			}
			return cast[0].Err
		})
	}
	return poll
}

func (h *hall) closing(poll string) {
	h.Helper()
	h.now = h.now.Add(time.Hour)
	h.clock(func(tx Tx) error { return polls.Close(tx.(overheard).Tx, hepingli, h.now) })
	if p := load(h, func(v *store.View) (polls.Poll, error) { return v.Poll("hepingli", poll) }); p.State != polls.Counted {
		h.Fatal(p.State)
	}
}

func TestOutcomeQuotesAPoll(t *testing.T) {
	each(t, func(h *hall) {
		shed, noise := h.accepted("wang", "充电棚"), h.accepted("zhao", "噪音")
		poll := h.polled(shed, "consultative", polls.UnitMember, "li", "chen")
		meeting := h.held([]string{shed, noise}, "chen", "zhou", "wang", "zhao")
		quoting := func(topic, poll string) Minutes {
			m := minutes(meeting, settled(shed), settled(noise))
			for i := range m.Items {
				if m.Items[i].Topic == topic {
					m.Items[i].Poll = poll
				}
			}
			return m
		}
		draft := func(m Minutes) verb {
			return func(tx Tx, by residents.Sender) error { _, err := Draft(tx, by, m); return err }
		}
		h.refused("poll.0: poll-misquoted", "chen", draft(quoting(shed, poll))) // it is not counted yet
		h.closing(poll)
		h.refused("poll.1: poll-misquoted", "chen", draft(quoting(noise, poll)))
		h.refused("poll.0: poll-misquoted", "chen", draft(quoting(shed, "no-such-poll-0000001")))
		h.published(quoting(shed, poll))
		if o := h.outcome(shed, meeting); o.Poll != poll {
			h.Errorf("%+v", o)
		}
		if o := h.outcome(noise, meeting); o.Poll != "" {
			h.Errorf("%+v", o)
		}
		m := quoting(shed, "another-poll-0000001")
		m.Correction = "换一次投票"
		h.refused("poll.0: outcome-fixed", "chen", draft(m))
	})
}

func TestResolutionIsAsItWasCounted(t *testing.T) {
	each(t, func(h *hall) {
		topic, other := h.accepted("wang", "居民公约"), h.accepted("zhao", "噪音")
		meeting := h.held([]string{topic}, "chen", "zhou", "wang", "zhao")
		h.published(minutes(meeting, MinuteItem{Topic: topic, Kind: ToAssembly, Text: "需居民代表会议决定。", Next: "reps_meeting"}))
		asked := h.polled(topic, "consultative", polls.UnitMember, "li")
		elsewhere := h.polled(other, "consultative", polls.UnitMember, "li")
		members := h.crowd(12)
		h.clock(func(tx Tx) error {
			give := func(who string, name residents.RoleName) error {
				return tx.(overheard).GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: who, Name: name, From: h.now, To: h.now.AddDate(1, 0, 0)})
			}
			for _, who := range members {
				if err := give(who, residents.RoleRepresentative); err != nil {
					return err
				}
			}
			return give("sun", residents.RolePartySecretary)
		})
		decided := h.polled(topic, "reps-meeting", polls.UnitDelegate, members[:10]...)
		record := func(poll string, passed bool) verb {
			r := Resolution{
				Community: "hepingli", Meeting: meeting, Topic: topic, Text: "按表决结果。", Passed: passed, Poll: poll,
				Task: "张贴公约", Owner: "居委会", Due: day("2026-12-01"),
			}
			return func(tx Tx, by residents.Sender) error { return RecordResolution(tx, by, r) }
		}
		h.refused("poll: poll-misquoted", "li", record(decided, true)) // it is not counted yet
		h.closing(decided)
		for _, poll := range []string{asked, elsewhere, "no-such-poll-0000001"} {
			h.refused("poll: poll-misquoted", "li", record(poll, true))
		}
		h.refused("passed: poll-misquoted", "li", record(decided, false))
		h.must("li", record(decided, true))
		h.stands(topic, Carrying, "2026-11")
		if o := h.outcome(topic, meeting); o.ResolvedBy != decided || o.Poll != "" {
			h.Errorf("%+v", o)
		}
	})
}
