package main

import (
	"context"
	"slices"
	"strconv"

	"majlis/flows/faq"
)

// faqMatchCmd finds the entries nearest to each question of a file.
type faqMatchCmd struct {
	FAQs string `name:"faqs" required:"" type:"path" help:"CSV with the columns label, question_ar, question_en." placeholder:"FILE"`
	In   string `required:"" type:"path" help:"CSV with the column text, optional id." placeholder:"FILE"`
	Out  string `required:"" help:"CSV to write: id, rank, label, score; - for the standard output." placeholder:"FILE"`
}

// Run writes up to five ranks a question.
func (c *faqMatchCmd) Run(ctx context.Context, std streams) error {
	known, err := readTable(c.FAQs, "label")
	if err != nil {
		return err
	}
	in, err := readTable(c.In, "text")
	if err != nil {
		return err
	}
	questions, err := in.questions()
	if err != nil {
		return err
	}
	entries := entriesOf(known)
	matcher, err := fileMatcher(ctx, entries, questions)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, q := range questions {
		list, err := matcher.Match(ctx, q.Text, faq.Matches)
		if err != nil {
			return err
		}
		for i, m := range filled(list, entries) {
			rows = append(rows, []string{q.ID, strconv.Itoa(i + 1), m.Entry, score(m.Score)})
		}
	}
	return writeTable(std.out, c.Out, []string{"id", "rank", "label", "score"}, rows)
}

// filled adds entries that share nothing with the question, with score 0, so that
// each question has its five ranks.
func filled(list []faq.Match, entries []faq.Entry) []faq.Match {
	for _, e := range entries {
		if len(list) >= faq.Matches {
			break
		}
		if !slices.ContainsFunc(list, func(m faq.Match) bool { return m.Entry == e.ID }) {
			list = append(list, faq.Match{Entry: e.ID})
		}
	}
	return list
}

// entriesOf reads entries named by their labels. Rows of one label are wordings
// of one entry; a file with the column text in place of the two questions will do.
func entriesOf(t table) []faq.Entry {
	var list []faq.Entry
	place := map[string]int{}
	for _, row := range t.rows {
		label := t.get(row, "label")
		i, ok := place[label]
		if !ok {
			i = len(list)
			place[label] = i
			list = append(list, faq.Entry{ID: label})
		}
		for _, column := range []string{"question_ar", "question_en", "text"} {
			if text := t.get(row, column); text != "" {
				list[i].Variants = append(list[i].Variants, text)
			}
		}
	}
	return list
}

// fileMatcher learns which words are rare from entries and questions alike.
func fileMatcher(ctx context.Context, entries []faq.Entry, questions []faq.Question) (*faq.Matcher, error) {
	local := faq.NewLocal()
	for _, e := range entries {
		if err := local.Take(ctx, e.Variants); err != nil {
			return nil, err
		}
	}
	for _, q := range questions {
		if err := local.Take(ctx, []string{q.Text}); err != nil {
			return nil, err
		}
	}
	return faq.NewMatcher(ctx, local, entries)
}
