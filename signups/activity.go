package signups

import (
	"fmt"
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// State is where an activity stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Submitted State = "submitted" // waits for another person of the committee
	Open      State = "open"      // published: residents sign up
	Finished  State = "finished"  // every shift is over and its hours are settled
	Cancelled State = "cancelled"
)

// Public tells whether everybody reads an activity in this state.
func (s State) Public() bool { return s == Open || s == Finished || s == Cancelled }

// Post is what somebody does in a shift.
type Post struct {
	ID     string `json:"id"` // "1", "2", …
	Words  string `json:"words"`
	Seats  int    `json:"seats"` // places a shift, 1 to MaxSeats
	Skill  Skill  `json:"skill,omitempty"`
	MinAge int    `json:"min_age,omitempty"` // years; 0: none of its own
}

// Kind is what sort of thing is done in an activity, as the community's year in numbers sorts it.
type Kind string

// The kinds.
const (
	SortingKind Kind = "sorting" // 垃圾分类
	PatrolKind  Kind = "patrol"  // 小巷巡查
	VisitsKind  Kind = "visits"  // 陪伴探访
	ServiceKind Kind = "service" // 便民服务：义诊、理发、小修小补
	CleanKind   Kind = "clean"   // 清洁整治
	CultureKind Kind = "culture" // 文体教学
)

// Kinds are all, in the order in which they are offered and told.
var Kinds = []Kind{SortingKind, PatrolKind, VisitsKind, ServiceKind, CleanKind, CultureKind}

// Content is what of an activity is kept as one text.
type Content struct {
	Title     string `json:"title"`
	Kind      Kind   `json:"kind,omitempty"` // "": one of no kind in particular
	About     string `json:"about"`
	Place     string `json:"place"`
	Building  string `json:"building,omitempty"` // near which building; "" for the whole community
	Bring     string `json:"bring,omitempty"`
	Risky     bool   `json:"risky"` // a higher risk for body or health
	Road      bool   `json:"road"`  // on or beside traffic
	Insurance string `json:"insurance,omitempty"`
	Terms     string `json:"terms,omitempty"` // the written agreement that whoever signs up accepts
	Project   string `json:"project,omitempty"`
	Posts     []Post `json:"posts"`
	Reason    string `json:"reason,omitempty"`  // why it was sent back or cancelled
	Outcome   string `json:"outcome,omitempty"` // what became of it, and thanks
}

// Post is the post with that id; false where there is none.
func (c Content) Post(id string) (Post, bool) {
	i := slices.IndexFunc(c.Posts, func(p Post) bool { return p.ID == id })
	if i < 0 {
		return Post{}, false
	}
	return c.Posts[i], true
}

// Seats is how many places a shift has over all posts.
func (c Content) Seats() (n int) {
	for _, p := range c.Posts {
		n += p.Seats
	}
	return n
}

// Activity is one voluntary activity.
type Activity struct {
	Community   string
	ID          string
	Number      string // V2026-004: year and running number within the community
	State       State
	Version     int    // goes up with each change of the content; a form brings the one it was drawn for
	Team        string // id of the team that makes it; "" for the committee
	Org         string // id of the organisation that makes it; "" for none
	Leader      string // id of the resident who leads the shifts
	MadeBy      string
	MadeAt      Instant
	PublishedBy string
	PublishedAt Instant
	Content
}

type activityReader interface {
	Activity(community, id string) (Activity, error)
	// LastActivityNumber is the highest running number of the year; 0 before the first.
	LastActivityNumber(community string, year int) (int, error)
	Shift(community, activity, id string) (Shift, error)
	// ShiftsOf are an activity's shifts, the earliest first.
	ShiftsOf(community, activity string) ([]Shift, error)
}

type activityWriter interface {
	AddActivity(Activity) error
	SetActivity(Activity) error
	AddShift(Shift) error
	SetShift(Shift) error
	RemoveShift(community, activity, id string) error
}

// MayMake is nil for the committee, and for the leader of the team that makes it.
func MayMake(who residents.Standing, community string, t Team, now Instant) error {
	return mayLead(who, community, isLeader(who, community, t.Leader), now)
}

// mayLead is nil for the committee, and for whom it is assigned to; everybody else is told who leads.
func mayLead(who residents.Standing, community string, assigned bool, now Instant) error {
	err := residents.May(who, residents.LeadActivity, residents.Matter{Body: community, Assigned: assigned}, now)
	if err == residents.ErrNotYours {
		return ErrNotLeading
	}
	return err
}

