package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
	"yishiting/signups"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// A stand is a thing in one of its states, under a title of its own, and where it is read.
type stand struct {
	kind  store.ThingKind
	what  string
	found bool
	wide  bool // of the street, read at its communities too
	add   func(tx *store.Tx, id, title string) error
}

// stands are every kind in every state.
func stands() (all []stand) {
	put := func(kind store.ThingKind, what any, found bool, add func(tx *store.Tx, id, title string) error) {
		all = append(all, stand{kind: kind, what: fmt.Sprint(what), found: found, add: add})
	}
	for _, s := range append([]consultation.State{consultation.Raised, consultation.Withdrawn}, store.PublicStates...) {
		put(store.KindTopic, s, s != consultation.Raised && s != consultation.Withdrawn, func(tx *store.Tx, id, title string) error {
			return tx.AddTopic(matter(id, title, s))
		})
	}
	for _, s := range []consultation.MeetingState{consultation.MeetingAnnounced, consultation.MeetingOpen, consultation.MeetingClosed, consultation.MeetingPublished, consultation.MeetingCancelled} {
		put(store.KindMeeting, s, true, func(tx *store.Tx, id, title string) error { return tx.AddMeeting(evening(id, title, s)) })
	}
	put(store.KindOutcome, "published", true, func(tx *store.Tx, id, title string) error {
		m := evening("meeting-of-"+id, "会议室", consultation.MeetingPublished)
		for _, err := range []error{tx.AddTopic(matter(id, "别的事", consultation.Carrying)), tx.AddMeeting(m), tx.AddAgenda("hepingli", m.ID, id, 0)} {
			if err != nil {
				return err
			}
		}
		return tx.AddOutcome(consultation.Outcome{Community: "hepingli", Topic: id, Meeting: m.ID, Kind: consultation.Settled, Text: title, PublishedAt: start, Until: start, Version: 1})
	})
	for _, s := range []polls.State{polls.Draft, polls.Published, polls.Counting, polls.Counted, polls.Withdrawn} {
		put(store.KindPoll, s, s != polls.Draft && s != polls.Withdrawn, func(tx *store.Tx, id, title string) error {
			p := polls.Poll{State: s, MadeAt: start, Terms: polls.Terms{Community: "hepingli", ID: id, Number: "P2026-" + id[:3], Question: title, Opens: 1, Closes: 2}}
			if err := tx.AddPoll(p); err != nil {
				return err
			}
			p.PublishedAt = start
			return tx.SetPoll(p)
		})
	}
	for _, s := range []project.CallState{project.CallDraft, project.CallPublished, project.CallClosed, project.CallWithdrawn} {
		put(store.KindCall, s, s == project.CallPublished || s == project.CallClosed, func(tx *store.Tx, id, title string) error {
			return tx.AddCall(project.Call{
				Community: "hepingli", ID: id, Number: "Z2026-" + id[:3], State: s, MadeAt: start, PublishedAt: start, Opens: start, Closes: start.Add(time.Hour),
				CallContent: project.CallContent{Title: title, Purpose: project.ForNeeds},
			})
		})
	}
	for _, s := range append(slices.Clone(project.Stages), project.Dropped) {
		put(store.KindProject, s, true, func(tx *store.Tx, id, title string) error { return tx.AddProject(works(id, title, s)) })
	}
	put(store.KindNotice, "up", true, func(tx *store.Tx, id, title string) error {
		if err := tx.AddProject(works(id, "别的项目", project.Negotiate)); err != nil {
			return err
		}
		return tx.AddNotice(project.Notice{Community: "hepingli", Project: id, Seq: 1, Kind: project.NoticeKind("approval"), Words: title, From: firstDay, Until: start})
	})
	for _, s := range []signups.State{signups.Draft, signups.Submitted, signups.Open, signups.Finished, signups.Cancelled} {
		put(store.KindActivity, s, s != signups.Draft && s != signups.Submitted, func(tx *store.Tx, id, title string) error {
			return tx.AddActivity(signups.Activity{Community: "hepingli", ID: id, Number: "V2026-" + id[:3], State: s, Version: 1, MadeAt: start, PublishedAt: start, Content: signups.Content{Title: title}})
		})
	}
	for over, found := range map[time.Time]bool{{}: true, start: false} {
		put(store.KindTeam, over, found, func(tx *store.Tx, id, title string) error {
			return tx.AddTeam(signups.Team{Community: "hepingli", ID: id, Name: title, Kind: "general", MadeAt: start, EndedAt: over})
		})
	}
	for s, found := range map[organisations.State]bool{organisations.Applying: false, organisations.Filed: true, organisations.Closed: true} {
		put(store.KindOrganisation, s, found, addOrganisation(s, start))
	}
	put(store.KindOrganisation, "closed before it was filed", false, addOrganisation(organisations.Closed, time.Time{}))
	for _, s := range []organisations.ListingState{organisations.ListingWaits, organisations.ListingOpen, organisations.ListingTaken, organisations.ListingClosed} {
		put(store.KindListing, s, s == organisations.ListingOpen, func(tx *store.Tx, id, title string) error {
			return tx.AddListing(organisations.Listing{Community: "hepingli", ID: id, Side: organisations.NeedSide, Good: "hands", Title: title, State: s, MadeAt: start})
		})
	}
	return append(all, streetStands()...)
}

