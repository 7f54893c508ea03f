package faq

import (
	"context"
	"slices"

	"majlis/flows/talk"
)

// Browse is the flow that lists what is asked most. What is typed instead of a
// choice is taken as a question of one's own.
func (l Library) Browse(t *talk.Talk) {
	list := talk.Find(t, "popular", func(ctx context.Context) ([]Candidate, error) {
		entries, err := l.popular(ctx)
		return candidates(entries, t.Lang()), err
	})
	if len(list) == 0 {
		t.Say("faq.none")
		return
	}
	picked := t.Put(talk.Question{Key: "entry", Text: "faq.which", Options: Options(list), Check: talk.Words})
	if !Picked(list, picked) {
		t.Pass(picked)
	}
	if !l.Show(t, picked, "") {
		t.Say("faq.ask_us")
	}
}

// popular lists the published entries most people asked for, then the newest.
func (l Library) popular(ctx context.Context) ([]Entry, error) {
	published, err := l.Store.Entries(ctx, Published)
	if err != nil {
		return nil, err
	}
	groups, _, err := l.Store.Groups(ctx, GroupFilter{Order: "people", Now: l.Now()})
	if err != nil {
		return nil, err
	}
	rank := map[string]int{}
	for i, g := range groups {
		rank[g.ID] = len(groups) - i
	}
	slices.SortStableFunc(published, func(a, b Entry) int { return rank[b.Group] - rank[a.Group] })
	return published[:min(maxBrowsed, len(published))], nil
}
