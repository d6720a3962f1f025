package grants

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// Complaint is made against the list that is up: about one application, or with Application ""
// about the round.
type Complaint struct {
	Community   string // of who complains
	ID          string
	Body        string
	Round       string
	Application string
	Resident    string
	Text        string
	At          Instant
	Due         Instant
	Upheld      bool
	Reply       string
	ReplyBy     string // of the street
	ReplyAt     Instant
}

type complaintReader interface {
	Complaint(community, id string) (Complaint, error)
	// ComplaintsOf are all against a round, the earliest first.
	ComplaintsOf(body, round string) ([]Complaint, error)
}

type complaintWriter interface {
	AddComplaint(Complaint) error
	SetComplaint(Complaint) error
}

// PutUpAwards puts the ranks and the sums up for notice.
func PutUpAwards(tx Tx, by residents.Sender, body, id string) error {
	w, err := keeping(tx, by, body, id, Ranked)
	if err != nil {
		return err
	}
	return w.putUp()
}

// putUp begins the notice: its days count from the next day, and a last day that is a holiday moves
// on (民法典 第二百零一条、第二百零三条).
func (w work) putUp() error {
	all, err := w.tx.ApplicationsOf(w.r.Community, w.r.ID)
	if err != nil {
		return err
	}
	funded, sum := 0, int64(0)
	for _, a := range all {
		if a.State == Chosen {
			funded, sum = funded+1, sum+a.Result.Granted
		}
	}
	w.r.State, w.r.PutUpAt = Notice, w.by.Now
	if w.by.Resident.ID != "" {
		w.r.PutUpBy = w.by.Resident.ID
	}
	w.r.Until = calendar.After(w.today(), RulesAt(w.today()).Notice.N).End(w.zone())
	if err := w.keep(); err != nil {
		return err
	}
	for _, a := range all {
		if a.Result != nil {
			if err := w.tell(a, "grant-notice"); err != nil {
				return err
			}
		}
	}
	return w.record("grant-notice", struct {
		named
		Funded  int    `json:"funded"`
		Granted int64  `json:"granted"`
		Until   string `json:"until"`
	}{w.named(), funded, sum, timeText(w.r.Until)})
}

// MayComplain is nil for people of the street's communities to the end of the notice's last day.
func MayComplain(who residents.Standing, r Round, home residents.Community, now Instant) error {
	if home.Parent != r.Community {
		return residents.ErrNotAllowed
	}
	if err := residents.May(who, residents.ComplainGrant, residents.Matter{Body: home.ID}, now); err != nil {
		return err
	}
	if r.State != Notice || !now.Before(r.Until) {
		return ErrClosed
	}
	return nil
}

// Complain complains about the list, or about one application on it.
func Complain(tx Tx, by residents.Sender, body, round, application, text string) error {
	w, err := readRound(tx, by, body, round)
	if err != nil {
		return err
	}
	home, err := tx.CommunityByID(by.Resident.Community)
	if err != nil {
		return err
	}
	if err := MayComplain(by.Standing, w.r, home, by.Now); err != nil {
		return err
	}
	all, err := tx.ApplicationsOf(body, round)
	if err != nil {
		return err
	}
	if application != "" && !slices.ContainsFunc(all, func(a Application) bool { return a.ID == application && a.Result != nil }) {
		return field("application", residents.ErrChoice)
	}
	if text, err = residents.PublicText("text", text, MaxWords, false); err != nil {
		return err
	}
	c := Complaint{
		Community: home.ID, ID: by.ID, Body: body, Round: round, Application: application, Resident: by.Resident.ID, Text: text, At: by.Now,
		Due: calendar.WorkingDaysAfter(w.today(), RulesAt(w.today()).Reply.N).End(w.zone()),
	}
	if err := tx.AddComplaint(c); err != nil {
		return err
	}
	return w.record("grant-complaint", struct {
		named
		Complaint string `json:"complaint"`
	}{w.named(), c.ID})
}

// AnswerComplaint answers a complaint in public, by another person than checked the application.
// An upheld one strikes the application: who comes next moves up, and the list is up anew for the
// whole of the notice.
func AnswerComplaint(tx Tx, by residents.Sender, community, id string, upheld bool, reply string) error {
	c, err := tx.Complaint(community, id)
	if err != nil {
		return err
	}
	w, err := readRound(tx, by, c.Body, c.Round)
	if err != nil {
		return err
	}
	all, err := tx.ApplicationsOf(c.Body, c.Round)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(a Application) bool { return a.ID == c.Application })
	before := ""
	if i >= 0 && all[i].Check != nil {
		before = all[i].Check.By
	}
	if err := MayApprove(by.Standing, c.Body, before, by.Now); err != nil {
		return err
	}
	switch {
	case c.Reply != "":
		return ErrAlready
	case upheld && i < 0:
		return field("upheld", residents.ErrChoice)
	}
	if err := w.r.in(Notice); err != nil {
		return err
	}
	if c.Reply, err = residents.PublicText("reply", reply, MaxWords, false); err != nil {
		return err
	}
	c.Upheld, c.ReplyBy, c.ReplyAt = upheld, by.Resident.ID, by.Now
	if err := tx.SetComplaint(c); err != nil {
		return err
	}
	err = w.record("grant-complaint-answered", struct {
		named
		Complaint string `json:"complaint"`
		Upheld    bool   `json:"upheld"`
		Reply     string `json:"reply"`
	}{w.named(), c.ID, c.Upheld, c.Reply})
	if err != nil {
		return err
	}
	if err := w.letter(c.Community, c.Resident, "grant-complaint-answered", w.r.Title, c.ID); err != nil || !upheld {
		return err
	}
	return w.strike(all, i, c.Reply)
}

// strike takes an application off the list, ranks the others anew and puts them up again.
func (w work) strike(all []Application, i int, why string) error {
	all[i].State, all[i].Struck = Struck, why
	all[i].Result.Granted = 0
	if err := w.set(&all[i]); err != nil {
		return err
	}
	if err := w.tell(all[i], "grant-struck"); err != nil {
		return err
	}
	in := slices.DeleteFunc(slices.Clone(all), func(a Application) bool { return a.State != Chosen && a.State != Reserve })
	rank(w.r, in)
	for k := range in {
		if err := w.set(&in[k]); err != nil {
			return err
		}
	}
	return w.putUp()
}

// Award lets the list hold: its notice is over, every complaint is answered, and it is another
// person than put it up.
func Award(tx Tx, by residents.Sender, body, id string) error {
	w, err := readRound(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayApprove(by.Standing, body, w.r.PutUpBy, by.Now); err != nil {
		return err
	}
	if err := w.r.in(Notice); err != nil {
		return err
	}
	if by.Now.Before(w.r.Until) {
		return ErrUp
	}
	said, err := tx.ComplaintsOf(body, id)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(said, func(c Complaint) bool { return c.Reply == "" }) {
		return ErrComplaint
	}
	all, err := tx.ApplicationsOf(body, id)
	if err != nil {
		return err
	}
	funded, sum := 0, int64(0)
	for _, a := range all {
		if a.State != Chosen {
			continue
		}
		funded, sum = funded+1, sum+a.Result.Granted
		a.State = Funded
		if err := w.set(&a); err != nil {
			return err
		}
		if err := w.tell(a, "grant-awarded"); err != nil {
			return err
		}
	}
	w.r.State, w.r.AwardedAt = Running, by.Now
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("grant-awarded", struct {
		named
		Funded  int   `json:"funded"`
		Granted int64 `json:"granted"`
	}{w.named(), funded, sum})
}
