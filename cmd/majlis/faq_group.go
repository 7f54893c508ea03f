package main

import (
	"context"
	"strconv"
	"strings"

	"majlis/flows/faq"
	"majlis/flows/words"
)

// faqGroupCmd groups a file of questions that ask the same.
type faqGroupCmd struct {
	In       string `required:"" type:"path" help:"CSV with the column text, optional id and asker." placeholder:"FILE"`
	Out      string `required:"" help:"CSV to write: id, group, score; - for the standard output." placeholder:"FILE"`
	Embedder string `enum:"local" default:"local" help:"How texts are compared: ${enum}."`
	Groups   string `help:"CSV to write the groups to, with their canonical question." placeholder:"FILE"`
	Stream   bool   `help:"Group in file order, one at a time, as a live room does."`
}

// Run groups the file.
func (c *faqGroupCmd) Run(ctx context.Context, std streams) error {
	in, err := readTable(c.In, "text")
	if err != nil {
		return err
	}
	questions, err := in.questions()
	if err != nil {
		return err
	}
	g := newFileGrouper()
	if err := groupFile(ctx, g, questions, c.Stream); err != nil {
		return err
	}
	rows := make([][]string, len(questions))
	for i, q := range questions {
		at, _ := g.Find(q.ID)
		rows[i] = []string{q.ID, at.Group, score(at.Score)}
	}
	if err := writeTable(std.out, c.Out, []string{"id", "group", "score"}, rows); err != nil {
		return err
	}
	if c.Groups == "" {
		return nil
	}
	return c.writeGroups(ctx, std, g)
}

// variantsShown is how many other wordings of a group are written.
const variantsShown = 3

func (c *faqGroupCmd) writeGroups(ctx context.Context, std streams, g *faq.Grouper) error {
	var rows [][]string
	for _, id := range g.Groups() {
		gist, err := g.Gist(ctx, id, variantsShown)
		if err != nil {
			return err
		}
		rows = append(rows, []string{
			id, harmless(gist.Canonical), words.Lang(gist.Canonical),
			strconv.Itoa(gist.People), strconv.Itoa(gist.Questions), harmless(strings.Join(gist.Variants, " | ")),
		})
	}
	return writeTable(std.out, c.Groups, []string{"group", "question", "lang", "people", "questions", "variants"}, rows)
}

// newFileGrouper names groups g1, g2, … in the order they come up.
func newFileGrouper() *faq.Grouper {
	n := 0
	return faq.NewGrouper(faq.NewLocal(), func() string {
		n++
		return "g" + strconv.Itoa(n)
	})
}

// groupFile groups all questions at once, or in their order.
func groupFile(ctx context.Context, g *faq.Grouper, questions []faq.Question, stream bool) error {
	if !stream {
		if err := g.AddAll(ctx, questions); err != nil {
			return err
		}
		_, err := g.Refine(ctx)
		return err
	}
	refineAt := firstRefine
	for i, q := range questions {
		if _, _, err := g.Add(ctx, q); err != nil {
			return err
		}
		if i+1 < refineAt {
			continue
		}
		if _, err := g.Refine(ctx); err != nil {
			return err
		}
		refineAt += max(firstRefine, refineAt/4)
	}
	_, err := g.Refine(ctx)
	return err
}

// firstRefine is after how many questions of a stream the groups are linked anew
// for the first time; later the pause grows with the stream.
const firstRefine = 50
