package project

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Exactly the share is not above it, whichever way the cost moves; no cost is too large.
func TestMovedAbove(t *testing.T) {
	for _, test := range []struct {
		share          int
		approved, cost int64
		want           bool
	}{
		{10, 860_000_00, 963_200_00, true}, // 12 %
		{10, 860_000_00, 946_000_00, false}, {10, 860_000_00, 946_000_01, true},
		{10, 860_000_00, 774_000_00, false}, {10, 860_000_00, 773_999_99, true},
		{12, 860_000_00, 963_200_00, false}, {0, 100, 100, false}, {0, 100, 101, true}, {10, 0, 0, false}, {10, 0, 1, true},
		{10, 3, 3, false}, {33, 3, 4, true}, {34, 3, 4, false}, // a third is more than 33 %
		{100, MaxCost, 0, false}, {99, MaxCost, 0, true}, {100, MaxCost / 2, MaxCost, false},
	} {
		if got := MovedAbove(test.share, test.approved, test.cost); got != test.want {
			t.Errorf("%d %% of %d: %d moved above is %v", test.share, test.approved, test.cost, got)
		}
	}
}

// A rate tells nobody from fewer than five.
func TestRateOf(t *testing.T) {
	for _, test := range []struct {
		n, of    int
		text     string
		from, to int
	}{
		{18, 25, "18/25", 72, 72}, {0, 25, "0/25", 0, 0}, {25, 25, "25/25", 100, 100}, {5, 10, "5/10", 50, 50}, {2, 3, "", 0, 0}, {0, 4, "", 0, 0}, {0, 0, "", 0, 0},
		{4, 25, "1-4/25", 4, 16}, {21, 25, "21-24/25", 84, 96}, {20, 25, "20/25", 80, 80}, {3, 5, "1-4/5", 20, 80}, {142, 214, "142/214", 66, 66},
	} {
		r := RateOf(test.n, test.of)
		from, to, ok := r.Percent()
		if r.String() != test.text || from != test.from || to != test.to || ok != (test.text != "") {
			t.Errorf("%d of %d: %q, %d to %d %%, %v", test.n, test.of, r, from, to, ok)
		}
	}
}

// Whatever the counts, the true one lies in what is shown, and what is shown exactly is no small cell.
func TestRateHidesSmallCells(t *testing.T) {
	for of := range 60 {
		for n := range of + 1 {
			r := RateOf(n, of)
			if r.Withheld {
				if of == 0 || of >= 5 {
					t.Fatalf("%d of %d is withheld", n, of)
				}
				continue
			}
			if n < r.Least || n > r.Most || r.Of != of {
				t.Fatalf("%d of %d shows as %+v", n, of, r)
			}
			if r.Least == r.Most && (few(n) || few(of-n)) {
				t.Fatalf("%d of %d shows a small cell", n, of)
			}
		}
	}
}

// Of a look-back neither few that answered are told, nor few that did not.
func TestRatesOfHideFew(t *testing.T) {
	for answered, want := range map[int]string{0: "0/30", 3: "1-4/30", 5: "5/30", 25: "25/30", 28: "26-29/30", 30: "30/30"} {
		if got := ratesOf(Call{}, 30, Marks{Answered: answered}).Response.String(); got != want {
			t.Errorf("%d of 30 show as %q, not %q", answered, got, want)
		}
	}
}

// The record of an approval tells of a call what its summary does: of few that answered no number, of one that runs none.
func TestHeardTellsTheSummary(t *testing.T) {
	units := CallContent{Units: []PlaceUnits{{Units: 30}}}
	for result, want := range map[string]string{
		`{"units":30,"answers":12}`: `{"number":"Z1","answered":12,"units":30}`, `{"units":30,"answers":0}`: `{"number":"Z1","answered":0,"units":30}`,
		`{"units":30,"answers":0,"few":true}`: `{"number":"Z1","few":true,"units":30}`, "": `{"number":"Z1","units":30}`,
	} {
		c := Call{Number: "Z1", State: CallPublished, CallContent: units}
		if result != "" {
			c.State, c.Result = CallClosed, []byte(result)
		}
		h, err := heardOf(c)
		if got, _ := json.Marshal(h); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v", result, got, err)
		}
	}
}

