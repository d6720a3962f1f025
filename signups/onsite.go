package signups

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"yishiting/residents"
)

// Times around a shift.
const (
	early = 30 * time.Minute // before it begins people check in
	after = 3 * time.Hour    // after it ends they still check out
)

// latest is how long after it was typed a code still comes from a phone without a network.
const latest = 24 * time.Hour

// Opened tells whether people may check in: from half an hour before a shift on.
func Opened(s Shift, now Instant) bool { return !now.Before(s.Starts.Add(-early)) }

// Shut tells whether nobody checks out any more: three hours after a shift.
func Shut(s Shift, now Instant) bool { return now.After(s.Ends.Add(after)) }

// CodeAt is the code that the leader's phone shows for a shift: six digits, made anew every
// Rules.Code.
func CodeAt(s Shift, now Instant) string { return code(s, window(now)) }

// window is the number of the time in which a code is shown.
func window(now Instant) int64 { return now.Unix() / int64(codeTime(now)/time.Second) }

func codeTime(now Instant) time.Duration { return RulesAt(dayIn(now)).Code.Long() }

func code(s Shift, window int64) string {
	sum := hmac.New(sha256.New, []byte(s.Secret))
	fmt.Fprintf(sum, "%s\n%d", s.ID, window)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum.Sum(nil))%1_000_000)
}

// CodeEnds is when the code that is shown now is replaced.
func CodeEnds(now Instant) Instant {
	long := codeTime(now)
	return now.Truncate(long).Add(long)
}

// oldWindows is how many codes back one is recognised, to say that it is over: a day.
const oldWindows = 24 * 60

// checkCode is nil for the code that is shown, and the one before it: ErrOldCode for an earlier
// one of the same shift, ErrWrongCode for any other.
func checkCode(s Shift, said string, now Instant) error {
	for back := range int64(oldWindows) {
		if hmac.Equal([]byte(code(s, window(now)-back)), []byte(said)) {
			if back < 2 {
				return nil
			}
			return field("code", ErrOldCode)
		}
	}
	return field("code", ErrWrongCode)
}

// shownAt is when a code began to be shown within the last day: the zero time where it was not.
func shownAt(s Shift, said string, now Instant) Instant {
	for back := range int64(oldWindows) {
		if w := window(now) - back; hmac.Equal([]byte(code(s, w)), []byte(said)) {
			return time.Unix(w*int64(codeTime(now)/time.Second), 0)
		}
	}
	return Instant{}
}

// MayCheckIn tells whether people check in for a shift now.
func MayCheckIn(s Shift, now Instant) bool {
	return !s.Off && !now.Before(s.Starts.Add(-early)) && !s.Over(now)
}

// CheckIn notes that the sender is there, by the code on the leader's phone, and the children
// who came along.
func CheckIn(tx Tx, by residents.Sender, activity, shift, code string) error {
	return CheckInAt(tx, by, activity, shift, code, by.Now)
}

// CheckInAt is CheckIn by a phone that had no network when the code was typed, at an instant
// that the code of that minute bears out. It comes within a day. Of a phone whose clock is wrong by more, the code says when it was.
func CheckInAt(tx Tx, by residents.Sender, activity, shift, code string, at Instant) error {
	return present(tx, by, activity, shift, code, at, func(one *Signup, s Shift, at Instant) error {
		switch {
		case one.State == CheckedIn || one.State == Completed:
			return ErrCheckedIn
		case one.State != Accepted:
			return ErrState
		case at.Before(s.Starts.Add(-early)):
			return ErrNotBegun
		case s.Over(at):
			return ErrBegun
		}
		one.State, one.In, one.Giving = CheckedIn, at, false
		return nil
	})
}

// CheckOut notes that the sender goes: what they gave is counted.
func CheckOut(tx Tx, by residents.Sender, activity, shift, code string) error {
	return CheckOutAt(tx, by, activity, shift, code, by.Now)
}

// CheckOutAt is CheckOut as CheckInAt is CheckIn.
func CheckOutAt(tx Tx, by residents.Sender, activity, shift, code string, at Instant) error {
	return present(tx, by, activity, shift, code, at, func(one *Signup, s Shift, at Instant) error {
		switch {
		case one.State != CheckedIn:
			return ErrNotHere
		case at.Before(one.In):
			return field("code", residents.ErrDate)
		case at.After(s.Ends.Add(after)):
			return ErrState
		}
		one.State, one.Out = Completed, at
		one.Minutes = Counted(s, one.In, one.Out)
		return nil
	})
}

