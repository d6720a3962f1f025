package project

import (
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// NoteAgreement notes how far those concerned agree: Full where nobody said otherwise,
// Partial where somebody did. Of partial agreement everybody is heard, answered and asked
// again before notice is given (西城区民生工作民意立项指导手册).
func NoteAgreement(tx Tx, by residents.Sender, body, id string, a Agreement) error {
	w, err := workOn(tx, by, Agree, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	switch {
	case a != Full && a != Partial || (a == Full) != (len(w.facts.Dissents) == 0):
		return field("agreement", ErrUnagreed)
	case a == w.p.Agreement:
		return consultation.ErrAlready
	}
	w.p.Agreement = a
	if err := w.keep(); err != nil {
		return err
	}
	count := map[Stance]int{}
	for _, d := range w.facts.Dissents {
		count[d.Stance]++
	}
	return w.record("project-agreed", struct {
		named
		Agreement Agreement `json:"agreement"`
		InPart    int       `json:"in_part"`
		Against   int       `json:"against"`
	}{w.named(), a, count[InPart], count[IsAgainst]})
}

// MaySayNo is nil for an adult of those concerned while the matter is negotiated.
func MaySayNo(who residents.Standing, p Project, f Facts, now Instant) error {
	if err := May(who, SayNo, p, f, residents.Matter{}, now); err != nil {
		return err
	}
	return concerned(who, p)
}

// concerned is nil for whoever has a home at one of the project's places.
func concerned(who residents.Standing, p Project) error {
	if _, ok := p.Where(who); !ok {
		return ErrConcern
	}
	return nil
}

// VoiceDissent says that one agrees in part, or not, and why; once a person. shown: the words may be
// shown to everybody, without a name.
func VoiceDissent(tx Tx, by residents.Sender, body, id string, stance Stance, words string, shown bool) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MaySayNo(by.Standing, w.p, w.facts, by.Now); err != nil {
		return err
	}
	building, _ := w.p.Where(by.Standing)
	return w.dissent(Dissent{
		Community: by.Resident.Community, Resident: by.Resident.ID, Building: building,
		Stance: stance, Words: words, Shown: shown, NotedBy: by.Resident.ID,
	})
}

// NoteDissent notes from paper what a home of those concerned said; paper is the sheet's
// number. Those who live there are told, so that nobody speaks for a home behind its back.
func NoteDissent(tx Tx, by residents.Sender, body, id, home string, stance Stance, words string, shown bool, paper string) error {
	w, err := workOn(tx, by, SayNoPaper, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	community, building, err := w.homeConcerned(home)
	if err != nil {
		return err
	}
	if paper, err = residents.Text("paper", paper, MaxName, true); err != nil {
		return err
	}
	d := Dissent{
		Community: community, Home: home, Building: building, Stance: stance, Words: words, Shown: shown, Paper: paper, NotedBy: by.Resident.ID,
	}
	if err := w.dissent(d); err != nil {
		return err
	}
	return w.tellWhoSaid(d, "project-dissent-noted")
}

// homeConcerned finds a home of those concerned in the communities of the project's places.
func (w work) homeConcerned(home string) (community, building string, err error) {
	for _, at := range w.p.Places {
		h, err := w.tx.Household(at.Community, home)
		if err != nil && err != residents.ErrNotFound {
			return "", "", err
		}
		if err == nil && w.p.Concerns(at.Community, h.Building) {
			return at.Community, h.Building, nil
		}
	}
	return "", "", field("home", residents.ErrChoice)
}

// tellWhoSaid tells whoever a dissent is of: the person, or those who live in the home.
func (w work) tellWhoSaid(d Dissent, kind string) error {
	if d.Resident != "" {
		return w.tell(d.Community, d.Resident, kind)
	}
	people, err := w.tx.PeopleOfHome(d.Community, d.Home)
	if err != nil {
		return err
	}
	for _, r := range people {
		if err := w.tell(d.Community, r.ID, kind); err != nil {
			return err
		}
	}
	return nil
}

// tellSpoken tells all who disagreed.
func (w work) tellSpoken(kind string) error {
	for _, d := range w.facts.Dissents {
		if err := w.tellWhoSaid(d, kind); err != nil {
			return err
		}
	}
	return nil
}

// dissent keeps a word against. What was noted as agreement before it holds no more.
func (w work) dissent(d Dissent) error {
	if d.Stance != InPart && d.Stance != IsAgainst {
		return field("stance", residents.ErrChoice)
	}
	read := residents.Text
	if d.Shown {
		read = residents.PublicText
	}
	var err error
	if d.Words, err = read("words", d.Words, MaxWords, false); err != nil {
		return err
	}
	d.ID, d.Body, d.Project, d.At = w.by.ID, w.p.Community, w.p.ID, w.by.Now
	if err := w.tx.AddDissent(d); err != nil {
		return err
	}
	if err := w.disagreed(); err != nil {
		return err
	}
	err = w.record("project-dissent", struct {
		named
		Stance Stance `json:"stance"`
	}{w.named(), d.Stance})
	if err != nil {
		return err
	}
	return w.tellDesk("project-dissent")
}

// disagreed takes back that agreement was noted.
func (w work) disagreed() error {
	if w.p.Agreement == NotAgreed {
		return w.heard()
	}
	w.p.Agreement = NotAgreed
	return w.keep()
}

// SettleDissent says what changed for somebody who agreed in part or not, or why nothing
// could. Whoever said it is told, and asked again: they have ApprovalRules.Again to say how
// they stand now. It may be written anew until they have.
func SettleDissent(tx Tx, by residents.Sender, body, community, dissent, changed string) error {
	w, d, err := dissentOn(tx, by, Settle, body, community, dissent)
	if err != nil {
		return err
	}
	if d.Then != "" {
		return consultation.ErrAlready
	}
	read := residents.Text
	if d.Shown {
		read = residents.PublicText
	}
	if d.Changed, err = read("changed", changed, MaxWords, false); err != nil {
		return err
	}
	d.ChangedAt, d.ChangedBy = by.Now, by.Resident.ID
	d.Until = calendar.After(w.today(), ApprovalRulesAt(w.today()).Again.N).End(w.zone())
	if err := tx.SetDissent(d); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	if err := w.record("project-dissent-settled", w.named()); err != nil {
		return err
	}
	return w.tellWhoSaid(d, "project-dissent-settled")
}

func dissentOn(tx Tx, by residents.Sender, v Verb, body, community, dissent string) (w work, d Dissent, err error) {
	if d, err = tx.Dissent(community, body, dissent); err != nil {
		return w, d, err
	}
	w, err = workOn(tx, by, v, body, d.Project, residents.Matter{})
	return w, d, err
}

// VoiceAgain says how one stands in the second round, after being told what changed.
func VoiceAgain(tx Tx, by residents.Sender, body, dissent string, then Stance) error {
	w, d, err := dissentOn(tx, by, SayAgain, body, by.Resident.Community, dissent)
	if err != nil {
		return err
	}
	if d.Resident != by.Resident.ID {
		return residents.ErrNotYours
	}
	return w.again(d, then)
}

// NoteAgain notes from paper how a home stands in the second round; of a person who says it
// themselves it is not for the desk to say, unless they have left since.
func NoteAgain(tx Tx, by residents.Sender, body, community, dissent string, then Stance) error {
	w, d, err := dissentOn(tx, by, Settle, body, community, dissent)
	if err != nil {
		return err
	}
	if d.Resident != "" {
		_, err := tx.Standing(d.Community, d.Resident)
		if err == nil {
			return residents.ErrNotYours
		}
		if err != residents.ErrNotFound {
			return err
		}
	}
	return w.again(d, then)
}

func (w work) again(d Dissent, then Stance) error {
	switch {
	case then != Agrees && then != InPart && then != IsAgainst:
		return field("then", residents.ErrChoice)
	case d.ChangedAt.IsZero():
		return ErrUnagreed
	case d.Then != "":
		return consultation.ErrAlready
	}
	d.Then, d.ThenAt = then, w.by.Now
	if err := w.tx.SetDissent(d); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	return w.record("project-dissent-again", struct {
		named
		Then Stance `json:"then"`
	}{w.named(), then})
}
