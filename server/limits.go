package main

import (
	"errors"
	"net/http"
	"time"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/doors"
)

// This file is how often something may be tried (rules: ASVS 6.1.1, 6.6.3). What guards
// a code is counted in the store, for all servers; what keeps a flood away from it is
// counted in the process. Whoever is signed in is counted as themselves: a whole
// neighbourhood may stand behind one address.

// A limit is how many tries one of something has in a window of time.
type limit struct {
	name   string // of what is counted
	most   int
	window time.Duration
}

// The limits of the ways in that ask for a code.
var (
	textsFor     = limit{"texts for an address", 30, time.Hour}
	textsOneTo   = limit{"texts of one sender to a telephone", 4, time.Hour} // less than a telephone has: nobody alone uses up somebody else's
	textsToPhone = limit{"texts to a telephone", 10, time.Hour}
	textsFrom    = limit{"texts from a community", 600, time.Hour}

	// A link that confirms an address of mail: nobody fills another's post box by asking.
	mailsFor  = limit{"mails to confirm of a person", 5, time.Hour}
	mailsTo   = limit{"mails to confirm to an address", 5, 24 * time.Hour}
	mailsFrom = limit{"mails to confirm from a community", 300, time.Hour}

	// Of a community no tries are counted: each code bears residents.CodeTries, and few
	// addresses would keep everybody out.
	codesBy   = limit{"codes tried by an address", 30, 10 * time.Minute}
	codesGive = limit{"codes given to a person", 6, time.Hour}
)

// Posts of one session, or of one address where nobody is signed in: so many at once, and
// so many a second on and on.
const (
	postsAtOnce    = 60
	postsPerSecond = 2
)

// hashesAtOnce is how many codes are hashed or checked at once: each takes 19 MiB and a
// processor for as long as it lasts.
const hashesAtOnce = 2

// A try counts one more of a limit, for one phone, one address, one community.
type try struct {
	limit
	of string
}

// tooOften says that something was tried too often, and for how long it may not be tried.
type tooOften struct {
	field string // of the form, that it is said beside
	after time.Duration
}

func (e *tooOften) Error() string { return "tried too often, again after " + e.after.String() }

// Unwrap is the reason, with the minutes to wait.
func (e *tooOften) Unwrap() error {
	return &residents.FieldError{Field: e.field, Reason: api.ErrOften, Limit: e.minutes()}
}

func (e *tooOften) minutes() int { return int((e.after + time.Minute - 1) / time.Minute) }

// seconds is what Retry-After says.
func (e *tooOften) seconds() int { return max(1, int((e.after+time.Second-1)/time.Second)) }

// mayTry counts the tries, in order, and is a tooOften at the first that are used up; those
// behind it are not counted. So the sender's own come first: whoever has tried too often
// uses up nothing of anybody else's.
func (p *Portal) mayTry(r *request, field string, tries ...try) error {
	for _, t := range tries {
		after, ok, err := p.store.Try(r.Context(), t.name+"\n"+t.of, t.most, t.window)
		if err != nil {
			return err
		}
		if !ok {
			return &tooOften{field, after}
		}
	}
	return nil
}

// sender is who is counted: the person, or the address of whoever is not signed in.
func (p *Portal) sender(r *request) string {
	if r.who.SignedIn() {
		return "person " + r.who.Resident.Community + "/" + r.who.Resident.ID
	}
	return "address " + doors.Address(r.Request, p.proxies)
}

// mayPost keeps floods away: of one session, or of one address of those who are not signed in.
func (p *Portal) mayPost(r *request) error {
	sender := p.sender(r)
	if r.session.ID != "" {
		sender = "session " + r.session.ID
	}
	if after, ok := p.flood.Allow(sender); !ok {
		return &tooOften{"", after}
	}
	return nil
}

// retryAfter is how many seconds to wait after an error; 0 where waiting is not what helps.
func retryAfter(err error) int {
	if often, ok := errors.AsType[*tooOften](err); ok {
		return often.seconds()
	}
	switch api.Status(err) {
	case http.StatusServiceUnavailable:
		return 30
	case http.StatusTooManyRequests: // a code that is spent: a new one may be asked for
		return 60
	}
	return 0
}
