package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
)

// joinRoutes are the way in by a letter on paper. What opens it comes behind the # of the
// QR code's address, which no browser sends, or is typed; both travel in the form alone.
func (p *Portal) joinRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/join", name: "join", do: residents.Enter, handle: p.joinPage},
		{method: http.MethodPost, pattern: "/{place}/join", name: "join", do: residents.Enter, handle: p.join},
	}
}

// joinPage shows the form and changes nothing: whoever looks at a letter to preview it uses nothing up.
func (p *Portal) joinPage(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	text, err := residents.PurposeAt(residents.PurposeJoin, r.now)
	if err != nil {
		return answer{}, err
	}
	v := &pages.JoinView{
		Frame: p.frame(r), Seal: store.NewToken(), Consent: text.Parts(), Version: text.Version, Year: r.year(), Confirm: r.place.ConfirmEach,
	}
	if n, err := letterNumber(r.URL.Query().Get("n")); err == nil && n > 0 {
		v.Number = numberWords(n)
	}
	if r.me() != "" {
		v.Known = r.who.Resident.Name
	}
	return show(v), nil
}

// year is the present one where the place is.
func (r *request) year() int { return r.now.In(r.place.Location()).Year() }

// letterProof is what a form brings to prove that the letter is there: the secret of its
// QR code, or the code that is printed on it.
type letterProof struct{ secret, code string }

// maxSecret is how long a secret may be, and a code.
const maxSecret = 80

func (r *request) letterProof() letterProof {
	l := letterProof{secret: r.form.text("letter", maxSecret), code: r.form.text("code", maxSecret)}
	if l.secret == "" && l.code == "" {
		r.form.refuse("code", residents.ErrEmpty, 0)
	}
	return l
}

// join lets somebody join by a letter and signs them in, in one transaction.
func (p *Portal) join(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	proof, seal := r.letterProof(), r.form.text("seal", maxSecret)
	if _, whole := r.form.values["name"]; r.me() != "" && !whole {
		return p.addHome(r, proof)
	}
	if !residents.ValidID(seal) {
		r.form.refuse("", api.ErrCommand, 0)
	}
	j, err := r.joining()
	if err != nil {
		return answer{}, err
	}
	command, secret := r.form.command(), seal+"\n"+proof.secret+"\n"+proof.code
	id := newcomer(r.place.ID, command, secret)
	if r.me() == id { // sent again by whoever has joined by it
		return seeOther("/"+r.place.Slug+"/me", "joined"), nil
	}
	if r.me() != "" { // signed in meanwhile, in another window
		return answer{}, residents.ErrReused
	}
	letter, err := p.proved(r, proof)
	if err != nil {
		return answer{}, err
	}
	j.Community, j.Letter = r.place.ID, letter.ID
	_, err = p.doors.Begin(r.w, r.Request, r.place.ID, id, residents.ByLetter, command, secret, func(tx *store.Tx) error {
		_, err := residents.Redeem(tx, residents.Sender{Now: r.now, ID: id}, j)
		return err
	})
	if errors.Is(err, residents.ErrSignedOut) { // the same command long afterwards
		err = residents.ErrReused
	}
	return seeOther("/"+r.place.Slug+"/me", "joined"), err
}

// joinFields are the fields of the form in their order.
var joinFields = []string{"code", "name", "age", "birth", "represent", "consent"}

// joining reads what the form says of the person; the error is all that is wrong with the form.
func (r *request) joining() (residents.Joining, error) {
	f := r.form
	j := residents.Joining{Name: f.one("name"), Represent: f.ticked("represent")}
	j.Adult = f.choice("age", "adult", "minor") != "minor"
	if birth := f.one("birth"); !j.Adult {
		j.BirthYear, _ = strconv.Atoi(strings.TrimSpace(birth)) // what is no year is 0, which is refused
	}
	text, err := residents.PurposeAt(residents.PurposeJoin, r.now)
	if err != nil {
		return j, err
	}
	read, agreed := f.one("version"), f.ticked("consent")
	j.Consent = agreed && read == strconv.Itoa(text.Version)
	f.wrong = append(f.wrong, j.Wrong(r.year())...)
	slices.SortStableFunc(f.wrong, func(a, b *residents.FieldError) int {
		return slices.Index(joinFields, a.Field) - slices.Index(joinFields, b.Field)
	})
	return j, f.err()
}

// newcomer is the id of the person who joins by a command with a secret that only they have:
// the same again for the same command, and nobody's to choose.
func newcomer(community, command, secret string) string {
	sum := sha256.Sum256([]byte(community + "\n" + command + "\n" + secret))
	return hex.EncodeToString(sum[:16])
}

// addHome adds the letter's home to the reader, who is of the community already.
func (p *Portal) addHome(r *request, proof letterProof) (answer, error) {
	represent := r.form.ticked("represent")
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	if r.who.Helper.ID != "" {
		return answer{}, residents.ErrByHelper
	}
	letter, err := p.proved(r, proof)
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "add-home", func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := residents.Redeem(tx, by, residents.Joining{Community: r.place.ID, Letter: letter.ID, Represent: represent})
		return api.WithDone("/"+r.place.Slug+"/me", "home-added"), err
	})
}

// How often letters are tried. There are 2^40 codes to a number: in the year that a
// letter may live at most, one in twelve million is tried.
var (
	lettersBy  = limit{"letters tried by an address", 60, time.Hour} // a whole family, and the office with its one address
	lettersAt  = limit{"letters tried in a community", 1200, time.Hour}
	letterCode = limit{"codes of a letter tried", 10, time.Hour}
)

// proved is the letter that the form proves, whether it may be used or not. Until it is
// proved the answer and the time it takes are the same for every letter, and for none.
func (p *Portal) proved(r *request, proof letterProof) (residents.Invitation, error) {
	wrong := &residents.FieldError{Field: "code", Reason: residents.ErrLetter}
	number, code, typed := doors.ReadCode(proof.code)
	if proof.secret == "" && !typed {
		return residents.Invitation{}, wrong // it can be no code at all
	}
	var tries []try
	if proof.secret == "" { // nobody guesses that of a QR code, and a hall full of neighbours may scan theirs behind one address
		tries = []try{{lettersBy, p.sender(r)}, {letterCode, r.place.ID + "/" + strconv.FormatInt(number, 10)}, {lettersAt, r.place.ID}}
	}
	if err := p.mayTry(r, "code", tries...); err != nil {
		return residents.Invitation{}, err
	}
	var letter residents.Invitation
	hash := doors.Dummy()
	err := p.view(r, func(v *store.View) (err error) {
		if proof.secret != "" {
			letter, err = v.InvitationByToken(r.place.ID, proof.secret)
			return err
		}
		found, kept, err := v.InvitationByNumber(r.place.ID, number)
		switch {
		case err == nil:
			letter, hash = found, kept
		case errors.Is(err, residents.ErrNotFound):
			err = nil // compared all the same
		}
		return err
	})
	switch {
	case errors.Is(err, residents.ErrNotFound):
		return letter, wrong
	case err != nil || proof.secret != "":
		return letter, err
	}
	match, err := p.hasher.Matches(r.Context(), code, hash)
	if err == nil && (!match || letter.ID == "") {
		err = wrong
	}
	return letter, err
}
