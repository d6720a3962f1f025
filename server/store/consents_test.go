package store_test

import (
	"context"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestConsentsAreOnlyAdded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		by := residents.Sender{Standing: residents.Standing{Resident: wang}, Now: start}
		for _, give := range []bool{true, true, false, true} {
			update(t, s, "hepingli", func(tx *store.Tx) error {
				if give {
					return residents.GiveConsent(tx, by, wang, residents.PurposePhone, residents.Online)
				}
				return residents.WithdrawConsent(tx, by, wang, residents.PurposePhone, residents.Online)
			})
		}
		view(t, s, func(v *store.View) error {
			all, err := v.Consents("hepingli", wang.ID)
			if len(all) != 3 || !all[0].Given || all[1].Given || !all[2].Given || all[0].At != start || err != nil {
				t.Errorf("consents: %+v, %v", all, err)
			}
			if other, err := v.Consents("hepingli", li.ID); len(other) != 0 || err != nil {
				t.Errorf("of somebody else: %+v, %v", other, err)
			}
			return nil
		})
		nobody := residents.Consent{Community: "anzhen", Resident: wang.ID, Purpose: "join", At: start, Given: true, Version: 1, Channel: "online"}
		err := s.Update(context.Background(), "anzhen", func(tx *store.Tx) error { return tx.AddConsent(nobody) })
		if store.Kind(err) != store.ForeignKey {
			t.Errorf("consent of nobody: %v", err)
		}
	})
}
