//go:build !js

package pages

import "yishiting/telling"

var weekSections = map[telling.Section]string{
	telling.Followed: "您关注的项目", telling.Fitting: "适合您的班次", telling.Street: "街道的事",
	telling.Meetings: "协商会", telling.Topics: "议题", telling.Polls: "投票和民意征集", telling.Projects: "民意立项", telling.Activities: "志愿活动", telling.Support: "公益创投", telling.Month: "本月",
}

// WeekSection is the name of a part of a digest.
func WeekSection(s telling.Section) string { return weekSections[s] }

var standingWords = map[string]string{
	telling.TopicListed: "列入协商会的议程", telling.TopicUnlisted: "协商会取消了，等下一次", telling.PollCloses: "快截止了", telling.PlacesFree: "还有名额",
}

// WeekWord is what became of a thing, by the kind of its newest event.
func WeekWord(kind string) string {
	if w := standingWords[kind]; w != "" {
		return w
	}
	return RecordWord(kind)
}
