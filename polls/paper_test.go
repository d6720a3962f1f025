package polls

import (
	"strings"
	"testing"
)

func TestReadSerial(t *testing.T) {
	for typed, want := range map[string]string{
		"7KQ4M2XR9TBD": "7KQ4M2XR9TBD", "7kq4-m2xr-9tbd": "7KQ4M2XR9TBD", " 7KQ4 M2XR 9TBD ": "7KQ4M2XR9TBD",
		"oil0": "0110", "OIL0": "0110", "": "", "－": "－",
	} {
		if got := ReadSerial(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
	for range 500 {
		s := serial()
		if len(s) != 12 || ReadSerial(strings.ToLower(s[:4]+"-"+s[4:8]+" "+s[8:])) != s {
			t.Fatal(s)
		}
	}
}

func FuzzReadSerial(f *testing.F) {
	f.Add("7kq4-m2xr-9tbd")
	f.Add("o0 iIlL")
	f.Fuzz(func(t *testing.T, typed string) {
		if read := ReadSerial(typed); ReadSerial(read) != read || strings.ContainsAny(read, " -OILabcxyz") {
			t.Errorf("%q is read as %q", typed, read)
		}
	})
}
