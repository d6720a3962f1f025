package organisations_test

import (
	"context"
	"fmt"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups/organisations"
)

// lists puts a need up and, where org or unit is named, an offer; both are published by another.
func (y *yard) list(who string, l Listing) (id string) {
	y.Helper()
	l.Community, l.Good, l.About = "hepingli", HandsGood, "周六上午"
	y.do(who, func(tx *store.Tx, by residents.Sender) error { _, err := MakeListing(tx, by, l); return err })
	id = fmt.Sprintf("command-%08d", y.sent)
	publisher := "li"
	if who == "li" {
		publisher = "chen"
		y.refused("li", residents.ErrSecondPerson, judges(id, true))
	}
	y.do(publisher, judges(id, true))
	return id
}

func judges(id string, good bool) verb {
	return func(tx *store.Tx, by residents.Sender) error {
		return JudgeListing(tx, by, "hepingli", id, good, "重复")
	}
}

func proposes(need, offer string) verb {
	return func(tx *store.Tx, by residents.Sender) error {
		return ProposeMatch(tx, by, "hepingli", need, offer, "周六九点")
	}
}

func answers(m string, side Side, yes bool) verb {
	return func(tx *store.Tx, by residents.Sender) error { return AnswerMatch(tx, by, "hepingli", m, side, yes) }
}

func rates(m string, side Side, n int) verb {
	return func(tx *store.Tx, by residents.Sender) error { return FinishMatch(tx, by, "hepingli", m, side, n) }
}

func (y *yard) listing(id string) (l Listing) {
	y.Helper()
	err := y.store.View(context.Background(), func(v *store.View) (err error) { l, err = v.Listing("hepingli", id); return err })
	if err != nil {
		y.Fatal(err)
	}
	return l
}

// A need meets an offer: proposed by the committee, agreed by a person of each side, said by each
// side how it went. Nobody answers for the other side, and one person never for both.
func TestNeedMeetsOffer(t *testing.T) {
	each(t, func(y *yard) {
		y.do("wang", makes())
		y.id = fmt.Sprintf("command-%08d", y.sent)
		offer := Listing{Community: "hepingli", Side: OfferSide, Good: HandsGood, Title: "出十个人", About: "周末", Org: y.id}
		offers := func(tx *store.Tx, by residents.Sender) error { _, err := MakeListing(tx, by, offer); return err }
		y.refused("wang", ErrOver, offers) // nothing of theirs before it is filed
		for _, step := range []struct{ who, verb string }{{"wang", "submit"}, {"li", "good"}, {"liu@jiedao", "file"}} {
			y.do(step.who, y.verbs()[step.verb])
		}
		y.refused("sun", residents.ErrNotYours, offers)
		y.do("wang", offers)
		o := fmt.Sprintf("command-%08d", y.sent)
		n := y.list("sun", Listing{Side: NeedSide, Title: "搬书"})
		y.refused("li", ErrListing, proposes(n, o)) // not published yet
		y.refused("sun", residents.ErrNotAllowed, judges(o, true))
		y.do("li", judges(o, true))
		y.refused("chen", ErrListing, judges(o, false))
		y.refused("sun", residents.ErrNotAllowed, proposes(n, o))
		y.refused("li", ErrListing, proposes(o, n))
		y.do("li", proposes(n, o))
		m := fmt.Sprintf("command-%08d", y.sent)
		y.refused("li", ErrListing, proposes(n, o)) // taken
		for _, who := range []string{"wang", "li", "tong", "qian@anzhen", "liu@jiedao"} {
			if y.in(who, false, answers(m, NeedSide, true)) == nil {
				y.Error(who, "answers for whoever needs it")
			}
		}
		y.refused("sun", ErrListing, rates(m, NeedSide, 5)) // not agreed yet
		y.do("sun", answers(m, NeedSide, true))
		y.refused("sun", ErrAlready, answers(m, NeedSide, true))
		y.do("wang", answers(m, OfferSide, false)) // no: the need stands open again, the offer too
		if y.listing(n).State != ListingOpen || y.listing(o).State != ListingOpen {
			y.Errorf("%+v %+v", y.listing(n), y.listing(o))
		}
		y.do("li", proposes(n, o))
		m = fmt.Sprintf("command-%08d", y.sent)
		y.do("sun", answers(m, NeedSide, true))
		y.do("wang", answers(m, OfferSide, true))
		y.refused("sun", residents.ErrNumber, rates(m, NeedSide, 6))
		y.do("sun", rates(m, NeedSide, 5))
		y.refused("sun", ErrAlready, rates(m, NeedSide, 1))
		y.refused("sun", residents.ErrNotYours, rates(m, OfferSide, 1))
		y.do("wang", rates(m, OfferSide, 4))
		y.refused("li", ErrListing, proposes(n, o))
		other := y.list("sun", Listing{Side: NeedSide, Title: "搬桌子"})
		y.do("li", proposes(other, o)) // one offer serves more than one need
	})
}

// A unit's word is on paper with the committee: entered by one, put up by another, agreed by two.
func TestUnitsAreSpokenForByTwo(t *testing.T) {
	each(t, func(y *yard) {
		y.refused("sun", residents.ErrNotAllowed, func(tx *store.Tx, by residents.Sender) error {
			_, err := MakeListing(tx, by, Listing{Community: "hepingli", Side: OfferSide, Good: RoomGood, Title: "教室", About: "晚上", Unit: "第四小学"})
			return err
		})
		y.refused("sun", ErrNobodys, func(tx *store.Tx, by residents.Sender) error {
			_, err := MakeListing(tx, by, Listing{Community: "hepingli", Side: OfferSide, Good: HandsGood, Title: "我来", About: "都行"})
			return err
		})
		n, o := y.list("li", Listing{Side: NeedSide, Title: "借教室", Unit: "养老驿站"}), y.list("li", Listing{Side: OfferSide, Title: "教室", Unit: "第四小学"})
		y.do("li", proposes(n, o))
		m := fmt.Sprintf("command-%08d", y.sent)
		y.do("li", answers(m, NeedSide, true))
		y.refused("li", residents.ErrSecondPerson, answers(m, OfferSide, true))
		y.refused("sun", residents.ErrNotAllowed, answers(m, OfferSide, true))
		y.do("chen", answers(m, OfferSide, true))
	})
}
