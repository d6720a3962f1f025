package project

import "yishiting/consultation"

// EntryKind is what a line of the ledger says of money. The portal moves none.
type EntryKind string

// The kinds of ledger entry.
const (
	Committed EntryKind = "committed" // a contract or an order binds it
	Paid      EntryKind = "paid"
)

// Entry is one entry of the ledger. What was entered wrongly is taken back, once, by an entry
// that names it and has its opposite sign; none is ever changed.
type Entry struct {
	Community string // the body
	ID        string
	Project   string
	Line      string // id of the budget line
	Kind      EntryKind
	Cents     int64  // above 0; of an entry that takes another back its opposite
	Reverses  string // id of the entry that it takes back; "" otherwise
	Payee     string
	Document  string // number of the contract, invoice or receipt
	File      string // id of the File that shows it; "" for none
	Note      string
	By        string
	At        Instant
}

// FileKind is what a file is.
type FileKind string

// The kinds of file.
const (
	PDF  FileKind = "pdf"
	JPEG FileKind = "jpeg"
)

// File is a document of a project: a plan, a contract, an invoice. Photos are
// consultation.Photo with the subjects "project/ID" and "work/ID".
type File struct {
	Community string
	ID        string
	Project   string
	Name      string // as people read it, without a path
	Kind      FileKind
	Bytes     []byte
	By        string
	At        Instant
}

// Limits of documents.
const (
	MaxFile     = 8 << 20 // bytes of a document
	MaxFiles    = 60      // documents of a project
	MaxFileName = 80      // characters
)

// FileHead is a document without its bytes.
type FileHead struct {
	ID   string
	Name string
	Kind FileKind
	Size int // bytes
	At   Instant
}

// When tells before, during and after apart.
type When string

// The times of a post.
const (
	Before When = "before"
	During When = "during"
	After  When = "after"
)

// Post is a public post on how the work comes along.
type Post struct {
	Community string
	ID        string
	Project   string
	When      When
	Text      string
	Photos    int // Photo.Subject "work/ID"
	By        string
	ByPart    string // supervisor, committee, street, contractor: what others see instead of a name
	At        Instant
}

// Supervisor is a resident who watches the work (居民监督员).
type Supervisor struct {
	Community string // where they live
	Body      string
	Project   string
	Resident  string
	Building  string // where they lived when named: whoever lives elsewhere now is looked at by the clock
	Since     Instant
	Until     Instant // zero: still
	Why       string  // why no more: "moved", "asked", "replaced"
	By        string
}

// Signature is a resident's word on the completion check, on the spot.
type Signature struct {
	Community string
	Body      string
	Project   string
	Round     int
	Resident  string
	Fine      bool   // it is as it should be, at once or since the defect was mended
	Defect    string // what was not as it should be; "" for none
	MendedAt  Instant
	Mended    string // what was done about it
	At        Instant
}

// Signers is how many residents sign a completion check.
const Signers = 3

// Marks are the answers to a look-back, exact: they decide, and are shown only as RoundRates.
type Marks struct {
	Answered            int // units
	Solved, Partly, Not int // answers to whether it is solved
	Rated, Sum          int // answers to how satisfied, and their sum, 1 to 5 each
	Satisfied           int // of them 4 or 5
}

// Order is a supervision order (督办) on a milestone that is overdue.
type Order struct {
	Community string
	ID        string
	Project   string
	Milestone string
	Text      string
	Due       Instant
	By        string // of the street
	At        Instant
}

// Follow is somebody who wants to hear of a project.
type Follow struct {
	Community string // where they live
	Body      string
	Project   string
	Resident  string
	Since     Instant
}

type deliveryReader interface {
	Ledger(body, project string) ([]Entry, error)
	FileHeads(body, project string) ([]FileHead, error)
	Posts(body, project string) ([]Post, error)
	Supervisors(body, project string) ([]Supervisor, error)
	Signatures(body, project string, round int) ([]Signature, error)
	ProjectOrders(body, project string) ([]Order, error)
	// LookBackCalls are the calls of purpose ForLookBack of a project, the earliest first.
	LookBackCalls(body, project string) ([]Call, error)
	// MarksOf counts the answers to a look-back call.
	MarksOf(body, call string) (Marks, error)
}

type deliveryWriter interface {
	// TouchProject says that the public heard of a project now, without changing what it says.
	TouchProject(body, project string, at Instant) error
	AddEntry(Entry) error
	AddFile(File) error
	AddPost(Post) error
	// AddPhoto keeps a photo of a post, with the subject "work/ID".
	AddPhoto(consultation.Photo) error
	AddSupervisor(Supervisor) error
	SetSupervisor(Supervisor) error
	AddSignature(Signature) error
	SetSignature(Signature) error
	AddProjectOrder(Order) error
	AddFollow(Follow) error // nothing happens where they follow already
	RemoveFollow(community, body, project, resident string) error
}
