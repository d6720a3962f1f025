package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// given are the roles that somebody of hepingli holds now.
func given(b *booted, id string) (names []string) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) error {
		who, err := v.Standing("hepingli", id)
		for _, r := range who.Roles {
			if r.In(b.clock.Now()) {
				names = append(names, strings.TrimSuffix(string(r.Name)+" "+r.Scope, " "))
			}
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return names
}

func TestCommitteeGivesAndEndsRoles(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const sun = "/hepingli/desk/people/sun"
	li := b.as("hepingli", "li")
	li.get(sun).holds(t, 200, "给予身份", "楼门长", "居民代表", "!居委会主任", "3 号楼", "!不是居委会成员的近亲属")
	li.send(sun, "grant", "role", "stairwell_head").holds(t, 422, `id="grant-building-problem"`, "没有这栋楼")
	li.send(sun, "grant", "role", "director").holds(t, 422, "您现在的身份不能做这件事")
	li.send(sun, "grant", "role", "stairwell_head", "building", "7 号楼", "from", "2026-10-01").holds(t, 422, `id="grant-from-problem"`)
	li.send(sun, "grant", "role", "stairwell_head", "building", "7 号楼", "to", "2031-11-05").holds(t, 422, `id="grant-to-problem"`)
	li.send(sun, "grant", "role", "stairwell_head", "building", "7 号楼", "to", "2028-06-30").led(t, sun+"?done=granted")
	li.send(sun, "grant", "role", "stairwell_head", "building", "7 号楼").holds(t, 422, "已经给过这个人")
	li.get(sun).holds(t, 200, "楼门长", "7 号楼", "到 2028 年 7 月 1 日", "提前结束")
	if got := given(b, "sun"); strings.Join(got, ",") != "resident,stairwell_head 7 号楼" {
		t.Error(got)
	}
	phone := b.as("hepingli", "sun")
	phone.get("/hepingli/me").holds(t, 200, "您被登记为「楼门长」")
	li.send(sun, regexpFirst(`(?s)楼门长.*?<form id="(end-role-role-[0-9a-f]+)"`, li.get(sun).body)).led(t, sun+"?done=role-ended")
	if got := given(b, "sun"); strings.Join(got, ",") != "resident" {
		t.Error(got)
	}
	phone.get("/hepingli/me").holds(t, 200, "!孙小梅") // signed out at once, wherever
	b.as("hepingli", "sun").get("/hepingli/me").holds(t, 200, "您的「楼门长」身份结束了")
	li.get(sun).holds(t, 200, "提前结束")

	li.get("/hepingli/desk/people/li").holds(t, 200, "!给予身份") // nobody to themselves
	li.late(t, "/hepingli/desk/people/li/roles", "role", "representative").holds(t, 422, "不能处理自己提出的事项")
	li.late(t, "/hepingli/desk/people/chen/roles/end", "part", "role-0000000000000000").holds(t, 404)
	li.late(t, "/hepingli/desk/people/qian/roles", "role", "volunteer").holds(t, 404)
	b.as("anzhen", "wu").late(t, sun+"/roles", "role", "volunteer").holds(t, 403)
	b.as("hepingli", "wang").late(t, sun+"/roles", "role", "volunteer").holds(t, 403)
	b.stranger().late(t, sun+"/roles", "role", "volunteer").holds(t, 401)
}

func TestAdministratorKeepsDutiesApart(t *testing.T) {
	t.Parallel()
	b := boot(t)
	const at = "/admin/desk/bodies/hepingli/people/"
	admin := b.as(residents.Installation, "administrator")
	admin.get(at+"sun").holds(t, 200, "居委会主任", "不是居委会成员的近亲属")
	admin.send(at+"sun", "grant", "role", "director").holds(t, 422, "这个身份现在已经有人担任")
	admin.send(at+"sun", "grant", "role", "supervision_committee").holds(t, 422, `id="grant-no-kin-problem"`, "近亲属")
	admin.send(at+"li", "grant", "role", "supervision_committee", "no-kin", "yes").holds(t, 422, "这两种身份不能由同一个人兼任")
	admin.send(at+"sun", "grant", "role", "supervision_committee", "no-kin", "yes").led(t, at+"sun?done=granted")
	admin.send(at+"sun", "grant", "role", "committee_member").holds(t, 422, "这两种身份不能由同一个人兼任")
	admin.send(at+"chen", "grant", "role", "party_secretary").led(t, at+"chen?done=granted") // may be the director
	admin.send(at+"zhao", "grant", "role", "party_secretary").holds(t, 422, "这个身份现在已经有人担任")
	if got := strings.Join(given(b, "chen"), ","); got != "director,party_secretary,resident" && got != "director,resident,party_secretary" {
		t.Error(got)
	}

	li := b.as("hepingli", "li")
	li.get("/hepingli/desk").holds(t, 200, "待审议题")
	admin.send(at+"li", regexpFirst(`(?s)居委会委员.*?<form id="(end-role-role-[0-9a-f]+)"`, admin.get(at+"li").body)).led(t, at+"li?done=role-ended")
	li.get("/hepingli/desk").holds(t, 401)
	b.as("hepingli", "li").get("/hepingli/desk").holds(t, 403)

	admin.late(t, "/hepingli/desk/people/sun/roles", "role", "volunteer").holds(t, 403) // not at the committee's desk
	b.as("hepingli", "chen").late(t, at+"sun/roles", "role", "committee_member").holds(t, 403)
}

// waits adds somebody who joined by a letter and waits.
func waits(b *booted, id, name string) {
	b.t.Helper()
	err := b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		return tx.AddResident(residents.Resident{ID: id, Community: "hepingli", Name: name, Building: "3 号楼", Adult: true, JoinedAt: b.clock.Now()})
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func TestConfirmAndDecline(t *testing.T) {
	t.Parallel()
	b := boot(t)
	waits(b, "resident-waits-01", "何静")
	waits(b, "resident-waits-02", "林晚")
	const he, lin = "/hepingli/desk/people/resident-waits-01", "/hepingli/desk/people/resident-waits-02"
	new := b.as("hepingli", "resident-waits-01")
	new.get("/hepingli").holds(t, 200, "居委会还没有确认您住在这里")
	new.late(t, "/hepingli/topics/new", "title", "棚").holds(t, 422, "居委会还没有确认")

	li := b.as("hepingli", "li")
	li.get("/hepingli/desk/people").holds(t, 200, "待确认 2 人")
	li.get("/hepingli/desk/people?waiting=yes").holds(t, 200, "何静", "林晚", "!王秀兰", "凭信加入，待确认")
	li.get(he).holds(t, 200, "等待确认", "!给予身份")
	li.send(he, "confirm-person").led(t, he+"?done=person-confirmed")
	li.late(t, he+"/confirm").holds(t, 422)
	if got := strings.Join(given(b, "resident-waits-01"), ","); got != "resident" {
		t.Error(got)
	}
	new.get("/hepingli/me").holds(t, 200, "居委会确认您住在本社区")
	new.get("/hepingli").holds(t, 200, "!居委会还没有确认您住在这里")

	li.send(lin, "decline-person").holds(t, 422, `id="decline-person-reason-problem"`)
	li.send(lin, "decline-person", "reason", "户册里没有这个人").led(t, lin+"?done=person-declined")
	b.as("hepingli", "resident-waits-02").get("/hepingli/me").holds(t, 200, "居委会没有确认您住在本社区：「户册里没有这个人」")
	li.get("/hepingli/desk/people?waiting=yes").holds(t, 200, "待确认 0 人", "!林晚")
	li.send(lin, "confirm-person").led(t, lin+"?done=person-confirmed")
	b.as("anzhen", "wu").late(t, lin+"/confirm").holds(t, 403)
}

// Administrators confirm and decline people of any community, where there is nobody else who may.
func TestAdministratorConfirms(t *testing.T) {
	t.Parallel()
	b := boot(t)
	waits(b, "resident-waits-01", "何静")
	waits(b, "resident-waits-02", "林晚")
	const he, lin = "/admin/desk/bodies/hepingli/people/resident-waits-01", "/admin/desk/bodies/hepingli/people/resident-waits-02"
	admin := b.as(residents.Installation, "administrator")
	admin.send(he, "confirm-person").led(t, he+"?done=person-confirmed")
	admin.get(he).holds(t, 200, "居民", "!等待确认", "请另签发登录链接")
	admin.send(lin, "decline-person").holds(t, 422, `id="decline-person-reason-problem"`)
	admin.send(lin, "decline-person", "reason", "户册里没有这个人").led(t, lin+"?done=person-declined")
	admin.get(lin).holds(t, 200, "没有确认", "确认住在本社区")
	b.as("hepingli", "resident-waits-01").get("/hepingli/me").holds(t, 200, "居委会确认您住在本社区")
	b.as("hepingli", "resident-waits-02").get("/hepingli/me").holds(t, 200, "居委会没有确认您住在本社区：「户册里没有这个人」")
	if got := lines(b, "hepingli"); got[len(got)-1].Actor != "administrator" || got[len(got)-1].Action != residents.AdmitPerson {
		t.Errorf("the community's audit has %+v", got)
	}
	b.as("hepingli", "li").late(t, he+"/confirm").holds(t, 403)
	admin.late(t, "/admin/desk/bodies/anzhen/people/resident-waits-01/confirm").holds(t, 404)
	admin.late(t, "/admin/desk/bodies/nowhere/people/resident-waits-01/confirm").holds(t, 404)
	admin.send(he, "gone", "reason", "moved", "sure", "yes").led(t, "/admin/desk/bodies/hepingli?done=noted-gone")
}

// A role ends between the page and its form, and between two verbs: what was begun stops.
func TestRoleEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	b := boot(t)
	id := b.raise("hepingli", "wang", "楼道堆物")
	other := b.raise("hepingli", "zhao", "门禁坏了")
	end := b.clock.Now().Add(time.Hour)
	err := b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		console := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
		return residents.Grant(tx, console, "hepingli", residents.Role{Community: "hepingli", Resident: "sun", Name: residents.RoleCommitteeMember, To: end})
	})
	if err != nil {
		t.Fatal(err)
	}
	sun := b.as("hepingli", "sun")
	screening := []string{"decision", "accept", "reason-accept", "common-concern", "sentence", "列入协商"}
	first, fields := sun.get("/hepingli/desk/topics/"+id).fill(t, "screen", screening...)
	second, late := sun.get("/hepingli/desk/topics/"+other).fill(t, "screen", screening...)
	sun.do("POST", first, fields).holds(t, 303)
	b.clock.set(end.In(hepingli.Location()).Format("2006-01-02 15:04")) // its last instant is over
	sun.do("POST", second, late).holds(t, 403, "您的任期已在")
	sun.do("POST", first, fields).holds(t, 403) // nor may it be asked for again
	err = b.store.View(context.Background(), func(v *store.View) error {
		one, err := v.Topic("hepingli", other)
		if one.State != "raised" {
			t.Errorf("screened when the role was over: %s", one.State)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
