package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/signups"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// findables read, of each kind, what everybody may read of a thing of a body; thing "" asks for all.
// What is not on public pages is left out, and so is what was given up and what may name people though
// it is public: who leads, is invited, is thanked, builds or sells. (findableShape)
var findables map[ThingKind]func(v *View, body, thing string) ([]Findable, error)

func init() { // they read each other
	findables = map[ThingKind]func(v *View, body, thing string) ([]Findable, error){
		KindTopic: publicTopics, KindOutcome: publicOutcomes, KindMeeting: publicMeetings, KindPoll: publicPolls,
		KindCall: publicCalls, KindProject: publicProjects, KindNotice: publicNotices,
		KindActivity: publicActivities, KindTeam: publicTeams, KindOrganisation: publicOrganisations, KindListing: publicListings,
		KindRound: publicRounds, KindGrant: publicGrants, KindRoom: publicRooms, KindPurchase: publicPurchases,
	}
}

// these are the rows of a body that a query reads: all, or the one of which column is the thing.
func these[T any](v *View, scan func(row) (T, error), query, owner, column, body, thing string) ([]T, error) {
	query += ` WHERE ` + owner + ` = $1`
	if thing == "" {
		return list(v, scan, query, body)
	}
	return list(v, scan, query+` AND `+column+` = $2`, body, thing)
}

// public are those of all that are public, as they are found.
func public[T any](all []T, err error, is func(T) bool, as func(T) Findable) (found []Findable, _ error) {
	for _, one := range all {
		if err == nil && is(one) {
			f := as(one)
			f.Is = one
			found = append(found, f)
		}
	}
	return found, err
}

func publicTopics(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanTopic, selectTopic, `community`, `id`, body, thing)
	return public(all, err, func(t consultation.Topic) bool { return t.State.Public() }, func(t consultation.Topic) Findable {
		return Findable{Body: body, Kind: KindTopic, Thing: t.ID, Title: t.Title, Texts: []string{t.Problem, t.Wish, t.Place, t.Affected, t.Number}, At: t.RaisedAt}
	})
}

// FoundOutcome is an outcome with its topic.
type FoundOutcome struct {
	consultation.Outcome
	Of consultation.Topic
}

func publicOutcomes(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanOutcome, selectOutcome, `community`, `topic`, body, thing)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	topics, err := these(v, scanTopic, selectTopic, `community`, `id`, body, thing)
	of := map[string]consultation.Topic{}
	for _, t := range topics {
		of[t.ID] = t
	}
	var whole []FoundOutcome
	for _, o := range all {
		whole = append(whole, FoundOutcome{o, of[o.Topic]})
	}
	return public(whole, err, func(o FoundOutcome) bool { return o.Of.State.Public() }, func(o FoundOutcome) Findable {
		texts := append([]string{o.Text, o.Consensus}, o.Dissent...)
		return Findable{
			Body: body, Kind: KindOutcome, Thing: o.Topic, Part: o.Meeting, Title: o.Of.Title,
			Texts: append(texts, o.Resolution), At: o.PublishedAt,
		}
	})
}

func publicMeetings(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanMeeting, selectMeeting, `community`, `id`, body, thing)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	listed, err := these(v, func(r row) (a [2]string, err error) { return a, r.Scan(&a[0], &a[1]) },
		`SELECT g.meeting, t.title FROM agenda g JOIN topics t ON t.community = g.community AND t.id = g.topic`, `g.community`, `g.meeting`, body, thing)
	slices.SortFunc(listed, func(a, b [2]string) int { return strings.Compare(a[1], b[1]) })
	titles := map[string][]string{}
	for _, a := range listed {
		titles[a[0]] = append(titles[a[0]], a[1])
	}
	return public(all, err, func(consultation.Meeting) bool { return true }, func(s consultation.Meeting) Findable {
		return Findable{
			Body: body, Kind: KindMeeting, Thing: s.ID, Title: s.Venue, Texts: append([]string{s.Affected, s.Materials, s.Reason}, titles[s.ID]...), At: s.AnnouncedAt,
		}
	})
}

func publicPolls(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, poll, `SELECT `+pollColumns+` FROM polls`, `community`, `id`, body, thing)
	return public(all, err, func(p polls.Poll) bool { return p.State != polls.Draft && p.State != polls.Withdrawn }, func(p polls.Poll) Findable {
		texts := []string{p.Text, p.Number}
		for _, o := range p.Options {
			texts = append(texts, o.Words, o.About)
		}
		return Findable{Body: body, Kind: KindPoll, Thing: p.ID, Title: p.Question, Texts: texts, At: p.PublishedAt}
	})
}

func publicCalls(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanCall, `SELECT `+callColumns+` FROM calls`, `community`, `id`, body, thing)
	is := func(c project.Call) bool { return c.State == project.CallPublished || c.State == project.CallClosed }
	return public(all, err, is, func(c project.Call) Findable {
		texts := []string{c.About, c.Number}
		for _, q := range c.Questions {
			texts = append(append(texts, q.Words), q.Options...)
		}
		return Findable{Body: body, Kind: KindCall, Thing: c.ID, Reach: reachOf(body, c.Places), Title: c.Title, Texts: texts, At: c.PublishedAt}
	})
}

