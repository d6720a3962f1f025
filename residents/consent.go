package residents

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Purposes for which consent is asked, each for itself (个人信息保护法 第十四条).
const (
	PurposeJoin     = "join"     // to be a resident of the portal
	PurposePhone    = "phone"    // to sign in by a code sent to one's telephone
	PurposeHelped   = "helped"   // to let somebody act for oneself
	PurposeGuardian = "guardian" // a guardian's, for a child; the row is the child's
	PurposePhoto    = "photo"    // to be recognised on a published photo
	PurposeTexts    = "texts"    // to be told by text that something waits in the portal
	PurposeMails    = "mails"    // and by mail
)

// How consent reached the portal.
const (
	Online   = "online"
	Paper    = "paper"
	InPerson = "in-person"
)

// Purpose is one use of somebody's data, in the words in which they consent to it:
// who, why, what, how long, and how to take it back (个人信息保护法 第十七条). A text is
// never changed: another wording is another version, since another day.
type Purpose struct {
	Code    string
	Version int
	Since   time.Time
	Name    string // 登录用的手机号
	Needed  bool   // the portal cannot serve the person without it; nothing else may be refused for want of the others (第十六条)

	Who, Why, What, Keep, Withdraw string
}

// A Part is one sentence of a purpose's text and what it answers.
type Part struct{ Name, Says string }

// Parts are the text in its order.
func (p Purpose) Parts() []Part {
	return []Part{{"谁处理", p.Who}, {"为了什么", p.Why}, {"用到哪些", p.What}, {"保存多久", p.Keep}, {"怎样撤回", p.Withdraw}}
}

// Text is the whole text that is consented to, a sentence a line.
func (p Purpose) Text() string {
	all := p.Name
	for _, part := range p.Parts() {
		all += "\n" + part.Name + "：" + part.Says
	}
	return all
}

// TextHash is the SHA-256 of Text in hexadecimal: it proves which words were consented to.
func (p Purpose) TextHash() string {
	sum := sha256.Sum256([]byte(p.Text()))
	return hex.EncodeToString(sum[:])
}

var firstTexts = time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("CST", 8*60*60))

