package sample

import (
	"fmt"
	"strings"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// officials are those whom the sample knows by id: home, id, name, building, roles.
var officials = []struct {
	home, id, name, building string
	roles                    []residents.RoleName
}{
	{home, "chen-zhiyuan", "陈志远", "2 号楼", []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
	{home, Committee, "李文静", "6 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{home, "zhou-ming", "周明", "9 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{home, "wu-xiuying", "吴秀英", "4 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{home, "ma-jianjun", "马建军", "11 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{home, "he-li", "何丽", "14 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{home, "sun-guoqiang", "孙国强", "7 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{home, "gao-yulan", "高玉兰", "5 号楼", []residents.RoleName{residents.RoleResident, residents.RoleSupervision}},
	{home, "zhang-wuye", "张永强", "", []residents.RoleName{residents.RolePropertyCompany}},
	{home, Resident, "王秀兰", "3 号楼", []residents.RoleName{residents.RoleResident}},
	{home, Volunteer, "赵建国", "5 号楼", []residents.RoleName{residents.RoleResident, residents.RoleVolunteer}},
	{"anzhen", "lin-fang", "林芳", "1 号楼", []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
	{"anzhen", "tang-wei", "唐伟", "8 号楼", []residents.RoleName{residents.RoleResident}},
	{"hepingli-jiedao", "liu-haifeng", "刘海峰", "", []residents.RoleName{residents.RoleStreetStaff}},
	{"dongcheng", "guo-rui", "郭睿", "", []residents.RoleName{residents.RoleDistrictStaff}},
}

const (
	families = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万"
	given    = "桂兰 淑珍 建华 玉梅 志强 秀芳 国华 春燕 文斌 丽娟 海燕 永刚 晓梅 德明 凤英 立新 素芬 长江 美玲 宝山 雪梅 卫东 金凤 庆生 慧敏 学军 红霞 世杰 月娥 少华 亚楠 振国 小芹 铁柱 佳怡 连生 瑞雪 守义"
)

// ordinary is the number of residents without an office.
const ordinary = 150

// settle founds the bodies and admits the people.
func (t *town) settle(when time.Time) error {
	for _, c := range []residents.Community{dongcheng, street, hepingli, anzhen} {
		err := t.do(event{when, c.ID, "/", func(tx *store.Tx, by residents.Sender) error {
			_, err := residents.Found(tx, by, c)
			return err
		}})
		if err != nil {
			return err
		}
	}
	for _, o := range officials {
		err := t.do(event{when, o.home, "/", func(tx *store.Tx, by residents.Sender) error {
			r := residents.Resident{ID: o.id, Community: o.home, Name: o.name, Building: o.building}
			_, err := residents.Admit(tx, by, r, o.roles...)
			return err
		}})
		if err != nil {
			return err
		}
	}
	return t.do(event{when, home, "/", t.admitOrdinary})
}

// admitOrdinary admits the residents of buildings 1 to 18.
func (t *town) admitOrdinary(tx *store.Tx, by residents.Sender) error {
	t.people = nil
	surnames, names := []rune(families), strings.Fields(given)
	for i := range ordinary {
		r := residents.Resident{
			ID: fmt.Sprintf("resident-%03d", i+1), Community: home,
			Name:     string(surnames[(i*37)%len(surnames)]) + names[(i*11)%len(names)],
			Building: fmt.Sprintf("%d 号楼", i%18+1),
		}
		if _, err := residents.Admit(tx, by, r, residents.RoleResident); err != nil {
			return err
		}
		t.people = append(t.people, r.ID)
	}
	return nil
}

// split takes home/id apart.
func split(who string) (body, id string) {
	body, id, _ = strings.Cut(who, "/")
	return body, id
}
