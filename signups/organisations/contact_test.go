package organisations_test

import (
	"context"
	"errors"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups/organisations"
)

// Another contact is asked by one, agrees, and takes over; the last one stays until somebody does.
func TestContactsFollowEachOther(t *testing.T) {
	each(t, func(y *yard) {
		y.bought()
		ask := func(who string) verb {
			return func(tx *store.Tx, by residents.Sender) error { return AskContact(tx, by, "hepingli", y.id, who) }
		}
		say := func(yes bool, phone string) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				return AnswerContact(tx, by, "hepingli", y.id, yes, phone)
			}
		}
		leave := func(tx *store.Tx, by residents.Sender) error { return StepDown(tx, by, "hepingli", y.id) }
		name := func(who, word string) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				return NameContact(tx, by, "hepingli", y.id, who, word)
			}
		}
		y.refused("wang", ErrLastContact, leave)
		y.refused("sun", residents.ErrNotYours, ask("sun"))
		y.refused("li", residents.ErrNotYours, ask("sun"))
		y.refused("li", ErrState, name("sun", "1 号纸")) // somebody speaks for it
		y.refused("wang", ErrAlready, ask("wang"))
		y.refused("wang", ErrNoContact, ask("tong")) // a child
		y.refused("wang", residents.ErrNotFound, ask("qian"))
		y.refused("sun", residents.ErrNotFound, say(true, "13800138001"))
		y.do("wang", ask("sun"))
		y.refused("wang", ErrAlready, ask("sun"))
		y.refused("wang", ErrLastContact, leave) // sun has not agreed
		y.do("sun", say(false, ""))
		y.do("wang", ask("sun"))
		y.refused("sun", residents.ErrPhone, say(true, "12"))
		y.do("sun", say(true, "13800138001"))
		y.refused("sun", residents.ErrNotFound, say(true, "13800138001"))
		if o := y.choir(); len(o.Contacts) != 2 || o.Contacts[1].Resident != "sun" || o.Contacts[1].Lead {
			t.Errorf("%+v", o.Contacts)
		}
		y.do("wang", leave)
		y.refused("wang", residents.ErrNotYours, leave)
		if o := y.choir(); len(o.Contacts) != 1 || o.Contacts[0].Resident != "sun" || !o.Contacts[0].Lead || o.Contacts[0].Phone != "13800138001" {
			t.Errorf("%+v", o.Contacts)
		}
		y.do("sun", ask("wang"))
		if err := y.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			return errors.Join(tx.Erase("hepingli", "sun"), tx.Erase("hepingli", "wang"))
		}); err != nil {
			t.Fatal(err)
		}
		if o := y.choir(); len(o.Contacts) != 0 {
			t.Errorf("who has left speaks for it: %+v", o.Contacts)
		}
		y.refused("liu@jiedao", residents.ErrNotAllowed, name("li", "1 号纸"))
		y.refused("qian@anzhen", residents.ErrNotAllowed, name("li", "1 号纸"))
		y.refused("chen", residents.ErrSecondPerson, name("chen", "1 号纸"))
		if err := y.in("chen", true, name("li", "")); err == nil {
			t.Error("named without a word of the organisation's")
		}
		y.do("chen", name("li", "11 月 2 日的会推选，纸在档案柜"))
		y.do("li", say(true, "13800138002"))
		if o := y.choir(); len(o.Contacts) != 1 || !o.Contacts[0].Lead {
			t.Errorf("%+v", o.Contacts)
		}
		y.refused("li", residents.ErrOwnMatter, name("chen", "1 号纸"))
	})
}
