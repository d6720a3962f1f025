package sample

import (
	"fmt"

	"yishiting/residents"
)

// person is somebody with the roles held from the beginning.
type person struct {
	residents.Resident
	roles []residents.RoleName
}

// crowdSize is how many residents there are besides those with a part of their own.
const crowdSize = 140

// crowd is the id of the n-th of them, from 1.
func crowd(n int) string { return fmt.Sprintf("hepingli-%03d", n) }

// crowds are several of them.
func crowds(from, to int) []string {
	var ids []string
	for n := from; n <= to; n++ {
		ids = append(ids, crowd(n))
	}
	return ids
}

// crowdAt is the number of the building in which the n-th of them lives.
func crowdAt(n int) int { return (n-1)*5%18 + 1 }

// buildingOf is that building.
func buildingOf(n int) string { return fmt.Sprintf("%d 号楼", crowdAt(n)) }

// Those of the committee who do most of the work.
const (
	director = "chen-zhiyuan"
	recorder = "zhou-ming"
	worker   = Committee
	screener = "sun-lihua"
)

// people are all people of the sample.
func people() []person {
	var (
		resident    = []residents.RoleName{residents.RoleResident}
		volunteer   = []residents.RoleName{residents.RoleResident, residents.RoleVolunteer}
		member      = []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}
		chief       = []residents.RoleName{residents.RoleResident, residents.RoleDirector}
		supervision = []residents.RoleName{residents.RoleResident, residents.RoleSupervision}
		property    = []residents.RoleName{residents.RolePropertyCompany}
		street      = []residents.RoleName{residents.RoleStreetStaff}
		department  = []residents.RoleName{residents.RoleDistrictStaff}
	)
	var all []person
	add := func(body, id, name string, building int, roles []residents.RoleName) {
		r := residents.Resident{ID: id, Community: body, Name: name}
		if building > 0 {
			r.Building = fmt.Sprintf("%d 号楼", building)
		}
		all = append(all, person{r, roles})
	}
	add(home, Resident, "王秀兰", 3, resident)
	add(home, elder, "张桂芳", 3, resident)
	add(home, "zhao-jianguo", "赵建国", 5, resident)
	add(home, Volunteer, "林小雨", 8, volunteer)
	add(home, director, "陈志远", 2, chief)
	add(home, worker, "李文静", 1, member)
	add(home, recorder, "周明", 6, member)
	add(home, screener, "孙丽华", 9, member)
	add(home, "ma-jianjun", "马建军", 12, member)
	add(home, "liu-fang", "刘芳", 15, member)
	add(home, "gao-xiaoyan", "高晓燕", 4, member)
	add(home, "guo-yongfu", "郭永福", 10, supervision)
	add(home, "han-yulan", "韩玉兰", 14, supervision)
	add(home, "cui-jianmin", "崔建民", 17, supervision)
	add(home, "he-jianguo", "何建国", 11, []residents.RoleName{residents.RoleResident, residents.RolePartySecretary})
	add(home, "wang-zhigang", "王志刚", 0, property)
	add(home, "tian-haitao", "田海涛", 0, property)
	add("hepingli-jiedao", "liu-min", "刘敏", 0, street)
	add("hepingli-jiedao", "zhao-lei", "赵磊", 0, street)
	add("hepingli-jiedao", "meng-li", "孟丽", 0, []residents.RoleName{residents.RoleAuditor})
	add("hepingli-jiedao", "tang-wen", "唐文", 0, []residents.RoleName{residents.RoleIncubator})
	for i, name := range []string{"白淑兰", "崔志强", "杜威", "冯云", "安然"} {
		add("hepingli-jiedao", jury[i], name, 0, []residents.RoleName{residents.RoleExpert})
	}
	add("dongcheng", "gao-yuan", "高远", 0, department)
	add("dongcheng", "xu-jing", "许静", 0, department)
	for i := range crowdSize {
		name := somebody(i)
		roles := resident
		if i%29 == 7 {
			roles = volunteer
		}
		add(home, crowd(i+1), name, crowdAt(i+1), roles)
	}
	add("anzhen", "wu-min", "吴敏", 4, chief)
	add("anzhen", "zheng-kai", "郑凯", 2, member)
	add("anzhen", "feng-xue", "冯雪", 7, member)
	for i := range 14 {
		name := somebody(crowdSize + i)
		add("anzhen", fmt.Sprintf("anzhen-%03d", i+1), name, i%9+1, resident)
	}
	return all
}

var families = []string{
	"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "何", "郭", "罗", "梁", "宋",
	"郑", "谢", "韩", "唐", "冯", "于", "董", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
}

// givens are given names as they were given in a decade.
var givens = []struct {
	decade int
	names  []string
}{
	{1940, []string{"桂英", "秀珍", "德福", "淑琴", "振国", "玉芬"}},
	{1950, []string{"桂兰", "建华", "淑珍", "国强", "凤英", "宝山", "秀荣", "援朝"}},
	{1960, []string{"红梅", "卫东", "建平", "丽萍", "志强", "玉梅", "永刚", "春燕", "金柱"}},
	{1970, []string{"海燕", "军", "晓东", "秀丽", "文斌", "艳红", "立新", "雪梅", "建军", "小玲"}},
	{1980, []string{"磊", "静", "鹏飞", "晶晶", "超", "丹丹", "伟", "婷婷", "洋", "思远"}},
	{1990, []string{"雨欣", "浩然", "佳慧", "子豪", "梦瑶", "天宇", "晓萌", "嘉琪"}},
	{2000, []string{"一鸣", "若曦", "宇轩"}},
}

// somebody is the name of the i-th of a crowd.
func somebody(i int) string {
	n := i * 23 % 54 // there are 54 given names
	for _, g := range givens {
		if n < len(g.names) {
			return families[i*10%37] + g.names[n]
		}
		n -= len(g.names)
	}
	panic("fewer names than counted")
}
