package residents

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The tenures of a home, "" where it is not known.
const (
	TenureOwner  = "owner"  // 自有
	TenureTenant = "tenant" // 租住
)

// Limits of a household.
const (
	AdultsMost = 99
	AreaMost   = 10_000_000 // 100,000 m²
)

// Reasons of the roster.
const (
	ErrListed  = Reason("household-listed") // another household of the roster has this address
	ErrLivedIn = Reason("lived-in")         // somebody who has joined lives there
)

// Household is a home (户) as the committee's office lists it. Who lives there is
// told by Home, not here.
type Household struct {
	Community, ID, Building, Unit, Room string

	Adults int       // 0 to 99; 0 is unknown
	Tenure string    // TenureOwner, TenureTenant or ""
	Area   int       // of the home in 0.01 m², 0 to AreaMost; 0 is unknown
	GoneAt time.Time // when it was taken off the roster; zero: it is on it
}

// Label is the address in one: 3 号楼 2 单元 502. It is for its own people and for staff only.
func (h Household) Label() string {
	return strings.Join(strings.Fields(h.Building+" "+h.Unit+" "+h.Room), " ")
}

// Read is the household with its address as the portal writes it, or a FieldError
// that says which field is wrong, and how.
func (h Household) Read() (Household, error) {
	var reason Reason
	if h.Building, reason = ReadBuilding(h.Building); reason != "" {
		return h, &FieldError{Field: "building", Reason: reason, Limit: AddressMost}
	}
	if h.Unit, reason = ReadUnit(h.Unit); reason != "" {
		return h, &FieldError{Field: "unit", Reason: reason, Limit: AddressMost}
	}
	if h.Room, reason = ReadRoom(h.Room); reason != "" {
		return h, &FieldError{Field: "room", Reason: reason, Limit: AddressMost}
	}
	switch {
	case h.Adults < 0 || h.Adults > AdultsMost:
		return h, &FieldError{Field: "adults", Reason: ErrNumber, Limit: AdultsMost}
	case h.Tenure != "" && h.Tenure != TenureOwner && h.Tenure != TenureTenant:
		return h, &FieldError{Field: "tenure", Reason: ErrChoice}
	case h.Area < 0 || h.Area > AreaMost:
		return h, &FieldError{Field: "area", Reason: ErrArea}
	}
	return h, nil
}

// ErrArea is the reason for what is no area with at most two decimal places.
const ErrArea = Reason("bad-area")

var (
	adultsForm = regexp.MustCompile(`^0*([0-9]{1,2})(?:\.0+)?[人口位名]?$`)
	areaForm   = regexp.MustCompile(`^([0-9]{1,6})(?:\.([0-9]{0,2})0*)?(?:㎡|M2|M²|平方米|平米|平)?$`)
)

// ReadAdults is a number of adults from 0 to 99, 3 or 3人; "" is 0, unknown.
func ReadAdults(s string) (int, Reason) {
	packed, reason := figure(s)
	if packed == "" {
		return 0, reason
	}
	m := adultsForm.FindStringSubmatch(packed)
	if m == nil {
		return 0, ErrNumber
	}
	n, _ := strconv.Atoi(m[1]) // two digits
	return n, ""
}

// ReadArea is an area in 0.01 m², exactly: 89.5, 89.50㎡ and 89.5平方米 are 8950. More than
// two decimal places are refused rather than rounded; "" is 0, unknown.
func ReadArea(s string) (int, Reason) {
	packed, reason := figure(s)
	if packed == "" {
		return 0, reason
	}
	m := areaForm.FindStringSubmatch(strings.ReplaceAll(packed, ",", ""))
	if m == nil {
		return 0, ErrArea
	}
	n, _ := strconv.Atoi(m[1] + (m[2] + "00")[:2]) // eight digits
	if n > AreaMost {
		return 0, ErrArea
	}
	return n, ""
}

// AreaText writes an area in m²: 89.5; "" for unknown.
func AreaText(area int) string {
	if area == 0 {
		return ""
	}
	cents := strconv.Itoa(100 + area%100)[1:]
	return strings.TrimSuffix(strings.TrimRight(strconv.Itoa(area/100)+"."+cents, "0"), ".")
}

// tenures are the words of offices for how a home is lived in.
var tenures = map[string]string{
	"自有": TenureOwner, "自住": TenureOwner, "产权": TenureOwner, "有产权": TenureOwner, "业主": TenureOwner, "自有住房": TenureOwner, "自有产权": TenureOwner, "私产": TenureOwner,
	"商品房": TenureOwner, "房改房": TenureOwner, "业主自住": TenureOwner, "OWNER": TenureOwner,
	"租": TenureTenant, "租住": TenureTenant, "租赁": TenureTenant, "承租": TenureTenant, "租户": TenureTenant, "出租": TenureTenant, "租客": TenureTenant, "租房": TenureTenant,
	"公租": TenureTenant, "公租房": TenureTenant, "廉租房": TenureTenant, "公房": TenureTenant, "直管公房": TenureTenant, "TENANT": TenureTenant,
	"不详": "", "未知": "", "不明": "", "空置": "",
}

