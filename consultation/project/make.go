package project

import (
	"cmp"
	"fmt"
	"slices"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// MayMake is nil for whoever may bring a project on its way in the body.
func MayMake(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.KeepProject, residents.Matter{Body: body}, now)
}

// MakeProject brings a project on its way: needs are being collected. Its id is the command's.
func MakeProject(tx Tx, by residents.Sender, body string, c Content) (Project, error) {
	p := Project{Community: body, ID: by.ID, Stage: Collect, Version: 1, ChangedAt: by.Now, MadeBy: by.Resident.ID, MadeAt: by.Now}
	if err := MayMake(by.Standing, body, by.Now); err != nil {
		return p, err
	}
	b, err := tx.CommunityByID(body)
	if err != nil {
		return p, err
	}
	today := calendar.DayOf(by.Now, b.Location())
	if p.Content, err = checkContent(tx, b, today, p, c); err != nil {
		return p, err
	}
	n, err := tx.LastProjectNumber(body, today.Year)
	if err != nil {
		return p, err
	}
	p.Number, p.Round = fmt.Sprintf("L%04d-%03d", today.Year, n+1), 1
	if err := tx.AddProject(p); err != nil {
		return p, err
	}
	w := work{tx: tx, by: by, body: b, p: p}
	if err := w.recordAbout("project-made"); err != nil {
		return p, err
	}
	return p, w.tellCase("progress", "按民意立项办理，开始征集民意。")
}

