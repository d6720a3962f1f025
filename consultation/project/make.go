package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
	if p.Content, err = checkContent(tx, b, today, Content{}, c); err != nil {
		return p, err
	}
	n, err := tx.LastProjectNumber(body, today.Year)
	if err != nil {
		return p, err
	}
	p.Number, p.Round, p.LookBacks = fmt.Sprintf("L%04d-%03d", today.Year, n+1), 1, lookBacks(c.LookBacks)
	if err := tx.AddProject(p); err != nil {
		return p, err
	}
	w := work{tx: tx, by: by, body: b, p: p}
	err = w.record("project-made", struct {
		named
		Kind   Kind    `json:"kind"`
		Field  Field   `json:"field"`
		Places []Place `json:"places"`
	}{w.named(), p.Kind, p.Field, p.Places})
	if err != nil {
		return p, err
	}
	return p, w.tellCase("progress", "按民意立项办理，项目 "+p.Number+"「"+p.Title+"」。")
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
	if w.p.Content, err = checkContent(tx, w.body, w.today(), w.p.Content, c); err != nil {
		return err
	}
	w.p.LookBacks = lookBacks(c.LookBacks)
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-edited", struct {
		named
		Places []Place `json:"places"`
	}{w.named(), w.p.Places})
}

// checkContent takes of c what a form may say, into was.
func checkContent(tx Tx, body residents.Community, today calendar.Day, was, c Content) (Content, error) {
	var err error
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
	if was.Topic, err = checkTopic(tx, body, c.Topic); err != nil {
		return was, err
	}
	if was.Calls, err = checkCalls(tx, body.ID, c.Calls); err != nil {
		return was, err
	}
	was.Needs, err = checkNeeds(c.Needs)
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

func checkCalls(tx Tx, body string, ids []string) ([]string, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for _, id := range ids {
		c, err := tx.Call(body, id)
		if err == residents.ErrNotFound || err == nil && (c.Purpose == ForLookBack || c.State == CallWithdrawn) {
			return nil, field("calls", residents.ErrChoice)
		}
		if err != nil {
			return nil, err
		}
	}
	return ids, tooMany("calls", len(ids))
}

func checkNeeds(ids []string) ([]string, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for _, id := range ids {
		if !residents.ValidID(id) {
			return nil, field("needs", residents.ErrChoice)
		}
	}
	return ids, tooMany("needs", len(ids))
}

// MaxLinked is how many calls, and how many needs, a project may come from.
const MaxLinked = 30

func tooMany(name string, n int) error {
	if n > MaxLinked {
		return &residents.FieldError{Field: name, Reason: residents.ErrTooMany, Limit: MaxLinked}
	}
	return nil
}

// lookBacks are months after completion, sorted, from 0 to 24; without any 0, 3 and 12.
func lookBacks(months []int) []int {
	months = slices.DeleteFunc(slices.Clone(months), func(m int) bool { return m < 0 || m > 24 })
	if len(months) == 0 {
		return []int{0, 3, 12}
	}
	months = append(months, 0) // on completion always
	slices.Sort(months)
	return slices.Compact(months)
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
	return w.record("project-negotiated", w.named())
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
	return w.tellCase("decision", "项目 "+w.p.Number+" 不立项："+w.p.Reason)
}

// tellCase says on the case from which a street's project comes how it stands. A case that the
// body holds no more is not its to speak on.
func (w work) tellCase(kind, words string) error {
	t := w.p.Topic
	if t.ID == "" || t.Community == w.p.Community {
		return nil
	}
	err := consultation.PostUpdate(w.tx, w.by, t.Community, t.ID, kind, strings.TrimSpace(words))
	if err == consultation.ErrNotHolder || err == residents.ErrNotYours || err == consultation.ErrClosed {
		return nil
	}
	return err
}
