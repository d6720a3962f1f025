package pages

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/record"
)

func init() {
	maps.Copy(recordWords, map[string]string{
		"call-published": "公布一次民意征集", "call-extended": "延长民意征集", "call-withdrawn": "撤回一次民意征集", "call-closed": "民意征集结束",

		"project-made": "提出一个民意立项项目", "project-edited": "修改项目的说明", "project-listed": "列出比选方案", "project-negotiated": "进入协商立项",
		"project-studied": "登记了党组织研究", "project-decided": "登记了决定", "project-rethought": "收回决定，重新协商", "project-agreed": "登记了同意情况",
		"project-dissent": "收到一份部分同意或不同意", "project-dissent-settled": "答复一份不同意", "project-dissent-again": "登记第二轮意见",
		"project-asked": "向上级请示", "project-cleared": "答复请示", "project-notice": "立项公示", "project-objection": "收到一份对公示的异议",
		"project-objection-answered": "答复对公示的异议", "project-approved": "批准了立项", "project-dropped": "决定不立项",

		"project-plan": "公布实施计划", "project-changed": "变更实施计划", "project-change-notice": "变更公示", "project-change-holds": "变更生效",
		"project-supervisor": "居民监督员有变化", "project-money": "登记一笔钱", "project-document": "公布一份文件", "project-post": "公布项目进展",
		"project-milestone": "完成一个节点", "project-overdue": "节点逾期提醒", "project-order": "街道督办项目", "project-signed": "一位居民验收签字", "project-mended": "问题整改完毕",
		"project-complete": "项目完工，开始评价", "project-rated": "公布项目评价", "project-reopened": "评价偏低，重新办理",
		"project-lessons": "记下经验", "project-closed": "项目办结",
	})
}

// projectNames are the names of the facts that entries about projects and calls hold, where
// they are not those of recordNames.
var projectNames = map[string]string{
	"number": "编号", "title": "名称", "kind": "类别", "field": "内容", "places": "涉及的地方", "options": "方案", "option": "选定的方案", "on": "日期",
	"note": "说明", "by": "由谁决定", "poll": "投票编号", "meeting": "协商会编号", "words": "内容", "agreement": "同意情况", "in_part": "部分同意", "against": "不同意",
	"stance": "态度", "then": "第二轮", "answer": "答复", "notice": "第几次公示", "cost": "费用", "until": "公示截止", "calls": "听取意见", "studied": "党组织研究",
	"dissents": "不同意的份数", "cleared": "已批准的请示", "objections": "异议", "why": "理由", "scope": "范围", "contractor": "承办单位", "milestones": "节点",
	"approved": "批准的费用", "watching": "在任监督员", "entry": "账目编号", "line": "预算项", "cents": "金额", "payee": "收款方", "document": "单据", "reverses": "冲销的账目",
	"planned": "预算", "committed": "已签约", "paid": "已支付", "name": "文件", "size": "字节数", "sha256": "文件的散列值", "when": "时间", "part": "由谁报", "photos": "照片",
	"milestone": "节点", "due": "期限", "fine": "合格", "defect": "问题", "signed": "已签字", "mended": "怎样整改的", "round": "第几轮", "month": "完工后几个月",
	"look_backs": "回访的月份", "response": "响应率", "solution": "解决率", "satisfaction": "满意率", "low": "偏低", "text": "内容",
	"units": "应答", "answers": "回答", "few": "份数太少不公布", "dropped": "重复的", "covered": "达到比例", "result_hash": "结果的散列值", "purpose": "目的", "unit": "谁来答",
	"coverage": "各楼至少（%）", "questions": "问题", "content_hash": "问卷的散列值", "opens": "开始", "closes": "截止",
	"reason": "理由", "state": "结果", "objection": "异议编号", "reply": "答复",
	"topic": "来自议题", "needs": "回应的需求",
	"important": "重要事项", "land": "要用地", "turnout": "参加投票的至少（%）", "support": "赞成的至少（%）",
}

// projectKind tells whether entries of a kind are about projects or calls.
func projectKind(kind string) bool {
	return strings.HasPrefix(kind, "project-") || strings.HasPrefix(kind, "call-")
}

