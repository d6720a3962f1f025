package roster

import (
	"strings"

	"yishiting/residents"
)

// None stands for a column that the file does not have.
const None = -1

// Mapping says in which column of a file, from 0, each thing stands, or None.
type Mapping [residents.RosterColumns]int

// NoMapping has nothing anywhere.
func NoMapping() (m Mapping) {
	for i := range m {
		m[i] = None
	}
	return m
}

// Given are the columns that the mapping has.
func (m Mapping) Given() (given [residents.RosterColumns]bool) {
	for i, at := range m {
		given[i] = at != None
	}
	return given
}

// names are how offices head the columns, without marks and what stands in brackets.
// 户号 is not among them: it is the number of a family in the police's register.
var names = [residents.RosterColumns]string{
	residents.ColumnBuilding: "楼号 楼栋 楼栋号 楼 栋 栋号 幢 幢号 楼幢 楼幢号 楼座 座 楼宇 号楼 楼房 BUILDING",
	residents.ColumnUnit:     "单元 单元号 单元门 门栋 UNIT",
	residents.ColumnRoom:     "房号 房间号 房屋号 房门号 门牌 门牌号 室 室号 房 房间 户室 ROOM",
	residents.ColumnAddress:  "地址 住址 详细地址 家庭地址 家庭住址 房屋地址 房屋坐落 坐落 居住地址 现住址 楼单元房号 楼单元室",
	residents.ColumnAdults:   "人数 成年人数 成年人 成人数 成人 常住人口 常住人数 人口数 人口 居住人数 家庭人数 18岁以上人数 18岁以上",
	residents.ColumnTenure:   "产权 产权性质 产权类型 房屋性质 住房性质 住房类型 居住性质 居住类型 自有租住 自有或租住 自住租住 是否自有 租住情况 业主租户",
	residents.ColumnArea:     "建筑面积 面积 房屋面积 房屋建筑面积 产权面积 住房面积 建面",
}

// Guess finds the columns by their names. A line that names no column gives NoMapping.
func Guess(header []string) Mapping {
	m := NoMapping()
	for at, cell := range header {
		name := headerName(cell)
		for c, all := range names {
			if name != "" && m[c] == None && strings.Contains(" "+all+" ", " "+name+" ") {
				m[c] = at
				break
			}
		}
	}
	if m[residents.ColumnBuilding] != None && m[residents.ColumnRoom] != None {
		m[residents.ColumnAddress] = None // the parts say it better
	}
	return m
}

// headerName is a column's name without space, marks, and what stands in brackets.
func headerName(s string) string {
	depth := 0
	return strings.ToUpper(strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune("(（[【", c):
			depth++
			return -1
		case strings.ContainsRune(")）]】", c):
			depth--
			return -1
		case depth > 0, strings.ContainsRune(" \u3000\u00a0\t\r\n*＊:：/／、-—_和及", c):
			return -1
		}
		return c
	}, s))
}

func (m Mapping) found() (n int) {
	for _, at := range m {
		if at != None {
			n++
		}
	}
	return n
}

func (m Mapping) hasAddress() bool { return residents.RosterList{Given: m.Given()}.HasAddress() }
