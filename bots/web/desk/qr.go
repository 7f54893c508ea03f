package desk

import (
	"fmt"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// qr is a QR code as a drawing: Size modules a side, with the quiet zone of four
// modules that readers need (ISO/IEC 18004), and the dark modules as one SVG path.
type qr struct {
	Size int
	Path string
}

// drawQR draws content. It takes the lowest level of error correction: the code is
// read from a screen, and the fewer modules the larger they are.
func drawQR(content string) (qr, error) {
	code, err := qrcode.New(content, qrcode.Low)
	if err != nil {
		return qr{}, fmt.Errorf("drawing a QR code: %w", err)
	}
	rows := code.Bitmap() // with the quiet zone
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
			}
		}
	}
	return qr{Size: len(rows), Path: path.String()}, nil
}
