package consultation

import "yishiting/residents"

// text is a field that must be given: plain text of at most max characters.
func text(field, s string, max int, oneLine bool) (string, error) {
	s, err := optional(field, s, max, oneLine)
	if err == nil && s == "" {
		err = &residents.FieldError{Field: field, Reason: residents.ErrEmpty}
	}
	return s, err
}

// optional is a field that may be left empty.
func optional(field, s string, max int, oneLine bool) (string, error) {
	s, reason := residents.CleanText(s, max, oneLine)
	if reason != "" {
		return "", &residents.FieldError{Field: field, Reason: reason, Limit: max}
	}
	return s, nil
}

// public is a text that everybody will read: no phone or identity numbers in it.
func public(field, s string, max int, oneLine bool) (string, error) {
	s, err := optional(field, s, max, oneLine)
	if err == nil && residents.HoldsPersonalNumber(s) {
		err = &residents.FieldError{Field: field, Reason: residents.ErrPersonal}
	}
	return s, err
}

// publicText is a public text that must be given.
func publicText(field, s string, max int, oneLine bool) (string, error) {
	s, err := public(field, s, max, oneLine)
	if err == nil && s == "" {
		err = &residents.FieldError{Field: field, Reason: residents.ErrEmpty}
	}
	return s, err
}

// MaxDue is how far ahead a task may be due, in years.
const MaxDue = 3

// dueDay sees that something to be done is due after now and within MaxDue years.
func dueDay(field string, due, now Instant) error {
	if !due.After(now) || due.After(now.AddDate(MaxDue, 0, 0)) {
		return refuse(field, residents.ErrDate)
	}
	return nil
}

// refuse is a reason beside one field.
func refuse(field string, reason residents.Reason) error {
	return &residents.FieldError{Field: field, Reason: reason}
}
