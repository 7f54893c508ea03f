package live_test

import (
	"context"
	"errors"
	"testing"

	"majlis/flows/live"
	"majlis/flows/live/livetest"
)

func newBoards(t *testing.T) (*livetest.Store, *live.Boards) {
	t.Helper()
	s := &livetest.Store{}
	if err := s.CreateBroadcast(t.Context(), live.Broadcast{ID: "B", Status: live.OnAir}); err != nil {
		t.Fatal(err)
	}
	return s, live.NewBoards(s)
}

func noted(id string) live.Event {
	return live.Event{Broadcast: "B", At: noon, Kind: live.EventNoted, Actor: "U1", Data: live.Data{Note: id}}
}

// notes are the ids of what a board says backstage.
func notes(ctx context.Context, t *testing.T, b *live.Boards) (ids string) {
	t.Helper()
	err := b.Read(ctx, "B", func(board *live.Board) error {
		for _, n := range board.Notes() {
			ids += n.ID
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return ids
}

// TestBoardsKeepWhatIsDurable reads a board in a transaction that is undone: what
// all share must not hold what never happened.
func TestBoardsKeepWhatIsDurable(t *testing.T) {
	store, boards := newBoards(t)
	undo := errors.New("undo")
	err := store.Write(t.Context(), func(ctx context.Context) error {
		if err := store.Append(ctx, -1, noted("never")); err != nil {
			return err
		}
		if got := notes(ctx, t, boards); got != "" {
			t.Errorf("before it is durable the board says %q", got)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		if err := store.Append(t.Context(), -1, noted(id)); err != nil {
			t.Fatal(err)
		}
	}
	if got := notes(t.Context(), t, boards); got != "ab" {
		t.Errorf("the board says %q, want %q", got, "ab")
	}
}

// TestWatchers are woken by what is durable, through the store.
func TestWatchers(t *testing.T) {
	store, boards := newBoards(t)
	store.Changed = boards.Changed
	changed, stop := boards.Watch("B")
	for range 3 {
		if err := store.Append(t.Context(), -1, noted("a")); err != nil {
			t.Fatal(err)
		}
	}
	<-changed
	select {
	case <-changed:
		t.Error("a token for each change")
	default:
	}
	stop()
	if err := store.Append(t.Context(), -1, noted("b")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-changed:
		t.Error("woken after it stopped to watch")
	default:
	}
}
