//go:build !js

package pages

// TellingText is the text message that says that something waits, where it is read, and where such
// messages are ended. It does not say what waits.
func TellingText(place string, digest bool, address, stop string) string {
	if digest {
		return "【" + place + "议事厅】一周要事请看 " + address + " ，不再提醒请到 " + stop
	}
	return "【" + place + "议事厅】有和您有关的新消息，请看 " + address + " ，不再提醒请到 " + stop
}