func TestCheckLookBacks(t *testing.T) {
	if got, err := CheckLookBacks([]int{12, 0, 3, 3}); !slices.Equal(got, []int{0, 3, 12}) || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range [][]int{{-1}, {37}} {
		if _, err := CheckLookBacks(wrong); !errors.Is(err, residents.ErrNumber) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if _, err := CheckLookBacks([]int{0, 1, 2, 3, 4, 5, 6}); !errors.Is(err, residents.ErrTooMany) {
		t.Errorf("seven: %v", err)
	}
}

// The day of a look-back is counted as the Civil Code counts months.
func TestOpensAt(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	for _, test := range []struct {
		completed string
		month     int
		opens     string
	}{
		{"2026-08-31", 6, "2027-03-01"}, {"2026-11-30", 3, "2027-03-01"}, {"2026-12-31", 2, "2027-03-01"}, {"2027-12-31", 2, "2028-02-29"},
		{"2026-07-02", 3, "2026-10-08"}, {"2026-05-12", 6, "2026-11-12"}, {"2026-11-30", 12, "2027-11-30"},
	} {
		done, _ := calendar.ParseDay(test.completed)
		want, _ := calendar.ParseDay(test.opens)
		for _, at := range []time.Time{done.Start(zone), done.End(zone).Add(-time.Microsecond)} {
			p := Project{Content: Content{CompletedAt: at}}
			if got := p.OpensAt(test.month, zone); !got.Equal(want.Start(zone)) {
				t.Errorf("%d months after %s: %v, want %s", test.month, test.completed, got, test.opens)
			}
			if got := p.OpensAt(0, zone); !got.Equal(at) {
				t.Errorf("at once: %v", got)
			}
		}
	}
}

// The clock comes when the first day of those that were not reminded of is over.
func TestClockAt(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	first, second := calendar.Day{Year: 2026, Month: 7, Day: 10}, calendar.Day{Year: 2026, Month: 7, Day: 31}
	p := Project{Stage: Deliver, Content: Content{Plan: Plan{Milestones: []Milestone{{ID: "2", Due: second}, {ID: "1", Due: first}}}}}
	if got := p.ClockAt(zone); !got.Equal(first.End(zone)) {
		t.Errorf("at %v", got)
	}
	p.Plan.Milestones[1].RemindedAt = first.End(zone)
	if got := p.ClockAt(zone); !got.Equal(second.End(zone)) {
		t.Errorf("once reminded at %v", got)
	}
	p.Plan.Milestones[0].DoneAt = first.End(zone)
	if got := p.ClockAt(zone); !got.IsZero() {
		t.Errorf("with nothing left at %v", got)
	}
	p.Stage = Negotiate
	if got := p.ClockAt(zone); !got.IsZero() {
		t.Errorf("before delivery at %v", got)
	}
}

// An average of three and a half is not low; too few answers decide nothing.
func TestLow(t *testing.T) {
	r := DeliveryRulesAt(calendar.Day{Year: 2026, Month: 7, Day: 1})
	for _, test := range []struct {
		rated, sum int
		want       bool
	}{{4, 4, false}, {5, 17, true}, {6, 21, false}, {6, 20, true}, {100, 350, false}, {100, 349, true}, {0, 0, false}} {
		if got := r.Low(Marks{Rated: test.rated, Sum: test.sum}); got != test.want {
			t.Errorf("%d with a sum of %d: low is %v", test.rated, test.sum, got)
		}
	}
}

func TestBaseName(t *testing.T) {
	for name, want := range map[string]string{`C:\项目\图纸.pdf`: "图纸.pdf", "../../etc/图纸.pdf": "图纸.pdf", " 图纸 ": "图纸", "": "", "图纸.pdf": "图纸.pdf"} {
		if got := baseName(name); got != want {
			t.Errorf("%q is %q", name, got)
		}
	}
}
