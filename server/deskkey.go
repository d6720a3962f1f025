package main

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"yishiting/residents"
)

// after is where a list goes on that goes by time and id: the query's after, as
// afterKey wrote it. Without it the list begins at the zero time.
func after(r *request) (at time.Time, id string, err error) {
	key := r.URL.Query().Get("after")
	if key == "" {
		return time.Time{}, "", nil
	}
	micros, id, ok := strings.Cut(key, ".")
	n, err := strconv.ParseInt(micros, 10, 64)
	if !ok || err != nil || n <= 0 || id == "" || len(id) > 80 || !clean(id, false) {
		return time.Time{}, "", residents.ErrNotFound
	}
	return time.UnixMicro(n), id, nil
}

// afterKey is the query by which a list goes on after the given time and id.
func afterKey(at time.Time, id string) string {
	return "?after=" + url.QueryEscape(strconv.FormatInt(at.UnixMicro(), 10)+"."+id)
}