// present does one thing to the sender's sign-up and, as far as they are in the same state, to
// those of the children who come with them.
func present(tx Tx, by residents.Sender, activity, shift, code string, at Instant, do func(*Signup, Shift, Instant) error) error {
	_, s, one, err := mine(tx, by, activity, shift)
	if err != nil {
		return err
	}
	if s.Off {
		return ErrShiftOff
	}
	switch {
	case at.After(by.Now) && !at.After(by.Now.Add(slack)):
		at = by.Now
	case at.After(by.Now) || at.Before(by.Now.Add(-latest)): // the phone's clock is wrong, and the code knows better
		if at = shownAt(s, code, by.Now); at.IsZero() {
			return field("code", ErrOldCode)
		}
	}
	if err := checkCode(s, code, at); err != nil {
		return err
	}
	all, err := tx.SignupsOf(one.Community, activity, shift)
	if err != nil {
		return err
	}
	was := one.State
	if err := do(&one, s, at); err != nil {
		return err
	}
	if err := tx.SetSignup(one); err != nil {
		return err
	}
	for _, c := range all {
		if c.With != one.Resident || c.State != was {
			continue
		}
		if err := do(&c, s, at); err != nil {
			return err
		}
		if err := tx.SetSignup(c); err != nil {
			return err
		}
	}
	return nil
}

// Absence is how somebody was not there.
type Absence string

// The absences.
const (
	There      Absence = ""
	Unexcused  Absence = "no-show"
	WithReason Absence = "excused" // said why; it counts as having withdrawn
)

// Presence is one line of the leader's list. Times are those at which it was noted on the
// leader's phone, perhaps without a network.
type Presence struct {
	Resident string
	In, Out  Instant // zero: not
	Absent   Absence
	Was      string // the mark of what was noted when the line was written down; "": it holds whatever was
}

// Mark tells one state of what is noted of somebody from every other.
func (one Signup) Mark() string {
	return fmt.Sprintf("%s.%d.%d", one.State, one.In.Unix(), one.Out.Unix())
}

// says tells whether a line says what is noted, to the minute.
func (p Presence) says(one Signup) bool {
	minute := func(a, b Instant) bool { return a.Truncate(time.Minute).Equal(b.Truncate(time.Minute)) }
	switch one.State {
	case Withdrawn:
		return p.Absent == WithReason
	case NoShow:
		return p.Absent == Unexcused
	case CheckedIn, Completed:
		return p.Absent == There && minute(one.In, p.In) && minute(one.Out, p.Out)
	}
	return false
}

// since is what a line still adds to what was noted after it had been written down: that somebody
// who came by the code has gone. It undoes nothing.
func (p Presence) since(one Signup) (Presence, bool) {
	if p.Absent != There || p.Out.IsZero() || one.State != CheckedIn || p.Out.Before(one.In) {
		return p, false
	}
	p.In = one.In
	return p, true
}

// NotePresence notes who was there, by the leader's list. It takes the place of what was noted
// before, as long as the hours are not confirmed. A line may come twice. A line that is older than what
// it meets undoes nothing: older is how many were passed over.
func NotePresence(tx Tx, by residents.Sender, community, activity, shift string, lines []Presence) (older int, err error) {
	w, err := keeping(tx, by, community, activity, Open, Cancelled)
	if err != nil {
		return 0, err
	}
	s, err := tx.Shift(community, activity, shift)
	if err != nil {
		return 0, err
	}
	if by.Now.Before(s.Starts.Add(-early)) {
		return 0, ErrNotBegun
	}
	for _, p := range lines {
		one, err := tx.Signup(community, activity, shift, p.Resident)
		if err != nil {
			return 0, err
		}
		if p.says(one) {
			continue
		}
		if p.Was != "" && p.Was != one.Mark() {
			adds := false
			if p, adds = p.since(one); !adds {
				older++
				continue
			}
		}
		if err := w.note(one, s, p); err != nil {
			return 0, err
		}
	}
	return older, nil
}