// ReadTenure is a tenure in an office's words: 自有, 业主, 租住, 公租房 …; ErrChoice for others.
func ReadTenure(s string) (string, Reason) {
	packed, reason := figure(s)
	if packed == "" {
		return "", reason
	}
	t, ok := tenures[packed]
	if !ok {
		return "", ErrChoice
	}
	return t, ""
}

// figure is a short text in narrow letters without space; "" where nothing is said.
func figure(s string) (string, Reason) {
	s, reason := CleanText(s, 40, true)
	if reason != "" {
		return "", reason
	}
	s = strings.ToUpper(strings.Join(strings.Fields(strings.Map(narrow, s)), ""))
	if HoldsPersonalNumber(s) {
		return "", ErrPersonal
	}
	if strings.Trim(s, "-/") == "" {
		return "", ""
	}
	return s, ""
}

// RosterTx is what the verbs of the roster need of a transaction.
type RosterTx interface {
	Household(community, id string) (Household, error)
	// HouseholdAt is the household of an address, also one that is gone.
	HouseholdAt(community, building, unit, room string) (Household, error)
	AddHousehold(Household) error    // ErrListed where its address is another's
	ChangeHousehold(Household) error // ErrListed likewise; GoneAt counts
	// MoveBuilding says of those who live in the household, and of whom the building from is known,
	// that it is the building to.
	MoveBuilding(community, household, from, to string) error
	// PeopleInHomes is how many people live in each of the households, none left out that has some.
	PeopleInHomes(community string, households ...string) (map[string]int, error)
}

// mayKeepRoster asks the table.
func mayKeepRoster(by Sender, community string) error {
	return May(by.Standing, KeepRoster, Matter{Body: community}, by.Now)
}

// AddHousehold puts a home on the roster. One that was taken off it before is put on it again, under its old id.
func AddHousehold(tx RosterTx, by Sender, h Household) (Household, error) {
	if err := mayKeepRoster(by, h.Community); err != nil {
		return h, err
	}
	h, err := h.Read()
	if err != nil {
		return h, err
	}
	old, err := tx.HouseholdAt(h.Community, h.Building, h.Unit, h.Room)
	switch {
	case err == ErrNotFound:
		h.ID, h.GoneAt = derivedID(by, 0), time.Time{}
		return h, tx.AddHousehold(h)
	case err != nil:
		return h, err
	case old.GoneAt.IsZero():
		return old, &FieldError{Field: "room", Reason: ErrListed}
	}
	h.ID, h.GoneAt = old.ID, time.Time{}
	return h, tx.ChangeHousehold(h)
}

// ChangeHousehold corrects what the roster says of a home, its address too, and with it the
// building of those who live there.
func ChangeHousehold(tx RosterTx, by Sender, h Household) (Household, error) {
	if err := mayKeepRoster(by, h.Community); err != nil {
		return h, err
	}
	old, err := tx.Household(h.Community, h.ID)
	if err != nil {
		return h, err
	}
	if !old.GoneAt.IsZero() {
		return h, ErrNotFound
	}
	h.GoneAt = time.Time{}
	if h, err = h.Read(); err != nil {
		return h, err
	}
	other, err := tx.HouseholdAt(h.Community, h.Building, h.Unit, h.Room)
	switch {
	case err == nil && other.ID != h.ID:
		return h, &FieldError{Field: "room", Reason: ErrListed}
	case err != nil && err != ErrNotFound:
		return h, err
	}
	if err := tx.ChangeHousehold(h); err != nil || h.Building == old.Building {
		return h, err
	}
	return h, tx.MoveBuilding(h.Community, h.ID, old.Building, h.Building)
}

// RemoveHousehold takes a home off the roster: its letters count no more. Where
// somebody lives who has joined, it stays (ErrLivedIn).
func RemoveHousehold(tx RosterTx, by Sender, community, id string) error {
	if err := mayKeepRoster(by, community); err != nil {
		return err
	}
	h, err := tx.Household(community, id)
	if err != nil {
		return err
	}
	if !h.GoneAt.IsZero() {
		return ErrNotFound
	}
	people, err := tx.PeopleInHomes(community, id)
	if err != nil {
		return err
	}
	if people[id] > 0 {
		return ErrLivedIn
	}
	h.GoneAt = by.Now
	return tx.ChangeHousehold(h)
}

// derivedID is the id of the n-th thing that a command makes, in the form of NewID:
// the same for the same command sent again.
func derivedID(by Sender, n int) string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(by.ID), uint64(n)))
	b := sum[:16]
	ms := uint64(by.Now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (8 * (5 - i)))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
