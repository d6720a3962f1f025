package sample

import (
	"context"
	"fmt"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// ScaleSlug is the first part of the paths of the community that Scale makes.
const ScaleSlug = "scale"

// Voter is a resident of Scale's community, signed in, with a ballot to cast.
type Voter struct {
	Token   string // of their session: what the cookie holds
	Poll    string
	Choice  string
	Command string
}

// atOnce is how many residents come in one command.
const atOnce = 500

// Scale fills an empty store with a community of n confirmed residents, each signed in,
// and a yes/no poll of all of them that is open for a week: for measuring. Everything is
// done by the verbs that people use. take is given each of them.
func Scale(ctx context.Context, s *store.Store, now time.Time, n int, take func(Voter) error) error {
	if err := empty(ctx, s); err != nil {
		return err
	}
	began := now.Add(-time.Minute)
	if err := foundScale(ctx, s, began, n); err != nil {
		return err
	}
	tokens := make([]string, 0, n)
	for first := 0; first < n; first += atOnce {
		some, err := admitSome(ctx, s, began, first, min(atOnce, n-first))
		if err != nil {
			return err
		}
		tokens = append(tokens, some...)
	}
	poll, err := openPoll(ctx, s, now)
	if err != nil {
		return err
	}
	for i, token := range tokens {
		v := Voter{Token: token, Poll: poll, Choice: []string{polls.Yes, polls.No, polls.Yes, polls.Abstain}[i%4], Command: residents.NewID(now)}
		if err := take(v); err != nil {
			return err
		}
	}
	return nil
}

var scaleBodies = []residents.Community{
	{ID: "scale-district", Slug: "scale-district", Name: "测试区", Level: residents.LevelDistrict, Zone: "Asia/Shanghai"},
	{ID: "scale-street", Slug: "scale-street", Name: "测试街道", Level: residents.LevelSubdistrict, Parent: "scale-district", Zone: "Asia/Shanghai"},
	{ID: ScaleSlug, Slug: ScaleSlug, Name: "测试社区", Level: residents.LevelCommunity, Parent: "scale-street", Zone: "Asia/Shanghai"},
}

// The committee of the community: one writes the poll, the other publishes it.
var scaleCommittee = []string{"scale-member-0001", "scale-member-0002"}

func foundScale(ctx context.Context, s *store.Store, at time.Time, n int) error {
	console := residents.Sender{Standing: residents.Console, Now: at}
	c := store.Command{Community: scaleBodies[0].ID, ID: residents.NewID(at), Verb: "scale", At: at}
	for _, b := range scaleBodies[1:] {
		c.Also = append(c.Also, b.ID)
	}
	_, err := s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		for _, b := range scaleBodies {
			if b.Level == residents.LevelCommunity {
				b.People = n
			}
			if _, err := residents.Found(tx, console, b); err != nil {
				return "", err
			}
		}
		for _, id := range scaleCommittee {
			member := residents.Resident{ID: id, Community: ScaleSlug, Name: "周一", Adult: true}
			if _, err := residents.Admit(tx, console, member, residents.RoleCommitteeMember); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

func admitSome(ctx context.Context, s *store.Store, at time.Time, first, n int) (tokens []string, err error) {
	console := residents.Sender{Standing: residents.Console, Now: at}
	c := store.Command{Community: ScaleSlug, ID: residents.NewID(at), Verb: "scale", At: at}
	_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		tokens = nil
		for i := first; i < first+n; i++ {
			r := residents.Resident{ID: fmt.Sprintf("scale-%010d", i), Community: ScaleSlug, Name: "赵一", Building: fmt.Sprintf("%d 号楼", i/200+1), Adult: true}
			if _, err := residents.Admit(tx, console, r, residents.RoleResident); err != nil {
				return "", err
			}
			token := store.NewToken()
			if err := tx.AddSession(token, store.Session{Community: ScaleSlug, Resident: r.ID, Method: residents.ByLink}); err != nil {
				return "", err
			}
			tokens = append(tokens, token)
		}
		return "", nil
	})
	return tokens, err
}

func openPoll(ctx context.Context, s *store.Store, now time.Time) (id string, err error) {
	id = residents.NewID(now)
	c := store.Command{Community: ScaleSlug, ID: id, Verb: "scale", At: now}
	_, err = s.Do(ctx, c, func(tx *store.Tx) (string, error) {
		writer, err := tx.Standing(ScaleSlug, scaleCommittee[0])
		if err != nil {
			return "", err
		}
		publisher, err := tx.Standing(ScaleSlug, scaleCommittee[1])
		if err != nil {
			return "", err
		}
		terms := polls.Terms{
			Community: ScaleSlug, Question: "要不要在小区南侧装电动车充电棚", Method: polls.Binary,
			Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden,
			Opens: now.UnixMicro(), Closes: now.AddDate(0, 0, 7).UnixMicro(),
		}
		if _, err := polls.MakePoll(tx, residents.Sender{Standing: writer, Now: now, ID: id}, terms); err != nil {
			return "", err
		}
		return "", polls.Publish(tx, residents.Sender{Standing: publisher, Now: now, ID: id}, ScaleSlug, id)
	})
	return id, err
}