// Purposes are all texts that ever held, in the order in which people read them; of
// one purpose the earlier first.
var Purposes = []Purpose{
	{
		Code: PurposeJoin, Version: 1, Since: firstTexts, Name: "加入本社区议事厅", Needed: true,
		Who:      "您所在社区的居民委员会，在本议事厅处理，不交给别人。电话在每一页的最下面。",
		Why:      "确认您住在这里，让您能提议题、附议、参会、评价，一人只算一份。",
		What:     "姓名、楼栋和门牌、是否成年（未成年人另记出生年份），以及您在议事厅做过的事。别人只看到您的姓和楼栋。不要身份证号。",
		Keep:     "到您离开为止。离开后姓名、楼栋、门牌和联系方式都删掉；您公开说过的话和计过的数留下，不再连着您的姓名。",
		Withdraw: "在「我的 › 个人信息」点「撤回」，按步骤离开议事厅；也可以请居委会代办。",
	},
	{
		Code: PurposePhone, Version: 1, Since: firstTexts, Name: "登录用的手机号",
		Who:      "您所在社区的居民委员会。发验证码时，号码会经过短信服务商。",
		Why:      "用短信验证码登录。工作人员因公要联系您时，写明理由才能看一次，每次都会告诉您。",
		What:     "您填的一个手机号，和验证它的时间。",
		Keep:     "到您撤回、换号或离开为止。验证码一天内删掉。",
		Withdraw: "在「我的 › 个人信息」点「撤回」，号码当时就删掉。不留手机号也可以用通行密钥或当面领的登录码登录。",
	},
	{
		Code: PurposeHelped, Version: 1, Since: firstTexts, Name: "请人代办",
		Who:      "您所在社区的居民委员会，和您选定的代办人。",
		Why:      "由家人、楼门长或工作人员替您在议事厅办事，不多算一份。",
		What:     "谁替您办、从哪天到哪天、办了什么；代办人能看到您名下要办的事，看不到您的手机号。",
		Keep:     "代办到期或撤回后保留记录三年，备您核对；离开时一并删掉您的姓名。",
		Withdraw: "在「我的 › 个人信息」点「撤回」，代办当时就停；也可以打电话或当面告诉居委会。",
	},
	{
		Code: PurposeGuardian, Version: 1, Since: firstTexts, Name: "监护人为孩子同意",
		Who:      "孩子所在社区的居民委员会。",
		Why:      "让未满十八周岁的孩子能看、能提建议；不满十四周岁的由监护人替孩子操作（个人信息保护法第三十一条）。未成年人不表决。",
		What:     "孩子的姓名、楼栋、出生年份，谁是监护人，以及孩子在议事厅做过的事。只记出生年份，不记生日。",
		Keep:     "到监护人撤回、孩子离开或年满十八周岁为止。",
		Withdraw: "监护人在「我的 › 个人信息」点「撤回」，孩子的账号当时就停用，信息删掉。",
	},
	{
		Code: PurposePhoto, Version: 1, Since: firstTexts, Name: "照片里认得出您",
		Who:      "您所在社区的居民委员会。",
		Why:      "公布会议和落实情况时配照片。没有您的同意，认得出您的照片不公布（个人信息保护法第二十五条、第二十六条）。",
		What:     "会场或工地照片里您的样子，不配姓名。不用来识别人脸。",
		Keep:     "随那件事的公开档案保存，到您撤回为止。",
		Withdraw: "在「我的 › 个人信息」点「撤回」，以后不再用；已经公布的，告诉居委会是哪一张，撤下来。",
	},
	{
		Code: PurposeTexts, Version: 1, Since: firstTexts, Name: "用短信提醒您",
		Who:      "您所在社区的居民委员会。发短信时，号码会经过短信服务商。",
		Why:      "议事厅里有和您有关的事，或者有一周要事时，发一条短信提醒您去看。短信里不写是什么事。",
		What:     "您登录用的手机号，您选的哪些事要提醒、几点以后不打扰，和发出提醒的时间。",
		Keep:     "到您撤回、删掉手机号或离开为止。发过的提醒保存三十天。",
		Withdraw: "在「我的 › 怎么通知我」去掉勾选，或者在「我的 › 个人信息」点「撤回」，当时就停。",
	},
	{
		Code: PurposeMails, Version: 1, Since: firstTexts, Name: "用邮件提醒您",
		Who:      "您所在社区的居民委员会。发邮件时，地址和信会经过邮件服务商。",
		Why:      "议事厅里有和您有关的事时，发一封邮件提醒您去看，信里不写是什么事；您要的话，每周把公开的一周要事发给您。",
		What:     "您填的一个邮箱地址和确认它的时间，您选的哪些事要发、几点以后不打扰，和发出邮件的时间。",
		Keep:     "到您撤回、退订、换邮箱或离开为止。没有确认的地址一天内删掉。发过的提醒保存三十天。",
		Withdraw: "点每封信里的退订地址，不用登录；或者在「我的 › 怎么通知我」去掉勾选，在「我的 › 个人信息」点「撤回」。当时就停，地址也删掉。",
	},
}

// PurposeAt is the text of a purpose that holds at the given instant; ErrChoice for
// a purpose that does not exist.
func PurposeAt(code string, at time.Time) (Purpose, error) {
	found, err := Purpose{}, error(ErrChoice)
	for _, p := range Purposes {
		if p.Code == code && (err != nil || !p.Since.After(at)) {
			found, err = p, nil
		}
	}
	return found, err
}

// PurposeVersion is a text by its version; ErrNotFound where there is none.
func PurposeVersion(code string, version int) (Purpose, error) {
	for _, p := range Purposes {
		if p.Code == code && p.Version == version {
			return p, nil
		}
	}
	return Purpose{}, ErrNotFound
}

