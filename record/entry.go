package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// Limits of an entry. Numbers stay below 2⁵³ so that every JSON reader agrees on them.
const (
	MaxLeaf  = 1 << 18   // bytes of a leaf; what is longer stands in the log by its hash
	MaxName  = 80        // bytes of community, kind and subject
	maxWhole = 1<<53 - 1 // seq, size, and microseconds
)

// ErrLeaf is the error of bytes that are not the leaf of an entry, and of an
// entry that has no leaf.
var ErrLeaf = errors.New("not a leaf of the record")

// Act is what a verb reports when something was done in public.
type Act struct {
	Kind    string // what was done: "topic.accepted"
	Subject string // id of what it was done to; "" where there is none
	Data    any    // public facts, marshalled as JSON; never a person
}

// Entry is an act with its place in the log of a community.
type Entry struct {
	Community string          // whose log: 1 to MaxName of letters, digits and -_.:/
	Seq       int64           // 0, 1, 2, … without gaps
	At        int64           // microseconds since 1970, UTC; never before the entry in front
	Kind      string          // as Community
	Subject   string          // as Community, or ""
	Data      json.RawMessage // compact JSON, kept as it was given
}

// NewEntry is the entry for an act at place seq. It wraps ErrLeaf when a name
// holds other characters, the data is not JSON or the leaf would be too long.
func NewEntry(community string, seq int64, at time.Time, act Act) (Entry, error) {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(act.Data); err != nil {
		return Entry{}, fmt.Errorf("%w: data: %v", ErrLeaf, err)
	}
	e := Entry{
		Community: community, Seq: seq, At: at.UnixMicro(),
		Kind: act.Kind, Subject: act.Subject, Data: bytes.TrimSpace(data.Bytes()),
	}
	return e, e.valid()
}

// Time is the entry's instant, in UTC.
func (e Entry) Time() time.Time { return time.UnixMicro(e.At).UTC() }

// Leaf is the entry's text in the log: one line of JSON without its line end.
// No name needs escaping, so the bytes depend on no encoder.
func (e Entry) Leaf() []byte {
	b := make([]byte, 0, 128+len(e.Data))
	b = append(b, `{"community":"`...)
	b = append(b, e.Community...)
	b = append(b, `","seq":`...)
	b = strconv.AppendInt(b, e.Seq, 10)
	b = append(b, `,"at":`...)
	b = strconv.AppendInt(b, e.At, 10)
	b = append(b, `,"kind":"`...)
	b = append(b, e.Kind...)
	b = append(b, `","subject":"`...)
	b = append(b, e.Subject...)
	b = append(b, `","data":`...)
	b = append(b, e.Data...)
	return append(b, '}')
}

// ParseLeaf reads a leaf. It takes only what Leaf writes: the same keys in the
// same order, no blanks, no key twice, nothing behind. Every other text wraps ErrLeaf.
func ParseLeaf(leaf []byte) (Entry, error) {
	if len(leaf) > MaxLeaf {
		return Entry{}, fmt.Errorf("%w: longer than %d bytes", ErrLeaf, MaxLeaf)
	}
	p := parser{rest: leaf}
	e := Entry{
		Community: p.text(`{"community":"`),
		Seq:       p.whole(`","seq":`),
		At:        p.whole(`,"at":`),
		Kind:      p.text(`,"kind":"`),
		Subject:   p.text(`","subject":"`),
		Data:      p.data(`","data":`),
	}
	if p.failed != "" {
		return Entry{}, fmt.Errorf("%w: at %s", ErrLeaf, p.failed)
	}
	if err := e.valid(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// valid tells whether ParseLeaf would give the entry back from its leaf.
func (e Entry) valid() error {
	switch {
	case !validName(e.Community):
		return fmt.Errorf("%w: community %q", ErrLeaf, e.Community)
	case !validName(e.Kind):
		return fmt.Errorf("%w: kind %q", ErrLeaf, e.Kind)
	case e.Subject != "" && !validName(e.Subject):
		return fmt.Errorf("%w: subject %q", ErrLeaf, e.Subject)
	case e.Seq < 0 || e.Seq > maxWhole:
		return fmt.Errorf("%w: seq %d", ErrLeaf, e.Seq)
	case e.At < 0 || e.At > maxWhole:
		return fmt.Errorf("%w: at %d", ErrLeaf, e.At)
	case len(e.Leaf()) > MaxLeaf:
		return fmt.Errorf("%w: longer than %d bytes", ErrLeaf, MaxLeaf)
	}
	if err := validData(e.Data); err != nil {
		return fmt.Errorf("%w: data: %v", ErrLeaf, err)
	}
	return nil
}

func validName(s string) bool {
	if s == "" || len(s) > MaxName {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case c == '-', c == '_', c == '.', c == ':', c == '/':
		default:
			return false
		}
	}
	return true
}

// parser takes a leaf apart from the left. The first part that is not as
// expected is kept in failed, and what follows is empty.
type parser struct {
	rest   []byte
	failed string
}

func (p *parser) key(key string) bool {
	if p.failed != "" {
		return false
	}
	rest, ok := bytes.CutPrefix(p.rest, []byte(key))
	if !ok {
		p.failed = key
		return false
	}
	p.rest = rest
	return true
}

func (p *parser) text(key string) string {
	if !p.key(key) {
		return ""
	}
	end := bytes.IndexByte(p.rest, '"')
	if end < 0 {
		p.failed = key
		return ""
	}
	s := string(p.rest[:end])
	p.rest = p.rest[end:]
	return s
}

func (p *parser) whole(key string) int64 {
	if !p.key(key) {
		return 0
	}
	end := bytes.IndexByte(p.rest, ',')
	if end < 0 {
		p.failed = key
		return 0
	}
	n, err := parseWhole(string(p.rest[:end]))
	if err != nil {
		p.failed = key
		return 0
	}
	p.rest = p.rest[end:]
	return n
}

func (p *parser) data(key string) json.RawMessage {
	if !p.key(key) {
		return nil
	}
	data, ok := bytes.CutSuffix(p.rest, []byte("}"))
	if !ok {
		p.failed = key
	}
	return bytes.Clone(data)
}

// parseWhole reads a number from 0 to maxWhole in its only form: no sign, no leading zero.
func parseWhole(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > maxWhole || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("not a whole number: %.20q", s)
	}
	return n, nil
}

// validData refuses what two readers could understand differently: blanks
// around tokens, broken UTF-8, and a key that stands twice in one object.
func validData(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("broken UTF-8")
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		return err
	}
	if !bytes.Equal(compact.Bytes(), data) {
		return errors.New("not compact")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return uniqueKeys(dec)
}

// uniqueKeys walks through tokens of JSON already known to be well formed.
func uniqueKeys(dec *json.Decoder) error {
	type object struct {
		seen map[string]bool // nil for an array
		key  bool            // the next string is a key
	}
	var open []object
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		top := len(open) - 1
		if key, ok := token.(string); ok && top >= 0 && open[top].key {
			if open[top].seen[key] {
				return fmt.Errorf("key %q twice", key)
			}
			open[top].seen[key] = true
			open[top].key = false
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, object{seen: map[string]bool{}, key: true})
			continue
		case json.Delim('['):
			open = append(open, object{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:top]
			top--
		}
		if top >= 0 { // a value is complete; in an object the next string is a key
			open[top].key = open[top].seen != nil
		}
	}
}
