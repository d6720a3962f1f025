package pages

import (
	"fmt"

	"yishiting/app/api"
	"yishiting/residents"
)

// A sentence says a reason to people: what is the matter, and what to do next.
type sentence struct{ says, next string }

// sentences has one for every reason that may be told (a test holds it against
// api's table).
var sentences = map[residents.Reason]sentence{
	residents.ErrSignedOut:  {"您还没有登录", "请用居委会发给您的登录链接进入"},
	residents.ErrNotAllowed: {"您现在的身份不能做这件事", "如有疑问请联系居委会"},
	residents.ErrOwnMatter:  {"不能处理自己提出的事项", "请由另一位委员处理"},
	residents.ErrNotFound:   {"没有找到这个页面", "可能链接不完整，请从本月首页进入"},
	residents.ErrReused:     {"这份表单已经用来做过另一件事", "请重新打开页面再填"},
	residents.ErrUnknown:    {"表单里有不认识的内容", "请重新打开页面再填"},
	residents.ErrEmpty:      {"这一项需要填写", ""},
	residents.ErrTooLong:    {"写得太长了", "请缩短一些"},
	residents.ErrText:       {"有无法识别的字符", "请删去后重新输入"},
	residents.ErrNumber:     {"请填范围内的整数", ""},
	residents.ErrDate:       {"日期或时间不对", ""},
	residents.ErrChoice:     {"请在给出的选项里选一项", ""},
	residents.ErrPersonal:   {"内容里像是有电话或身份证号，这里会公开", "请删去号码再提交"},

	api.Internal:     {"系统出了差错，您刚才的操作没有完成", "请稍后再试；若仍不行，把下面的编号告诉居委会"},
	api.ErrCrossSite: {"这个请求来自别的网站，没有执行", "请在本站页面上操作"},
	api.ErrMethod:    {"这里不能这样操作", "请从本月首页进入"},
	api.ErrTooLarge:  {"提交的内容太大", "请减少照片或缩短文字"},
	api.ErrDown:      {"系统暂时连不上数据库，什么也没有丢", "请过一会儿再试"},
	api.ErrPhoto:     {"照片打不开，或者太大", "请用 JPEG 或 PNG 照片，每张不超过 12 MB"},
	api.ErrPhotos:    {"照片张数太多", "请只选最要紧的几张"},
	api.ErrTwice:     {"同一项填了两次", "请重新打开页面再填"},
	api.ErrCommand:   {"表单不完整", "请重新打开页面再填"},
}

// done has the sentence for each act, said once on the next page.
var done = map[string]string{
	"signed-in":  "已登录",
	"signed-out": "已退出，这部手机上保存的页面也已清除",
	"raised":     "议题已提交，居委会将在 5 个工作日内审核",
}

// Says is the reason in words; Next is what to do about it, or "".
func Says(r residents.Reason) string { return sentences[r].says }

// Next is what to do about a reason, or "".
func Next(r residents.Reason) string { return sentences[r].next }

// SaysDone is the sentence for an act just done, "" for a code that is not known.
func SaysDone(code string) string { return done[code] }

// Beside is the sentence that stands beside a refused field. The limit is the
// one passed, or 0.
func Beside(r residents.Reason, limit int) string {
	switch {
	case r == residents.ErrTooLong && limit > 0:
		return fmt.Sprintf("最多 %d 字，请缩短一些", limit)
	case r == api.ErrPhotos && limit > 0:
		return fmt.Sprintf("最多 %d 张照片", limit)
	}
	s := sentences[r]
	if s.next == "" {
		return s.says
	}
	return s.says + "，" + s.next
}
