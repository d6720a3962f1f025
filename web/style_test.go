package web

import (
	"bytes"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func stylesheet(t *testing.T) string {
	t.Helper()
	style, err := fs.ReadFile(Files(), "style.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(style)
}

// Ink on paper: text at least 4.5 to 1, edges of fields and dots of stages at
// least 3 to 1 (WCAG 2.1, 1.4.3 and 1.4.11), by day and in the dark.
func TestContrast(t *testing.T) {
	style := stylesheet(t)
	light := tokens(style[:strings.Index(style, "@media")])
	night := tokens(style[strings.Index(style, "prefers-color-scheme"):])
	for name, scheme := range map[string]map[string]string{"light": light, "dark": night} {
		for _, pair := range []struct {
			least float64
			over  string
			marks []string
		}{
			{4.5, "paper", []string{"ink", "soft", "act", "seal", "due"}},
			{4.5, "card", []string{"ink", "soft", "act", "seal", "due"}},
			{4.5, "tint", []string{"ink", "soft", "act"}},
			{4.5, "rest", []string{"ink"}},
			{4.5, "fill", []string{"on"}},
			{4.5, "sealtint", []string{"seal"}},
			{4.5, "duetint", []string{"ink", "due"}},
			{3, "paper", []string{"edge", "fill"}},
			{3, "card", []string{"edge", "fill"}},
		} {
			for _, mark := range pair.marks {
				if got := contrast(t, scheme[mark], scheme[pair.over]); got < pair.least {
					t.Errorf("%s: %s on %s is %.2f to 1, want %.1f", name, mark, pair.over, got, pair.least)
				}
			}
		}
	}
}

// The stylesheet is part of every first visit: 6 kB is its share of the page.
func TestStyleWeight(t *testing.T) {
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := w.Write([]byte(stylesheet(t))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if packed.Len() > 6000 {
		t.Errorf("style.css is %d bytes in brotli, want at most 6000", packed.Len())
	}
}

var token = regexp.MustCompile(`--(\w+): #([0-9a-f]{3,6})\b`)

// tokens reads the colours of one scheme; a later block does not override them.
func tokens(css string) map[string]string {
	found := map[string]string{}
	for _, m := range token.FindAllStringSubmatch(css, -1) {
		if found[m[1]] == "" {
			found[m[1]] = m[2]
		}
	}
	return found
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("no colour: %q", hex)
	}
	channel := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*channel(16) + .7152*channel(8) + .0722*channel(0)
}
