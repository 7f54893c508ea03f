package desk_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"majlis/flows/faq"
	"majlis/flows/live"
	"majlis/flows/staff"
)

// closed is a broadcast that was held and closed.
func (h *house) closed(by string) *sitting {
	h.t.Helper()
	s := h.held(by)
	_, err := h.air.PostponeRest(h.t.Context(), s.deed())
	h.must(err)
	s.to(live.Closed)
	return s
}

func TestReport(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	s := h.held(p.ID)
	if status, _ := p.get(s.path() + "/report"); status != http.StatusNotFound {
		t.Errorf("a report of a broadcast on air: %d", status)
	}
	s = h.closed(p.ID)
	_, body := p.get(s.path() + "/report")
	contains(t, 200, body, 200, "Report: Housing support, live", "76.9 %", "0:00 Opening", "3:20", "Not about the subject", "Housing support", "WhatsApp")
	_, ledger, _ := strings.Cut(body, `id="ledger"`)
	_, sums, _ := strings.Cut(ledger, "<tfoot>")
	sums, _, _ = strings.Cut(sums, "</tfoot>")
	contains(t, 200, sums, 200, `<td class="n">4</td><td class="n">9</td><td class="n"><strong>13</strong></td>`)
	status, body := p.post(s.path()+"/advance", url.Values{"to": {"reported"}})
	contains(t, status, body, http.StatusOK, "The report is out.", "Reported")
}

func TestFilesOfAReport(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Agent, "ar")
	s := h.closed(p.ID)
	_, page := p.get(s.path() + "/report")
	for name, want := range map[string][2]string{
		"questions.csv": {"text/csv; charset=utf-8", "متى يُصرف الدعم السكني هذا الشهر؟"},
		"summary.csv":   {"text/csv; charset=utf-8", "76.9 %"},
		"report.xlsx":   {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"},
		"chapters.txt":  {"text/plain; charset=utf-8", "0:00 "},
		"chapters.vtt":  {"text/vtt; charset=utf-8", "WEBVTT"},
		"report.json":   {"application/json", `"participants":13`},
	} {
		contains(t, 200, page, 200, s.path()+"/export/"+name)
		resp := p.ask("GET", s.path()+"/export/"+name, nil)
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		h.must(err)
		contains(t, resp.StatusCode, string(body), http.StatusOK, want[1])
		if got := resp.Header.Get("Content-Type"); got != want[0] {
			t.Errorf("%s is %s", name, got)
		}
		if got := resp.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; filename=broadcast-") || !strings.HasSuffix(got, "-2026-11-22-"+name) {
			t.Errorf("%s is saved so: %s", name, got)
		}
		if strings.Contains(string(body), "person-") {
			t.Errorf("%s names a person", name)
		}
		if name == "report.json" {
			sum := sha256.Sum256(body)
			contains(t, 200, page, 200, hex.EncodeToString(sum[:]))
		}
	}
	if status, _ := p.get(s.path() + "/export/secrets.csv"); status != http.StatusNotFound {
		t.Errorf("an unknown file: %d", status)
	}
}

func TestDraftAnswersFromABroadcast(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	s := h.closed(p.ID)
	at := s.path() + "/drafts"
	status, body := p.post(at, nil)
	contains(t, status, body, http.StatusOK, "Please tick at least one.")
	status, body = p.post(at, url.Values{"group": {s.id + "papers", s.id + "hours"}}) // the second was never answered
	contains(t, status, body, http.StatusOK, "The drafts are here", "Which papers do I need")
	drafts, err := h.faq.Entries(t.Context(), faq.Draft)
	h.must(err)
	if len(drafts) != 1 || drafts[0].AnswerEn != "A title deed and a site plan." || drafts[0].Author != p.ID {
		t.Errorf("%+v", drafts)
	}
	status, body = p.post(at, url.Values{"group": {s.id + "papers"}})
	contains(t, status, body, http.StatusOK, "an answer already")
	_, body = h.join("Ali", staff.Agent, "en").get(s.path() + "/report")
	contains(t, 200, body, 200, "Editors draft answers.")
}
