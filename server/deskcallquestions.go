package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
)

// draftQuestion is a question of a draft as it is typed, by the fields that it has: "" are its words.
type draftQuestion map[string]string

// questionParts are the fields of a question.
var questionParts = []string{"", "kind", "options", "must", "most", "if"}

// questionPart is the name of a field of the n-th question.
func questionPart(n int, part string) string {
	name := "q" + strconv.Itoa(n)
	if part != "" {
		name += "-" + part
	}
	return name
}

// questionsIn is how many questions stand in a form.
func questionsIn(typed map[string]string) (n int) {
	for n < project.MaxQuestions && typed[questionPart(n+1, "kind")] != "" {
		n++
	}
	return n
}

func putQuestion(typed map[string]string, n int, q draftQuestion) {
	for _, part := range questionParts {
		typed[questionPart(n, part)] = q[part]
	}
}

// takeQuestions takes the questions out of what was typed.
func takeQuestions(typed map[string]string) (all []draftQuestion) {
	for n := 1; n <= questionsIn(typed); n++ {
		q := draftQuestion{"was": strconv.Itoa(n)}
		for _, part := range questionParts {
			q[part] = typed[questionPart(n, part)]
		}
		all = append(all, q)
	}
	for n := range all {
		for _, part := range questionParts {
			delete(typed, questionPart(n+1, part))
		}
	}
	return all
}

// changeQuestions does to the questions of what was typed what a button says: add-KIND, up-N,
// down-N, drop-N. It says what it did; anything else changes nothing.
func changeQuestions(typed map[string]string, do string) (said string) {
	what, which, _ := strings.Cut(do, "-")
	all := takeQuestions(typed)
	defer func() {
		for i, q := range renumbered(all) {
			putQuestion(typed, i+1, q)
		}
	}()
	if what == "add" {
		if len(all) == project.MaxQuestions || !slices.Contains([]string{"single", "multiple", "scale", "text"}, which) {
			return ""
		}
		q := draftQuestion{"kind": which, "must": yes(which != string(project.Text))}
		all = append(all, q)
		return "加了第 " + strconv.Itoa(len(all)) + " 题，" + pages.QuestionKindWord(project.QuestionKind(which)) + "。还没有存下。"
	}
	n, err := strconv.Atoi(which)
	if err != nil || n < 1 || n > len(all) {
		return ""
	}
	switch {
	case what == "drop":
		all = slices.Delete(all, n-1, n)
		return "删了第 " + which + " 题。还没有存下。"
	case what == "up" && n > 1:
		all[n-2], all[n-1] = all[n-1], all[n-2]
		return "第 " + which + " 题移到了第 " + strconv.Itoa(n-1) + " 题。还没有存下。"
	case what == "down" && n < len(all):
		all[n-1], all[n] = all[n], all[n-1]
		return "第 " + which + " 题移到了第 " + strconv.Itoa(n+1) + " 题。还没有存下。"
	}
	return ""
}

// renumbered lets branches follow the questions on which they hang; one whose question is gone, or
// no longer stands in front, is asked of everybody.
func renumbered(all []draftQuestion) []draftQuestion {
	now := map[string]int{}
	for i, q := range all {
		now[q["was"]] = i + 1
	}
	for i, q := range all {
		question, option, is := strings.Cut(q["if"], ".")
		if !is {
			continue
		}
		q = maps.Clone(q)
		if at := now[question]; at > 0 && at < i+1 {
			q["if"] = strconv.Itoa(at) + "." + option
		} else {
			q["if"] = ""
		}
		all[i] = q
	}
	return all
}
