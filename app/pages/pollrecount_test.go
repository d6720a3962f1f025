package pages

import (
	"strings"
	"testing"

	"yishiting/polls"
)

func recountText(t *testing.T, r Recount) string {
	t.Helper()
	var html strings.Builder
	if err := RecountResult(r).Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	return html.String()
}

func TestRecountSaysWhatItCameTo(t *testing.T) {
	held := Recount{Verdict: polls.Verdict{Report: polls.Report{Units: 2146, Ballots: 1204, Replaced: 31, Recounted: true, Size: 98400, Verifier: "portal+1+2"}}}
	holds(t, recountText(t, held), "核对，相符", "2,146 个单位的名册对得上", "1,204 张票都在公开记录上", "重新计票结果一致", "另有 31 张", "98,400 条", "portal+1+2")
	held.Report.Recounted = false
	holds(t, recountText(t, held), "不能重新计票")
	holds(t, recountText(t, Recount{Running: true}), "正在取")
	holds(t, recountText(t, Recount{Missing: true}), "再按一次")
	seen := map[string]bool{}
	for _, c := range []polls.Check{
		polls.CheckForm, polls.CheckSignature, polls.CheckKept, polls.CheckLog, polls.CheckCourse, polls.CheckTerms, polls.CheckRoll,
		polls.CheckBallots, polls.CheckResult, polls.CheckAnnounced,
	} {
		said := recountSentences[c]
		if said == "" || seen[said] {
			t.Errorf("%s: %q", c, said)
		}
		seen[said] = true
		page := recountText(t, Recount{Verdict: polls.Verdict{Failed: c, Why: ":17: this ballot is not on the record"}})
		holds(t, page, "不相符", said, "居委会和街道", "this ballot is not on the record")
		lacks(t, page, "一致")
	}
}
