package pages

import (
	"maps"
	"strings"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

func init() {
	maps.Copy(sentences, organisationSentences)
	maps.Copy(signupWords, organisationLetters)
	maps.Copy(recordWords, map[string]string{
		"organisation-filed": "社会组织备案", "organisation-changed": "社会组织变更备案", "organisation-renewed": "社会组织续期", "organisation-closed": "社会组织注销备案",
		"purchase-announced": "公布要购买的服务", "purchase-bought": "公布向谁购买", "purchase-delivered": "购买的服务办完了", "purchase-ended": "购买的服务结束",
		"listing-published": "公布需求或资源", "match-agreed": "需求和资源对上了", "match-done": "对接的事办完了",
		"organisation-note": "公布年度说明", "organisation-event": "重大活动已报告", "organisation-event-off": "重大活动不办了",
	})
}

// organisationLetters are letters about social organisations, as signupWords.
var organisationLetters = map[string][2]string{
	"organisation-reviewed": {"居委会看过了「」的材料，已报街道", "organisations"},
	"organisation-returned": {"「」的材料退回来了，请看理由，改好再交", "organisations"},
	"organisation-filed":    {"街道给「」办好了备案", "organisations"},
	"organisation-changed":  {"街道办好了「」的变更", "organisations"},
	"organisation-renewed":  {"街道办好了「」的续期", "organisations"},
	"contact-asked":         {"「」请您做联系人，请答复同意不同意", "organisations"},
	"contact-agreed":        {"「」有了新的联系人", "organisations"},
	"contact-refused":       {"您请的人没有同意做「」的联系人", "organisations"},
	"contact-left":          {"「」有一位联系人不再做了", "organisations"},
	"purchase-bought":       {"街道向您联系的组织购买了「」", "organisations"},
	"note-late":             {"「」的年度说明过期了还没有交，请补上", "organisations"},
	"note-returned":         {"「」的年度说明退回来了，请看理由", "organisations"},
	"note-read":             {"居委会看过了「」的年度说明，已公开", "organisations"},
	"event-asked":           {"居委会对「」报告的活动有问题，请答复", "organisations"},
	"event-noted":           {"居委会收到了「」的活动报告，已公开", "organisations"},
	"listing-up":            {"「」上了清单", "exchange"},
	"listing-refused":       {"「」没有上清单，请看理由", "exchange"},
	"match-proposed":        {"居委会给「」找到了对接的一头，请看写的怎么办，答复同意不同意", "exchange"},
	"match-agreed":          {"「」两头都同意了", "exchange"},
	"match-dropped":         {"「」的对接没有成", "exchange"},
	"match-done":            {"「」办完了，请说一说办得怎样", "exchange"},
	"organisation-closed":   {"「」注销了备案，请看理由", "organisations"},
}

// organisationNames are the names of the facts that entries about organisations hold.
var organisationNames = map[string]string{
	"number": "编号", "name": "名称", "kind": "类别", "class": "领域", "members": "成员人数", "until": "有效到", "reason": "理由", "side": "哪一头",
	"day": "日期", "seller": "向谁购买", "cents": "金额（分）", "paper": "文号",
	"year": "年度", "activities": "活动（次）", "people": "人数", "in": "收入（分）", "out": "支出（分）", "event": "活动", "place": "地点",
}

// organisationKind tells whether entries of a kind are about social organisations.
func organisationKind(kind string) bool {
	return strings.HasPrefix(kind, "organisation-") || strings.HasPrefix(kind, "listing-") || strings.HasPrefix(kind, "match-") || strings.HasPrefix(kind, "purchase-")
}

// organisationFact is a code of an entry in words; "" where the fact is no code.
func organisationFact(key, v string) string {
	switch key {
	case "kind":
		return OrganisationKindWord(organisations.Kind(v))
	case "side":
		return ListSideWord(organisations.Side(v))
	case "class":
		return ClassWord(organisations.Class(v))
	}
	return ""
}

// OrganisationKindWord is by what an organisation stands: 备案.
func OrganisationKindWord(k organisations.Kind) string {
	return map[organisations.Kind]string{organisations.FiledKind: "社区备案", organisations.Registered: "民政登记"}[k]
}

// ListSideWord is on which list something stands: 需求.
func ListSideWord(s organisations.Side) string {
	return map[organisations.Side]string{organisations.NeedSide: "需求", organisations.OfferSide: "资源"}[s]
}

// GoodWord is what is needed or offered: 场地.
func GoodWord(g organisations.Good) string {
	return map[organisations.Good]string{
		organisations.SkillGood: "技能", organisations.HandsGood: "人手", organisations.RoomGood: "场地", organisations.ThingGood: "物资", organisations.OtherGood: "其他",
	}[g]
}

// ClassWord is what an organisation is about: 居民互助.
func ClassWord(c organisations.Class) string {
	return map[organisations.Class]string{
		organisations.Living: "生活服务", organisations.Charity: "公益慈善", organisations.Mutual: "居民互助", organisations.Culture: "文体活动", organisations.Groups: "特定群体",
	}[c]
}

// organisationSentences say why a step of a social organisation waits, and what to do next.
var organisationSentences = map[residents.Reason]sentence{
	organisations.ErrState:       {"这个组织现在不能办这一步", "请重新打开页面，看看办到了哪一步"},
	organisations.ErrChanged:     {"您填写的时候，别人改过", "下面是改过以后的样子；请核对后再填一次"},
	organisations.ErrName:        {"本社区已经有一个叫这个名称的组织", "请换一个名称；是同一个组织的，请找它的联系人"},
	organisations.ErrCode:        {"这不是统一社会信用代码", "请照登记证书填十八位；没有登记的，请选「社区备案」"},
	organisations.ErrFile:        {"文件不是 PDF，也不是照片（JPEG）", "请另存成 PDF，或者拍成照片再传"},
	organisations.ErrFileSize:    {"文件超过 8 MB", "请压缩，或者分成几个文件"},
	organisations.ErrFew:         {"成员少于三个人，还不能备案", "再找几位邻居一起；也可以先参加已有的组织"},
	organisations.ErrRoster:      {"成员名单的行数和成员人数对不上", "一行写一个人，两处改成一样"},
	organisations.ErrTooSoon:     {"离有效期满还早，现在不用续期", "到期前六十天起可以办"},
	organisations.ErrOver:        {"这个组织的备案过期了", "请先续期，再办这一步"},
	organisations.ErrLastContact: {"组织至少要有一位联系人", "请先请一位邻居做联系人，等本人同意；没有人接的，可以注销备案"},
	organisations.ErrNoContact:   {"这一位不能做联系人", "联系人要是在本社区居住、年满十八周岁的居民"},
	organisations.ErrListing:     {"这一条现在不能办这一步", "请重新打开页面，看看办到了哪一步"},
	organisations.ErrNobodys:     {"资源由组织或者驻区单位提供", "请选您联系的组织；个人愿意帮忙的，请报志愿活动"},
	organisations.ErrPurchase:    {"这一条现在不能办这一步", "请重新打开页面，看看办到了哪一步；等核对的，先请另一位核对"},
	organisations.ErrTerm:        {"日子的先后不对", "请核对：后一步不能早于前一步，结束不能早于开始"},
}
