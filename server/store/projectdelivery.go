package store

import (
	"database/sql"
	"strconv"
	"strings"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
)

// What the verbs of delivery and evaluation load and write: the ledger, documents, posts,
// supervisors, signatures, orders, followers, and the marks of look-backs.

var (
	_ project.Tx    = (*Tx)(nil)
	_ project.Clock = (*View)(nil)
)

// TouchProject says that the public heard of a project, which itself did not change.
func (tx *Tx) TouchProject(body, id string, at time.Time) error {
	return tx.set(`UPDATE projects SET changed_at = $3 WHERE community = $1 AND id = $2`, body, id, micros(at))
}

// Ledger is a project's ledger, in the order in which it was entered.
func (v *View) Ledger(body, id string) ([]project.Entry, error) {
	return list(v, scanEntry, `SELECT community, id, project, line, kind, cents, COALESCE(reverses, ''), payee, document, file, note, by_whom, at
		FROM project_entries WHERE community = $1 AND project = $2 ORDER BY at, id`, body, id)
}

func scanEntry(r row) (e project.Entry, err error) {
	var at int64
	err = r.Scan(&e.Community, &e.ID, &e.Project, &e.Line, &e.Kind, &e.Cents, &e.Reverses, &e.Payee, &e.Document, &e.File, &e.Note, &e.By, &at)
	e.At = instant(at)
	return e, err
}

