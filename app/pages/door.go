package pages

import (
	"encoding/json"
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
	Script    string // address of door.js
	Reader    string // id of the reader, under which answers wait on this telephone
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

// doorForm is the name of its form.
const doorForm = "door"

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

// doorReasons are why an answer that was sent later may be refused.
var doorReasons = []residents.Reason{
	project.ErrCallLate, project.ErrCallOver, project.ErrCallNotOpen, project.ErrNoUnit, project.ErrNotAsked, residents.ErrNotYours,
	residents.ErrNotAllowed, residents.ErrNotFound, residents.ErrEmpty, residents.ErrChoice, residents.ErrTooMany, residents.ErrTooLong, residents.ErrText,
}

// doorSays are their sentences, by reason, as JSON.
func doorSays() string {
	says := map[residents.Reason]string{}
	for _, r := range doorReasons {
		says[r] = Beside(r, 0)
	}
	b, err := json.Marshal(says)
	if err != nil { // texts only
		panic(err)
	}
	return string(b)
}

// doorWords are the sentences that door.js says.
func (v *DoorView) doorWords() templ.Attributes {
	return templ.Attributes{
		"data-waits":      "有 {n} 份回答存在这部手机上，还没有送到。连上网就自动送出；送到以前不要退出登录。",
		"data-kept":       "{home}的回答记下了。",
		"data-taken":      "{home}的回答已送到，收下了。",
		"data-taken-many": "{n} 份回答已送到，收下了。",
		"data-dropped":    "{home}已经答过，这一份没有再算。",
		"data-offline":    "现在没有网络。回答存在这部手机上，连上网自动送出。",
		"data-signed-out": "登录过期了，回答还在这部手机上。请重新登录，再打开这一页，就会送出。",
		"data-later":      "服务器正忙，过一会儿自动再送。",
		"data-reasons":    doorSays(),
		"data-failed":     "没有收下",
		"data-again":      "改一改再交",
		"data-drop":       "删掉这一份",
		"data-marked":     "（已记下，等着送出）",
		"data-done":       "（已答）",
	}
}

func (v *DoorView) said() project.Said { return project.Said{} }
