package desk

import (
	"github.com/a-h/templ"

	"yishiting/app/pages"
)

// ProjectYearView is the yearly report on projects, at the desk of a street or a district.
type ProjectYearView struct {
	Frame
	pages.ProjectYear
}

func (v *ProjectYearView) Name() string  { return "desk-project-year" }
func (v *ProjectYearView) Title() string { return v.Heading }

// Body is the report.
func (v *ProjectYearView) Body() templ.Component { return pages.ReportPage(v.ProjectYear) }
