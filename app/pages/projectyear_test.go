package pages

import (
	"slices"
	"testing"

	"yishiting/consultation/project"
)

func TestAxisOfDays(t *testing.T) {
	for longest, want := range map[int][]int{0: {0, 5}, 5: {0, 5}, 31: {0, 10, 20, 30, 40}, 108: {0, 30, 60, 90, 120}, 9000: {0, 1500, 3000, 4500, 6000, 7500, 9000}} {
		d := ReportDays{Days: []int{0, longest}}
		if got := d.ticks(); !slices.Equal(got, want) {
			t.Errorf("up to %d days: %v, not %v", longest, got, want)
		}
		if d.along(0) != "4.0%" {
			t.Errorf("no day stands at %s", d.along(0))
		}
	}
	d := ReportDays{Days: []int{1, 3, 3, 9}}
	if d.median() != 3 || d.shortest() != 1 || d.longest() != 9 || d.stacked(1) == d.stacked(2) {
		t.Error(d.median(), d.stacked(1), d.stacked(2))
	}
}

func TestRateWords(t *testing.T) {
	for name, c := range map[string]struct {
		rate          project.Rate
		share, counts string
	}{
		"exact":      {project.RateOf(40, 60), "67%", "40 / 60"},
		"few people": {project.RateOf(4, 4), "人数少，不公布", ""},
		"nobody":     {project.RateOf(0, 0), "没有人回答", ""},
		"few of one": {project.RateOf(29, 30), "87%–97%", "26–29 / 30"},
	} {
		if share, counts := RateWords(c.rate); share != c.share || counts != c.counts {
			t.Errorf("%s: %q %q", name, share, counts)
		}
	}
}

func TestSitePlanWords(t *testing.T) {
	plan := []SiteBuilding{{Building: "3 号楼", W: 4, H: 2}, {Building: "门房", X: 9, W: 1, H: 1}, {Building: "社区老年活动中心", X: 20, W: 2, H: 2}}
	if got := siteWords(plan); got != "共 3 栋楼。" {
		t.Error(got)
	}
	plan[0].Here = true
	if got := siteWords(plan); got != "涂深色的 1 栋：3 号楼；共 3 栋。" {
		t.Error(got)
	}
	if siteName(plan[0]) != "3" || siteName(plan[2]) != "社区…" || siteLetters(plan[0]) <= siteLetters(plan[1]) {
		t.Error(siteName(plan[0]), siteName(plan[2]), siteLetters(plan[0]), siteLetters(plan[1]))
	}
}
