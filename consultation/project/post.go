package project

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"

	"yishiting/consultation"
	"yishiting/residents"
)

// Watches tells whether somebody is one of the residents who watch the work now.
func Watches(who residents.Standing, supervisors []Supervisor) bool {
	return slices.ContainsFunc(supervisors, func(s Supervisor) bool {
		return s.Until.IsZero() && s.Community == who.Resident.Community && s.Resident == who.Resident.ID
	})
}

// partOf is what others see of who reports: supervisor, committee, street or contractor.
func partOf(who residents.Standing, p Project, supervisors []Supervisor, now Instant) string {
	if Watches(who, supervisors) {
		return "supervisor"
	}
	switch residents.RoleFor(who, residents.ReportProject, bodyFor(residents.ReportProject, who, p, ""), "", now) {
	case residents.RoleStreetStaff:
		return "street"
	case residents.RolePropertyCompany:
		return "contractor"
	}
	return "committee"
}

// MayPostWork is nil for the desk, the property company and the residents who watch the work.
func MayPostWork(who residents.Standing, p Project, f Facts, now Instant) error {
	return May(who, Report, p, f, residents.Matter{Assigned: Watches(who, f.Supervisors)}, now)
}

// Times are those that a post may be of while the project stands at a stage.
func Times(s Stage) []When {
	switch s {
	case Negotiate:
		return []When{Before}
	case Evaluate:
		return []When{During, After}
	}
	return []When{Before, During, After}
}

// PostWork says in public how the work comes along, with up to consultation.MaxPhotos photos.
func PostWork(tx Tx, by residents.Sender, body, id string, when When, text string, photos [][]byte) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayPostWork(by.Standing, w.p, w.facts, by.Now); err != nil {
		return err
	}
	if !slices.Contains(Times(w.p.Stage), when) {
		return field("when", residents.ErrChoice)
	}
	if text, err = residents.PublicText("text", text, MaxWords, false); err != nil {
		return err
	}
	if len(photos) > consultation.MaxPhotos {
		return &residents.FieldError{Field: "photos", Reason: residents.ErrTooMany, Limit: consultation.MaxPhotos}
	}
	post := Post{
		Community: body, ID: by.ID, Project: id, When: when, Text: text, Photos: len(photos), By: by.Resident.ID,
		ByPart: partOf(by.Standing, w.p, w.facts.Supervisors, by.Now), At: by.Now,
	}
	if err := tx.AddPost(post); err != nil {
		return err
	}
	for i, jpeg := range photos {
		p := consultation.Photo{Community: body, ID: post.ID + "-p" + strconv.Itoa(i), Subject: "work/" + post.ID, Place: i, JPEG: jpeg, At: by.Now}
		if err := tx.AddPhoto(p); err != nil {
			return err
		}
	}
	err = w.record("project-post", struct {
		named
		When   When   `json:"when"`
		Part   string `json:"part"`
		Text   string `json:"text"`
		Photos int    `json:"photos"`
	}{w.named(), when, post.ByPart, text, len(photos)})
	if err != nil {
		return err
	}
	return w.heard()
}

// KindOfFile tells by its first bytes what a document is; ErrFile where it is neither.
func KindOfFile(b []byte) (FileKind, error) {
	switch {
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}):
		return JPEG, nil
	}
	return "", ErrFile
}

// AddDocument keeps a document. What kind it is its bytes say, whatever it is called; a
// picture comes here re-encoded. The record holds its hash, so that nobody can change it.
func AddDocument(tx Tx, by residents.Sender, f File) error {
	w, err := workOn(tx, by, Attach, f.Community, f.Project, residents.Matter{})
	if err != nil {
		return err
	}
	if f.Name, err = residents.PublicText("name", baseName(f.Name), MaxFileName, true); err != nil {
		return err
	}
	if len(f.Bytes) > MaxFile {
		return field("file", ErrFileSize)
	}
	if f.Kind, err = KindOfFile(f.Bytes); err != nil {
		return field("file", ErrFile)
	}
	all, err := tx.FileHeads(f.Community, f.Project)
	if err != nil {
		return err
	}
	if len(all) >= MaxFiles {
		return &residents.FieldError{Field: "file", Reason: residents.ErrTooMany, Limit: MaxFiles}
	}
	f.ID, f.By, f.At = by.ID, by.Resident.ID, by.Now
	if err := tx.AddFile(f); err != nil {
		return err
	}
	sum := sha256.Sum256(f.Bytes)
	err = w.record("project-document", struct {
		named
		Name   string   `json:"name"`
		Kind   FileKind `json:"kind"`
		Size   int      `json:"size"`
		SHA256 string   `json:"sha256"`
	}{w.named(), f.Name, f.Kind, len(f.Bytes), hex.EncodeToString(sum[:])})
	if err != nil {
		return err
	}
	return w.heard()
}

// baseName is a file's name without the folders of whoever sent it.
func baseName(name string) string {
	if name = strings.TrimSpace(name); name == "" {
		return ""
	}
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}
