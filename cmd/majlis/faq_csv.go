package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"majlis/flows/faq"
)

// table is a CSV file with a header, UTF-8 with or without a byte order mark.
type table struct {
	file    string
	columns map[string]int
	rows    [][]string
}

// readTable reads a file whose header must have the columns needed.
func readTable(file string, needed ...string) (table, error) {
	f, err := os.Open(file)
	if err != nil {
		return table{}, err
	}
	defer f.Close()
	t, err := parseTable(f, needed...)
	if err != nil {
		return table{}, fmt.Errorf("%s: %w", file, err)
	}
	t.file = file
	return t, nil
}

func parseTable(r io.Reader, needed ...string) (table, error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		if _, err := in.Discard(3); err != nil {
			return table{}, err
		}
	}
	records, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return table{}, err
	}
	if len(records) == 0 {
		return table{}, errors.New("the file is empty: the first line must name the columns")
	}
	t := table{columns: map[string]int{}, rows: records[1:]}
	for i, name := range records[0] {
		t.columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range needed {
		if _, ok := t.columns[name]; !ok {
			return table{}, fmt.Errorf("no column %q; the first line names %s", name, strings.Join(records[0], ", "))
		}
	}
	return t, nil
}

// get returns a cell, "" when the file has no such column.
func (t table) get(row []string, column string) string {
	i, ok := t.columns[column]
	if !ok {
		return ""
	}
	return row[i]
}

// questions reads the rows as questions: `text`, optional `id` (else the row's
// number) and `asker`. An id that comes twice is refused: its second row would be
// taken for the first.
func (t table) questions() ([]faq.Question, error) {
	list := make([]faq.Question, len(t.rows))
	seen := map[string]int{}
	for i, row := range t.rows {
		id := t.get(row, "id")
		if id == "" {
			id = strconv.Itoa(i + 1)
		}
		if first, ok := seen[id]; ok {
			return nil, fmt.Errorf("%s: rows %d and %d have the same id %q", t.file, first+1, i+1, id)
		}
		seen[id] = i
		list[i] = faq.Question{ID: id, Text: t.get(row, "text"), Asker: t.get(row, "asker")}
	}
	return list, nil
}

// writeTable writes a header and rows to a file; "-" is the standard output.
func writeTable(stdout io.Writer, file string, header []string, rows [][]string) error {
	if file == "-" {
		return writeRows(stdout, header, rows)
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := writeRows(f, header, rows); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

func writeRows(w io.Writer, header []string, rows [][]string) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	return out.WriteAll(rows)
}

// harmless keeps a spreadsheet from running what a stranger wrote as a formula.
func harmless(text string) string {
	if text != "" && slices.Contains([]byte("=+-@\t\r"), text[0]) {
		return "'" + text
	}
	return text
}

func score(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }
