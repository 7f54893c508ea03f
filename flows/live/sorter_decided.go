package live

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"majlis/flows/faq"
)

// follow takes in what staff decided since, so that what arrives next goes where
// they put the rest.
func (s *Sorter) follow(ctx context.Context, broadcast string, sh *shelf) error {
	var wrong error
	err := s.Store.Events(ctx, broadcast, sh.seq.Load(), func(e Event) bool {
		wrong = sh.take(ctx, e)
		sh.seq.Store(e.Seq)
		return wrong == nil
	})
	if wrong != nil {
		return wrong
	}
	return err
}

func (sh *shelf) take(ctx context.Context, e Event) error {
	if e.Kind == EventUndone {
		if was, ok := sh.decided[e.Data.Undo]; ok {
			return sh.grouper.Undo(ctx, was)
		}
		return nil
	}
	if e.Kind == EventDisowned {
		return sh.disown(ctx, e)
	}
	d, is := decision(e.Seq, e.Kind, e.Data.Group, e.Data.Into, e.Data.Items)
	if !is {
		return nil
	}
	changes, err := sh.grouper.Decide(ctx, d)
	for _, m := range changes.Moves { // a merge names no questions: those that go back when it is undone
		d.Items = append(d.Items, m.Question)
	}
	sh.decided[e.Seq] = d
	return err
}

// disown takes a question out of the group whose answer was for another one; what
// is asked like it goes with it from then on.
func (sh *shelf) disown(ctx context.Context, e Event) error {
	was, known := sh.grouper.Find(e.Data.Question)
	if !known { // it has no words
		return nil
	}
	_, err := sh.grouper.Decide(ctx, faq.Decision{
		ID: fmt.Sprint(e.Seq), Kind: faq.Parted, Groups: []string{was.Group, e.Data.Group}, Items: []string{e.Data.Question},
	})
	return err
}

// decision is what an event says, as a grouper takes it; false when it says
// nothing about which questions are the same.
func decision(seq int64, kind EventKind, group, into string, items []string) (faq.Decision, bool) {
	d := faq.Decision{ID: fmt.Sprint(seq), Items: items}
	switch kind {
	case EventMerged:
		d.Kind, d.Groups = faq.Merged, []string{into, group}
	case EventSplit:
		d.Kind, d.Groups = faq.Parted, []string{group, into}
	case EventDiffer:
		d.Kind, d.Groups = faq.Differ, []string{group, into}
	default:
		return d, false
	}
	return d, true
}

// decided are the decisions that stand on a board, by the numbers of their events.
func (b *Board) decided() map[int64]faq.Decision {
	stand := map[int64]faq.Decision{}
	for seq, p := range b.past {
		if d, is := decision(seq, p.kind, p.home, p.into, slices.Sorted(maps.Keys(p.moved))); is && !p.undone {
			stand[seq] = d
		}
	}
	return stand
}

// decisions are those of a shelf, in their order.
func (sh *shelf) decisions() (list []faq.Decision) {
	for _, seq := range slices.Sorted(maps.Keys(sh.decided)) {
		list = append(list, sh.decided[seq])
	}
	return list
}
