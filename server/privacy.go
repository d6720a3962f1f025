package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/telling"
)

// privacyRoutes are what somebody has consented to, what is kept of them, and the way out.
func (p *Portal) privacyRoutes() []route {
	const mine = "/{place}/me/privacy"
	return []route{
		{method: http.MethodGet, pattern: mine, name: "privacy", do: residents.OwnThings, handle: p.privacy},
		{method: http.MethodPost, pattern: "/{place}/me/consents/{purpose}", name: "consent", do: residents.OwnThings, handle: p.consent, on: mine},
		{method: http.MethodPost, pattern: "/{place}/me/wards/{child}", name: "ward", do: residents.OwnThings, handle: p.endWard, on: mine},
		{method: http.MethodGet, pattern: "/{place}/me/data", name: "data", do: residents.OwnThings, handle: p.myData},
		{method: http.MethodGet, pattern: "/{place}/me/data.json", name: "data-file", do: residents.OwnThings, handle: p.myDataFile},
		{method: http.MethodGet, pattern: "/{place}/me/leave", name: "leave", do: residents.OwnThings, handle: p.askToLeave},
		{method: http.MethodPost, pattern: "/{place}/me/leave", name: "leave", do: residents.OwnThings, handle: p.leave},
	}
}

const (
	shownRows = 50     // of one kind of thing on the page of one's own data
	fileRows  = 100000 // in the file that is taken along
)

// ownPlace leads a reader of another place to their own, below which one's own things are. It is
// "" for whoever is at home; ErrSignedOut when nobody is signed in.
func (p *Portal) ownPlace(r *request, below string) (home string, err error) {
	if !r.who.SignedIn() {
		return "", residents.ErrSignedOut
	}
	if r.me() != "" {
		return "", nil
	}
	err = p.view(r, func(rows *store.View) error {
		c, err := rows.CommunityByID(r.who.Resident.Community)
		home = "/" + c.Slug + below
		return err
	})
	return home, err
}

// privacy shows what was consented to and what is kept.
func (p *Portal) privacy(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/privacy")
	if err != nil || home != "" {
		return answer{location: home}, err
	}
	v := &pages.PrivacyView{Frame: p.frame(r), Minutes: int(residents.DelicateTime / time.Minute)}
	err = p.view(r, func(rows *store.View) error {
		all, err := rows.Consents(r.place.ID, r.me())
		if err != nil {
			return err
		}
		phone, err := rows.PhoneOf(r.place.ID, r.me())
		if err != nil && err != residents.ErrNotFound {
			return err
		}
		for _, text := range residents.PurposesAt(r.now) {
			told := text.Code == residents.PurposeTexts || text.Code == residents.PurposeMails
			if text.Code == residents.PurposeGuardian || told && r.place.Level != residents.LevelCommunity {
				continue // a guardian's cards are their children's; nobody is told of a street's matters by text or mail
			}
			v.Purposes = append(v.Purposes, r.purposeCard(v, text, all, phone))
		}
		wards, err := rows.WardsOf(r.place.ID, r.me(), r.now)
		if err != nil {
			return err
		}
		for _, w := range wards {
			theirs, err := rows.Consents(r.place.ID, w.ID)
			if err != nil {
				return err
			}
			v.Wards = append(v.Wards, pages.WardCard{ID: w.ID, Name: w.Name, When: r.consented(residents.Holding(theirs)[residents.PurposeGuardian])})
		}
		held, err := rows.PersonalData(r.place.ID, r.me(), fileRows)
		for _, h := range held {
			v.Held = append(v.Held, pages.HeldLine{What: h.What, Items: items(h.Table), Why: h.Why, Keep: h.Keep, Rows: len(h.Rows)})
		}
		return err
	})
	return show(v), err
}

// purposeCard is a purpose as it stands for the reader.
func (r *request) purposeCard(v *pages.PrivacyView, text residents.Purpose, all []residents.Consent, phone string) pages.PurposeCard {
	c, given := residents.Holding(all)[text.Code]
	card := pages.PurposeCard{
		Code: text.Code, Name: text.Name, Needed: text.Needed, Given: given, Newer: given && c.Version != text.Version,
		Version: "第 " + strconv.Itoa(text.Version) + " 版，" + calendar.DayOf(text.Since, r.place.Location()).ChineseWithYear() + "起",
	}
	if given {
		card.When = r.consented(c)
		if old, err := residents.PurposeVersion(text.Code, c.Version); err == nil {
			text = old // what was consented to is what is shown
		}
	} else if i := slices.IndexFunc(all, func(c residents.Consent) bool { return c.Purpose == text.Code }); i >= 0 {
		for _, last := range all[i:] {
			if last.Purpose == text.Code {
				card.When = r.day(last.At) + "撤回"
			}
		}
	}
	for _, part := range text.Parts() {
		card.Parts = append(card.Parts, pages.Fact{Name: part.Name, Value: part.Says})
	}
	switch {
	case text.Code == residents.PurposeJoin:
		card.Href = v.To("me/leave") // taken back by leaving
		if !given {
			card.Given = true // admitted at the desk before consent was written down
			card.When = r.day(r.who.Resident.JoinedAt) + "由居委会登记"
		}
	case text.Code == residents.PurposePhone && !given:
		card.Href = v.To("me/phone") // given by proving a number
	case text.Code == residents.PurposeTexts && !given:
		card.Href = v.To("me/telling") // given by choosing what is told
	case text.Code == residents.PurposeMails && !given:
		card.Href = v.To("me/mail") // given by confirming an address
	case text.Code == residents.PurposeHelped && !given:
		card.Href = v.To("me/helping") // given by choosing a helper
	}
	if text.Code == residents.PurposePhone && phone != "" {
		card.Name += " " + residents.MaskPhone(phone)
		if !given {
			card.Given, card.Href = true, ""
		}
	}
	return card
}

