package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
)

// Every page draws the same HTML from a view that went over the wire as from the
// view itself, whatever is in it.
func TestEveryPageSurvivesTheWire(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			for seed := range 3 {
				page := reflect.New(known[name]).Interface().(Page)
				fill(reflect.ValueOf(page).Elem(), &filler{n: seed})
				view, err := json.Marshal(page)
				if err != nil {
					t.Fatal(err)
				}
				arrived, err := Decode(name, view)
				if err != nil {
					t.Fatal(err)
				}
				if here, there := drawn(t, page), drawn(t, arrived); here != there {
					at := differ(here, there)
					t.Errorf("another page arrives, from byte %d: %.200q instead of %.200q", at, there[at:], here[at:])
				}
				if LineTitle(page) != LineTitle(arrived) {
					t.Error("another title arrives")
				}
			}
		})
	}
}

// No page has two elements of one id, by which the app and labels find them; a
// page has one h1, which takes the focus.
func TestEveryPageHasOneHeading(t *testing.T) {
	for _, name := range Names() {
		page := reflect.New(known[name]).Interface().(Page)
		fill(reflect.ValueOf(page).Elem(), &filler{})
		if n := strings.Count(drawn(t, page), "<h1"); n != 1 {
			t.Errorf("%s has %d headings", name, n)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, view := range map[string]string{"of tomorrow": `{}`, "problem": `{"Code": 5}`, "raise": `nonsense`} {
		if page, err := Decode(name, []byte(view)); err == nil {
			t.Errorf("%s %s is %+v", name, view, page)
		}
	}
}

func drawn(t *testing.T, page Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Whole(page).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// differ is where two texts first differ.
func differ(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// filler fills a view with values that tell apart and that hurt where they are not
// escaped.
type filler struct{ n, depth int }

func fill(v reflect.Value, f *filler) {
	f.n++
	if f.depth > 6 {
		return // a view that holds itself
	}
	f.depth++
	defer func() { f.depth-- }()
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), f)
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); ok {
			zone := time.FixedZone("CST", 8*60*60)
			v.Set(reflect.ValueOf(time.Date(2026, 11, 1+f.n%28, f.n%24, f.n%60, 0, 0, zone)))
			return
		}
		if _, ok := v.Interface().(calendar.Day); ok {
			v.Set(reflect.ValueOf(calendar.Day{Year: 2026, Month: 11, Day: 1 + f.n%28}))
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
				fill(v.Field(i), f)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), f)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, f)
		fill(value, f)
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString(`字"'<b>&amp;` + "\n\u00a0" + strconv.Itoa(f.n))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.n % 100))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(f.n % 100))
	case reflect.Bool:
		v.SetBool(f.n%2 == 0)
	case reflect.Interface:
		// nothing a view may hold: it would not come back
	}
}
