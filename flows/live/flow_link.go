package live

import (
	"context"
	"strconv"
	"strings"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// addressed takes words that name their broadcast where it is known, so that what
// is asked on its page goes to it, whatever else the person has joined.
func (d Deps) addressed(t *talk.Talk, said string) {
	code, number, text, ok := cutAddress(said)
	if !ok {
		return
	}
	for _, b := range d.coming(t) {
		switch {
		case b.Code != code:
		case number > 0:
			t.Go(flowToo, b.ID+" "+strconv.FormatInt(number, 10))
		case text != "":
			t.Go(flowAskIn, b.ID+" "+text)
		default:
			t.Go(flowJoin, b.ID)
		}
	}
}

// askIn takes a question to a broadcast that is named with it: "ID text".
func (d Deps) askIn(t *talk.Talk) {
	id, text, _ := strings.Cut(t.Given(), " ")
	b := d.broadcast(t, id)
	if !b.Status.Open() {
		t.Say("live.too_early", talk.Args{"Text": text})
		t.Go(flowJoin, b.ID)
	}
	talk.Do(t, "join", func(ctx context.Context) (bool, error) { return d.Store.Join(ctx, member(t, b.ID)) })
	d.take(t, b, text)
}

// too says "me too" to the group with a number of the board: "ID number".
func (d Deps) too(t *talk.Talk) {
	id, digits, _ := strings.Cut(t.Given(), " ")
	b := d.broadcast(t, id)
	number, _ := strconv.ParseInt(digits, 10, 64) // written by addressed
	g := talk.Find(t, "group", func(ctx context.Context) (shown, error) { return d.numbered(ctx, b.ID, number) })
	if g.ID == "" || !b.Status.Open() {
		t.Go(flowJoin, b.ID)
	}
	d.support(t, b, g)
}

// numbered finds the group that people know by a number of the board; the zero
// value when they know of none. One that was merged stands in its target.
func (d Deps) numbered(ctx context.Context, broadcast string, number int64) (s shown, err error) {
	err = d.Boards.Read(ctx, broadcast, func(b *Board) error {
		for _, g := range b.groups {
			if g.Seq != number {
				continue
			}
			g = b.groups[b.Standing(g.ID)]
			if g.visible(ForPublic) {
				s = shown{g.ID, words.Shorten(g.Text, 60), g.Supporters}
			}
		}
		return nil
	})
	return s, err
}
