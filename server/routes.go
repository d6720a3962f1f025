package main

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"yishiting/residents"
)

// A route is one line of the portal's table.
//
// A pattern that begins with /{place} belongs to a body's board; any other is of
// the whole installation. A POST comes from a form that stands on a page: on is
// the pattern of that page, which is drawn again with what was typed when the
// form is refused. A form whose page has the same pattern leaves on empty.
// Opening the address of a POST leads to its page.
type route struct {
	method  string            // GET or POST
	pattern string            // /{place}/topics/{id}
	name    string            // for logs and numbers; of a POST: the form's name on its page
	do      residents.Action  // what it is in the table of permissions
	at      []residents.Level // levels of the bodies that have it; nil: of those for which the table has a role
	handle  func(*request) (answer, error)
	on      string
	photos  bool             // of a POST: it may bring photos
	waits   bool             // of a POST: it may be sent later than it was written, from a phone that had no network
	upload  int64            // of a POST: most bytes of the one file it may bring, which is no photo
	big     residents.Reason // of an upload: what is said of a larger one; "" for residents.ErrFileBig
}

// routes is everything the portal answers, apart from the files of static/.
func (p *Portal) routes() []route {
	var all []route
	for _, some := range [][]route{
		p.entryRoutes(),
		p.signInRoutes(),
		p.phoneRoutes(),
		p.giveCodeRoutes(),
		p.monthRoutes(),
		p.topicListRoutes(),
		p.searchRoutes(),
		p.photoRoutes(),
		p.raiseRoutes(),
		p.mineRoutes(),
		p.feedRoutes(),
		p.tellingRoutes(),
		p.mailRoutes(),
		p.weekRoutes(),
		p.helpingRoutes(),
		p.homeRoutes(),
		p.deviceRoutes(),
		p.passkeyRoutes(),
		p.privacyRoutes(),
		p.joinRoutes(),
		p.recordRoutes(),
		p.topicRoutes(),
		p.meetingRoutes(),
		p.pollRoutes(),
		p.ballotRoutes(),
		p.callRoutes(),
		p.doorRoutes(),
		p.activityRoutes(),
		p.volunteeringRoutes(),
		p.teamRoutes(),
		p.teamSheetRoutes(),
		p.leadingRoutes(),
		p.leadingSheetRoutes(),
		p.organisationRoutes(),
		p.exchangeRoutes(),
		p.catalogueRoutes(),
		p.contactRoutes(),
		p.noteRoutes(),
		p.projectRoutes(),
		p.grantRoutes(),
		p.roomRoutes(),
		p.deskRoomRoutes(),
		p.deskGrantRoutes(),
		p.deskRoutes(),
		p.deskTopicRoutes(),
		p.deskLetterRoutes(),
		p.doorNoticeRoutes(),
		p.deskPeopleRoutes(),
		p.deskRoleRoutes(),
		p.deskHouseholdRoutes(),
		p.deskRosterRoutes(),
		p.deskSettingsRoutes(),
		p.deskPhoneRoutes(),
		p.deskStatementRoutes(),
		p.deskMonthRoutes(),
		p.deskMeetingRoutes(),
		p.deskFollowUpRoutes(),
		p.deskPollRoutes(),
		p.deskCallRoutes(),
		p.deskProjectRoutes(),
		p.deskActivityRoutes(),
		p.deskVolunteerRoutes(),
		p.deskVolunteerListRoutes(),
		p.deskTeamRoutes(),
		p.deskOrganisationRoutes(),
		p.streetRoutes(),
		p.streetProjectRoutes(),
		p.sitePlanRoutes(),
		p.adminRoutes(),
		p.permissionRoutes(),
		p.helpRoutes(),
		p.auditRoutes(),
	} {
		all = append(all, some...)
	}
	return all
}

// mux is made of the portal's table. It panics where two lines contradict each other, a form
// stands on no page, or a line does what the table of permissions does not have.
func (p *Portal) mux(all []route) http.Handler {
	whole, board := http.NewServeMux(), http.NewServeMux()
	pages := map[string]route{}
	for _, r := range all {
		if r.method == http.MethodGet {
			pages[r.pattern] = r
		}
	}
	for _, r := range all {
		if _, ok := residents.PermissionFor(r.do); !ok {
			panic(fmt.Sprintf("%s %s: no permission is needed for %q, so nobody has it", r.method, r.pattern, r.do))
		}
		mux := whole
		if strings.HasPrefix(r.pattern, "/{place}") {
			mux = board
		}
		if r.method != http.MethodPost {
			mux.Handle(r.method+" "+r.pattern, p.serve(r, route{}))
			continue
		}
		page, ok := pages[cmp.Or(r.on, r.pattern)]
		if !ok {
			panic(fmt.Sprintf("form %s stands on no page", r.name))
		}
		mux.Handle("POST "+r.pattern, p.serve(r, page))
		if _, own := pages[r.pattern]; !own {
			mux.Handle("GET "+r.pattern, p.serve(route{name: r.name, pattern: r.pattern, do: residents.ReadPublic, handle: toPage(page)}, route{}))
		}
	}
	board.Handle("/", p.serve(route{name: "nothing", do: residents.ReadPublic, handle: nothing}, route{}))
	whole.Handle("/", board)
	return whole
}

// toPage leads from the address of a form to the page it stands on.
func toPage(page route) func(*request) (answer, error) {
	return func(r *request) (answer, error) { return seeOther(fill(page.pattern, r.Request), ""), nil }
}

// fill puts the request's values into a pattern: /{place}/topics/{id} becomes
// /hepingli/topics/0190….
func fill(pattern string, r *http.Request) string {
	parts := strings.Split(strings.TrimSuffix(pattern, "{$}"), "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			parts[i] = r.PathValue(strings.TrimSuffix(name, "}"))
		}
	}
	return strings.Join(parts, "/")
}
