package browsertest

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Screen is what the page is looked at through. The zero value is a desktop of
// 1440 by 900 in light colours.
type Screen struct {
	Width, Height int  // CSS pixels
	Mobile        bool // a phone: touch, mobile viewport rules
	Dark          bool // prefers-color-scheme: dark
	Print         bool // the print style sheet
	Still         bool // prefers-reduced-motion: reduce
}

// Phone, Tablet and Desktop are the three widths every page is looked at.
var (
	Phone   = Screen{Width: 360, Height: 740, Mobile: true}
	Tablet  = Screen{Width: 768, Height: 1024, Mobile: true}
	Desktop = Screen{Width: 1440, Height: 900}
)

// Look shows the page through another screen, without reloading it.
func (b *Browser) Look(s Screen) {
	b.t.Helper()
	if s.Width == 0 || s.Height == 0 {
		s.Width, s.Height = Desktop.Width, Desktop.Height
	}
	var opts []chromedp.EmulateViewportOption
	if s.Mobile {
		opts = append(opts, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.do("look", chromedp.EmulateViewport(int64(s.Width), int64(s.Height), opts...), send(emulation.SetEmulatedMedia, s.media()))
}

// Scripts allows the pages opened from now on to run scripts, or not.
func (b *Browser) Scripts(allowed bool) {
	b.t.Helper()
	b.scriptless = !allowed
	b.do("scripts", send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !allowed}))
}

// Screenshot writes a PNG of the whole page, below the fold too, to path,
// making its folder.
func (b *Browser) Screenshot(path string) {
	b.t.Helper()
	const png = 100 // the quality at which chromedp writes PNG
	take := chromedp.FullScreenshot(png)
	if Eval[bool](b, `document.documentElement.scrollHeight <= innerHeight`) {
		take = chromedp.CaptureScreenshot() // Chromium shifts a page from right to left that it captures beyond a screen it fits
	}
	picture := ask(b, "screenshot", take)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// media says the screen's medium, colours and motion to the style sheets.
func (s Screen) media() emulation.SetEmulatedMediaParams {
	return emulation.SetEmulatedMediaParams{
		Media: pick(s.Print, "print", "screen"),
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: pick(s.Dark, "dark", "light")},
			{Name: "prefers-reduced-motion", Value: pick(s.Still, "reduce", "no-preference")},
		},
	}
}

// pick is the first word when yes, the second when not.
func pick(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}

// send makes a step of a bare protocol command.
func send[P any](command cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, command, params)
		return chromedp.Void{}, err
	}
}