// MayKeep is nil for the committee, and for whoever leads or made the activity. Of an
// organisation's, o, it is for whoever speaks for it now, whoever made it.
func MayKeep(who residents.Standing, a Activity, o Org, now Instant) error {
	made := isLeader(who, a.Community, a.MadeBy)
	if a.Org != "" {
		made = o.Speaks(who)
	}
	return mayLead(who, a.Community, made || isLeader(who, a.Community, a.Leader), now)
}

// MayPublish is nil for somebody of the committee who did not make it, nor speaks for the
// organisation, o, that did.
func MayPublish(who residents.Standing, a Activity, o Org, now Instant) error {
	before := a.MadeBy
	if o.Speaks(who) {
		before = who.Resident.ID
	}
	return residents.May(who, residents.PublishActivity, residents.Matter{Body: a.Community, Before: before}, now)
}

// MakeActivity drafts an activity. Its id is the command's. The leader is, unless named, the sender.
func MakeActivity(tx Tx, by residents.Sender, a Activity) (Activity, error) {
	body, err := tx.CommunityByID(a.Community)
	if err != nil {
		return a, err
	}
	var team Team
	if a.Team != "" {
		if team, err = tx.Team(a.Community, a.Team); err != nil || !team.EndedAt.IsZero() {
			return a, field("team", residents.ErrChoice)
		}
	}
	switch {
	case a.Org != "" && a.Team != "":
		return a, field("team", residents.ErrChoice)
	case a.Org != "":
		_, err = orgToMake(tx, by, body, a.Org)
	default:
		err = MayMake(by.Standing, a.Community, team, by.Now)
	}
	if err != nil {
		return a, err
	}
	if a.Leader == "" {
		a.Leader = by.Resident.ID
	}
	if err := checkLeader(tx, "leader", a.Community, a.Leader, by.Now); err != nil {
		return a, err
	}
	if a.Content, err = checkContent(a.Content); err != nil {
		return a, err
	}
	day := today(body, by.Now)
	n, err := tx.LastActivityNumber(a.Community, day.Year)
	if err != nil {
		return a, err
	}
	a.ID, a.Number, a.State, a.Version = by.ID, fmt.Sprintf("V%04d-%03d", day.Year, n+1), Draft, 1
	a.MadeBy, a.MadeAt, a.PublishedBy, a.PublishedAt = by.Resident.ID, by.Now, "", Instant{}
	return a, tx.AddActivity(a)
}

// checkContent cleans what people wrote and checks each figure.
func checkContent(c Content) (Content, error) {
	var err error
	texts := []struct {
		name string
		text *string
		max  int
		line bool
		must bool
	}{
		{"title", &c.Title, MaxTitle, true, true}, {"about", &c.About, MaxAbout, false, true}, {"place", &c.Place, MaxPlace, true, true},
		{"bring", &c.Bring, MaxWords, false, false}, {"insurance", &c.Insurance, MaxWords, true, false}, {"terms", &c.Terms, MaxTerms, false, false},
	}
	for _, t := range texts {
		read := residents.PublicTextOrNone
		if t.must {
			read = residents.PublicText
		}
		if *t.text, err = read(t.name, *t.text, t.max, t.line); err != nil {
			return c, err
		}
	}
	if c.Kind != "" && !slices.Contains(Kinds, c.Kind) {
		return c, field("kind", residents.ErrChoice)
	}
	if len(c.Posts) == 0 {
		return c, field("post1", residents.ErrEmpty)
	}
	if len(c.Posts) > MaxPosts {
		return c, tooMany("posts", MaxPosts)
	}
	c.Posts = slices.Clone(c.Posts)
	for i := range c.Posts {
		if c.Posts[i], err = checkPost(c.Posts[i], i+1); err != nil {
			return c, err
		}
	}
	c.Reason, c.Outcome = "", ""
	return c, nil
}

// checkPost checks the n-th post; its fields in a form are post1, seats1, skill1, age1.
func checkPost(p Post, n int) (Post, error) {
	name := func(of string) string { return fmt.Sprintf("%s%d", of, n) }
	var err error
	p.ID = fmt.Sprint(n)
	if p.Words, err = residents.PublicText(name("post"), p.Words, MaxName, true); err != nil {
		return p, err
	}
	switch {
	case p.Seats < 1 || p.Seats > MaxSeats:
		return p, &residents.FieldError{Field: name("seats"), Reason: residents.ErrNumber, Limit: MaxSeats}
	case p.Skill != "" && !slices.Contains(Skills, p.Skill):
		return p, field(name("skill"), residents.ErrChoice)
	case p.MinAge < 0 || p.MinAge > 70:
		return p, &residents.FieldError{Field: name("age"), Reason: residents.ErrNumber, Limit: 70}
	}
	return p, nil
}

