//go:build !js

package pages

import (
	"maps"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

func init() {
	maps.Copy(sentences, map[residents.Reason]sentence{
		organisations.ErrNoteYear:   {"这一年的年度说明现在不用交", "每年写上一年的；第四季度才备案的，当年不用交"},
		organisations.ErrEventBegun: {"活动要在开始以前报告", "请核对开始的时间；已经开始的，请直接告诉居委会"},
		organisations.ErrEventLong:  {"时间太远或者太长了", "一年以内的活动现在可以报告，一次最长十五天；更长的分几次报告"},
	})
	acts(map[string]string{
		"note-kept":      "存下了，可以接着改；写好了再交居委会",
		"note-handed":    "交给居委会了，看过以后公开",
		"note-read":      "记下了，年度说明已公开",
		"note-back":      "退回去了，理由告诉了联系人",
		"event-reported": "报告给居委会了，收到以后公开",
		"event-off":      "撤回了",
		"event-noted":    "记下了，报告已公开",
		"event-asked":    "问题发给联系人了",
	})
}
