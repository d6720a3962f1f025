package main

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/doors"
)

const anID = "0190aaaa-0000-7000-8000-000000000001"

// posted is a form as it comes with the given body.
func posted(t testing.TB, body string) (*form, error) {
	t.Helper()
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return readForm(httptest.NewRecorder(), r, false)
}

// says is what is wrong with a form, "field: reason" each.
func says(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestFormFields(t *testing.T) {
	t.Parallel()
	shanghai := hepingli.Location()
	for name, c := range map[string]struct {
		body string
		read func(f *form) any
		want any
		err  string
	}{
		"a line":              {"t=+%E5%85%85%E7%94%B5+", func(f *form) any { return f.text("t", 2) }, "充电", ""},
		"a line too long":     {"t=%E5%85%85%E7%94%B5%E6%A3%9A", func(f *form) any { return f.text("t", 2) }, "", "t: too-long"},
		"no line":             {"", func(f *form) any { return f.text("t", 2) }, "", ""},
		"a line of two":       {"t=a%0Ab", func(f *form) any { return f.text("t", 9) }, "", "t: bad-text"},
		"a line given twice":  {"t=a&t=b", func(f *form) any { return f.text("t", 9) }, "a", "t: twice"},
		"NUL":                 {"t=a%00", func(f *form) any { return f.text("t", 9) }, "", "t: bad-text"},
		"broken UTF-8":        {"t=%ff", func(f *form) any { return f.text("t", 9) }, "", "t: bad-text"},
		"turned direction":    {"t=a%E2%80%AEb", func(f *form) any { return f.text("t", 9) }, "", "t: bad-text"},
		"lines":               {"t=a%0D%0Ab%0Dc%0A", func(f *form) any { return f.lines("t", 9) }, "a\nb\nc", ""},
		"lines at the limit":  {"t=a%0D%0Ab", func(f *form) any { return f.lines("t", 3) }, "a\nb", ""},
		"lines past it":       {"t=a%0D%0Abc", func(f *form) any { return f.lines("t", 3) }, "", "t: too-long"},
		"a choice":            {"c=for", func(f *form) any { return f.choice("c", "for", "against") }, "for", ""},
		"no such choice":      {"c=For", func(f *form) any { return f.choice("c", "for", "against") }, "", "c: bad-choice"},
		"no choice":           {"", func(f *form) any { return f.choice("c", "for", "against") }, "", "c: bad-choice"},
		"a tick":              {"c=yes", func(f *form) any { return f.ticked("c") }, true, ""},
		"no tick":             {"", func(f *form) any { return f.ticked("c") }, false, ""},
		"a strange tick":      {"c=1", func(f *form) any { return f.ticked("c") }, false, "c: bad-choice"},
		"a number":            {"n=+22+", func(f *form) any { return f.number("n", 1, 22) }, 22, ""},
		"a number too high":   {"n=23", func(f *form) any { return f.number("n", 1, 22) }, 0, "n: bad-number"},
		"a number too low":    {"n=0", func(f *form) any { return f.number("n", 1, 22) }, 0, "n: bad-number"},
		"no number":           {"n=1e1", func(f *form) any { return f.number("n", 1, 22) }, 0, "n: bad-number"},
		"a huge number":       {"n=99999999999999999999", func(f *form) any { return f.number("n", 1, 22) }, 0, "n: bad-number"},
		"a day":               {"d=2026-11-28", func(f *form) any { return f.date("d") }, time.Date(2026, 11, 28, 0, 0, 0, 0, shanghai), ""},
		"no day":              {"d=2026-02-30", func(f *form) any { return f.date("d") }, time.Time{}, "d: bad-date"},
		"a day far off":       {"d=0001-01-01", func(f *form) any { return f.date("d") }, time.Time{}, "d: bad-date"},
		"a time":              {"d=2026-11-28T19:00", func(f *form) any { return f.time("d") }, time.Date(2026, 11, 28, 19, 0, 0, 0, shanghai), ""},
		"a time in two parts": {"d=2026-11-28&d-time=19:00", func(f *form) any { return f.time("d") }, time.Date(2026, 11, 28, 19, 0, 0, 0, shanghai), ""},
		"no time":             {"d=2026-11-28T25:00", func(f *form) any { return f.time("d") }, time.Time{}, "d: bad-date"},
		"several":             {"e=a&e=&e=b", func(f *form) any { return strings.Join(f.every("e", 3, 1), ",") }, "a,b", ""},
		"too many":            {"e=a&e=b&e=c&e=d", func(f *form) any { return len(f.every("e", 3, 1)) }, 0, "e: too-many"},
		"an id":               {"i=" + anID, func(f *form) any { return f.id("i") }, anID, ""},
		"no id":               {"i=1", func(f *form) any { return f.id("i") }, "", "i: bad-choice"},
		"a field not there":   {"t=a&role=director", func(f *form) any { return f.text("t", 9) }, "a", ": unknown-field"},
	} {
		f, err := posted(t, c.body+"&command="+anID)
		if err != nil {
			t.Fatal(name, err)
		}
		f.zone = shanghai
		got := c.read(f)
		if at, ok := got.(time.Time); ok && at.Equal(c.want.(time.Time)) {
			got = c.want
		}
		if err := says(f.err()); got != c.want || err != c.err {
			t.Errorf("%s: %v, %q; want %v, %q", name, got, err, c.want, c.err)
		}
	}
}

func TestFormNeedsItsCommand(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                                     ": bad-command",
		"command=1":                            ": bad-command",
		"command=" + anID + "&command=" + anID: "command: twice",
		"command=" + anID:                      "",
		"command=" + strings.Repeat("a", 81):   ": bad-command",
		"command=" + url.QueryEscape(anID+"'; --"): ": bad-command",
	} {
		f, err := posted(t, body)
		if err != nil {
			t.Fatal(err)
		}
		if got := says(f.err()); got != want {
			t.Errorf("%s: %q, not %q", body, got, want)
		}
	}
}

func TestFormThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want residents.Reason
	}{
		"too large":       {"a=" + strings.Repeat("a", maxForm), api.ErrTooLarge},
		"broken escape":   {"a=%zz", residents.ErrText},
		"too many fields": {manyFields(), api.ErrTooLarge},
	} {
		if _, err := posted(t, c.body); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func manyFields() string {
	v := url.Values{}
	for i := range maxFields + 1 {
		v.Set("f"+time.Duration(i).String(), "1")
	}
	return v.Encode()
}

// What was typed comes back to be shown: without what cannot be shown, never the
// command, and under the form's own names only.
func TestTyped(t *testing.T) {
	t.Parallel()
	f, err := posted(t, "a=x%00y%ff%0D%0Az&b=1&b=2&command="+anID+"&%00=1")
	if err != nil {
		t.Fatal(err)
	}
	got := f.typed()
	if len(got) != 2 || got["a"] != "xy�\nz" || got["b"] != "1\n2" {
		t.Errorf("%q", got)
	}
}

// upload is a form with one file for each body.
func upload(t testing.TB, field string, files ...[]byte) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("command", anID)
	for _, body := range files {
		part, err := w.CreateFormFile(field, "photo.jpg")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(body)
	}
	_ = w.Close()
	r := httptest.NewRequest("POST", "/", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func pngOf(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	p := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPhotosOfAForm(t *testing.T) {
	t.Parallel()
	small, vast := pngOf(t, 40, 30), pngOf(t, 10_000, 5_000)
	for name, c := range map[string]struct {
		files [][]byte
		kept  int
		err   string
	}{
		"two":            {[][]byte{small, small}, 2, ""},
		"an empty field": {[][]byte{{}}, 0, ""},
		"too many":       {[][]byte{small, small, small, small, small}, 0, "photos: many-photos"},
		"50 megapixels":  {[][]byte{small, vast}, 0, "photos: photo-too-big"},
		"no photo":       {[][]byte{[]byte("<svg onload=alert(1)>")}, 0, "photos: photo-format"},
		"half a photo":   {[][]byte{small[:len(small)-20]}, 0, "photos: photo-broken"},
	} {
		f, err := readForm(httptest.NewRecorder(), upload(t, "photos", c.files...), true)
		if err != nil {
			t.Fatal(err)
		}
		kept := f.photos("photos", 4)
		if got := says(f.err()); len(kept) != c.kept || got != c.err {
			t.Errorf("%s: %d kept, %q", name, len(kept), got)
		}
		for _, k := range kept {
			if kind := http.DetectContentType(k); kind != "image/jpeg" {
				t.Errorf("%s: kept as %s", name, kind)
			}
		}
		f.cleanup()
	}
	if _, err := readForm(httptest.NewRecorder(), upload(t, "photos", make([]byte, maxForm)), false); !errors.Is(err, api.ErrTooLarge) {
		t.Errorf("who may not send photos sends them: %v", err)
	}
	f, err := readForm(httptest.NewRecorder(), upload(t, "other", small), true)
	if err != nil {
		t.Fatal(err)
	}
	f.photos("photos", 4)
	if got := says(f.err()); got != ": unknown-field" {
		t.Errorf("a file nobody asked for: %q", got)
	}
}

// The refused form says everything that is wrong at once, in the order of the form.
func TestRefusal(t *testing.T) {
	t.Parallel()
	f, err := posted(t, "title=%00&n=9&x=1&command="+anID)
	if err != nil {
		t.Fatal(err)
	}
	f.text("title", 9)
	f.number("n", 1, 3)
	got := refusal("raise", f, f.err())
	if strings.Join(got.Order, ",") != "title,n," || got.Name != "raise" {
		t.Errorf("%+v", got)
	}
	for _, field := range got.Order {
		if got.Errors[field] == "" {
			t.Errorf("%q has no sentence", field)
		}
	}
	bare := refusal("raise", f, residents.ErrNotAllowed)
	if bare.Errors[""] != pages.Beside(residents.ErrNotAllowed, 0) {
		t.Errorf("%+v", bare)
	}
}

// FuzzForm: no body makes the reader panic, and whatever is read is clean text
// within its limit.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"t=a&command=" + anID, "t=%00%ff&l=%0D%0A", "a[b]=1&a=2;c", "%", "=", "t=\xff", "t=" + strings.Repeat("%E5%85%85", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, err := posted(t, body)
		if err != nil {
			return
		}
		line, lines := form.text("t", 10), form.lines("l", 10)
		if len([]rune(line)) > 10 || !clean(line, false) || len([]rune(lines)) > 10 || !clean(lines, true) || strings.Contains(lines, "\r") {
			t.Errorf("read %q and %q", line, lines)
		}
		_ = form.err()
		for name, v := range form.typed() {
			if !clean(v, true) && !strings.ContainsRune(v, 0xfeff) && strings.IndexFunc(v, turns) < 0 {
				t.Errorf("%q would be shown as %q", name, v)
			}
		}
	})
}

