package store

import "testing"

func TestDeviceOf(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49":               "安卓手机 · 微信",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile Safari/604.1": "苹果手机 · Safari",
		"Mozilla/5.0 (Linux; Android 12; TABLET) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Safari/537.36":                        "安卓平板 · Chrome",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0":            "Windows 电脑 · Edge",
		"Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Mobile":                                                      "鸿蒙手机 · Chrome",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0":                                             "苹果电脑 · 火狐",
		"curl/8.5.0": "其他设备", "": "其他设备", "Windows": "Windows 电脑",
	} {
		if got := DeviceOf(agent); got != want {
			t.Errorf("%s: %s, not %s", agent, got, want)
		}
	}
}
