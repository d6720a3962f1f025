package main

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// keepProject makes a project that is negotiated, with one of everything that stands around it.
func (w *matrix) keepProject(tx *store.Tx, c string, id func(what string) string) error {
	now := w.clock.Now()
	who, err := tx.Standing(c, "matrix-player-committee_member")
	w.must(err)
	p, err := project.MakeProject(tx, residents.Sender{Standing: who, Now: now, ID: id("project")}, c, project.Content{
		Title: "雀" + c + "门前坡道", Problem: "雀" + c + "门前三级台阶", Kind: project.Applied, Field: project.Works, Places: []project.Place{{Community: c}},
	})
	w.must(err)
	p.Stage, p.Version = project.Negotiate, p.Version+1
	at := func(what string) string { return "雀" + c + what }
	for _, err := range []error{
		tx.SetProject(p),
		tx.AddNotice(project.Notice{Community: c, Project: p.ID, Seq: 1, Kind: project.ApprovalNotice, Words: at("公示的话"), From: calendar.DayOf(now, time.UTC), Until: now.AddDate(0, 0, 7), By: who.Resident.ID}),
		tx.AddProjectObjection(project.Objection{Community: c, ID: id("objection"), Body: c, Project: p.ID, Notice: 1, Resident: id("elder"), Text: at("有异议"), At: now, Due: now.AddDate(0, 0, 3)}),
		tx.AddDissent(project.Dissent{Community: c, ID: id("dissent"), Body: c, Project: p.ID, Home: id("household"), Building: "3 号楼", Stance: project.InPart, Words: at("不全同意"), NotedBy: who.Resident.ID, Paper: "1", At: now}),
		tx.AddClearance(project.Clearance{Community: c, Project: p.ID, Seq: 1, To: w.places[c].Parent, Kind: project.StreetMoney, Words: at("请示的话"), AskedBy: who.Resident.ID, AskedAt: now, Due: now.AddDate(0, 0, 5), State: project.ClearanceAsked}),
		tx.AddSupervisor(project.Supervisor{Community: c, Body: c, Project: p.ID, Resident: id("elder"), Building: "3 号楼", Since: now, By: who.Resident.ID}),
		tx.AddFile(project.File{Community: c, ID: id("file"), Project: p.ID, Name: at("图纸") + ".pdf", Kind: project.PDF, Bytes: []byte("%PDF-1.7"), By: who.Resident.ID, At: now}),
		tx.AddEntry(project.Entry{Community: c, ID: id("entry"), Project: p.ID, Line: "1", Kind: project.Committed, Cents: 100, Payee: at("收款方"), Document: "1", By: who.Resident.ID, At: now}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// askCalls makes by the verbs an opinion call that runs, with an answer in it, and one that is a draft.
func (w *matrix) askCalls(tx *store.Tx, c, running, draft, household string) error {
	now := w.clock.Now()
	by := func(who, command string) residents.Sender {
		standing, err := tx.Standing(c, "matrix-player-"+who)
		w.must(err)
		return residents.Sender{Standing: standing, Now: now.Add(-time.Hour), ID: command}
	}
	call := project.Call{Community: c, Opens: now.Add(-time.Hour), Closes: now.AddDate(0, 0, 7), CallContent: project.CallContent{
		Title: "雀" + c + "门口要不要长椅", Purpose: project.ForNeeds, Unit: project.ByHousehold, Places: []project.Place{{Community: c}},
		Questions: []project.Question{{Kind: project.Single, Words: "要不要", Options: []string{"要", "不要"}, Must: true}, {Kind: project.Text, Words: "想说的话"}},
	}}
	for _, id := range []string{running, draft} {
		if _, err := project.MakeCall(tx, by("committee_member", id), call); err != nil {
			return err
		}
	}
	if err := project.PublishCall(tx, by("director", running+"-published"), c, running); err != nil {
		return err
	}
	_, err := project.EnterAnswer(tx, by("director", running+"-entered"), project.Entering{
		Body: c, Call: running, Community: c, Unit: "home/" + household, Channel: project.Door,
		Said: project.Said{Choices: map[string][]int{"1": {1}}, Words: map[string]string{"2": "雀" + c + "说门口黑"}},
	})
	return err
}

// askPolls makes a poll of owners that is a draft, and by the verbs one that was counted,
// whose every page is there.
func (w *matrix) askPolls(tx *store.Tx, c, counted, draft string) error {
	now := w.clock.Now()
	t := polls.Terms{
		Community: c, Question: "雀" + c + "同意改造门禁吗", Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitHousehold}, Rule: "consultative",
		Secrecy: polls.Named, Paper: true, Opens: now.Add(-time.Hour).UnixMicro(), Closes: now.UnixMicro(),
	}
	by := func(who, command string) residents.Sender {
		standing, err := tx.Standing(c, "matrix-player-"+who)
		w.must(err)
		return residents.Sender{Standing: standing, Now: now.Add(-time.Hour), ID: command}
	}
	if _, err := polls.MakePoll(tx, by("committee_member", counted), t); err != nil {
		return err
	}
	if err := polls.Publish(tx, by("director", counted+"-published"), c, counted); err != nil {
		return err
	}
	if err := polls.Close(tx, w.places[c], now); err != nil {
		return err
	}
	t.Electorate.Unit, t.Closes = polls.UnitOwner, now.AddDate(0, 0, 7).UnixMicro()
	_, err := polls.MakePoll(tx, by("committee_member", draft), t)
	return err
}
