package pages

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"yishiting/residents"
)

// A SiteBuilding is a building on the simple plan of a community: its upper left square,
// its sides in squares, and whether it is one of those that the page is about.
type SiteBuilding struct {
	Building   string
	X, Y, W, H int
	Here       bool
}

// SiteBuildings are the sites of a community, with those marked that here tells.
func SiteBuildings(sites []residents.Site, here func(building string) bool) []SiteBuilding {
	var all []SiteBuilding
	for _, s := range sites {
		all = append(all, SiteBuilding{s.Building, s.X, s.Y, s.W, s.H, here(s.Building)})
	}
	return all
}

// One square of a plan in units of its drawing, and the air around it.
const (
	siteSquare = 20
	siteEdge   = 6
)

// siteBox is the drawing's size, in its units.
func siteBox(plan []SiteBuilding) (left, top, wide, high int) {
	left, top = residents.SiteMost, residents.SiteMost
	for _, b := range plan {
		left, top = min(left, b.X), min(top, b.Y)
		wide, high = max(wide, b.X+b.W), max(high, b.Y+b.H)
	}
	return left, top, (wide-left)*siteSquare + 2*siteEdge, (high-top)*siteSquare + 2*siteEdge
}

func siteView(plan []SiteBuilding) string {
	left, top, wide, high := siteBox(plan)
	return strconv.Itoa(left*siteSquare-siteEdge) + " " + strconv.Itoa(top*siteSquare-siteEdge) + " " + strconv.Itoa(wide) + " " + strconv.Itoa(high)
}

// siteWide is the drawing's width where the page has room: in the size of letters, so that it grows with them.
func siteWide(plan []SiteBuilding) string {
	_, _, wide, _ := siteBox(plan)
	return strconv.Itoa(wide*7/100+1) + "rem"
}

// siteName is what is written on a building: 7 号楼 is 7, as on a real plan; what does not
// fit is cut, and stands whole in the words below.
func siteName(b SiteBuilding) string {
	name := strings.TrimSuffix(b.Building, " 号楼")
	room := max(2, b.W*siteSquare/siteSmall)
	if utf8.RuneCountInString(name) > room {
		return string([]rune(name)[:room-1]) + "…"
	}
	return name
}

// The largest and smallest letters on a building, in units of the drawing.
const (
	siteLarge = 26
	siteSmall = 11
)

// siteLetters is the size of a building's name: as large as the building lets it be. A figure
// is about half as wide as a character.
func siteLetters(b SiteBuilding) int {
	halves := 0
	for _, c := range siteName(b) {
		halves++
		if c >= 0x2000 {
			halves++
		}
	}
	size := (b.W*siteSquare - 6) * 2 / max(2, halves)
	return max(siteSmall, min(siteLarge, size, (b.H*siteSquare-4)*4/5))
}

func siteUnits(squares int) string { return strconv.Itoa(squares * siteSquare) }

func siteMiddle(at, side int) string { return strconv.Itoa(at*siteSquare + side*siteSquare/2) }

// siteWords says which buildings are marked.
func siteWords(plan []SiteBuilding) string {
	var here []string
	for _, b := range plan {
		if b.Here {
			here = append(here, b.Building)
		}
	}
	all := strconv.Itoa(len(plan))
	switch len(here) {
	case 0:
		return "共 " + all + " 栋楼。"
	case len(plan):
		return "全部 " + all + " 栋楼：" + BuildingNames(here) + "。"
	}
	return "涂深色的 " + strconv.Itoa(len(here)) + " 栋：" + BuildingNames(here) + "；共 " + all + " 栋。"
}
