package pages

import (
	"strconv"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// ProjectDecision is what the body that may decide decided, with the numbers of the poll and the entry on the record.
type ProjectDecision struct {
	Kind     project.DecisionKind // "" before
	When     string
	Option   string
	Words    string       // ByOffice: which meeting, what it decided
	Poll     *ProjectPoll // nil for none
	Outcomes []ProjectTalk
	Studied  string // 11 月 5 日; "" where it was not, or needs not be
	Study    string
	Entry    RecordLine // zero: none
}

// ProjectPoll is the poll that decided, with its count.
type ProjectPoll struct {
	Quoted QuotedPoll
	Result PollResult // of which the numbers and the conditions are shown
}

// ProjectTalk is a consultation on the matter with what it came to.
type ProjectTalk struct {
	Title, Href, When string
	Text, Consensus   string
	Dissent           []string
}

func (v *ProjectView) decisionDigest() string {
	d := v.Decision
	switch {
	case d.Kind != "":
		words := DecidedWord(d.Kind)
		if d.Option != "" {
			words += "：" + d.Option
		}
		return said(words, d.When)
	case len(d.Outcomes) > 0:
		return "协商过了，还没有决定"
	case d.Studied != "":
		return "党组织研究过了，还没有决定"
	}
	return ""
}

// ProjectAgreed is how far those concerned agree, and who does not, as far as they want it shown.
type ProjectAgreed struct {
	State           project.Agreement
	Partly, Against int // homes and people who said so
	Settled         int // of them, who were told what changed
	Again           int // and said again how they stand
	Silent          int // and let the days pass in which they were asked again
	Agree           int // and agreed then
	Shown           []ProjectDissent
	Mine            *ProjectDissent // the reader's own word; nil for none
	May             bool            // the reader may say so now
	Why             residents.Reason
	For             string // for whom the reader acts; "" for themselves
}

// ProjectDissent is a word of partial agreement or refusal, with what changed for them.
type ProjectDissent struct {
	ID      string
	Who     string // 7 号楼的一户, never a name
	Stance  project.Stance
	Words   string
	When    string
	Shown   bool
	Changed string // "" before
	At      string
	Then    project.Stance // in the second round; "" before
	Silent  bool           // the days of the second round are over, and nothing was said in them
	Again   bool           // the reader may say again now
	Why     residents.Reason
}

// acts tells whether the reader has something to say here.
func (a ProjectAgreed) acts() bool { return a.Mine != nil && a.Mine.Again }

func (a ProjectAgreed) all() int { return a.Partly + a.Against }

// unshown are the words of others that they do not want shown.
func (a ProjectAgreed) unshown() int {
	if a.Mine != nil {
		return a.all() - len(a.Shown) - 1
	}
	return a.all() - len(a.Shown)
}

// asked are those for whom the second round is over.
func (a ProjectAgreed) asked() int { return a.Again + a.Silent }

func (a ProjectAgreed) digest() string {
	if a.all() == 0 {
		switch {
		case a.State == project.Full:
			return "完全同意，没有人不同意"
		case a.May:
			return "现在可以说不同意"
		}
		return ""
	}
	words := ""
	if a.State != project.NotAgreed {
		words = AgreementWord(a.State) + "："
	}
	words += strconv.Itoa(a.Partly) + " 份部分同意，" + strconv.Itoa(a.Against) + " 份不同意"
	if a.asked() == a.all() {
		return words + "；都答复了，再问过一次，" + strconv.Itoa(a.Agree) + " 份改为同意"
	}
	return words + "；答复了 " + strconv.Itoa(a.Settled) + " 份"
}

// ProjectClearance is another body's word that the project needs.
type ProjectClearance struct {
	To, Words, Asked, Due string
	Late                  bool
	Kind                  project.ClearanceKind
	State                 project.ClearanceState // "" where it was not asked yet
	Answer, Decided       string
}

func (v *ProjectView) clearancesDigest() string {
	if len(v.Clearances) == 0 {
		return ""
	}
	c := v.Clearances[len(v.Clearances)-1]
	if c.State == "" {
		return ClearanceWord(c.Kind) + "，还没有请示"
	}
	words, _ := ClearanceTag(c.State)
	return said(c.To+words, ClearanceWord(c.Kind))
}

// ProjectNotice is a public notice with its clock and the objections to it.
type ProjectNotice struct {
	Seq        int
	Part       string // tells its form apart
	Kind       project.NoticeKind
	Line       NoticeLine
	Words      string
	Source     string
	Changes    []ProjectChange // of a change that waits: what it turns into what
	Over       string          // 12 月 5 日满期; "" while it runs
	Note       string          // 变更生效; "" for none
	Running    bool
	Objections []TopicObjection
	May        bool
	Why        residents.Reason
	For        string
}

// ProjectChange is one thing that a change turns into another.
type ProjectChange struct{ Name, Was, Is string }

func (v *ProjectView) noticeOpen() bool {
	for _, n := range v.Notices {
		if n.Running {
			return true
		}
	}
	return false
}

func (v *ProjectView) noticesDigest() string {
	if len(v.Notices) == 0 {
		return ""
	}
	n := v.Notices[0]
	words := ProjectNoticeWord(n.Kind) + clockWords(n.Line.Day, n.Line.Days)
	if n.Over != "" {
		words = ProjectNoticeWord(n.Kind) + n.Over
	}
	if len(v.Notices) > 1 {
		words = count(len(v.Notices), "次公示，最近：") + words
	}
	all, answered := 0, 0
	for _, one := range v.Notices {
		for _, o := range one.Objections {
			all++
			if o.Reply != "" {
				answered++
			}
		}
	}
	if all > 0 {
		words += "；" + count(all, "条异议，答复 ") + strconv.Itoa(answered) + " 条"
	}
	return words
}

func objectForm(part string) string { return "project-object-" + part }

func againForm(id string) string { return "say-again-" + id }

// StanceOptions are the stances as a form offers them.
func StanceOptions(all ...project.Stance) (options []Option) {
	for _, s := range all {
		options = append(options, Option{Value: string(s), Label: StanceWord(s), Hint: stanceHints[s]})
	}
	return options
}

var stanceHints = map[project.Stance]string{
	project.InPart: "大体同意，有一点要改", project.IsAgainst: "不同意这样做",
}