// streetStands are those of the street.
func streetStands() (all []stand) {
	put := func(kind store.ThingKind, what any, found bool, add func(tx *store.Tx, id, title string) error) {
		all = append(all, stand{kind: kind, what: fmt.Sprint(what), found: found, wide: true, add: add})
	}
	for _, s := range append([]grants.RoundState{grants.Draft, grants.Cancelled}, grants.RoundStates...) {
		put(store.KindRound, s, s != grants.Draft, func(tx *store.Tx, id, title string) error { return tx.AddRound(round(id, title, s)) })
	}
	for _, s := range []grants.AppState{
		grants.Applied, grants.Refused, grants.Passed, grants.Withdrawn, grants.Chosen, grants.Reserve, grants.Struck, grants.Funded, grants.Going, grants.Stopped, grants.Finished,
	} {
		put(store.KindGrant, s, s != grants.Applied && s != grants.Refused && s != grants.Withdrawn, func(tx *store.Tx, id, title string) error {
			if err := tx.AddRound(round(id, "创投", grants.Call)); err != nil {
				return err
			}
			return tx.AddApplication(grants.Application{
				Community: "hepingli", ID: "application-of-" + id, Body: street.ID, Round: id, Seq: 1, Org: "org", OrgName: "互助社", State: s, Version: 1, MadeAt: start,
				File: grants.File{Plan: grants.Plan{Title: title}, Notes: []grants.Note{{Words: "悄悄话"}}},
			})
		})
	}
	for _, offered := range []bool{true, false} {
		put(store.KindRoom, offered, offered, func(tx *store.Tx, id, title string) error {
			return tx.AddRoom(grants.Room{Community: street.ID, ID: id, Name: title, Seats: 1, Days: 1, From: 1, Until: 2, Slot: 1, Offered: offered, MadeAt: start})
		})
	}
	for _, s := range []organisations.PurchaseState{organisations.Unpublished, organisations.Announced, organisations.Bought, organisations.Delivered, organisations.Ended} {
		put(store.KindPurchase, s, s != organisations.Unpublished, func(tx *store.Tx, id, title string) error {
			return tx.AddPurchase(organisations.Purchase{Body: street.ID, ID: id, Number: "M2026-" + id[:3], State: s, Version: 1, MadeAt: start, PurchaseContent: organisations.PurchaseContent{Title: title}})
		})
	}
	return all
}

func matter(id, title string, s consultation.State) consultation.Topic {
	return consultation.Topic{
		Community: "hepingli", ID: id, Number: "2026-" + id[:3], Cycle: "2026-07", Author: wang.ID, Source: consultation.FromResident, Title: title,
		Problem: "问题", Place: "门口", Wish: "解决", RaisedAt: start, ScreenDue: start, State: s, Round: 1,
	}
}

func evening(id, venue string, s consultation.MeetingState) consultation.Meeting {
	return consultation.Meeting{
		Community: "hepingli", ID: id, Cycle: "2026-07", Form: "forum", Venue: venue, StartsAt: start, Seats: 20, Chair: wang.ID, Recorder: li.ID,
		Invited: "请来的人", AnnouncedAt: start, State: s,
	}
}

