package store

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Table says of each column of one table whether it tells something of a person,
// and of those that do, why they are kept and how long (个人信息保护法 第六条、第十九条).
// A test reads the schema of both databases: no column is missing and none is too many.
type Table struct {
	Name  string
	What  string   // what is kept, in the words of the privacy page; "" where nothing is personal
	Why   string   // the purpose
	Keep  string   // how long, and what ends it
	Shown []string // personal columns with their words, in order: "created_at 登录时间"
	Also  string   // further personal columns, for the download only
	Never string   // personal columns that are handed to nobody: hashes, keys, others' data
	Plain string   // columns that say nothing of a person

	From  string   // what else is joined, so that rows are understood
	More  []string // columns of what is joined, with their words: "t.title 议题"
	Where string   // which rows are a person's: $1 is the community, $2 the resident
	// Nobodys says why no row can be called anybody's own, where Where is "".
	Nobodys string
}

// Columns are all columns that the table is said to have.
func (t Table) Columns() []string {
	all := slices.Concat(strings.Fields(t.Also), strings.Fields(t.Never), strings.Fields(t.Plain))
	for _, s := range t.Shown {
		name, _, _ := strings.Cut(s, " ")
		all = append(all, name)
	}
	return all
}

// column is a column as it is read for its person: the words are "" where only the download has it.
type column struct{ name, expression, words string }

func (t Table) read() []column {
	var all []column
	for _, s := range t.Shown {
		name, words, _ := strings.Cut(s, " ")
		all = append(all, column{name, t.Name + "." + name, words})
	}
	for _, s := range t.More {
		name, words, _ := strings.Cut(s, " ")
		_, field, _ := strings.Cut(name, ".")
		all = append(all, column{field, name, words})
	}
	for _, name := range strings.Fields(t.Also) {
		all = append(all, column{name, t.Name + "." + name, ""})
	}
	return all
}

// Held is what one table has of a person.
type Held struct {
	Table
	Rows [][]Datum
}

// Datum is one thing that is known of a person.
type Datum struct {
	Column string
	Words  string // "" where only the download has it
	Value  any    // string, int64, bool, time.Time or nil
}

// PersonalData is everything that the portal has of a person, in the order of
// Tables, of each table at most limit rows, the latest first; tables with nothing are left out.
func (v *View) PersonalData(community, resident string, limit int) ([]Held, error) {
	var all []Held
	for _, t := range Tables {
		if t.Where == "" {
			continue
		}
		rows, err := v.personalRows(t, community, resident, limit)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
		if len(rows) > 0 {
			all = append(all, Held{t, rows})
		}
	}
	return all, nil
}

func (v *View) personalRows(t Table, community, resident string, limit int) ([][]Datum, error) {
	columns := t.read()
	var names []string
	order := "1"
	for _, c := range columns {
		names = append(names, c.expression)
		if order == "1" && isTime(c.name) {
			order = c.expression + " DESC"
		}
	}
	query := `SELECT ` + strings.Join(names, ", ") + ` FROM ` + t.Name + ` ` + t.From + ` WHERE ` + t.Where + ` ORDER BY ` + order + ` LIMIT $3`
	return list(v, func(r row) ([]Datum, error) {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		err := r.Scan(into...)
		out := make([]Datum, len(columns))
		for i, c := range columns {
			out[i] = Datum{c.name, c.words, datum(c.name, values[i])}
		}
		return out, err
	}, query, community, resident, limit)
}

// datum is a value as both databases mean it.
func datum(name string, value any) any {
	switch x := value.(type) {
	case []byte:
		return string(x)
	case int64:
		switch {
		case slices.Contains(booleans, name):
			return x != 0
		case isTime(name):
			return instant(x)
		}
	}
	return value
}

var booleans = strings.Fields("adult contact waiting given fine shown digest text_yours text_digest mail_yours mail_digest asked named weekly good upheld")

// isTime tells whether a column of that name has a time: the schema's own custom.
func isTime(name string) bool {
	return strings.HasSuffix(name, "_at") || slices.Contains(strings.Fields("at since until due screen_due rate_until"), name)
}

// period is a length of time as people say it.
func period(d time.Duration) string {
	days := int(d / (24 * time.Hour))
	if days%365 == 0 {
		return fmt.Sprintf("%d 年", days/365)
	}
	return fmt.Sprintf("%d 天", days)
}
