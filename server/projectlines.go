package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// The order of a list of projects, of residents and of the desk alike: part by part, within a part those
// that the public heard of last first.

const (
	projectsPage = 25  // projects on a page
	mostAhead    = 100 // looked through on the first page for what waits for the reader
	mostScanned  = 200 // looked at for one page, where not all belong to it
)

// listParts are the stages in the order of the list: those that want residents most first, and
// last what is over.
var listParts = [][]project.Stage{
	{project.Negotiate}, {project.Deliver}, {project.Collect}, {project.Evaluate}, {project.Closed, project.Dropped},
}

// listKey is a project's place in the list; the zero key is before the first.
type listKey struct {
	part int
	at   project.Project // of which id and ChangedAt count
}

func listKeyOf(p project.Project) listKey {
	return listKey{slices.IndexFunc(listParts, func(s []project.Stage) bool { return slices.Contains(s, p.Stage) }), p}
}

func (k listKey) begins() bool { return k.at.ID == "" }

// String is the key as an address has it; "" of the zero key.
func (k listKey) String() string {
	if k.begins() {
		return ""
	}
	return strconv.Itoa(k.part) + "." + strconv.FormatInt(k.at.ChangedAt.UnixMicro(), 10) + "." + k.at.ID
}

// readListKey is the key of an address; false for what is none.
func readListKey(s string) (k listKey, ok bool) {
	if s == "" {
		return k, true
	}
	parts := strings.SplitN(s, ".", 3)
	if len(parts) != 3 {
		return k, false
	}
	part, wrong := strconv.Atoi(parts[0])
	micros, alsoWrong := strconv.ParseInt(parts[1], 10, 64)
	if wrong != nil || alsoWrong != nil || part < 0 || part >= len(listParts) || micros < 0 || micros > 1<<53 || !residents.ValidID(parts[2]) {
		return k, false
	}
	return listKey{part, project.Project{ID: parts[2], ChangedAt: time.UnixMicro(micros)}}, true
}

// projectsFrom are the projects of some bodies that fit, after a key; at most most. next is where the
// list goes on, the zero key at its end.
func projectsFrom(v *store.View, bodies []string, from listKey, most int, fits func(project.Project) bool) (all []project.Project, next listKey, err error) {
	at, scanned := from, 0
	for part := from.part; part < len(listParts); part++ {
		after := project.Project{}
		if part == from.part {
			after = from.at
		}
		for more := true; more; {
			some, err := v.ProjectsAfter(bodies, after, most+1, listParts[part]...)
			if err != nil {
				return nil, next, err
			}
			for _, p := range some {
				if len(all) == most || scanned == mostScanned {
					return all, at, nil
				}
				if after, at, scanned = p, (listKey{part, p}), scanned+1; fits(p) {
					all = append(all, p)
				}
			}
			more = len(some) > most
		}
	}
	return all, next, nil
}

// projectLines is a page of a list of projects. On the first page more are read than it shows: what
// waits for the reader stands in front, wherever its place in the list is.
type projectLines struct {
	shown []project.Project
	ahead []project.Project // that go on, behind those shown
	next  listKey
	read  *store.ProjectsAhead
}

// projectLines reads a page after a key; look tells whether something may wait for the reader.
func (r *request) projectLines(v *store.View, bodies []string, from listKey, look bool, fits func(project.Project) bool) (l projectLines, err error) {
	most := projectsPage
	if look && from.begins() {
		most = mostAhead
	}
	if l.shown, l.next, err = projectsFrom(v, bodies, from, most, fits); err != nil {
		return l, err
	}
	if len(l.shown) > projectsPage {
		l.shown, l.ahead = l.shown[:projectsPage], l.shown[projectsPage:]
		l.next = listKeyOf(l.shown[projectsPage-1])
		l.ahead = slices.DeleteFunc(slices.Clone(l.ahead), func(p project.Project) bool { return p.Stage.Ended() })
	}
	l.read, err = v.ProjectsAhead(slices.Concat(l.shown, l.ahead))
	return l, err
}
