package live

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"majlis/flows"
)

// WriteXLSX writes tables as an Excel workbook, read from the right in Arabic.
// Texts are cells of text, never formulas. The same tables give the same bytes.
func WriteXLSX(w io.Writer, lang string, sheets ...Sheet) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // it holds temporary files only
	heading, err := book.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	})
	if err != nil {
		return fmt.Errorf("writing XLSX: %w", err)
	}
	plain, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return fmt.Errorf("writing XLSX: %w", err)
	}
	for i, s := range sheets {
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), s.Name)
		} else {
			_, err = book.NewSheet(s.Name)
		}
		if err == nil {
			err = fill(book, s, lang == flows.Arabic, heading, plain)
		}
		if err != nil {
			return fmt.Errorf("writing XLSX: sheet %d: %w", i+1, err)
		}
	}
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("writing XLSX: %w", err)
	}
	return nil
}

// fill writes a sheet cell by cell. (excelize's stream writer would take less
// memory, but orders the parts of the file by chance.)
func fill(book *excelize.File, s Sheet, fromRight bool, heading, plain int) error {
	if err := book.SetSheetView(s.Name, 0, &excelize.ViewOptions{RightToLeft: &fromRight}); err != nil {
		return err
	}
	for i, width := range s.Widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := book.SetColWidth(s.Name, column, column, width); err != nil {
			return err
		}
		if err := book.SetColStyle(s.Name, column, plain); err != nil {
			return err
		}
	}
	for i, row := range s.Rows {
		if err := fillRow(book, s.Name, i+1, row); err != nil {
			return err
		}
	}
	if err := book.SetRowStyle(s.Name, 1, 1, heading); err != nil {
		return err
	}
	return book.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func fillRow(book *excelize.File, sheet string, n int, row []any) error {
	for i, value := range row {
		cell, err := excelize.CoordinatesToCellName(i+1, n)
		if err != nil {
			return err
		}
		if number, ok := value.(int); ok {
			err = book.SetCellInt(sheet, cell, int64(number))
		} else {
			err = book.SetCellStr(sheet, cell, fmt.Sprint(value))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
