package desk

import (
	"net/http"
	"strconv"
	"strings"

	"majlis/flows/faq"
	"majlis/flows/words"
)

type entriesView struct {
	frame
	Status string
	Search string
	Chips  []chip
	Rows   []entryRow
}

type entryRow struct {
	Entry  faq.Entry
	Author string
}

var entryStatuses = []faq.EntryStatus{"", faq.Draft, faq.Submitted, faq.Published, faq.Withdrawn}

func (d *Desk) entries(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := entriesView{frame: d.frame(r, "faq"), Status: q.Get("status"), Search: strings.TrimSpace(q.Get("q"))}
	list, err := d.FAQ.Store.Entries(r.Context(), faq.EntryStatus(v.Status))
	if err != nil {
		return err
	}
	names, err := d.names(r)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.Status == faq.Withdrawn && (v.Status == "" || e.Replaces != "") || !mentions(e, v.Search) {
			continue // a replaced draft lives on in the entry it went into
		}
		v.Rows = append(v.Rows, entryRow{e, names[e.Author]})
	}
	for _, status := range entryStatuses {
		name, url := string(status), "/desk/faq"
		if status == "" {
			name = "any"
		} else {
			url += "?status=" + string(status)
		}
		v.Chips = append(v.Chips, chip{Label: "desk.entry.status." + name, URL: url, On: v.Status == string(status)})
	}
	return d.show(w, r, http.StatusOK, "entries", "desk.entries.title", v)
}

// mentions reports whether all words of a search stand in an entry.
func mentions(e faq.Entry, search string) bool {
	all := words.Fold(strings.Join([]string{
		e.QuestionAr, e.QuestionEn, e.AnswerAr, e.AnswerEn, strings.Join(e.Variants, " "),
	}, " "))
	for word := range strings.FieldsSeq(words.Fold(search)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

func itoa(n int) string { return strconv.Itoa(n) }
