package pages

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
)

// Every code that a page may have to say has its word.
func TestEveryCodeHasItsWord(t *testing.T) {
	said := func(what, code, word string) {
		t.Helper()
		if word == "" {
			t.Errorf("%s %q has no word", what, code)
		}
	}
	for decision, reasons := range consultation.ScreeningReasons {
		said("decision", string(decision), DecisionWord(decision))
		for _, r := range reasons {
			said("reason", r, ScreeningWord(r))
		}
	}
	for _, to := range consultation.ReferralTargets {
		said("target", to, TargetWord(to))
	}
	for _, r := range consultation.HideReasons {
		said("reason to hide", r, HideWord(r))
	}
	for _, r := range append(consultation.HandReasons, "answered") {
		said("reason to hand on", r, HandWord(r))
	}
	for _, k := range consultation.UpdateKinds {
		said("update", k, UpdateWord(k))
	}
	for _, s := range []consultation.Side{consultation.For, consultation.Against, consultation.Question} {
		said("side", string(s), SideWord(s))
	}
	for _, names := range residents.LevelRoles {
		for _, n := range names {
			said("role", string(n), RoleWord(n))
		}
	}
}

// Every code has a word of its own.
func TestWordsDiffer(t *testing.T) {
	worded(t, "ReasonWord", ScreeningWord, slices.Concat(slices.Collect(maps.Values(consultation.ScreeningReasons))...))
	worded(t, "TargetContact", TargetContact, consultation.ReferralTargets)
	worded(t, "NextWord", NextWord, []string{"assembly", "reps_meeting"})
	worded(t, "ConfirmWord", ConfirmWord, []string{"chair", "recorder", "resident"})
	worded(t, "PartWord", PartWord, consultation.Parts)
	worded(t, "FormWord", FormWord, []consultation.Form{consultation.FormForum, consultation.FormHearing, consultation.FormTalk})
	worded(t, "ChannelWord", ChannelWord, []consultation.Channel{consultation.InRoom, consultation.Remote, consultation.Paper})
	worded(t, "OutcomeWord", OutcomeWord, []consultation.OutcomeKind{consultation.Settled, consultation.ToAssembly, consultation.ToHand, consultation.LeftOpen})
	worded(t, "HandStateWord", HandStateWord, []consultation.HandState{consultation.HandOffered, consultation.HandAccepted, consultation.HandReturned})
	worded(t, "SolvedWord", SolvedWord, []consultation.Solved{consultation.SolvedYes, consultation.SolvedPartly, consultation.SolvedNo})
	worded(t, "SatisfiedWord", SatisfiedWord, []int{1, 2, 3, 4, 5})
	worded(t, "StateTag", func(s consultation.State) string { words, _ := StateTag(s); return words }, []consultation.State{
		consultation.Raised, consultation.Withdrawn, consultation.Accepted, consultation.Merged, consultation.Referred, consultation.Declined,
		consultation.Listed, consultation.Assembly, consultation.Handed, consultation.Carrying, consultation.Rating, consultation.Archived,
	})
	worded(t, "MeetingTag", func(s consultation.MeetingState) string { words, _ := MeetingTag(s); return words }, []consultation.MeetingState{
		consultation.MeetingAnnounced, consultation.MeetingOpen, consultation.MeetingClosed, consultation.MeetingPublished, consultation.MeetingCancelled,
	})
}

func worded[Code comparable](t *testing.T, name string, word func(Code) string, codes []Code) {
	t.Helper()
	said := map[string]Code{}
	for _, code := range codes {
		w := word(code)
		if w == "" {
			t.Errorf("%s has no word for %v", name, code)
		}
		if other, twice := said[w]; twice {
			t.Errorf("%s says %q for %v and for %v", name, w, other, code)
		}
		said[w] = code
	}
}

var actKind = regexp.MustCompile(`(?:Kind: |topicAct\(|callAct\(|\brecord(?:About)?\(|\bact\(|noteMatch\(tx, m, own, |Draft, |Withdrawn, )"([a-z-]+)"|kind :?= "((?:project|grant|organisation|match|purchase)-[a-z-]+)"`)

// Every act that the source of the rooms puts on the record has a word.
func TestRecordWords(t *testing.T) {
	var files []string
	for _, room := range []string{"consultation", "consultation/project", "polls", "signups", "signups/grants", "signups/organisations"} {
		some, err := filepath.Glob("../../" + room + "/*.go")
		if err != nil || len(some) == 0 {
			t.Fatal("no source", err)
		}
		files = append(files, some...)
	}
	found := map[string]bool{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range actKind.FindAllStringSubmatch(string(source), -1) {
			kind := m[1] + m[2]
			found[kind] = true
			if RecordWord(kind) == "" {
				t.Errorf("%s: no word for the act %q", file, kind)
			}
		}
	}
	for kind := range recordWords {
		if !found[kind] {
			t.Errorf("the word for %q is for an act that nobody does", kind)
		}
	}
}
