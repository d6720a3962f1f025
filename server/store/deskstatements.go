package store

import (
	"time"

	"yishiting/consultation"
)

// DeskStatement is a statement with its topic and who made it; the page masks the name.
type DeskStatement struct {
	consultation.Statement
	Number, Title  string
	Name, Building string
}

const selectDeskStatement = `SELECT s.community, s.id, s.topic, s.author, s.side, s.words, s.at, s.state, s.reason, s.reply, s.reply_at, s.seen_by,
	t.number, t.title, residents.name, residents.building FROM statements s
	JOIN topics t ON t.community = s.community AND t.id = s.topic
	JOIN residents ON residents.community = s.community AND residents.id = s.author`

func scanDeskStatement(r row) (s DeskStatement, err error) {
	s.Statement, err = scanStatement(more{r, []any{&s.Number, &s.Title, &s.Name, &s.Building}})
	return s, err
}

// WaitingStatements are a body's statements that nobody at the desk has read, the
// oldest first, from the one after the given time and id.
func (v *View) WaitingStatements(body string, at time.Time, id string, limit int) ([]DeskStatement, error) {
	from := int64(0)
	if !at.IsZero() {
		from = micros(at)
	}
	return list(v, scanDeskStatement, selectDeskStatement+` WHERE s.community = $1 AND s.state = 'waiting'
		AND (s.at > $2 OR s.at = $2 AND s.id > $3) ORDER BY s.at, s.id LIMIT $4`, body, from, id, limit)
}

// OpenQuestions are the questions shown on topics still to be consulted that have
// no answer, the oldest first.
func (v *View) OpenQuestions(body string, limit int) ([]DeskStatement, error) {
	return list(v, scanDeskStatement, selectDeskStatement+` WHERE s.community = $1 AND s.state = 'shown' AND s.side = 'question'
		AND s.reply = '' AND t.state IN ('accepted', 'listed') ORDER BY s.at, s.id LIMIT $2`, body, limit)
}

// CallTopics are a body's topics of a month that were opened from 12345 calls, the newest first.
func (v *View) CallTopics(body, month string, limit int) ([]DeskTopic, error) {
	return list(v, scanDeskTopic, selectDeskTopic+` WHERE topics.community = $1 AND topics.cycle = $2 AND source = 'hotline'
		ORDER BY raised_at DESC, topics.id DESC LIMIT $3`, body, month, limit)
}
