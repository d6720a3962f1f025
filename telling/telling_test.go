package telling

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

var beijing = time.FixedZone("CST", 8*60*60)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	x, err := time.ParseInLocation("2006-01-02 15:04", s, beijing)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestClassOf(t *testing.T) {
	for kind, want := range map[string]Class{
		"screened": Yours, "shift-cancelled": Yours, "rate": Yours, "passkey-added": Yours, HelpedKind + "raise": Yours, "phone-seen": Yours,
		DigestKind: Rest, "project-news": Rest, "week-of-help": Rest, "nothing": 0, "": 0,
	} {
		if got := ClassOf(kind); got != want {
			t.Errorf("%s is %d, want %d", kind, got, want)
		}
	}
}

// A week begins on Monday at midnight of the zone, and its hours are counted from there.
func TestWeekAndHour(t *testing.T) {
	for said, want := range map[string]string{
		"2026-11-09 00:00": "2026-11-09 0", "2026-11-08 23:59": "2026-11-02 167", "2026-11-13 18:00": "2026-11-09 114", "2026-11-13 17:59": "2026-11-09 113", "2027-01-01 08:00": "2026-12-28 104",
	} {
		x := at(t, said).UTC()
		if got := fmt.Sprint(WeekOf(x, beijing), " ", HourOf(x, beijing)); got != want {
			t.Errorf("%s is %s, want %s", said, got, want)
		}
	}
}

func TestNewest(t *testing.T) {
	monday := at(t, "2026-11-09 09:00")
	after := func(hours int) time.Time { return monday.Add(time.Duration(hours) * time.Hour) }
	for name, c := range map[string]struct {
		events []Event
		want   string
	}{
		"nothing": {nil, ""},
		"raised, screened, announced stands once":   {[]Event{{Kind: "raised", Subject: "topic/1", At: monday}, {Kind: "screened", Subject: "topic/1", At: after(1)}, {Kind: "meeting-announced", Subject: "meeting/1", At: after(2)}, {Kind: TopicListed, Subject: "topic/1", At: after(2)}}, "meeting-announced meeting/1, topic-listed topic/1"},
		"in whatever order they come":               {[]Event{{Kind: "outcome", Subject: "topic/1", At: after(5)}, {Kind: "screened", Subject: "topic/1", At: monday}}, "outcome topic/1"},
		"of one instant the later on the record":    {[]Event{{Kind: "screened", Subject: "topic/1", At: monday}, {Kind: "handover", Subject: "topic/1", At: monday}}, "handover topic/1"},
		"what is no news leaves the state as it is": {[]Event{{Kind: "project-notice", Subject: "project/1", At: monday}, {Kind: "project-objection", Subject: "project/1", At: after(1)}, {Kind: "ballots-cast", Subject: "poll/1", At: after(1)}}, "project-notice project/1"},
		"what was taken back stands nowhere":        {[]Event{{Kind: "poll-published", Subject: "poll/1", At: monday}, {Kind: "poll-taken-back", Subject: "poll/1", At: after(1)}}, ""},
		"unless it came again":                      {[]Event{{Kind: "poll-taken-back", Subject: "poll/1", At: monday}, {Kind: "poll-published", Subject: "poll/1", At: after(1)}}, "poll-published poll/1"},
		"what stands is newer than what was done":   {[]Event{{Kind: PollCloses, Subject: "poll/1", At: monday, When: after(90)}, {Kind: "poll-published", Subject: "poll/1", At: after(1)}}, "poll-closes poll/1"},
		"the street's own are no other's":           {[]Event{{Kind: "project-notice", Subject: "project/1", At: monday}, {Kind: "project-approved", Subject: "project/1", Body: "street", At: after(1)}}, "project-notice project/1, project-approved project/1"},
		"what one follows stands first, and once":   {[]Event{{Kind: "screened", Subject: "topic/1", At: after(9)}, {Kind: "project-notice", Subject: "project/1", At: monday}, {Kind: "project-approved", Subject: "project/1", At: after(1), Own: true}}, "project-approved project/1, screened topic/1"},
		"also where everybody's is newer":           {[]Event{{Kind: "project-notice", Subject: "project/1", At: monday, Own: true}, {Kind: "project-approved", Subject: "project/1", At: after(1)}, {Kind: "meeting-announced", Subject: "meeting/1", At: after(2)}}, "project-approved project/1, meeting-announced meeting/1"},
		"sections, and in them the newest first":    {[]Event{{Kind: "activity-published", Subject: "activity/1", At: after(9)}, {Kind: "screened", Subject: "topic/1", At: after(1)}, {Kind: "screened", Subject: "topic/2", At: after(2)}, {Kind: "meeting-announced", Subject: "meeting/1", At: monday}}, "meeting-announced meeting/1, screened topic/2, screened topic/1, activity-published activity/1"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range Newest(c.events) {
				got = append(got, e.Kind+" "+e.Subject)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%s, want %s", s, c.want)
			}
		})
	}
}