// AddEntry enters a line of the ledger; project.ErrTakenBack where it takes back what was
// taken back before.
func (tx *Tx) AddEntry(e project.Entry) error {
	taken := error(consultation.ErrAlready)
	if e.Reverses != "" {
		taken = project.ErrTakenBack
	}
	return tx.add(taken, `INSERT INTO project_entries (community, id, project, line, kind, cents, reverses, payee, document, file, note, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		e.Community, e.ID, e.Project, e.Line, string(e.Kind), e.Cents, orNull(e.Reverses), e.Payee, e.Document, e.File, e.Note, e.By, micros(e.At))
}

// FileHeads are a project's documents without their bytes, in the order in which they came.
func (v *View) FileHeads(body, id string) ([]project.FileHead, error) {
	return list(v, func(r row) (f project.FileHead, err error) {
		var at int64
		err = r.Scan(&f.ID, &f.Name, &f.Kind, &f.Size, &at)
		f.At = instant(at)
		return f, err
	}, `SELECT id, name, kind, size, at FROM project_files WHERE community = $1 AND project = $2 ORDER BY at, id`, body, id)
}

// ProjectFile is one document; residents.ErrNotFound where the body has none with that id.
func (v *View) ProjectFile(body, id string) (project.File, error) {
	return one(v, func(r row) (f project.File, err error) {
		var at int64
		err = r.Scan(&f.Community, &f.ID, &f.Project, &f.Name, &f.Kind, &f.Bytes, &f.By, &at)
		f.At = instant(at)
		return f, err
	}, `SELECT community, id, project, name, kind, body, by_whom, at FROM project_files WHERE community = $1 AND id = $2`, body, id)
}

// AddFile keeps a document.
func (tx *Tx) AddFile(f project.File) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_files (community, id, project, name, kind, size, body, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.Community, f.ID, f.Project, f.Name, string(f.Kind), len(f.Bytes), f.Bytes, f.By, micros(f.At))
}

// Posts are a project's posts on how the work comes along, the earliest first.
func (v *View) Posts(body, id string) ([]project.Post, error) {
	return list(v, func(r row) (p project.Post, err error) {
		var at int64
		err = r.Scan(&p.Community, &p.ID, &p.Project, &p.When, &p.Text, &p.Photos, &p.By, &p.ByPart, &at)
		p.At = instant(at)
		return p, err
	}, `SELECT community, id, project, moment, words, photos, by_whom, by_part, at FROM project_posts
		WHERE community = $1 AND project = $2 ORDER BY at, id`, body, id)
}

// AddPost keeps a post.
func (tx *Tx) AddPost(p project.Post) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_posts (community, id, project, moment, words, photos, by_whom, by_part, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.Community, p.ID, p.Project, string(p.When), p.Text, p.Photos, p.By, p.ByPart, micros(p.At))
}

// ProjectPhotos are the photos of a project and of its posts, in order.
func (v *View) ProjectPhotos(body, id string) ([]PhotoHead, error) {
	return list(v, func(r row) (p PhotoHead, err error) { return p, r.Scan(&p.ID, &p.Subject, &p.Head) },
		`SELECT id, subject, substr(jpeg, 1, 1024) FROM photos WHERE community = $1 AND (subject = $2
		OR subject IN (SELECT 'work/' || id FROM project_posts WHERE community = $1 AND project = $3)) ORDER BY subject, place`,
		body, "project/"+id, id)
}

// ProjectPhoto is a photo of a project or of one of its posts, with the project's id;
// residents.ErrNotFound where there is none.
func (v *View) ProjectPhoto(body, id string) (jpeg []byte, of string, err error) {
	type photo struct {
		jpeg []byte
		of   string
	}
	p, err := one(v, func(r row) (p photo, err error) { return p, r.Scan(&p.jpeg, &p.of) },
		`SELECT h.jpeg, COALESCE(p.project, SUBSTR(h.subject, 9)) FROM photos h
		LEFT JOIN project_posts p ON p.community = h.community AND h.subject = 'work/' || p.id
		WHERE h.community = $1 AND h.id = $2 AND (h.subject LIKE 'project/%' OR p.project IS NOT NULL)`, body, id)
	return p.jpeg, p.of, err
}

const selectSupervisor = `SELECT community, body, project, resident, building, since, until, why, by_whom FROM project_supervisors`

func scanSupervisor(r row) (s project.Supervisor, err error) {
	var since int64
	var until sql.NullInt64
	err = r.Scan(&s.Community, &s.Body, &s.Project, &s.Resident, &s.Building, &since, &until, &s.Why, &s.By)
	s.Since, s.Until = instant(since), instantOrZero(until)
	return s, err
}

// Supervisors are those who watch a project or did, the earliest first.
func (v *View) Supervisors(body, id string) ([]project.Supervisor, error) {
	return list(v, scanSupervisor, selectSupervisor+` WHERE body = $1 AND project = $2 ORDER BY since, community, resident`, body, id)
}

// AddSupervisor keeps somebody who watches.
func (tx *Tx) AddSupervisor(s project.Supervisor) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_supervisors (community, body, project, resident, building, since, until, why, by_whom)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.Community, s.Body, s.Project, s.Resident, s.Building, micros(s.Since), timeOrNull(s.Until), s.Why, s.By)
}

// SetSupervisor writes somebody's part again.
func (tx *Tx) SetSupervisor(s project.Supervisor) error {
	return tx.set(`UPDATE project_supervisors SET building = $5, since = $6, until = $7, why = $8, by_whom = $9
		WHERE community = $1 AND body = $2 AND project = $3 AND resident = $4`,
		s.Community, s.Body, s.Project, s.Resident, s.Building, micros(s.Since), timeOrNull(s.Until), s.Why, s.By)
}

const selectSignature = `SELECT community, body, project, round, resident, fine, defect, mended, mended_at, at FROM project_signatures`

func scanSignature(r row) (s project.Signature, err error) {
	var at int64
	var mended sql.NullInt64
	err = r.Scan(&s.Community, &s.Body, &s.Project, &s.Round, &s.Resident, &s.Fine, &s.Defect, &s.Mended, &mended, &at)
	s.MendedAt, s.At = instantOrZero(mended), instant(at)
	return s, err
}

// Signatures are those under a round's completion check, the earliest first.
func (v *View) Signatures(body, id string, round int) ([]project.Signature, error) {
	return list(v, scanSignature, selectSignature+` WHERE body = $1 AND project = $2 AND round = $3 ORDER BY at, community, resident`, body, id, round)
}

// AddSignature keeps a resident's word, one a person and round.
func (tx *Tx) AddSignature(s project.Signature) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_signatures (community, body, project, round, resident, fine, defect, mended, mended_at, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		s.Community, s.Body, s.Project, s.Round, s.Resident, s.Fine, s.Defect, s.Mended, timeOrNull(s.MendedAt), micros(s.At))
}

// SetSignature writes it again: the defect was mended, or they now find all fine.
func (tx *Tx) SetSignature(s project.Signature) error {
	return tx.set(`UPDATE project_signatures SET fine = $6, defect = $7, mended = $8, mended_at = $9, at = $10
		WHERE community = $1 AND body = $2 AND project = $3 AND round = $4 AND resident = $5`,
		s.Community, s.Body, s.Project, s.Round, s.Resident, s.Fine, s.Defect, s.Mended, timeOrNull(s.MendedAt), micros(s.At))
}

const selectProjectOrder = `SELECT community, id, project, milestone, words, due, by_whom, at FROM project_orders`

func scanProjectOrder(r row) (o project.Order, err error) {
	var due, at int64
	err = r.Scan(&o.Community, &o.ID, &o.Project, &o.Milestone, &o.Text, &due, &o.By, &at)
	o.Due, o.At = instant(due), instant(at)
	return o, err
}

// ProjectOrders are the supervision orders on a project's milestones, the earliest first.
func (v *View) ProjectOrders(body, id string) ([]project.Order, error) {
	return list(v, scanProjectOrder, selectProjectOrder+` WHERE community = $1 AND project = $2 ORDER BY at, id`, body, id)
}

// AddProjectOrder keeps a supervision order.
func (tx *Tx) AddProjectOrder(o project.Order) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_orders (community, id, project, milestone, words, due, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, o.Community, o.ID, o.Project, o.Milestone, o.Text, micros(o.Due), o.By, micros(o.At))
}

// Marks of a look-back are counted by form of answer: few forms, however many answers.

// MarksOf counts the answers to a look-back call.
func (v *View) MarksOf(body, call string) (m project.Marks, err error) {
	type form struct {
		choices string
		n       int
	}
	forms, err := list(v, func(r row) (f form, err error) { return f, r.Scan(&f.choices, &f.n) },
		`SELECT choices, COUNT(*) FROM call_answers WHERE body = $1 AND call = $2 GROUP BY choices`, body, call)
	for _, f := range forms {
		m.Answered += f.n
		for _, one := range strings.Fields(f.choices) {
			question, chosen, _ := strings.Cut(one, ":")
			mark(&m, question, chosen, f.n)
		}
	}
	return m, err
}

// mark counts n answers of one choice: question 1 is whether it is solved, 2 how satisfied.
func mark(m *project.Marks, question, chosen string, n int) {
	k, err := strconv.Atoi(chosen)
	switch {
	case err != nil:
	case question == "1" && k == project.LookBackSolved:
		m.Solved += n
	case question == "1" && k == 2:
		m.Partly += n
	case question == "1" && k == 3:
		m.Not += n
	case question == "2" && 1 <= k && k <= project.ScaleMost:
		m.Rated += n
		m.Sum += n * k
		if k >= project.LookBackSatisfied {
			m.Satisfied += n
		}
	}
}
