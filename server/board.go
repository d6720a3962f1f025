package main

import (
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

const (
	boardLines = 500 // communities on a board
	boardCases = 20  // cases on a page
)

// board is the page of a street or a district: which of its communities have met
// in the month, and which cases it has.
func (p *Portal) board(r *request, month calendar.Month) (answer, error) {
	page := &pages.BoardView{Frame: p.frame(r), Heading: pages.MonthWord(int(month.Month)) + " 社区月协商"}
	page.Present = month == calendar.MonthOf(r.today())
	if month.Year != r.today().Year {
		page.Heading = strconv.Itoa(month.Year) + " 年" + page.Heading
	}
	page.Earlier = page.To("months/" + month.Previous().String())
	page.Report = r.reportOfYear()
	if r.place.Level == residents.LevelSubdistrict {
		page.Projects = page.To("projects")
	}
	if !page.Present {
		page.Later = page.To("months/" + month.Next().String())
	}
	due, topic := caseKey(r.URL.Query().Get("after"))
	err := p.view(r, func(v *store.View) error {
		lines, err := v.MonthBelow(r.place, month.String(), boardLines)
		if err != nil {
			return err
		}
		r.boardLines(page, lines)
		if !page.Present {
			return nil
		}
		cases, err := v.CasesHeld(r.place.ID, due, topic, boardCases+1)
		if err != nil {
			return err
		}
		if len(cases) > boardCases {
			cases = cases[:boardCases]
			last := cases[boardCases-1]
			page.More = page.To("") + "?after=" + strconv.FormatInt(last.Due.UnixMicro(), 10) + "." + last.Topic
		}
		for _, c := range cases {
			page.Cases = append(page.Cases, r.caseLine(c))
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return show(page), nil
}

// caseKey reads the place from which the list of cases goes on; what is no place begins anew.
func caseKey(s string) (due time.Time, topic string) {
	at, id, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil || !residents.ValidID(id) {
		return time.Time{}, ""
	}
	return time.UnixMicro(n), id
}

// boardLines says of each community whether it has met, will, or why not.
func (r *request) boardLines(page *pages.BoardView, lines []store.MetLine) {
	met, reasons := 0, 0
	for _, c := range lines {
		line := pages.MetLine{Name: c.Name, Href: "/" + c.Slug}
		when := r.when(c.StartsAt)
		switch c.State {
		case consultation.MeetingClosed, consultation.MeetingPublished:
			met++
			line.State, line.Tone, line.Facts = "已开会", pages.ToneAct, []string{when}
		case consultation.MeetingAnnounced, consultation.MeetingOpen:
			line.State, line.Tone, line.Facts = "已公告", pages.TonePlain, []string{when}
		default:
			if c.Reason != "" {
				reasons++
				line.State, line.Tone, line.Names = "已说明理由", pages.TonePlain, []string{c.Reason}
			} else {
				line.State, line.Tone = "还没有开会", pages.ToneDue
			}
		}
		if r.place.Level == residents.LevelDistrict {
			line.Names = append([]string{c.Street}, line.Names...)
		}
		page.Lines = append(page.Lines, line)
	}
	page.Lead = strconv.Itoa(len(lines)) + " 个社区，" + strconv.Itoa(met) + " 个已开会，" + strconv.Itoa(reasons) + " 个说明了不开的理由，" +
		strconv.Itoa(len(lines)-met-reasons) + " 个还没有。"
}

// caseLine is a case from a community as the board of its holder shows it.
func (r *request) caseLine(c store.HeldCase) pages.TopicLine {
	line := pages.TopicLine{
		Title: c.Title, Href: "/" + c.Slug + "/topics/" + c.Topic, State: "正在办 · " + r.left(c.Due), Tone: pages.ToneAct,
		Facts: []string{c.Number}, Names: []string{c.Community},
	}
	if c.Offered {
		line.State = "待接收 · " + r.left(c.Due)
	}
	if c.Offered || !r.now.Before(c.Due) {
		line.Tone = pages.ToneDue
	}
	return line
}
