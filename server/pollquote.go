package main

import (
	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/server/store"
)

// pollChoices are the topic's polls that fit, as a desk's form offers them; nil where none does.
func pollChoices(v *store.View, body, topic string, fits func(polls.Poll, string) bool) ([]pages.Option, error) {
	all, err := v.PollsOfTopic(body, topic)
	var choices []pages.Option
	for _, p := range all {
		if fits(p, topic) {
			quote, err := quoteOf(p)
			if err != nil {
				return nil, err
			}
			choices = append(choices, pages.Option{Value: p.ID, Label: p.Number + " " + p.Question + "：" + quote})
		}
	}
	if len(choices) > 0 {
		choices = append([]pages.Option{{Value: "", Label: "不引用"}}, choices...)
	}
	return choices, err
}

// quoteOf is a counted poll in a few words.
func quoteOf(p polls.Poll) (string, error) {
	f, err := p.Result()
	return pages.PollQuote(p, f), err
}

// quoted is the poll that an outcome quotes, as a page shows it; nil for "".
func quoted(v *store.View, at func(string) string, body, id string) (*pages.QuotedPoll, error) {
	if id == "" {
		return nil, nil
	}
	p, err := v.Poll(body, id)
	if err != nil {
		return nil, err
	}
	words, err := quoteOf(p)
	return &pages.QuotedPoll{Number: p.Number, Question: p.Question, Effect: pages.EffectWord(p.Effect), Words: words, Href: at("polls/" + id)}, err
}