func (w work) note(one Signup, s Shift, p Presence) error {
	switch one.State {
	case Accepted, Offered, CheckedIn, Completed, NoShow:
	case Confirmed, Disputed:
		return field(one.Resident, ErrHoursDone)
	default:
		return field(one.Resident, ErrState)
	}
	one.In, one.Out, one.Minutes, one.Giving, one.From, one.Until, one.SettledBy = Instant{}, Instant{}, 0, false, Instant{}, Instant{}, ""
	switch {
	case p.Absent == Unexcused:
		if !s.Starts.Before(w.by.Now) {
			return field(one.Resident, ErrNotBegun)
		}
		one.State, one.SettledBy = NoShow, w.by.Resident.ID
		if err := w.tell(one.Reader(), "marked-absent", s.ID+one.Resident); err != nil {
			return err
		}
	case p.Absent == WithReason:
		one.State = Withdrawn
	case p.Absent != There:
		return field(one.Resident, residents.ErrChoice)
	case !within(p.In, s, w.by.Now):
		return field(one.Resident, residents.ErrDate)
	case p.Out.IsZero():
		one.State, one.In = CheckedIn, p.In
	case p.Out.Before(p.In) || !within(p.Out, s, w.by.Now):
		return field(one.Resident, residents.ErrDate)
	default:
		one.State, one.In, one.Out = Completed, p.In, p.Out
		one.Minutes = Counted(s, p.In, p.Out)
	}
	return w.tx.SetSignup(one)
}

// slack is how far the clock of a leader's phone may be ahead of the server's.
const slack = 5 * time.Minute

// within tells whether an instant can be one of a shift, and has come.
func within(at Instant, s Shift, now Instant) bool {
	return !at.Before(s.Starts.Add(-early)) && !at.After(s.Ends.Add(after)) && !at.After(now.Add(slack))
}

// MayAddOnSite is nil while the sender may take somebody in who came without having signed up: who leads
// this activity, while the shift runs. It is asked before anybody is looked up by their name, so that
// nobody else learns who lives where.
func MayAddOnSite(tx Tx, by residents.Sender, community, activity, shift string) error {
	_, _, err := onSite(tx, by, community, activity, shift)
	return err
}

func onSite(tx Tx, by residents.Sender, community, activity, shift string) (w work, s Shift, err error) {
	if w, err = keeping(tx, by, community, activity, Open); err != nil {
		return w, s, err
	}
	s, err = tx.Shift(community, activity, shift)
	switch {
	case err != nil:
		return w, s, err
	case s.Off:
		return w, s, ErrShiftOff
	case by.Now.Before(s.Starts.Add(-early)):
		return w, s, ErrNotBegun
	case s.Over(by.Now):
		return w, s, ErrBegun
	}
	return w, s, nil
}

// AddOnSite takes somebody in who came without having signed up, into a free place, and notes them as
// there. What the rules ask of ages and skills holds.
func AddOnSite(tx Tx, by residents.Sender, community, activity, shift, resident, post string) error {
	w, s, err := onSite(tx, by, community, activity, shift)
	if err != nil {
		return err
	}
	p, ok := w.a.Post(post)
	if !ok {
		return field("post", residents.ErrChoice)
	}
	who, err := tx.Standing(community, resident)
	if err != nil {
		return err
	}
	wanted, err := WantedBy(tx, who, w.a, s, p, by.Now)
	if err != nil {
		return err
	}
	if err := MayJoin(who, wanted, s.Starts.Add(-time.Second)); err != nil {
		return err
	}
	if w.a.Terms != "" {
		return field("resident", ErrNoAgreement)
	}
	taken, err := tx.PlacesTaken(community, activity, shift, post)
	if err != nil {
		return err
	}
	if taken >= p.Seats {
		return ErrNoPlace
	}
	one := Signup{Community: community, Activity: activity, Shift: shift, Resident: resident, Post: post, State: CheckedIn, At: by.Now, In: by.Now}
	before, err := tx.Signup(community, activity, shift, resident)
	switch {
	case err == residents.ErrNotFound:
		return tx.AddSignup(one)
	case err != nil:
		return err
	case before.State.Placed():
		return ErrAlready
	}
	return tx.SetSignup(one)
}
