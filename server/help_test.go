package main

import (
	"net/http"
	"strings"
	"testing"

	"yishiting/app/pages"
)

// Each page of the help stands, is led to from where people look, and leads nowhere that is not there.
func TestHelp(t *testing.T) {
	t.Parallel()
	b := boot(t)
	list := b.get("/hepingli/help")
	for _, text := range pages.HelpTexts {
		path := "/hepingli/help/" + text.Slug
		if !strings.Contains(list.body, `href="`+path+`"`) {
			t.Error(path, "is not in the list")
		}
		b.get(path).has(t, text.Title, "010-84220000")
		for _, part := range text.Parts {
			for _, l := range part.Links {
				to := strings.TrimSuffix("/hepingli/"+l.Path, "/")
				if got := b.get(to); got.StatusCode == http.StatusNotFound {
					t.Error(path, "leads to", to, got.Status)
				}
			}
		}
	}
	for _, from := range []string{"/hepingli", "/hepingli/me", "/hepingli/help/nothing"} {
		if got := b.get(from); !strings.Contains(got.body, `href="/hepingli/help" data-native`) {
			t.Error(from, "does not lead to the help")
		}
	}
	b.as("hepingli", "li").get("/hepingli/desk").has(t, `href="/hepingli/help/first-day"`)
	if got := b.get("/hepingli/help/nothing"); got.StatusCode != http.StatusNotFound {
		t.Error(got.Status)
	}
}
