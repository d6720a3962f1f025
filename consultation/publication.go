package consultation

import (
	"slices"

	"yishiting/record"
	"yishiting/residents"
)

// MayConfirm is nil, with the part in which one confirms, for chair, recorder and
// residents who signed in, while the latest version waits. Members of the committee
// and whoever came for a unit do not count as the residents who confirm. instead are the parts
// in which the person may stand in (StandsIn); the first that nobody confirmed in is theirs.
func MayConfirm(who residents.Standing, s Meeting, m Minutes, present []Attendance, have []Confirmation, instead []string, now Instant) (as string, err error) {
	if err := may(who, residents.ConfirmNotes, s.Community, now); err != nil {
		return "", err
	}
	if m.Version == 0 || !m.PublishedAt.IsZero() {
		return "", ErrClosed
	}
	for _, c := range have {
		if c.Resident == who.Resident.ID {
			return "", ErrAlready
		}
	}
	switch who.Resident.ID {
	case s.Chair:
		return "chair", nil
	case s.Recorder:
		return "recorder", nil
	}
	for _, part := range instead {
		if !slices.ContainsFunc(have, func(c Confirmation) bool { return c.As == part }) {
			return part, nil
		}
	}
	for _, a := range present {
		if a.Resident != who.Resident.ID {
			continue
		}
		if a.Part != "resident" && a.Part != "representative" || may(who.Strong(), residents.RunMeeting, s.Community, now) == nil {
			return "", residents.ErrNotAllowed
		}
		return "resident", nil
	}
	return "", ErrNotPresent
}

// Confirm says that the version one has read is right. version and digest guard
// against a draft that changed meanwhile: ErrChanged.
func Confirm(tx Tx, by residents.Sender, body, meeting string, version int, digest string) error {
	s, err := tx.Meeting(body, meeting)
	if err != nil {
		return err
	}
	m, err := tx.LatestMinutes(body, meeting)
	if err != nil {
		return err
	}
	if m.PublishedAt.IsZero() && (m.Version != version || m.Digest() != digest) {
		return ErrChanged
	}
	present, err := tx.Attendance(body, meeting)
	if err != nil {
		return err
	}
	have, err := tx.Confirmations(body, meeting, version)
	if err != nil {
		return err
	}
	instead, err := StandsIn(tx, by.Standing, s, by.Now)
	if err != nil {
		return err
	}
	as, err := MayConfirm(by.Standing, s, m, present, have, instead, by.Now)
	if err != nil {
		return err
	}
	return tx.AddConfirmation(Confirmation{body, meeting, version, by.Resident.ID, as, by.Now})
}

// Confirmed is nil when chair, recorder and enough residents confirmed.
func Confirmed(have []Confirmation, rules Rules) error {
	n := map[string]int{}
	for _, c := range have {
		n[c.As]++
	}
	if n["chair"] < 1 || n["recorder"] < 1 || n["resident"] < rules.Confirmers {
		return ErrUnconfirmed
	}
	return nil
}

// MayPublish is nil for another member than wrote it, when the latest version is confirmed and, in the
// first version, what is to be done is still due after now.
func MayPublish(who residents.Standing, s Meeting, m Minutes, have []Confirmation, rules Rules, now Instant) error {
	on := residents.Matter{Body: s.Community, Before: m.DraftedBy}
	if err := residents.May(who, residents.Publish, on, now); err != nil {
		return err
	}
	if s.State != MeetingClosed && s.State != MeetingPublished || m.Version == 0 || !m.PublishedAt.IsZero() {
		return ErrClosed
	}
	for _, it := range m.Items {
		if !m.corrects() && it.Kind == Settled && !it.Due.After(now) {
			return ErrDuePast
		}
	}
	return Confirmed(have, rules)
}

// Publish publishes the confirmed minutes and, with the first version, the
// outcomes of all topics, which sends each on its way.
func Publish(tx Tx, by residents.Sender, body, meeting string) error {
	s, err := tx.Meeting(body, meeting)
	if err != nil {
		return err
	}
	m, err := tx.LatestMinutes(body, meeting)
	if err == residents.ErrNotFound {
		return ErrUnconfirmed
	}
	if err != nil {
		return err
	}
	b, err := tx.CommunityByID(body)
	if err != nil {
		return err
	}
	have, err := tx.Confirmations(body, meeting, m.Version)
	if err != nil {
		return err
	}
	rules, _ := rulesFor(by.Now, b.Location())
	if err := MayPublish(by.Standing, s, m, have, rules, by.Now); err != nil {
		return err
	}
	m.PublishedAt = by.Now
	if err := tx.SetMinutes(m); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, record.Act{Kind: "minutes-published", Subject: "meeting/" + meeting, Data: struct {
		Month      string `json:"month"`
		Version    int    `json:"version"`
		Digest     string `json:"digest"`
		Correction string `json:"correction,omitempty"`
	}{s.Cycle, m.Version, m.Digest(), m.Correction}})
	if err != nil {
		return err
	}
	if m.Version > 1 {
		return correctOutcomes(tx, by, b, m)
	}
	s.State = MeetingPublished
	if err := tx.SetMeeting(s); err != nil {
		return err
	}
	for i, it := range m.Items {
		if err := publishOutcome(tx, by, b, s, it, i); err != nil {
			return err
		}
	}
	return nil
}
