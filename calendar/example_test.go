package calendar_test

import (
	"fmt"

	"yishiting/calendar"
)

// A disclosure of 15 days put up on 13 November 2026 would end on Saturday 28,
// and so ends on Monday 30, at midnight.
func ExampleAfter() {
	put, _ := calendar.ParseDay("2026-11-13")
	fmt.Println(put.Add(15).Chinese())
	fmt.Println(calendar.After(put, 15).Chinese())
	// Output:
	// 11 月 28 日（周六）
	// 11 月 30 日（周一）
}
