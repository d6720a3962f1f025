package main

import (
	"strings"
	"testing"
)

// Nobody who may not does anything with somebody else's voluntary service.
func TestStrangersDoNothingWithHelp(t *testing.T) {
	s := besiegeHelp(boot(t))
	s.watch(t)
	tried := s.strangers(t)
	s.helps()
	if *tried < 500 {
		t.Errorf("%d tries", *tried)
	}
}

// Its forms come from its own pages alone.
func TestHelpFormsComeFromTheirPages(t *testing.T) {
	s := besiegeHelp(boot(t))
	s.watch(t)
	s.onlyFromPages(t)
	s.helps()
}

// What is sent twice at the same instant is done once.
func TestHelpAtOnce(t *testing.T) {
	bootEach(t, func(t *testing.T, b *booted) {
		s := besiegeHelp(b)
		s.doubled(t)
		s.helps()
		if strings.Contains(s.log.String(), "level=ERROR") {
			t.Error(s.log.String())
		}
	})
}

// No value of any field is more than a refusal.
func TestOddFieldsOfHelpForms(t *testing.T) {
	s := besiegeHelp(boot(t))
	s.watch(t)
	most := codesTried.most
	codesTried.most = 1e6 // here somebody tries many
	t.Cleanup(func() { codesTried.most = most })
	tried := s.oddly(t)
	s.helps()
	if *tried < 1000 {
		t.Errorf("%d tries", *tried)
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log.String())
	}
}
