package residents

import "strings"

// ErrMail is the reason when something is no address of mail.
const ErrMail = Reason("bad-mail")

// How long an address may be, and what stands before its @ (RFC 5321 4.5.3.1).
const (
	maxMail      = 254
	maxMailLocal = 64
)

// ReadMail reads an address of mail as it may be typed: with spaces around it or a full-width @.
// The host is in small letters; "" for whatever no provider would take. An address in other
// letters than those of ASCII is none here: not every provider sends to it.
func ReadMail(typed string) string {
	s := strings.TrimSpace(strings.NewReplacer("＠", "@", "。", ".", "\u3000", " ").Replace(typed))
	local, host, ok := strings.Cut(s, "@")
	host = strings.ToLower(host)
	if !ok || len(s) > maxMail || len(local) > maxMailLocal || !mailLocal(local) || !mailHost(host) {
		return ""
	}
	return local + "@" + host
}

const (
	small  = "abcdefghijklmnopqrstuvwxyz"
	digits = "0123456789"
)

// mailLocal tells whether something may stand before the @: words of RFC 5321's atext with dots between.
func mailLocal(s string) bool {
	for word := range strings.SplitSeq(strings.ToLower(s), ".") {
		if word == "" || strings.Trim(word, small+digits+"!#$%&'*+-/=?^_`{|}~") != "" {
			return false
		}
	}
	return true
}

// mailHost tells whether something is the name of a host, in small letters.
func mailHost(s string) bool {
	all := strings.Split(s, ".")
	for _, label := range all {
		if label == "" || len(label) > 63 || strings.Trim(label, small+digits+"-") != "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return len(all) > 1 && strings.Trim(all[len(all)-1], digits) != "" // the last of numbers alone: an address of the network
}

// MaskMail is an address as pages show it, to its owner as well: w***@example.cn.
func MaskMail(address string) string {
	local, host, ok := strings.Cut(address, "@")
	if !ok || local == "" {
		return "***"
	}
	return local[:1] + "***@" + host
}
