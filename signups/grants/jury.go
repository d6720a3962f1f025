package grants

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"yishiting/residents"
)

// Juror is an expert of a round. Ties are the ids of applications that the expert does not score,
// because they have something to do with the organisation or its people.
type Juror struct {
	Community  string // the street, whose people experts are
	Round      string
	Expert     string
	Ties       []string
	DeclaredAt Instant // zero: has not said yet what they have a tie to
}

// tied tells whether the expert must not score an application.
func (j Juror) tied(application string) bool { return slices.Contains(j.Ties, application) }

// Score is what one expert gave one application: points by criterion, in their order.
type Score struct {
	Community   string // the street
	Round       string
	Application string
	Expert      string
	Points      []int
	Nonce       string // random; with it the seal on the record can be checked once it is told
	At          Instant
}

// Sum is the score's points of a hundred.
func (s Score) Sum() (sum int) {
	for _, p := range s.Points {
		sum += p
	}
	return sum
}

// Seal is what stands on the record as long as the points are secret: SHA-256 of the application,
// the nonce and the points, in hexadecimal.
func (s Score) Seal() string {
	points := make([]string, len(s.Points))
	for i, p := range s.Points {
		points[i] = fmt.Sprint(p)
	}
	sum := sha256.Sum256([]byte(s.Application + "\n" + s.Nonce + "\n" + strings.Join(points, " ")))
	return hex.EncodeToString(sum[:])
}

type juryReader interface {
	// Jury are the experts of a round, by id.
	Jury(body, round string) ([]Juror, error)
	// ScoresBy are an expert's own.
	ScoresBy(body, round, expert string) ([]Score, error)
	// ScoresOf are all of a round: they are read when it is closed, and after.
	ScoresOf(body, round string) ([]Score, error)
	// ScoresIn counts for each application how many scores have come.
	ScoresIn(body, round string) (map[string]int, error)
}

type juryWriter interface {
	SetJuror(Juror) error
	RemoveJuror(body, round, expert string) error
	SetScore(Score) error
}

// MayScore is nil for an expert of the round.
func MayScore(who residents.Standing, r Round, on bool, now Instant) error {
	return residents.May(who, residents.ScoreGrant, residents.Matter{Body: r.Community, Assigned: on}, now)
}

// SetJury names the experts of a round, before the pitch.
func SetJury(tx Tx, by residents.Sender, body, round string, experts []string) error {
	w, err := keeping(tx, by, body, round, Call)
	if err != nil {
		return err
	}
	if len(experts) > MaxJury {
		return tooMany("experts", MaxJury)
	}
	if least := RulesAt(w.today()).Jury; len(experts) < least {
		return &residents.FieldError{Field: "experts", Reason: ErrFew, Limit: least}
	}
	there, err := tx.HoldersAt(body, by.Now, residents.RoleExpert)
	if err != nil {
		return err
	}
	was, err := tx.Jury(body, round)
	if err != nil {
		return err
	}
	for _, j := range was {
		if !slices.Contains(experts, j.Expert) {
			if err := tx.RemoveJuror(body, round, j.Expert); err != nil {
				return err
			}
		}
	}
	for _, e := range experts {
		if !slices.ContainsFunc(there, func(r residents.Resident) bool { return r.ID == e }) {
			return field("experts", residents.ErrChoice)
		}
		if slices.ContainsFunc(was, func(j Juror) bool { return j.Expert == e }) {
			continue
		}
		if err := tx.SetJuror(Juror{Community: body, Round: round, Expert: e}); err != nil {
			return err
		}
		if err := w.letter(body, e, "grant-juror", w.r.Title, round); err != nil {
			return err
		}
	}
	return nil
}

// judging reads a round for one of its experts.
func judging(tx Tx, by residents.Sender, body, round string) (w work, j Juror, err error) {
	if w, err = readRound(tx, by, body, round); err != nil {
		return w, j, err
	}
	all, err := tx.Jury(body, round)
	if err != nil {
		return w, j, err
	}
	i := slices.IndexFunc(all, func(j Juror) bool { return by.Resident.Community == body && j.Expert == by.Resident.ID })
	if err := MayScore(by.Standing, w.r, i >= 0, by.Now); err != nil {
		return w, j, err
	}
	return w, all[i], w.r.in(Pitch)
}

// Declare says what an expert has a tie to; it comes before scoring, and can be added to. What was
// scored before a tie was declared no longer counts.
func Declare(tx Tx, by residents.Sender, body, round string, ties []string) error {
	w, j, err := judging(tx, by, body, round)
	if err != nil {
		return err
	}
	all, err := tx.ApplicationsOf(body, round)
	if err != nil {
		return err
	}
	for _, t := range ties {
		if !slices.ContainsFunc(all, func(a Application) bool { return a.ID == t && a.State == Passed }) {
			return field("ties", residents.ErrChoice)
		}
	}
	if !j.DeclaredAt.IsZero() {
		for _, t := range j.Ties {
			if !slices.Contains(ties, t) {
				ties = append(ties, t) // a tie once declared stays
			}
		}
	}
	j.Ties, j.DeclaredAt = slices.Clone(ties), by.Now
	if err := tx.SetJuror(j); err != nil {
		return err
	}
	return w.record("grant-declared", struct {
		named
		Ties int `json:"ties"`
	}{w.named(), len(j.Ties)})
}

// GiveScore scores one application, or scores it anew, until the round is closed. nonce is random
// and made by whoever sends the command.
func GiveScore(tx Tx, by residents.Sender, body, round, application string, points []int, nonce string) error {
	w, j, err := judging(tx, by, body, round)
	if err != nil {
		return err
	}
	a, err := w.passed(application)
	if err != nil {
		return err
	}
	switch {
	case j.DeclaredAt.IsZero():
		return ErrUntied
	case j.tied(application):
		return ErrTied
	case len(points) != len(w.r.Criteria):
		return field("", residents.ErrNumber)
	}
	for i, c := range w.r.Criteria {
		if points[i] < 0 || points[i] > c.Points {
			return &residents.FieldError{Field: fmt.Sprintf("p%d", i+1), Reason: residents.ErrNumber, Limit: c.Points}
		}
	}
	s := Score{Community: body, Round: round, Application: application, Expert: j.Expert, Points: slices.Clone(points), Nonce: nonce, At: by.Now}
	if err := tx.SetScore(s); err != nil {
		return err
	}
	return w.record("grant-score-sealed", struct {
		entry
		Seal string `json:"seal"`
	}{w.entry(a), s.Seal()})
}

// passed is an application of the round that is in the pitch.
func (w work) passed(id string) (Application, error) {
	all, err := w.tx.ApplicationsOf(w.r.Community, w.r.ID)
	if err != nil {
		return Application{}, err
	}
	for _, a := range all {
		if a.ID == id && a.State == Passed {
			return a, nil
		}
	}
	return Application{}, residents.ErrNotFound
}

// Missing is how many scores have not come: of each application those of all experts without a tie to it.
func Missing(jury []Juror, all []Application, in map[string]int) (n int) {
	for _, a := range all {
		if a.State != Passed {
			continue
		}
		for _, j := range jury {
			if !j.tied(a.ID) {
				n++
			}
		}
		n -= in[a.ID]
	}
	return n
}
