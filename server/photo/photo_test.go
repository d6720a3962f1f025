package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

var (
	red    = color.RGBA{255, 0, 0, 255}
	green  = color.RGBA{0, 160, 0, 255}
	blue   = color.RGBA{0, 0, 255, 255}
	yellow = color.RGBA{255, 255, 0, 255}
	white  = color.RGBA{255, 255, 255, 255}
)

func like(a, b color.Color) bool {
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) < 0x1800 }
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	return near(ar, br) && near(ag, bg) && near(ab, bb)
}

func kept(t *testing.T, upload []byte) image.Image {
	t.Helper()
	p, err := Make(t.Context(), upload)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	if size := m.Bounds().Size(); size != image.Pt(p.Width, p.Height) || max(size.X, size.Y) > MaxSide || len(p.JPEG) > MaxKept {
		t.Errorf("%d bytes, %v pixels, said to be %d × %d", len(p.JPEG), size, p.Width, p.Height)
	}
	return m
}

func TestUpright(t *testing.T) {
	stored := quarters(64, 32)
	for orientation, want := range [][4]color.Color{
		0: {red, green, blue, yellow}, // not a value: as it is
		1: {red, green, blue, yellow},
		2: {green, red, yellow, blue},
		3: {blue, yellow, red, green},
		4: {yellow, blue, green, red},
		5: {red, yellow, blue, green},
		6: {yellow, red, green, blue},
		7: {blue, green, red, yellow},
		8: {green, blue, yellow, red},
		9: {red, green, blue, yellow},
	} {
		size := image.Pt(64, 32)
		if 5 <= orientation && orientation <= 8 {
			size = image.Pt(32, 64)
		}
		for kind, upload := range map[string][]byte{
			"JPEG, little endian": withSegment(encodeJPEG(t, stored), 0xe1, "Exif\x00\x00"+exif(binary.LittleEndian, uint16(orientation))),
			"JPEG, big endian":    withSegment(encodeJPEG(t, stored), 0xe1, "Exif\x00\x00"+exif(binary.BigEndian, uint16(orientation))),
			"PNG":                 withChunk(encodePNG(t, stored), "eXIf", exif(binary.BigEndian, uint16(orientation))),
		} {
			m := kept(t, upload)
			got := corners(m)
			if m.Bounds().Size() != size || !slices.EqualFunc(got[:], want[:], like) {
				t.Errorf("orientation %d, %s: %v, %v", orientation, kind, m.Bounds().Size(), got)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for _, test := range []struct{ from, want image.Point }{
		{image.Pt(40, 30), image.Pt(40, 30)}, // never enlarged
		{image.Pt(1, 1), image.Pt(1, 1)},
		{image.Pt(1600, 1200), image.Pt(1600, 1200)},
		{image.Pt(1601, 1200), image.Pt(1600, 1199)},
		{image.Pt(1000, 3000), image.Pt(533, 1600)},
		{image.Pt(5000, 3), image.Pt(1600, 1)},
		{image.Pt(4801, 3603), image.Pt(1600, 1200)},
	} {
		m := kept(t, encodePNG(t, quarters(test.from.X, test.from.Y)))
		got, want := corners(m), [4]color.Color{red, green, blue, yellow}
		if m.Bounds().Size() != test.want {
			t.Errorf("%v became %v, want %v", test.from, m.Bounds().Size(), test.want)
		}
		if test.want.Y >= 16 && !slices.EqualFunc(got[:], want[:], like) {
			t.Errorf("%v: corners are %v", test.from, got)
		}
	}
}

func TestBoxesAtTheEdges(t *testing.T) {
	m := quarters(10, 7).SubImage(image.Rect(5, 0, 10, 3)) // green, with an offset
	for k := 1; k <= 6; k++ {
		got := boxes(m, k)
		for i := 0; i < len(got.Pix); i += 4 {
			if c := (color.RGBA{got.Pix[i], got.Pix[i+1], got.Pix[i+2], got.Pix[i+3]}); c != green {
				t.Errorf("boxes of %d: pixel %d of %v is %v", k, i/4, got.Rect, c)
			}
		}
	}
}

func TestNoiseFits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	noise := image.NewRGBA(image.Rect(0, 0, 1800, 1500))
	for i := range noise.Pix {
		noise.Pix[i] = byte(r.UintN(256)) | 255*byte(i&3/3)
	}
	m := kept(t, encodeJPEG(t, noise)) // checks the limit
	if m.Bounds().Dx() < 500 {
		t.Errorf("shrunk to %v", m.Bounds())
	}
}

func TestColours(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 64, 64))
	clear := image.NewNRGBA(image.Rect(0, 0, 3300, 64)) // red, see-through on the right
	for y := range 64 {
		for x := range 64 {
			deep.SetNRGBA64(x, y, color.NRGBA64{0x00ff, 0xa000, 0x00ff, 0xffff})
		}
		for x := range 3300 {
			clear.SetNRGBA(x, y, color.NRGBA{255, 0, 0, 255 * uint8(1-2*x/3300)})
		}
	}
	palette := image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{yellow, blue})
	grey := color.Gray{128}
	for name, test := range map[string]struct {
		upload []byte
		want   [4]color.Color
	}{
		"16 bits":          {encodePNG(t, deep), [4]color.Color{green, green, green, green}},
		"see-through":      {encodePNG(t, clear), [4]color.Color{red, white, white, red}},
		"palette":          {encodePNG(t, palette), [4]color.Color{yellow, yellow, yellow, yellow}},
		"grey":             {encodePNG(t, image.NewGray(image.Rect(0, 0, 9, 9))), [4]color.Color{color.Black, color.Black, color.Black, color.Black}},
		"grey JPEG":        {flatJPEG(16, 16, 1, 1, 0xc0), [4]color.Color{grey, grey, grey, grey}},
		"CMYK JPEG":        {flatJPEG(16, 16, 4, 1, 0xc0), [4]color.Color{color.Gray{64}, color.Gray{64}, color.Gray{64}, color.Gray{64}}},
		"offset of bounds": {encodePNG(t, quarters(64, 64).SubImage(image.Rect(33, 33, 60, 60))), [4]color.Color{blue, blue, blue, blue}},
	} {
		got := corners(kept(t, test.upload))
		if !slices.EqualFunc(got[:], test.want[:], like) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestRefused(t *testing.T) {
	jpg, pic := encodeJPEG(t, quarters(300, 200)), encodePNG(t, quarters(300, 200))
	claim := func(width, height uint32, depth, interlaced byte) []byte { // a PNG header with other pixels behind it
		ihdr := binary.BigEndian.AppendUint32(nil, width)
		ihdr = binary.BigEndian.AppendUint32(ihdr, height)
		ihdr = append(ihdr, depth, 2, 0, 0, interlaced)
		return slices.Concat(pic[:8], chunk("IHDR", string(ihdr)), pic[33:])
	}
	for name, test := range map[string]struct {
		upload []byte
		want   error
	}{
		"nothing":                    {nil, ErrFormat},
		"text":                       {[]byte("<svg onload=alert(1)>"), ErrFormat},
		"GIF":                        {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), ErrFormat},
		"HEIC":                       {[]byte("\x00\x00\x00\x18ftypheic"), ErrFormat},
		"one byte short of a JPEG":   {jpg[:2], ErrFormat},
		"JPEG, first bytes":          {jpg[:3], ErrBroken},
		"JPEG cut off":               {jpg[:len(jpg)*2/3], ErrBroken},
		"JPEG without end":           {jpg[:len(jpg)-30], ErrBroken},
		"PNG cut off":                {pic[:len(pic)-40], ErrBroken},
		"PNG, only the signature":    {pic[:8], ErrBroken},
		"PNG with a wrong checksum":  {append(slices.Clone(pic[:len(pic)-20]), make([]byte, 20)...), ErrBroken},
		"file of 12 MB and one byte": {append(jpg[:len(jpg):len(jpg)], make([]byte, MaxFile+1-len(jpg))...), ErrTooBig},
		"file of 12 MB":              {append(jpg[:len(jpg):len(jpg)], make([]byte, MaxFile-len(jpg))...), nil},
		"50 megapixels":              {flatJPEG(8160, 6144, 3, 1, 0xc0), ErrTooBig},
		"50 megapixels, PNG":         {claim(8160, 6144, 8, 0), ErrTooBig},
		"100 gigapixels":             {claim(330_000, 330_000, 8, 0), ErrTooBig},
		"more than it is":            {claim(3000, 2000, 8, 0), ErrBroken},
		"more than it is, JPEG":      {flatJPEG(1000, 1000, 3, 1, 0xc0), ErrBroken},
		"too much memory":            {claim(5000, 5000, 16, 1), ErrTooBig},
		"too much memory, JPEG":      {flatJPEG(5000, 5000, 3, 1, 0xc2), ErrTooBig},
		"no pixels":                  {flatJPEG(0, 10, 3, 1, 0xc0), ErrBroken},
		"arithmetic coding":          {flatJPEG(16, 16, 3, 1, 0xc9), ErrFormat},
		"progressive":                {flatJPEG(16, 16, 1, 0, 0xc2), ErrBroken},
		"a film behind it":           {slices.Concat(jpg, []byte{0, 2}, bytes.Repeat(segment(0xda, ""), 300)), nil},
		"hundreds of scans":          {flatJPEG(16, 16, 3, 300, 0xc2), ErrFormat},
	} {
		p, err := Make(t.Context(), test.upload)
		if !errors.Is(err, test.want) || (err == nil) != (p.JPEG != nil) {
			t.Errorf("%s: %d bytes, %v, want %v", name, len(p.JPEG), err, test.want)
		}
	}
}

