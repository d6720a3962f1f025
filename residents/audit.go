package residents

import "time"

// Result is how something came out that stands in the audit.
type Result string

// The results.
const (
	Done    Result = "done"    // an act of an office, with its effect
	Refused Result = "refused" // somebody signed in wanted to and may not; or a sign-in that failed
	Seen    Result = "seen"    // a page of persons, or the audit itself, was read
)

// AuditEntry is one line of the audit: who did what when, for acts of offices, for
// what was refused and for what was read of persons. It has ids and reasons only: no name
// and no telephone number is in it, so that it can be kept when a person has left.
//
// Acts of residents are not in it: raising and supporting are nobody's to watch.
type AuditEntry struct {
	Community string // id of the body where it was done, or that it was done to
	At        time.Time
	ID        string
	ActorHome string // id of the body whose person the actor is; "" where nobody is known
	Actor     string // id of that person
	Role      RoleName
	Action    Action
	Subject   string // the ids in the address, with '/' between; otherwise that of the command
	Result    Result
	Reason    Reason // of what was refused; why a telephone number was seen or a person was noted as gone, in words; otherwise ""
}

// auditTerms say how long the audit is kept. The law wants six months at least; who
// handed personal data on must be able to show it for three years.
var auditTerms = []struct {
	From   time.Time
	Years  int
	Source string
}{
	{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 3, "《网络安全法》日志留存不少于六个月；《网络数据安全管理条例》第十二条：处理记录至少保存三年"},
}

// AuditTerm is how many years an entry is kept by the rule in force at now, and the
// source of the rule. Before the first rule the first one holds.
func AuditTerm(now time.Time) (years int, source string) {
	in := auditTerms[0]
	for _, t := range auditTerms[1:] {
		if !now.Before(t.From) {
			in = t
		}
	}
	return in.Years, in.Source
}

// AuditFrom is the instant before which the audit is forgotten.
func AuditFrom(now time.Time) time.Time {
	years, _ := AuditTerm(now)
	return now.AddDate(-years, 0, 0)
}
