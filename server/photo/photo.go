// Package photo makes a picture that somebody uploads fit to be kept and shown:
// small, upright, and without anything but its pixels. Where and when it was
// taken, with which telephone, and whatever else rides in the file is gone,
// because the picture is drawn anew.
//
// An upload is an attack until shown otherwise. Its kind, its size in pixels and
// the memory that decoding will take are read from its headers first, and only
// one picture is decoded at a time, so that pictures never need more memory than
// one picture does.
package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"runtime/debug"

	"yishiting/residents"
)

// Limits of what is taken in and of what comes out.
const (
	MaxFile   = 12_000_000 // bytes of an upload
	MaxPixels = 40_000_000 // width times height of an upload
	MaxSide   = 1600       // pixels of the longer side that is kept
	MaxKept   = 300_000    // bytes that are kept

	maxMemory = 320_000_000 // bytes that decoding may take; only rare varieties take more at MaxPixels
	maxScans  = 100         // passes of a progressive JPEG; ordinary ones have about ten
)

// Why an upload is refused.
const (
	ErrTooBig = residents.Reason("photo-too-big") // over MaxFile, MaxPixels, or the memory to decode it
	ErrFormat = residents.Reason("photo-format")  // neither JPEG nor PNG, or a rare variety of them
	ErrBroken = residents.Reason("photo-broken")  // cut off or damaged
)

// Photo is a picture as it is kept.
type Photo struct {
	JPEG          []byte // at most MaxKept bytes, no metadata
	Width, Height int    // at most MaxSide pixels
}

// turn is held by whoever decodes.
var turn = make(chan struct{}, 1)

// Make makes a photo of an uploaded JPEG or PNG file. The error is ErrTooBig,
// ErrFormat or ErrBroken, or the context's if it ends while others are decoding.
func Make(ctx context.Context, upload []byte) (Photo, error) {
	h, err := inspect(upload)
	if err != nil {
		return Photo{}, err
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return Photo{}, ctx.Err()
	}
	if h.memory > maxMemory/4 {
		defer debug.FreeOSMemory() // do not let the next picture's memory come on top
	}
	m, err := h.decode(bytes.NewReader(upload))
	if err != nil {
		return Photo{}, reason(err)
	}
	return keep(upright(shrink(m, MaxSide), h.orientation))
}

// header is what is known of an upload before it is decoded.
type header struct {
	decode      decoder
	memory      int // bytes that decoding takes, not less than it does
	orientation int // as in EXIF, 1 to 8
}

// inspect reads the headers of an upload and refuses what should not be decoded.
func inspect(upload []byte) (header, error) {
	if len(upload) > MaxFile {
		return header{}, ErrTooBig
	}
	var h header
	var c image.Config
	var err error
	var perPixel int // bytes
	switch {
	case bytes.HasPrefix(upload, []byte("\xff\xd8\xff")):
		facts := readJPEG(upload)
		if facts.scans > maxScans {
			return header{}, ErrFormat
		}
		c, err = jpeg.DecodeConfig(bytes.NewReader(upload))
		h.decode, h.orientation, perPixel = jpeg.Decode, orientation(facts.exif), facts.perPixel
	case bytes.HasPrefix(upload, []byte("\x89PNG\r\n\x1a\n")):
		facts := readPNG(upload)
		c, err = png.DecodeConfig(bytes.NewReader(upload))
		h.decode, h.orientation, perPixel = png.Decode, orientation(facts.exif), facts.perPixel
	default:
		return header{}, ErrFormat
	}
	switch {
	case err != nil:
		return header{}, reason(err)
	case c.Width < 1 || c.Height < 1:
		return header{}, ErrBroken
	case c.Width > MaxPixels/c.Height:
		return header{}, ErrTooBig
	}
	h.memory = c.Width * c.Height * perPixel
	if h.memory > maxMemory {
		return header{}, ErrTooBig
	}
	return h, nil
}

// reason is the decoders' error as one of ours.
func reason(err error) residents.Reason {
	var rareJPEG jpeg.UnsupportedError
	var rarePNG png.UnsupportedError
	if errors.As(err, &rareJPEG) || errors.As(err, &rarePNG) {
		return ErrFormat
	}
	return ErrBroken
}
