package consultation

import "yishiting/residents"

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
