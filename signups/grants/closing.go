package grants

import "yishiting/residents"

// OpenPitch fixes what is in the pitch: from now on experts score, and residents choose in the
// hours that the round has said. Every application is checked by then.
func OpenPitch(tx Tx, by residents.Sender, body, id string) error {
	w, err := keeping(tx, by, body, id, Call)
	if err != nil {
		return err
	}
	if !w.r.Applied(w.today()) || !by.Now.Before(w.r.VoteUntil) {
		return ErrClosed
	}
	all, err := tx.ApplicationsOf(body, id)
	if err != nil {
		return err
	}
	passed := 0
	for _, a := range all {
		if err := a.Unsettled(w.zone(), by.Now); err != nil {
			return err
		}
		if a.State == Passed {
			passed++
		}
	}
	jury, err := tx.Jury(body, id)
	if err != nil {
		return err
	}
	if passed == 0 {
		return ErrUnchecked
	}
	if len(jury) < RulesAt(w.today()).Jury {
		return ErrFew
	}
	w.r.State = Pitch
	if err := w.keep(); err != nil {
		return err
	}
	for _, a := range all {
		if a.State == Passed {
			if err := w.tell(a, "grant-pitch"); err != nil {
				return err
			}
		}
	}
	return w.record("grant-pitch", struct {
		named
		Applied int `json:"applied"`
		Passed  int `json:"passed"`
		Jury    int `json:"jury"`
	}{w.named(), len(all), passed, len(jury)})
}

// CloseRound opens the seals, counts the votes and ranks, after the last hour. Where scores are missing it
// waits for those who run the round: they may close it with at least as many scores a project as
// the rules ask for.
func CloseRound(tx Tx, by residents.Sender, body, id string) error {
	w, err := keeping(tx, by, body, id, Pitch)
	if err != nil {
		return err
	}
	return w.close(false)
}

// close does the work; whole wants every score to have come.
func (w work) close(whole bool) error {
	if w.by.Now.Before(w.r.VoteUntil) {
		return ErrClosed
	}
	all, err := w.tx.ApplicationsOf(w.r.Community, w.r.ID)
	if err != nil {
		return err
	}
	jury, err := w.tx.Jury(w.r.Community, w.r.ID)
	if err != nil {
		return err
	}
	voters, chosen, err := w.tx.Votes(w.r.Community, w.r.ID)
	if err != nil {
		return err
	}
	if w.r.Few = voters < RulesAt(w.today()).Voters; w.r.Few {
		voters, chosen = 0, nil
	}
	in, missing, err := w.results(all, jury, chosen)
	if err != nil {
		return err
	}
	if whole && missing > 0 {
		return ErrFew
	}
	for _, a := range in {
		if a.Result.Scores < RulesAt(w.today()).Scores {
			return ErrFew
		}
	}
	rank(w.r, in)
	for i := range in {
		if err := w.set(&in[i]); err != nil {
			return err
		}
	}
	w.r.State, w.r.ClosedAt, w.r.Missing, w.r.Votes = Ranked, w.by.Now, missing, voters
	if err := w.keep(); err != nil {
		return err
	}
	return w.recordRanks(in)
}

// results reads sums and votes into the applications that are in the pitch. A score of an expert who
// has a tie does not count, whenever it was declared.
func (w work) results(all []Application, jury []Juror, chosen map[string]int) (in []Application, missing int, err error) {
	scores, err := w.tx.ScoresOf(w.r.Community, w.r.ID)
	if err != nil {
		return nil, 0, err
	}
	ties := map[string]Juror{}
	for _, j := range jury {
		ties[j.Expert] = j
	}
	top := 0
	for _, a := range all {
		if a.State != Passed {
			continue
		}
		a.Result = &Result{Votes: chosen[a.ID]}
		for _, s := range scores {
			if j, is := ties[s.Expert]; s.Application == a.ID && is && !j.tied(a.ID) {
				a.Result.Scores, a.Result.Sum = a.Result.Scores+1, a.Result.Sum+s.Sum()
			}
		}
		for _, j := range jury {
			if !j.tied(a.ID) {
				missing++
			}
		}
		missing -= a.Result.Scores
		top = max(top, a.Result.Votes)
		in = append(in, a)
	}
	for i := range in {
		in[i].Result.Top = top
	}
	return in, missing, nil
}

// recordRanks puts sums, votes and ranks on the record, so that anybody can work them out.
func (w work) recordRanks(in []Application) error {
	type line struct {
		Number  string `json:"number"`
		Rank    int    `json:"rank"`
		Scores  int    `json:"scores"`
		Sum     int    `json:"sum"`
		Votes   int    `json:"votes"`
		Granted int64  `json:"granted"`
	}
	lines := make([]line, len(in))
	for i, a := range in {
		lines[i] = line{a.Number(w.r), a.Result.Rank, a.Result.Scores, a.Result.Sum, a.Result.Votes, a.Result.Granted}
	}
	return w.record("grant-ranked", struct {
		named
		Votes   int    `json:"votes"`
		Few     bool   `json:"few,omitempty"`
		Missing int    `json:"missing"`
		Ranks   []line `json:"ranks"`
	}{w.named(), w.r.Votes, w.r.Few, w.r.Missing, lines})
}

// TurnDue are the street's rounds whose last hour has come.
func TurnDue(v interface {
	RoundsToClose(body string, now Instant) ([]Round, error)
}, body residents.Community, now Instant) (ids []string, err error) {
	all, err := v.RoundsToClose(body.ID, now)
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids, err
}

// TurnOne closes a round at its hour where every score has come; otherwise it waits. Done twice it
// does nothing.
func TurnOne(tx Tx, body residents.Community, id string, now Instant) error {
	w, err := readRound(tx, clockSender(id, now), body.ID, id)
	if err != nil || w.r.State != Pitch || now.Before(w.r.VoteUntil) {
		return err
	}
	if err := w.close(true); err != ErrFew {
		return err
	}
	return nil
}
