package desk

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"yishiting/app/pages"
)

// StreetProjectsView is a street's or a district's list of all projects under it, those
// that do not come along first.
type StreetProjectsView struct {
	Frame
	Style   string // address of the list's own style
	Filters []pages.DeskLink
	Bodies  []pages.Option
	Stage   string // filter: "" all, stuck, or a stage
	Only    string // slug of the body whose projects are shown; "" all
	Lines   []StreetProject
	Older   string // address of the next page; "" on the last
	Source  string // of what standing still is
	Year    string // of the report that is led to
}

// StreetProject is a project in the list.
type StreetProject struct {
	Title, Href, Number, Body string
	Stage, Tone               string
	Troubles                  []string // 节点逾期 4 天; none where it comes along
	Quiet                     string   // 3 天没有新进展; "" where a trouble says it
	Answered, Asked           int      // units of its calls; Asked 0: none was published
	Covered                   string   // 79/84（94%）
	Short                     int      // buildings below what was declared
	Planned, Committed, Paid  int64    // cents
	Rating                    string   // 满意 87%（64 份）; "" before it was rated
}

func (v *StreetProjectsView) Name() string  { return "desk-street-projects" }
func (v *StreetProjectsView) Title() string { return "全部项目" }

// Body is the list.
func (v *StreetProjectsView) Body() templ.Component { return streetProjects(v) }

// Address is the list of a stage, with more of the query as names and values.
func (v *StreetProjectsView) Address(stage string, more ...string) string {
	return v.address("", stage, more...)
}

// Save is where the list of the present filters is saved from; kind is .csv or .xlsx.
func (v *StreetProjectsView) Save(kind string) string { return v.address(kind, v.Stage) }

func (v *StreetProjectsView) address(kind, stage string, more ...string) string {
	q := url.Values{}
	for i := 0; i < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	if stage != "" {
		q.Set("stage", stage)
	}
	if v.Only != "" {
		q.Set("body", v.Only)
	}
	return strings.TrimSuffix(v.To("desk/projects/all")+kind+"?"+q.Encode(), "?")
}
