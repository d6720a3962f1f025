package residents

import "testing"

// A body is founded in a zone of the database of zones: not in none, nor in the machine's own.
func TestFoundInZone(t *testing.T) {
	by := Sender{Standing: Console, Now: noon, ID: "found-1"}
	for zone, want := range map[string]error{"Asia/Shanghai": nil, "": ErrChoice, "Local": ErrChoice, "Asia/Heping": ErrChoice} {
		l := newLane()
		_, err := Found(l, by, Community{Slug: "dongcheng", Name: "东城区", Level: LevelDistrict, Zone: zone})
		field, wrong := err.(*FieldError)
		if want == nil && err != ErrTaken || want != nil && (!wrong || field.Field != "zone" || field.Reason != want) { // the lane takes no second body
			t.Errorf("%q: %v", zone, err)
		}
	}
}
