package signups

import "yishiting/residents"

// TeamKind is what a team is for.
type TeamKind string

// The kinds.
const (
	GeneralTeam TeamKind = "general"
	LaneTeam    TeamKind = "lane_steward" // 小巷管家
)

// Team is a volunteer team of the community (志愿服务队).
type Team struct {
	Community string
	ID        string
	Name      string
	About     string
	Kind      TeamKind
	Leader    string // id of a resident
	MadeBy    string
	MadeAt    Instant
	EndedAt   Instant
}

// Member is somebody in a team. Duty is what they keep an eye on without a shift: the lane, the
// notice board; "" nothing.
type Member struct {
	Community string
	Team      string
	Resident  string
	Duty      string
	Since     Instant
}

type teamReader interface {
	Team(community, id string) (Team, error)
	// TeamsOf are a community's teams that are not ended, by name.
	TeamsOf(community string) ([]Team, error)
	Member(community, team, resident string) (Member, error)
	// Members are those of a team, the first first.
	Members(community, team string) ([]Member, error)
}

type teamWriter interface {
	AddTeam(Team) error
	SetTeam(Team) error
	AddMember(Member) error
	SetMember(Member) error
	RemoveMember(community, team, resident string) error
}

// MayKeepTeam is nil for the committee.
func MayKeepTeam(who residents.Standing, community string, now Instant) error {
	return residents.May(who, residents.KeepTeams, residents.Matter{Body: community}, now)
}

// MayLead is nil for a team's leader, and for the committee.
func MayLead(who residents.Standing, t Team, now Instant) error {
	return mayLead(who, t.Community, isLeader(who, t.Community, t.Leader), now)
}

func isLeader(who residents.Standing, community, leader string) bool {
	return leader != "" && who.Resident.Community == community && who.Resident.ID == leader
}

// MakeTeam founds a team with a leader, who is its first member. Its id is the command's.
func MakeTeam(tx Tx, by residents.Sender, t Team) (Team, error) {
	if err := MayKeepTeam(by.Standing, t.Community, by.Now); err != nil {
		return t, err
	}
	t, err := checkTeam(tx, t, by.Now)
	if err != nil {
		return t, err
	}
	t.ID, t.MadeBy, t.MadeAt, t.EndedAt = by.ID, by.Resident.ID, by.Now, Instant{}
	if err := tx.AddTeam(t); err != nil {
		return t, err
	}
	if err := tx.AddMember(Member{Community: t.Community, Team: t.ID, Resident: t.Leader, Since: by.Now}); err != nil {
		return t, err
	}
	return t, tell(tx, by, Activity{Community: t.Community, Content: Content{Title: t.Name}}, t.Leader, "team-leader", t.ID)
}

// ChangeTeam writes a team's name, purpose and leader anew.
func ChangeTeam(tx Tx, by residents.Sender, t Team) error {
	was, err := tx.Team(t.Community, t.ID)
	if err != nil {
		return err
	}
	if err := MayKeepTeam(by.Standing, t.Community, by.Now); err != nil {
		return err
	}
	if !was.EndedAt.IsZero() {
		return ErrState
	}
	now, err := checkTeam(tx, t, by.Now)
	if err != nil {
		return err
	}
	was.Name, was.About, was.Kind = now.Name, now.About, now.Kind
	if now.Leader == was.Leader {
		return tx.SetTeam(was)
	}
	was.Leader = now.Leader
	if err := tx.SetTeam(was); err != nil {
		return err
	}
	if err := addMember(tx, t, was.Leader, by.Now); err != nil {
		return err
	}
	return tell(tx, by, Activity{Community: t.Community, Content: Content{Title: was.Name}}, was.Leader, "team-leader", t.ID)
}

// EndTeam ends a team; what it did stays.
func EndTeam(tx Tx, by residents.Sender, community, id string) error {
	t, err := tx.Team(community, id)
	if err != nil {
		return err
	}
	if err := MayKeepTeam(by.Standing, community, by.Now); err != nil {
		return err
	}
	if !t.EndedAt.IsZero() {
		return ErrState
	}
	t.EndedAt = by.Now
	return tx.SetTeam(t)
}

func checkTeam(tx Tx, t Team, now Instant) (Team, error) {
	var err error
	if t.Name, err = residents.PublicText("name", t.Name, MaxName, true); err != nil {
		return t, err
	}
	if t.About, err = residents.PublicTextOrNone("about", t.About, MaxAbout, false); err != nil {
		return t, err
	}
	if t.Kind != GeneralTeam && t.Kind != LaneTeam {
		return t, field("kind", residents.ErrChoice)
	}
	return t, checkLeader(tx, "leader", t.Community, t.Leader, now)
}

// checkLeader wants a confirmed adult of the community.
func checkLeader(tx Tx, name, community, resident string, now Instant) error {
	who, err := tx.Standing(community, resident)
	if err == residents.ErrNotFound {
		return field(name, residents.ErrChoice)
	}
	if err != nil {
		return err
	}
	switch {
	case !who.Resident.Adult:
		return field(name, residents.ErrMinor)
	case MayVolunteer(who, community, now) != nil:
		return field(name, residents.ErrNotConfirmed)
	}
	return nil
}

// JoinTeam makes the sender a member. Done twice it does nothing.
func JoinTeam(tx Tx, by residents.Sender, team string) error {
	home := by.Resident.Community
	t, err := tx.Team(home, team)
	if err != nil {
		return err
	}
	if err := MayVolunteer(by.Standing, home, by.Now); err != nil {
		return err
	}
	if !t.EndedAt.IsZero() {
		return ErrState
	}
	all, err := tx.Members(home, team)
	if err != nil {
		return err
	}
	if len(all) >= MaxTeamSize {
		return tooMany("", MaxTeamSize)
	}
	return addMember(tx, t, by.Resident.ID, by.Now)
}

// addMember makes somebody a member who is not yet.
func addMember(tx Tx, t Team, resident string, now Instant) error {
	if _, err := tx.Member(t.Community, t.ID, resident); err != residents.ErrNotFound {
		return err
	}
	return tx.AddMember(Member{Community: t.Community, Team: t.ID, Resident: resident, Since: now})
}

// LeaveTeam ends the sender's membership; a leader finds a successor first.
func LeaveTeam(tx Tx, by residents.Sender, team string) error {
	home := by.Resident.Community
	t, err := tx.Team(home, team)
	if err != nil {
		return err
	}
	if err := MayVolunteer(by.Standing, home, by.Now); err != nil {
		return err
	}
	if t.Leader == by.Resident.ID && t.EndedAt.IsZero() {
		return ErrState
	}
	return tx.RemoveMember(home, team, by.Resident.ID)
}

// GiveDuty says what a member of the team keeps an eye on; "" takes it back.
func GiveDuty(tx Tx, by residents.Sender, community, team, resident, duty string) error {
	t, err := tx.Team(community, team)
	if err != nil {
		return err
	}
	if err := MayLead(by.Standing, t, by.Now); err != nil {
		return err
	}
	m, err := tx.Member(community, team, resident)
	if err == residents.ErrNotFound {
		return ErrNotMember
	}
	if err != nil {
		return err
	}
	if m.Duty, err = residents.PublicTextOrNone("duty", duty, MaxPlace, true); err != nil {
		return err
	}
	if err := tx.SetMember(m); err != nil || m.Duty == "" {
		return err
	}
	return tell(tx, by, Activity{Community: community, Content: Content{Title: t.Name}}, resident, "team-duty", team)
}
