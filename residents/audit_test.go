package residents

import (
	"testing"
	"time"
)

// Logs are kept for six months at least by law, whichever rule is in force.
func TestAuditTermsAreLawful(t *testing.T) {
	for _, rule := range auditTerms {
		if rule.Years < 1 || rule.Source == "" {
			t.Errorf("%+v", rule)
		}
	}
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	if from := AuditFrom(now); from != time.Date(2023, 11, 3, 9, 0, 0, 0, time.UTC) {
		t.Error(from)
	}
	if years, _ := AuditTerm(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)); years != 3 {
		t.Error("before the first rule:", years)
	}
}
