package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// Statements of service, and how anybody checks one.

// crockford writes codes in letters and digits that nobody takes for one another.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// checkCode is the code of a statement: 80 bits made of its id with the installation's secret, so
// that its owner can print it again while the store holds a hash alone.
func (p *Portal) checkCode(community, id string) string {
	sum, err := hex.DecodeString(p.store.Blind("statement of service\n" + community + "\n" + id))
	if err != nil {
		panic(err) // it is hexadecimal
	}
	return crockford.EncodeToString(sum[:10])
}

func checkHash(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// readCheckCode is a code as people type it: in any case, with lines and spaces, and with the
// letters that look like digits.
func readCheckCode(typed string) (code string, ok bool) {
	code = strings.NewReplacer("-", "", " ", "", "－", "", "—", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(typed)))
	raw, err := crockford.DecodeString(code)
	return code, err == nil && len(raw) == 10
}

// inFours writes a code as it is read aloud: ABCD-EFGH-….
func inFours(code string) string {
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}

// statementForm is where a statement is made; the present year stands in the form.
func (p *Portal) statementForm(r *request) (answer, error) {
	today := r.today()
	w := &pages.StatementFormView{Frame: p.frame(r), Style: p.files.address("activities.css"), Until: today.String()}
	w.From = calendar.Day{Year: today.Year, Month: 1, Day: 1}.String()
	if err := r.atHome(); err != nil {
		return answer{}, err
	}
	err := p.view(r, func(v *store.View) (err error) {
		if w.Made, err = r.statementsMade(v, r.me(), ""); err != nil {
			return err
		}
		children, err := r.children(v)
		for _, c := range children {
			w.Children = append(w.Children, pages.Option{Value: c.ID, Label: c.Name, Said: true})
			made, err := r.statementsMade(v, c.ID, c.Name+"，")
			if err != nil {
				return err
			}
			w.Made = append(w.Made, made...)
		}
		return err
	})
	return show(w), err
}

// statementsMade are somebody's statements, each with the time it is about.
func (r *request) statementsMade(v *store.View, whose, name string) (made []pages.Fact, err error) {
	all, err := v.ServiceStatementsOf(r.place.ID, whose)
	for _, s := range all {
		made = append(made, pages.Fact{
			Name: name + dateWords(s.From) + " 到 " + dateWords(s.Until) + "，" + pages.HoursWords(s.Minutes), Value: "/" + r.place.Slug + "/volunteering/statement/" + s.ID,
		})
	}
	return made, err
}

func (p *Portal) makeStatement(r *request) (answer, error) {
	from, until := r.form.day("from"), r.form.day("until")
	hash := checkHash(p.checkCode(r.place.ID, r.form.command()))
	return p.do(r, "service-statement", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		s, err := signups.MakeStatement(tx, by, from, until, hash)
		return api.WithDone("/"+r.place.Slug+"/volunteering/statement/"+s.ID, "statement-made"), err
	})
}

// makeChildStatement is for a child of the sender's.
func (p *Portal) makeChildStatement(r *request) (answer, error) {
	child, from, until := r.form.text("child", 80), r.form.day("from"), r.form.day("until")
	hash := checkHash(p.checkCode(r.place.ID, r.form.command()))
	return p.do(r, "child-statement", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		s, err := signups.MakeStatementFor(tx, by, child, from, until, hash)
		return api.WithDone("/"+r.place.Slug+"/volunteering/statement/"+s.ID, "statement-made"), err
	})
}

// statedWho is whose a statement is, as far as the reader may have it: their own, or a child's of theirs.
func (r *request) statedWho(v *store.View, s signups.Statement) (who residents.Resident, err error) {
	if s.Community != r.place.ID || r.me() == "" {
		return who, residents.ErrNotFound
	}
	if s.Resident == r.me() {
		return r.who.Resident, nil
	}
	if who, err = v.Resident(s.Community, s.Resident); err != nil {
		return who, err
	}
	mandates, err := v.Mandates(s.Community, s.Resident)
	if err == nil && signups.MayStateFor(r.who, who, mandates, r.now) != nil {
		err = residents.ErrNotFound
	}
	return who, err
}

