package main

import (
	"strings"
	"testing"
)

// helpBesieged are the parts of voluntary service and what stands beside it, each gone through by all its forms.
var helpBesieged = map[string]struct {
	begin func(*testing.T, *booted) *siege
	walk  func(*siege)
	tries int // of strangers, at least
}{
	"service":       {func(_ *testing.T, b *booted) *siege { return besiegeHelp(b) }, (*siege).helps, 500},
	"organisations": {besiegeOrganisations, (*siege).stand, 300},
	"exchange":      {besiegeExchange, (*siege).trade, 300},
	"catalogue":     {besiegeCatalogue, (*siege).buy, 100},
	"years":         {besiegeYears, (*siege).account, 150},
	"rooms":         {besiegeRooms, (*siege).lend, 300},
}

// Nobody who may not does anything with somebody else's.
func TestStrangersDoNothingWithHelp(t *testing.T) {
	t.Parallel()
	for name, part := range helpBesieged {
		t.Run(name, func(t *testing.T) {
			s := part.begin(t, boot(t))
			s.watch(t)
			tried := s.strangers(t)
			part.walk(s)
			if *tried < part.tries {
				t.Errorf("%d tries", *tried)
			}
		})
	}
}

// The forms come from their own pages alone.
func TestHelpFormsComeFromTheirPages(t *testing.T) {
	t.Parallel()
	for name, part := range helpBesieged {
		t.Run(name, func(t *testing.T) {
			s := part.begin(t, boot(t))
			s.watch(t)
			s.onlyFromPages(t)
			part.walk(s)
		})
	}
}

// What is sent twice at the same instant is done once.
func TestHelpAtOnce(t *testing.T) {
	t.Parallel()
	for name, part := range helpBesieged {
		t.Run(name, func(t *testing.T) {
			bootEach(t, func(t *testing.T, b *booted) {
				s := part.begin(t, b)
				s.doubled(t)
				part.walk(s)
				if strings.Contains(s.log.String(), "level=ERROR") {
					t.Error(s.log.String())
				}
			})
		})
	}
}

// No value of any field is more than a refusal.
func TestOddFieldsOfHelpForms(t *testing.T) {
	t.Parallel()
	most := codesTried.most
	codesTried.most = 1e6 // here somebody tries many
	t.Cleanup(func() { codesTried.most = most })
	for name, part := range helpBesieged {
		t.Run(name, func(t *testing.T) {
			s := part.begin(t, boot(t))
			s.watch(t)
			tried := s.oddly(t)
			part.walk(s)
			if *tried < 500 {
				t.Errorf("%d tries", *tried)
			}
			if strings.Contains(s.log.String(), "level=ERROR") {
				t.Error(s.log.String())
			}
		})
	}
}
