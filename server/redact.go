package main

import (
	"fmt"
	"log/slog"
	"regexp"
	"slices"
)

// redacting are the options under which everything is logged. The log's own words are
// English and its values are names of routes, ids and numbers. An error or a panic may carry
// what somebody typed: what could be a person's is taken out of every value.
func redacting() *slog.HandlerOptions { return &slog.HandlerOptions{ReplaceAttr: redact} }

// plain are values that hold nothing of anybody's by the way they are made.
var plain = []string{"request", "path", "route", "method", slog.MessageKey}

func redact(_ []string, a slog.Attr) slog.Attr {
	if slices.Contains(plain, a.Key) {
		return a
	}
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(redacted(v))
	case error:
		a.Value = slog.StringValue(redacted(v.Error()))
	case fmt.Stringer:
		if a.Value.Kind() == slog.KindAny {
			a.Value = slog.StringValue(redacted(v.String()))
		}
	}
	return a
}

// privateShapes are the shapes of what is somebody's: Chinese text with the numbers in it
// (names, addresses, whatever was written), telephone and identity numbers also with spaces or
// dashes, codes from letters, and secrets and their hashes, of 43 characters and more.
// Ids name things and give nobody away.
var privateShapes = regexp.MustCompile(uuid +
	`|[\d\s（(-]*\p{Han}[\p{Han}\d\s，。、·（）()-]*` +
	`|(?:\+?86[\s-]?)?\b1[3-9](?:[\s-]?\d){9}\b` +
	`|\b\d{17}[\dXx]\b` +
	`|(?i:\b\d{1,9}-[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}\b)` +
	`|[A-Za-z0-9_-]{43,}`)

// uuid is the shape of an id, which is passed over.
const uuid = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`

var onlyID = regexp.MustCompile(`^` + uuid + `$`)

// redacted is s without what could be a person's or a secret.
func redacted(s string) string {
	return privateShapes.ReplaceAllStringFunc(s, func(found string) string {
		if len(found) == 36 && onlyID.MatchString(found) {
			return found
		}
		return "***"
	})
}
