package polls

import (
	"fmt"
	"math/big"
	"strings"
)

// beyond refuses a row that says something in more fields than there are columns: one of
// its semicolons stands in a text, and the fields after it are not what they seem.
func (r *pbRows) beyond(columns int) error {
	for i := columns; i < len(r.fields); i++ {
		if r.fields[i] != "" {
			return r.wrong("", fmt.Sprintf("there are %d fields for %d columns", len(r.fields), columns))
		}
	}
	return nil
}

// columns reads the header row of a section: the place of each named column, -1 where an
// optional one, written with a "?", is not there.
func (p *pbFile) columns(section string, names ...string) (places []int, width int, err error) {
	title := p.rows.line
	more, err := p.rows.read()
	if err != nil {
		return nil, 0, err
	}
	if !more || p.rows.title() != "" {
		return nil, 0, &FileError{File: p.rows.file, Line: title, What: "the section " + section + " has no row of columns"}
	}
	for _, name := range names {
		name, optional := strings.CutSuffix(name, "?")
		place := -1
		for i, field := range p.rows.fields {
			if !strings.EqualFold(field, name) {
				continue
			}
			if place >= 0 {
				return nil, 0, p.rows.wrong(name, "the column stands twice")
			}
			place = i
		}
		if place < 0 && !optional {
			return nil, 0, p.rows.wrong(name, "the column is missing")
		}
		places = append(places, place)
	}
	return places, len(p.rows.fields), nil
}

func (p *pbFile) readProjects() (bool, error) {
	columns, width, err := p.columns("PROJECTS", "project_id", "cost", "name?")
	if err != nil {
		return false, err
	}
	more, err := p.section(func() error {
		if err := p.rows.beyond(width); err != nil {
			return err
		}
		return p.addProject(p.rows.field(columns[0]), p.rows.field(columns[1]), p.rows.field(columns[2]))
	})
	if err != nil {
		return false, err
	}
	if len(p.election.Candidates) == 0 {
		return false, p.rows.wrong("", "there is no project before this")
	}
	return more, p.same("num_projects", len(p.election.Candidates))
}

func (p *pbFile) addProject(id, cost, name string) error {
	if id == "" {
		return p.rows.wrong("project_id", "is empty")
	}
	if _, twice := p.places[id]; twice {
		return p.rows.wrong("project_id", fmt.Sprintf("the project %s stands twice", id))
	}
	amount, ok := decimal(cost)
	switch {
	case !ok:
		return p.rows.wrong("cost", fmt.Sprintf("%q is not a decimal number", cost))
	case amount.Sign() <= 0:
		return p.rows.wrong("cost", "is not above 0")
	}
	p.places[id] = len(p.election.Candidates)
	p.election.Candidates = append(p.election.Candidates, Candidate{ID: strings.Clone(id), Name: strings.Clone(name), Cost: amount})
	return nil
}

func (p *pbFile) readVotes() (bool, error) {
	columns, width, err := p.columns("VOTES", "voter_id", "vote")
	if err != nil {
		return false, err
	}
	voters, groups := make(map[string]int, strings.Count(p.rows.text, "\n")), map[string]int{}
	more, err := p.section(func() error {
		r := p.rows
		if err := r.beyond(width); err != nil {
			return err
		}
		if len(r.fields) <= columns[1] {
			return r.wrong("vote", "the row ends before this column")
		}
		voter := r.field(columns[0])
		if voter == "" {
			return r.wrong("voter_id", "is empty")
		}
		if first, twice := voters[voter]; twice {
			return r.wrong("voter_id", fmt.Sprintf("the voter %s stands twice, first in line %d", voter, first))
		}
		voters[voter] = r.line
		return p.addVote(groups, r.field(columns[1]))
	})
	if err != nil {
		return false, err
	}
	return more, p.same("num_votes", len(voters))
}

// addVote counts a ballot with those that are written in the same way.
func (p *pbFile) addVote(groups map[string]int, vote string) error {
	if g, ok := groups[vote]; ok {
		p.election.Groups[g].N++
		return nil
	}
	group := Group{N: 1, Line: p.rows.line}
	if vote != "" {
		approved, err := p.approved(vote)
		if err != nil {
			return err
		}
		group.Ranks = [][]int{approved}
	}
	groups[vote] = len(p.election.Groups)
	p.election.Groups = append(p.election.Groups, group)
	return nil
}

func (p *pbFile) approved(vote string) (approved []int, err error) {
	named, cost := map[int]bool{}, new(big.Rat)
	for id := range strings.SplitSeq(vote, ",") {
		id = strings.TrimSpace(id)
		place, ok := p.places[id]
		if !ok {
			return nil, p.rows.wrong("vote", fmt.Sprintf("there is no project %q", id))
		}
		if named[place] {
			return nil, p.rows.wrong("vote", fmt.Sprintf("names the project %s twice", id))
		}
		named[place] = true
		approved = append(approved, place)
		cost.Add(cost, p.election.Candidates[place].Cost)
	}
	if most := p.limits.length; most != nil && most.Cmp(big.NewRat(int64(len(approved)), 1)) < 0 {
		return nil, p.rows.wrong("vote", fmt.Sprintf("names %d projects, where %s are the most", len(approved), ExactText(most)))
	}
	if most := p.limits.cost; most != nil && most.Cmp(cost) < 0 {
		return nil, p.rows.wrong("vote", fmt.Sprintf("asks for %s, where %s is the most", ExactText(cost), ExactText(most)))
	}
	return approved, nil
}
