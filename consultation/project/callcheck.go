package project

import (
	"slices"
	"strconv"
	"time"

	"yishiting/residents"
)

// What is checked of a call before it is kept, and again before it is published. Fields of
// the form: title, about, purpose, project, unit, places, coverage, opens, closes, questions,
// and of each question q1 (its words), q1-kind, q1-options, q1-most, q1-if.

func refuse(field string, reason residents.Reason) error {
	return &residents.FieldError{Field: field, Reason: reason}
}

func over(field string, limit int) error {
	return &residents.FieldError{Field: field, Reason: residents.ErrTooMany, Limit: limit}
}

// checkCall is the call as it is kept; what only the clock or a publication sets is taken out.
func checkCall(v CallView, c Call, now Instant) (Call, error) {
	var err error
	c.Month, c.Round, c.Units, c.Result = 0, 0, nil, nil
	if c.Title, err = residents.PublicText("title", c.Title, MaxTitle, true); err != nil {
		return c, err
	}
	if c.About, err = residents.PublicTextOrNone("about", c.About, MaxAbout, false); err != nil {
		return c, err
	}
	if err := checkPurpose(v, &c); err != nil {
		return c, err
	}
	if c.Unit != ByHousehold && c.Unit != ByResident {
		return c, refuse("unit", residents.ErrChoice)
	}
	if c.Coverage < 0 || c.Coverage > 100 {
		return c, &residents.FieldError{Field: "coverage", Reason: residents.ErrNumber, Limit: 100}
	}
	if err := checkHours(c.Opens, c.Closes, now); err != nil {
		return c, err
	}
	if c.Places, err = checkPlaces(v, c.Community, c.Places); err != nil {
		return c, err
	}
	c.Questions, err = checkQuestions(c.Questions)
	return c, err
}

func checkPurpose(v CallView, c *Call) error {
	switch c.Purpose {
	case ForNeeds:
		c.Project = ""
		return nil
	case ForProject:
		ok, err := v.AsksProject(c.Community, c.Project)
		if err == nil && !ok {
			err = refuse("project", ErrCallProject)
		}
		return err
	}
	return refuse("purpose", residents.ErrChoice) // looking back is for the clock
}

func checkHours(opens, closes, now Instant) error {
	switch {
	case opens.IsZero():
		return refuse("opens", residents.ErrDate)
	case !opens.Before(closes), !now.Before(closes):
		return refuse("closes", residents.ErrDate)
	case closes.Sub(opens) > MaxCallDays*24*time.Hour:
		return &residents.FieldError{Field: "closes", Reason: ErrCallDays, Limit: MaxCallDays}
	}
	return nil
}

// checkPlaces sees that places are the body's, or of a street those of its communities, each
// once: a building beside the whole of its community says nothing more.
func checkPlaces(v CallView, body string, asked []Place) (places []Place, err error) {
	if len(asked) > MaxPlaces {
		return nil, over("places", MaxPlaces)
	}
	for _, p := range asked {
		if err := checkPlace(v, body, p); err != nil {
			return nil, err
		}
		whole := p.Building != "" && slices.Contains(asked, Place{Community: p.Community})
		if !whole && !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	if len(places) == 0 {
		return nil, refuse("places", residents.ErrEmpty)
	}
	return places, nil
}

func checkPlace(v CallView, body string, p Place) error {
	c, err := v.CommunityByID(p.Community)
	if err == residents.ErrNotFound || err == nil && (c.Level != residents.LevelCommunity || c.ID != body && c.Parent != body) {
		return refuse("places", residents.ErrChoice)
	}
	if err != nil || p.Building == "" {
		return err
	}
	known, err := v.HasBuilding(p.Community, p.Building)
	if err == nil && !known {
		err = refuse("places", residents.ErrChoice)
	}
	return err
}

// checkQuestions numbers questions anew, in their order; branches follow.
func checkQuestions(asked []Question) ([]Question, error) {
	switch {
	case len(asked) == 0:
		return nil, refuse("questions", residents.ErrEmpty)
	case len(asked) > MaxQuestions:
		return nil, over("questions", MaxQuestions)
	}
	number := map[string]string{} // the new id by the old
	var all []Question
	for i, q := range asked {
		id := strconv.Itoa(i + 1)
		if q.ID == "" {
			q.ID = id
		}
		if number[q.ID] != "" {
			return nil, refuse("q"+id, ErrQuestionTwice)
		}
		number[q.ID] = id
		q.ID = id
		if q.If != nil {
			q.If = &Branch{number[q.If.Question], q.If.Option}
		}
		if err := q.checkQuestion(all); err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

// checkQuestion reads one question in place; before are those in front of it.
func (q *Question) checkQuestion(before []Question) (err error) {
	field := "q" + q.ID
	if q.Words, err = residents.PublicText(field, q.Words, MaxQuestion, true); err != nil {
		return err
	}
	if q.Kind != Multiple {
		q.Most = 0
	}
	switch q.Kind {
	case Single, Multiple:
		if q.Options, err = checkChoices(field+"-options", q.Options); err != nil {
			return err
		}
	case Scale, Text:
		q.Options = nil
	default:
		return refuse(field+"-kind", residents.ErrChoice)
	}
	if q.Most < 0 || q.Most > len(q.Options) {
		return &residents.FieldError{Field: field + "-most", Reason: residents.ErrNumber, Limit: len(q.Options)}
	}
	if q.If == nil {
		return nil
	}
	on, ok := CallContent{Questions: before}.question(q.If.Question)
	if !ok || on.Kind != Single || on.If != nil || q.If.Option < 1 || q.If.Option > len(on.Options) {
		return refuse(field+"-if", ErrBranch)
	}
	return nil
}

func checkChoices(field string, asked []string) ([]string, error) {
	var all []string
	for i, words := range asked {
		words, err := residents.PublicTextOrNone(field, words, MaxName, true)
		if err != nil {
			err.(*residents.FieldError).Line = i + 1
			return nil, err
		}
		if words == "" {
			continue // a line left empty
		}
		if slices.Contains(all, words) {
			return nil, &residents.FieldError{Field: field, Reason: ErrQuestionTwice, Line: i + 1}
		}
		all = append(all, words)
	}
	switch {
	case len(all) < 2:
		return nil, refuse(field, residents.ErrEmpty)
	case len(all) > MaxChoices:
		return nil, over(field, MaxChoices)
	}
	return all, nil
}
