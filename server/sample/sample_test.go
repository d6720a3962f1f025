package sample_test

import (
	"context"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/server/sample"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// Whatever day it is made, the sample stands in the middle of its month, with the
// numbers of the story it tells, and its record holds.
func TestMake(t *testing.T) {
	for _, day := range []string{
		"2026-11-24 15:20", "2026-11-01 00:30", "2026-12-31 23:50", "2027-01-15 08:00", "2028-02-29 12:00", "2026-02-14 20:00",
	} {
		t.Run(day, func(t *testing.T) {
			now, err := time.ParseInLocation("2006-01-02 15:04", day, time.FixedZone("CST", 8*60*60))
			if err != nil {
				t.Fatal(err)
			}
			s := storetest.Open(t, store.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
			check(t, s, now)
		})
	}
}

func TestMakeOnBoth(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		now := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
		options.Clock = func() time.Time { return now }
		check(t, storetest.Open(t, options), now)
	})
}

func check(t *testing.T, s *store.Store, now time.Time) {
	t.Helper()
	began := time.Now()
	if err := sample.Make(context.Background(), s, now); err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %v", time.Since(began))
	if err := sample.Make(context.Background(), s, now); err != sample.ErrNotEmpty {
		t.Errorf("made twice: %v", err)
	}
	err := s.View(context.Background(), func(v *store.View) error {
		month := now.In(time.FixedZone("CST", 8*60*60)).Format("2006-01")
		want := map[consultation.State]int{consultation.Listed: 9, consultation.Merged: 5, consultation.Referred: 2, consultation.Handed: 1}
		count, err := v.CountMonth("hepingli", month)
		if err != nil {
			return err
		}
		for state, n := range want {
			if count.State[state] != n {
				t.Errorf("%s: %d, want %d", state, count.State[state], n)
			}
		}
		m, err := v.MeetingOf("hepingli", month)
		if err != nil {
			return err
		}
		if m.Seats != 22 || m.Taken != 19 || !m.StartsAt.After(now) {
			t.Errorf("meeting %+v", m)
		}
		opinions, err := v.OpinionCounts("hepingli", m.ID)
		if err != nil {
			return err
		}
		left := map[consultation.Channel]int{}
		for _, o := range opinions {
			left[o.Channel] += o.For + o.Against + o.Other
		}
		if left[consultation.Remote] != 41 || left[consultation.Paper] != 6 {
			t.Errorf("opinions %v", left)
		}
		overdue, err := v.Unreminded("hepingli", now)
		if len(overdue) != 0 {
			t.Errorf("%d tasks overdue and not reminded of", len(overdue))
		}
		if err != nil {
			return err
		}
		_, err = v.VerifyLog("hepingli")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
