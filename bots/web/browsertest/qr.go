package browsertest

import (
	"bytes"
	"image/png"

	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// ScanQR reads the QR code that the page shows, as a phone's camera before the
// screen does: from a picture of what can be seen.
func (b *Browser) ScanQR(css string) string {
	b.t.Helper()
	b.do("scroll to "+css, chromedp.ScrollIntoView(chromedp.CSS(css)))
	shot := ask(b, "picture of "+css, chromedp.CaptureScreenshot())
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.fail("picture of "+css, err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		b.fail("scan "+css, err)
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		b.fail("scan "+css, err)
	}
	return found.GetText()
}
