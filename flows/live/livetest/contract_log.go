package livetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// log reads a log after a number.
func (k kit) log(ctx context.Context, id string, after int64) []live.Event {
	k.Helper()
	var list []live.Event
	err := k.Store.Events(ctx, id, after, func(e live.Event) bool {
		list = append(list, e)
		return true
	})
	if err != nil {
		k.Error(err) // not Fatal: a Write may run on a goroutine of the store's
	}
	return list
}

// asked is an event of a citizen, deed one of staff.
func asked(id, question string) live.Event {
	return live.Event{Broadcast: id, At: noon, Kind: live.EventAsked, Data: live.Data{Question: question, Person: "P"}}
}

func deed(id, note string) live.Event {
	return live.Event{Broadcast: id, At: noon, Kind: live.EventNoted, Actor: "U1", Data: live.Data{Note: note}}
}

func logKept(k kit) {
	k.plan("B1", "1234", live.OnAir, 0)
	full := live.Data{
		Status: live.OnAir, Question: "Q", Person: "P", Channel: "test", Lang: "ar", Text: "متى <نستلم> \"الدفعة\" & كم؟\n", Group: "G",
		Entry: "E", Into: "H", Items: []string{"Q", "R"}, State: live.Next, Reason: "personal", Answer: "غداً", Place: -1.75,
		Clip: 125*time.Second + 7, On: true, Labels: []string{"سكن"}, Undo: 3, Note: "N",
	}
	events := []live.Event{
		{Broadcast: "B1", At: noon, Kind: live.EventState, Actor: "U1", Data: full},
		{Broadcast: "B1", At: noon.Add(time.Millisecond), Kind: live.EventAsked},
		{Broadcast: "B1", At: noon, Kind: live.EventRated, Data: live.Data{Question: "Q"}},
	}
	k.ok(k.Store.Append(k.Context(), -1, events[:2]...))
	k.ok(k.Store.Append(k.Context(), -1, events[2]))
	k.ok(k.Store.Append(k.Context(), -1))
	for i := range events {
		events[i].Seq = int64(i) + 1
	}
	k.same("all", events, k.log(k.Context(), "B1", 0))
	k.same("after the first", events[1:], k.log(k.Context(), "B1", 1))
	k.same("after the last", []live.Event(nil), k.log(k.Context(), "B1", 3))
	k.same("of none", []live.Event(nil), k.log(k.Context(), "none", 0))
	read := 0
	k.ok(k.Store.Events(k.Context(), "B1", 0, func(live.Event) bool {
		read++
		return read < 2
	}))
	k.same("read until stopped", 2, read)
	if err := k.Store.Append(k.Context(), -1, asked("none", "Q")); err == nil {
		k.Error("something happened in no broadcast")
	}
}

// manyEvents are more than any store writes at once.
func manyEvents(k kit) {
	k.plan("B1", "1234", live.OnAir, 0)
	var events []live.Event
	for i := range 1234 {
		events = append(events, asked("B1", fmt.Sprint(i)))
	}
	k.ok(k.Store.Append(k.Context(), -1, events...))
	for i, e := range k.log(k.Context(), "B1", 0) {
		if e.Seq != int64(i)+1 || e.Data.Question != fmt.Sprint(i) {
			k.Fatalf("event %d is %d, question %s", i+1, e.Seq, e.Data.Question)
		}
	}
	k.same("how many", 34, len(k.log(k.Context(), "B1", 1200)))
}

func twoLogs(k kit) {
	k.plan("B1", "1001", live.OnAir, 0)
	k.plan("B2", "1002", live.OnAir, 0)
	k.ok(k.Store.Append(k.Context(), -1, asked("B2", "a")))
	k.ok(k.Store.Append(k.Context(), -1, asked("B1", "b"), asked("B2", "c"), asked("B1", "d")))
	for id, want := range map[string][]string{"B1": {"1 b", "2 d"}, "B2": {"1 a", "2 c"}} {
		var got []string
		for _, e := range k.log(k.Context(), id, 0) {
			got = append(got, fmt.Sprintf("%d %s", e.Seq, e.Data.Question))
		}
		k.same(id, want, got)
	}
}

