package page

import (
	"fmt"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// QR is a QR code as a drawing: Size modules a side, with the quiet zone of four
// modules that readers need (ISO/IEC 18004), and the dark modules as one SVG path.
type QR struct {
	Size int
	Path string
}

// DrawQR draws content. It takes the lowest level of error correction: the code is
// read from a screen, and the fewer modules the larger they are.
func DrawQR(content string) (QR, error) {
	code, err := qrcode.New(content, qrcode.Low)
	if err != nil {
		return QR{}, fmt.Errorf("drawing a QR code: %w", err)
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
	return QR{Size: len(rows), Path: path.String()}, nil
}
