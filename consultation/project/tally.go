package project

import (
	"slices"
	"strconv"

	"yishiting/residents"
)

// Tally is what the answers of a call come to, exactly. It is not for the public: Summarise makes of it what is.
type Tally struct {
	Answers   int
	Channels  map[Channel]int
	Questions []QuestionTally // in the call's order
}

// QuestionTally is what was answered to one question.
type QuestionTally struct {
	ID       string
	Asked    int   // answers of which it was asked
	Answered int   // of which it was answered
	Counts   []int // by option, from 1 at place 0; of a scale by number; nil of a text
}

// Question is the tally of one question; the zero QuestionTally where there is none.
func (t Tally) Question(id string) QuestionTally {
	for _, q := range t.Questions {
		if q.ID == id {
			return q
		}
	}
	return QuestionTally{}
}

// TallyOf counts the answers of a call as they are now.
func TallyOf(v interface {
	EachChoices(body, call string, fn func(choices string, channel Channel) error) error
	WordCounts(body, call string) (map[string]int, error)
}, c Call) (Tally, error) {
	count := newCounting(c)
	if err := v.EachChoices(c.Community, c.ID, count.add); err != nil {
		return Tally{}, err
	}
	words, err := v.WordCounts(c.Community, c.ID)
	if err != nil {
		return Tally{}, err
	}
	return count.tally(words), nil
}

// counting counts lines of choices.
type counting struct {
	call     Call
	t        Tally
	at       []int // by the number of a question: where it is in t.Questions; -1
	question int   // of the line read: whose choices are being counted
	channels [3]int
}

// channels are all, in the order in which they are shown.
var channels = [3]Channel{Online, Door, Paper}

func newCounting(c Call) *counting {
	count := &counting{call: c, at: make([]int, 1)}
	for i, q := range c.Questions {
		t := QuestionTally{ID: q.ID}
		if _, highest := q.bounds(); highest > 0 {
			t.Counts = make([]int, highest)
		}
		count.t.Questions = append(count.t.Questions, t)
		n, _ := strconv.Atoi(q.ID) // ids are numbers: see checkQuestions
		for len(count.at) <= n {
			count.at = append(count.at, -1)
		}
		count.at[n] = i
	}
	count.at[0] = -1
	return count
}

// add counts an answer.
func (c *counting) add(choices string, channel Channel) error {
	c.t.Answers++
	i := slices.Index(channels[:], channel)
	if i < 0 {
		return residents.ErrChoice
	}
	c.channels[i]++
	c.question = 0
	return eachChoice(choices, func(question, option int) bool {
		if question >= len(c.at) || c.at[question] < 0 {
			return false
		}
		q := &c.t.Questions[c.at[question]]
		if option < 1 || option > len(q.Counts) {
			return false
		}
		if q.Counts[option-1]++; c.question != question {
			c.question = question
			q.Answered++
		}
		return true
	})
}

// tally is what was counted, with how many have a text to each question.
func (c *counting) tally(words map[string]int) Tally {
	for i, q := range c.call.Questions {
		t := &c.t.Questions[i]
		t.Asked = c.t.Answers
		if q.If != nil {
			t.Asked = c.t.Question(q.If.Question).Counts[q.If.Option-1]
		}
		if q.Kind == Text {
			t.Answered = words[q.ID]
		}
	}
	c.t.Channels = map[Channel]int{}
	for i, channel := range channels {
		c.t.Channels[channel] = c.channels[i]
	}
	return c.t
}
