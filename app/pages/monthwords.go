package pages

import "yishiting/residents"

var levelWords = map[residents.Level]string{
	residents.LevelCommunity: "社区", residents.LevelSubdistrict: "街道", residents.LevelDistrict: "区",
}

// LevelWord is a level as people call it: 街道.
func LevelWord(l residents.Level) string { return levelWords[l] }

var monthWords = [...]string{"", "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}

// MonthWord is a month's name, from 1: 十一月.
func MonthWord(month int) string {
	if month < 1 || month >= len(monthWords) {
		return ""
	}
	return monthWords[month]
}
