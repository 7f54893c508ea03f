package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"majlis/config"
	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/people"
	"majlis/flows/words"
)

type importCmd struct {
	File string `arg:"" type:"existingfile" help:"CSV file with a header: text, optional id, at (RFC 3339 or 2006-01-02), lang, asker."`
}

// importBatch is how many questions one commit takes.
const importBatch = 500

// Run takes the file in. Texts are masked before they are written; a question
// with an id that was imported before is left as it is, so that the same file
// can be imported again.
func (i importCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	h, err := openChecked(ctx, *c, std)
	if err != nil {
		return err
	}
	defer h.Close()
	questions, dropped, err := i.read(h)
	if err != nil {
		return err
	}
	added, err := h.addQuestions(ctx, questions)
	if err != nil {
		return err
	}
	if err := h.sorter.Sort(ctx); err != nil {
		return err
	}
	if err := h.sorter.Refine(ctx); err != nil {
		return err
	}
	_, groups, err := h.db.Groups(ctx, faq.GroupFilter{Now: h.now(), Limit: 1})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "majlis: %d questions taken in, %d known already, %d without words left out; %d groups now\n",
		added, len(questions)-added, dropped, groups)
	return nil
}

// addQuestions writes questions and returns how many were new.
func (h *house) addQuestions(ctx context.Context, list []faq.Question) (added int, err error) {
	for len(list) > 0 {
		batch := list[:min(importBatch, len(list))]
		list = list[len(batch):]
		n := 0
		err := h.db.Write(ctx, func(ctx context.Context) error {
			n = 0
			for _, q := range batch {
				err := h.db.AddQuestion(ctx, q)
				if errors.Is(err, flows.ErrExists) {
					continue
				}
				if err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			return added, err
		}
		added += n
	}
	return added, nil
}

// read makes questions of the file's rows; dropped counts rows without words.
func (i importCmd) read(h *house) (list []faq.Question, dropped int, err error) {
	f, err := os.Open(i.File)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", i.File, err)
	}
	columns := map[string]int{}
	for at, name := range header {
		columns[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = at
	}
	if _, ok := columns["text"]; !ok {
		return nil, 0, fmt.Errorf("%s: the header names no column text; it has %s", i.File, strings.Join(header, ", "))
	}
	guard := h.guard()
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, dropped, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", i.File, err)
		}
		line, _ := r.FieldPos(0)
		q, ok, err := i.question(h, guard, row{columns, record, line})
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			dropped++
			continue
		}
		list = append(list, q)
	}
}

// row is one record with its columns by name.
type row struct {
	columns map[string]int
	record  []string
	line    int
}

func (r row) get(name string) string {
	at, ok := r.columns[name]
	if !ok || at >= len(r.record) {
		return ""
	}
	return strings.TrimSpace(r.record[at])
}

func (i importCmd) question(h *house, guard people.Guard, r row) (q faq.Question, ok bool, err error) {
	found := guard.Clean(r.get("text"))
	if found.Emergency || found.Text == "" {
		return q, false, nil
	}
	name := strings.TrimSuffix(filepath.Base(i.File), filepath.Ext(i.File))
	q = faq.Question{Text: found.Text, Source: "import:" + name, At: h.now(), Lang: r.get("lang")}
	if q.Lang != flows.Arabic && q.Lang != flows.English {
		q.Lang = words.Lang(q.Text)
	}
	if at := r.get("at"); at != "" {
		if q.At, err = parseTime(at, h.ministry.Zone.Location()); err != nil {
			return q, false, fmt.Errorf("%s:%d: column at: %q is neither 2006-01-02 nor RFC 3339", i.File, r.line, at)
		}
	}
	if asker := r.get("asker"); asker != "" {
		q.Asker = h.vault.Key("import", name+"|"+asker)
	}
	id := r.get("id")
	if id == "" {
		id = strconv.Itoa(r.line) + "|" + q.Text
	}
	q.ID = h.vault.Key("question", name+"|"+id)
	return q, true, nil
}

func parseTime(s string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	return time.ParseInLocation(time.DateOnly, s, zone)
}