func TestWorth(t *testing.T) {
	for want, all := range map[bool][]Event{true: {{Kind: PlacesFree}, {Kind: PollCloses}}, false: {{Kind: PlacesFree}}} {
		if Worth(all) != want {
			t.Error(all)
		}
	}
	if !Worth([]Event{{Kind: PlacesFree, Own: true}}) {
		t.Error("a place that suits")
	}
}

// What is somebody's own is in their digest alone, and makes one where nothing else is new.
func TestTurnOfOnesOwn(t *testing.T) {
	now := at(t, "2026-11-13 18:00")
	body := residents.Community{ID: "hepingli", Zone: "Asia/Shanghai"}
	k := &kept{
		people: []Subscriber{{"li", calendar.Day{}}, {"sun", calendar.Day{}}, {"wang", calendar.Day{}}}, fits: []string{"wang"},
		followed: map[string][]Event{"sun": {{Kind: "project-post", Subject: "project/1", At: now.AddDate(0, 0, -2)}}},
	}
	made := func(want string) {
		t.Helper()
		if _, err := Turn(k, body, now); err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range k.made {
			got += fmt.Sprint(d.Resident, d.Things, " ")
		}
		if k.made = nil; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	made("li0 sun2 wang1 ")
	k.street = []Event{{Kind: "project-notice", Subject: "project/9", Body: "street", At: now.AddDate(0, 0, -1)}}
	made("li2 sun3 wang2 ")
}

// kept is a store of digests in the memory.
type kept struct {
	people  []Subscriber
	events  []Event
	choices []Choice
	made    []Digest
	asked   []string // from and to of what was read

	street   []Event
	followed map[string][]Event
	fits     []string

	address  string // at which whoever chooses is reached
	check    *MailCheck
	token    string // of the check
	leave    string // of the address
	person   residents.Standing
	consents []residents.Consent
}

func (k *kept) SetChoice(c Choice) error { k.choices = append(k.choices, c); return nil }
func (k *kept) TellingOf(community, resident string) (Choice, error) {
	if n := len(k.choices); n > 0 {
		return k.choices[n-1], nil
	}
	return Usual(community, resident), nil
}
func (k *kept) AddressBy(_, _ string, w Way) (string, error) {
	if strings.Contains(k.address, "@") != (w == Mail) {
		return "", nil
	}
	return k.address, nil
}
func (k *kept) RemoveAddress(_, _ string, w Way) error {
	if w == Mail {
		k.address, k.check = "", nil
	}
	return nil
}
func (k *kept) Consents(string, string) ([]residents.Consent, error) { return k.consents, nil }
func (k *kept) AddConsent(c residents.Consent) error                 { k.consents = append(k.consents, c); return nil }
func (k *kept) NewsBetween(_ string, from, to Instant) ([]Event, error) {
	k.asked = append(k.asked, fmt.Sprint(calendar.DayOf(from, beijing), " ", calendar.DayOf(to, beijing)))
	return slices.DeleteFunc(slices.Clone(k.events), func(e Event) bool { return e.At.Before(from) || !e.At.Before(to) }), nil
}
func (k *kept) PollsClosing(string, Instant, Instant) ([]Event, error) { return nil, nil }
func (k *kept) PlacesFree(_ string, from, _ Instant) ([]Event, error) {
	return []Event{{Kind: PlacesFree, Subject: "activity/1", At: from, When: from}}, nil
}
func (k *kept) StreetNews(_ string, from, to Instant) ([]Event, error) {
	return slices.DeleteFunc(slices.Clone(k.street), func(e Event) bool { return e.At.Before(from) || !e.At.Before(to) }), nil
}
func (k *kept) FollowedNews(string, []string, Instant, Instant) (map[string][]Event, error) {
	return k.followed, nil
}
func (k *kept) PlacesFitting(_ string, of []string, from, _ Instant) (map[string][]Event, error) {
	fitting := map[string][]Event{}
	for _, who := range of {
		if slices.Contains(k.fits, who) {
			fitting[who] = []Event{{Kind: PlacesFree, Subject: "activity/1", At: from, When: from}}
		}
	}
	return fitting, nil
}
func (k *kept) DigestDue(string, calendar.Day, int, Instant, int) ([]Subscriber, error) {
	return k.people, nil
}
func (k *kept) AddDigest(d Digest) error { k.made = append(k.made, d); return nil }

// What a digest tells of goes on where the last one ended, for two weeks at most; where nothing was new
// it has no things.
func TestTurn(t *testing.T) {
	now := at(t, "2026-11-13 18:00")
	body := residents.Community{ID: "hepingli", Zone: "Asia/Shanghai"}
	day := func(s string) calendar.Day {
		d, err := calendar.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	k := &kept{
		people: []Subscriber{{"wang", calendar.Day{}}, {"zhao", day("2026-11-06")}, {"sun", day("2026-11-02")}, {"li", day("2026-09-01")}, {"zhou", day("2026-11-12")}},
		events: []Event{{Kind: "screened", Subject: "topic/1", At: at(t, "2026-11-12 23:59")}, {Kind: "outcome", Subject: "topic/2", At: at(t, "2026-11-13 00:00")}, {Kind: "outcome", Subject: "topic/3", At: at(t, "2026-10-31 09:00")}},
	}
	if more, err := Turn(k, body, now); more || err != nil {
		t.Fatal(more, err)
	}
	want := []string{"wang 2026-11-13 7 2", "zhao 2026-11-13 7 2", "sun 2026-11-13 11 2", "li 2026-11-13 14 3", "zhou 2026-11-13 1 2"}
	for i, d := range k.made {
		if got := fmt.Sprint(d.Resident, " ", d.Until, " ", d.Days, " ", d.Things); got != want[i] || d.Week != day("2026-11-09") {
			t.Errorf("%s, want %s", got, want[i])
		}
	}
	if len(k.made) != len(want) || len(k.asked) != 4 || k.asked[0] != "2026-11-06 2026-11-13" {
		t.Error(k.made, k.asked)
	}
	if k.made[0].Title() != "11 月 6 日至 11 月 12 日" || k.made[0].Page() != "2026-11-13" || k.made[2].Page() != "2026-11-13?days=11" {
		t.Error(k.made[0].Title(), k.made[0].Page(), k.made[2].Page())
	}
	for _, d := range k.made {
		if read, err := ReadPage(d.Page()); err != nil || read.Until != d.Until || read.Days != d.Days {
			t.Error(d.Page(), read, err)
		}
	}
	for _, page := range []string{"", "x", "2026-11-13?days=", "2026-11-13?days=0", "2026-11-13?days=15", "2026-13-01"} {
		if _, err := ReadPage(page); err != residents.ErrNotFound {
			t.Error(page, err)
		}
	}
	k.events, k.made = nil, nil
	if _, err := Turn(k, body, now); err != nil || k.made[0].Things != 0 {
		t.Error(err, k.made)
	}
}

func TestChoose(t *testing.T) {
	now := at(t, "2026-11-13 18:00")
	wang := residents.Standing{Resident: residents.Resident{ID: "wang", Community: "hepingli", Name: "王秀兰", Adult: true}}
	helped := wang
	helped.Helper = residents.Resident{ID: "sun", Community: "hepingli"}
	for name, c := range map[string]struct {
		who    residents.Standing
		change func(*Choice)
		want   string
	}{
		"as is usual":   {wang, func(*Choice) {}, ""},
		"nobody":        {residents.Standing{}, func(*Choice) {}, string(residents.ErrSignedOut)},
		"a helper":      {helped, func(*Choice) {}, string(residents.ErrByHelper)},
		"no such hour":  {wang, func(c *Choice) { c.Hour = 24 }, "hour"},
		"nor before it": {wang, func(c *Choice) { c.QuietFrom = -1 }, "quiet-from"},
		"no such day":   {wang, func(c *Choice) { c.Day = 7 }, "day"},
	} {
		t.Run(name, func(t *testing.T) {
			k, choice := &kept{}, Usual("elsewhere", "somebody")
			c.change(&choice)
			err := Choose(k, residents.Sender{Standing: c.who, Now: now}, choice, nil)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(fmt.Sprintf("%+v %v", err, err), c.want) {
				t.Error(err)
			}
			if err == nil && (len(k.choices) != 1 || k.choices[0].Resident != "wang" || k.choices[0].Community != "hepingli") || err != nil && len(k.choices) != 0 {
				t.Error(k.choices)
			}
		})
	}
}

// What is told by text wants a number and consent, which is given with the first that is told so and
// ends with the last.
func TestConsentToTexts(t *testing.T) {
	now := at(t, "2026-11-13 18:00")
	by := residents.Sender{Now: now, Standing: residents.Standing{Resident: residents.Resident{ID: "wang", Community: "hepingli", Name: "王秀兰", Adult: true}}}
	k, choice := &kept{}, Usual("hepingli", "wang")
	choice.Texts.Yours = true
	for address, want := range map[string]string{"": "text-yours", "13800001234": "agree-text"} {
		k.address = address
		var wrong *residents.FieldError
		if err := Choose(k, by, choice, nil); !errors.As(err, &wrong) || wrong.Field != want {
			t.Error(address, err)
		}
	}
	k.address = "13800001234"
	held := func() bool { _, is := residents.Holding(k.consents)[residents.PurposeTexts]; return is }
	if err := Choose(k, by, choice, map[Way]bool{Text: true}); err != nil || !held() {
		t.Fatal(err)
	}
	choice.Texts.Digest = true
	if err := Choose(k, by, choice, nil); err != nil || len(k.consents) != 1 {
		t.Error("consent that is held is not asked for again:", err, k.consents)
	}
	choice.Texts = Ways{}
	if err := Choose(k, by, choice, nil); err != nil || held() {
		t.Error(err, k.consents)
	}
	choice.Texts.Digest = true
	if err := Choose(k, by, choice, map[Way]bool{Text: true}); err != nil {
		t.Fatal(err)
	}
	if err := Stop(k, by, Text); err != nil || held() || k.choices[len(k.choices)-1].Texts.Any() {
		t.Error(err, k.choices)
	}
	n := len(k.choices)
	if err := Stop(k, by, Text); err != nil || len(k.choices) != n {
		t.Error("what is ended is ended again:", err)
	}
}
