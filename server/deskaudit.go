package main

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// auditRoutes are the audit of a body, for those who watch it.
func (p *Portal) auditRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/desk/audit", name: "desk-audit", do: residents.ReadAudit, handle: p.deskAudit},
	}
}

const (
	auditLines  = 50
	auditActors = 200 // to choose from: those of the last half year
	auditMonths = 6
)

// deskAudit is a page of the audit.
func (p *Portal) deskAudit(r *request) (answer, error) {
	v := &desk.AuditView{Frame: desk.Frame{Frame: p.frame(r), Role: pages.RoleWord(r.role())}}
	v.Nav = watchNav(v.Base())
	years, source := residents.AuditTerm(r.now)
	v.Kept = "留存 " + strconv.Itoa(years) + " 年，到期自动清除。" + source + "。"
	for _, row := range residents.Permissions {
		if row.Office || row.Seen {
			v.Actions = append(v.Actions, pages.Option{Value: string(row.Do), Label: pages.ActionWord(row.Do)})
		}
	}
	filter, key, err := auditQuery(r.URL.Query())
	if err != nil {
		return answer{}, err
	}
	v.Action, v.Result = string(filter.Action), string(filter.Result)
	if filter.Actor != "" {
		v.Actor = filter.ActorHome + "/" + filter.Actor
	}
	err = p.view(r, func(rows *store.View) error {
		names := auditNames{rows: rows, known: map[string]string{}, now: r.now}
		who, err := rows.AuditActors(r.place.ID, r.now.AddDate(0, -auditMonths, 0), auditActors)
		if err != nil {
			return err
		}
		for _, a := range who {
			name, err := names.of(a.ActorHome, a.Actor)
			if err != nil {
				return err
			}
			v.Actors = append(v.Actors, pages.Option{Value: a.ActorHome + "/" + a.Actor, Label: name})
		}
		found, err := rows.AuditBefore(r.place.ID, filter, key, auditLines+1)
		if err != nil {
			return err
		}
		if len(found) > auditLines {
			found = found[:auditLines]
			q, last := r.URL.Query(), found[auditLines-1]
			q.Set("before", strconv.FormatInt(last.At.UnixMicro(), 10)+"."+last.ID)
			v.More = v.To("desk/audit") + "?" + q.Encode()
		}
		for _, a := range found {
			line, err := r.auditLine(rows, names, a)
			if err != nil {
				return err
			}
			v.Lines = append(v.Lines, line)
		}
		return nil
	})
	return show(v), err
}

// role is the role in which the reader does what the line of routes says.
func (r *request) role() residents.RoleName {
	return residents.RoleFor(r.who, r.route.do, r.place.ID, r.place.Parent, r.now)
}

// watchNav is the list for those who watch a body and have no desk of their own there.
func watchNav(f *pages.Frame) []pages.DeskLink {
	links := []pages.DeskLink{{Name: "审计记录", Href: f.To("desk/audit"), Current: true}}
	if f.Me != nil && f.Me.Desk {
		links = append([]pages.DeskLink{{Name: "工作台", Href: f.To("desk")}}, links...)
	}
	return append(links, pages.DeskLink{Name: "公开的看板", Href: f.To("")})
}

// auditQuery reads what is looked for, and from where on; what cannot be is not found.
func auditQuery(q url.Values) (f store.AuditFilter, key store.AuditKey, err error) {
	if actor := q.Get("actor"); actor != "" {
		f.ActorHome, f.Actor, _ = strings.Cut(actor, "/")
	}
	f.Action, f.Result = residents.Action(q.Get("do")), residents.Result(q.Get("result"))
	if at, id, cut := strings.Cut(q.Get("before"), "."); cut {
		n, bad := strconv.ParseInt(at, 10, 64)
		if bad != nil || n < 0 || n > 1<<53 || !clean(id, false) {
			return f, key, residents.ErrNotFound
		}
		key = store.AuditKey{At: time.UnixMicro(n), ID: id}
	}
	for _, said := range []string{f.ActorHome, f.Actor, string(f.Action), string(f.Result)} {
		if len(said) > 100 || !clean(said, false) {
			return f, key, residents.ErrNotFound
		}
	}
	return f, key, nil
}

// auditNames puts names to the ids of the audit: whole for those who hold an office
// or held one, and masked for everybody else.
type auditNames struct {
	rows  *store.View
	known map[string]string
	now   time.Time
}

func (n auditNames) of(home, id string) (string, error) {
	if id == "" {
		return "没有登录的人", nil
	}
	if name, ok := n.known[home+"/"+id]; ok {
		return name, nil
	}
	who, err := n.rows.Resident(home, id)
	switch {
	case err == residents.ErrNotFound && home == residents.Installation:
		return "控制台", nil
	case err == residents.ErrNotFound:
		return "已不在册的人", nil
	case err != nil:
		return "", err
	}
	held, err := n.rows.Roles(home, id)
	name := who.Masked().Name
	if slices.ContainsFunc(held, func(r residents.Role) bool { return r.Name.Office() || r.Name == residents.RolePropertyCompany }) && who.Name != "" {
		name = who.Name
	}
	n.known[home+"/"+id] = name
	return name, err
}

// auditLine is a line of the audit in words.
func (r *request) auditLine(rows *store.View, names auditNames, a residents.AuditEntry) (desk.AuditLine, error) {
	row, _ := residents.PermissionFor(a.Action)
	line := desk.AuditLine{
		When: r.day(a.At) + " " + calendar.Clock(a.At, r.place.Location()), Role: pages.RoleWord(a.Role),
		Action: pages.ActionWord(a.Action), Result: pages.ResultWord(a.Result), Refused: a.Result == residents.Refused,
	}
	if a.Reason != "" {
		line.Reason = cmp.Or(pages.Says(a.Reason), string(a.Reason)) // why a number was seen is written in words
	}
	var err error
	if line.Who, err = names.of(a.ActorHome, a.Actor); err != nil {
		return line, err
	}
	line.On, line.Href, err = auditSubject(rows, names, a, row.To, "/"+r.place.Slug)
	return line, err
}

// auditSubject is what an act was done to: a topic by its number, a person by their
// name as others see it, and nothing where the action says it already.
func auditSubject(rows *store.View, names auditNames, a residents.AuditEntry, to residents.Object, board string) (words, href string, err error) {
	ids := strings.Split(a.Subject, "/")
	switch to {
	case residents.OnTopic, residents.OnCase:
		for _, id := range ids {
			t, err := rows.Topic(a.Community, id)
			if err == nil {
				return "议题 " + t.Number, board + "/topics/" + t.ID, nil
			}
			if err != residents.ErrNotFound {
				return "", "", err
			}
		}
	case residents.OnPerson, residents.OnRole, residents.OnInstitution:
		for _, id := range ids {
			_, err := rows.Resident(a.Community, id)
			if err == nil {
				words, err = names.of(a.Community, id)
				return words, "", err
			}
			if err != residents.ErrNotFound {
				return "", "", err
			}
		}
	}
	return "", "", nil
}
