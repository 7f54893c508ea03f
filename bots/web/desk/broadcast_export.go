package desk

import (
	"bytes"
	"io"
	"mime"
	"net/http"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"

	weblive "majlis/bots/web/live"
)

// export is a file that can be saved of a broadcast that is over.
type export struct {
	name, kind string // kind as in Content-Type
	write      func(w io.Writer, x weblive.Export, s sitting) error
}

// exports in the order of the page.
var exports = []export{
	{"questions.csv", "text/csv; charset=utf-8", writeQuestions},
	{"summary.csv", "text/csv; charset=utf-8", writeSummary},
	{"report.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeWorkbook},
	{"chapters.txt", "text/plain; charset=utf-8", writeYouTube},
	{"chapters.vtt", "text/vtt; charset=utf-8", writeWebVTT},
	{"report.json", "application/json", writeJSON},
}

func exportNames() (names []string) {
	for _, e := range exports {
		names = append(names, e.name)
	}
	return names
}

// export is how tables are written for the reader.
func (d *Desk) export(r *http.Request) weblive.Export {
	m := d.site.Ministry
	return weblive.Export{Texts: d.Live.Texts, Services: m.Services, Zone: m.Zone.Location(), Lang: page.Lang(r)}
}

// broadcastExport answers with one of the files, in the reader's language.
func (d *Desk) broadcastExport(w http.ResponseWriter, r *http.Request) error {
	for _, e := range exports {
		if e.name != r.PathValue("file") {
			continue
		}
		s, err := d.sitting(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		var body bytes.Buffer // so that what fails is told on a page
		if err := e.write(&body, d.export(r), s); err != nil {
			return err
		}
		name := "broadcast-" + s.Code + "-" + s.StartsAt.In(d.site.Ministry.Zone.Location()).Format("2006-01-02") + "-" + e.name
		w.Header().Set("Content-Type", e.kind)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		_, _ = body.WriteTo(w) // a reader who has left needs no error page
		return nil
	}
	return flows.ErrNotFound
}

func writeQuestions(w io.Writer, x weblive.Export, s sitting) error {
	return weblive.WriteCSV(w, x.Questions(live.Rows(s.Broadcast, s.board)))
}

func writeSummary(w io.Writer, x weblive.Export, s sitting) error {
	sheet, err := summary(x, s)
	if err != nil {
		return err
	}
	return weblive.WriteCSV(w, sheet)
}

func writeWorkbook(w io.Writer, x weblive.Export, s sitting) error {
	sheet, err := summary(x, s)
	if err != nil {
		return err
	}
	return weblive.WriteXLSX(w, x.Lang, sheet, x.Questions(live.Rows(s.Broadcast, s.board)))
}

func summary(x weblive.Export, s sitting) (weblive.Sheet, error) {
	report, err := live.BuildReport(s.Broadcast, s.events)
	if err != nil {
		return weblive.Sheet{}, err
	}
	return x.Summary(report)
}

func writeYouTube(w io.Writer, x weblive.Export, s sitting) error {
	_, err := io.WriteString(w, live.YouTube(live.Chapters(s.Broadcast, s.board, x.Texts, x.Lang)))
	return err
}

func writeWebVTT(w io.Writer, x weblive.Export, s sitting) error {
	_, err := io.WriteString(w, live.WebVTT(live.Chapters(s.Broadcast, s.board, x.Texts, x.Lang)))
	return err
}

// writeJSON writes the very bytes that the digest is of.
func writeJSON(w io.Writer, _ weblive.Export, s sitting) error {
	report, err := live.BuildReport(s.Broadcast, s.events)
	if err != nil {
		return err
	}
	raw, err := report.JSON()
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}
