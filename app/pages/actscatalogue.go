//go:build !js

package pages

// What was done about the catalogue of services that a street buys, and about contacts, said once on the next page.
func init() {
	acts(map[string]string{
		"contact-asked":      "问过了，本人同意以后就是联系人",
		"contact-agreed":     "您是这个组织的联系人了",
		"contact-refused":    "已说明不同意",
		"contact-left":       "您不再是这个组织的联系人了",
		"purchase-made":      "写好了，等另一位核对公布",
		"purchase-step":      "记下了，等另一位核对公布",
		"purchase-published": "公布了",
		"purchase-back":      "退回去了，请写的人改好再交",
	})
}
