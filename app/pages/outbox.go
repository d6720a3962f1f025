package pages

import (
	"encoding/json"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups"
)

// What outbox.js says: it keeps sign-ups and check-ins on the phone while there is no network.

// outboxReasons are why what was sent later may be refused.
var outboxReasons = []residents.Reason{
	signups.ErrAlready, signups.ErrState, signups.ErrNoPlace, signups.ErrBegun, signups.ErrNotBegun, signups.ErrShiftOff, signups.ErrOverlap,
	signups.ErrRest, signups.ErrDayFull, signups.ErrUnderAge, signups.ErrMinorWork, signups.ErrMinorDay, signups.ErrWithAdult, signups.ErrSkill,
	signups.ErrNoAgreement, signups.ErrOldCode, signups.ErrWrongCode, signups.ErrCheckedIn, signups.ErrNotHere, signups.ErrTooSoon,
	signups.ErrNotOffered, signups.ErrWaiting, signups.ErrHoursDone, residents.ErrDate, residents.ErrNotAllowed, residents.ErrNotFound, residents.ErrGuardian, residents.ErrOtherVoice, residents.ErrHelpOver,
}

func outboxSays() string {
	says := map[residents.Reason]string{}
	for _, r := range outboxReasons {
		says[r] = Beside(r, 0)
	}
	b, err := json.Marshal(says)
	if err != nil { // texts only
		panic(err)
	}
	return string(b)
}

// keeping lets the script keep what a form sends while there is no network. Of forms with the
// same mind, about whether somebody comes, the one that was pressed last holds.
func keeping(what, mind string) templ.Attributes {
	keep := templ.Attributes{"data-keep": "", "data-what": what}
	if mind != "" {
		keep["data-mind"] = mind
	}
	return keep
}

// outboxWords are the sentences, with {what} for what was to be done: 分类引导 11 月 8 日 报名.
func outboxWords() templ.Attributes {
	return templ.Attributes{
		"data-waits":      "等待发送：{what}",
		"data-why":        "没有网络，或者服务器正忙。先记在这部手机上，连上网自动送出，只算一次；送到以前不算数。",
		"data-undo":       "撤销",
		"data-undone":     "已撤销，没有送出。",
		"data-sent":       "已送到：{what}",
		"data-refused":    "没有办成：{what}。",
		"data-look":       "去看看",
		"data-drop":       "知道了",
		"data-full":       "去排候补",
		"data-signed-out": "登录过期了，还在这部手机上。请重新登录，再打开这一页，就会送出。",
		"data-reasons":    outboxSays(),
	}
}