func works(id, title string, s project.Stage) project.Project {
	return project.Project{
		Community: "hepingli", ID: id, Number: "L2026-" + id[:3], Stage: s, Version: 1, MadeAt: start, ChangedAt: start,
		Content: project.Content{Title: title, Problem: "问题", Places: []project.Place{{Community: "hepingli"}}},
	}
}

func addOrganisation(s organisations.State, filed time.Time) func(tx *store.Tx, id, title string) error {
	return func(tx *store.Tx, id, title string) error {
		o := organisations.Organisation{
			Community: "hepingli", ID: id, Kind: organisations.FiledKind, State: organisations.Applying, Content: organisations.Content{Name: title},
			Asked: organisations.Content{Name: "改的名字"}, Private: organisations.Private{Founder: "发起的人"}, Version: 1, MadeAt: start,
		}
		if err := tx.AddOrganisation(o); err != nil {
			return err
		}
		o.Number, o.State, o.FiledAt, o.Until = "S2026-"+id[:3], s, filed, calendar.Day{Year: 2028, Month: 7, Day: 1}
		return tx.SetOrganisation(o)
	}
}

func round(id, title string, s grants.RoundState) grants.Round {
	return grants.Round{Community: street.ID, ID: id, Number: "G2026-" + id[:3], State: s, Version: 1, MadeAt: start, PublishedAt: start, Terms: grants.Terms{Title: title, VoteUntil: start}}
}

// all that is found at a place, by kind and id.
func findAll(t testing.TB, s *store.Store, l store.Looking) (ids []string) {
	t.Helper()
	view(t, s, func(v *store.View) error {
		ids = nil
		for range 1000 {
			found, next, more, err := v.Find(l)
			if err != nil {
				return err
			}
			for _, f := range found {
				ids = append(ids, string(f.Kind)+" "+f.Thing)
			}
			if l.After = next; !more {
				return nil
			}
		}
		return fmt.Errorf("%v finds no end", l)
	})
	return ids
}

// Every kind is found in the states in which everybody reads it, and in no other; never in
// another community.
func TestFindableStates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		all := stands()
		title := func(i int) string { return fmt.Sprintf("检索%d", i+100) }
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			if err := tx.AddCycle(consultation.Cycle{Community: "hepingli", Month: "2026-07", OpenedAt: start}); err != nil {
				return err
			}
			for i, one := range all {
				if err := one.add(tx, fmt.Sprintf("%03d-thing-%010d", i+100, i), title(i)); err != nil {
					return fmt.Errorf("%s %s: %w", one.kind, one.what, err)
				}
			}
			return nil
		}, street.ID)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[store.ThingKind]bool{}
		for i, one := range all {
			kinds[one.kind] = true
			for place, above := range map[string]string{"hepingli": street.ID, street.ID: "", "anzhen": street.ID, district.ID: ""} {
				want := one.found && (place == "hepingli" && !one.wide || one.wide && place != district.ID)
				for _, kind := range []store.ThingKind{"", one.kind} {
					got := findAll(t, s, store.Looking{Place: place, Street: above, Terms: terms(t, title(i)), Kind: kind, Limit: 3})
					if len(got) != 0 && !want || len(got) != 1 && want {
						t.Errorf("a %s (%s) is found at %s as %v", one.kind, one.what, place, got)
					}
				}
			}
		}
		if len(kinds) != 15 {
			t.Errorf("only %d kinds were tried", len(kinds))
		}
		for _, private := range []string{"请来的人", "发起的人", "改的名字", "悄悄话", wang.Name, li.Name, wang.ID} {
			if got := findAll(t, s, store.Looking{Place: "hepingli", Street: street.ID, Terms: terms(t, private), Limit: 3}); len(got) != 0 {
				t.Errorf("%s finds %v", private, got)
			}
		}
		inOrder(t, s)
	})
}

// inOrder tells whether what can be found is what everybody may read.
func inOrder(t testing.TB, s *store.Store) {
	t.Helper()
	view(t, s, func(v *store.View) error {
		astray, err := v.FindablesAstray()
		if len(astray) > 0 {
			t.Errorf("what can be found is not what everybody may read: %v", astray)
		}
		return err
	})
}
