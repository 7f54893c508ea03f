package main

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"majlis/flows/faq"
	"majlis/flows/faq/agreement"
)

// faqEvalCmd groups a labelled file and says how well the groups agree with the
// labels.
type faqEvalCmd struct {
	In     string `required:"" type:"path" help:"CSV with the columns text and label." placeholder:"FILE"`
	Stream bool   `help:"Group in file order, one at a time, as a live room does."`
}

// evaluation is what faq eval prints.
type evaluation struct {
	File string `json:"file"`
	agreement.Score
	PerSecond float64    `json:"per_second"` // questions grouped, all work counted
	Levels    faq.Levels `json:"levels"`
	// BestCut is the cut of the same tree that agrees best by B³-F: what the
	// vectors could do if the level were known.
	BestCut bestCut `json:"best_cut"`
}

type bestCut struct {
	Level float32 `json:"level"`
	agreement.Score
}

// Run prints one JSON object.
func (c *faqEvalCmd) Run(ctx context.Context, std streams) error { return c.eval(ctx, std.out) }

func (c *faqEvalCmd) eval(ctx context.Context, w io.Writer) error {
	in, err := readTable(c.In, "text", "label")
	if err != nil {
		return err
	}
	questions, err := in.questions()
	if err != nil {
		return err
	}
	labels := make([]string, len(in.rows))
	for i, row := range in.rows {
		labels[i] = in.get(row, "label")
	}
	g := newFileGrouper()
	start := time.Now()
	if err := groupFile(ctx, g, questions, c.Stream); err != nil {
		return err
	}
	took := time.Since(start)
	groups := make([]string, len(questions))
	for i, q := range questions {
		at, _ := g.Find(q.ID)
		groups[i] = at.Group
	}
	result := evaluation{
		File:      c.In,
		Score:     agreement.Of(labels, groups),
		PerSecond: float64(len(questions)) / took.Seconds(),
		Levels:    g.Levels(),
	}
	if result.BestCut, err = findBestCut(ctx, g, labels); err != nil {
		return err
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(result)
}

// findBestCut tries cuts from .04 to .90 in steps of .01.
func findBestCut(ctx context.Context, g *faq.Grouper, labels []string) (bestCut, error) {
	var levels []float32
	for level := 4; level <= 90; level++ {
		levels = append(levels, float32(level)/100)
	}
	cuts, err := g.Cuts(ctx, levels...)
	if err != nil {
		return bestCut{}, err
	}
	var best bestCut
	for i, groups := range cuts {
		if s := agreement.Of(labels, groups); s.BCubed.F1 > best.BCubed.F1 {
			best = bestCut{levels[i], s}
		}
	}
	return best, nil
}
