package pages

import (
	"strconv"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// ProjectPlan is how it is carried out, with what is late.
type ProjectPlan struct {
	Written      bool
	Scope        string
	Contractor   string
	Contract     string
	Checks       []string
	ApprovedCost int64
	ChangeShare  int // percent; a change of cost above it is put up for notice
	Milestones   []ProjectMilestone
}

// ProjectMilestone is a step of the plan with its day, and what was done about its being late.
type ProjectMilestone struct {
	Words, Due string
	Done       string // 12 月 3 日完成; "" while it is not
	Late       string // 逾期 3 天; "" while it is not
	Reminded   string // 12 月 6 日提醒过; "" for not
	State      string
	Orders     []TopicOrder
}

func (p ProjectPlan) digest() string {
	if !p.Written {
		return ""
	}
	done, late := 0, ""
	for _, m := range p.Milestones {
		if m.Done != "" {
			done++
		} else if late == "" {
			late = m.Late
		}
	}
	words := strconv.Itoa(len(p.Milestones)) + " 个节点，完成 " + strconv.Itoa(done) + " 个"
	if late != "" {
		words += "，" + late
	}
	return said(words, p.Contractor)
}

// ProjectMoney is the ledger: what was planned, what is bound, what was paid.
type ProjectMoney struct {
	Planned, Committed, Paid int64
	Lines                    []ProjectLine
	Entries                  []ProjectEntry // the latest first
	Files                    []ProjectFile
}

// ProjectLine is a line of the budget with what was done on it.
type ProjectLine struct {
	Words                    string
	Planned, Committed, Paid int64
}

// ProjectEntry is one entry of the ledger with its document.
type ProjectEntry struct {
	When, Line, Payee, Document, Note string
	Kind                              project.EntryKind
	Cents                             int64
	Back                              bool        // it takes another back
	File                              ProjectFile // zero: none
}

// ProjectFile is a document that anybody can fetch.
type ProjectFile struct{ Name, Href, Kind, Size, When string }

func (m ProjectMoney) digest() string {
	if len(m.Lines) == 0 {
		if len(m.Files) > 0 {
			return count(len(m.Files), "份文件")
		}
		return ""
	}
	return "计划 " + Money(m.Planned) + "，已签约 " + Money(m.Committed) + "，已支付 " + Money(m.Paid)
}

// most is the length of the whole bar: of the largest line.
func (m ProjectMoney) most() (most int64) {
	for _, l := range m.Lines {
		most = max(most, l.Planned, l.Committed)
	}
	return most
}

// signedMoney is an amount that may have been taken back: −600 元.
func signedMoney(cents int64) string {
	if cents < 0 {
		return "−" + Money(-cents)
	}
	return Money(cents)
}

// ProjectPost is a public post on the work with its pictures.
type ProjectPost struct {
	When     project.When
	At, Part string // 11 月 30 日; 居民监督员
	Text     string
	Pictures []Picture
}

var postParts = map[string]string{"supervisor": "居民监督员", "committee": "居委会", "street": "街道", "contractor": "物业、施工方"}

// WorkPartWord is in which part somebody reports on the work: 居民监督员.
func WorkPartWord(part string) string { return postParts[part] }

// ProjectReport is the form on which the reader reports.
type ProjectReport struct {
	May   bool
	Times []project.When
}

func (r ProjectReport) options() (all []Option) {
	for _, w := range r.Times {
		all = append(all, Option{Value: string(w), Label: WorkTimeWord(w)})
	}
	return all
}

func (v *ProjectView) postsDigest() string {
	photos := 0
	for _, p := range v.Posts {
		photos += len(p.Pictures)
	}
	switch {
	case len(v.Posts) == 0 && v.Report.May:
		return "还没有人报进展，您可以报"
	case len(v.Posts) == 0:
		return ""
	}
	return count(len(v.Posts), "条进展，") + count(photos, "张照片")
}

// pair is the first picture from before and the last from after; nil where one is missing.
func (v *ProjectView) pair() []Picture {
	var before, after *Picture
	for _, p := range v.Posts {
		for i := range p.Pictures {
			switch {
			case p.When == project.Before && before == nil:
				before = &p.Pictures[i]
			case p.When == project.After:
				after = &p.Pictures[i]
			}
		}
	}
	if before == nil || after == nil {
		return nil
	}
	one, two := *before, *after
	one.Caption, two.Caption = WorkTimeWord(project.Before), WorkTimeWord(project.After)
	return []Picture{one, two}
}

// ProjectSupervisor is a resident who watches the work, masked.
type ProjectSupervisor struct {
	By           Mark
	Mine         bool
	Since, Until string // "" for still
	Why          string // why no more
}

func (v *ProjectView) supervisorsDigest() string {
	now := 0
	for _, s := range v.Supervisors {
		if s.Until == "" {
			now++
		}
	}
	switch {
	case len(v.Supervisors) == 0:
		return ""
	case now == 0:
		return "现在没有人监督，正在另找"
	}
	return count(now, "位居民在监督")
}

// ProjectCheck is the completion check, on the spot.
type ProjectCheck struct {
	Items []string
	Round int
	Fine  int // who have signed that all is as it should be
	Signs []ProjectSign
	May   bool
	Why   residents.Reason // why the reader may not, where they might have
}

// ProjectSign is a resident's word on the check.
type ProjectSign struct {
	By             Mark
	Mine, Fine     bool
	Stale          bool // Fine, and the work or the plan changed since: what was seen is not what there is
	At             string
	Defect, Mended string
	MendedAt       string
}

func (c ProjectCheck) digest() string {
	if len(c.Signs) == 0 && !c.May {
		return ""
	}
	open := 0
	for _, s := range c.Signs {
		if s.Defect != "" && s.Mended == "" {
			open++
		}
	}
	words := "要 " + count(project.Signers, "位居民签字，签了 ") + strconv.Itoa(c.Fine) + " 位"
	if open > 0 {
		words += "，" + count(open, "个问题没改好")
	}
	return words
}

// ProjectRound is one look-back with its rates.
type ProjectRound struct {
	Title, When string
	Call        string // address of the call
	Open        bool   // it takes answers
	Rates       []ProjectRate
	Formula     string
}

// ProjectRate is one rate with its counts: 18 of 20.
type ProjectRate struct {
	Name, Formula string
	Rate          project.Rate
	Hidden        bool // while the look-back runs
}

func (v *ProjectView) ratesDigest() string {
	if len(v.Rounds) == 0 {
		return ""
	}
	last := v.Rounds[len(v.Rounds)-1]
	if last.Open {
		return last.Title + "，正在评价，" + last.When
	}
	words := last.Title
	for _, r := range last.Rates {
		words += "，" + r.Name + " " + r.percent()
	}
	return words
}

// percent is a rate in percent: 90%, 约 80%–95% where few answers hide it, 不公布.
func (r ProjectRate) percent() string {
	from, to, ok := r.Rate.Percent()
	switch {
	case r.Hidden:
		return "评价结束后公布"
	case !ok && r.Rate.Withheld:
		return "人数少，不公布"
	case !ok:
		return "没有人回答"
	case from == to:
		return strconv.Itoa(from) + "%"
	}
	return strconv.Itoa(from) + "%–" + strconv.Itoa(to) + "%"
}

// counts are the figures behind the percent.
func (r ProjectRate) counts() string {
	if _, _, ok := r.Rate.Percent(); !ok || r.Hidden {
		return ""
	}
	n := Grouped(int64(r.Rate.Least))
	if r.Rate.Most != r.Rate.Least {
		n += "–" + Grouped(int64(r.Rate.Most))
	}
	return n + " / " + Grouped(int64(r.Rate.Of))
}
