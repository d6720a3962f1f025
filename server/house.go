package main

import "yishiting/residents"

// house is what the first pages ask of the store.
type house interface {
	Healthy(r *request) error
	Place(r *request, slug string) (residents.Community, error)
	Who(r *request) (residents.Standing, error)
	Enter(r *request, token string) (residents.Community, error)
	Leave(r *request) error
	MayRaise(r *request) error
	Raise(r *request, t raised) (path string, err error)
}

// raised is a topic as its form came.
type raised struct {
	title, wrong, where, affected, wish string
	photos                              [][]byte
}
