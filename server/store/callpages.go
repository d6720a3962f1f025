package store

import (
	"yishiting/consultation/project"
)

// What the pages of opinion calls read besides what their verbs do.

// PastCallsFor are the calls that are over of a community, and of those of the body above ("" for
// none) that ask its people: the one that closed last first, from the one after the given one (the zero Call
// for the first), at most limit.
func (v *View) PastCallsFor(community, parent string, after project.Call, limit int) ([]project.Call, error) {
	var all []project.Call
	for len(all) < limit {
		some, err := list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community IN ($1, $2) AND state IN ('closed', 'withdrawn') AND published_at IS NOT NULL
			AND ($5 OR closes < $3 OR closes = $3 AND id < $4) ORDER BY closes DESC, id DESC LIMIT $6`,
			community, parent, micros(after.Closes), after.ID, after.ID == "", limit)
		if err != nil {
			return nil, err
		}
		all = append(all, askedOf(some, community)...)
		if len(some) < limit {
			break
		}
		after = some[len(some)-1]
	}
	return all[:min(limit, len(all))], nil
}

// ReadIdea is a text of an answer as it is read at the desk: where it comes from is its
// building, and whose it is is not read.
type ReadIdea struct {
	Community, Building    string
	Question, Words, Theme string
	N                      int // of the building who say the same
}

// IdeaFilter says which texts are read; zero fields ask for all.
type IdeaFilter struct {
	Question string
	Theme    string
	Unread   bool // only those that stand under no theme
}

// IdeasRead are texts of a call, building by building, each once where several of a building say
// the same, from the given place on (0 for the first), at most limit.
func (v *View) IdeasRead(body, call string, f IdeaFilter, from, limit int) ([]ReadIdea, error) {
	return list(v, func(r row) (i ReadIdea, err error) {
		return i, r.Scan(&i.Community, &i.Building, &i.Question, &i.Words, &i.Theme, &i.N)
	}, `SELECT w.community, a.building, w.question, w.words, MAX(w.theme), COUNT(*) FROM call_words w `+ofAnswer+`
		WHERE w.body = $1 AND w.call = $2 AND (CAST($3 AS TEXT) = '' OR w.question = $3) AND (CAST($4 AS TEXT) = '' OR w.theme = $4) AND (NOT $5 OR w.theme = '')
		GROUP BY w.community, length(a.building), a.building, w.question, w.words
		ORDER BY w.community, length(a.building), a.building, w.question, w.words LIMIT $6 OFFSET $7`,
		body, call, f.Question, f.Theme, f.Unread, limit, from)
}

// ofAnswer joins the answer in which a text of call_words, as w, stands.
const ofAnswer = `JOIN call_answers a ON a.community = w.community AND a.body = w.body AND a.call = w.call AND a.unit = w.unit`

// UnitsSaying are the units of a building that say the words to a question.
func (v *View) UnitsSaying(body, call string, i ReadIdea) ([]string, error) {
	return list(v, text, `SELECT w.unit FROM call_words w `+ofAnswer+`
		WHERE w.body = $1 AND w.call = $2 AND w.community = $3 AND a.building = $4 AND w.question = $5 AND w.words = $6 ORDER BY w.unit`,
		body, call, i.Community, i.Building, i.Question, i.Words)
}

// IdeasAt are the texts of a building to a question, each once.
func (v *View) IdeasAt(body, call, community, building, question string) ([]ReadIdea, error) {
	return list(v, func(r row) (i ReadIdea, err error) {
		return i, r.Scan(&i.Community, &i.Building, &i.Question, &i.Words, &i.Theme, &i.N)
	}, `SELECT w.community, a.building, w.question, w.words, MAX(w.theme), COUNT(*) FROM call_words w `+ofAnswer+`
		WHERE w.body = $1 AND w.call = $2 AND w.community = $3 AND a.building = $4 AND w.question = $5
		GROUP BY w.community, a.building, w.question, w.words`, body, call, community, building, question)
}

// CallProject is a project of which a call may ask, or asks.
type CallProject struct{ ID, Title string }

// ProjectAsked is the project that a call asks about; residents.ErrNotFound when there is none.
func (v *View) ProjectAsked(body, id string) (CallProject, error) {
	return one(v, scanCallProject, `SELECT id, title FROM projects WHERE community = $1 AND id = $2`, body, id)
}

func scanCallProject(r row) (p CallProject, err error) { return p, r.Scan(&p.ID, &p.Title) }

// ProjectsToAsk are the projects of the body of which nothing is decided, the newest first, at most limit.
func (v *View) ProjectsToAsk(body string, limit int) ([]CallProject, error) {
	return list(v, scanCallProject,
		`SELECT id, title FROM projects WHERE community = $1 AND stage IN ('collect', 'negotiate') ORDER BY year DESC, running DESC LIMIT $2`, body, limit)
}

// CallsToWork is how many calls of the body wait for somebody at the desk: drafts.
func (v *View) CallsToWork(body string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM calls WHERE community = $1 AND state = 'draft'`, body)
	return int(n), err
}

// BuildingHeads are the stairwell heads of a community at the instant, by the building that is theirs.
func (v *View) BuildingHeads(community string, at project.Instant) (map[string][]string, error) {
	all, err := list(v, func(r row) (h [2]string, err error) { return h, r.Scan(&h[0], &h[1]) },
		`SELECT roles.scope, residents.name FROM roles JOIN residents ON residents.community = roles.community AND residents.id = roles.resident
		WHERE roles.body = $1 AND roles.community = $1 AND role = 'stairwell_head' AND from_at <= $2 AND to_at > $2 AND left_at IS NULL ORDER BY roles.scope, residents.id`,
		community, micros(at))
	heads := map[string][]string{}
	for _, h := range all {
		heads[h[0]] = append(heads[h[0]], h[1])
	}
	return heads, err
}
