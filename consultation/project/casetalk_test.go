package project_test

import (
	"testing"

	"yishiting/consultation"
	. "yishiting/consultation/project"
)

// A street's project from a case is talked over where the community's consultation came to
// something; otherwise where the street called a meeting on it since and said so, and calls
// that had declared how many they would hear came to it everywhere.
func TestStreetTalksOverACase(t *testing.T) {
	met := tableNow.AddDate(0, 0, -3)
	for name, test := range map[string]struct {
		change func(*Project, *Facts)
		want   bool
	}{
		"the street met": {func(*Project, *Facts) {}, true},
		"nobody met":     {func(_ *Project, f *Facts) { f.Whistle = nil }, false},
		"the community settled it": {func(_ *Project, f *Facts) {
			f.Whistle, f.Outcome = nil, &consultation.Outcome{Kind: consultation.ToHand}
		}, true},
		"meetings came to nothing before": {func(_ *Project, f *Facts) {
			f.Outcome = &consultation.Outcome{Kind: consultation.LeftOpen, PublishedAt: met}
		}, true},
		"a meeting came to nothing after": {func(_ *Project, f *Facts) {
			f.Outcome = &consultation.Outcome{Kind: consultation.LeftOpen, PublishedAt: met.Add(1)}
		}, false},
		"how many to hear was not declared": {func(_ *Project, f *Facts) { f.Calls[0].Call.Coverage = 0 }, false},
		"fewer answered than declared":      {func(_ *Project, f *Facts) { f.Calls[1].Coverage[0].Answered = 25 }, false},
		"a topic of its own":                {func(p *Project, _ *Facts) { p.Topic.Community = "street" }, false},
		"no topic":                          {func(p *Project, _ *Facts) { p.Topic = TopicRef{} }, false},
	} {
		p, f := through(Negotiate, nil)
		p.Community, f.Outcome = "street", nil
		f.Whistle = &consultation.Update{Community: "here", Topic: "t", Body: "street", Kind: "whistle", At: met}
		test.change(&p, &f)
		if err := f.Passed(Talked, p, tableNow); (err == nil) != test.want || err != nil && err != ErrUntalked {
			t.Errorf("%s: %v", name, err)
		}
	}
}
