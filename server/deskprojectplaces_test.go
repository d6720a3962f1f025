package main

import (
	"testing"

	"yishiting/consultation/project"
)

// A street's desk learns nothing of homes and people of communities that its project does not concern.
func TestOtherCommunitiesAreNotLookedUp(t *testing.T) {
	t.Parallel()
	w := bootStreet(t, boot(t))
	doors := w.of("hepingli-jiedao", "两个社区的门", 40)
	doors.MadeBy, doors.Places = "liu", []project.Place{{Community: "hepingli"}, {Community: "jiaodaokou"}}
	doors.Stage, doors.ApprovedAt, doors.StartedAt = project.Deliver, w.ago(9), w.ago(9)
	decided(&doors, 1000)
	w.plan(&doors, 20)
	w.keep(doors, 0, 0)
	path := "/hepingli-jiedao/desk/projects/" + doors.ID
	liu := w.as("hepingli-jiedao", "liu")
	const refused = "请在给出的选项里选一项"
	for _, other := range []string{"anzhen", "andingmen", "nowhere", ""} {
		for _, name := range []string{"吴", "钱", "没有这个人"} {
			liu.late(t, path+"/supervisors", "community", other, "name", name).holds(t, 422, refused, "!没有这个姓名的人")
		}
		for _, home := range []string{"3 号楼 1 单元 101", "99 号楼 9 单元 909"} {
			liu.late(t, path+"/dissents", "community", other, "home", home, "stance", "against", "text", "不", "paper", "纸").holds(t, 422, refused, "!户册里没有这一户")
		}
	}
	liu.late(t, path+"/supervisors", "community", "hepingli", "name", "没有这个人").holds(t, 422, "没有这个姓名的人")
	liu.late(t, path+"/dissents", "community", "hepingli", "home", "99 号楼 9 单元 909", "stance", "against", "text", "不", "paper", "纸").holds(t, 422, "户册里没有这一户")
}
