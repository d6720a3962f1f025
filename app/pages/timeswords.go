//go:build !js

package pages

import (
	"strings"

	"yishiting/signups"
)

// TimesWords are when somebody has time in a week: 周一上午、周六上午、周六下午; 什么时候都行; "" for never.
func TimesWords(t signups.Times) string {
	if t == signups.AllTimes {
		return "什么时候都行"
	}
	var all []string
	for day, name := range weekdayWords {
		for part, word := range dayPartWords {
			if t.Has(signups.Slot(day, signups.Part(part))) {
				all = append(all, name+word)
			}
		}
	}
	return strings.Join(all, "、")
}
