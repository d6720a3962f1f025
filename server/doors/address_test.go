package doors

import (
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

func TestAddress(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/16")}
	for name, test := range map[string]struct {
		peer, want string
		forwarded  []string
	}{
		"a phone":                         {peer: "203.0.113.7:4000", want: "203.0.113.7"},
		"a phone that forges":             {peer: "203.0.113.7:4000", forwarded: []string{"198.51.100.1"}, want: "203.0.113.7"},
		"behind the proxy":                {peer: "10.1.2.3:4000", forwarded: []string{"203.0.113.7"}, want: "203.0.113.7"},
		"behind the proxy, forging":       {peer: "10.1.2.3:4000", forwarded: []string{"198.51.100.1, 203.0.113.7"}, want: "203.0.113.7"},
		"forging a trusted one in front":  {peer: "10.1.2.3:4000", forwarded: []string{"198.51.100.1, 10.9.9.9, 203.0.113.7"}, want: "203.0.113.7"},
		"two proxies":                     {peer: "10.1.2.3:4000", forwarded: []string{"198.51.100.1, 203.0.113.7, 10.9.9.9"}, want: "203.0.113.7"},
		"two headers":                     {peer: "10.1.2.3:4000", forwarded: []string{"198.51.100.1", "203.0.113.7"}, want: "203.0.113.7"},
		"the proxy itself":                {peer: "10.1.2.3:4000", want: "10.1.2.3"},
		"nonsense behind the proxy":       {peer: "10.1.2.3:4000", forwarded: []string{"203.0.113.7, nonsense"}, want: "10.1.2.3"},
		"only proxies":                    {peer: "10.1.2.3:4000", forwarded: []string{"10.9.9.9"}, want: "10.9.9.9"},
		"with a port":                     {peer: "10.1.2.3:4000", forwarded: []string{"203.0.113.7:1234"}, want: "203.0.113.7"},
		"the sixth version":               {peer: "[2001:db8:1:2:3:4:5:6]:4000", want: "2001:db8:1::/56"},
		"another phone of the household":  {peer: "[2001:db8:1:ff:ffff::1]:4000", want: "2001:db8:1::/56"},
		"the next household":              {peer: "[2001:db8:1:102::1]:4000", want: "2001:db8:1:100::/56"},
		"the sixth behind the proxy":      {peer: "[fd00::1]:4000", forwarded: []string{"[2001:db8:1:2::9]:443"}, want: "2001:db8:1::/56"},
		"the fourth written as the sixth": {peer: "[::ffff:203.0.113.7]:4000", want: "203.0.113.7"},
		"proxy written as the sixth":      {peer: "[::ffff:10.1.2.3]:4000", forwarded: []string{"203.0.113.7"}, want: "203.0.113.7"},
		"a socket":                        {peer: "@", want: "unknown"},
	} {
		r := &http.Request{RemoteAddr: test.peer, Header: http.Header{}}
		for _, f := range test.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := Address(r, proxies); got != test.want {
			t.Errorf("%s: %s, not %s", name, got, test.want)
		}
		if got := Address(r, nil); len(test.forwarded) > 0 && got != Address(&http.Request{RemoteAddr: test.peer}, nil) {
			t.Errorf("%s, with no proxy trusted: %s", name, got)
		}
	}
}

func TestFlood(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	f := NewFlood(3, 2, func() time.Time { return at })
	allow := func(sender string, want bool, wantAfter time.Duration) {
		t.Helper()
		if after, ok := f.Allow(sender); ok != want || after != wantAfter {
			t.Errorf("%s: %v, again after %v", sender, ok, after)
		}
	}
	for range 3 {
		allow("a", true, 0)
	}
	allow("a", false, 500*time.Millisecond)
	allow("a", false, 500*time.Millisecond)
	allow("b", true, 0)
	at = at.Add(500 * time.Millisecond)
	allow("a", true, 0)
	allow("a", false, 500*time.Millisecond)
	at = at.Add(time.Hour)
	for range 3 {
		allow("a", true, 0)
	}
	allow("a", false, 500*time.Millisecond)

	for i := range 3 * mostBuckets {
		f.Allow(fmt.Sprint(i))
	}
	if n := len(f.now) + len(f.previous); n > 2*mostBuckets {
		t.Errorf("%d buckets are kept", n)
	}
	at = at.Add(time.Minute)
	f.Allow("a")
	at = at.Add(time.Minute)
	f.Allow("a")
	if n := len(f.now) + len(f.previous); n != 2 {
		t.Errorf("%d buckets are kept of one sender", n)
	}
}
