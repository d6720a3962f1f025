package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yishiting/app/api"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/photo"
)

// Limits of what one form may send. Each field has a limit of its own besides.
const (
	maxForm   = 256 << 10 // bytes of a form without photos
	maxPhotos = 4 * photo.MaxFile
	maxFields = 200
)

// wrongFields are all the fields of a form that are wrong, in the order of the form.
type wrongFields []*residents.FieldError

func (w wrongFields) Error() string {
	var parts []string
	for _, e := range w {
		parts = append(parts, e.Error())
	}
	return strings.Join(parts, "; ")
}

func (w wrongFields) Unwrap() error { return w[0] }

// form reads the fields of one POST. Every method reads one field that the form
// has and notes what is wrong with it; err then reports all of it at once, and
// every field that was sent but never read.
type form struct {
	values  map[string][]string
	files   map[string][]*multipart.FileHeader
	sent    map[string][][]byte // SHA-256 of each photo as it came, once read
	ctx     context.Context
	read    map[string]bool
	wrong   wrongFields
	zone    *time.Location
	cleanup func()
}

// readForm parses the body, with photos where the sender may send some. Its error is
// api.ErrTooLarge or residents.ErrText.
func readForm(w http.ResponseWriter, r *http.Request, photos bool) (*form, error) {
	most := int64(maxForm)
	if photos {
		most += maxPhotos
	}
	return parseForm(w, r, most, 1<<20)
}

// readUpload is readForm for a form with one file of at most most bytes that is no
// photo: it stays in memory and is never written to disk.
func readUpload(w http.ResponseWriter, r *http.Request, most int64) (*form, error) {
	return parseForm(w, r, maxForm+most, maxForm+most)
}

// emptyForm is one of which nothing was read.
func emptyForm(r *http.Request) *form {
	return &form{sent: map[string][][]byte{}, read: map[string]bool{}, cleanup: func() {}, zone: time.UTC, ctx: r.Context()}
}

func parseForm(w http.ResponseWriter, r *http.Request, most, memory int64) (*form, error) {
	f := emptyForm(r)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if err := r.ParseMultipartForm(memory); err != nil {
			return f, unread(err)
		}
		f.values, f.files = r.MultipartForm.Value, r.MultipartForm.File
		f.cleanup = func() { _ = r.MultipartForm.RemoveAll() }
	} else {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
		if err != nil {
			return f, unread(err)
		}
		if f.values, err = url.ParseQuery(string(body)); err != nil {
			return f, residents.ErrText
		}
	}
	if len(f.values) > maxFields {
		return f, api.ErrTooLarge
	}
	return f, nil
}

func unread(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return api.ErrTooLarge
	}
	return residents.ErrText
}

// refuse notes that a field is wrong. Handlers may use it for rules of their own.
func (f *form) refuse(field string, reason residents.Reason, limit int) {
	f.wrong = append(f.wrong, &residents.FieldError{Field: field, Reason: reason, Limit: limit})
}

// err is nil, or everything that is wrong with the form as read so far. Called
// once, after all fields were read.
func (f *form) err() error {
	f.command()
	f.part()
	for name := range f.values {
		if !f.read[name] {
			f.refuse("", residents.ErrUnknown, 0)
			break
		}
	}
	for name := range f.files {
		if !f.read[name] {
			f.refuse("", residents.ErrUnknown, 0)
			break
		}
	}
	if len(f.wrong) == 0 {
		return nil
	}
	return f.wrong
}

// command is the id its sender gave the command: required on every form.
func (f *form) command() string {
	again := f.read["command"]
	id := f.one("command")
	if !residents.ValidID(id) {
		if !again {
			f.refuse("", api.ErrCommand, 0)
		}
		return ""
	}
	return id
}

// part tells apart the forms of one name that stand on a page side by side: the id
// of the thing each is about. "" where there is only one.
func (f *form) part() string {
	f.read["part"] = true
	if s := f.values["part"]; len(s) == 1 && residents.ValidID(s[0]) {
		return s[0]
	}
	return ""
}

