package livetest

import (
	"context"
	"errors"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// undone lets a Write fail after it did one of each.
func undone(k kit) {
	b := k.plan("B1", "1234", live.OnAir, 0)
	m := k.member("hind", "B1", 0)
	k.ok(k.Store.Append(k.Context(), -1, asked("B1", "kept")))
	k.Changed()
	err := k.Store.Write(k.Context(), func(ctx context.Context) error {
		b.Link = "undone"
		_, joined := k.Store.Join(ctx, m)
		_, followed := k.Store.FollowUp(ctx, "B1", "G", m.Person, k.File)
		err := errors.Join(joined, followed, k.Store.UpdateBroadcast(ctx, b),
			k.Store.CreateBroadcast(ctx, live.Broadcast{ID: "B2", Code: "1002"}),
			k.Store.Append(ctx, -1, asked("B1", "undone"), deed("B1", "undone")),
			k.Store.Post(ctx, cases.Post{Contact: m.Contact, Dedupe: "d", Message: talk.Message{Text: "undone"}}))
		if err == nil {
			err = errUndo
		}
		return err
	})
	if !errors.Is(err, errUndo) {
		k.Fatal(err)
	}
	k.same("woken", []string(nil), k.Changed())
	k.same("how many events", 1, len(k.log(k.Context(), "B1", 0)))
	got, err := k.Store.Broadcasts(k.Context())
	k.ok(err)
	if len(got) != 1 || got[0].Link != "" || got[0].Version != 0 {
		k.Errorf("broadcasts: %+v", got)
	}
	if _, err := k.Store.Member(k.Context(), "B1", m.Person); !errors.Is(err, flows.ErrNotFound) {
		k.Errorf("the member: %v", err)
	}
	list, err := k.Store.FollowUps(k.Context(), "B1")
	k.ok(err)
	k.same("follow-ups", map[string][]string{}, list)
	k.ok(k.Store.Append(k.Context(), 0, asked("B1", "next")))
	k.same("the next is numbered", int64(2), k.log(k.Context(), "B1", 1)[0].Seq)
}

// undoneWithin undoes a Write within a Write, which goes on.
func undoneWithin(k kit) {
	k.plan("B1", "1001", live.OnAir, 0)
	k.plan("B2", "1002", live.OnAir, 0)
	k.ok(k.Store.Write(k.Context(), func(ctx context.Context) error {
		before := k.Store.Append(ctx, -1, asked("B1", "before"))
		err := k.Store.Write(ctx, func(ctx context.Context) error {
			return errors.Join(k.Store.Append(ctx, -1, asked("B1", "undone"), asked("B2", "undone")), errUndo)
		})
		if !errors.Is(err, errUndo) {
			k.Error(err)
		}
		return errors.Join(before, k.Store.Append(ctx, -1, asked("B1", "after")))
	}))
	log := k.log(k.Context(), "B1", 0)
	if len(log) != 2 || log[1].Data.Question != "after" || log[1].Seq != 2 {
		k.Errorf("the log: %+v", log)
	}
	k.same("woken", []string{"B1"}, k.Changed())
}

// seenFromOutside reads beside a Write, which sees what it wrote itself.
func seenFromOutside(k kit) {
	k.plan("B1", "1234", live.OnAir, 0)
	k.ok(k.Store.Append(k.Context(), -1, asked("B1", "before")))
	k.Changed()
	k.ok(k.Store.Write(k.Context(), func(ctx context.Context) error {
		err := k.Store.Append(ctx, -1, asked("B1", "now"))
		k.same("seen inside", 2, len(k.log(ctx, "B1", 0)))
		k.same("seen outside", 1, len(k.log(k.Context(), "B1", 0)))
		k.same("woken before it is durable", []string(nil), k.Changed())
		return err
	}))
	k.same("woken", []string{"B1"}, k.Changed())
	k.same("seen afterwards", 2, len(k.log(k.Context(), "B1", 0)))
}

// wokenOnce counts one call a broadcast and commit.
func wokenOnce(k kit) {
	k.plan("B1", "1001", live.OnAir, 0)
	k.plan("B2", "1002", live.OnAir, 0)
	k.same("woken by plans", []string(nil), k.Changed())
	k.ok(k.Store.Write(k.Context(), func(ctx context.Context) error {
		for range 3 {
			if err := k.Store.Append(ctx, -1, asked("B1", "x"), asked("B1", "y")); err != nil {
				return err
			}
		}
		return k.Store.Append(ctx, -1, asked("B2", "z"))
	}))
	k.same("woken", []string{"B1", "B2"}, k.Changed())
	k.ok(k.Store.Append(k.Context(), -1))
	k.same("woken by nothing", []string(nil), k.Changed())
}
