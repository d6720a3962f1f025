package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// The watchers' and the committee's pages of who may what, in a browser.
func TestRolesAndAuditInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	watch(b)
	waits(b, "resident-waits-01", "何静")
	li := browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	b.enter(li, "hepingli", "li")
	li.Go("/hepingli/desk/people?waiting=yes").See("待确认 1 人").Axe().Picture("roles-waiting")
	li.Go("/hepingli/desk/people/resident-waits-01").See("确认住在本社区").Axe().Picture("roles-confirm").Press("确认住在本社区").See("已确认")
	li.Go("/hepingli/desk/people/sun").Press("给予身份").Axe().Picture("roles-give")
	li.Set("#grant-role", "stairwell_head").Press("#grant .button").See("还没有送出", "没有这栋楼").Axe().Picture("roles-refused")
	li.Set("#grant-building", "7 号楼").Press("#grant .button").See("已给予身份", "提前结束").Axe().Picture("roles-given")

	tang := browsertest.Open(t, b.URL).Wide().Allow("status of 4")
	b.enter(tang, "hepingli", "tang")
	tang.Go("/hepingli/desk").See("待审议题", "只看不改").NotSee("邀请信", "户册").Axe().Picture("watcher-desk")
	tang.Go("/hepingli/desk/audit").See("给予和结束居民身份", "登记和确认居民", "李文静").Axe().Picture("audit")
	phone := browsertest.Open(t, b.URL).Dark()
	b.enter(phone, "hepingli", "tang")
	phone.Go("/hepingli/desk/audit").See("审计记录").Axe().Picture("audit-phone")
}
