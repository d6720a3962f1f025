package main

import (
	"strconv"
	"strings"

	"rsc.io/qr"
)

// qrCode draws an address as a QR code of size × size modules: the black ones as
// SVG path data in units of a module, row by row. It stands a seventh of its area
// being torn off or written over (level M).
func qrCode(address string) (size int, path string) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return 0, "" // longer than a code can hold: no page of ours is
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) { // beyond the edge is white
				run++
			}
			if run > 0 {
				b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(run) + "v1h-" + strconv.Itoa(run) + "z")
				x += run
			}
		}
	}
	return code.Size, b.String()
}

// address is a path of this portal as it stands on paper and in links. The host of a request
// is not asked: whoever sends it may name another's, which the paper would then lead to.
func (p *Portal) address(path string) string { return p.public + path }
