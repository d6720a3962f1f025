package pages

import "github.com/a-h/templ"

// What outbox.js says of what waits on the phone. Each sentence comes with the document, so that it is
// there without a network, too: {what} is what was to be done (看法; 报名，分类引导 11 月 8 日), {n} a number.

// keeping lets the script keep what a form sends while there is no network. Of forms with the
// same mind, about whether somebody comes, the one that was pressed last holds.
func keeping(what, mind string) templ.Attributes {
	keep := templ.Attributes{"data-keep": "", "data-what": what}
	if mind != "" {
		keep["data-mind"] = mind
	}
	return keep
}

// keepingNext is keeping for a form that is filled in again and again: what is written is put down, and the form is there for
// the next at once. The field with data-names says what each is about, after about; it is sent with when it was written.
func keepingNext(what, about string) templ.Attributes {
	return templ.Attributes{"data-keep": "next", "data-what": what, "data-about": about, "data-written": ""}
}

// outboxWords are the sentences, for whoever is signed in and on the page that stands for others off line.
func outboxWords(page Page) templ.Attributes {
	if _, offline := page.(*OfflineView); !offline && page.Base().outboxName() == "" {
		return nil
	}
	return templ.Attributes{
		"data-box-head":        "等着发出",
		"data-box-waits":       "等待发送：{what}",
		"data-box-sending":     "正在发出",
		"data-box-held":        "正在改，先不发出",
		"data-box-why":         "没有网络，或者服务器正忙。先记在这部手机上，连上网自动送出，只算一次；送到以前不算数。",
		"data-box-written":     "写于 {when}",
		"data-box-photos":      "带 {n} 张照片",
		"data-box-text":        "看看写了什么",
		"data-box-undo":        "撤销",
		"data-box-edit":        "改一改再发",
		"data-box-as-it-is":    "照原样发出",
		"data-box-undone":      "已撤销，没有送出。",
		"data-box-perhaps":     "已撤销。先前送过一次，没有收到回音，请看一看是不是已经送到。",
		"data-box-back":        "放回去",
		"data-box-kept":        "记下了：{what}",
		"data-box-sent":        "已送到：{what}",
		"data-box-sent-many":   "已送到 {n} 件：{what}",
		"data-box-dropped":     "已经有过一份，这一份没有再算：{what}",
		"data-box-door":        doorWhat,
		"data-box-refused":     "没有办成：{what}。",
		"data-box-look":        "去看看",
		"data-box-drop":        "知道了",
		"data-box-throw":       "不要了",
		"data-box-full":        "去排候补",
		"data-box-signed-out":  "登录过期了，还在这部手机上。请重新登录，再打开这一页，就会送出。",
		"data-box-of-others":   "这部手机上还有 {n} 件等着发出，写的人登录以后才会发出。",
		"data-box-storage":     "手机存满了，没有记下，也没有送出。写的内容还在这里，请先不要关掉这一页，有网络时再按一次。",
		"data-box-editing":     "改好以后再按一次提交；原来写的那一份先不发出。",
		"data-box-closed":      "这里现在不能写了。写过的内容还在下面，可以抄下来。",
		"data-box-some":        "{n} 件等着发出",
		"data-box-some-failed": "{n} 件没有办成",
	}
}
