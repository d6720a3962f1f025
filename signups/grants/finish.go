package grants

import "yishiting/residents"

// FinishRound publishes the accounts of the whole round: every project has ended, nothing is due.
func FinishRound(tx Tx, by residents.Sender, body, id string) error {
	w, err := readRound(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayApprove(by.Standing, body, "", by.Now); err != nil {
		return err
	}
	if err := w.r.in(Running); err != nil {
		return err
	}
	all, err := tx.ApplicationsOf(body, id)
	if err != nil {
		return err
	}
	paid, err := tx.PaymentsOf(body, id)
	if err != nil {
		return err
	}
	done, stopped := 0, 0
	for _, a := range all {
		switch due, _ := Due(w.r, a, paid); {
		case a.State == Funded || a.State == Going || due != "":
			return ErrUnended
		case a.State == Finished:
			done++
		case a.State == Stopped:
			stopped++
		}
	}
	sum := int64(0)
	for _, p := range paid {
		if p.Kind == Returned {
			sum -= p.Cents
		} else {
			sum += p.Cents
		}
	}
	w.r.State, w.r.DoneAt = Done, by.Now
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("grant-round-finished", struct {
		named
		Finished int   `json:"finished"`
		Stopped  int   `json:"stopped"`
		Paid     int64 `json:"paid"`
		Left     int64 `json:"left"`
	}{w.named(), done, stopped, sum, w.r.Budget - sum})
}
