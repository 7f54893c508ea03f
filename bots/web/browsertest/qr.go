package browsertest

import (
	"bytes"
	"image/png"

	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// distances are how many times as large as on the screen a code is looked at, one
// after the other, as a hand moves the phone: at any one of them the reader misses
// one code in eighty or so.
var distances = []float64{3, 1, 2}

// ScanQR reads the QR code that the page shows, as a phone's camera before the
// screen does: from pictures of what can be seen.
func (b *Browser) ScanQR(css string) string {
	b.t.Helper()
	var missed error
	for _, near := range distances {
		shot := ask(b, "picture of "+css, chromedp.ScreenshotScale(chromedp.CSS(css), near))
		text, err := readQR(shot)
		if err == nil {
			return text
		}
		missed = err
	}
	b.fail("scan "+css, missed)
	return ""
}

func readQR(shot []byte) (string, error) {
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		return "", err
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return "", err
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", err
	}
	return found.GetText(), nil
}
