package photo

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"

	"golang.org/x/image/draw"
)

type decoder = func(io.Reader) (image.Image, error)

// keep encodes a picture within MaxKept: first with less and less quality, then
// with fewer pixels.
func keep(m *image.RGBA) (Photo, error) {
	var b bytes.Buffer
	for {
		for quality := 84; quality >= 60; quality -= 6 {
			b.Reset()
			if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
				return Photo{}, err
			}
			if b.Len() <= MaxKept {
				return Photo{JPEG: bytes.Clone(b.Bytes()), Width: m.Rect.Dx(), Height: m.Rect.Dy()}, nil
			}
		}
		m = shrink(m, max(m.Rect.Dx(), m.Rect.Dy())*4/5)
	}
}

// shrink draws a picture on white, its longer side at most side pixels. It is
// read once in strips, so that no second copy of a large picture is ever needed.
func shrink(m image.Image, side int) *image.RGBA {
	size := m.Bounds().Size()
	long := max(size.X, size.Y)
	drawn := boxes(m, max(1, long/side)) // now less than twice the side
	if long <= side {
		return drawn
	}
	target := image.Rect(0, 0, max(1, size.X*side/long), max(1, size.Y*side/long))
	scaled := image.NewRGBA(target)
	draw.ApproxBiLinear.Scale(scaled, target, drawn, drawn.Rect, draw.Src, nil)
	return scaled
}

// boxes draws a picture on white with one pixel, the average, for each box of k
// times k; boxes at the right and at the bottom may be smaller.
func boxes(m image.Image, k int) *image.RGBA {
	from := m.Bounds()
	if k == 1 {
		out := image.NewRGBA(image.Rectangle{Max: from.Size()})
		onWhite(out, m, from.Min)
		return out
	}
	out := image.NewRGBA(image.Rect(0, 0, (from.Dx()+k-1)/k, (from.Dy()+k-1)/k))
	strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), k))
	for y := range out.Rect.Dy() {
		onWhite(strip, m, from.Min.Add(image.Pt(0, y*k)))
		filled := image.Rect(0, 0, from.Dx(), min(k, from.Dy()-y*k))
		for x := range out.Rect.Dx() {
			box := image.Rect(x*k, 0, (x+1)*k, k).Intersect(filled)
			average(out.Pix[out.PixOffset(x, y):], strip, box)
		}
	}
	return out
}

// onWhite draws the part of m that begins at p over white.
func onWhite(to *image.RGBA, m image.Image, p image.Point) {
	draw.Draw(to, to.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(to, to.Rect, m, p, draw.Over)
}

// average writes the mean colour of a part of an opaque picture.
func average(pixel []byte, m *image.RGBA, part image.Rectangle) {
	var r, g, b int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := m.Pix[m.PixOffset(part.Min.X, y):m.PixOffset(part.Max.X, y)]
		for i := 0; i+3 < len(row); i += 4 {
			r, g, b = r+int(row[i]), g+int(row[i+1]), b+int(row[i+2])
		}
	}
	n := part.Dx() * part.Dy()
	pixel[0], pixel[1], pixel[2], pixel[3] = byte((r+n/2)/n), byte((g+n/2)/n), byte((b+n/2)/n), 255
}

// upright turns a picture as its EXIF orientation says: where the first row and
// the first column of what was stored belong.
func upright(m *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sx, sy int // where the pixel was stored
			switch orientation {
			case 2: // top, right
				sx, sy = w-1-x, y
			case 3: // bottom, right
				sx, sy = w-1-x, h-1-y
			case 4: // bottom, left
				sx, sy = x, h-1-y
			case 5: // left, top
				sx, sy = y, x
			case 6: // right, top
				sx, sy = y, h-1-x
			case 7: // right, bottom
				sx, sy = w-1-y, h-1-x
			case 8: // left, bottom
				sx, sy = w-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):], m.Pix[m.PixOffset(sx, sy):][:4])
		}
	}
	return out
}
