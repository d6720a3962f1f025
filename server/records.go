package main

import (
	"context"
	"io"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
)

// recordRoutes are the public log of a body and its files.
func (p *Portal) recordRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/record", name: "record", do: residents.ReadPublic, handle: p.records},
		{method: http.MethodGet, pattern: "/{place}/record/{seq}", name: "entry", do: residents.ReadPublic, handle: p.entry},
		{method: http.MethodGet, pattern: "/{place}/record/export", name: "export", do: residents.ReadPublic, handle: p.exportRecord},
		{method: http.MethodGet, pattern: "/{place}/record/checkpoint", name: "checkpoint", do: residents.ReadPublic, handle: p.checkpoint},
	}
}

const (
	pageEntries  = 30
	exportLeaves = 500 // read at once for an export
)

// records lists what was done in public, the latest first.
func (p *Portal) records(r *request) (answer, error) {
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil || before < 0 {
		before = -1
	}
	page := &pages.RecordView{Frame: p.frame(r)}
	err = p.view(r, func(v *store.View) error {
		var err error
		if page.Size, err = v.LogSize(r.place.ID); err != nil {
			return err
		}
		entries, err := v.EntriesBefore(r.place.ID, before, pageEntries)
		if err != nil {
			return err
		}
		titles, err := subjectTitles(v, r.place.ID, entries)
		for _, e := range entries {
			line := pages.EntryLine{Seq: e.Seq, What: pages.RecordWord(e.Kind), When: r.day(e.Time()) + " " + calendar.Clock(e.Time(), r.place.Location())}
			line.About, line.Href = r.subject(e.Subject, titles)
			page.Lines = append(page.Lines, line)
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if n := len(page.Lines); n > 0 && page.Lines[n-1].Seq > 0 {
		page.Older = page.To("record") + "?before=" + strconv.FormatInt(page.Lines[n-1].Seq, 10)
	}
	if before >= 0 && before < page.Size {
		page.Newer = page.To("record")
		if newer := before + pageEntries; newer < page.Size {
			page.Newer += "?before=" + strconv.FormatInt(newer, 10)
		}
	}
	return show(page), nil
}

// subjectTitles are the names of the topics, polls, projects and calls that entries are about, by id.
func subjectTitles(v *store.View, body string, entries []record.Entry) (map[string]string, error) {
	titles, err := v.TopicTitles(body, subjectsOf(entries, "topic/"))
	if err != nil {
		return nil, err
	}
	questions, err := v.PollTitles(body, subjectsOf(entries, "poll/"))
	if err != nil {
		return nil, err
	}
	maps.Copy(titles, questions)
	projects, err := v.ProjectTitles(body, subjectsOf(entries, "project/"))
	if err != nil {
		return nil, err
	}
	maps.Copy(titles, projects)
	activities, err := v.ActivityTitles(body, subjectsOf(entries, "activity/"))
	if err != nil {
		return nil, err
	}
	maps.Copy(titles, activities)
	for _, id := range subjectsOf(entries, "grant/") {
		if g, err := v.Round(body, id); err == nil {
			titles[id] = g.Title
		} else if err != residents.ErrNotFound {
			return nil, err
		}
	}
	for _, id := range subjectsOf(entries, "call/") {
		if c, err := v.Call(body, id); err == nil {
			titles[id] = c.Title
		} else if err != residents.ErrNotFound {
			return nil, err
		}
	}
	return titles, nil
}

// subjectsOf are the ids of what entries are about, of the kind that the prefix names.
func subjectsOf(entries []record.Entry, prefix string) (ids []string) {
	for _, e := range entries {
		if id, ok := strings.CutPrefix(e.Subject, prefix); ok && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// subject is what an entry is about in words, and where it is.
func (r *request) subject(subject string, titles map[string]string) (about, href string) {
	return subjectAt(r.place.Slug, subject, titles)
}

func subjectAt(slug, subject string, titles map[string]string) (about, href string) {
	kind, id, _ := strings.Cut(subject, "/")
	here := "/" + slug
	switch kind {
	case "topic":
		if title := titles[id]; title != "" {
			return title, here + "/topics/" + id
		}
	case "poll":
		if question := titles[id]; question != "" {
			return question, here + "/polls/" + id
		}
	case "project", "call":
		if title := titles[id]; title != "" {
			return title, here + "/" + kind + "s/" + id
		}
	case "activity":
		if title := titles[id]; title != "" {
			return title, here + "/activities/" + id
		}
	case "grant":
		if title := titles[id]; title != "" {
			return title, here + "/grants/" + id
		}
	case "meeting":
		return "协商会", here + "/meetings/" + id
	case "cycle":
		if m, err := calendar.ParseMonth(id); err == nil {
			return m.Chinese(), here + "/months/" + id
		}
	}
	return "", ""
}

// entry is one entry with the proof that it stands in the log.
func (p *Portal) entry(r *request) (answer, error) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || strconv.FormatInt(seq, 10) != r.PathValue("seq") {
		return answer{}, residents.ErrNotFound
	}
	page := &pages.EntryView{
		Frame: p.frame(r), Log: r.place.ID, Zone: r.place.Zone, Seq: seq, Verifier: p.store.LogVerifier(), Names: map[string]string{},
	}
	err = p.view(r, func(v *store.View) error {
		if page.Receipt, err = v.Receipt(r.place.ID, seq); err != nil {
			return err
		}
		e, err := page.Receipt.Check(page.Verifier)
		page.Held = err == nil
		if err != nil {
			p.log.Error("the record does not hold", "request", r.id, "community", r.place.ID, "seq", seq, "error", err)
			return nil
		}
		titles, err := subjectTitles(v, r.place.ID, []record.Entry{e})
		page.About, page.Href = r.subject(e.Subject, titles)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	page.Names[r.place.ID] = r.place.Name
	for _, c := range r.within {
		page.Names[c.ID] = c.Name
	}
	return show(page), nil
}

// exportRecord is the whole log as a text that anybody can verify. It is read in
// portions as the reader takes it, so that a slow reader holds nothing: what is
// written stays as it is, and what comes meanwhile is after the checkpoint.
func (p *Portal) exportRecord(r *request) (answer, error) {
	signed, err := p.signed(r)
	return give(file{
		kind: "text/plain; charset=utf-8", name: r.place.Slug + "-record.txt",
		write: func(w io.Writer) error {
			return record.WriteExport(w, signed, p.leaves(r.Context(), r.place.ID))
		},
	}), err
}

func (p *Portal) signed(r *request) (signed string, err error) {
	err = p.view(r, func(v *store.View) error {
		signed, err = v.Checkpoint(r.place.ID)
		return err
	})
	return signed, err
}

// leaves are the texts of all entries, each portion read by a view of its own.
func (p *Portal) leaves(ctx context.Context, body string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for next := int64(0); ; next += exportLeaves {
			var leaves []string
			err := p.store.View(ctx, func(v *store.View) (err error) {
				leaves, err = v.LeavesFrom(body, next, exportLeaves)
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			for _, leaf := range leaves {
				if !yield([]byte(leaf), nil) {
					return
				}
			}
			if len(leaves) < exportLeaves {
				return
			}
		}
	}
}

// checkpoint is the signed state of the log.
func (p *Portal) checkpoint(r *request) (answer, error) {
	signed, err := p.signed(r)
	return give(file{kind: "text/plain; charset=utf-8", body: []byte(signed)}), err
}
