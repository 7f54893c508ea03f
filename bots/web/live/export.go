// Package live is what the browser shows and saves of broadcasts.
package live

import (
	"fmt"
	"slices"
	"time"

	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// Export writes the tables of a broadcast in one language. None of them names a
// person.
type Export struct {
	Texts    talk.Texts
	Services []flows.Service // for the names of topics
	Zone     *time.Location  // in which times are written
	Lang     string
}

// Sheet is one table. Its first row is the heading of its columns; a cell is a
// string or an int.
type Sheet struct {
	Name   string
	Widths []float64 // of the columns, in characters
	Rows   [][]any
}

// Questions is the table of everything that was asked, a row each.
func (x Export) Questions(rows []live.Row) Sheet {
	s := Sheet{Name: x.text("live.export.questions"), Widths: []float64{8, 44, 44, 12, 14, 20, 24, 24, 44, 14, 10}}
	s.Rows = append(s.Rows, []any{
		x.text("live.export.number"), x.text("live.export.wording"), x.text("live.export.question"),
		x.text("desk.language"), x.text("desk.channel"), x.text("live.export.asked"), x.text("live.export.fate"),
		x.text("live.export.reason"), x.text("live.export.answer"), x.text("live.export.clip"), x.text("live.export.people"),
	})
	for _, r := range rows {
		s.Rows = append(s.Rows, x.question(r))
	}
	return s
}

func (x Export) question(r live.Row) []any {
	words, clip := r.Text, ""
	if r.MeToo {
		words = x.text("live.export.me_too")
	}
	if r.Timed {
		clip = span(r.Clip)
	}
	return []any{
		some(r.Number), r.Wording, words, x.Named("desk.lang.", r.Lang), x.Named("desk.channel.", r.Channel), x.moment(r.At),
		x.text("live.fate." + string(r.Fate)), x.Named("live.reason.", r.Reason), r.Answer, clip, some(r.People),
	}
}

func (x Export) text(key string) string { return x.Texts.Text(x.Lang, key, nil) }

// Named is the name of something that has a code; nothing has none.
func (x Export) Named(room, code string) string {
	if code == "" {
		return ""
	}
	return x.text(room + code)
}

// Topic is the name of what a part of the report is about.
func (x Export) Topic(p live.Part) string {
	switch p.Kind {
	case live.TopicLabel:
		return p.Name
	case live.TopicService:
		if i := slices.IndexFunc(x.Services, func(s flows.Service) bool { return s.ID == p.Name }); i >= 0 {
			return x.Services[i].Name.In(x.Lang)
		}
	}
	return x.text("live.report.other")
}

// moment writes a time so that any spreadsheet can sort it; "" when it is not set.
func (x Export) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(x.Zone).Format(time.DateTime)
}

// span writes hours, minutes and seconds, all of them: "7:30" would be read as
// half past seven.
func span(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// some is a number that is left out when it is 0.
func some(n int) any {
	if n == 0 {
		return ""
	}
	return n
}