// manyWriters number their events without a gap, what one wrote at once together
// and in the order each wrote.
func manyWriters(k kit) {
	const writers, times, each = 8, 20, 3
	k.plan("B1", "1234", live.OnAir, 0)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := range times {
				var events []live.Event
				for i := range each {
					events = append(events, asked("B1", fmt.Sprintf("%d %d", w, n*each+i)))
				}
				if err := k.Store.Append(k.Context(), -1, events...); err != nil {
					k.Error(err)
				}
			}
		})
	}
	wg.Wait()
	log := k.log(k.Context(), "B1", 0)
	k.same("how many", writers*times*each, len(log))
	next := map[int]int{}
	for i, e := range log {
		var w, n int
		if _, err := fmt.Sscan(e.Data.Question, &w, &n); err != nil {
			k.Fatal(err)
		}
		if e.Seq != int64(i)+1 || n != next[w] {
			k.Fatalf("place %d: event %d of writer %d is its number %d, not %d", i+1, e.Seq, w, n, next[w])
		}
		if i%each != 0 && log[i-1].Data.Question != fmt.Sprintf("%d %d", w, n-1) {
			k.Fatalf("place %d: torn apart by %q", i+1, log[i-1].Data.Question)
		}
		next[w]++
	}
}

func staleDecisions(k kit) {
	k.plan("B1", "1001", live.OnAir, 0)
	k.plan("B2", "1002", live.OnAir, 0)
	k.ok(k.Store.Append(k.Context(), 0, deed("B1", "first")))       // 1
	k.ok(k.Store.Append(k.Context(), 1, asked("B1", "since")))      // 2
	k.ok(k.Store.Append(k.Context(), 1, deed("B1", "no deed yet"))) // 3
	k.ok(k.Store.Append(k.Context(), 0, deed("B2", "elsewhere")))
	k.Changed()
	for _, decided := range []int64{0, 1, 2} {
		if err := k.Store.Append(k.Context(), decided, asked("B1", "x"), deed("B1", "lost")); !errors.Is(err, flows.ErrStale) {
			k.Errorf("decided on event %d: %v", decided, err)
		}
	}
	k.same("woken by what is stale", []string(nil), k.Changed())
	k.same("how many", 3, len(k.log(k.Context(), "B1", 0)))
	k.ok(k.Store.Append(k.Context(), -1, asked("B1", "whatever was done"))) // 4
	k.ok(k.Store.Append(k.Context(), 3, deed("B1", "on the last deed")))
	k.ok(k.Store.Append(k.Context(), 5, deed("B1", "on the last event")))
	k.ok(k.Store.Append(k.Context(), 99, deed("B1", "past the end")))
}

// blanked takes the words of one question out of a log, and nothing else.
func blanked(k kit) {
	k.plan("B1", "1001", live.OnAir, 0)
	k.plan("B2", "1002", live.OnAir, 0)
	said := func(id, question, text string) live.Event {
		e := asked(id, question)
		e.Data.Text, e.Data.Files, e.Data.Lang, e.Data.Channel = text, []string{"F"}, "ar", "test"
		return e
	}
	named := live.Event{Broadcast: "B1", At: noon, Kind: live.EventNamed, Actor: "U1", Data: live.Data{Group: "G", Question: "Q1", Text: "staff's own"}}
	k.ok(k.Store.Append(k.Context(), -1, said("B1", "Q1", "words"), named, said("B1", "Q2", "others"), said("B2", "Q3", "elsewhere")))
	want, other := k.log(k.Context(), "B1", 0), k.log(k.Context(), "B2", 0)
	want[0].Data.Text, want[0].Data.Files = "", nil
	for range 2 {
		k.ok(k.Store.Blank(k.Context(), "B1", "Q1"))
	}
	k.same("the log", want, k.log(k.Context(), "B1", 0))
	k.same("another's", other, k.log(k.Context(), "B2", 0))
	for _, c := range [][2]string{{"B1", "none"}, {"B1", ""}, {"B1", "Q3"}, {"none", "Q1"}} {
		if err := k.Store.Blank(k.Context(), c[0], c[1]); !errors.Is(err, flows.ErrNotFound) {
			k.Errorf("%v: %v", c, err)
		}
	}
	err := k.Store.Write(k.Context(), func(ctx context.Context) error {
		return errors.Join(k.Store.Blank(ctx, "B1", "Q2"), errUndo)
	})
	if !errors.Is(err, errUndo) {
		k.Fatal(err)
	}
	k.same("after what was undone", want, k.log(k.Context(), "B1", 0))
}
