package project

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/residents"
)

// Choices of an answer as one line, as they are kept: "1:2 3:1,4" chooses option 2 of
// question 1, and 1 and 4 of question 3; of a scale the number stands for itself.

// Line is the choices as one line, questions and options in their order; "" for none.
func (s Said) Line() string {
	var ids []int
	for id := range s.Choices {
		if n, err := strconv.Atoi(id); err == nil {
			ids = append(ids, n)
		}
	}
	slices.Sort(ids)
	var b []byte
	for _, id := range ids {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(id), 10)
		for i, option := range s.Choices[strconv.Itoa(id)] {
			b = append(b, ":,"[min(i, 1)])
			b = strconv.AppendInt(b, int64(option), 10)
		}
	}
	return string(b)
}

// ReadLine is the choices of a line. residents.ErrChoice for what is no line.
func ReadLine(line string) (map[string][]int, error) {
	choices := map[string][]int{}
	err := eachChoice(line, func(question, option int) bool {
		id := strconv.Itoa(question)
		choices[id] = append(choices[id], option)
		return true
	})
	if err == nil && (Said{Choices: choices}).Line() != line {
		err = residents.ErrChoice // twice the same question, or written otherwise
	}
	return choices, err
}

// eachChoice calls fn for each choice of a line, without making anything: many are counted.
// residents.ErrChoice where the line is broken, or fn says false.
func eachChoice(line string, fn func(question, option int) bool) error {
	for i := 0; i < len(line); {
		question, next := figures(line, i)
		if next == i || next == len(line) || line[next] != ':' {
			return residents.ErrChoice
		}
		for more := true; more; {
			var option int
			from := next + 1
			if option, next = figures(line, from); next == from || !fn(question, option) {
				return residents.ErrChoice
			}
			more = next < len(line) && line[next] == ','
		}
		if i = next; i < len(line) {
			if line[i] != ' ' || i+1 == len(line) {
				return residents.ErrChoice
			}
			i++
		}
	}
	return nil
}

// figures reads a number of at most four figures from i on, and where it ends; i where there is none.
func figures(s string, i int) (n, end int) {
	for end = i; end < len(s) && end < i+4 && '0' <= s[end] && s[end] <= '9'; end++ {
		n = n*10 + int(s[end]-'0')
	}
	return n, end
}

// question is the question with that id; false where there is none.
func (c CallContent) question(id string) (Question, bool) {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return c.Questions[i], true
}

// put tells whether a question is asked of whoever chose so before.
func (q Question) put(said Said) bool {
	return q.If == nil || slices.Equal(said.Choices[q.If.Question], []int{q.If.Option})
}

// CheckSaid is what an answer says, as it is kept: options in order, texts clean. Otherwise it is
// a residents.FieldError of the field "q" and the question's id: residents.ErrUnknown for no
// question of the call, ErrNotPut for one that is not asked of whoever answers so,
// residents.ErrEmpty, residents.ErrChoice, ErrOverMost, and those of a text, in which no
// telephone or identity numbers stand.
func CheckSaid(c Call, said Said) (Said, error) {
	said = said.sorted()
	if err := c.known(said); err != nil {
		return Said{}, err
	}
	clean := Said{Choices: map[string][]int{}, Words: map[string]string{}}
	for _, q := range c.Questions {
		if err := q.check(said, &clean); err != nil {
			return Said{}, err
		}
	}
	if len(clean.Choices)+len(clean.Words) == 0 {
		return Said{}, &residents.FieldError{Field: "q1", Reason: residents.ErrEmpty}
	}
	return clean, nil
}

// sorted has each option once, in order.
func (s Said) sorted() Said {
	choices := map[string][]int{}
	for id, options := range s.Choices {
		choices[id] = slices.Compact(slices.Sorted(slices.Values(options)))
	}
	return Said{Choices: choices, Words: s.Words}
}

// known sees that nothing is said to what was not asked.
func (c Call) known(said Said) error {
	var ids []string
	for id, options := range said.Choices {
		if len(options) > 0 {
			ids = append(ids, id)
		}
	}
	for id, words := range said.Words {
		if strings.TrimSpace(words) != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		q, ok := c.question(id)
		if !ok {
			return &residents.FieldError{Field: "q" + id, Reason: residents.ErrUnknown}
		}
		if !q.put(said) {
			return &residents.FieldError{Field: "q" + id, Reason: ErrNotPut}
		}
	}
	return nil
}

// check reads what is said to one question into clean.
func (q Question) check(said Said, clean *Said) error {
	field := "q" + q.ID
	refused := func(reason residents.Reason, limit int) error {
		return &residents.FieldError{Field: field, Reason: reason, Limit: limit}
	}
	options := said.Choices[q.ID]
	if q.Kind == Text && len(options) > 0 || q.Kind != Text && strings.TrimSpace(said.Words[q.ID]) != "" {
		return refused(residents.ErrChoice, 0)
	}
	words, err := residents.PublicTextOrNone(field, said.Words[q.ID], MaxIdea, false)
	if err != nil {
		return err
	}
	most, highest := q.bounds()
	switch {
	case len(options) == 0 && words == "":
		if q.Must && q.put(said) {
			return refused(residents.ErrEmpty, 0)
		}
		return nil
	case q.Kind == Text:
		clean.Words[q.ID] = words
		return nil
	case options[0] < 1 || options[len(options)-1] > highest:
		return refused(residents.ErrChoice, 0)
	case len(options) > most:
		return refused(ErrOverMost, most)
	}
	clean.Choices[q.ID] = options
	return nil
}

// bounds are how many options an answer may have, and the highest of them.
func (q Question) bounds() (most, highest int) {
	switch {
	case q.Kind == Scale:
		return 1, ScaleMost
	case q.Kind == Multiple && q.Most > 0:
		return q.Most, len(q.Options)
	case q.Kind == Multiple:
		return len(q.Options), len(q.Options)
	}
	return 1, len(q.Options)
}
