package project

import (
	"strconv"
	"strings"

	"yishiting/calendar"
	"yishiting/residents"
)

// Limits of an import of 12345 counts.
const (
	MaxHotlineLines = 200
	MaxHotlineCases = 100_000 // of one theme
	MaxHotlineDays  = 366
)

// HotlineCount is how many cases of 12345 there were of a theme.
type HotlineCount struct {
	Theme string
	N     int
}

// ReadHotline reads counts of cases by theme, one a line: 主题,件数. Lines left empty are
// passed over. The error is a residents.FieldError of the field "text" with the line's number:
// ErrHotlineLine, ErrThemeTwice, and residents.ErrPersonal where a line has somebody's number
// in it: callers stay out.
func ReadHotline(text string) ([]HotlineCount, error) {
	clean, reason := residents.CleanText(text, MaxHotlineLines*(MaxTheme+20), false)
	if reason != "" {
		return nil, &residents.FieldError{Field: "text", Reason: reason, Limit: MaxHotlineLines * (MaxTheme + 20)}
	}
	var all []HotlineCount
	seen := map[string]bool{}
	line := 0
	for one := range strings.SplitSeq(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n") {
		line++
		if one, _ = residents.CleanText(one, len(clean)+1, true); one == "" {
			continue
		}
		count, reason := readHotlineLine(one)
		switch {
		case reason != "":
		case seen[count.Theme]:
			reason = ErrThemeTwice
		case len(all) == MaxHotlineLines:
			return nil, over("text", MaxHotlineLines)
		}
		if reason != "" {
			return nil, &residents.FieldError{Field: "text", Reason: reason, Line: line}
		}
		seen[count.Theme] = true
		all = append(all, count)
	}
	if len(all) == 0 {
		return nil, refuse("text", residents.ErrEmpty)
	}
	return all, nil
}

// hotlineMarks are what stands between theme and number in the lists of offices, and figures of full width.
var hotlineMarks = strings.NewReplacer("，", ",", "\t", ",", "；", ",", ";", ",",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

func readHotlineLine(line string) (HotlineCount, residents.Reason) {
	line = hotlineMarks.Replace(line)
	if residents.HoldsPersonalNumber(line) {
		return HotlineCount{}, residents.ErrPersonal
	}
	i := strings.LastIndexByte(line, ',')
	if i < 0 {
		if i = strings.LastIndexByte(line, ' '); i < 0 { // a tab was read as a blank
			return HotlineCount{}, ErrHotlineLine
		}
	}
	theme, reason := residents.CleanText(line[:i], MaxTheme, true)
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line[i+1:]), "件")))
	switch {
	case reason != "":
		return HotlineCount{}, reason
	case theme == "" || err != nil || n < 1 || n > MaxHotlineCases:
		return HotlineCount{}, ErrHotlineLine
	}
	return HotlineCount{theme, n}, ""
}

// ImportHotline notes counts of 12345 cases of some days as needs, and tells how many themes there
// were. The same days again correct the numbers of the themes that are named.
func ImportHotline(tx CallTx, by residents.Sender, body, text string, since, until calendar.Day) (int, error) {
	if err := MayNoteNeed(by.Standing, body, by.Now); err != nil {
		return 0, err
	}
	b, err := tx.CommunityByID(body)
	if err != nil {
		return 0, err
	}
	switch {
	case since.IsZero():
		return 0, refuse("since", residents.ErrDate)
	case until.IsZero(), until.Before(since), calendar.DayOf(by.Now, b.Location()).Before(until), calendar.DaysBetween(since, until) >= MaxHotlineDays:
		return 0, refuse("until", residents.ErrDate)
	}
	counts, err := ReadHotline(text)
	if err != nil {
		return 0, err
	}
	for i, c := range counts {
		err := noteNeed(tx, Need{
			Community: body, ID: by.ID + "-" + strconv.Itoa(i+1), Theme: c.Theme, Source: FromHotline, Ref: since.String() + "/" + until.String(),
			N: c.N, Since: since, Until: until, By: by.Resident.ID, At: by.Now,
		})
		if err != nil {
			return 0, err
		}
	}
	return len(counts), nil
}