// projectTimes are the facts of projects that are an instant.
var projectTimes = map[string]bool{"until": true, "due": true, "opens": true, "closes": true}

// projectFact is a fact of an entry about a project or a call in words; "" where it needs
// none of its own.
func projectFact(e record.Entry, key string, raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return projectText(e.Kind, key, text)
	}
	switch key {
	case "cost", "approved", "cents", "planned", "committed", "paid":
		cents, err := strconv.ParseInt(string(raw), 10, 64)
		if err == nil {
			return Money(cents)
		}
	case "option":
		var o project.Option
		if json.Unmarshal(raw, &o) == nil {
			return optionFact(o)
		}
	case "options":
		var all []project.Option
		_ = json.Unmarshal(raw, &all) // nothing is shown as nothing
		return eachFact(all, optionFact)
	case "places":
		var all []project.Place
		_ = json.Unmarshal(raw, &all)
		return eachFact(all, func(p project.Place) string { return p.Building })
	case "calls":
		var all []json.RawMessage
		_ = json.Unmarshal(raw, &all)
		return eachFact(all, callFact)
	case "needs":
		var all []string
		_ = json.Unmarshal(raw, &all)
		return strconv.Itoa(len(all)) + " 项"
	case "cleared":
		var all []project.ClearanceKind
		_ = json.Unmarshal(raw, &all)
		return eachFact(all, ClearanceWord)
	}
	return ""
}

type heardFact struct {
	Number   string `json:"number"`
	Answered *int64 `json:"answered"` // nil where Few, and of a call that was not over
	Few      bool   `json:"few"`
	Units    int64  `json:"units"`
}

// callFact is a call in words: its number, or how many had answered it.
func callFact(raw json.RawMessage) string {
	var number string
	if json.Unmarshal(raw, &number) == nil {
		return number
	}
	var heard heardFact
	if json.Unmarshal(raw, &heard) == nil {
		return heard.words()
	}
	return string(raw)
}

func (h heardFact) words() string {
	asked := h.Number + " 应答 " + Grouped(h.Units)
	switch {
	case h.Few:
		return asked + "，已答不到 " + small()
	case h.Answered == nil:
		return asked + "，当时没有截止"
	}
	return asked + "，已答 " + Grouped(*h.Answered)
}

func eachFact[T any](all []T, words func(T) string) string {
	var parts []string
	for _, one := range all {
		if w := words(one); w != "" {
			parts = append(parts, w)
		}
	}
	return strings.Join(parts, "；")
}

// optionFact is an option with its cost and who pays.
func optionFact(o project.Option) string {
	shares := eachFact(o.Shares, func(s project.Share) string { return PayerWord(s.Payer) + " " + Money(s.Cents) })
	if shares == "" {
		return o.Words + "，" + Money(o.Cost)
	}
	return o.Words + "，" + Money(o.Cost) + "（" + shares + "）"
}

// projectText is a text of the domain in words: a code, a day.
func projectText(kind, key, v string) string {
	switch key {
	case "kind":
		switch kind {
		case "project-made", "project-edited":
			return ProjectKindWord(project.Kind(v))
		case "project-notice":
			return ProjectNoticeWord(project.NoticeKind(v))
		case "project-money":
			return EntryWord(project.EntryKind(v))
		}
		return ClearanceWord(project.ClearanceKind(v))
	case "field":
		return ProjectFieldWord(project.Field(v))
	case "by":
		return DecidedWord(project.DecisionKind(v))
	case "agreement":
		return AgreementWord(project.Agreement(v))
	case "stance", "then":
		return StanceWord(project.Stance(v))
	case "state":
		words, _ := ClearanceTag(project.ClearanceState(v))
		return words
	case "when":
		return WorkTimeWord(project.When(v))
	case "part":
		return WorkPartWord(v)
	case "why":
		return SupervisorEndWord(v)
	case "on", "studied":
		if d, err := calendar.ParseDay(v); err == nil {
			return d.ChineseWithYear()
		}
	}
	return ""
}
