package residents

// A text in a form, of at most max characters, as CleanText keeps it. The error is a
// FieldError beside the field: ErrText, ErrTooLong, ErrEmpty where it must be given and
// ErrPersonal where everybody will read it.

// Text must be given.
func Text(field, s string, max int, oneLine bool) (string, error) {
	s, err := TextOrNone(field, s, max, oneLine)
	return s, given(field, s, err)
}

// TextOrNone may be left empty.
func TextOrNone(field, s string, max int, oneLine bool) (string, error) {
	s, reason := CleanText(s, max, oneLine)
	if reason != "" {
		return "", &FieldError{Field: field, Reason: reason, Limit: max}
	}
	return s, nil
}

// PublicText must be given, and everybody will read it: no phone or identity numbers in it.
func PublicText(field, s string, max int, oneLine bool) (string, error) {
	s, err := PublicTextOrNone(field, s, max, oneLine)
	return s, given(field, s, err)
}

// PublicTextOrNone is a PublicText that may be left empty.
func PublicTextOrNone(field, s string, max int, oneLine bool) (string, error) {
	s, err := TextOrNone(field, s, max, oneLine)
	if err == nil && HoldsPersonalNumber(s) {
		err = &FieldError{Field: field, Reason: ErrPersonal}
	}
	return s, err
}

// given is err, or ErrEmpty where a text without fault is empty.
func given(field, s string, err error) error {
	if err == nil && s == "" {
		return &FieldError{Field: field, Reason: ErrEmpty}
	}
	return err
}