// sound tells whether a database can hold s: whole UTF-8 without the character zero.
func sound(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// one is the raw value of a field that may be given once; "" when it was not given, and
// where no database can hold it.
func (f *form) one(name string) string {
	first := !f.read[name]
	f.read[name] = true
	all := f.values[name]
	if len(all) > 1 && first {
		f.refuse(name, api.ErrTwice, 0)
	}
	switch {
	case len(all) == 0:
		return ""
	case !sound(all[0]):
		if first {
			f.refuse(name, residents.ErrText, 0)
		}
		return ""
	}
	return all[0]
}

// text is a single line of at most max characters, without space around it; "" is
// for the rule to judge.
func (f *form) text(name string, max int) string {
	return f.checked(name, strings.TrimSpace(f.one(name)), max, false)
}

// lines is a text of several lines, at most max characters. Line ends become \n,
// whichever the browser sent.
func (f *form) lines(name string, max int) string {
	s := strings.ReplaceAll(f.one(name), "\r\n", "\n")
	return f.checked(name, strings.TrimSpace(strings.ReplaceAll(s, "\r", "\n")), max, true)
}

// every is a field that may be repeated: at most most times, each of max characters.
func (f *form) every(name string, most, max int) []string {
	f.read[name] = true
	all := f.values[name]
	if len(all) > most {
		f.refuse(name, residents.ErrTooMany, most)
		return nil
	}
	var out []string
	for _, s := range all {
		if s = f.checked(name, strings.TrimSpace(s), max, false); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// checked is s, or "" when it is no clean text of at most max characters.
func (f *form) checked(name, s string, max int, lines bool) string {
	switch {
	case !clean(s, lines):
		f.refuse(name, residents.ErrText, 0)
		return ""
	case utf8.RuneCountInString(s) > max:
		f.refuse(name, residents.ErrTooLong, max)
		return ""
	}
	return s
}

// clean tells whether s is whole UTF-8 without control characters, apart from line
// ends and tabs where lines are allowed, and without marks that turn the direction
// of reading or hide.
func clean(s string, lines bool) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, c := range s {
		if lines && (c == '\n' || c == '\t') {
			continue
		}
		if unicode.IsControl(c) || turns(c) || c == 0xfeff {
			return false
		}
	}
	return true
}

// turns tells whether c turns the direction of reading.
func turns(c rune) bool { return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 }

// choice is one of the offered values; given none it is "" and wrong.
func (f *form) choice(name string, offered ...string) string {
	s := f.one(name)
	for _, o := range offered {
		if s == o {
			return s
		}
	}
	f.refuse(name, residents.ErrChoice, 0)
	return ""
}

// ticked tells whether a checkbox was sent.
func (f *form) ticked(name string) bool {
	switch f.one(name) {
	case "":
		return false
	case "on", "yes":
		return true
	}
	f.refuse(name, residents.ErrChoice, 0)
	return false
}

// number is a whole number from min to max, both included.
func (f *form) number(name string, min, max int) int {
	n, err := strconv.Atoi(strings.TrimSpace(f.one(name)))
	if err != nil || n < min || n > max {
		f.refuse(name, residents.ErrNumber, max)
		return 0
	}
	return n
}

// date is a day, at its first instant in the zone of the place.
func (f *form) date(name string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", strings.TrimSpace(f.one(name)), f.zone)
	if err != nil || t.Year() < 2000 || t.Year() > 2999 {
		f.refuse(name, residents.ErrDate, 0)
		return time.Time{}
	}
	return t
}

// day is a day, as the calendar has it.
func (f *form) day(name string) calendar.Day {
	t := f.date(name)
	if t.IsZero() {
		return calendar.Day{}
	}
	return calendar.DayOf(t, f.zone)
}

// hundredths reads 4200 or 4200.5 or 4200.50 in hundredths, from 0 to most. Commas are passed over.
func hundredths(s string, most int64) (n int64, ok bool) {
	whole, part, _ := strings.Cut(strings.NewReplacer(",", "", "，", "").Replace(s), ".")
	if whole == "" || len(part) > 2 || strings.ContainsAny(whole+part, "+-") {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || n > most {
		return 0, false
	}
	return n, true
}

// time is a day and a time of day, as two fields name and name-time or as one
// datetime-local field, in the zone of the place.
func (f *form) time(name string) time.Time {
	s := strings.TrimSpace(f.one(name))
	if _, two := f.values[name+"-time"]; two {
		s += "T" + strings.TrimSpace(f.one(name+"-time"))
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", s, f.zone)
	if err != nil || t.Year() < 2000 || t.Year() > 2999 {
		f.refuse(name, residents.ErrDate, 0)
		return time.Time{}
	}
	return t
}

// id is an id of a thing; "" and wrong when it cannot be one.
func (f *form) id(name string) string {
	s := f.one(name)
	if !residents.ValidID(s) {
		f.refuse(name, residents.ErrChoice, 0)
		return ""
	}
	return s
}

// photos are at most most pictures, made fit to be kept and shown.
func (f *form) photos(name string, most int) [][]byte {
	f.read[name] = true
	var kept [][]byte
	for _, h := range f.files[name] {
		if h.Size == 0 {
			continue // an empty file field is sent as a file of nothing
		}
		if len(kept) == most {
			f.refuse(name, api.ErrPhotos, most)
			return nil
		}
		made, err := f.photo(name, h)
		if err != nil {
			f.refuse(name, api.Code(err), 0)
			return nil
		}
		kept = append(kept, made.JPEG)
	}
	return kept
}

func (f *form) photo(name string, h *multipart.FileHeader) (photo.Photo, error) {
	if h.Size > photo.MaxFile {
		return photo.Photo{}, photo.ErrTooBig
	}
	file, err := h.Open()
	if err != nil {
		return photo.Photo{}, err
	}
	defer func() { _ = file.Close() }()
	upload, err := io.ReadAll(file)
	if err != nil {
		return photo.Photo{}, err
	}
	sum := sha256.Sum256(upload)
	f.sent[name] = append(f.sent[name], sum[:])
	return photo.Make(f.ctx, upload)
}

// upload is the one file of a field, whole, and what its sender calls it; nil where none was chosen.
func (f *form) upload(name string) (called string, body []byte) {
	f.read[name] = true
	all := f.files[name]
	if len(all) > 1 {
		f.refuse(name, api.ErrTwice, 0)
		return "", nil
	}
	if len(all) == 0 || all[0].Size == 0 {
		return "", nil
	}
	file, err := all[0].Open()
	if err != nil {
		f.refuse(name, residents.ErrText, 0)
		return "", nil
	}
	defer func() { _ = file.Close() }()
	if body, err = io.ReadAll(file); err != nil {
		f.refuse(name, residents.ErrText, 0)
		return "", nil
	}
	sum := sha256.Sum256(body)
	f.sent[name] = append(f.sent[name], sum[:])
	called, _ = residents.CleanText(shown(all[0].Filename), 200, true)
	return called, body
}

// typed is what was typed, to be shown again: by field, repeated ones by line.
func (f *form) typed() map[string]string {
	out := map[string]string{}
	for name, all := range f.values {
		if name != "command" && clean(name, false) {
			out[name] = shown(strings.Join(all, "\n"))
		}
	}
	return out
}

// shown is s without what cannot be shown.
func shown(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\r\n", "\n")
	return strings.Map(func(c rune) rune {
		if c != '\n' && c != '\t' && unicode.IsControl(c) {
			return -1
		}
		return c
	}, s)
}
