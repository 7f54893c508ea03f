package main

import (
	"context"

	"golang.org/x/sync/errgroup"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// onAir is the room of broadcasts, put together.
type onAir struct {
	store  live.Store
	boards *live.Boards
	desk   *live.Desk
	floor  live.Floor
	sorter *live.Sorter
	teller *live.Teller
	herald *live.Herald
}

// openLive builds the room over what is stored; it needs the desk of cases and the
// library.
func (h *house) openLive() {
	store := h.db.Live()
	boards := live.NewBoards(store)
	sorter := live.NewSorter(store, boards, h.newGrouper, h.log, h.now)
	h.live = &onAir{
		store: store, boards: boards, sorter: sorter,
		desk: &live.Desk{
			Store: store, Boards: boards, Cases: h.cases, Ministry: h.ministry, Texts: h.texts, Now: h.now, NewID: h.newID,
		},
		floor: live.Floor{Store: store, Boards: boards, Sorter: sorter, Library: h.library, Now: h.now, NewID: h.newID},
		teller: live.NewTeller(&live.Teller{
			Store: store, Boards: boards, Cases: h.cases, Ministry: h.ministry, Texts: h.texts, Log: h.log, Now: h.now,
		}),
		herald: &live.Herald{Store: store, Ministry: h.ministry, Texts: h.texts, Log: h.log, Now: h.now},
	}
	h.followed.Store(h.live)
}

// liveChanged wakes whoever follows a broadcast; nobody does while the house is
// still being built.
func (h *house) liveChanged(broadcast string) {
	l := h.followed.Load()
	if l == nil {
		return
	}
	l.boards.Changed(broadcast)
	l.sorter.Wake()
	l.teller.Wake()
}

// liveFlows are the conversations about broadcasts.
func (h *house) liveFlows() []talk.Flow {
	l := h.live
	return live.Flows(live.Deps{
		Store: l.store, Boards: l.boards, Floor: l.floor, Library: h.library, Cases: h.cases,
		Ministry: h.ministry, Texts: h.texts, Now: h.now,
	})
}

// run groups questions and tells people until ctx ends.
func (l *onAir) run(ctx context.Context, inside *errgroup.Group) {
	inside.Go(func() error { l.sorter.Run(ctx); return nil })
	inside.Go(func() error { l.teller.Run(ctx); return nil })
}
