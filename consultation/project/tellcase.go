package project

import "yishiting/consultation"

// tellCase says on the case from which a street's project comes how it stands. On a case that
// the body holds no more it has no word, and on one that is over there is nothing to say.
func (w work) tellCase(kind, words string) error {
	t, err := w.caseHeld()
	if err != nil || t.ID == "" {
		return err
	}
	return consultation.PostUpdate(w.tx, w.by, t.Community, t.ID, kind, "项目 "+w.p.Number+"「"+w.p.Title+"」："+words)
}

// caseHeld is the case from which the project comes, where its body holds it now; the zero topic otherwise.
func (w work) caseHeld() (none consultation.Topic, err error) {
	ref := w.p.Topic
	if ref.ID == "" || ref.Community == w.p.Community {
		return none, nil
	}
	t, err := w.tx.Topic(ref.Community, ref.ID)
	if err != nil || t.State == consultation.Rating || t.State == consultation.Archived {
		return none, err
	}
	steps, err := w.tx.Handovers(t.Community, t.ID)
	if err != nil || consultation.Holder(t, steps) != w.p.Community {
		return none, err
	}
	return t, nil
}
