package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pictures is where pictures are put: pictures/ at the root of the module.
func pictures() string {
	dir, err := os.Getwd()
	if err != nil {
		return "pictures"
	}
	for d := dir; d != filepath.Dir(d); d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return filepath.Join(d, "pictures")
		}
	}
	return filepath.Join(dir, "pictures")
}

// Picture takes a picture of the whole page: pictures/NAME.png, to be looked at. It does so where PICTURES is set in the environment:
// hundreds of them take a fifth of the time of all tests.
func (b *Tab) Picture(name string) *Tab {
	b.t.Helper()
	if os.Getenv("PICTURES") == "" {
		return b
	}
	png, err := b.picture()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.MkdirAll(pictures(), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pictures(), name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// height is that of the whole page, in pixels. A page that is just being opened again has none yet.
func (b *Tab) height() (height int64, err error) {
	for end := time.Now().Add(patience); height == 0 && time.Now().Before(end); b.pause() {
		if height, err = ask[int64](b, "document.documentElement?.scrollHeight ?? 0"); err != nil && !gone(err) {
			return 0, err
		}
	}
	return height, err
}

func (b *Tab) picture() ([]byte, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	height, err := b.height()
	if err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, b.screen(height)); err != nil { // a bar at the foot of the screen stands at the foot of the picture
		return nil, err
	}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{OptimizeForSpeed: new(true)})
	if err == nil {
		err = chromedp.Do(ctx, b.screen(0))
	}
	return shot.Data, err
}

// picturesOfFailure leaves a picture of the page on which a test has failed.
func (b *Tab) picturesOfFailure() {
	if !b.t.Failed() {
		return
	}
	name := regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(b.t.Name(), "-")
	png, err := b.picture()
	if err != nil {
		return
	}
	_ = os.MkdirAll(pictures(), 0o755)
	file := filepath.Join(pictures(), "failed-"+name+".png")
	if os.WriteFile(file, png, 0o644) == nil {
		b.t.Log("picture of the failure:", file)
	}
}
