package main

import (
	"cmp"
	"context"
	"time"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// linkLife is how long a sign-in link can be used.
const linkLife = 7 * 24 * time.Hour

// issue makes a link that signs a person in once, and lets them know; what was issued
// before and not used opens nothing any more.
func issue(tx *store.Tx, by residents.Sender, home, resident string) (token string, err error) {
	whom, err := tx.Standing(home, resident)
	if err != nil {
		return "", err
	}
	if err := residents.MayIssueLink(by.Standing, whom, by.Now); err != nil {
		return "", err
	}
	if err := tx.EndSignInLinks(home, resident); err != nil {
		return "", err
	}
	token = store.NewToken()
	err = tx.AddSignInLink(token, store.SignInLink{
		Community: home, Resident: resident, MadeBy: by.Resident.ID, Expires: by.Now.Add(linkLife),
	})
	if err != nil {
		return "", err
	}
	return token, tellOfKey(tx, by, home, resident, residents.IssueLink, "link-made")
}

// tellOfKey lets a person know that somebody was given what signs in as them, and by
// whom: it may have been none of their wish.
func tellOfKey(tx *store.Tx, by residents.Sender, home, resident string, do residents.Action, kind string) error {
	role := cmp.Or(residents.RoleFor(by.Standing, do, home, "", by.Now), residents.RoleAdministrator)
	return tx.Tell(consultation.Letter{
		Community: home, ID: by.ID + "/" + kind, Resident: resident, Kind: kind, Title: pages.RoleWord(role), At: by.Now.UnixMicro(),
	})
}

// found makes an empty store the home of a portal: the body that stands for the
// installation, and its first administrator, whose link it returns. On a store
// that is somebody's home already it returns "".
func found(ctx context.Context, s *store.Store, now time.Time) (token string, err error) {
	err = s.Update(ctx, residents.Installation, func(tx *store.Tx) error {
		token = ""
		switch _, err := tx.CommunityByID(residents.Installation); err {
		case nil:
			return nil
		case residents.ErrNotFound:
		default:
			return err
		}
		console := residents.Sender{Standing: residents.Console, Now: now, ID: residents.NewID(now)}
		body := residents.Community{
			ID: residents.Installation, Slug: residents.InstallationSlug, Name: "本站管理",
			Level: residents.LevelInstallation, Zone: "Asia/Shanghai",
		}
		if _, err := residents.Found(tx, console, body); err != nil {
			return err
		}
		who := residents.Resident{ID: "administrator", Community: residents.Installation, Name: "管理员"}
		if _, err := residents.Admit(tx, console, who, residents.RoleAdministrator); err != nil {
			return err
		}
		token, err = issue(tx, console, residents.Installation, who.ID)
		return err
	})
	return token, err
}

// newLink issues a link from the console, for somebody who has lost theirs.
func newLink(ctx context.Context, s *store.Store, now time.Time, home, resident string) (token string, err error) {
	err = s.Update(ctx, home, func(tx *store.Tx) error {
		console := residents.Sender{Standing: residents.Console, Now: now, ID: residents.NewID(now)}
		token, err = issue(tx, console, home, resident)
		return err
	})
	return token, err
}
