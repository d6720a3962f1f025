package main

import (
	"net/http"
	"slices"

	"yishiting/app/pages"
	"yishiting/residents"
)

// permissionRoutes are the table of permissions as a page.
func (p *Portal) permissionRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/permissions", name: "permissions", do: residents.ReadPublic, handle: p.permissions},
	}
}

// permissions shows the table, or what one role may do.
func (p *Portal) permissions(r *request) (answer, error) {
	role := residents.RoleName(r.URL.Query().Get("role"))
	v := &pages.PermissionsView{Frame: p.frame(r), Role: role, Roles: []pages.Option{{Label: "全部身份"}}}
	known := role == ""
	for _, name := range rolesOfAll() {
		v.Roles = append(v.Roles, pages.Option{Value: string(name), Label: pages.RoleWord(name)})
		known = known || name == role
	}
	if !known {
		return answer{}, residents.ErrNotFound
	}
	v.Groups = pages.PermissionGroups(role)
	return show(v), nil
}

// rolesOfAll are the roles of all levels that the table names, those of a community first.
func rolesOfAll() []residents.RoleName {
	var all []residents.RoleName
	for _, level := range []residents.Level{
		residents.LevelCommunity, residents.LevelSubdistrict, residents.LevelDistrict, residents.LevelInstallation,
	} {
		for _, name := range residents.LevelRoles[level] {
			if !slices.Contains(all, name) && inTable(name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// inTable tells whether the table has a cell for the role.
func inTable(name residents.RoleName) bool {
	return slices.ContainsFunc(residents.Permissions, func(p residents.Permission) bool {
		return slices.ContainsFunc(p.By, func(c residents.Cell) bool { return c.Role == name })
	})
}
