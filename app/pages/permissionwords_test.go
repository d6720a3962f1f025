package pages

import (
	"testing"

	"yishiting/residents"
)

// Every action, object, condition and role of the table has words.
func TestPermissionsHaveWords(t *testing.T) {
	for _, row := range residents.Permissions {
		if ActionWord(row.Do) == "" {
			t.Errorf("no words for the action %q", row.Do)
		}
		if ObjectWord(row.To) == "" {
			t.Errorf("no words for the object %q", row.To)
		}
		for _, c := range row.By {
			if _, ok := conditionWords[c.On]; !ok {
				t.Errorf("no words for the condition %q", c.On)
			}
			if c.Role != residents.Anybody && c.Role != residents.SignedIn && RoleWord(c.Role) == "" {
				t.Errorf("no words for the role %q", c.Role)
			}
			if c.Why == "" {
				t.Errorf("%s may %s without a reason", c.Role, row.Do)
			}
		}
	}
	for do := range actionWords {
		if _, ok := residents.PermissionFor(do); !ok {
			t.Errorf("words for %q, which the table does not have", do)
		}
	}
}
