package consultation

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// Task is one thing to be done for a settled topic.
type Task struct {
	Community  string
	ID         string
	Topic      string
	Title      string
	Owner      string // unit that carries it out: 物业公司
	Helper     string // id of a resident who may post progress; "" for none
	Due        Instant
	Round      int // the topic's round it belongs to
	MadeAt     Instant
	DoneAt     Instant // zero while open
	RemindedAt Instant // zero until reminded
}

// Overdue tells whether an open task is past its due day.
func (t Task) Overdue(now Instant) bool { return t.DoneAt.IsZero() && !now.Before(t.Due) }

// Progress is one public post on how a task comes along.
type Progress struct {
	Community string
	ID        string
	Topic     string
	Task      string
	Text      string
	Photos    int // how many photos: Photo.Subject "progress/ID"
	By        string
	At        Instant
}

// Order is a follow-up order (督办) by the street on an overdue task.
type Order struct {
	Community string
	ID        string
	Topic     string
	Task      string
	Text      string
	Due       Instant
	By        string
	At        Instant
}

// RatingMark is one resident's rating of a topic that was carried out.
type RatingMark struct {
	Community string
	Topic     string
	Round     int
	Resident  string
	Solved    Solved
	Satisfied int    // 1 to 5
	Words     string // at most MaxStatement characters; for the desk, not shown in public
	At        Instant
}

// Solved is whether the matter is solved, in a resident's eyes.
type Solved string

// The answers.
const (
	SolvedYes    Solved = "yes"
	SolvedPartly Solved = "partly"
	SolvedNo     Solved = "no"
)

type followUps interface {
	Outcome(body, topic, meeting string) (Outcome, error)
	AddOutcome(Outcome) error
	SetOutcome(Outcome) error
	Objection(body, id string) (Objection, error)
	AddObjection(Objection) error
	SetObjection(Objection) error
	Task(body, id string) (Task, error)
	Tasks(body, topic string) ([]Task, error)
	AddTask(Task) error
	SetTask(Task) error
	// Unreminded are the open tasks of the body that are due and not reminded of.
	Unreminded(body string, now Instant) ([]Task, error)
	AddProgress(Progress) error
	AddOrder(Order) error
	Orders(body, topic string) ([]Order, error)
	AddRating(RatingMark) error
	// RatingSum counts the ratings of a round and adds up their satisfaction.
	RatingSum(body, topic string, round int) (count, sum int, err error)
	// RatingsDue are the topics whose days of rating are over.
	RatingsDue(body string, now Instant) ([]Topic, error)
}

// MaxTask is the limit of a task's title, MaxProgress of a post, in characters.
const (
	MaxTask     = 60
	MaxProgress = 800
)

// MayAddTask is nil for the desk while the topic is being carried out.
func MayAddTask(who residents.Standing, t Topic, now Instant) error {
	if err := may(who, residents.FollowUp, t.Community, now); err != nil {
		return err
	}
	if t.State != Carrying {
		return ErrClosed
	}
	return nil
}

// AddTask adds a task to a topic that is being carried out.
func AddTask(tx Tx, by residents.Sender, task Task) error {
	t, err := tx.Topic(task.Community, task.Topic)
	if err != nil {
		return err
	}
	if err := MayAddTask(by.Standing, t, by.Now); err != nil {
		return err
	}
	return addTask(tx, by, t, task)
}

func addTask(tx Tx, by residents.Sender, t Topic, task Task) error {
	var err error
	if task.Title, err = residents.PublicText("task", task.Title, MaxTask, true); err != nil {
		return err
	}
	if task.Owner, err = residents.PublicText("owner", task.Owner, MaxOwner, true); err != nil {
		return err
	}
	if err := dueDay("due", task.Due, by.Now); err != nil {
		return err
	}
	if task.Helper != "" {
		if _, err := tx.Standing(t.Community, task.Helper); err == residents.ErrNotFound {
			return refuse("helper", residents.ErrChoice)
		} else if err != nil {
			return err
		}
	}
	task.ID, task.Round, task.MadeAt = by.ID+"-t", t.Round, by.Now
	task.DoneAt, task.RemindedAt = Instant{}, Instant{}
	if err := tx.AddTask(task); err != nil {
		return err
	}
	_, err = tx.AppendTo(t.Community, topicAct("task", t, taskData(t, task)))
	return err
}

func taskData(t Topic, task Task) any {
	return struct {
		Number string `json:"number"`
		Task   string `json:"task"`
		Title  string `json:"title"`
		Owner  string `json:"owner"`
		Due    string `json:"due"`
	}{t.Number, task.ID, task.Title, task.Owner, task.Due.UTC().Format("2006-01-02T15:04:05Z")}
}

// MayPost is nil for the desk, the property company and the task's helper while
// the task is open.
func MayPost(who residents.Standing, t Topic, task Task, now Instant) error {
	mine := task.Helper != "" && who.Resident.Community == t.Community && task.Helper == who.Resident.ID
	if err := residents.May(who, residents.HelpTask, residents.Matter{Body: t.Community, Assigned: mine}, now); err != nil {
		return err
	}
	if t.State != Carrying || !task.DoneAt.IsZero() {
		return ErrClosed
	}
	return nil
}

