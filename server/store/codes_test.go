package store_test

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func inPerson(id string) residents.OneTimeCode {
	return residents.OneTimeCode{
		Community: "hepingli", ID: id, Purpose: residents.CodeInPerson, Resident: wang.ID, Hash: "a hash", MadeBy: li.ID,
		MadeAt: start, Expires: start.Add(residents.CodeLife),
	}
}

func addCode(t *testing.T, s *store.Store, c residents.OneTimeCode) (kept residents.OneTimeCode) {
	t.Helper()
	update(t, s, c.Community, func(tx *store.Tx) (err error) {
		kept, err = tx.AddCode(c)
		return err
	})
	return kept
}

func TestCodes(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		open, move := clocked(t, options)
		s := open()
		house(t, s)
		made := addCode(t, s, inPerson("a"))
		if made.Number < 1000 || made.Number > 9999 {
			t.Errorf("number %d", made.Number)
		}
		sent := inPerson("b")
		sent.Purpose, sent.Phone, sent.Resident = residents.CodePhoneSignIn, "13800001234", ""
		if sent = addCode(t, s, sent); sent.Number < 1_000_000 {
			t.Errorf("a code that nobody types has number %d", sent.Number)
		}
		view(t, s, func(v *store.View) error {
			if c, err := v.CodeNumbered("hepingli", made.Number); c != made || err != nil {
				t.Errorf("by number: %+v, %v", c, err)
			}
			if c, err := v.Code("hepingli", "b", residents.CodePhoneSignIn); c != sent || err != nil {
				t.Errorf("by id: %+v, %v", c, err)
			}
			for name, try := range map[string]func() (residents.OneTimeCode, error){
				"sent, by number":      func() (residents.OneTimeCode, error) { return v.CodeNumbered("hepingli", sent.Number) },
				"for another purpose":  func() (residents.OneTimeCode, error) { return v.Code("hepingli", "b", residents.CodePhoneCheck) },
				"elsewhere":            func() (residents.OneTimeCode, error) { return v.Code("anzhen", "b", residents.CodePhoneSignIn) },
				"elsewhere, by number": func() (residents.OneTimeCode, error) { return v.CodeNumbered("anzhen", made.Number) },
			} {
				if _, err := try(); err != residents.ErrNotFound {
					t.Errorf("%s: %v", name, err)
				}
			}
			return nil
		})

		try := func(id string, want bool) {
			t.Helper()
			update(t, s, "hepingli", func(tx *store.Tx) error {
				may, err := tx.CountTry("hepingli", id)
				if may != want {
					t.Errorf("a try of %s: %v", id, may)
				}
				return err
			})
		}
		use := func(id string, want error) {
			t.Helper()
			if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.UseCode("hepingli", id) }); err != want {
				t.Errorf("using %s: %v, not %v", id, err, want)
			}
		}
		for range residents.CodeTries {
			try("a", true)
		}
		try("a", false)
		try("nothing", false)
		use("nothing", residents.ErrWrongCode)
		move(residents.CodeLife - time.Microsecond)
		try("b", true)
		use("b", nil)
		use("b", residents.ErrWrongCode)
		try("b", false)

		addCode(t, s, inPerson("c")) // over at the same instant as a
		move(time.Microsecond)
		try("c", false)
		use("c", residents.ErrWrongCode)

		fresh := inPerson("d")
		fresh.Expires = start.Add(time.Hour)
		addCode(t, s, fresh) // what is over makes room
		if n := count(t, s, `SELECT count(*) FROM one_time_codes`); n != 2 {
			t.Errorf("%d codes are kept", n)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.EndCodes("hepingli", li.ID, residents.CodeInPerson) })
		try("d", true)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.EndCodes("hepingli", wang.ID, residents.CodePhoneCheck) })
		try("d", true)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.EndCodes("hepingli", wang.ID, residents.CodeInPerson) })
		use("d", residents.ErrWrongCode)
	})
}

func TestACodeWorksOnceAtTwoServers(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		open, _ := clocked(t, options)
		servers := []*store.Store{open(), open()}
		house(t, servers[0])
		addCode(t, servers[0], inPerson("a"))
		var tried, used atomic.Int64
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				err := servers[i%2].Update(context.Background(), "hepingli", func(tx *store.Tx) error {
					may, err := tx.CountTry("hepingli", "a")
					if may {
						tried.Add(1)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
				err = servers[(i+1)%2].Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.UseCode("hepingli", "a") })
				if err == nil {
					used.Add(1)
				} else if err != residents.ErrWrongCode {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if used.Load() != 1 || tried.Load() > residents.CodeTries {
			t.Errorf("used %d times, tried %d times", used.Load(), tried.Load())
		}
	})
}

func TestNumbersAreNotTakenTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		seen := map[int64]bool{}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			clear(seen)
			for i := range 300 {
				c := inPerson("code-" + strconv.Itoa(i))
				c.Expires = time.Now().Add(time.Hour)
				c, err := tx.AddCode(c)
				if err != nil {
					return err
				}
				seen[c.Number] = true
			}
			return nil
		})
		if len(seen) != 300 {
			t.Errorf("%d numbers for 300 codes", len(seen))
		}
	})
}

func TestPhones(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		set := func(who, phone string, want error) {
			t.Helper()
			if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.SetPhone("hepingli", who, phone) }); err != want {
				t.Errorf("%s for %s: %v, not %v", phone, who, err, want)
			}
		}
		has := func(phone, want string) {
			t.Helper()
			view(t, s, func(v *store.View) error {
				id, err := v.ResidentByPhone("hepingli", phone)
				if id != want || (err == nil) == (want == "") {
					t.Errorf("%s is of %q, %v", phone, id, err)
				}
				if _, err := v.ResidentByPhone("anzhen", phone); err != residents.ErrNotFound {
					t.Errorf("%s in another community: %v", phone, err)
				}
				return nil
			})
		}
		set(wang.ID, "13800001234", nil)
		set(wang.ID, "13800001234", nil)
		set(li.ID, "13800001234", residents.ErrPhoneTaken)
		set(wang.ID, "13900001234", nil)
		set(li.ID, "13800001234", nil)
		has("13800001234", li.ID)
		has("13900001234", wang.ID)
		set(wang.ID, "13800001234", residents.ErrPhoneTaken)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.RemovePhone("hepingli", li.ID) })
		has("13800001234", "")
		view(t, s, func(v *store.View) error {
			if _, err := v.PhoneOf("hepingli", li.ID); err != residents.ErrNotFound {
				t.Errorf("after it was removed: %v", err)
			}
			phone, err := v.PhoneOf("hepingli", wang.ID)
			if phone != "13900001234" {
				t.Errorf("kept: %q", phone)
			}
			return err
		})
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", wang.ID) })
		has("13900001234", "")
	})
}
