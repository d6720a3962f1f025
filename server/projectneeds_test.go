package main

import (
	"testing"

	"yishiting/consultation/project"
	"yishiting/server/store"
)

// How few answers of a call spoke of a need is nobody's to read; what was public before is told.
func TestNeedsOfFewAreNotTold(t *testing.T) {
	t.Parallel()
	w := bootStreet(t, boot(t))
	p := w.of("hepingli", "充电桩", 30)
	p.Needs = []string{"need-few", "need-some", "need-hotline"}
	w.update("hepingli", func(tx *store.Tx) error {
		for i, n := range []project.Need{{Theme: "少数人说", Source: project.FromCall, N: 4}, {Theme: "多人说", Source: project.FromCall, N: 5}, {Theme: "来电说", Source: project.FromHotline, N: 3}} {
			n.Community, n.ID, n.Ref, n.By, n.At = "hepingli", p.Needs[i], p.Needs[i], "li", w.ago(20)
			if err := tx.AddNeed(n); err != nil {
				return err
			}
		}
		return nil
	})
	w.keep(p, 0, 0)
	w.as("hepingli", "wang").get("/hepingli/projects/"+p.ID).holds(t, 200,
		`少数人说</td><td class="whole">民意征集</td><td class="n">不到 5</td>`, `多人说</td><td class="whole">民意征集</td><td class="n">5</td>`, `来电说</td><td class="whole">12345 来电</td><td class="n">3</td>`)
}
