package pages

// PollResult is what a counted poll came to.
type PollResult struct{}
