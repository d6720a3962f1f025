package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// sense gives what a machine can see to be wrong with the English of a page. What is marked as Chinese is a name to it.
func sense(root *html.Node, found func(fault string)) {
	for _, l := range linesOf(root) {
		for _, f := range faultsOf(l) {
			found(fmt.Sprintf("%s: %s: %s", f, l.in, l.text))
		}
	}
}

// lineOf is what stands between two breaks of lines of a page, and the element it is in.
type lineOf struct{ in, text string }

// name stands for what is marked as Chinese.
const name = "〔〕"

// inLine are the elements in which a line goes on.
var inLine = []string{"a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "time"}

// linesOf reads a page line by line, and what its elements are called.
func linesOf(root *html.Node) (all []lineOf) {
	var b strings.Builder
	within := ""
	end := func() {
		if text := strings.Join(strings.Fields(b.String()), " "); text != "" {
			all = append(all, lineOf{within, text})
		}
		b.Reset()
	}
	var read func(n *html.Node)
	read = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case slices.Contains([]string{"script", "style", "title", "textarea", "option", "svg"}, n.Data):
			return
		case n.Data != "html" && strings.HasPrefix(attribute(n, "lang"), "zh"):
			if !slices.Contains(inLine, n.Data) {
				end()
				return
			}
			b.WriteString(name)
			return
		case n.Data == "code" || n.Data == "pre" || strings.Contains(attribute(n, "class"), "hash"):
			return
		}
		breaks := n.Type == html.ElementNode && !slices.Contains(inLine, n.Data)
		if breaks {
			end()
			within = n.Data
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"alt", "aria-label", "placeholder", "title"}, a.Key) && !quoting.MatchString(a.Val) {
				all = append(all, lineOf{a.Key, a.Val})
			}
		}
		for c := range n.ChildNodes() {
			read(c)
		}
		if breaks {
			end()
			within = ""
		}
	}
	read(root)
	return all
}

// quoting finds a name in what cannot be marked in part.
var quoting = regexp.MustCompile(`\p{Han}`)

const capital = "a capital in a sentence"

// wrongs are what a line of English never holds.
var wrongs = []struct {
	what string
	is   *regexp.Regexp
}{
	{"Chinese punctuation", regexp.MustCompile(`[，。；：、（）「」『』！？《》【】]`)},
	{"a space before a mark", regexp.MustCompile(`[\pL\pN〕”] [.,;:!?)]( |$)`)},
	{"two marks", regexp.MustCompile(`[,;:.] ?[,;:.](\s|$)`)},
	{"words without a space", regexp.MustCompile(`\b[A-Za-z]*[a-z][A-Z][a-z]+\b|[a-z]〔|〕[A-Za-z]|\b[A-Z]?[a-z]{2,}[0-9]|\b[0-9]+[A-Z]?[a-z]{2,}\b|[a-z][,;:][A-Za-z]`)},
	{"one of many", regexp.MustCompile(`(^|[^\pN.,/:–-] )1 [a-z]+s\b`)},
	{"many of one", regexp.MustCompile(`\b([02-9]|[1-9][0-9,]*[02-9]) (day|hour|minute|month|year|person|household|resident|place|seat|vote|ballot|answer|topic|shift|project|item|entry|building|objection|copy|photo|milestone|call)\b`)},
	{capital, regexp.MustCompile(`[,;] (At|Only|The|If|Once|When|Until|More|Each|Every|Aged|Agreed|You|Your|This|With|From|To|By|In|For)\b`)},
}

// proper are words that are written as they are, and figures with their units.
var proper = regexp.MustCompile(`\b(WeChat|DingTalk|HarmonyOS|iPhone|iPad|JavaScript|PostgreSQL|[0-9]+th|1st|2nd|3rd|www[0-9]+)\b|\b1 (is|was|has|means|comes|needs|counts|plus|this)\b`)

// codes are what only a machine reads.
var codes = regexp.MustCompile(`[0-9a-f]{8,}\S*|\S*[+/=]{1,2}$`)

// faultsOf are what is wrong with a line.
func faultsOf(l lineOf) (all []string) {
	text := proper.ReplaceAllString(codes.ReplaceAllString(l.text, ""), "It")
	for _, w := range wrongs {
		if list := l.in == "dd" && w.what == capital; !list && w.is.MatchString(text) { // names of facts, one after another
			all = append(all, w.what)
		}
	}
	if slices.Contains([]string{"h1", "h2", "h3", "button", "summary", "legend", "label"}, l.in) && text[0] >= 'a' && text[0] <= 'z' {
		all = append(all, "begins small")
	}
	for _, m := range weekdays.FindAllStringSubmatch(text, -1) {
		if !onWeekday(m[1], m[2], m[3]) {
			all = append(all, "not that weekday")
		}
	}
	return all
}

var weekdays = regexp.MustCompile(`\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) ([0-9]+ (?:January|February|March|April|May|June|July|August|September|October|November|December))( 20[0-9]{2})?\b`)

// onWeekday tells whether a day is a weekday, in the year it names or in one around the sample's.
func onWeekday(weekday, day, year string) bool {
	years := []string{" 2025", " 2026", " 2027"}
	if year != "" {
		years = []string{year}
	}
	return slices.ContainsFunc(years, func(year string) bool {
		at, err := time.Parse("2 January 2006", day+year)
		return err == nil && at.Weekday().String() == weekday
	})
}

// What is wrong with a line is found, and nothing with one that is right.
func TestSense(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ in, text, want string }{
		{"p", "3 days left, until Saturday 28 November 2026, 14:00.", ""},
		{"p", "1 day left in “〔〕”, closes 9 November (WeChat).", ""},
		{"p", "Topic 1：〔〕", "Chinese punctuation"},
		{"p", "Counts for flat 101 .", "a space before a mark"},
		{"p", "Passed, . Then", "two marks"},
		{"p", "8 days leftbyThe residents", "words without a space"},
		{"p", "Signed up〔〕", "words without a space"},
		{"p", "9days left", "words without a space"},
		{"p", "1 days left", "one of many"},
		{"p", "2 day left", "many of one"},
		{"p", "Entitled 42, At least 28", "a capital in a sentence"},
		{"h3", "signed up", "begins small"},
		{"p", "Sunday 28 November 2026", "not that weekday"},
	} {
		if got := strings.Join(faultsOf(lineOf{row.in, row.text}), ", "); got != row.want {
			t.Errorf("%s: %q, not %q", row.text, got, row.want)
		}
	}
}
