package live

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes a table as CSV for spreadsheets: with a byte order mark, one
// line a row, and no cell that could be run as a formula.
func WriteCSV(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	width := 0
	for _, row := range s.Rows {
		width = max(width, len(row))
	}
	for _, row := range s.Rows {
		line := make([]string, width)
		for i, cell := range row {
			line[i] = harmless(fmt.Sprint(cell))
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("writing CSV: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// formula finds what a spreadsheet would take for the beginning of a formula
// (OWASP, CSV Injection), in its full width too, behind spaces and marks that
// can't be seen; also behind a semicolon, which parts the cells where the comma is
// for decimals.
var formula = regexp.MustCompile(`(^|;)([\s\p{Cf}]*[=+\-@＝＋－＠])`)

var flat = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\v", " ", "\f", " ")

// harmless puts an apostrophe before what could be run. Breaks and tabs become
// spaces: a program that parts cells elsewhere than at commas would begin a new
// one after them.
func harmless(s string) string { return formula.ReplaceAllString(flat.Replace(s), "${1}'${2}") }
