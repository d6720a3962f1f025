package doors

import (
	"net/http"
	"net/netip"
	"strings"
)

// Address is who sends a request as far as its address tells: an IPv4 address, or the /56
// network of an IPv6 one: one household is given that, or less.
//
// X-Forwarded-For is read only where the request comes from a trusted proxy, from its end,
// as far as proxies that are trusted have written it: what a sender puts in front changes nothing.
func Address(r *http.Request, trusted []netip.Prefix) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "unknown"
	}
	at := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && in(at, trusted); i-- {
		before, ok := hop(hops[i])
		if !ok {
			break
		}
		at = before
	}
	if at.Is4() {
		return at.String()
	}
	return netip.PrefixFrom(at, 56).Masked().String()
}

// hop reads an address of X-Forwarded-For, with or without a port.
func hop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return a.Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddrPort(s)
	return a.Addr().Unmap().WithZone(""), err == nil
}

func in(a netip.Addr, some []netip.Prefix) bool {
	for _, p := range some {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