var channelWords = map[string]string{residents.Online: "在线同意", residents.Paper: "纸面同意，工作人员登记", residents.InPerson: "当面同意，工作人员登记"}

// consented says when and how consent was given.
func (r *request) consented(c residents.Consent) string {
	if c.At.IsZero() {
		return ""
	}
	return r.day(c.At) + " " + calendar.Clock(c.At, r.place.Location()) + "，" + channelWords[c.Channel]
}

// items are the words for what a table has.
func items(t store.Table) string {
	var words []string
	for _, s := range slices.Concat(t.More, t.Shown) {
		_, w, _ := strings.Cut(s, " ")
		words = append(words, w)
	}
	return strings.Join(words, "、")
}

// consent gives consent or takes it back; what hangs on it ends at once.
func (p *Portal) consent(r *request) (answer, error) {
	given := r.form.choice("given", "yes", "no")
	purpose := r.PathValue("purpose")
	done := map[string]string{"yes": "consented", "no": "withdrawn-consent"}[given]
	return p.do(r, "consent", func(tx *store.Tx, by residents.Sender) (string, error) {
		me := by.Resident
		location := api.WithDone("/"+r.place.Slug+"/me/privacy", done)
		switch {
		case me.Community != r.place.ID:
			return "", residents.ErrNotFound
		case purpose == residents.PurposeJoin && given == "no":
			return "/" + r.place.Slug + "/me/leave", nil
		case purpose == residents.PurposePhone && given == "no":
			return location, errors.Join(residents.RemovePhone(tx, by), telling.Stop(tx, by, telling.Text))
		case purpose == residents.PurposeTexts && given == "no":
			return location, telling.Stop(tx, by, telling.Text)
		case purpose == residents.PurposeMails && given == "no":
			return location, endMail(tx, by)
		case purpose == residents.PurposeHelped && given == "no":
			if err := residents.WithdrawConsent(tx, by, me, purpose, residents.Online); err != nil {
				return "", err
			}
			return location, residents.EndAllHelp(tx, by, me.Community, me.ID, residents.HelpRelative, residents.HelpStairwellHead, residents.HelpCommittee)
		case purpose == residents.PurposePhoto && given == "no":
			return location, residents.WithdrawConsent(tx, by, me, purpose, residents.Online)
		case purpose == residents.PurposePhoto:
			return location, residents.GiveConsent(tx, by, me, purpose, residents.Online)
		}
		return "", residents.ErrNotFound // given elsewhere: by proving a number, by choosing a helper
	})
}

// endWard takes a guardian's consent back: the child leaves.
func (p *Portal) endWard(r *request) (answer, error) {
	child := r.PathValue("child")
	return p.do(r, "ward", func(tx *store.Tx, by residents.Sender) (string, error) {
		guards, err := tx.Guards(r.place.ID, by.Resident.ID, child)
		if err == nil && (!guards || by.Resident.Community != r.place.ID) {
			err = residents.ErrNotFound
		}
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/me/privacy", "ward-left"), consultation.Leave(tx, by, r.place.ID, child)
	})
}

// myData is everything that is kept of the reader, to be read.
func (p *Portal) myData(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/data")
	if err != nil || home != "" {
		return answer{location: home}, err
	}
	verbs := p.verbWords()
	v := &pages.DataView{Frame: p.frame(r), Minutes: int(residents.DelicateTime / time.Minute)}
	err = p.view(r, func(rows *store.View) error {
		held, err := rows.PersonalData(r.place.ID, r.me(), shownRows+1)
		for _, h := range held {
			part := pages.DataPart{ID: h.Name, What: h.What, Why: h.Why, Keep: h.Keep}
			if len(h.Rows) > shownRows {
				h.Rows, part.More = h.Rows[:shownRows], true
			}
			for _, row := range h.Rows {
				part.Rows = append(part.Rows, r.dataFacts(h.Name, row, verbs))
			}
			v.Parts = append(v.Parts, part)
		}
		return err
	})
	return show(v), err
}

