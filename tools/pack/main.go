// Command pack writes FILE.br beside each FILE given: the file compressed with
// brotli as small as it gets (quality 11, window 24), to be served as it is. A
// FILE.br newer than its FILE is left alone.
//
//	go run ./tools/pack web/static/app.wasm
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: pack FILE...")
		os.Exit(2)
	}
	for _, name := range os.Args[1:] {
		if err := pack(name); err != nil {
			fmt.Fprintln(os.Stderr, "pack:", err)
			os.Exit(1)
		}
	}
}

// pack writes name.br, unless it is there and newer. It is written under another
// name first, so that a half-written file is never served.
func pack(name string) error {
	packed := name + ".br"
	if fresh, err := newer(packed, name); fresh || err != nil {
		return err
	}
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(name), filepath.Base(packed)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) // in vain once it has been renamed
	if err := errors.Join(compress(out, in), out.Chmod(0o644), out.Close()); err != nil {
		return err
	}
	return os.Rename(out.Name(), packed)
}

// newer tells whether file a is there and was changed after file b.
func newer(a, b string) (bool, error) {
	second, err := os.Stat(b)
	if err != nil {
		return false, err
	}
	first, err := os.Stat(a)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return first.ModTime().After(second.ModTime()), nil
}

func compress(w io.Writer, r io.Reader) error {
	packer := brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	if _, err := io.Copy(packer, r); err != nil {
		return err
	}
	return packer.Close()
}
