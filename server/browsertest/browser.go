// Package browsertest drives the portal in a real Chromium without its windows, as a phone of 360 by
// 780 points. One browser serves a test binary; every Tab has cookies and storage
// of its own. Waiting is by asking the page until it answers or a deadline passes.
// Whatever the page complains of in its console fails the test.
package browsertest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a condition may take to come true, on a machine that does much else at once.
const patience = time.Minute

var browser struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

// start opens the one browser.
func start() (context.Context, error) {
	browser.once.Do(func() {
		dir, err := os.MkdirTemp("", "yishiting-chromium-")
		if err != nil {
			browser.err = err
			return
		}
		options, err := flags(dir)
		if err != nil {
			browser.err = err
			return
		}
		alloc, end := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, cancel := chromedp.NewContext(alloc)
		browser.ctx = ctx
		browser.stop = func() { cancel(); end(); _ = os.RemoveAll(dir) }
		if err := chromedp.Do(ctx); err != nil {
			browser.err = fmt.Errorf("chromium does not start: %w", err)
		}
	})
	return browser.ctx, browser.err
}

// program is the browser without windows, which takes half the work, or else the whole one. Debian's name for the first is that
// of a script: what has been started must be the browser itself, so that it can be killed.
func program() (path string, err error) {
	for _, name := range []string{"/usr/lib/chromium/chromium-headless-shell", "chromium-headless-shell", "chromium"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("the Debian package chromium-headless-shell is not installed: apt-get install chromium-headless-shell fonts-noto-cjk")
}

// flags are how a browser is started that keeps what it has in dir.
func flags(dir string) ([]chromedp.ExecAllocatorOption, error) {
	path, err := program()
	if err != nil {
		return nil, err
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(dir), chromedp.Headless, chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("lang", "zh-CN"),
		chromedp.Env("LC_ALL=C.UTF-8"), // otherwise a machine without a locale has no files with Chinese names
		chromedp.Flag("in-process-gpu", true),
		// No process for what a test may open next, nor pages that each window loads into its address bar, where nobody types.
		chromedp.Flag("disable-features", "SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"),
	}
	if bench := flag.Lookup("test.bench"); bench == nil || bench.Value.String() == "" {
		flags = append(flags, chromedp.Flag("js-flags", "--liftoff-only")) // the app is compiled once, quickly; where it is measured, as on a phone
	}
	if os.Geteuid() == 0 {
		flags = append(flags, chromedp.NoSandbox)
	}
	return flags, nil
}

// Main runs the tests of a package and closes the browser, if one was opened:
//
//	func TestMain(m *testing.M) { browsertest.Main(m) }
func Main(m interface{ Run() int }) {
	code := m.Run()
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}