// guardianName is the guardian who had a statement made; "" where nobody did for another.
func guardianName(v *store.View, s signups.Statement) (string, error) {
	if s.Guardian == "" {
		return "", nil
	}
	who, err := v.Resident(s.Community, s.Guardian)
	if err == residents.ErrNotFound || err == nil && who.Name == "" {
		return pages.GuardianGone, nil
	}
	return who.Name, err
}

// statementPage is one of the reader's own, or of a child of theirs, as it stood when it was made.
func (p *Portal) statementPage(r *request) (answer, error) {
	w := &pages.StatementView{Frame: p.frame(r), Style: p.files.address("activities.css"), Issuer: r.place.Name + "居民委员会"}
	code := p.checkCode(r.place.ID, r.thing("statement"))
	err := p.view(r, func(v *store.View) error {
		s, err := v.ServiceStatement(checkHash(code))
		if err != nil {
			return err
		}
		who, err := r.statedWho(v, s)
		if err != nil {
			return err
		}
		if w.Guardian, err = guardianName(v, s); err != nil {
			return err
		}
		w.Who, w.Building = who.Name, who.Building
		w.From, w.Until, w.Minutes = dateWords(s.From), dateWords(s.Until), s.Minutes
		w.Date = dateWords(calendar.DayOf(s.MadeAt, r.place.Location()))
		for _, one := range s.Services {
			w.Services = append(w.Services, r.serviceLine(one))
		}
		return nil
	})
	w.Code, w.CheckAt = inFours(code), p.address(w.To("service-check"))
	w.Size, w.QR = qrCode(p.address(w.To("service-check")) + "?code=" + url.QueryEscape(code))
	return show(w), err
}

func (r *request) serviceLine(s signups.Service) pages.ServiceLine {
	day := calendar.DayOf(s.Starts, r.place.Location())
	return pages.ServiceLine{
		Day: day.String(), When: calendar.Clock(s.Starts, r.place.Location()) + " 开始", Title: s.Title, Number: s.Number, Place: s.Place, Post: s.Post, Hours: pages.HoursWords(s.Minutes),
	}
}

// checksBy is how often an address looks codes up: they are not guessed by trying.
var checksBy = limit{"statements checked by an address", 30, 10 * time.Minute}

// serviceCheck tells anybody whether a statement is genuine: the masked name, and what it comes to.
func (p *Portal) serviceCheck(r *request) (answer, error) {
	w := &pages.ServiceCheckView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	typed := r.URL.Query().Get("code")
	if typed == "" {
		return show(w), nil
	}
	w.Code = shown(typed)
	code, ok := readCheckCode(typed)
	if !ok {
		w.Wrong = "核对码是十六位字母和数字，请对着纸再看一遍。"
		return show(w), nil
	}
	err := p.mayTry(r, "", try{checksBy, p.sender(r)})
	if _, often := errors.AsType[*tooOften](err); often {
		w.Wrong = "查得太频繁了，请过十分钟再查。"
		return show(w), nil
	}
	if err != nil {
		return answer{}, err
	}
	err = p.view(r, func(v *store.View) error { return r.checked(v, w, checkHash(code)) })
	if err == residents.ErrNotFound {
		w.Wrong, err = "没有这个核对码的服务记录。请对着纸再看一遍；还是没有，就不是这里开的。", nil
	}
	return show(w), err
}

// checked writes what anybody who holds the paper may know.
func (r *request) checked(v *store.View, w *pages.ServiceCheckView, hash string) error {
	s, err := v.ServiceStatement(hash)
	if err != nil {
		return err
	}
	who, err := v.Resident(s.Community, s.Resident)
	if err != nil {
		return err
	}
	guardian, err := guardianName(v, s)
	if err != nil {
		return err
	}
	if w.Guardian = guardian; guardian != pages.GuardianGone {
		w.Guardian = residents.Mask(guardian)
	}
	body, err := v.CommunityByID(s.Community)
	w.Found, w.Who, w.Code = true, cmp.Or(residents.Mask(who.Name), "已经离开本社区"), ""
	w.Of, w.From, w.Until = body.Name, dateWords(s.From), dateWords(s.Until)
	w.Hours, w.Times, w.MadeAt = pages.HoursWords(s.Minutes), len(s.Services), r.day(s.MadeAt)
	return err
}
