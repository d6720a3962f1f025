package pages

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"

	"yishiting/signups/grants"
)

func init() {
	maps.Copy(recordWords, map[string]string{
		"grant-round-published": "公布一轮公益创投", "grant-round-cancelled": "取消一轮公益创投", "grant-applied": "收到一份公益创投申报", "grant-withdrawn": "撤回一份申报",
		"grant-passed": "申报通过资格审核", "grant-refused": "申报没有通过资格审核", "grant-appealed": "一份申报申请复核", "grant-pitch": "进入路演、评分和投票", "grant-declared": "一位专家声明回避",
		"grant-score-sealed": "封存一份专家评分", "grant-ranked": "公布评分、投票和排序", "grant-notice": "公益创投结果公示", "grant-complaint": "收到一件投诉",
		"grant-complaint-answered": "答复一件投诉", "grant-awarded": "确定资助名单", "grant-agreed": "签订资助协议", "grant-paid": "登记一笔付款", "grant-mid": "中期检查通过",
		"grant-stopped": "中期检查停止资助", "grant-final": "结项账目审核", "grant-round-finished": "公布一轮公益创投的账目",
	})
}

// grantNames are the names of the facts that entries about grants hold.
var grantNames = map[string]string{
	"number": "编号", "title": "名称", "project": "项目", "organisation": "组织", "budget": "总额", "cap": "每个项目最多", "experts": "专家评分占（%）", "residents": "居民投票占（%）",
	"first": "首款", "least": "资助的最低分", "closes": "申报截止", "vote_until": "评分和投票截止", "reason": "理由", "count": "已收到", "asked": "申请", "why": "原因",
	"applied": "申报", "passed": "通过审核", "jury": "专家", "ties": "回避的项目", "seal": "评分的散列值", "votes": "投票的居民", "few": "投票的不足五位，不计分", "missing": "没有交的评分", "ranks": "排序",
	"rank": "第几名", "scores": "评分份数", "sum": "评分合计", "granted": "资助", "funded": "资助的项目", "until": "公示截止", "complaint": "投诉编号", "upheld": "投诉成立",
	"reply": "答复", "document": "单据", "kind": "款项", "cents": "金额", "spent": "已用", "verdict": "结论", "accepted": "认可的支出", "people": "受益人数",
	"finished": "完成的项目", "stopped": "停止的项目", "paid": "实付", "left": "结余",
}

// grantKind tells whether entries of a kind are about grants.
func grantKind(kind string) bool { return strings.HasPrefix(kind, "grant-") }

// grantMoney are the facts that are cents.
var grantMoney = map[string]bool{"budget": true, "cap": true, "asked": true, "granted": true, "cents": true, "spent": true, "accepted": true, "paid": true, "left": true}

// rankFact is one application as the ranks on the record tell it.
type rankFact struct {
	Number  string `json:"number"`
	Rank    int    `json:"rank"`
	Scores  int    `json:"scores"`
	Sum     int    `json:"sum"`
	Votes   int    `json:"votes"`
	Granted int64  `json:"granted"`
}

// grantFact is a fact of an entry about grants in words; "" where it needs none of its own.
func grantFact(kind, key string, raw json.RawMessage) string {
	cents := grantMoney[key] || key == "first" && kind == "grant-agreed"
	switch n, err := strconv.ParseInt(string(raw), 10, 64); {
	case cents && err == nil:
		return Money(n)
	case key == "first" && err == nil:
		return strconv.FormatInt(n, 10) + "%"
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		switch {
		case key == "kind":
			return PaymentWord(grants.PaymentKind(text))
		case key == "why":
			return UnfitWord(grants.Unfit(text))
		}
	}
	if key == "ranks" {
		var all []rankFact
		_ = json.Unmarshal(raw, &all) // nothing is shown as nothing
		return eachFact(all, func(f rankFact) string {
			words := "第 " + strconv.Itoa(f.Rank) + " 名 " + f.Number + "：" + strconv.Itoa(f.Scores) + " 份评分合计 " + strconv.Itoa(f.Sum) + "，" + strconv.Itoa(f.Votes) + " 票"
			if f.Granted > 0 {
				words += "，资助 " + Money(f.Granted)
			}
			return words
		})
	}
	return ""
}
