package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// DoorView is where answers to a call are written down at doors: who has answered in a
// building, and a form for the next one. With its script answers wait on the telephone while
// there is no network.
type DoorView struct {
	Frame
	Style     string // address of the stylesheet of calls
	Script    string // address of door.js, which marks the homes that are done
	ID        string // of the call
	Called    string
	Closes    string
	Building  string
	Buildings []string // that the reader may go through
	Questions []project.Question
	Homes     []DoorHome
	Person    bool             // a person answers, not a home
	Why       residents.Reason // why no answer may be written down; "": one may
}

// DoorHome is a home, or a person, at whose door one may ask.
type DoorHome struct {
	Unit  string
	Label string
	State string // 已答（网上）; "" where nobody has answered
}

// doorForm is the name of its form, doorWhat what it sends, to whoever wrote it down.
const (
	doorForm = "door"
	doorWhat = "上门问到的回答"
)

func (v *DoorView) Name() string  { return "door" }
func (v *DoorView) Title() string { return "上门问" + v.Called }

// Body is the page.
func (v *DoorView) Body() templ.Component { return door(v) }

func (v *DoorView) path() string { return v.To("calls/" + v.ID + "/door") }

// answered is how many have answered.
func (v *DoorView) answered() (n int) {
	for _, h := range v.Homes {
		if h.State != "" {
			n++
		}
	}
	return n
}

func (v *DoorView) unit() string {
	if v.Person {
		return "人"
	}
	return "户"
}

// progressOf says how far the building is; door.js writes n anew when answers were sent.
func (v *DoorView) progressOf(n string) string {
	return v.Building + "：" + strconv.Itoa(len(v.Homes)) + " " + v.unit() + "，已答 " + n + " " + v.unit()
}

func leftWords(n string) string { return "还没有答的（" + n + "）" }

func (v *DoorView) said() project.Said { return project.Said{} }
