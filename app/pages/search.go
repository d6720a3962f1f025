//go:build !js

package pages

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
)

// SearchView is what was found among all that everybody may read at a place. It is served natively.
type SearchView struct {
	Frame
	Style string
	Most  int    // characters of a question
	Query string // what was looked for; "" before
	Kind  string // of which kind alone; "" of every kind
	Kinds []Filter
	Why   residents.Reason // why it was not looked for; ""
	Lines []FoundLine
	Below []Fact // the bodies under a street or a district, and where the same is looked for there
	First string // addresses of the first page and of the next; "" for none
	Next  string
}

// FoundLine is a thing that was found.
type FoundLine struct {
	Kind        string // 议题
	Title       []Piece
	Around      []Piece // the words where they stand, if not in the title
	Href        string
	State, Tone string
	Facts       []string
	Names       []string // as TopicLine has them
}

// Piece is a stretch of a text; a hit is what was looked for.
type Piece struct {
	Text string
	Hit  bool
}

func (v *SearchView) Name() string { return "search" }

// Title says what was looked for, so that tabs can be told apart.
func (v *SearchView) Title() string {
	if v.Query == "" {
		return "搜索"
	}
	return "搜索：" + v.Query
}

// Body is the field and what was found.
func (v *SearchView) Body() templ.Component { return searchPage(v) }

// problem is why a question was not looked for, and what to do; "" where it was.
func (v *SearchView) problem() string {
	switch v.Why {
	case "":
		return ""
	case residents.ErrTooLong:
		return "写得太长了，最多 " + strconv.Itoa(v.Most) + " 个字。挑一两个要紧的词再搜。"
	case residents.ErrEmpty:
		return "只有标点，搜不到东西。请写上字或数字。"
	}
	return "里面有认不出的字符，请重新写一遍。"
}

// SearchPath is where something is looked for at a place.
func SearchPath(place, query, kind, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": query, "kind": kind, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/" + place + "/search"
	}
	return "/" + place + "/search?" + q.Encode()
}

// community tells whether the place is one of a community.
func (v *SearchView) community() bool { return v.Place.Level == residents.LevelCommunity }