// dataFacts are the things of a row that people read, in words.
func (r *request) dataFacts(table string, row []store.Datum, verbs map[string]string) (facts []pages.Fact) {
	if table == "letters" {
		var l consultation.Letter
		for _, d := range row {
			switch said, _ := d.Value.(string); d.Column {
			case "kind":
				l.Kind = said
			case "title":
				l.Title = said
			}
		}
		facts = append(facts, pages.Fact{Name: "消息", Value: pages.LetterWords(l)})
		row = row[1:] // the title stands in the sentence
	}
	for _, d := range row {
		if d.Words == "" {
			continue
		}
		if words := r.dataWord(table, d, verbs); words != "" {
			facts = append(facts, pages.Fact{Name: d.Words, Value: words})
		}
	}
	return facts
}

// dataFile is the file in which somebody takes their data along.
type dataFile struct {
	Made   string     `json:"made"`
	Place  string     `json:"place"`
	Person string     `json:"person"`
	Kinds  []dataKind `json:"kinds"`
}

type dataKind struct {
	Table string           `json:"table"`
	What  string           `json:"what"`
	Why   string           `json:"why"`
	Keep  string           `json:"keep"`
	Rows  []map[string]any `json:"rows"`
}

// myDataFile gives the reader everything that is kept of them as a file, soon after signing in.
func (p *Portal) myDataFile(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/data.json")
	switch {
	case err != nil || home != "":
		return answer{location: home}, err
	case !store.Recent(r.session, r.now):
		return answer{}, residents.ErrSignInAgain
	}
	f := dataFile{Made: r.now.UTC().Format(time.RFC3339), Place: r.place.Name, Person: r.who.Resident.Name}
	err = p.view(r, func(rows *store.View) error {
		held, err := rows.PersonalData(r.place.ID, r.me(), fileRows)
		for _, h := range held {
			kind := dataKind{Table: h.Name, What: h.What, Why: h.Why, Keep: h.Keep}
			for _, row := range h.Rows {
				one := map[string]any{}
				for _, d := range row {
					one[d.Column] = d.Value
				}
				kind.Rows = append(kind.Rows, one)
			}
			f.Kinds = append(f.Kinds, kind)
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	body, err := json.MarshalIndent(f, "", "  ")
	day := consultation.DayOf(r.place, r.now)
	name := "我的资料-" + r.place.Name + "-" + strconv.Itoa(day.Year*10000+int(day.Month)*100+day.Day) + ".json"
	return give(file{kind: "application/json", name: name, body: body}), err
}

// askToLeave says what will happen.
func (p *Portal) askToLeave(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/leave")
	if err != nil || home != "" {
		return answer{location: home}, err
	}
	v := &pages.LeaveView{
		Frame: p.frame(r),
		Goes: []string{
			"姓名、楼栋、门牌和出生年份", "手机号、通行密钥、登录过的设备", "您收到的消息", "还没有公开的议题和发言", "代办关系、身份和任期当时结束，报名的席位让给候补的人",
		},
		Stays: []string{"公开过的议题、发言、意见、异议", "附议、签到、评价和计过的数", "公开记录（里面本来就没有人名）", "您同意过什么的凭证，三年后删掉"},
	}
	err = p.view(r, func(rows *store.View) error {
		role, _, err := residents.LastHolder(rows, r.who, r.now)
		if err == nil && role != "" {
			v.Hold, v.HoldNext = "您是现在唯一的"+pages.RoleWord(role)+"，您离开后没有人能接着办。", "请系统管理员先登记接任的人，再来离开。"
			return nil
		}
		if err != nil {
			return err
		}
		duties, err := rows.Duties(r.place.ID, r.me())
		if len(duties) > 0 {
			v.Hold, v.HoldNext = "您主持或记录的协商会还没有公布纪要："+r.when(duties[0].StartsAt)+"。", "请先办完，或请同事取消那次会。"
		}
		return err
	})
	return show(v), err
}

// leave lets the reader go, and empties what this browser has stored.
func (p *Portal) leave(r *request) (answer, error) {
	if r.who.SignedIn() && !store.Recent(r.session, r.now) {
		return answer{}, residents.ErrSignInAgain
	}
	if !r.form.ticked("sure") {
		r.form.refuse("sure", residents.ErrUnsure, 0)
	}
	a, err := p.do(r, "leave", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotFound
		}
		return api.WithDone("/"+r.place.Slug, "left"), consultation.Leave(tx, by, r.place.ID, by.Resident.ID)
	})
	if err != nil {
		return a, err
	}
	if err := p.doors.Leave(r.w, r.Request); err != nil {
		p.log.Warn("cookie not taken back", "request", r.id, "error", err) // its session is gone already
	}
	r.w.Header().Set("Clear-Site-Data", `"storage"`)
	r.who = residents.Standing{}
	return a, nil
}
