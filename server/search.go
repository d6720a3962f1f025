package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/search"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// searchRoutes is one search over everything that everybody may read at a place.
func (p *Portal) searchRoutes() []route {
	return []route{{method: http.MethodGet, pattern: "/{place}/search", name: "search", do: residents.ReadPublic, handle: p.search}}
}

const (
	pageFound = 20 // things on a page
	around    = 60 // characters that are shown of a text that holds the words
)

// kindFilters are the kinds by which what is found is narrowed.
var kindFilters = []store.ThingKind{
	"", store.KindTopic, store.KindOutcome, store.KindPoll, store.KindProject, store.KindNotice, store.KindCall, store.KindActivity, store.KindOrganisation,
}

// streetFilters are those of the bodies above.
var streetFilters = []store.ThingKind{"", store.KindProject, store.KindNotice, store.KindCall, store.KindRound, store.KindPurchase}

var kindWords = map[store.ThingKind]string{
	"": "全部", store.KindTopic: "议题", store.KindOutcome: "协商结果", store.KindMeeting: "会议", store.KindPoll: "投票", store.KindCall: "民意征集",
	store.KindProject: "项目", store.KindNotice: "项目公示", store.KindActivity: "志愿活动", store.KindTeam: "服务队", store.KindOrganisation: "社会组织",
	store.KindListing: "需求和资源", store.KindRound: "公益创投", store.KindGrant: "创投项目", store.KindRoom: "场地", store.KindPurchase: "购买服务目录",
}

// lookingFor is a page of what is found, while it is written. What was asked is neither logged nor kept.
type lookingFor struct {
	*request
	v      *store.View
	page   *pages.SearchView
	terms  []string
	street residents.Community // above a community
}

// search is the page. Whoever asks without end is asked to wait, as whoever posts without end is.
func (p *Portal) search(r *request) (answer, error) {
	query := r.URL.Query()
	w := &lookingFor{request: r, page: &pages.SearchView{Frame: p.frame(r), Style: p.files.address("search.css"), Most: search.MaxQuestion}}
	filters := kindFilters
	if r.place.Level != residents.LevelCommunity {
		filters = streetFilters
	}
	if kind := store.ThingKind(query.Get("kind")); slices.Contains(filters, kind) {
		w.page.Kind = string(kind)
	}
	q, err := search.Ask(query.Get("q"))
	w.page.Query, w.terms = q.Text, q.Terms
	if err != nil {
		w.page.Why = code(err)
		return show(w.page), nil
	}
	if q.Text != "" {
		if after, ok := p.flood.Allow("search " + p.sender(r)); !ok {
			return answer{}, &tooOften{"", after}
		}
	}
	for _, kind := range filters {
		w.page.Kinds = append(w.page.Kinds, pages.Filter{Name: kindWords[kind], Href: w.address(string(kind), ""), Current: string(kind) == w.page.Kind})
	}
	err = p.view(r, func(v *store.View) error {
		w.v = v
		return w.write(findKey(query.Get("after")))
	})
	return show(w.page), err
}

func (w *lookingFor) address(kind, after string) string {
	return pages.SearchPath(w.place.Slug, w.page.Query, kind, after)
}

// write draws a page of what is found, from the one after the key.
func (w *lookingFor) write(after store.FindKey) (err error) {
	w.page.Lines, w.page.Below, w.page.First, w.page.Next = nil, nil, "", ""
	if w.place.Level == residents.LevelCommunity && w.place.Parent != "" {
		if w.street, err = w.v.CommunityByID(w.place.Parent); err != nil {
			return err
		}
	}
	if err := w.below(); err != nil {
		return err
	}
	looked := store.Looking{Place: w.place.ID, Street: w.street.ID, Terms: w.terms, Kind: store.ThingKind(w.page.Kind), After: after, Limit: pageFound, Keep: w.hasPage}
	all, next, more, err := w.v.Find(looked)
	if err != nil {
		return err
	}
	for _, f := range all {
		thing, err := w.v.FindableAgain(f)
		if err == residents.ErrNotFound { // whatever else is wrong, it is public no more
			continue
		}
		if err != nil {
			return err
		}
		line, err := w.line(thing)
		if err != nil {
			return err
		}
		w.page.Lines = append(w.page.Lines, line)
	}
	if after != (store.FindKey{}) {
		w.page.First = w.address(w.page.Kind, "")
	}
	if more {
		w.page.Next = w.address(w.page.Kind, findKeyText(next))
	}
	return nil
}

// hasPage are those that have a page at the place: a street's rooms are lent at its communities.
func (w *lookingFor) hasPage(all []store.Found) (map[string]bool, error) {
	has := map[string]bool{}
	for _, f := range all {
		has[f.Thing] = f.Kind != store.KindRoom || w.place.Level == residents.LevelCommunity
	}
	return has, nil
}

// below are the bodies under a street or a district, and where the same is looked for in each.
func (w *lookingFor) below() error {
	all, err := w.v.Communities()
	for _, c := range all {
		if c.Parent == w.place.ID {
			w.page.Below = append(w.page.Below, pages.Fact{Name: c.Name, Value: pages.SearchPath(c.Slug, w.page.Query, "", "")})
		}
	}
	return err
}

