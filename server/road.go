package main

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"yishiting/residents"
	"yishiting/server/store"
)

// do sends a form's command by the one road: fresh rows, the rule, the change and
// its public entry in one transaction, once for each command id. verb is given who
// sends it as they stand in that transaction, so that a role that ended meanwhile
// counts no more; it returns where the sender goes next. also names other bodies
// that the verb writes to.
func (p *Portal) do(r *request, name string, verb func(tx *store.Tx, by residents.Sender) (location string, err error), also ...string) (answer, error) {
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	if !r.who.SignedIn() {
		return answer{}, residents.ErrSignedOut
	}
	c := store.Command{
		Community: r.place.ID, ID: r.form.command(), Actor: r.actor(), Verb: name,
		Hash: r.form.hash(r.URL.Path), At: r.now, Also: also,
	}
	location, err := p.store.Do(r.Context(), c, func(tx *store.Tx) (string, error) {
		who, err := r.standing(tx)
		if err != nil {
			return "", err
		}
		location, err := verb(tx, residents.Sender{Standing: who, Now: r.now, ID: c.ID})
		if err != nil {
			return "", err
		}
		if err := r.noteProxy(tx, who, c.ID); err != nil {
			return "", err
		}
		return location, audited(tx, r, who, c.ID, also)
	})
	if err != nil {
		return answer{}, err
	}
	return answer{location: location}, nil
}

// view reads for a page.
func (p *Portal) view(r *request, fn func(*store.View) error) error {
	return p.store.View(r.Context(), fn)
}

// hash is the SHA-256 of all that a form said and where it was sent, each part
// with its length in front, so that another thing under the same id is noticed.
func (f *form) hash(path string) [32]byte {
	h := sha256.New()
	put := func(b []byte) {
		_ = binary.Write(h, binary.BigEndian, uint64(len(b)))
		_, _ = h.Write(b)
	}
	put([]byte(path))
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		put([]byte(name))
		for _, v := range f.values[name] {
			put([]byte(strings.ReplaceAll(v, "\r\n", "\n")))
		}
		put(nil)
	}
	for _, name := range slices.Sorted(maps.Keys(f.sent)) {
		put([]byte(name))
		for _, b := range f.sent[name] {
			put(b)
		}
		put(nil)
	}
	return [32]byte(h.Sum(nil))
}
