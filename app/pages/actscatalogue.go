//go:build !js

package pages

// What was done about the catalogue of services that a street buys, said once on the next page.
func init() {
	acts(map[string]string{
		"purchase-made":      "写好了，等另一位核对公布",
		"purchase-step":      "记下了，等另一位核对公布",
		"purchase-published": "公布了",
		"purchase-back":      "退回去了，请写的人改好再交",
	})
}
