package photo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

func encodeJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withSegment puts a marker segment behind a JPEG file's first two bytes.
func withSegment(file []byte, marker byte, payload string) []byte {
	return slices.Concat(file[:2], segment(marker, payload), file[2:])
}

func segment(marker byte, payload string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(2+len(payload))), payload...)
}

// withChunk puts a chunk behind a PNG file's header.
func withChunk(file []byte, kind, payload string) []byte {
	const header = 8 + 25
	return slices.Concat(file[:header], chunk(kind, payload), file[header:])
}

func chunk(kind, payload string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	b = append(b, kind+payload...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// exif is an EXIF block with an orientation among other entries.
func exif(order binary.AppendByteOrder, orientation uint16) string {
	b := []byte("II*\x00")
	if order == binary.BigEndian {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, e := range []struct{ tag, value uint16 }{{0x0103, 6}, {0x0112, orientation}} {
		b = order.AppendUint16(b, e.tag)
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, e.value)
		b = order.AppendUint16(b, 0)
	}
	return string(order.AppendUint32(b, 0))
}

// flatJPEG is a JPEG file made by hand: every sample of every component is 128.
// Its frame may say that it is larger than the pixels that follow.
func flatJPEG(width, height, components, scans int, frame byte) []byte {
	b := []byte{0xff, 0xd8}
	b = append(b, segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x00")...)
	b = append(b, segment(0xdb, "\x00"+string(bytes.Repeat([]byte{1}, 64)))...)
	sof := string([]byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(components)})
	sos := string(byte(components))
	for c := range components {
		sof += string([]byte{byte(c + 1), 0x11, 0})
		sos += string([]byte{byte(c + 1), 0})
	}
	b = append(b, segment(frame, sof)...)
	oneCode := "\x01" + string(make([]byte, 15)) + "\x00" // the code 0 of one bit stands for 0
	b = append(b, segment(0xc4, "\x00"+oneCode+"\x10"+oneCode)...)
	for range scans {
		b = append(b, segment(0xda, sos+"\x00\x3f\x00")...)
		b = append(b, make([]byte, 64)...)
	}
	return append(b, 0xff, 0xd9)
}

func corners(m image.Image) [4]color.Color { // from top left, clockwise
	b := m.Bounds()
	x, y := b.Dx()/4, b.Dy()/4
	return [4]color.Color{m.At(x, y), m.At(b.Max.X-1-x, y), m.At(b.Max.X-1-x, b.Max.Y-1-y), m.At(x, b.Max.Y-1-y)}
}

// quarters is red, green, blue and yellow from the top left, clockwise.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [2][2]color.RGBA{{red, green}, {yellow, blue}}[2*y/h][2*x/w]
			m.SetRGBA(x, y, c)
		}
	}
	return m
}
