package main

import (
	"strings"
	"testing"

	"yishiting/app/pages"
	"yishiting/residents"
)

func TestPermissionsAsAPage(t *testing.T) {
	t.Parallel()
	b := boot(t)
	all := b.get("/hepingli/permissions")
	if all.StatusCode != 200 {
		t.Fatal(all.Status)
	}
	for _, row := range residents.Permissions {
		if !strings.Contains(all.body, pages.ActionWord(row.Do)) {
			t.Errorf("%s is not on the page", row.Do)
		}
		for _, c := range row.By {
			if !strings.Contains(all.body, c.Why) {
				t.Errorf("%s: why a %s may is not on the page", row.Do, c.Role)
			}
		}
	}
	property := b.get("/hepingli/permissions?role=property_company")
	if !strings.Contains(property.body, "报落实进展") || strings.Contains(property.body, "审核议题") {
		t.Error("the property company's own table is another")
	}
	if got := b.get("/hepingli/permissions?role=emperor"); got.StatusCode != 404 {
		t.Error("a role that is none:", got.Status)
	}
	if foot := b.get("/hepingli"); !strings.Contains(foot.body, `href="/hepingli/permissions"`) {
		t.Error("no way leads there")
	}
}
