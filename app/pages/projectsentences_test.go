package pages

import (
	"strings"
	"testing"

	"yishiting/consultation/project"
)

// Whoever is stopped at a gate reads which law or policy asks for it, or that it is the
// community's own custom, and what to do next.
func TestGatesSayWhoAsksForThem(t *testing.T) {
	for _, g := range project.GateRules {
		says, next := Says(g.Reason), Next(g.Reason)
		named := false
		for _, source := range []string{"法第", "典第", "条例第", "意见第", "手册", "社区约定"} {
			named = named || strings.Contains(says, source)
		}
		if !named || next == "" {
			t.Errorf("%s: %q, %q", g.Gate, says, next)
		}
	}
}