// PostProgress says in public how a task comes along, with up to MaxPhotos photos.
func PostProgress(tx Tx, by residents.Sender, body, task, words string, photos [][]byte) error {
	k, err := tx.Task(body, task)
	if err != nil {
		return err
	}
	t, err := tx.Topic(body, k.Topic)
	if err != nil {
		return err
	}
	if err := MayPost(by.Standing, t, k, by.Now); err != nil {
		return err
	}
	if words, err = residents.PublicText("text", words, MaxProgress, false); err != nil {
		return err
	}
	if len(photos) > MaxPhotos {
		return &residents.FieldError{Field: "photos", Reason: residents.ErrTooMany, Limit: MaxPhotos}
	}
	p := Progress{body, by.ID, t.ID, k.ID, words, len(photos), by.Resident.ID, by.Now}
	if err := tx.AddProgress(p); err != nil {
		return err
	}
	for i, jpeg := range photos {
		err := tx.AddPhoto(Photo{body, photoID(p.ID, i), "progress/" + p.ID, i, jpeg, by.Now})
		if err != nil {
			return err
		}
	}
	_, err = tx.AppendTo(body, topicAct("progress", t, struct {
		Number string `json:"number"`
		Task   string `json:"task"`
		Text   string `json:"text"`
	}{t.Number, k.ID, words}))
	return err
}

// MayFinish is nil for the desk while the task is open.
func MayFinish(who residents.Standing, t Topic, task Task, now Instant) error {
	if err := may(who, residents.FollowUp, t.Community, now); err != nil {
		return err
	}
	if t.State != Carrying || !task.DoneAt.IsZero() {
		return ErrClosed
	}
	return nil
}

// FinishTask marks a task done. With the last one done residents begin to rate.
func FinishTask(tx Tx, by residents.Sender, body, task string) error {
	k, err := tx.Task(body, task)
	if err != nil {
		return err
	}
	t, err := tx.Topic(body, k.Topic)
	if err != nil {
		return err
	}
	if err := MayFinish(by.Standing, t, k, by.Now); err != nil {
		return err
	}
	k.DoneAt = by.Now
	if err := tx.SetTask(k); err != nil {
		return err
	}
	if _, err := tx.AppendTo(body, topicAct("task-done", t, taskData(t, k))); err != nil {
		return err
	}
	all, err := tx.Tasks(body, t.ID)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.DoneAt.IsZero() {
			return nil
		}
	}
	return beginRating(tx, by, t)
}

func beginRating(tx Tx, by residents.Sender, t Topic) error {
	b, err := tx.CommunityByID(t.Community)
	if err != nil {
		return err
	}
	rules, today := rulesFor(by.Now, b.Location())
	t.State = Rating
	t.RateUntil = calendar.After(today, rules.Rating.N).End(b.Location())
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	if _, err := tx.AppendTo(t.Community, topicAct("carried-out", t, struct {
		Number string `json:"number"`
		Round  int    `json:"round"`
		Until  string `json:"rate_until"`
	}{t.Number, t.Round, t.RateUntil.UTC().Format("2006-01-02T15:04:05Z")})); err != nil {
		return err
	}
	return tx.Tell(letter(by, t.Author, "rate", t))
}

// Remind writes a public reminder for every task of the body that has fallen due,
// and tells its helper. The clock calls it; done twice it does nothing.
func Remind(tx Tx, body residents.Community, now Instant) error {
	due, err := tx.Unreminded(body.ID, now)
	if err != nil {
		return err
	}
	for _, k := range due {
		t, err := tx.Topic(body.ID, k.Topic)
		if err != nil {
			return err
		}
		k.RemindedAt = now
		if err := tx.SetTask(k); err != nil {
			return err
		}
		if _, err := tx.AppendTo(body.ID, topicAct("reminder", t, taskData(t, k))); err != nil {
			return err
		}
		if k.Helper == "" {
			continue
		}
		clock := residents.Sender{Now: now, ID: "clock-" + k.ID + "-" + k.Due.UTC().Format("20060102T150405")}
		if err := tx.Tell(letter(clock, k.Helper, "reminder", t)); err != nil {
			return err
		}
	}
	return nil
}

// MayOrder is nil for the street's staff on a task that is overdue.
func MayOrder(who residents.Standing, body residents.Community, task Task, now Instant) error {
	if err := may(who, residents.OrderTask, body.Parent, now); err != nil {
		return err
	}
	if !task.Overdue(now) {
		return ErrClosed
	}
	return nil
}

// GiveOrder gives a follow-up order on an overdue task, with a new due day.
func GiveOrder(tx Tx, by residents.Sender, body, task, words string, due Instant) error {
	b, err := tx.CommunityByID(body)
	if err != nil {
		return err
	}
	k, err := tx.Task(body, task)
	if err != nil {
		return err
	}
	if err := MayOrder(by.Standing, b, k, by.Now); err != nil {
		return err
	}
	if words, err = residents.PublicText("text", words, MaxSentence, false); err != nil {
		return err
	}
	if err := dueDay("due", due, by.Now); err != nil {
		return err
	}
	t, err := tx.Topic(body, k.Topic)
	if err != nil {
		return err
	}
	o := Order{body, by.ID, k.Topic, k.ID, words, due, by.Resident.ID, by.Now}
	if err := tx.AddOrder(o); err != nil {
		return err
	}
	k.Due, k.RemindedAt = due, Instant{}
	if err := tx.SetTask(k); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("supervision-order", t, struct {
		Number string `json:"number"`
		Task   string `json:"task"`
		Text   string `json:"text"`
		Due    string `json:"due"`
	}{t.Number, k.ID, words, due.UTC().Format("2006-01-02T15:04:05Z")}))
	return err
}