// reachOf are the communities other than the body in which the places are.
func reachOf(body string, places []project.Place) string {
	var ids []string
	for _, p := range places {
		if p.Community != body && !slices.Contains(ids, p.Community) {
			ids = append(ids, p.Community)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	return " " + strings.Join(ids, " ") + " "
}

func publicProjects(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanProject, selectProject, `community`, `id`, body, thing)
	return public(all, err, func(project.Project) bool { return true }, func(p project.Project) Findable {
		texts := []string{p.Problem, p.Number, p.Lessons, p.Reason}
		for _, o := range p.Options {
			texts = append(texts, o.Words, o.About, o.Affected)
		}
		return Findable{Body: body, Kind: KindProject, Thing: p.ID, Reach: reachOf(body, p.Places), Title: p.Title, Texts: texts, At: p.MadeAt}
	})
}

// FoundNotice is a public notice with its project.
type FoundNotice struct {
	project.Notice
	Of project.Project
}

func publicNotices(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanNotice, selectNotice, `community`, `project`, body, thing)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	projects, err := these(v, scanProject, selectProject, `community`, `id`, body, thing)
	of := map[string]project.Project{}
	for _, p := range projects {
		of[p.ID] = p
	}
	var whole []FoundNotice
	for _, n := range all {
		whole = append(whole, FoundNotice{n, of[n.Project]})
	}
	return public(whole, err, func(FoundNotice) bool { return true }, func(n FoundNotice) Findable {
		return Findable{
			Body: body, Kind: KindNotice, Thing: n.Project, Part: strconv.Itoa(n.Seq), Reach: reachOf(body, n.Of.Places), Title: n.Of.Title,
			Texts: []string{n.Words}, At: n.From.Start(time.UTC),
		}
	})
}

func publicActivities(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanActivity, `SELECT `+activityColumns+` FROM activities`, `community`, `id`, body, thing)
	return public(all, err, func(a signups.Activity) bool { return a.State.Public() }, func(a signups.Activity) Findable {
		return Findable{
			Body: body, Kind: KindActivity, Thing: a.ID, Title: a.Title, Texts: []string{a.About, a.Place, a.Building, a.Bring, a.Number}, At: a.PublishedAt,
		}
	})
}

func publicTeams(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanTeam, `SELECT `+teamColumns+` FROM teams`, `community`, `id`, body, thing)
	return public(all, err, func(t signups.Team) bool { return t.EndedAt.IsZero() }, func(t signups.Team) Findable {
		return Findable{Body: body, Kind: KindTeam, Thing: t.ID, Title: t.Name, Texts: []string{t.About}, At: t.MadeAt}
	})
}

func publicOrganisations(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations`, `community`, `id`, body, thing)
	is := func(o organisations.Organisation) bool {
		return !o.FiledAt.IsZero() && o.State != organisations.Applying
	}
	return public(all, err, is, func(o organisations.Organisation) Findable {
		return Findable{
			Body: body, Kind: KindOrganisation, Thing: o.ID, Title: o.Name, Texts: []string{o.Purpose, o.Area, o.Venue, o.Plan, o.Number}, At: o.FiledAt,
		}
	})
}

func publicListings(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanListing, `SELECT `+listingColumns+` FROM listings`, `community`, `id`, body, thing)
	return public(all, err, func(l organisations.Listing) bool { return l.State == organisations.ListingOpen }, func(l organisations.Listing) Findable {
		return Findable{Body: body, Kind: KindListing, Thing: l.ID, Title: l.Title, Texts: []string{l.About}, At: l.MadeAt}
	})
}

func publicRounds(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanRound, `SELECT `+roundColumns+` FROM grant_rounds`, `community`, `id`, body, thing)
	return public(all, err, func(g grants.Round) bool { return g.State.Public() }, func(g grants.Round) Findable {
		return Findable{
			Body: body, Kind: KindRound, Thing: g.ID, Reach: everywhere, Title: g.Title, Texts: []string{g.About, g.PitchIn, g.Number}, At: g.PublishedAt,
		}
	})
}

func publicGrants(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanApplication, `SELECT `+applicationColumns+` FROM grant_applications`, `body`, `id`, body, thing)
	return public(all, err, func(a grants.Application) bool { return a.State.Public() }, func(a grants.Application) Findable {
		return Findable{
			Body: body, Kind: KindGrant, Thing: a.ID, Reach: everywhere, Title: a.Title, Texts: []string{a.OrgName, a.Need, a.Whom, a.How}, At: a.MadeAt,
		}
	})
}

func publicRooms(v *View, body, thing string) ([]Findable, error) {
	all, err := these(v, scanRoom, `SELECT `+roomColumns+` FROM rooms`, `community`, `id`, body, thing)
	return public(all, err, func(m grants.Room) bool { return m.Offered }, func(m grants.Room) Findable {
		return Findable{Body: body, Kind: KindRoom, Thing: m.ID, Reach: everywhere, Title: m.Name, Texts: []string{m.Where, m.About}, At: m.MadeAt}
	})
}

func publicPurchases(v *View, body, thing string) ([]Findable, error) {
	all, err := v.withSteps(these(v, scanPurchase, `SELECT `+purchaseColumns+` FROM purchases`, `body`, `id`, body, thing))
	return public(all, err, func(p organisations.Purchase) bool { return p.State != organisations.Unpublished }, func(p organisations.Purchase) Findable {
		f := Findable{Body: body, Kind: KindPurchase, Thing: p.ID, Reach: everywhere, Title: p.Title, Texts: []string{p.What, p.Whom, p.How, p.Number}, At: p.MadeAt}
		for _, s := range p.Steps {
			if !s.PublishedAt.IsZero() {
				f.At = s.PublishedAt
				break
			}
		}
		return f
	})
}
