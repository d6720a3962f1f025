package store

import "strings"

// word is what a part of a browser's name for itself means.
type word struct{ part, says string }

// The first that fits counts: what wraps another stands before it.
var (
	machines = []word{
		{"iPad", "苹果平板"}, {"iPhone", "苹果手机"}, {"HarmonyOS", "鸿蒙手机"}, {"OpenHarmony", "鸿蒙手机"},
		{"Android", "安卓手机"}, {"Windows", "Windows 电脑"}, {"Macintosh", "苹果电脑"}, {"Linux", "Linux 电脑"},
	}
	browsers = []word{
		{"MicroMessenger", "微信"}, {"AlipayClient", "支付宝"}, {"DingTalk", "钉钉"}, {"QQ/", "QQ"}, {"MQQBrowser", "QQ 浏览器"},
		{"UCBrowser", "UC 浏览器"}, {"HuaweiBrowser", "华为浏览器"}, {"MiuiBrowser", "小米浏览器"}, {"VivoBrowser", "vivo 浏览器"},
		{"HeyTapBrowser", "OPPO 浏览器"}, {"Edg", "Edge"}, {"Firefox", "火狐"}, {"FxiOS", "火狐"},
		{"Chrome", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"},
	}
)

// DeviceOf is what a person can tell their devices apart by, from a User-Agent header:
// 安卓手机 · 微信. It is coarse on purpose and follows nobody: no model, no version.
func DeviceOf(agent string) string {
	machine, browser := meaning(agent, machines), meaning(agent, browsers)
	if machine == "安卓手机" && !strings.Contains(agent, "Mobile") {
		machine = "安卓平板"
	}
	switch {
	case machine == "":
		return "其他设备"
	case browser == "":
		return machine
	}
	return machine + " · " + browser
}

func meaning(agent string, words []word) string {
	for _, w := range words {
		if strings.Contains(agent, w.part) {
			return w.says
		}
	}
	return ""
}
