//go:build !js

package pages

import (
	"strconv"
	"strings"
)

// Mails go to whoever reads whichever language: each says it in Chinese and then in English.

const (
	byMachine   = "这封邮件由程序自动发出，请不要回复。"
	inTheEnd    = "\n——\n" + byMachine + "\n"
	alsoEnglish = "\n—— English ——\n"
)

// MailCheckWords is the mail that asks whether an address is its reader's: what it is about, and what it
// says. hours is how long its link is good. It goes to somebody who may know nothing of the portal.
func MailCheckWords(place, link string, hours int) (subject, text string) {
	n := strconv.Itoa(hours)
	return "【" + place + "议事厅】请确认您的邮箱", "您好：\n\n有人在" + place + "议事厅填了这个邮箱，用来收提醒。\n是您填的，请在 " + n + " 小时内打开下面的地址，按「确认」：\n\n" + link +
		"\n\n不是您填的，不用管这封信：没有确认，不会再发。\n" + inTheEnd +
		alsoEnglish + "Somebody gave this address to be reminded by mail from the portal of " + place + ".\nIf it was you, please open the link above within " + n +
		" hours and press the button.\nIf not, do nothing: without that no more mail comes.\n"
}

// MailWords is a mail that says that something waits, or is a week's digest.
type MailWords struct {
	Place string     // 和平里社区
	Here  string     // address of its portal
	Leave string     // and where such mails are ended
	Week  string     // of a digest: 11 月 6 日至 11 月 12 日
	Page  string     // and where it stands
	Parts []WeekPart // and what is in it
}

// Subject is what it is about. It tells nothing of its reader.
func (m MailWords) Subject() string {
	if m.Week != "" {
		return "【" + m.Place + "议事厅】一周要事：" + m.Week
	}
	return "【" + m.Place + "议事厅】有和您有关的新消息"
}

// Text is what it says: of a digest what is public, and of all else that it is there.
func (m MailWords) Text() string {
	var all strings.Builder
	all.WriteString("您好：\n\n")
	english := "Something new concerns you: " + m.Here + "/me\nFor your privacy this mail does not say what.\n"
	if m.Week == "" {
		all.WriteString(m.Place + "议事厅里有和您有关的新消息，请打开看：\n\n" + m.Here + "/me\n\n为了不让别人看到您的事，信里不写是什么事。\n")
	} else if len(m.Parts) == 0 {
		english = "The week's news is there: " + m.Page + "\n"
		all.WriteString("您关注的项目有了新进展，或者有适合您的班次，请打开看：\n\n" + m.Page + "\n")
	} else {
		english = "The week's public matters, each once as it stands now: " + m.Page + "\n"
		all.WriteString(m.Week + "，" + m.Place + "公开的事，每件只列一次，写它现在到了哪一步：\n")
		for _, p := range m.Parts {
			all.WriteString("\n【" + p.Name + "】\n")
			for _, l := range p.Lines {
				all.WriteString("· " + l.Title + "：" + l.Words + "，" + l.When + "\n")
			}
		}
		all.WriteString("\n每件事的来龙去脉：\n" + m.Page + "\n")
	}
	settings := m.Here + "/me/telling"
	all.WriteString(inTheEnd + "不想再收：\n" + m.Leave + "\n改成几点发、发哪些：\n" + settings + "\n")
	all.WriteString(alsoEnglish + english + "To stop these mails: " + m.Leave + "\nTo change when and which: " + settings + "\n")
	return all.String()
}
