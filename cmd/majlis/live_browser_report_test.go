package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"majlis/bots/web/browsertest"
	"majlis/flows/live"
	"majlis/flows/words"
)

// allAsked is how many questions a telecast has, with the one "me too".
const allAsked = 7

// report reads the page of the report and what can be saved of it, before and
// after it is called final.
func (s *telecast) report() {
	s.test.Helper()
	b, q := s.host, s.words
	b.Click(`a[href$="/report"]`)
	b.WaitFor("#ledger")
	s.see(b, "report")
	s.addsUp(b, "#ledger tbody tr", "#ledger tfoot strong")
	if chapters := b.Value("#chapters"); !strings.HasPrefix(chapters, "0:00 ") || !strings.Contains(chapters, q.roof) || strings.Contains(chapters, q.garden) {
		s.test.Errorf("the chapters are %q", chapters)
	}
	files := s.saved(b)
	s.readsTables(files)
	if vtt := string(files["chapters.vtt"]); !strings.HasPrefix(vtt, "WEBVTT\n") || !strings.Contains(vtt, q.roof) {
		s.test.Errorf("the track of chapters is %q", vtt)
	}
	b.Click(`form[action$="/advance"] button`)
	b.WaitFor(".flash.good")
	b.WaitGone(`form[action$="/advance"]`)
	s.see(b, "reported")
	again := s.saved(b)
	if !bytes.Equal(files["questions.csv"], again["questions.csv"]) || len(again["report.json"]) == 0 {
		s.test.Error("what was saved is another once the report is final")
	}
	bc, err := s.live.store.Broadcast(s.test.Context(), s.ID)
	if err != nil || bc.Status != live.Reported {
		s.test.Errorf("the broadcast is %s, %v", bc.Status, err)
	}
}

// readsTables looks for each question in what spreadsheets are given.
func (s *telecast) readsTables(files map[string][]byte) {
	s.test.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(files["questions.csv"], []byte("\ufeff")))).ReadAll()
	if err != nil || !bytes.HasPrefix(files["questions.csv"], []byte("\ufeff")) {
		s.test.Fatalf("questions.csv: %v", err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(files["report.xlsx"]))
	if err != nil {
		s.test.Fatal(err)
	}
	defer book.Close()
	var cells []string
	for _, sheet := range book.GetSheetList() {
		lines, err := book.GetRows(sheet)
		if err != nil {
			s.test.Fatal(err)
		}
		cells = append(cells, slices.Concat(lines...)...)
	}
	q := s.words
	for _, question := range []string{q.roof, q.lift, q.garden, q.match, q.library, q.bus} {
		if !slices.Contains(slices.Concat(rows...), question) {
			s.test.Errorf("%q is not in the CSV file", question)
		}
		if !slices.Contains(cells, question) {
			s.test.Errorf("%q is not in the workbook", question)
		}
	}
}

// saved fetches all files of a report as the browser does.
func (s *telecast) saved(b *browsertest.Browser) map[string][]byte {
	s.test.Helper()
	type file struct {
		Name, As string
		Body     []byte
	}
	files := map[string][]byte{}
	for _, f := range browsertest.Eval[[]file](b, fetchFiles) {
		if !strings.Contains(f.As, "attachment") || !strings.Contains(f.As, s.Code) || len(f.Body) == 0 {
			s.test.Errorf("%s is saved as %q, %d bytes", f.Name, f.As, len(f.Body))
		}
		files[f.Name] = f.Body
	}
	if len(files) != 6 {
		s.test.Errorf("%d files can be saved, want 6", len(files))
	}
	return files
}

const fetchFiles = `Promise.all([...document.querySelectorAll(".downloads a")].map(async (a) => {
	const answer = await fetch(a.href), bytes = new Uint8Array(await answer.arrayBuffer());
	return { Name: a.href.split("/").at(-1), As: answer.headers.get("Content-Disposition") ?? "",
		Body: answer.ok ? btoa(Array.from(bytes, (n) => String.fromCharCode(n)).join("")) : "" };
}))`

// ledger is what the public reads once all is over.
func (s *telecast) ledger() {
	s.test.Helper()
	b := s.citizen
	b.Goto(s.address() + "/live/" + s.ID)
	b.WaitFor("#ledger")
	s.see(b, "ledger")
	s.addsUp(b, "table tbody tr", "table tfoot strong")
	if b.Count("#ask") > 0 {
		s.test.Error("a broadcast that is over takes questions")
	}
	b.Goto(s.address() + "/live")
	b.WaitText("main", s.words.title)
	s.see(b, "public-list")
}

// addsUp checks that the last cells of the rows are together what is said below.
func (s *telecast) addsUp(b *browsertest.Browser, rows, total string) {
	s.test.Helper()
	sum := 0
	for _, cell := range browsertest.Eval[[]string](b, fmt.Sprintf(`[...document.querySelectorAll(%q)].map((r) => r.lastElementChild.innerText)`, rows)) {
		n, err := strconv.Atoi(words.Digits(strings.TrimSpace(cell)))
		if err != nil {
			s.test.Fatal(err)
		}
		sum += n
	}
	if said := words.Digits(b.Text(total)); said != strconv.Itoa(sum) || sum != allAsked {
		s.test.Errorf("the ledger adds up to %d and says %s, want %d", sum, said, allAsked)
	}
}
