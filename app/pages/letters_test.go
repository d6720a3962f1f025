package pages

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yishiting/consultation"
)

// Every kind of letter that the domain writes has its sentence, and no other has:
// the kinds are read in its source.
func TestLetterWords(t *testing.T) {
	kinds := map[string]bool{"archived": true, "reopened": true, "handover-accepted": true, "handover-returned": true, "phone-seen": true,
		"role-given": true, "role-ended": true, "person-confirmed": true, "person-declined": true, "paper-counted": true}
	files, err := filepath.Glob("../../consultation/*.go")
	if err != nil {
		t.Fatal(err)
	}
	told := regexp.MustCompile(`[lL]etter\([^"()]*, "([a-z-]+)", [a-z]\)`)
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range told.FindAllStringSubmatch(string(source), -1) {
			kinds[m[1]] = true
		}
	}
	works, err := filepath.Glob("../../consultation/project/*.go")
	if err != nil {
		t.Fatal(err)
	}
	toldOfWork := regexp.MustCompile(`(?:tell(?:Desk|Watching|Office|Spoken|WhoSaid)?|projectLetter|callLetter)\([^"()]*"([a-z]+(?:-[a-z]+)*)"`)
	for _, name := range works {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range toldOfWork.FindAllStringSubmatch(string(source), -1) {
			kinds[m[1]] = true
		}
	}
	helps, err := filepath.Glob("../../signups/*.go")
	if err != nil || len(helps) == 0 {
		t.Fatal(err)
	}
	together, err := filepath.Glob("../../signups/organisations/*.go")
	if err != nil || len(together) == 0 {
		t.Fatal(err)
	}
	helps = append(helps, together...)
	toldHelpers := regexp.MustCompile(`tell(?:Coming|Maker|Of|One|Seller)?\([^"()]*(?:\([^()]*\)[^"()]*)?"([a-z]+(?:-[a-z]+)*)"`)
	for _, name := range helps {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range toldHelpers.FindAllStringSubmatch(string(source), -1) {
			if m[1] != "hours" {
				kinds[m[1]] = true
			}
		}
	}
	supports, err := filepath.Glob("../../signups/grants/*.go")
	if err != nil || len(supports) == 0 {
		t.Fatal(err)
	}
	toldSupported := regexp.MustCompile(`(?:tell|letter)\([^"()]*"([a-z]+(?:-[a-z]+)*)"`)
	for _, name := range supports {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range toldSupported.FindAllStringSubmatch(string(source), -1) {
			kinds[m[1]] = true
		}
	}
	for _, kind := range []string{"project-news", "week-of-help"} { // of which the week's digest tells now: those in people's inboxes are still read
		kinds[kind] = true
	}
	for _, kind := range []string{"meeting-tomorrow", "agenda-tomorrow"} { // of one meeting, by whom it is told
		kinds[kind] = true
	}
	for _, kind := range []string{"grant-passed", "grant-refused", "grant-mid", "grant-stopped", "room-tomorrow", "training-tomorrow"} { // by how it came out
		kinds[kind] = true
	}
	for _, kind := range []string{"proof-good", "proof-refused", "hours-confirmed", "hours-corrected", "organisation-filed", "organisation-changed", "organisation-renewed"} { // made of parts
		kinds[kind] = true
	}
	for kind := range kinds {
		if LetterWords(consultation.Letter{Kind: kind}) == "" {
			t.Errorf("%s has no sentence", kind)
		}
	}
	for _, words := range []map[string][2]string{letterWords, workWords, signupWords} {
		for kind := range words {
			if !kinds[kind] {
				t.Errorf("nobody writes a letter %s", kind)
			}
		}
	}
	for l, want := range map[consultation.Letter][2]string{
		{Kind: "rate", Topic: "t1", Title: "充电棚"}:                  {"「充电棚」已落实完，请您评价", "topics/t1#ratings"},
		{Kind: "listed", Topic: "t1", Meeting: "m1", Title: "「门」"}: {"「「门」」列入了协商会的议程", "topics/t1#meetings"},
		{Kind: "seat-moved-up", Meeting: "m1", Title: "议事厅"}:       {"有人退出，您从候补递补为正式席位", "meetings/m1"},
		{Kind: "seat-moved-up", Title: "议事厅"}:                      {"有人退出，您从候补递补为正式席位", ""},
		{Kind: "passkey-added", Title: "安卓手机"}:                     {"您的登录里添加了通行密钥「安卓手机」；如果不是您本人添加的，请马上联系居委会", "me/devices"},
		{Kind: "guardian-gone"}:                                    {"您现在没有监护人了：要有一位同住的成年人同意，居委会才能再确认您", "me/home"},
		{Kind: "phone-set", Title: "138****1234"}:                  {"「138****1234」可以登录您的账号了；如果不是您本人留的号码，请马上联系居委会", "me/phone"},
		{Kind: "phone-removed", Title: "138****1234"}:              {"您的手机号「138****1234」删除了；如果不是您本人删的，请马上联系居委会", "me/phone"},
		{Kind: "link-made", Title: "系统管理员"}:                        {"「系统管理员」给您做了一个登录链接；如果不是您要的，请马上联系居委会", "me/devices"},
		{Kind: "code-given", Title: "楼门长"}:                         {"「楼门长」当面给了您一个登录码；如果不是给您本人的，请马上联系居委会", "me/devices"},
		{Kind: "paper-counted", Poll: "p1", Title: "门禁"}:           {"您的纸质选票已录入并计入「门禁」；如果您没有交过，请马上联系居委会", "polls/p1"},
		{Kind: "project-news", Project: "w1", Title: "门禁"}:         {"您关注的「门禁」有了新进展", "projects/w1"},
		{Kind: "defect-mended", Project: "w1", Title: "门禁"}:        {"您指出的问题整改了：「门禁」，请到现场再看", "projects/w1#sign"},
		{Kind: "call-closed", Call: "z1", Title: "要什么"}:            {"民意征集「要什么」结束了，可以看结果", "calls/z1"},
		{Kind: "a kind of tomorrow", Topic: "t1", Title: "充电棚"}:    {"", "topics/t1"},
	} {
		if words, path := LetterWords(l), LetterPath(l); words != want[0] || path != want[1] {
			t.Errorf("%+v: %q, %q", l, words, path)
		}
	}
}

// Where a letter leads on a topic's page is a place that the page has.
func TestLetterPlaces(t *testing.T) {
	for of, letters := range map[string]map[string][2]string{"topic": letterWords, "project": workWords} {
		page := sourceOf(t, of+"*.templ")
		for kind, l := range letters {
			at := l[1]
			if at != "" && !strings.Contains(page, `id="`+at+`"`) && !strings.Contains(page, `numbered("`+at+`"`) {
				t.Errorf("%s leads to #%s, which no %s's page has", kind, at, of)
			}
		}
	}
}

// sourceOf is the source of the files of a pattern, one after the other.
func sourceOf(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(source)
	}
	return all.String()
}
