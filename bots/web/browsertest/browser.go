// Package browsertest drives a real browser through our pages, as a person
// would: it opens them, clicks, types, tabs, looks, and asks axe-core whether
// everybody can use them. Only tests import it.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"majlis/flows/testneeds"
)

// patience is how long one step (a click, a wait, a page) may take before the
// test fails. It is generous because CI runs two heavy things on two cores.
const patience = 20 * time.Second

// Browser is one browser with one tab and an empty profile. Every method ends
// the test when its step cannot be done, and leaves a picture of the page then.
type Browser struct {
	t testing.TB
	*tab
}

// tab is what every test that shares the browser sees of it.
type tab struct {
	ctx        context.Context // chromedp's handle of the tab
	console    console
	scriptless bool // pages run no scripts
}

// Open starts a browser that ends with the test. The test is skipped, or fails
// when MAJLIS_TEST_REQUIRE=all, where no Chromium is installed.
func Open(t testing.TB) *Browser {
	t.Helper()
	path := testneeds.Program(t, "chromium", "chromium-browser", "google-chrome", "chrome")
	dir := tempDir(t)

	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.Env("TMPDIR="+dir),
		chromedp.NoSandbox, // CI runs as root, where Chromium's sandbox refuses to start
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), // a browser under test calls nobody
		chromedp.Flag("font-render-hinting", "none"),    // the same picture on every machine
	)
	// The test's own context ends before its clean-ups run: the browser would be
	// shot instead of closed.
	alloc, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), opts...)
	ctx, closeTab := chromedp.NewContext(alloc, chromedp.WithErrorf(t.Logf))
	t.Cleanup(func() {
		closeTab()
		stop()
	})

	b := &Browser{t: t, tab: &tab{ctx: ctx}}
	if err := chromedp.Listen(ctx, b.console.hear); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	b.Look(Desktop)
	return b
}

// tempDir is where Chromium puts the sockets and locks that it does not remove
// itself. The name is short: a socket's path may have 107 bytes, which t.TempDir
// with a long test name would use up.
func tempDir(t testing.TB) string {
	dir, err := os.MkdirTemp("", "web") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// In is the same browser for a subtest, which then fails instead of the test
// that opened it.
func (b *Browser) In(t testing.TB) *Browser {
	return &Browser{t: t, tab: b.tab}
}

// do runs the steps of one action of a person within our patience.
func (b *Browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.fail(what, err)
	}
}

// ask runs one action that answers something.
func ask[T any](b *Browser, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.fail(what, err)
	}
	return v
}

// fail ends the test with what the page looked like and said.
func (b *Browser) fail(what string, err error) {
	b.t.Helper()
	seen := "no picture could be taken"
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if png, shotErr := chromedp.Run(ctx, chromedp.CaptureScreenshot()); shotErr == nil {
		path := filepath.Join(b.t.ArtifactDir(), "failed.png")
		if os.WriteFile(path, png, 0o600) == nil {
			seen = fmt.Sprintf("picture: %s (go test -artifacts keeps it)", path)
		}
	}
	b.t.Fatalf("%s: %v\n%s\nconsole: %q", what, err, seen, b.console.all())
}
