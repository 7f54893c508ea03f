package storage

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// millis is how times are kept: unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// timeOf undoes millis; times come back in UTC.
func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// listText is how a list is kept within a row: JSON, empty for no items.
func listText(list []string) string {
	if len(list) == 0 {
		return ""
	}
	raw, _ := json.Marshal(list) // strings always marshal
	return string(raw)
}

// jsonValue scans a column of JSON into what dest points at; an empty column
// leaves it alone.
type jsonValue struct{ dest any }

// Scan implements sql.Scanner.
func (v jsonValue) Scan(src any) error {
	switch s := src.(type) {
	case string:
		return v.read([]byte(s))
	case []byte:
		return v.read(s)
	case nil:
		return nil
	}
	return fmt.Errorf("storage: JSON expected, not %T", src)
}

func (v jsonValue) read(raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, v.dest)
}

// timeValue scans a column of milliseconds.
type timeValue struct{ dest *time.Time }

// Scan implements sql.Scanner.
func (v timeValue) Scan(src any) error {
	ms, ok := src.(int64)
	if !ok && src != nil {
		return fmt.Errorf("storage: milliseconds expected, not %T", src)
	}
	*v.dest = timeOf(ms)
	return nil
}

func scanString(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}