// A list that is uploaded may hold what nobody may keep: it never touches the disk.
func TestUploadStaysInMemory(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "户册.csv")
	if err == nil {
		_, err = part.Write(make([]byte, 3<<20))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	f, err := readUpload(httptest.NewRecorder(), r, 4<<20)
	if err != nil {
		t.Fatal(err)
	}
	file, err := f.files["file"][0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, onDisk := file.(*os.File); onDisk {
		t.Error("the file was written to disk")
	}
	if called, body := f.upload("file"); called != "户册.csv" || len(body) != 3<<20 {
		t.Error(called, len(body))
	}
}

// body counts how much of it is read.
type body struct {
	io.Reader
	read int
}

func (b *body) Read(to []byte) (int, error) {
	n, err := b.Reader.Read(to)
	b.read += n
	return n, err
}

// Nothing is read of a flood, no file of whom the table refuses, and no photo where none belongs.
func TestWhatIsReadOfAPost(t *testing.T) {
	t.Parallel()
	b := boot(t)
	send := func(home, who, path, field string) (status, read int) {
		t.Helper()
		r := upload(t, field, bytes.Repeat([]byte("a"), 1<<20))
		sent := &body{Reader: r.Body}
		r.URL.Path, r.Body = path, io.NopCloser(sent)
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: b.session(home, who, residents.ByPasskey, b.clock.Now())})
		w := httptest.NewRecorder()
		b.portal.ServeHTTP(w, r)
		return w.Code, sent.read
	}
	for name, test := range map[string]struct {
		home, who, path, field string
		status                 int
		whole                  bool
	}{
		"a list, by the committee":          {"hepingli", "li", "/hepingli/desk/roster", "file", 422, true},
		"a list, by a resident":             {"hepingli", "wang", "/hepingli/desk/roster", "file", 403, false},
		"a photo with a topic":              {"hepingli", "wang", "/hepingli/topics/new", "photos", 422, true},
		"a photo with a neighbour's topic":  {"anzhen", "qian", "/hepingli/topics/new", "photos", 422, false},
		"a photo where none belongs":        {"hepingli", "wang", "/hepingli/me/phone", "photos", 422, false},
		"a photo with no post of its own":   {"hepingli", "wang", "/hepingli/nothing", "photos", 404, false},
		"a photo at the committee's screen": {"hepingli", "li", "/hepingli/desk/people", "photos", 422, false},
	} {
		if status, read := send(test.home, test.who, test.path, test.field); status != test.status || read >= 1<<20 != test.whole {
			t.Errorf("%s: %d, %d bytes were read", name, status, read)
		}
	}
	b.portal.flood = doors.NewFlood(0, 1, b.clock.Now)
	if status, read := send("hepingli", "li", "/hepingli/desk/roster", "file"); status != 429 || read != 0 {
		t.Errorf("a flood: %d, %d bytes were read", status, read)
	}
}
