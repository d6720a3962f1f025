package pages

import (
	"maps"
	"strings"
)

func init() {
	maps.Copy(recordWords, map[string]string{
		"activity-published": "公布了志愿活动", "activity-changed": "修改志愿活动", "activity-cancelled": "取消志愿活动", "activity-finished": "志愿活动结束",
		"activity-outcome": "告诉大家志愿活动的结果", "shift-cancelled": "取消一个志愿班次",
	})
}

// signupNames are the names of the facts that entries about activities hold.
var signupNames = map[string]string{
	"number": "编号", "title": "名称", "shifts": "班次", "seats": "每班名额", "starts": "开始", "reason": "理由", "people": "参加人数", "minutes": "服务分钟", "organisation": "社会组织",
}

// signupKind tells whether entries of a kind are about activities.
func signupKind(kind string) bool {
	return strings.HasPrefix(kind, "activity-") || strings.HasPrefix(kind, "shift-")
}
