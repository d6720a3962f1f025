package store

import (
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// Answers to opinion calls. They stand with the community where the unit is; of a street's call
// in several.

const answerColumns = `community, body, call, unit, building, choices, channel, by_whom, ref, at`

// scanAnswer reads an answer without its texts.
func scanAnswer(r row) (a project.Answer, err error) {
	var choices string
	var at int64
	err = r.Scan(&a.Community, &a.Body, &a.Call, &a.Unit, &a.Building, &choices, &a.Channel, &a.By, &a.Ref, &at)
	if err != nil {
		return a, err
	}
	a.At = instant(at)
	a.Said.Choices, err = project.ReadLine(choices)
	return a, err
}

// AnswerOf is a unit's answer, with its texts; residents.ErrNotFound where it has none.
func (v *View) AnswerOf(community, body, call, unit string) (project.Answer, error) {
	a, err := one(v, scanAnswer, `SELECT `+answerColumns+` FROM call_answers WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, community, body, call, unit)
	if err != nil {
		return a, err
	}
	words, err := list(v, func(r row) (w [2]string, err error) { return w, r.Scan(&w[0], &w[1]) },
		`SELECT question, words FROM call_words WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, community, body, call, unit)
	a.Said.Words = map[string]string{}
	for _, w := range words {
		a.Said.Words[w[0]] = w[1]
	}
	return a, err
}

// AnswerOfSheet is the answer that was entered from a sheet, without texts.
func (v *View) AnswerOfSheet(community, body, call, sheet string) (project.Answer, error) {
	return one(v, scanAnswer, `SELECT `+answerColumns+` FROM call_answers WHERE community = $1 AND body = $2 AND call = $3 AND ref = $4 AND ref <> ''`, community, body, call, sheet)
}

// AnswersAt are the answers of a building, by unit, without texts.
func (v *View) AnswersAt(community, body, call, building string) ([]project.Answer, error) {
	return list(v, scanAnswer, `SELECT `+answerColumns+` FROM call_answers WHERE body = $2 AND call = $3 AND community = $1 AND building = $4 ORDER BY unit`, community, body, call, building)
}

// HasAnswers tells whether a call has one.
func (v *View) HasAnswers(body, call string) (bool, error) {
	_, err := one(v, number, `SELECT 1 FROM call_answers WHERE body = $1 AND call = $2 LIMIT 1`, body, call)
	if err == residents.ErrNotFound {
		return false, nil
	}
	return err == nil, err
}

// EachChoices calls fn with the choices of the answers to a call and how they came.
func (v *View) EachChoices(body, call string, fn func(choices string, channel project.Channel) error) error {
	if v.failed != nil {
		return v.failed
	}
	rows, err := v.line.query(v.ctx, `SELECT choices, channel FROM call_answers WHERE body = $1 AND call = $2`, []any{body, call})
	if err != nil {
		return v.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		var choices string
		var channel project.Channel
		if err := rows.Scan(&choices, &channel); err != nil {
			return v.fail(err)
		}
		if err := fn(choices, channel); err != nil {
			return err
		}
	}
	return v.fail(rows.Err())
}

// CoverageOf is the coverage of a call's places, building by building, in their order.
func (v *View) CoverageOf(c project.Call) ([]project.PlaceCoverage, error) {
	type count struct {
		project.Place
		n int
	}
	counts, err := list(v, func(r row) (k count, err error) { return k, r.Scan(&k.Community, &k.Building, &k.n) },
		`SELECT community, building, COUNT(*) FROM call_answers WHERE body = $1 AND call = $2 GROUP BY community, building`, c.Community, c.ID)
	answered := map[project.Place]int{}
	for _, k := range counts {
		answered[k.Place] = k.n
	}
	var all []project.PlaceCoverage
	for _, p := range c.Units {
		all = append(all, project.PlaceCoverage{PlaceUnits: p, Answered: answered[p.Place]})
	}
	return all, err
}

// WordCounts is how many answers to a call have a text, by question.
func (v *View) WordCounts(body, call string) (map[string]int, error) {
	return v.counts(`SELECT question, COUNT(*) FROM call_words WHERE body = $1 AND call = $2 GROUP BY question`, body, call)
}

// ThemeCount is how many answers to a call have a text under a theme.
func (v *View) ThemeCount(body, call, theme string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM (SELECT DISTINCT community, unit FROM call_words WHERE body = $1 AND call = $2 AND theme = $3) t`, body, call, theme)
	return int(n), err
}

// ThemeCounts is how many answers have a text under each theme; under "" those that stand under none yet.
func (v *View) ThemeCounts(body, call string) (map[string]int, error) {
	return v.counts(`SELECT theme, COUNT(*) FROM (SELECT DISTINCT community, unit, theme FROM call_words WHERE body = $1 AND call = $2) t GROUP BY theme`, body, call)
}

// Dropped is how many answers came for units that had one, by channel.
func (v *View) Dropped(body, call string) (map[project.Channel]int, error) {
	found, err := v.counts(`SELECT channel, SUM(n) FROM call_drops WHERE body = $1 AND call = $2 GROUP BY channel`, body, call)
	by := map[project.Channel]int{}
	for channel, n := range found {
		by[project.Channel(channel)] = n
	}
	return by, err
}

// counts are numbers by a text.
func (v *View) counts(query string, args ...any) (map[string]int, error) {
	type count struct {
		of string
		n  int
	}
	found, err := list(v, func(r row) (c count, err error) { return c, r.Scan(&c.of, &c.n) }, query, args...)
	by := map[string]int{}
	for _, c := range found {
		by[c.of] = c.n
	}
	return by, err
}

// AddAnswer keeps a unit's first answer. consultation.ErrAlready where it has one, or its sheet was entered.
func (tx *Tx) AddAnswer(a project.Answer) error {
	err := tx.add(consultation.ErrAlready, `INSERT INTO call_answers (`+answerColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.Community, a.Body, a.Call, a.Unit, a.Building, a.Said.Line(), string(a.Channel), a.By, a.Ref, micros(a.At))
	if err != nil {
		return err
	}
	return tx.addWords(a)
}

func (tx *Tx) addWords(a project.Answer) error {
	for question, words := range a.Said.Words {
		_, err := tx.exec(`INSERT INTO call_words (community, body, call, unit, question, words, theme) VALUES ($1, $2, $3, $4, $5, $6, '')
			ON CONFLICT (community, body, call, unit, question) DO UPDATE SET words = excluded.words,
				theme = CASE WHEN call_words.words = excluded.words THEN call_words.theme ELSE '' END`,
			a.Community, a.Body, a.Call, a.Unit, question, words)
		if err != nil {
			return err
		}
	}
	return nil
}

// SetAnswer writes a unit's answer anew. A text that stays as it was stays under its theme.
func (tx *Tx) SetAnswer(a project.Answer) error {
	err := tx.set(`UPDATE call_answers SET building = $5, choices = $6, channel = $7, by_whom = $8, ref = $9, at = $10
		WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`,
		a.Community, a.Body, a.Call, a.Unit, a.Building, a.Said.Line(), string(a.Channel), a.By, a.Ref, micros(a.At))
	if err != nil {
		return err
	}
	before, err := list(tx.View, text, `SELECT question FROM call_words WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, a.Community, a.Body, a.Call, a.Unit)
	if err != nil {
		return err
	}
	for _, question := range before {
		if _, still := a.Said.Words[question]; still {
			continue
		}
		if _, err := tx.exec(`DELETE FROM call_words WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4 AND question = $5`,
			a.Community, a.Body, a.Call, a.Unit, question); err != nil {
			return err
		}
	}
	return tx.addWords(a)
}

// RemoveAnswer takes out an answer in whose place another unit's stands.
func (tx *Tx) RemoveAnswer(a project.Answer) error {
	if _, err := tx.exec(`DELETE FROM call_words WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, a.Community, a.Body, a.Call, a.Unit); err != nil {
		return err
	}
	return tx.set(`DELETE FROM call_answers WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, a.Community, a.Body, a.Call, a.Unit)
}

// CountDrop adds one to the answers of a community that were dropped.
func (tx *Tx) CountDrop(community, body, call string, channel project.Channel) error {
	_, err := tx.exec(`INSERT INTO call_drops (community, body, call, channel, n) VALUES ($1, $2, $3, $4, 1)
		ON CONFLICT (community, body, call, channel) DO UPDATE SET n = call_drops.n + 1`, community, body, call, string(channel))
	return err
}

// MoveAnswer lets an answer, texts too, stand for another unit that has none.
func (tx *Tx) MoveAnswer(a project.Answer, unit string) error {
	return tx.set(`UPDATE call_answers SET unit = $5 WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, a.Community, a.Body, a.Call, a.Unit, unit)
}

// SetTheme puts a text under a theme; residents.ErrNotFound where the unit has said nothing to the question.
func (tx *Tx) SetTheme(community, body, call, unit, question, theme string) error {
	return tx.set(`UPDATE call_words SET theme = $6 WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4 AND question = $5`,
		community, body, call, unit, question, theme)
}

// loosenAnswers lets the answers of somebody who leaves stand, texts too, and lead to nobody: each
// by a unit of its own, so that they do not lead to each other either.
func (tx *Tx) loosenAnswers(community, resident string) error {
	mine := project.PersonUnit(resident)
	all, err := list(tx.View, scanAnswer, `SELECT `+answerColumns+` FROM call_answers WHERE community = $1 AND unit = $2`, community, mine)
	if err != nil {
		return err
	}
	for _, a := range all {
		err := tx.set(`UPDATE call_answers SET unit = $5, by_whom = CASE WHEN by_whom = $6 THEN '' ELSE by_whom END
			WHERE community = $1 AND body = $2 AND call = $3 AND unit = $4`, community, a.Body, a.Call, mine, "gone/"+NewToken(), resident)
		if err != nil {
			return err
		}
	}
	_, err = tx.exec(`UPDATE call_answers SET by_whom = '' WHERE community = $1 AND by_whom = $2 AND channel = 'online'`, community, resident)
	return err
}
