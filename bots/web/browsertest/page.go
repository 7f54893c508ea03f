package browsertest

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Goto opens the page at url and waits until it has loaded.
func (b *Browser) Goto(url string) {
	b.t.Helper()
	b.do("goto "+url, chromedp.Navigate(url))
}

// Reload loads the page again.
func (b *Browser) Reload() {
	b.t.Helper()
	b.do("reload", chromedp.Reload())
}

// URL is the address of the page.
func (b *Browser) URL() string {
	b.t.Helper()
	return ask(b, "url", chromedp.Location())
}

// Click clicks the first visible element that the CSS selector finds.
func (b *Browser) Click(css string) {
	b.t.Helper()
	b.do("click "+css, chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible))
}

// Type puts text into the first visible field that the CSS selector finds,
// after what is there, key by key.
func (b *Browser) Type(css, text string) {
	b.t.Helper()
	b.do("type into "+css, chromedp.SendKeys(chromedp.CSS(css), text, chromedp.NodeVisible))
}

// Clear empties the field that the CSS selector finds.
func (b *Browser) Clear(css string) {
	b.t.Helper()
	b.do("clear "+css, chromedp.Clear(chromedp.CSS(css)))
}

// Attach gives files to the file field that the CSS selector finds.
func (b *Browser) Attach(css string, paths ...string) {
	b.t.Helper()
	b.do("attach to "+css, chromedp.SetUploadFiles(chromedp.CSS(css), paths))
}

// Press presses keys on whatever has the focus: characters, or names of
// chromedp's package kb such as kb.Enter and kb.Escape.
func (b *Browser) Press(keys string) {
	b.t.Helper()
	b.do(fmt.Sprintf("press %q", keys), chromedp.KeyEvent(keys))
}

// Tab moves the focus to the next element and returns what has it then, as
// Focused does.
func (b *Browser) Tab() string {
	b.t.Helper()
	b.Press(kb.Tab)
	return b.Focused()
}

// Focused describes the element that has the focus: "tag#id", "tag" without
// an id, "body" for none.
func (b *Browser) Focused() string {
	b.t.Helper()
	return Eval[string](b, `(e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : ""))(document.activeElement || document.body)`)
}

// Text is the visible text of the first element that the CSS selector finds.
func (b *Browser) Text(css string) string {
	b.t.Helper()
	return strings.TrimSpace(ask(b, "text of "+css, chromedp.Text(chromedp.CSS(css))))
}

// Value is what stands in the field that the CSS selector finds.
func (b *Browser) Value(css string) string {
	b.t.Helper()
	return ask(b, "value of "+css, chromedp.Value(chromedp.CSS(css)))
}

// Count is how many elements the CSS selector finds now, without waiting.
func (b *Browser) Count(css string) int {
	b.t.Helper()
	return Eval[int](b, fmt.Sprintf("document.querySelectorAll(%q).length", css))
}

// WaitFor waits until the CSS selector finds a visible element.
func (b *Browser) WaitFor(css string) {
	b.t.Helper()
	b.do("wait for "+css, chromedp.WaitVisible(chromedp.CSS(css)))
}

// WaitGone waits until the CSS selector finds nothing.
func (b *Browser) WaitGone(css string) {
	b.t.Helper()
	b.do("wait until gone: "+css, chromedp.WaitNotPresent(chromedp.CSS(css)))
}

// WaitText waits until the first element that the CSS selector finds contains
// text.
func (b *Browser) WaitText(css, text string) {
	b.t.Helper()
	b.WaitTrue(fmt.Sprintf(`(document.querySelector(%q)?.innerText ?? "").includes(%q)`, css, text))
}

// WaitTrue waits until a JavaScript expression is true on the page.
func (b *Browser) WaitTrue(expression string) {
	b.t.Helper()
	ask(b, "wait until "+expression, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(patience)))
}

// Eval returns the value of a JavaScript expression on the page. It works
// under any Content-Security-Policy, and awaits promises (but not while
// Scripts(false) is in force).
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	return ask(b, "evaluate", chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