// work is an activity in the hands of a verb.
type work struct {
	tx   Tx
	by   residents.Sender
	body residents.Community
	a    Activity
	o    Org // that makes it; zero for none
}

func (w work) zone() *time.Location { return w.body.Location() }

func (w work) rules() Rules { return RulesAt(w.day(w.by.Now)) }

func (w work) day(at Instant) calendar.Day { return calendar.DayOf(at, w.zone()) }

func workOn(tx Tx, by residents.Sender, community, id string) (w work, err error) {
	w = work{tx: tx, by: by}
	if w.body, err = tx.CommunityByID(community); err != nil {
		return w, err
	}
	if w.a, err = tx.Activity(community, id); err != nil || w.a.Org == "" {
		return w, err
	}
	w.o, err = tx.OrgOf(community, w.a.Org)
	return w, err
}

// keeping is workOn for whoever may keep the activity, in one of the states.
func keeping(tx Tx, by residents.Sender, community, id string, in ...State) (work, error) {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return w, err
	}
	if err := MayKeep(by.Standing, w.a, w.o, by.Now); err != nil {
		return w, err
	}
	if !slices.Contains(in, w.a.State) {
		return w, ErrState
	}
	return w, nil
}

// named begins the facts of every entry of the record about an activity.
type named struct {
	Number string `json:"number"`
	Title  string `json:"title"`
}

func (w work) named() named { return named{w.a.Number, w.a.Title} }

func (w work) record(kind string, data any) error {
	_, err := w.tx.AppendTo(w.a.Community, record.Act{Kind: kind, Subject: "activity/" + w.a.ID, Data: data})
	return err
}

func (w work) tell(to, kind, about string) error { return tell(w.tx, w.by, w.a, to, kind, about) }

// ChangeActivity writes an activity anew. Once it is published what people signed up for stays:
// title, terms, risk and posts; a post may get more places, and whoever signed up hears of a
// new place. version is the one the form was drawn for.
func ChangeActivity(tx Tx, by residents.Sender, community, id string, version int, leader string, c Content) error {
	w, err := keeping(tx, by, community, id, Draft, Submitted, Open)
	if err != nil {
		return err
	}
	if w.a.Version != version {
		return ErrChanged
	}
	if c, err = checkContent(c); err != nil {
		return err
	}
	if leader != w.a.Leader {
		if err := checkLeader(tx, "leader", community, leader, by.Now); err != nil {
			return err
		}
	}
	was := w.a
	c.Outcome = was.Outcome
	w.a.Leader, w.a.Content, w.a.Version = leader, c, version+1
	if was.State != Open {
		w.a.State = Draft // whoever looks it over reads what it is now
		return tx.SetActivity(w.a)
	}
	if err := sameOffer(was.Content, c); err != nil {
		return err
	}
	if err := tx.SetActivity(w.a); err != nil {
		return err
	}
	if err := w.record("activity-changed", w.named()); err != nil {
		return err
	}
	if err := w.moreSeats(was.Content); err != nil {
		return err
	}
	if was.Place == c.Place {
		return nil
	}
	return w.tellComing("activity-moved")
}

// sameOffer is nil where people who signed up for the one get no other thing by the other.
func sameOffer(was, now Content) error {
	switch {
	case was.Title != now.Title:
		return field("title", ErrInUse)
	case was.Terms != now.Terms:
		return field("terms", ErrInUse)
	case was.Risky != now.Risky || was.Road != now.Road:
		return field("risky", ErrInUse)
	case len(now.Posts) < len(was.Posts):
		return field("posts", ErrInUse)
	}
	for i, p := range was.Posts {
		n := now.Posts[i]
		if n.Words != p.Words || n.Skill != p.Skill || n.MinAge != p.MinAge {
			return field(fmt.Sprintf("post%d", i+1), ErrInUse)
		}
		if n.Seats < p.Seats {
			return field(fmt.Sprintf("seats%d", i+1), ErrInUse)
		}
	}
	return nil
}
