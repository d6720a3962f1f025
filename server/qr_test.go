package main

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

// Drawn from its path, a code is the code again.
func TestQRCode(t *testing.T) {
	t.Parallel()
	const address = "https://yishiting.example.cn/hepingli/meetings/019a4c6e-0000-7000-8000-000000000000-announce"
	size, path := qrCode(address)
	code, err := qr.Encode(address, qr.M)
	if err != nil || size != code.Size {
		t.Fatal(size, err)
	}
	black := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(path, "z"), "z") {
		at, length, ok := strings.Cut(strings.TrimPrefix(run, "M"), "h")
		length, _, _ = strings.Cut(length, "v1h-")
		xy := strings.Fields(at)
		x, errX := strconv.Atoi(xy[0])
		y, errY := strconv.Atoi(xy[1])
		n, errN := strconv.Atoi(length)
		if !ok || errX != nil || errY != nil || errN != nil {
			t.Fatalf("run %q", run)
		}
		for i := range n {
			black[[2]int{x + i, y}] = true
		}
	}
	for y := range size {
		for x := range size {
			if black[[2]int{x, y}] != code.Black(x, y) {
				t.Fatalf("module %d,%d", x, y)
			}
		}
	}
}

// What is printed and handed out leads to this portal, whichever host its reader has asked for.
func TestAddressesAreTheirOwn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	action, fields := li.get("/hepingli/desk/people/wang").fill(t, "issue-link")
	got := li.do("POST", action, fields, func(r *http.Request) {
		r.Host = "elsewhere.example"
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: li.cookie(t)})
	})
	got.holds(t, 200, b.local()+"/enter/", "!elsewhere.example")
}
