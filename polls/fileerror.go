package polls

import "strconv"

// FileError is what is wrong with a file of ballots, and where. It wraps ErrElection.
type FileError struct {
	File  string
	Line  int    // from 1; 0 where it is the file as a whole
	Field string // the field of the line, or ""
	What  string // in words
}

// Error is FILE:LINE: FIELD: what is wrong, without the parts that are not known.
func (e *FileError) Error() string {
	s := e.File
	if e.Line > 0 {
		s += ":" + strconv.Itoa(e.Line)
	}
	if s != "" {
		s += ": "
	}
	if e.Field != "" {
		s += e.Field + ": "
	}
	return s + e.What
}

func (e *FileError) Unwrap() error { return ErrElection }
