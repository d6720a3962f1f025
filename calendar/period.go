package calendar

import "time"

// After is the last day of a period of n days that a thing done on start sets
// off. Start itself does not count (Civil Code art. 201); a last day that is a
// day of rest moves on to the next working day (art. 203). The period is over at
// the End of that day. n is at least 1.
func After(start Day, n int) Day { return NextWorkingDay(start.Add(n)) }

// MonthsAfter is the last day of a period of n months that a thing done on start
// sets off: the day with the same number, or the last of the month where there
// is none (art. 202), moved on as by After.
func MonthsAfter(start Day, n int) Day {
	first := Day{start.Year, start.Month, 1}.Start(time.UTC).AddDate(0, n, 0)
	last := MonthOf(DayOf(first, time.UTC)).Last()
	last.Day = min(start.Day, last.Day)
	return NextWorkingDay(last)
}

// WorkingDaysAfter is the last day of a period of n working days that a thing
// done on start sets off: the n-th working day after start. n is at least 1.
func WorkingDaysAfter(start Day, n int) Day {
	d := start
	for range n {
		d = NextWorkingDay(d.Add(1))
	}
	return d
}

// WorkingDaysBetween is the number of working days after from, up to and with
// to; 0 if to is not after from. WorkingDaysAfter(d, n) is n away from d.
func WorkingDaysBetween(from, to Day) int {
	n := 0
	for d := from.Add(1); !to.Before(d); d = d.Add(1) {
		if IsWorkingDay(d) {
			n++
		}
	}
	return n
}

// NextWorkingDay is the first working day that is not before d: d itself if it is one.
func NextWorkingDay(d Day) Day {
	for !IsWorkingDay(d) {
		d = d.Add(1)
	}
	return d
}
