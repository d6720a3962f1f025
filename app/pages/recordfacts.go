package pages

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/record"
)

// recordNames are the names of the facts that entries of the record hold.
var recordNames = map[string]string{
	"poll":   "引用的投票编号",
	"number": "议题编号", "title": "标题", "month": "月份", "carried": "转来的议题", "reason": "理由", "round": "第几次",
	"decision": "决定", "sentence": "说明", "into": "并入议题", "to": "转给", "from": "来自", "form": "形式", "venue": "地点",
	"starts_at": "开会时间", "seats": "席位", "agenda": "议程", "present": "到会", "version": "版本", "digest": "纪要的散列值",
	"correction": "更正", "kind": "类别", "text": "内容", "dissent": "不同意见", "next": "由谁决定", "until": "公示截止",
	"objection": "异议编号", "statement": "看法编号", "reply": "答复", "passed": "是否通过", "task": "任务编号", "owner": "承办",
	"due": "期限", "rate_until": "评价截止", "count": "评价人数", "sum": "满意度合计", "reopened": "重新办理", "step": "第几步",
	"state": "状态", "answer": "答复", "body": "承办单位", "calls": "来电", "asked": "回访", "solved": "表示已解决", "satisfied": "表示满意",
}

// recordTimes are the facts that are an instant; all but the first end at it.
var recordTimes = map[string]bool{"starts_at": true, "vote_until": true, "until": true, "due": true, "rate_until": true}

// entryFacts are what an entry says, in the order in which it says it. names are
// the names of bodies, by id. A fact without a name yet is shown under its key.
func entryFacts(e record.Entry, names map[string]string, zone *time.Location) []Fact {
	in := json.NewDecoder(bytes.NewReader(e.Data))
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var facts []Fact
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return facts
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return facts
		}
		name := key.(string)
		words, skip := "", false
		if pollKind(e.Kind) {
			words, skip = pollFact(e, name, value)
		}
		if projectKind(e.Kind) {
			words = projectFact(e, name, value)
		}
		if grantKind(e.Kind) {
			words = grantFact(e.Kind, name, value)
		}
		if words == "" && !skip {
			words = factWords(e.Kind, name, value, names, zone)
		}
		if words != "" {
			name = factName(e.Kind, name)
			facts = append(facts, Fact{name, words})
		}
	}
	return facts
}

// factName is the name of a fact, or its key where it has none yet.
func factName(kind, key string) string {
	if known := pollNames[key]; known != "" && pollKind(kind) {
		return known
	}
	if known := projectNames[key]; known != "" && projectKind(kind) {
		return known
	}
	if known := organisationNames[key]; known != "" && organisationKind(kind) {
		return known
	}
	if known := signupNames[key]; known != "" && signupKind(kind) {
		return known
	}
	if known := grantNames[key]; known != "" && grantKind(kind) {
		return known
	}
	return cmp.Or(recordNames[key], key)
}

// factWords is one fact in words.
func factWords(kind, key string, raw json.RawMessage, names map[string]string, zone *time.Location) string {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return ""
	}
	switch v := value.(type) {
	case string:
		if words := organisationFact(key, v); words != "" && organisationKind(kind) {
			return words
		}
		if words := codeWord(kind, key, v, names); words != "" {
			return words
		}
		if recordTimes[key] || projectKind(kind) && projectTimes[key] {
			return instantWords(key, v, zone)
		}
		return v
	case bool:
		if v {
			return "是"
		}
		return "否"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		return listWords(v)
	}
	return string(raw)
}

// codeWord is a code of the domain in words; "" where the fact is no code.
func codeWord(kind, key, v string, names map[string]string) string {
	switch kind + " " + key {
	case "screened decision":
		return DecisionWord(consultation.Decision(v))
	case "screened reason":
		return ScreeningWord(v)
	case "screened to":
		return TargetWord(v)
	case "statement-hidden reason":
		return HideWord(v)
	case "meeting-announced form":
		return FormWord(consultation.Form(v))
	case "outcome kind":
		return OutcomeWord(consultation.OutcomeKind(v))
	case "outcome next":
		return NextWord(v)
	case "handover reason":
		return HandWord(v)
	case "handover state":
		return HandStateWord(consultation.HandState(v))
	case "case-update kind":
		return UpdateWord(v)
	case "handover from", "handover to", "case-update body":
		return names[v]
	}
	if m, err := calendar.ParseMonth(v); err == nil && key == "month" {
		return m.Chinese()
	}
	return ""
}

// instantWords are an instant with its year, or the text where it is none.
func instantWords(key, text string, zone *time.Location) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		at, err = time.Parse("2006-01-02T15:04Z07:00", text)
	}
	if err != nil {
		return text
	}
	words := calendar.ChineseEnd(at, zone)
	day := calendar.DayOf(at.Add(-1), zone)
	if key == "starts_at" {
		words, day = calendar.ChineseTime(at, zone), calendar.DayOf(at, zone)
	}
	return strconv.Itoa(day.Year) + " 年 " + words
}

// listWords are the parts of a list with a stroke between them; of a topic its number and title.
func listWords(all []any) string {
	var parts []string
	for _, one := range all {
		switch v := one.(type) {
		case string:
			parts = append(parts, v)
		case map[string]any:
			number, _ := v["number"].(string)
			title, _ := v["title"].(string)
			parts = append(parts, strings.TrimSpace(number+" "+title))
		}
	}
	return strings.Join(parts, "；")
}
