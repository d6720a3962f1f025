package project

import (
	"reflect"
	"slices"
	"strconv"

	"yishiting/residents"
)

// ListOptions writes the shortlist anew, before anything is decided. Each option is complete
// or refused: what it is, its cost, who pays what to the cent, who is affected, who looks
// after it. Fields are named by their place: words-1, cost-1, …. version as in EditProject.
func ListOptions(tx Tx, by residents.Sender, body, id string, version int, options []Option) error {
	w, err := workOn(tx, by, ListOption, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.p.Version != version {
		return ErrChanged
	}
	was := w.p.Options
	if w.p.Options, err = checkOptions(options); err != nil {
		return err
	}
	if !slices.EqualFunc(was, w.p.Options, Option.is) {
		w.p.ListedAt = by.Now
	}
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-listed", struct {
		named
		Options []Option `json:"options"`
	}{w.named(), w.p.Options})
}

// is tells whether an option is the same to the last word and cent.
func (o Option) is(other Option) bool {
	shares := slices.Equal(o.Shares, other.Shares)
	o.Shares, other.Shares = nil, nil
	return shares && reflect.DeepEqual(o, other)
}

func checkOptions(options []Option) ([]Option, error) {
	if len(options) == 0 {
		return nil, field("words-1", residents.ErrEmpty)
	}
	if len(options) > MaxOptions {
		return nil, &residents.FieldError{Field: "", Reason: residents.ErrTooMany, Limit: MaxOptions}
	}
	var all []Option
	for i, o := range options {
		o.ID = strconv.Itoa(i + 1)
		o, err := checkOption(o)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(other Option) bool { return other.Words == o.Words }) {
			return nil, field("words-"+o.ID, residents.ErrTogether) // a poll tells options apart by their words
		}
		all = append(all, o)
	}
	return all, nil
}

func checkOption(o Option) (Option, error) {
	var err error
	for _, f := range []struct {
		to   *string
		name string
		max  int
		must bool
	}{
		{&o.Words, "words", MaxName, true}, {&o.About, "about", MaxWords, false},
		{&o.Affected, "affected", MaxWords, true}, {&o.Upkeep, "upkeep", MaxWords, true},
	} {
		read := residents.PublicTextOrNone
		if f.must {
			read = residents.PublicText
		}
		if *f.to, err = read(f.name+"-"+o.ID, *f.to, f.max, f.name == "words"); err != nil {
			return o, err
		}
	}
	if o.Cost < 0 || o.Cost > MaxCost {
		return o, &residents.FieldError{Field: "cost-" + o.ID, Reason: residents.ErrNumber, Limit: MaxCost / 100}
	}
	return checkShares(o)
}

// checkShares sees that the shares add up to the cost, each payer once, and that what each
// home pays fits into the homes' share.
func checkShares(o Option) (Option, error) {
	o.Shares = slices.DeleteFunc(slices.Clone(o.Shares), func(s Share) bool { return s.Cents == 0 })
	sum, homes, seen := int64(0), int64(0), map[Payer]bool{}
	for _, s := range o.Shares {
		if !slices.Contains(Payers, s.Payer) || seen[s.Payer] || s.Cents < 0 || s.Cents > MaxCost {
			return o, field("shares-"+o.ID, residents.ErrChoice)
		}
		seen[s.Payer] = true
		sum += s.Cents
		if s.Payer == PayHomes {
			homes = s.Cents
		}
	}
	switch {
	case sum != o.Cost:
		return o, field("cost-"+o.ID, ErrPayers)
	case o.PerHome < 0 || o.PerHome > homes:
		return o, field("per-home-"+o.ID, ErrPayers)
	}
	return o, nil
}
