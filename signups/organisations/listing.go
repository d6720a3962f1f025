package organisations

import (
	"slices"

	"yishiting/record"
	"yishiting/residents"
)

// Side is on which of the two lists something stands.
type Side string

// The sides: what is needed, and what is offered.
const (
	NeedSide  Side = "need"
	OfferSide Side = "offer"
)

// Good is what is needed or offered.
type Good string

// The goods.
const (
	SkillGood Good = "skill" // 技能
	HandsGood Good = "hands" // 人手
	RoomGood  Good = "room"  // 场地
	ThingGood Good = "thing" // 物资
	OtherGood Good = "other"
)

// Goods are all, in the order in which they are offered.
var Goods = []Good{SkillGood, HandsGood, RoomGood, ThingGood, OtherGood}

// ListingState is where a need or an offer stands.
type ListingState string

// The states.
const (
	ListingWaits  ListingState = "waiting" // for a second person of the committee
	ListingOpen   ListingState = "open"
	ListingTaken  ListingState = "taken" // matched
	ListingClosed ListingState = "closed"
)

// Listing is a need or an offer on the community's lists.
type Listing struct {
	Community   string
	ID          string
	Side        Side
	Good        Good
	Title       string
	About       string
	Org         string // id of the organisation that offers or needs; "" none
	Unit        string // name of a unit of the area, entered by the committee; "" none
	State       ListingState
	Reason      string // why it was not put up, or closed
	MadeBy      string
	MadeAt      Instant
	PublishedBy string
}

// MatchState is where a match stands.
type MatchState string

// The states.
const (
	Proposed MatchState = "proposed" // both sides are asked
	Agreed   MatchState = "agreed"
	Done     MatchState = "done"
	Dropped  MatchState = "dropped"
)

// Match brings a need and an offer together, in writing.
type Match struct {
	Community   string
	ID          string
	Need, Offer string
	Terms       string // who does what, when and where
	State       MatchState
	MadeBy      string
	MadeAt      Instant
	NeedBy      string // who agreed for the side that needs
	OfferBy     string
	DoneAt      Instant
	NeedRate    int // of the deed by the side that needed, 1 to 5; 0: not said
	OfferRate   int
}

// MaxTerms is how long what both agree may be.
const MaxTerms = 600

type listingReader interface {
	Listing(community, id string) (Listing, error)
	Match(community, id string) (Match, error)
}

type listingWriter interface {
	AddListing(Listing) error
	SetListing(Listing) error
	AddMatch(Match) error
	SetMatch(Match) error
}

// MakeListing puts a need or an offer before the committee. Residents say what they need; offers
// are of organisations, by their contacts, and of units, which the committee enters.
func MakeListing(tx Tx, by residents.Sender, l Listing) (Listing, error) {
	on, err := matterOf(tx, by, l)
	if err != nil {
		return l, err
	}
	do := residents.StateNeed
	if l.Unit != "" {
		do = residents.KeepListings
	}
	if err := residents.May(by.Standing, do, on, by.Now); err != nil {
		return l, err
	}
	switch {
	case !slices.Contains([]Side{NeedSide, OfferSide}, l.Side):
		return l, field("side", residents.ErrChoice)
	case !slices.Contains(Goods, l.Good):
		return l, field("good", residents.ErrChoice)
	case l.Side == OfferSide && l.Org == "" && l.Unit == "":
		return l, field("org", ErrNobodys)
	}
	if l.Title, err = residents.PublicText("title", l.Title, MaxName, true); err != nil {
		return l, err
	}
	if l.About, err = residents.PublicText("about", l.About, MaxPurpose, false); err != nil {
		return l, err
	}
	if l.Unit, err = residents.PublicTextOrNone("unit", l.Unit, MaxName, true); err != nil {
		return l, err
	}
	l.ID, l.State, l.Reason, l.MadeBy, l.MadeAt, l.PublishedBy = by.ID, ListingWaits, "", by.Resident.ID, by.Now, ""
	return l, tx.AddListing(l)
}

// matterOf is the matter of a listing: of an organisation's, assigned to those who speak for it.
func matterOf(tx Tx, by residents.Sender, l Listing) (residents.Matter, error) {
	on := residents.Matter{Body: l.Community, Assigned: l.Org == ""}
	if l.Org == "" {
		return on, nil
	}
	body, err := tx.CommunityByID(l.Community)
	if err != nil {
		return on, err
	}
	o, err := tx.Organisation(l.Community, l.Org)
	if err == residents.ErrNotFound {
		err = field("org", residents.ErrChoice)
	}
	if err == nil && !o.InForce(today(body, by.Now)) {
		err = field("org", ErrOver)
	}
	on.Assigned = by.Resident.Community == l.Community && o.Speaks(by.Resident.ID)
	return on, err
}

// MayPublishListing is nil for another person of the committee than made it.
func MayPublishListing(who residents.Standing, l Listing, now Instant) error {
	return residents.May(who, residents.PublishListing, residents.Matter{Body: l.Community, Before: l.MadeBy}, now)
}

// JudgeListing puts a listing up, or says why not.
func JudgeListing(tx Tx, by residents.Sender, community, id string, good bool, reason string) error {
	l, err := tx.Listing(community, id)
	if err != nil {
		return err
	}
	if err := MayPublishListing(by.Standing, l, by.Now); err != nil {
		return err
	}
	if l.State != ListingWaits {
		return ErrListing
	}
	l.State, l.PublishedBy = ListingOpen, by.Resident.ID
	if !good {
		l.State = ListingClosed
		if l.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
			return err
		}
	}
	if err := tx.SetListing(l); err != nil {
		return err
	}
	if !good {
		return tellOf(tx, by, l, "listing-refused")
	}
	_, err = tx.AppendTo(community, record.Act{Kind: "listing-published", Subject: "listing/" + id, Data: listingFacts{l.Side, l.Title}})
	if err != nil {
		return err
	}
	return tellOf(tx, by, l, "listing-up")
}

// listingFacts are what the record says of a listing.
type listingFacts struct {
	Side  Side   `json:"side"`
	Title string `json:"name"`
}

// tellOf tells whoever made a listing.
func tellOf(tx Tx, by residents.Sender, l Listing, kind string) error {
	if l.MadeBy == by.Resident.ID {
		return nil
	}
	return tx.TellContact(Letter{Community: l.Community, ID: by.ID + "/" + kind + "/" + l.ID, Resident: l.MadeBy, Kind: kind, Title: l.Title, At: by.Now})
}

// CloseListing takes it off the lists: by whoever made it, or the committee.
func CloseListing(tx Tx, by residents.Sender, community, id string) error {
	l, err := tx.Listing(community, id)
	if err != nil {
		return err
	}
	mine := by.Resident.Community == community && by.Resident.ID == l.MadeBy
	if err := residents.May(by.Standing, residents.StateNeed, residents.Matter{Body: community, Assigned: mine}, by.Now); err != nil {
		if err := residents.May(by.Standing, residents.KeepListings, residents.Matter{Body: community}, by.Now); err != nil {
			return err
		}
	}
	if l.State != ListingWaits && l.State != ListingOpen {
		return ErrListing
	}
	l.State = ListingClosed
	return tx.SetListing(l)
}
