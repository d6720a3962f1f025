package main

import (
	"net/http"

	"yishiting/app/pages"
)

// verbWords are what somebody's commands did, in words, by the verb: how the form is
// called, or what the table of permissions calls it.
func (p *Portal) verbWords() map[string]string {
	words := map[string]string{}
	for _, line := range p.routes() {
		if _, is := words[line.name]; !is && line.method == http.MethodPost {
			words[line.name] = pages.ActionWord(line.do)
		}
	}
	for verb, word := range ownVerbs {
		words[verb] = word
	}
	return words
}

// ownVerbs are verbs that the table of permissions calls by too wide a name, as all that
// people do about their own things, and those that are not called as their forms.
var ownVerbs = map[string]string{
	"sample": "示例里办的事", "enter": "登录", "join": "凭信加入", "add-home": "凭信加入另一户", "read-letters": "看消息", "read": "看消息", "consent": "同意或撤回",
	"unsupport": "收回附议", "seat": "报名参加协商会", "leave": "退出", "opinion": "给协商会留意见", "sign-in-by-hand": "替到会的人签到",
	"help-begin": "开始替人代办", "help-end": "停下替人代办", "help-stop": "解除代办", "cede": "不再做户代表", "pass": "交出户代表", "move-out": "搬出一户",
	"agree": "同意做监护人", "guard-end": "不再做监护人", "ward": "撤回监护人的同意", "grown": "说明已满十八周岁",
	"set-phone": "留手机号", "ask-check": "验证手机号", "check-phone": "验证手机号", "remove-phone": "删掉手机号", "end-device": "停用一台设备", "end-others": "停用其他设备", "choose-telling": "选怎么通知", "ask-mail": "留邮箱", "remove-mail": "删掉邮箱", "make-feed": "生成日历订阅地址", "end-feed": "停用日历订阅",
	"confirmed": "确认居民", "declined": "没有确认居民",
	"poll-change": "修改投票草稿", "poll-owners": "合并同一业主的房屋", "poll-take-back": "收回投票", "poll-withdraw": "撤回投票", "poll-finish": "结束录入并计票", "settle-ballot": "核对纸质票",
}
