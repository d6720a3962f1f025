package project

import (
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// NeedSource is where a need was heard of.
type NeedSource string

// The sources.
const (
	FromCall    NeedSource = "call"    // texts of an opinion call under a theme
	FromTopic   NeedSource = "topic"   // a topic of the month, with who supports it
	FromHotline NeedSource = "hotline" // counts of 12345 cases, never callers
)

// Need is what is needed, by theme, and how many said so.
type Need struct {
	Community string // the body that noted it
	ID        string
	Theme     string
	Source    NeedSource
	Ref       string       // id of the call or the topic; of 12345 the days: 2026-10-01/2026-10-31
	N         int          // at least 1
	Since     calendar.Day // first and last day that were counted
	Until     calendar.Day
	By        string
	At        Instant
}

// Few tells whether the number is too small to be told to everybody: one to four answers.
// Supporters of a topic and cases of 12345 are public numbers already.
func (n Need) Few() bool { return n.Source == FromCall && few(n.N) }

// MayNoteNeed is nil for who may note what is needed.
func MayNoteNeed(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.DraftCall, residents.Matter{Body: body}, now)
}

// NoteNeed notes what is needed from a call or a topic of the body; how many said so is
// counted, not typed. Noted again, the number is what it is now.
func NoteNeed(tx CallTx, by residents.Sender, body string, source NeedSource, ref, theme string) error {
	if err := MayNoteNeed(by.Standing, body, by.Now); err != nil {
		return err
	}
	theme, err := residents.PublicText("theme", theme, MaxTheme, true)
	if err != nil {
		return err
	}
	b, err := tx.CommunityByID(body)
	if err != nil {
		return err
	}
	n := Need{Community: body, ID: by.ID, Theme: theme, Source: source, Ref: ref, By: by.Resident.ID, At: by.Now}
	n.Until = calendar.DayOf(by.Now, b.Location())
	switch source {
	case FromCall:
		err = n.ofCall(tx, b)
	case FromTopic:
		err = n.ofTopic(tx, b)
	default:
		err = refuse("source", residents.ErrChoice)
	}
	if err != nil {
		return err
	}
	return noteNeed(tx, n)
}

func (n *Need) ofCall(tx CallTx, body residents.Community) error {
	c, err := tx.Call(n.Community, n.Ref)
	if err != nil {
		return err
	}
	if c.State != CallPublished && c.State != CallClosed {
		return ErrCallStage
	}
	n.Since = calendar.DayOf(c.Opens, body.Location())
	if c.State == CallClosed {
		n.Until = calendar.DayOf(c.Closes.Add(-1), body.Location())
	}
	if n.N, err = tx.ThemeCount(n.Community, n.Ref, n.Theme); err == nil && n.N == 0 {
		err = refuse("theme", residents.ErrChoice)
	}
	return err
}

func (n *Need) ofTopic(tx CallTx, body residents.Community) error {
	t, err := tx.Topic(n.Community, n.Ref)
	if err != nil {
		return err
	}
	if t.State == consultation.Raised || t.State == consultation.Withdrawn {
		return residents.ErrNotFound // not public
	}
	n.Since = calendar.DayOf(t.RaisedAt, body.Location())
	if n.N, err = tx.Supporters(n.Community, n.Ref); err != nil {
		return err
	}
	n.N++ // and whoever raised it
	if t.Source == consultation.FromHotline {
		n.N += t.Calls - 1
	}
	return nil
}

// noteNeed keeps a need, or what it has become.
func noteNeed(tx CallTx, n Need) error {
	old, err := tx.NeedAt(n.Community, n.Source, n.Ref, n.Theme)
	if err == residents.ErrNotFound {
		return tx.AddNeed(n)
	}
	if err != nil {
		return err
	}
	n.ID = old.ID
	return tx.SetNeed(n)
}

// SetTheme puts a unit's text under a heading of the desk's; "" takes it out. Only the desk
// reads texts. What was counted of a theme before stays until it is noted again.
func SetTheme(tx CallTx, by residents.Sender, body, call, community, unit, question, theme string) error {
	c, err := tx.Call(body, call)
	if err != nil {
		return err
	}
	if err := MayDraftCall(by.Standing, body, by.Now); err != nil {
		return err
	}
	if c.State != CallPublished && c.State != CallClosed {
		return ErrCallStage
	}
	if theme, err = residents.PublicTextOrNone("theme", theme, MaxTheme, true); err != nil {
		return err
	}
	return tx.SetTheme(community, body, call, unit, question, theme)
}
