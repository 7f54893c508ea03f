package main

import (
	"context"

	"majlis/flows/faq"
)

// suggest lists groups that may ask the same for the desk; none while the sorter
// still reads the store.
func (h *house) suggest(ctx context.Context, limit int) ([]faq.Suggestion, error) {
	g := h.sorter.Grouper()
	if g == nil {
		return nil, nil
	}
	return g.Suggest(ctx, limit)
}
