package pages

import (
	"cmp"
	"slices"
	"strconv"

	"yishiting/consultation/project"
)

// ProjectAbout is what it is about and where it came from.
type ProjectAbout struct {
	Problem string
	Made    string // 11 月 3 日
	Whom    []Fact // by community: 和平里社区, 3 号楼、7 号楼
	Plan    []SiteBuilding
	Topic   TopicLine // zero: none
	Calls   []ProjectCall
	Needs   []ProjectNeed
}

// ProjectCall is an opinion call that asked about it, with its coverage.
type ProjectCall struct {
	Line    TopicLine
	Unit    project.Unit
	Needed  int // percent of the units of each place; 0: none was declared
	Covered bool
	Places  []ProjectCover
}

// ProjectCover is how many units of a building have answered, and how many had to.
type ProjectCover struct {
	Name                  string
	Answered, Units, Need int
}

// ProjectNeed is a need that it answers, with how often it was told.
type ProjectNeed struct {
	Theme, From string
	N           int  // 0 where Few
	Few         bool // at least once, and less than five times
}

func (n ProjectNeed) times() string {
	if n.Few {
		return "不到 " + small()
	}
	return Grouped(int64(n.N))
}

var needSources = map[string]string{"call": "民意征集", "topic": "月协商议题", "hotline": "12345 来电"}

// NeedSourceWord is where a need was heard: 12345 来电.
func NeedSourceWord(source string) string { return needSources[source] }

// CallUnitWord is whose answer counts once: 户.
func CallUnitWord(u project.Unit) string {
	if u == project.ByHousehold {
		return "户"
	}
	return "人"
}

func (a ProjectAbout) digest() string {
	words := clip(a.Problem, 28)
	if n, all := a.heard(); all > 0 {
		words = said(words, "问到 "+Grouped(int64(n))+"/"+Grouped(int64(all))+" "+a.unit())
	}
	return words
}

// heard are the answers and units of the first call.
func (a ProjectAbout) heard() (answered, units int) {
	if len(a.Calls) == 0 {
		return 0, 0
	}
	return a.Calls[0].sum()
}

func (a ProjectAbout) unit() string {
	if len(a.Calls) == 0 {
		return ""
	}
	return CallUnitWord(a.Calls[0].Unit)
}

func (c ProjectCall) sum() (answered, units int) {
	for _, p := range c.Places {
		answered, units = answered+p.Answered, units+p.Units
	}
	return answered, units
}

// Total says how many have answered, and whether that is as many as was declared.
func (c ProjectCall) Total() string {
	answered, units := c.sum()
	words := "共 " + Grouped(int64(units)) + " " + CallUnitWord(c.Unit) + "，回答 " + Grouped(int64(answered)) + " " + CallUnitWord(c.Unit)
	switch {
	case c.Needed == 0:
		return words + "；没有定比例。"
	case c.Covered:
		return words + "；每栋楼要达到 " + strconv.Itoa(c.Needed) + "%，都够了。"
	}
	return words + "；每栋楼要达到 " + strconv.Itoa(c.Needed) + "%，还有 " + strconv.Itoa(c.short()) + " 栋不够。"
}

func (c ProjectCall) short() (n int) {
	for _, p := range c.Places {
		if p.Answered < p.Need {
			n++
		}
	}
	return n
}

// mostCovers is how many buildings stand before the rest folds away.
const mostCovers = 8

// firstCovers are the buildings that lack most, the others after them.
func (c ProjectCall) covers() (first, rest []ProjectCover) {
	all := slices.Clone(c.Places)
	slices.SortStableFunc(all, func(a, b ProjectCover) int {
		return cmp.Compare(min(0, a.Answered-a.Need), min(0, b.Answered-b.Need))
	})
	if len(all) <= mostCovers {
		return all, nil
	}
	return all[:mostCovers], all[mostCovers:]
}

func (p ProjectCover) words() string {
	words := strconv.Itoa(p.Answered) + " / " + strconv.Itoa(p.Units)
	if lack := p.Need - p.Answered; lack > 0 {
		words += "，差 " + strconv.Itoa(lack)
	}
	return words
}

// ProjectOption is one way to do it, as it is compared.
type ProjectOption struct {
	Words, About     string
	Cost, PerHome    int64
	Most             int64 // cost of the dearest, the length of the whole bar
	Shares           []project.Share
	Affected, Upkeep string
	Chosen           bool
}

// homesPay says what it costs those who live there.
func (o ProjectOption) homesPay() string {
	of := func(p project.Payer) int64 {
		i := slices.IndexFunc(o.Shares, func(s project.Share) bool { return s.Payer == p })
		if i < 0 {
			return 0
		}
		return o.Shares[i].Cents
	}
	switch {
	case o.PerHome > 0:
		return "每户出 " + Money(o.PerHome)
	case of(project.PayHomes) > 0:
		return "居民自愿出 " + Money(of(project.PayHomes))
	case of(project.PayOwners) > 0:
		return "业主的共有资金出"
	}
	return "居民不出钱"
}

func (v *ProjectView) optionsDigest() string {
	if len(v.Options) == 0 {
		return ""
	}
	words := count(len(v.Options), "个方案")
	low, high := v.Options[0].Cost, v.Options[0].Cost
	for _, o := range v.Options {
		if o.Chosen {
			words += "，定了「" + o.Words + "」，" + Money(o.Cost)
			if o.PerHome > 0 {
				words += "，每户 " + Money(o.PerHome)
			}
			return words
		}
		low, high = min(low, o.Cost), max(high, o.Cost)
	}
	if low < high {
		return words + "，" + Money(low) + "到 " + Money(high)
	}
	return words + "，" + Money(low)
}

// piece is a share of an option's bar, from Start on, in cents.
type piece struct {
	Start, Cents int64
	Tone         string // which of the tones of the bar
}

// pieces are an option's shares one after the other.
func (o ProjectOption) pieces() (all []piece) {
	at := int64(0)
	for i, s := range o.Shares {
		all = append(all, piece{at, s.Cents, "t" + strconv.Itoa(i%4+1)})
		at += s.Cents
	}
	return all
}