// 50 megapixels must be refused by their header, without room being made for them.
func TestRefusedBeforeDecoding(t *testing.T) {
	upload := flatJPEG(8160, 6144, 3, 1, 0xc0)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Make(t.Context(), upload); !errors.Is(err, ErrTooBig) {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; spent > 1<<20 {
		t.Errorf("%d bytes spent on refusing", spent)
	}
}

func TestNothingButPixels(t *testing.T) {
	const canary = "GPS 39.95N 116.41E <script>alert(1)</script> PK\x03\x04"
	jpg, pic := encodeJPEG(t, quarters(300, 200)), encodePNG(t, quarters(300, 200))
	for name, upload := range map[string][]byte{
		"EXIF":           withSegment(jpg, 0xe1, "Exif\x00\x00"+exif(binary.LittleEndian, 1)+canary),
		"XMP":            withSegment(jpg, 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+canary),
		"IPTC":           withSegment(jpg, 0xed, canary),
		"colour profile": withSegment(jpg, 0xe2, canary),
		"comment":        withSegment(jpg, 0xfe, canary),
		"after the end":  append(slices.Clone(jpg), canary...),
		"PNG text":       withChunk(pic, "tEXt", "Comment\x00"+canary),
		"PNG EXIF":       withChunk(pic, "eXIf", exif(binary.BigEndian, 1)+canary),
		"PNG unknown":    withChunk(pic, "ruBy", canary),
		"after PNG":      append(slices.Clone(pic), canary...),
	} {
		p, err := Make(t.Context(), upload)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for marker, payload := range segments(p.JPEG) {
			if marker >= 0xe0 {
				t.Errorf("%s: segment %x with %d bytes is kept", name, marker, len(payload))
			}
		}
		if bytes.Contains(p.JPEG, []byte("script")) || bytes.Contains(p.JPEG, []byte("116.41")) || !bytes.HasSuffix(p.JPEG, []byte("\xff\xd9")) {
			t.Errorf("%s: kept", name)
		}
	}
}

func TestOneAtATime(t *testing.T) {
	upload := encodeJPEG(t, quarters(30, 20))
	turn <- struct{}{} // somebody decodes
	given, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Make(given, upload); !errors.Is(err, context.Canceled) {
		t.Errorf("while somebody decodes: %v", err)
	}
	if _, err := Make(given, upload[:9]); !errors.Is(err, ErrBroken) {
		t.Errorf("a broken file need not wait: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := Make(t.Context(), upload)
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatalf("did not wait: %v", err)
	default:
	}
	<-turn
	if err := <-done; err != nil {
		t.Errorf("after waiting: %v", err)
	}
	if len(turn) != 0 {
		t.Error("the turn is not given back")
	}
}

func TestMemoryPerPixel(t *testing.T) {
	frame := func(sampling ...byte) []byte {
		b := make([]byte, 6)
		for i, s := range sampling {
			b = append(b, byte(i), s, 0)
		}
		return b
	}
	for _, test := range []struct {
		frame       []byte
		progressive bool
		want        int
	}{
		{frame(0x11), false, 5},
		{frame(0x22, 0x11, 0x11), false, 6},
		{frame(0x11, 0x11, 0x11), false, 7},
		{frame(0x11, 0x11, 0x11, 0x11), false, 8},
		{frame(0x22, 0x11, 0x11), true, 12},
		{frame(0x11, 0x11, 0x11), true, 19},
		{nil, false, 4},
		{frame(0x00, 0x11), false, 5},
	} {
		if got := frameBytes(test.frame, test.progressive); got != test.want {
			t.Errorf("%x, progressive %v: %d bytes a pixel, want %d", test.frame, test.progressive, got, test.want)
		}
	}
	if 8*MaxPixels > maxMemory {
		t.Error("an ordinary picture of the greatest size is refused for its memory")
	}
}

func FuzzOrientation(f *testing.F) {
	for _, block := range []string{exif(binary.LittleEndian, 6), exif(binary.BigEndian, 8), "II*\x00\xff\xff\xff\xff", "MM\x00*\x00\x00\x00\x08\xff\xff"} {
		f.Add([]byte(block))
		f.Add(withSegment(flatJPEG(8, 8, 1, 1, 0xc0), 0xe1, "Exif\x00\x00"+block))
		f.Add(withChunk(encodePNG(f, image.NewGray(image.Rect(0, 0, 1, 1))), "eXIf", block))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, block := range [][]byte{file, readJPEG(file).exif, readPNG(file).exif} {
			if o := orientation(block); o < 1 || o > 8 {
				t.Fatalf("orientation %d", o)
			}
		}
	})
}

func FuzzMake(f *testing.F) {
	f.Add(encodePNG(f, quarters(5, 3)))
	f.Add(withSegment(encodeJPEG(f, quarters(9, 8)), 0xe1, "Exif\x00\x00"+exif(binary.LittleEndian, 6)))
	f.Add(flatJPEG(16, 16, 4, 1, 0xc0))
	f.Add(flatJPEG(16, 16, 3, 9, 0xc2))
	f.Fuzz(func(t *testing.T, upload []byte) {
		if h, err := inspect(upload); err == nil && h.memory > 1<<20 {
			return // slow, and no different
		}
		p, err := Make(t.Context(), upload)
		if err != nil {
			if err != ErrTooBig && err != ErrFormat && err != ErrBroken {
				t.Fatal(err)
			}
			return
		}
		if _, err := jpeg.Decode(bytes.NewReader(p.JPEG)); err != nil || len(p.JPEG) > MaxKept {
			t.Fatalf("%d bytes, %v", len(p.JPEG), err)
		}
	})
}

// A picture of 12 megapixels, as telephones take them.
func BenchmarkMake(b *testing.B) {
	upload := encodeJPEG(b, quarters(4000, 3000))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Make(b.Context(), upload); err != nil {
			b.Fatal(err)
		}
	}
}
