package sample

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// Pictures of the projects, drawn: nobody's photographs.

// The colours of the scenes.
var (
	sky    = color.RGBA{0xc9, 0xdc, 0xe8, 0xff}
	dusk   = color.RGBA{0x3d, 0x48, 0x5e, 0xff}
	brick  = color.RGBA{0xb9, 0x86, 0x6c, 0xff}
	plain  = color.RGBA{0xd8, 0xd2, 0xc4, 0xff}
	ground = color.RGBA{0x9a, 0x96, 0x8c, 0xff}
	paving = color.RGBA{0xb7, 0xb1, 0xa3, 0xff}
	glass  = color.RGBA{0x7f, 0x9a, 0xad, 0xff}
	lamp   = color.RGBA{0xff, 0xe3, 0x9a, 0xff}
	wood   = color.RGBA{0x8a, 0x5f, 0x3c, 0xff}
	leaf   = color.RGBA{0x5f, 0x8a, 0x58, 0xff}
	fence  = color.RGBA{0x2f, 0x6f, 0xb0, 0xff}
	cloth  = color.RGBA{0xf0, 0xee, 0xe6, 0xff}
)

const sceneWide, sceneHigh = 640, 480

// scene is the n-th picture, as JPEG: a stairwell without and with a railing, a door with
// lamps at dusk and one lit, a yard as it was, paved, with seats, and a road behind a fence.
func scene(n int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, sceneWide, sceneHigh))
	fill := func(c color.Color, x0, y0, x1, y1 int) {
		draw.Draw(m, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(sky, 0, 0, sceneWide, sceneHigh)
	switch n {
	case 0, 1:
		stairs(fill, n == 1)
	case 2, 3:
		fill(dusk, 0, 0, sceneWide, sceneHigh)
		front(fill, n == 3)
	case 7:
		front(fill, false)
		for x := range 16 {
			fill(fence, 40*x, 330, 40*x+36, 430)
		}
	default:
		yard(fill, n-4)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 80}); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

type filling func(c color.Color, x0, y0, x1, y1 int)

// front is that of a building with windows and a door, lit or not.
func front(fill filling, lit bool) {
	fill(brick, 40, 60, 600, 400)
	fill(ground, 0, 400, sceneWide, sceneHigh)
	for row := range 3 {
		for col := range 6 {
			c := glass
			if lit && (row+col)%3 == 0 {
				c = lamp
			}
			fill(c, 70+90*col, 85+80*row, 120+90*col, 135+80*row)
		}
	}
	fill(wood, 290, 310, 350, 400)
	if lit {
		fill(lamp, 305, 290, 335, 300)
		fill(color.RGBA{0xb8, 0xa8, 0x7c, 0xff}, 250, 400, 390, 440)
	}
}

// stairs is a flight of stairs, with a railing at the wall or without.
func stairs(fill filling, railing bool) {
	fill(plain, 0, 0, sceneWide, sceneHigh)
	for i := range 8 {
		fill(ground, 80*i, 440-40*i, sceneWide, 480-40*i)
		fill(paving, 80*i, 440-40*i, sceneWide, 446-40*i)
	}
	if !railing {
		return
	}
	for i := range 80 {
		fill(wood, 8*i, 320-4*i, 8*i+9, 334-4*i)
	}
	for i := range 7 {
		fill(ground, 90*i+40, 314-45*i, 90*i+46, 350-45*i)
	}
}

// yard is the place between two buildings: as it was, paved, with seats and a sail.
func yard(fill filling, state int) {
	fill(brick, 0, 40, 150, 330)
	fill(brick, 500, 70, sceneWide, 330)
	fill(ground, 0, 320, sceneWide, sceneHigh)
	fill(leaf, 200, 180, 260, 330)
	fill(leaf, 180, 200, 280, 270)
	if state == 0 {
		for i := range 20 {
			fill(brick, 60+i*27, 380+i*13%70, 78+i*27, 392+i*13%70)
		}
		return
	}
	for row := range 5 {
		for col := range 16 {
			fill(paving, 40*col+row%2*20, 330+30*row, 40*col+row%2*20+37, 357+30*row)
		}
	}
	if state > 1 {
		for i := range 3 {
			fill(wood, 90+170*i, 370, 210+170*i, 384)
			fill(wood, 100+170*i, 384, 108+170*i, 414)
			fill(wood, 192+170*i, 384, 200+170*i, 414)
		}
		fill(cloth, 300, 220, 480, 240)
		fill(ground, 306, 240, 312, 370)
		fill(ground, 468, 240, 474, 370)
	}
}