// PurposesAt are the texts that hold at the given instant, one a purpose.
func PurposesAt(at time.Time) []Purpose {
	var all []Purpose
	for i, p := range Purposes {
		if i > 0 && Purposes[i-1].Code == p.Code {
			continue
		}
		now, _ := PurposeAt(p.Code, at)
		all = append(all, now)
	}
	return all
}

// Consent is that somebody consented to a text, or took it back. It is only ever
// added; the last of a purpose is what holds.
type Consent struct {
	Community, Resident string
	Purpose             string
	At                  time.Time
	Given               bool // false: taken back
	Version             int
	TextHash            string
	Channel             string // Online, Paper or InPerson
	NotedBy             string // id of whoever did it for them; "" themselves
}

// ConsentTx is what the rules of consent need of a transaction.
type ConsentTx interface {
	// Consents are all of a person, the earliest first.
	Consents(community, resident string) ([]Consent, error)
	AddConsent(Consent) error
}

// Holding is the last of each purpose, where it is given.
func Holding(all []Consent) map[string]Consent {
	last := map[string]Consent{}
	for _, c := range all {
		if delete(last, c.Purpose); c.Given {
			last[c.Purpose] = c
		}
	}
	return last
}

// MayConsent is nil for the person themselves; for a guardian, to the purpose that is
// a guardian's; and for the committee, which notes what somebody said on paper or in
// person. A helper consents to nothing for somebody else.
func MayConsent(who Standing, of Resident, purpose, channel string, now time.Time) error {
	me := who.Resident
	own := me.ID == of.ID && me.Community == of.Community
	switch {
	case !who.SignedIn():
		return ErrSignedOut
	case who.Helper.ID != "":
		return ErrByHelper
	case own && purpose == PurposeGuardian && !me.Adult:
		return ErrMinor // a child's guardian says it
	case own:
		return nil
	case purpose == PurposeGuardian && me.Community == of.Community && channel == Online:
		return May(who, CareForMinor, Matter{Body: of.Community}, now)
	case channel == Online:
		return ErrNotYours
	}
	return May(who, RecordHelp, Matter{Body: of.Community}, now)
}

// GiveConsent writes that the person consents to the text that holds now. Whoever
// joins by a letter sends it as themselves. Consent to the same version again
// changes nothing. Whether a guardian is this child's is for the verb that calls.
func GiveConsent(tx ConsentTx, by Sender, of Resident, purpose, channel string) error {
	return consent(tx, by, of, purpose, channel, true)
}

// WithdrawConsent writes that the person's consent is taken back; where there is none
// it changes nothing. What follows from it is for the verb that calls.
func WithdrawConsent(tx ConsentTx, by Sender, of Resident, purpose, channel string) error {
	return consent(tx, by, of, purpose, channel, false)
}

func consent(tx ConsentTx, by Sender, of Resident, purpose, channel string, given bool) error {
	text, err := PurposeAt(purpose, by.Now)
	if err != nil {
		return &FieldError{Field: "purpose", Reason: ErrChoice}
	}
	if channel != Online && channel != Paper && channel != InPerson {
		return &FieldError{Field: "channel", Reason: ErrChoice}
	}
	if err := MayConsent(by.Standing, of, purpose, channel, by.Now); err != nil {
		return err
	}
	all, err := tx.Consents(of.Community, of.ID)
	if err != nil {
		return err
	}
	holds, is := Holding(all)[purpose]
	if given && is && holds.Version == text.Version || !given && !is {
		return nil
	}
	c := Consent{
		Community: of.Community, Resident: of.ID, Purpose: purpose, At: by.Now, Given: given,
		Version: text.Version, TextHash: text.TextHash(), Channel: channel,
	}
	if !given { // what is taken back is the text that was given
		c.Version, c.TextHash = holds.Version, holds.TextHash
	}
	if by.Resident.ID != of.ID || by.Resident.Community != of.Community {
		c.NotedBy = by.Resident.ID
	}
	for _, before := range all { // in an order that no clock can blur
		if before.Purpose == purpose && !c.At.After(before.At) {
			c.At = before.At.Add(time.Microsecond)
		}
	}
	return tx.AddConsent(c)
}
