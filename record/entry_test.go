package record_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	. "yishiting/record"
)

const leaf = `{"community":"hepingli","seq":7,"at":1793667600000000,"kind":"topic.accepted","subject":"2026-11","data":{"title":"<充电> & 消防","n":3}}`

func TestLeafIsExactlyThis(t *testing.T) {
	e, err := NewEntry("hepingli", 7, start, Act{"topic.accepted", "2026-11", json.RawMessage(` {"title": "<充电> & 消防", "n": 3} `)})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(e.Leaf()); got != leaf {
		t.Errorf("leaf\n%s, want\n%s", got, leaf)
	}
	if !e.Time().Equal(start) {
		t.Errorf("time %v, want %v", e.Time(), start)
	}
}

func TestLeafGivesEntryBack(t *testing.T) {
	r := dice(1)
	for seq := range int64(500) {
		e, err := NewEntry("hepingli", seq, start, randomAct(r))
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseLeaf(e.Leaf())
		if err != nil || !reflect.DeepEqual(back, e) {
			t.Fatalf("%s\nread as %v, %v", e.Leaf(), back, err)
		}
		if !json.Valid(e.Leaf()) || bytes.ContainsRune(e.Leaf(), '\n') {
			t.Fatalf("not one line of JSON: %s", e.Leaf())
		}
	}
}

func TestParseLeafRefuses(t *testing.T) {
	replace := func(old, new string) string {
		s := strings.Replace(leaf, old, new, 1)
		if s == leaf {
			t.Fatalf("%q does not change the leaf", old)
		}
		return s
	}
	for name, text := range map[string]string{
		"nothing":               "",
		"null":                  "null",
		"unknown key":           replace(`,"data"`, `,"more":1,"data"`),
		"key twice":             replace(`"seq":7`, `"seq":7,"seq":7`),
		"missing key":           replace(`"subject":"2026-11",`, ""),
		"other order":           replace(`"seq":7,"at":1793667600000000`, `"at":1793667600000000,"seq":7`),
		"other case":            replace(`"seq"`, `"Seq"`),
		"blank":                 replace(`"seq":7`, `"seq": 7`),
		"blank in front":        " " + leaf,
		"line end":              leaf + "\n",
		"object behind":         leaf + "{}",
		"leading zero":          replace(`"seq":7`, `"seq":07`),
		"sign":                  replace(`"seq":7`, `"seq":-7`),
		"fraction":              replace(`"seq":7`, `"seq":7.0`),
		"over 2^53":             replace(`"seq":7`, `"seq":9007199254740992`),
		"text for number":       replace(`"seq":7`, `"seq":"7"`),
		"escape in name":        replace("hepingli", `hepingl\u0069`),
		"Chinese in kind":       replace("topic.accepted", "议题"),
		"no community":          replace("hepingli", ""),
		"long community":        replace("hepingli", strings.Repeat("h", MaxName+1)),
		"data empty":            replace(`{"title":"<充电> & 消防","n":3}`, ""),
		"data two values":       replace(`{"title":"<充电> & 消防","n":3}`, "1 2"),
		"data closes early":     replace(`{"title":"<充电> & 消防","n":3}`, `1},"data":{"a":1`),
		"data not compact":      replace(`,"n":3`, `, "n":3`),
		"data key twice":        replace(`"n":3`, `"title":3`),
		"data key twice hidden": replace(`"n":3`, `"\u0074itle":3`),
		"data key twice inside": replace(`"n":3`, `"n":[{"a":1,"b":{"a":2},"a":3}]`),
		"data broken UTF-8":     replace("消防", "\xff"),
		"data NUL":              replace("消防", "\x00"),
		"too long":              replace("消防", strings.Repeat("消", MaxLeaf/3)),
	} {
		if e, err := ParseLeaf([]byte(text)); !errors.Is(err, ErrLeaf) {
			t.Errorf("%s: %v, %v for %.200s", name, e, err, text)
		}
	}
	for _, data := range []string{"null", `{"a":{"a":1},"b":[{"a":1},{"a":1}],"":{}}`, `["a","a",{"a":"a"}]`} {
		if _, err := ParseLeaf([]byte(replace(`{"title":"<充电> & 消防","n":3}`, data))); err != nil {
			t.Errorf("data %s is refused: %v", data, err)
		}
	}
}

func TestNewEntryRefuses(t *testing.T) {
	for name, e := range map[string]struct {
		community string
		seq       int64
		act       Act
	}{
		"no community":   {"", 0, Act{Kind: "k"}},
		"line end":       {"heping\nli", 0, Act{Kind: "k"}},
		"no kind":        {"hepingli", 0, Act{}},
		"quote":          {"hepingli", 0, Act{Kind: "k", Subject: `"`}},
		"negative":       {"hepingli", -1, Act{Kind: "k"}},
		"not JSON":       {"hepingli", 0, Act{Kind: "k", Data: make(chan int)}},
		"broken raw":     {"hepingli", 0, Act{Kind: "k", Data: json.RawMessage(`{`)}},
		"raw keys twice": {"hepingli", 0, Act{Kind: "k", Data: json.RawMessage(`{"a":1,"a":2}`)}},
		"too long":       {"hepingli", 0, Act{Kind: "k", Data: strings.Repeat("x", MaxLeaf)}},
	} {
		if _, err := NewEntry(e.community, e.seq, start, e.act); !errors.Is(err, ErrLeaf) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add([]byte(leaf))
	r := dice(2)
	for seq := range int64(12) {
		e, _ := NewEntry("hepingli", seq, start, randomAct(r))
		f.Add(e.Leaf())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := ParseLeaf(text)
		if err != nil {
			if !errors.Is(err, ErrLeaf) {
				t.Fatal(err)
			}
			return
		}
		if !bytes.Equal(e.Leaf(), text) {
			t.Fatalf("another text gives the same entry:\n%s\n%s", text, e.Leaf())
		}
		var other struct { // another reader agrees on every key
			Community     string
			Seq, At       int64
			Kind, Subject string
			Data          json.RawMessage
		}
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&other); err != nil || !reflect.DeepEqual(Entry(other), e) {
			t.Fatalf("encoding/json reads %v, %v", other, err)
		}
	})
}
