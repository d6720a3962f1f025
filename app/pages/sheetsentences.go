//go:build !js

package pages

import "yishiting/residents"

// Lists of a month are saved from pages that the server alone draws.
func init() {
	sentences[residents.ErrMonth] = sentence{"没有这个月份", "请回到上一页，选一个月再下载"}
}
