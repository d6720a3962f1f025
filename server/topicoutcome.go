package main

import (
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation"
)

// mostObjections is how many objections a page lists.
const mostObjections = 100

// outcome tells what the meetings came to, the latest first.
func (w *topicPage) outcome() error {
	if len(w.outcomes) == 0 {
		return nil
	}
	options, err := w.v.OptionsOn(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	hands, err := w.v.HandsOn(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	left, err := w.v.OpinionsOn(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	objections, err := w.v.ObjectionsOn(w.place.ID, w.t.ID, mostObjections)
	if err != nil {
		return err
	}
	var ids []string
	for _, ob := range objections {
		ids = append(ids, ob.ID)
	}
	proxied, err := w.v.Proxied(w.place.ID, ids...)
	if err != nil {
		return err
	}
	for _, o := range w.outcomes {
		line := w.outcomeLine(o)
		if line.Quoted, err = quoted(w.v, w.page.To, w.place.ID, o.Poll); err != nil {
			return err
		}
		if line.Decision, err = quoted(w.v, w.page.To, w.place.ID, o.ResolvedBy); err != nil {
			return err
		}
		for _, op := range options {
			if op.Meeting == o.Meeting {
				line.Options = append(line.Options, handOption(op, hands[o.Meeting]))
			}
		}
		for _, c := range left[o.Meeting] {
			line.Left = append(line.Left, pages.ChannelCount{Channel: c.Channel, For: c.For, Against: c.Against, Other: c.Other})
		}
		for _, ob := range objections {
			if ob.Meeting != o.Meeting {
				continue
			}
			objection := pages.TopicObjection{
				By: mark(ob.By), Mine: ob.Resident == w.me(), When: w.day(ob.At), Reply: ob.Reply,
				Due: "答复" + w.workingDaysLeft(ob.Due), Late: !w.now.Before(ob.Due),
			}
			objection.By.Proxy = pages.ProxyWord(proxied[ob.ID])
			if ob.Reply != "" || objection.Mine {
				objection.Text = ob.Text
			}
			if ob.Reply != "" {
				objection.ReplyAt = w.day(ob.ReplyAt)
			}
			line.Objections = append(line.Objections, objection)
			if objection.Mine && line.Why == "" {
				line.Why = consultation.ErrAlready
			}
		}
		w.page.Outcomes = append(w.page.Outcomes, line)
	}
	return nil
}

// outcomeLine is what was published, with its clock.
func (w *topicPage) outcomeLine(o consultation.Outcome) pages.TopicOutcome {
	line := pages.TopicOutcome{
		Meeting: o.Meeting, Minutes: w.page.To("meetings/" + o.Meeting + "/minutes"), Kind: o.Kind,
		Text: o.Text, Consensus: o.Consensus, Dissent: o.Dissent, Next: pages.NextWord(o.Next), Resolution: o.Resolution,
		Why: code(consultation.MayObject(w.who, o, w.now)),
	}
	title := pages.OutcomeWord(o.Kind)
	if o.Kind == consultation.ToAssembly {
		title = "提交" + line.Next + "决定"
	}
	line.Notice = pages.NoticeLine{Kind: "协商结果公开", Title: title, Until: w.lastDay(o.Until)}
	line.Notice.Day, line.Notice.Days = w.noticeDay(o.PublishedAt, o.Until)
	rule := consultation.RulesAt(consultation.DayOf(w.place, o.PublishedAt)).Disclosure.Source
	line.Source, line.Says, _ = strings.Cut(rule, "：")
	line.Says += "。从公布的次日起算，异议可提到最后一天 24:00。"
	if o.Version > 1 {
		line.Corrected = "按第 " + itoa(o.Version) + " 版纪要更正，重新公开"
	}
	if o.Resolution != "" {
		line.ResolvedAt = w.day(o.ResolvedAt)
	}
	return line
}

// handOption is an option with the hands that were counted for it.
func handOption(o consultation.Option, hands []consultation.Hands) pages.HandOption {
	line := pages.HandOption{Text: o.Text}
	for _, channel := range channels {
		for _, h := range hands {
			if h.Topic == o.Topic && h.Option == o.Place && h.Channel == channel {
				line.Hands = append(line.Hands, pages.ChannelCount{Channel: channel, For: h.For, Against: h.Against, Other: h.Abstain})
			}
		}
	}
	return line
}
