package desk

import "yishiting/residents"

// roleWords are the roles as people say them.
var roleWords = map[residents.RoleName]string{
	residents.RoleResident:        "居民",
	residents.RoleVolunteer:       "志愿者",
	residents.RoleCommitteeMember: "委员",
	residents.RoleDirector:        "主任",
	residents.RoleSupervision:     "居务监督委员会",
	residents.RolePropertyCompany: "物业",
	residents.RoleStreetStaff:     "街道工作人员",
	residents.RoleDistrictStaff:   "区级部门",
	residents.RoleAdministrator:   "系统管理员",
}

// RoleWord is a role as people say it: 委员.
func RoleWord(name residents.RoleName) string { return roleWords[name] }