// EditProject writes anew what a project is about, whom it concerns and where it comes from,
// before anything was decided. version is the one the form was drawn for: ErrChanged where
// somebody else was quicker.
func EditProject(tx Tx, by residents.Sender, body, id string, version int, c Content) error {
	w, err := workOn(tx, by, Edit, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.p.Version != version {
		return ErrChanged
	}
	was := w.p.Content
	if w.p.Content, err = checkContent(tx, w.body, w.today(), w.p, c); err != nil {
		return err
	}
	if len(was.Options) > 0 && !was.asksTheSame(w.p.Content) {
		w.p.ListedAt = by.Now
	}
	if err := w.keep(); err != nil {
		return err
	}
	return w.recordAbout("project-edited")
}

// asksTheSame tells whether whoever was asked about the one was asked about the other: the
// matter, whom it concerns, and what a vote on it must reach. Where not, what was voted or
// granted before decides no more.
func (c Content) asksTheSame(other Content) bool {
	return c.Title == other.Title && c.Problem == other.Problem && c.Topic == other.Topic && slices.Equal(c.Places, other.Places) &&
		c.Land == other.Land && c.Turnout == other.Turnout && c.Support == other.Support
}

// aboutFacts are what the record says of a project's content: whom it concerns, and what its
// gates depend on.
type aboutFacts struct {
	named
	Kind      Kind    `json:"kind"`
	Field     Field   `json:"field"`
	Places    []Place `json:"places"`
	Important bool    `json:"important"`
	Land      bool    `json:"land"`
	Turnout   int     `json:"turnout"`
	Support   int     `json:"support"`
	// Topic is the topic of the month from which it comes, as place/number.
	Topic string   `json:"topic,omitempty"`
	Calls []string `json:"calls,omitempty"` // numbers of the calls that it comes from
	Needs []string `json:"needs,omitempty"` // ids of the needs that it answers
}

// recordAbout puts on the record what the project is about, and where it comes from.
func (w work) recordAbout(kind string) error {
	p := w.p
	facts := aboutFacts{w.named(), p.Kind, p.Field, p.Places, p.Important, p.Land, p.Turnout, p.Support, "", nil, p.Needs}
	if p.Topic.ID != "" {
		t, err := w.tx.Topic(p.Topic.Community, p.Topic.ID)
		if err != nil {
			return err
		}
		facts.Topic = t.Community + "/" + t.Number
	}
	for _, id := range p.Calls {
		c, err := w.tx.Call(p.Community, id)
		if err != nil {
			return err
		}
		facts.Calls = append(facts.Calls, c.Number)
	}
	return w.record(kind, facts)
}

// checkContent takes of c what a form may say, into the content of p.
func checkContent(tx Tx, body residents.Community, today calendar.Day, p Project, c Content) (Content, error) {
	was, err := p.Content, error(nil)
	if was.Title, err = residents.PublicText("title", c.Title, MaxTitle, true); err != nil {
		return was, err
	}
	if was.Problem, err = residents.PublicText("problem", c.Problem, MaxProblem, false); err != nil {
		return was, err
	}
	switch {
	case !slices.Contains([]Kind{Asked, Applied, Pushed}, c.Kind):
		return was, field("kind", residents.ErrChoice)
	case !slices.Contains([]Field{Works, Benefit, Resource}, c.Field):
		return was, field("field", residents.ErrChoice)
	case c.Turnout < 0 || c.Turnout > 100:
		return was, &residents.FieldError{Field: "turnout", Reason: residents.ErrNumber, Limit: 100}
	case c.Support < 0 || c.Support > 100:
		return was, &residents.FieldError{Field: "support", Reason: residents.ErrNumber, Limit: 100}
	}
	was.Kind, was.Field, was.Important, was.Land = c.Kind, c.Field, c.Important, c.Land
	was.Turnout, was.Support = cmp.Or(c.Turnout, ApprovalRulesAt(today).Turnout), c.Support
	if was.Places, err = checkPlaces(tx, body.ID, c.Places); err != nil {
		return was, err
	}
	if c.Topic != was.Topic { // a case that went back since stays the one from which the project comes
		if was.Topic, err = checkTopic(tx, body, c.Topic); err != nil {
			return was, err
		}
	}
	if was.Calls, err = checkCalls(tx, p, c.Calls); err != nil {
		return was, err
	}
	if was.LookBacks, err = CheckLookBacks(c.LookBacks); err != nil {
		return was, err
	}
	if len(was.LookBacks) == 0 {
		was.LookBacks = DeliveryRulesAt(today).LookBacks
	}
	was.Needs, err = checkNeeds(tx, p.Community, c.Needs)
	return was, err
}

// checkTopic wants a public topic of the body, or a case that the body holds.
func checkTopic(tx Tx, body residents.Community, ref TopicRef) (TopicRef, error) {
	if ref.ID == "" {
		return TopicRef{}, nil
	}
	t, err := tx.Topic(ref.Community, ref.ID)
	if err == residents.ErrNotFound || err == nil && !t.State.Public() {
		return ref, field("topic", residents.ErrChoice)
	}
	if err != nil || t.Community == body.ID {
		return ref, err
	}
	steps, err := tx.Handovers(t.Community, t.ID)
	if err == nil && consultation.Holder(t, steps) != body.ID {
		err = field("topic", residents.ErrChoice)
	}
	return ref, err
}

// checkCalls wants calls about needs, or about this project, of its body.
func checkCalls(tx Tx, p Project, ids []string) ([]string, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for _, id := range ids {
		c, err := tx.Call(p.Community, id)
		other := c.Purpose == ForLookBack || c.Purpose == ForProject && c.Project != p.ID
		if err == residents.ErrNotFound || err == nil && (other || c.State == CallWithdrawn) {
			return nil, field("calls", residents.ErrChoice)
		}
		if err != nil {
			return nil, err
		}
	}
	return ids, tooMany("calls", len(ids))
}

// checkNeeds wants needs that the body has noted.
func checkNeeds(tx Tx, body string, ids []string) ([]string, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if err := tooMany("needs", len(ids)); err != nil {
		return nil, err
	}
	ok, err := tx.HasNeeds(body, ids)
	if err == nil && !ok {
		err = field("needs", residents.ErrChoice)
	}
	return ids, err
}

// MaxLinked is how many calls, and how many needs, a project may come from.
const MaxLinked = 30

func tooMany(name string, n int) error {
	if n > MaxLinked {
		return &residents.FieldError{Field: name, Reason: residents.ErrTooMany, Limit: MaxLinked}
	}
	return nil
}

// OpenNegotiation goes on from collecting to negotiating: those concerned were asked.
func OpenNegotiation(tx Tx, by residents.Sender, body, id string) error {
	w, err := workOn(tx, by, Open, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	w.p.Stage = Negotiate
	if err := w.keep(); err != nil {
		return err
	}
	if err := w.record("project-negotiated", w.named()); err != nil {
		return err
	}
	return w.tellCase("progress", "已听取意见，开始协商方案。")
}

// StudyProject notes that the Party organisation has studied the matter (城市居民委员会组织法 第三十条).
func StudyProject(tx Tx, by residents.Sender, body, id string, on calendar.Day, note string) error {
	w, err := workOn(tx, by, NoteStudy, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if on.IsZero() || w.today().Before(on) {
		return field("on", residents.ErrDate)
	}
	if w.p.StudyNote, err = residents.PublicText("note", note, MaxWords, false); err != nil {
		return err
	}
	w.p.StudiedOn = on
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-studied", struct {
		named
		On   string `json:"on"`
		Note string `json:"note"`
	}{w.named(), on.String(), w.p.StudyNote})
}

// DropProject gives a project up before it is approved, with a reason that everybody reads.
func DropProject(tx Tx, by residents.Sender, body, id, reason string) error {
	w, err := workOn(tx, by, Drop, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.p.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	if err := w.closeNotices(); err != nil {
		return err
	}
	w.p.Stage = Dropped
	if err := w.keep(); err != nil {
		return err
	}
	err = w.record("project-dropped", struct {
		named
		Reason string `json:"reason"`
	}{w.named(), w.p.Reason})
	if err != nil {
		return err
	}
	if err := w.tellSpoken("project-dropped"); err != nil {
		return err
	}
	return w.tellCase("decision", "不立项："+w.p.Reason)
}
