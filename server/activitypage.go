package main

import (
	"slices"
	"strconv"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// oneActivity is what is known of an activity while its page is written.
type oneActivity struct {
	*activitiesOf
	page   *pages.ActivityView
	a      signups.Activity
	all    []signups.Shift             // all of its shifts
	own    map[string]signups.Signup   // by shift: the reader's, that were not withdrawn
	along  map[string][]signups.Signup // by shift: the children who come with the reader
	series map[string]bool             // of which a row has the button for all that come after
	child  bool                        // the reader is the guardian of a child under 14
}

// pageShifts is how many shifts stand on a page.
const pageShifts = 10

// activityPage is the page of one activity. What was never published is there for nobody.
func (p *Portal) activityPage(r *request) (answer, error) {
	w := &oneActivity{series: map[string]bool{}, page: &pages.ActivityView{
		Frame: p.frame(r), Style: p.files.address("activities.css"), Rules: signups.RulesAt(r.today()),
	}}
	err := p.view(r, func(v *store.View) (err error) {
		if w.a, err = v.Activity(r.place.ID, r.thing("id")); err != nil {
			return err
		}
		if !w.a.State.Public() {
			return residents.ErrNotFound
		}
		if w.activitiesOf, err = r.readActivities(v, []signups.Activity{w.a}); err != nil {
			return err
		}
		for _, write := range []func() error{w.top, w.reader, w.rows, w.record} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

// top is the notice.
func (w *oneActivity) top() (err error) {
	v, a := w.page, w.a
	v.ID, v.Number, v.Content, v.State = a.ID, a.Number, a.Content, a.State
	if v.Maker, err = w.makerName(w.v, a); err != nil {
		return err
	}
	if v.Leader, err = w.markOf(w.v, a.Leader); err != nil {
		return err
	}
	if w.mayKeep(w.v, a) == nil {
		v.Lead = v.To("leading/" + a.ID)
	}
	if err := w.thanks(); err != nil || a.Project == "" {
		return err
	}
	p, err := w.projectHere(w.v, a.Project)
	if err == residents.ErrNotFound {
		return nil
	}
	v.Project = pages.Fact{Name: p.Title, Value: v.To("projects/" + p.ID)}
	return err
}

// thanks are those who helped and want to be named, masked, beside what became of it.
func (w *oneActivity) thanks() error {
	if w.a.Outcome == "" {
		return nil
	}
	all, err := w.v.NamedHelpers(w.place.ID, w.a.ID)
	for _, who := range all {
		w.page.Thanks = append(w.page.Thanks, pages.Mark{Name: residents.Mask(who.Name), Building: who.Building})
	}
	return err
}

// activityKinds are the entries of the record that the page names.
var activityKinds = []string{"activity-published", "activity-changed", "shift-cancelled", "activity-cancelled", "activity-finished", "activity-outcome"}

// record are the entries about it.
func (w *oneActivity) record() error {
	entries, err := w.v.LastEntriesOfKinds(w.place.ID, "activity/"+w.a.ID, mostEntries, activityKinds...)
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.recordLine(e))
	}
	return err
}

// markOf is somebody of the community as everybody sees them; empty for whoever has left.
func (r *request) markOf(v *store.View, id string) (pages.Mark, error) {
	who, err := v.Resident(r.place.ID, id)
	if err == residents.ErrNotFound {
		return pages.Mark{}, nil
	}
	return pages.Mark{Name: residents.Mask(who.Name), Building: who.Building}, err
}

// reader is where the reader stands.
func (w *oneActivity) reader() (err error) {
	v := w.page
	if w.who.Helper.ID != "" {
		v.For = w.who.Resident.Name
	}
	v.Why = code(residents.May(w.who, residents.JoinShift, residents.Matter{Body: w.place.ID}, w.now))
	if w.all, err = w.v.ShiftsOf(w.place.ID, w.a.ID); err != nil || w.me() == "" {
		return err
	}
	children, err := w.children(w.v)
	if err != nil {
		return err
	}
	w.child = len(children) > 0
	w.own, w.along = map[string]signups.Signup{}, map[string][]signups.Signup{}
	mine, err := w.v.SignupsIn(w.place.ID, w.a.ID, w.me())
	for _, s := range mine {
		switch {
		case s.State == signups.Withdrawn:
		case s.Resident == w.me():
			w.own[s.Shift] = s
		default:
			w.along[s.Shift] = append(w.along[s.Shift], s)
		}
	}
	return err
}

// children are those under 14 of whom the reader is the guardian: what is theirs is done in their name.
func (r *request) children(v *store.View) (children []residents.Resident, err error) {
	all, err := v.Mandates(r.place.ID, r.me())
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if m.Helper != r.me() || m.Kind != residents.HelpGuardian || !m.In(r.now) {
			continue
		}
		who, err := v.Resident(r.place.ID, m.Person)
		if err != nil && err != residents.ErrNotFound {
			return nil, err
		}
		if err == nil && !who.Adult && residents.UnderFourteen(who.BirthYear, r.now.In(r.place.Location()).Year()) {
			children = append(children, who)
		}
	}
	return children, nil
}

// rows are the shifts: those ahead, page by page, and those that are over in which the reader was.
func (w *oneActivity) rows() error {
	var shown []signups.Shift
	for _, s := range w.all {
		_, mine := w.own[s.ID]
		if mine || !s.Over(w.now) && w.a.State == signups.Open {
			shown = append(shown, s)
		}
	}
	shown = w.cut(shown)
	for _, s := range shown {
		row, err := w.row(s)
		if err != nil {
			return err
		}
		w.page.Shifts = append(w.page.Shifts, row)
	}
	return nil
}

// cut is a page of shifts, from the one that is asked for or about which a form was refused.
func (w *oneActivity) cut(all []signups.Shift) []signups.Shift {
	from := w.refused.Values["shift"]
	if from == "" {
		from = w.URL.Query().Get("from")
	}
	first := slices.IndexFunc(all, func(s signups.Shift) bool { return s.ID == from })
	if first < 0 {
		first = slices.IndexFunc(all, func(s signups.Shift) bool { return !s.Over(w.now) }) // what is ahead comes first
	}
	if first > 0 {
		w.page.First = w.page.To("activities/"+w.a.ID) + "?from=" + all[0].ID
		all = all[first:]
	}
	if len(all) > pageShifts {
		w.page.Next = w.page.To("activities/"+w.a.ID) + "?from=" + all[pageShifts].ID
		all = all[:pageShifts]
	}
	return all
}

func (w *oneActivity) row(s signups.Shift) (pages.ShiftRow, error) {
	row := pages.ShiftRow{
		ID: s.ID, Day: w.dayOf(s), Clock: w.hoursOf(s), Long: pages.HoursWords(s.Minutes()), Off: s.Off, Reason: s.Reason, Begun: !w.now.Before(s.Starts),
	}
	if one, ok := w.own[s.ID]; ok {
		mine, err := w.mySignup(w.v, w.a, s, one)
		row.Mine = &mine
		row.Child = w.child && w.who.Helper.ID == "" && one.State == signups.Accepted && !row.Begun
		for _, c := range w.along[s.ID] {
			who, failed := w.v.Resident(w.place.ID, c.Resident)
			if failed != nil {
				return row, failed
			}
			words, _ := pages.SignupTag(c.State)
			row.Along = append(row.Along, who.Name+"（"+words+"）")
		}
		return row, err
	}
	if !w.series[s.Series] { // it is offered once, for all that come after
		row.Later, w.series[s.Series] = w.later(s), true
	}
	wanted, err := w.wantedIn(s)
	if err != nil {
		return row, err
	}
	free, waiting, giving := 0, 0, 0
	for _, p := range w.a.Posts {
		post := w.post(s, p, wanted)
		t := w.taken[store.PostOf{Activity: w.a.ID, Shift: s.ID, Post: p.ID}]
		free, waiting, giving = free+w.free(w.a, s, p), waiting+t.Waiting, giving+t.Giving
		row.Posts = append(row.Posts, post)
	}
	row.Places, row.Full = pages.PlacesWords(free, waiting, giving), free == 0 && giving == 0
	return row, nil
}

// later counts the shifts of the same series that come after one, and in which the reader has nothing yet.
func (w *oneActivity) later(s signups.Shift) (n int) {
	for _, o := range w.all {
		if _, mine := w.own[o.ID]; o.Series == s.Series && !o.Off && o.Starts.After(s.Starts) && !mine {
			n++
		}
	}
	return n
}

// closed tells whether nobody, or not the reader, signs up for a shift.
func (w *oneActivity) closed(s signups.Shift) bool {
	return w.page.Why != "" || s.Off || !w.now.Before(s.Starts)
}

// wantedIn is what decides on the reader's sign-up for a shift, whichever post they take: read once.
func (w *oneActivity) wantedIn(s signups.Shift) (signups.Wanted, error) {
	if w.closed(s) {
		return signups.Wanted{}, nil
	}
	asks := w.a.Posts[0]
	for _, p := range w.a.Posts {
		if p.Skill != "" {
			asks = p // with what the reader can do
		}
	}
	return signups.WantedBy(w.v, w.who, w.a, s, asks, w.now)
}

// post is a post of a shift: what is free, and whether the reader may have it.
func (w *oneActivity) post(s signups.Shift, p signups.Post, wanted signups.Wanted) pages.PostRow {
	t := w.taken[store.PostOf{Activity: w.a.ID, Shift: s.ID, Post: p.ID}]
	free := w.free(w.a, s, p)
	row := pages.PostRow{ID: p.ID, Words: p.Words, Asks: pages.PostAsks(p), Places: pages.PlacesWords(free, t.Waiting, t.Giving), Full: free == 0 && t.Giving == 0}
	if w.closed(s) {
		return row
	}
	wanted.Post = p
	if may := signups.MayJoin(w.who, wanted, w.now); may != nil {
		row.Why = code(may)
		return row
	}
	row.Press = true
	return row
}

// dayOf and hoursOf are when a shift is: 11 月 8 日（周日）; 09:00 到 11:00.
func (r *request) dayOf(s signups.Shift) string {
	return calendar.DayOf(s.Starts, r.place.Location()).Chinese()
}

func (r *request) hoursOf(s signups.Shift) string {
	return s.Starts.In(r.place.Location()).Format("15:04") + " 到 " + r.clockOf(s.Ends)
}

// mySignup is a sign-up with what its person can do about it now.
func (r *request) mySignup(v *store.View, a signups.Activity, s signups.Shift, one signups.Signup) (pages.MySignup, error) {
	post, _ := a.Post(one.Post)
	m := pages.MySignup{
		Activity: a.ID, Shift: s.ID, Title: a.Title, Href: "/" + r.place.Slug + "/activities/" + a.ID, Day: r.dayOf(s), Clock: r.hoursOf(s),
		Place: a.Place, Post: post.Words, State: one.State,
	}
	ahead := r.now.Before(s.Starts)
	lapsed := !one.Until.IsZero() && !r.now.Before(one.Until)
	m.Leave = one.State.Live() && one.State != signups.CheckedIn && ahead && !lapsed
	switch one.State {
	case signups.Accepted:
		waits, err := v.FirstWaiting(one.Community, a.ID, s.ID, one.Post)
		if err != nil && err != residents.ErrNotFound {
			return m, err
		}
		m.GiveOn, m.Keep = ahead && !one.Giving && waits.Resident == "", ahead && one.Giving
		m.CheckIn = signups.MayCheckIn(s, r.now)
	case signups.Offered:
		m.Confirm = !r.now.Before(one.From) && r.now.Before(one.Until)
	case signups.CheckedIn:
		m.CheckOut = true
	case signups.Waitlisted:
		n, err := r.aheadOf(v, one)
		m.Words = "前面还有 " + strconv.Itoa(n) + " 人。有人退出按先后补上，消息里告诉您。"
		if n == 0 {
			m.Words = "您是第一位。有人退出就补上，消息里告诉您。"
		}
		return m, err
	}
	m.Words = r.signupWords(s, one)
	return m, nil
}

// aheadOf counts who waits before somebody.
func (r *request) aheadOf(v *store.View, one signups.Signup) (n int, err error) {
	all, err := v.SignupsOf(one.Community, one.Activity, one.Shift)
	for _, o := range all {
		if o.Resident == one.Resident {
			break
		}
		if o.State == signups.Waitlisted && o.Post == one.Post {
			n++
		}
	}
	return n, err
}

// signupWords say what a sign-up means for its person.
func (r *request) signupWords(s signups.Shift, one signups.Signup) string {
	switch one.State {
	case signups.Applied:
		if !r.now.Before(one.Until) {
			return "监护人没有在 " + r.when(one.Until) + " 以前同意，名额给别人了。"
		}
		return "请监护人在 " + r.when(one.Until) + " 以前同意，过了名额给别人。"
	case signups.Accepted:
		switch {
		case one.Giving:
			return "名额让出来了。有人接了会告诉您；没有人接以前还是您的，请来。"
		case s.Over(r.now):
			return "这一次结束了，等带队人确认时长。"
		}
		return "请准时到。来不了请早点退出，名额给候补的人。"
	case signups.Offered:
		if !r.now.Before(one.Until) {
			return "没有在 " + r.when(one.Until) + " 以前确认，名额给下一位了。"
		}
		if r.now.Before(one.From) {
			return "名额给您留着。请在 " + r.when(one.From) + " 到 " + r.when(one.Until) + " 之间再确认一次。"
		}
		return "名额给您留着。请在 " + r.when(one.Until) + " 以前确认，过了给下一位。"
	case signups.CheckedIn:
		return r.clockOf(one.In) + " 签到。走的时候请签退，时长按实际算。"
	case signups.Completed:
		return r.clockOf(one.In) + " 到 " + r.clockOf(one.Out) + "，记 " + pages.HoursWords(one.Minutes) + "，等带队人确认。"
	case signups.NoShow:
		return "带队人记了没有来。如果来了，请在「我的时长」里提出更正。"
	case signups.Called:
		return "这一次取消了：" + s.Reason
	case signups.Declined:
		if one.Words == "" {
			return "监护人没有同意。"
		}
		return "带队人没有接受：" + one.Words
	case signups.Disputed:
		return "您提出的更正由另一位核对，结果会告诉您。"
	}
	return "确认了 " + pages.HoursWords(one.Minutes) + "。"
}
