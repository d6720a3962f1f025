package telling

import "time"

// Quiet tells whether an instant falls into the quiet hours, and if it does when they end. They
// begin with QuietFrom and end with QuietUntil, over midnight where that is earlier in the day.
func (c Choice) Quiet(at Instant, zone *time.Location) (until Instant, quiet bool) {
	local := at.In(zone)
	h := local.Hour()
	over := c.QuietFrom > c.QuietUntil // midnight
	switch {
	case c.QuietFrom == c.QuietUntil, !over && (h < c.QuietFrom || h >= c.QuietUntil), over && h < c.QuietFrom && h >= c.QuietUntil:
		return at, false
	}
	y, m, d := local.Date()
	if over && h >= c.QuietFrom {
		d++
	}
	return time.Date(y, m, d, c.QuietUntil, 0, 0, 0, zone), true
}

// NotQuiet is the first instant from the given one on that is not within the quiet hours.
func (c Choice) NotQuiet(at Instant, zone *time.Location) Instant {
	until, _ := c.Quiet(at, zone)
	return until
}
