package main

import (
	"context"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// drafted walks to a meeting that is over, its minutes drafted and confirmed by nobody.
func (w *walk) drafted() (meeting string, topics []string) {
	w.t.Helper()
	meeting, topics = w.announced(22)
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
		return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: meeting, Topic: topics[0], Side: consultation.Against, Text: "太近"})
	})
	w.clock.set("2026-11-20 19:00")
	w.open(meeting, "wang", "zhao", "li", "chen")
	w.option(meeting, topics[0], "方案一：三处", 0, consultation.Hands{Channel: consultation.InRoom, For: 3, Against: 1})
	w.end(meeting, w.bothItems(topics)...)
	return meeting, topics
}

func (w *walk) bothItems(topics []string) []consultation.MinuteItem {
	return []consultation.MinuteItem{settledItem(topics[0], "2027-01-20"),
		{Topic: topics[1], Kind: consultation.ToAssembly, Text: "早市去留要由大家决定。", Next: "reps_meeting"}}
}

func TestMinutesWaitForThoseWhoConfirm(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, topics := w.drafted()
	path := "/hepingli/meetings/" + meeting + "/minutes"
	w.get(path).holds(t, 404)
	w.as("hepingli", "sun").get(path).holds(t, 404) // was not there
	w.as("anzhen", "wu").get(path).holds(t, 404)
	w.as("hepingli", "sun").get("/hepingli/meetings/"+meeting).holds(t, 200, "会已开完", "!看纪要并确认")
	w.as("hepingli", "li").get(path).holds(t, 200, "等待确认", "!我确认</button>") // of the committee
	w.as("hepingli", "zhou").get(path).holds(t, 200, "我确认</button>")        // the recorder
	zhao := w.as("hepingli", "zhao")
	zhao.get("/hepingli/meetings/"+meeting).holds(t, 200, "看纪要并确认")
	page := zhao.get(path)
	page.holds(t, 200, "公布前还需要确认的：主持人，记录人，2 位到会居民", "第 1 版", "2026-11-1", "实到", "4 人", "居委会", "街道平安建设办公室（请假）", "大家先说了飞线充电的危险",
		"方案一：三处", "现场同意", "未到会居民的意见，单独计数", "先建南侧一处", "担心离住户窗户太近", "和平物业", "2027 年 1 月 20 日止", "居民代表会议", "!太近</p><", "!王秀兰", "!陈志远")

	action, values := page.fill(t, "confirm")
	changed := w.bothItems(topics)
	changed[0].Text = "改了一个字。"
	w.draft(meeting, "", changed...)
	zhao.do("POST", action, values).holds(t, 422, "纪要在您看的时候改过了", "改了一个字。", "我确认</button>")
	page = zhao.get(path)
	action, values = page.fill(t, "confirm")
	zhao.do("POST", action, values).led(t, path+"?done=confirmed")
	zhao.do("POST", action, values).led(t, path+"?done=confirmed")
	zhao.get(path).holds(t, 200, "到会居民，11 月 20 日（周五）19:00确认", "1 位到会居民", "您已经办过这件事", "!我确认</button>")
	values.Set("command", "0000000000000000-confirm")
	zhao.do("POST", action, values).holds(t, 422, "您已经办过这件事")
	w.as("hepingli", "sun").do("POST", action, values).holds(t, 404) // who may not read it is told nothing
	w.confirm(meeting, "chen", "zhou", "wang")
	w.publish(meeting)
	values.Set("command", "0000000000000000-late")
	zhao.do("POST", action, values).holds(t, 422, "这一步已经结束")
}

func TestMinutesPublishedAndCorrected(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, topics := w.drafted()
	path := "/hepingli/meetings/" + meeting + "/minutes"
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.clock.set("2026-11-23 09:00")
	w.publish(meeting)
	var first consultation.Minutes
	latest := func() (m consultation.Minutes) {
		t.Helper()
		err := w.store.View(context.Background(), func(v *store.View) (err error) {
			m, err = v.LatestMinutes("hepingli", meeting)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first = latest()
	page := w.get(path)
	page.holds(t, 200, "11 月 23 日公布，公开到 12 月 8 日", "主持人，11 月 20 日", first.Digest(), "第三十二条", "!等待确认", "!陈志远")
	entry := regexpFirst(`href="(/hepingli/record/\d+)">在公开记录里核对`, page.body)
	if entry == "" {
		t.Error("no way to the record")
	}
	err := w.store.View(context.Background(), func(v *store.View) error {
		seqs, err := v.PublishedAt("hepingli", meeting)
		if len(seqs) != 1 || err != nil {
			t.Error(seqs, err)
			return err
		}
		e, err := v.Entry("hepingli", seqs[0])
		if !strings.Contains(string(e.Data), first.Digest()) {
			t.Errorf("entry %s", e.Data)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}

	corrected := w.bothItems(topics)
	corrected[0].Text = "在 3 号楼南侧建两处充电棚。"
	w.draft(meeting, "处数写错，应为两处。", corrected...)
	w.get(path).holds(t, 200, "第 1 版", "!两处充电棚")
	w.get(path+"?version=2").holds(t, 404)
	w.as("hepingli", "wang").get(path).holds(t, 200, "第 2 版", "等待确认", "这一版更正：处数写错", "看第 1 版")
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.clock.set("2026-11-25 09:00")
	w.publish(meeting)
	w.get(path).holds(t, 200, "第 2 版", "两处充电棚", "这一版更正：处数写错", "11 月 25 日公布，公开到 12 月 10 日", "看第 1 版", latest().Digest())
	w.get(path+"?version=1").holds(t, 200, "第 1 版", "三处充电棚", first.Digest(), "看第 2 版", entry)
	w.get(path+"?version=x").holds(t, 404)
	w.get("/hepingli/topics/"+topics[0]).holds(t, 200, "按第 2 版纪要更正，重新公开")
	w.get("/hepingli/meetings/"+meeting).holds(t, 200, "看会议纪要", "协商一致，交付落实")
	w.get("/anzhen/meetings/"+meeting+"/minutes").holds(t, 404)
}
