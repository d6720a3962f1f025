package pages

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/grants"
)

// RoomsView is what a place lends: the community's rooms and its street's, and what the reader
// has booked. It is served natively.
type RoomsView struct {
	Frame
	Style string
	Rooms []RoomLine
	Mine  []BookingLine
	Short bool // the reader may book a few days ahead only, after they did not come twice
	Rule  string
}

// ahead tells whether something that the reader booked is still to come.
func (v *RoomsView) ahead() bool {
	return slices.ContainsFunc(v.Mine, func(b BookingLine) bool { return b.Drop != "" })
}

// calendarLink is where what somebody booked is taken as a calendar file; "" where nothing is.
func calendarLink(f *Frame, any bool) string {
	if !any {
		return ""
	}
	return f.To("rooms/mine.ics")
}

// RoomLine is a room in a list.
type RoomLine struct {
	Name, Href, Whose, Where string
	Facts                    []string
}

// BookingLine is what somebody has booked.
type BookingLine struct {
	ID, Room, When, Title, Fee, State, Tone, Reason string
	Drop                                            string // path of the form that gives it back; "" for none
}

func (v *RoomsView) Name() string  { return "rooms" }
func (v *RoomsView) Title() string { return "约场地" }

// Body is the list.
func (v *RoomsView) Body() templ.Component { return roomsPage(v) }

// RoomView is one room on a day, with its free slots and the form. It is served natively.
type RoomView struct {
	Frame
	Style string
	Room  grants.Room
	Owner string
	Days  []RoomDay
	Day   string // 2026-11-28
	On    string // 11 月 28 日（周六）
	Slots []RoomSlot
	Orgs  []Option
	Most  int // slots at once
	Fees  []string
	Why   residents.Reason
	Rule  string
}

// RoomDay is a day of the week that is shown.
type RoomDay struct {
	Day, Week, Href string // Href "" where the room is shut
	Now             bool
}

// RoomSlot is a slot of the day.
type RoomSlot struct {
	From  int
	Words string // 09:00
	Taken bool
}

func (v *RoomView) Name() string  { return "room" }
func (v *RoomView) Title() string { return v.Room.Name }

// Body is the room.
func (v *RoomView) Body() templ.Component { return roomPage(v) }

func (v *RoomView) free() bool {
	for _, s := range v.Slots {
		if !s.Taken {
			return true
		}
	}
	return false
}

// slotCounts are how many slots may be taken at once.
func (v *RoomView) slotCounts() (all []Option) {
	for n := 1; n <= v.Most; n++ {
		minutes := n * v.Room.Slot
		words := strconv.Itoa(minutes/60) + " 小时"
		if half := minutes % 60; half > 0 {
			words = strconv.Itoa(minutes) + " 分钟"
		}
		all = append(all, Option{Value: strconv.Itoa(n), Label: words})
	}
	return all
}

// MinuteWords is a minute of the day as a clock shows it: 09:00.
func MinuteWords(m int) string { return two(int64(m/60)) + ":" + two(int64(m%60)) }

// SupportView is training and what an organisation asks the incubation centre. It is served natively.
type SupportView struct {
	Frame
	Style     string
	Trainings []TrainingLine
	Orgs      []Option
	Asked     []SupportLine
	Why       residents.Reason // why nothing can be asked; "" where it can
}

func (v *SupportView) joined() bool {
	return slices.ContainsFunc(v.Trainings, func(t TrainingLine) bool { return t.In })
}

// TrainingLine is a training that is to come.
type TrainingLine struct {
	ID, Title, About, When, Where, Whose string
	Left                                 int
	In                                   bool
	Action                               string // path of its forms
	Why                                  residents.Reason
}

// SupportLine is a call for help with its answer.
type SupportLine struct {
	Org, Topic, Text, When, Due, Answer, AnswerWhen string
}

func (v *SupportView) Name() string  { return "support" }
func (v *SupportView) Title() string { return "培训和孵化支持" }

// Body is the page.
func (v *SupportView) Body() templ.Component { return supportPage(v) }

func supportTopics() (all []Option) {
	for _, t := range grants.Topics {
		all = append(all, Option{Value: string(t), Label: SupportWord(t)})
	}
	return all
}

// steps is how many screens the booking is in elder mode: whoever speaks for an organisation is asked for whom it is.
func (v *RoomView) steps() int {
	if len(v.Orgs) > 0 {
		return 6
	}
	return 5
}
