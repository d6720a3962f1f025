package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/grants"
)

// dataWord is a value of one's own data as the page says it; "" for nothing. verbs are the words of commands.
func (r *request) dataWord(table string, d store.Datum, verbs map[string]string) string {
	switch value := d.Value.(type) {
	case nil:
		return ""
	case time.Time:
		return r.day(value) + " " + value.In(r.place.Location()).Format("15:04")
	case bool:
		return map[bool]string{true: "是", false: "否"}[value]
	case int64:
		if d.Column == "birth_year" && value == 0 || table == "households" && value == 0 {
			return ""
		}
		return numberWord(d.Column, value)
	case string:
		if words := codeWord(table, d.Column, value); words != "" {
			return words
		}
		if words := verbs[value]; words != "" && table == "commands" {
			return words
		}
		if day, err := calendar.ParseDay(value); err == nil {
			return day.ChineseWithYear()
		}
		return value
	}
	return fmt.Sprint(d.Value)
}

// numberWord is a number as its column means it: money is kept in cents, service in minutes, an area in 0.01 m².
func numberWord(column string, n int64) string {
	switch column {
	case "cents", "fee":
		return pages.Money(n)
	case "area":
		return pages.SquareMetres(n)
	case "minutes", "was", "now":
		return pages.HoursWords(int(n))
	case "times":
		return pages.TimesWords(signups.Times(n))
	}
	return strconv.FormatInt(n, 10)
}

// codeWord is the word for a code that a column has; "" where it has none.
func codeWord(table, column, code string) string {
	switch table + "." + column {
	case "roles.role":
		return pages.RoleWord(residents.RoleName(code))
	case "topics.state":
		words, _ := pages.StateTag(consultation.State(code))
		return words
	case "statements.side", "opinions.side":
		return pages.SideWord(consultation.Side(code))
	case "statements.reason":
		return pages.HideWord(code)
	case "opinions.channel":
		return pages.ChannelWord(consultation.Channel(code))
	case "attendance.part":
		return pages.PartWord(code)
	case "confirmations.as_part":
		return pages.ConfirmWord(code)
	case "ratings.solved":
		return pages.SolvedWord(consultation.Solved(code))
	case "screenings.decision":
		return pages.DecisionWord(consultation.Decision(code))
	case "consents.purpose":
		text, _ := residents.PurposeVersion(code, 1)
		return text.Name
	case "consents.channel", "mandates.channel":
		return map[string]string{residents.Online: "在线", residents.Paper: "纸面", residents.InPerson: "当面"}[code]
	case "proxy_acts.verb":
		return pages.HelpedWord(code)
	case "audit.action":
		return pages.ActionWord(residents.Action(code))
	case "audit.result":
		return pages.ResultWord(residents.Result(code))
	case "audit.reason":
		return pages.Says(residents.Reason(code))
	case "volunteers.skills":
		var all []string
		for _, skill := range strings.Fields(code) {
			all = append(all, pages.SkillWord(signups.Skill(skill)))
		}
		return strings.Join(all, "、")
	case "volunteer_proofs.skill":
		return pages.SkillWord(signups.Skill(code))
	case "volunteers.near":
		return map[string]string{string(signups.Anywhere): "全社区都行", string(signups.OwnBuilding): "只在我住的楼附近"}[code]
	case "signups.state":
		words, _ := pages.SignupTag(signups.SignupState(code))
		return words
	case "project_dissents.stance", "project_dissents.then_said":
		return pages.StanceWord(project.Stance(code))
	case "call_answers.channel":
		return pages.AnswerChannelWord(project.Channel(code))
	case "grant_applications.state":
		words, _ := pages.AppTag(grants.AppState(code))
		return words
	case "grant_payments.kind":
		return pages.PaymentWord(grants.PaymentKind(code))
	case "room_bookings.state":
		words, _ := pages.BookingTag(grants.BookingState(code))
		return words
	case "support_requests.topic":
		return pages.SupportWord(grants.Topic(code))
	}
	return dataCodes[table+"."+column][code]
}

// dataCodes are words for codes that stand on no other page.
var dataCodes = map[string]map[string]string{
	"households.tenure":       {"owner": "自有", "tenant": "租住"},
	"mandates.kind":           {"relative": "家人", "stairwell_head": "楼门长", "committee": "居委会", "guardian": "监护人"},
	"ballots.choice":          {polls.Yes: "赞成", polls.No: "反对", polls.Abstain: "弃权", polls.NoneID: "以上都不选", polls.Blank: "空白票"},
	"ballots.channel":         {"online": "网上", "paper": "纸质"},
	"sessions.method":         {residents.ByLink: "登录链接", residents.ByLetter: "邀请信", residents.ByPerson: "当面的登录码", residents.ByPhone: "短信验证码", residents.ByPasskey: "通行密钥"},
	"passkey_ceremonies.kind": {"register": "添加", "sign-in": "登录"},
	"one_time_codes.purpose":  {"in-person": "当面登录", "phone-sign-in": "短信登录", "phone-check": "验证手机号"},
	"invitation_uses.kind":    {"adult": "成年人", "minor": "未成年人"},
	"calls.state":             {"draft": "草稿", "published": "已公布", "closed": "已结束", "withdrawn": "已撤回"},
	"hour_changes.kind":       {string(signups.HoursConfirmed): "确认", string(signups.HoursDisputed): "提出更正", string(signups.HoursCorrected): "核对更正"},
	"messages.state":          {"waiting": "等着发出", "sending": "正在发", "sent": "已发出", "failed": "没有发出", "unsure": "不知道到没到"},
	"statements.state":        {"waiting": "待审看", "shown": "已公开", "hidden": "没有公开"},
}
