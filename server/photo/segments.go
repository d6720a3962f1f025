package photo

import (
	"bytes"
	"encoding/binary"
	"iter"
)

// facts are what the decoders do not tell of a file.
type facts struct {
	exif     []byte // the first EXIF block, from its byte order on
	perPixel int    // bytes of memory that decoding takes for each pixel, at most
	scans    int    // passes over the picture
}

// readJPEG reads what a JPEG file says beside its pixels. A broken file gives
// what was found before the break.
func readJPEG(file []byte) facts {
	var f facts
	for marker, payload := range segments(file) {
		switch marker {
		case 0xe1: // APP1
			if exif, ok := bytes.CutPrefix(payload, []byte("Exif\x00\x00")); ok && f.exif == nil {
				f.exif = exif
			}
		case 0xc0, 0xc1, 0xc2: // SOF: sequential, sequential, progressive
			f.perPixel = max(f.perPixel, frameBytes(payload, marker == 0xc2))
		case 0xda: // SOS
			f.scans++
		}
	}
	return f
}

// frameBytes is the memory for a pixel of a JPEG frame: a byte for each sample,
// four more for its coefficient if the frame is progressive, and four for the
// colours into which the samples may have to be turned.
func frameBytes(frame []byte, progressive bool) int {
	const components = 6 // precision, height, width and their number stand in front
	samples, across, down := 0, 1, 1
	for i := components; i+3 <= len(frame); i += 3 {
		h, v := int(frame[i+1]>>4), int(frame[i+1]&15)
		samples, across, down = samples+h*v, max(across, h), max(down, v)
	}
	if progressive {
		samples *= 5
	}
	return (samples+across*down-1)/(across*down) + 4
}

// segments are the marker segments of a JPEG file up to its end of image.
// What stands between them, the compressed pixels, has no markers but restarts.
func segments(file []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for {
			i := bytes.IndexByte(file, 0xff)
			if i < 0 || i+1 >= len(file) {
				return
			}
			marker := file[i+1]
			file = file[i+1:]
			switch {
			case marker == 0xff: // a fill byte: this may be the marker's own first byte
				continue
			case marker <= 0x01, 0xd0 <= marker && marker <= 0xd8: // no segment: stuffing, restart, start
				file = file[1:]
				continue
			case marker == 0xd9: // end of image
				return
			}
			if len(file) < 3 {
				return
			}
			length := int(binary.BigEndian.Uint16(file[1:]))
			if length < 2 || 1+length > len(file) {
				return
			}
			if !yield(marker, file[3:1+length]) {
				return
			}
			file = file[1+length:]
		}
	}
}

// readPNG reads what a PNG file says beside its pixels.
func readPNG(file []byte) facts {
	f := facts{perPixel: 4, scans: 1}
	const signature, frame = 8, 12 // length, type and checksum stand around each chunk
	for file = file[min(signature, len(file)):]; len(file) >= frame; {
		length := int64(binary.BigEndian.Uint32(file))
		if length > int64(len(file)-frame) {
			break
		}
		chunk := file[8 : 8+length]
		switch kind := string(file[4:8]); {
		case kind == "IHDR" && length == 13:
			if chunk[8] == 16 { // bits a sample
				f.perPixel *= 2
			}
			if chunk[12] != 0 { // interlaced: its passes are kept beside it
				f.perPixel *= 2
			}
		case kind == "eXIf" && f.exif == nil:
			f.exif = chunk
		}
		file = file[frame+length:]
	}
	return f
}

// orientation is the picture's orientation by its EXIF block: 1 to 8, and 1
// where the block does not say. It looks at the first directory alone.
func orientation(exif []byte) int {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(exif, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(exif, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return 1
	}
	if len(exif) < 8 {
		return 1
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return 1
	}
	directory := exif[at+2:]
	for n := order.Uint16(exif[at:]); n > 0 && len(directory) >= 12; n-- {
		const tag, short = 0x0112, 3
		if order.Uint16(directory) == tag && order.Uint16(directory[2:]) == short && order.Uint32(directory[4:]) == 1 {
			if o := int(order.Uint16(directory[8:])); 1 <= o && o <= 8 {
				return o
			}
			return 1
		}
		directory = directory[12:]
	}
	return 1
}