// line is a thing as it is found.
func (w *lookingFor) line(f store.Findable) (pages.FoundLine, error) {
	title := f.Title
	line := pages.FoundLine{Kind: kindWords[f.Kind]}
	to := w.page.To
	switch x := f.Is.(type) {
	case consultation.Topic:
		line.Href, line.Facts = to("topics/"+x.ID), []string{x.Number + " 号"}
		line.State, line.Tone = pages.StateTag(x.State)
	case store.FoundOutcome:
		line.Href, line.State, line.Tone = to("meetings/"+x.Meeting+"/minutes"), pages.OutcomeWord(x.Kind), pages.TonePlain
	case consultation.Meeting:
		title = pages.FormWord(x.Form) + "，" + w.when(x.StartsAt) + "，" + x.Venue
		line.Href = to("meetings/" + x.ID)
		line.State, line.Tone = pages.MeetingTag(x.State)
	case polls.Poll:
		at := w.pollLine(x)
		line.Href, line.State, line.Tone = at.Href, at.State, at.Tone
	case project.Call:
		at := w.callLine(x)
		line.Href, line.State, line.Tone = at.Href, at.State, at.Tone
	case project.Project:
		line.Href, line.Facts = to("projects/"+x.ID), []string{x.Number}
		line.State, line.Tone = pages.ProjectStageTag(x.Stage)
	case store.FoundNotice:
		line.Href = to("projects/" + x.Project + "#notice-" + strconv.Itoa(x.Seq))
		if line.State, line.Tone = "公示结束", pages.TonePlain; w.now.Before(x.Until) {
			line.State, line.Tone = "公示中 · "+w.left(x.Until), pages.ToneAct
		}
	default:
		if err := w.helping(f, &line); err != nil {
			return line, err
		}
	}
	if f.Body != w.place.ID {
		line.Names = append(line.Names, w.street.Name)
	}
	line.Facts = append(line.Facts, w.day(f.At))
	line.Title = marked(search.Mark(title, w.terms))
	if !search.HasAll(search.Fold(title), w.terms) {
		line.Around = marked(search.Around(f.Texts, w.terms, around))
	}
	return line, nil
}

// helping is where a thing of those who help is read, and how it stands.
func (w *lookingFor) helping(f store.Findable, line *pages.FoundLine) error {
	to := w.page.To
	switch x := f.Is.(type) {
	case signups.Activity:
		line.Href, line.Facts = to("activities/"+x.ID), []string{x.Number}
		line.State, line.Tone = pages.ActivityTag(x.State)
	case signups.Team:
		line.Href = to("teams/" + x.ID)
	case organisations.Organisation:
		at := w.organisationCard(x)
		line.Href, line.State, line.Tone, line.Facts = at.Href, at.State, at.Tone, []string{at.Class}
	case organisations.Listing:
		line.Href = to("exchange#needs")
		if x.Side == organisations.OfferSide {
			line.Href = to("exchange#offers")
		}
	case grants.Round:
		line.Href, line.Facts = to("grants/"+x.ID), []string{x.Number}
		line.State, line.Tone = pages.RoundTag(x.State)
	case grants.Application:
		line.Href, line.Names = to("grants/"+x.Round+"/applications/"+x.ID), []string{x.OrgName}
		line.State, line.Tone = pages.AppTag(x.State)
	case grants.Room:
		line.Href, line.Names, line.Facts = to("rooms/"+x.ID), []string{x.Where}, roomFacts(x)[:1]
	case organisations.Purchase:
		slug := w.place.Slug
		if x.Body != w.place.ID {
			slug = w.street.Slug
		}
		line.Href = "/" + slug + "/catalogue?after=" + before(x.Number) + "#" + x.Number
		line.State, line.Tone = pages.PurchaseWord(x.State)
	}
	return nil
}

// before is the number under which the page of a street's catalogue goes on that begins with this one: M2026-004 for M2026-003.
func before(number string) string {
	year, running, _ := strings.Cut(number, "-")
	n, _ := strconv.Atoi(running)
	return year + "-" + strconv.Itoa(n+1)
}

func marked(all []search.Piece) (pieces []pages.Piece) {
	for _, p := range all {
		pieces = append(pieces, pages.Piece(p))
	}
	return pieces
}

// findKeyText is a place among what is found, as an address has it; findKey reads it, and gives the
// zero key for what is none.
func findKeyText(k store.FindKey) string {
	return strconv.Itoa(k.Stage) + "." + strconv.FormatInt(k.N, 10)
}

func findKey(s string) store.FindKey {
	stage, n, _ := strings.Cut(s, ".")
	at, err := strconv.Atoi(stage)
	number, wrong := strconv.ParseInt(n, 10, 64)
	if err != nil || wrong != nil || at < 0 || at > 3 || number < 0 {
		return store.FindKey{}
	}
	return store.FindKey{Stage: at, N: number}
}
