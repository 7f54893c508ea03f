package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// oneOfTwoAskers merges two records in the middle of broadcasts: each that is not
// over and that the ending one takes part in says so in its log, once.
func oneOfTwoAskers(t *testing.T, w *world) {
	for id, status := range map[string]live.Status{
		"announced": live.Announced, "collecting": live.Collecting, "on air": live.OnAir, "left": live.OnAir, "not joined": live.OnAir,
		"closed": live.Closed, "reported": live.Reported, "cancelled": live.Cancelled,
	} {
		w.ok(w.Live().CreateBroadcast(w.ctx(), live.Broadcast{ID: id, Code: id, Status: status, StartsAt: start, CreatedAt: start}))
	}
	old, now := w.wrote(w.as("whatsapp", "by number", phone)), w.wrote(w.as("whatsapp", "by id", lid))
	for _, id := range []string{"announced", "collecting", "on air", "left", "closed", "reported", "cancelled"} {
		w.join(id, old, "ar")
	}
	w.ok(w.Live().Leave(w.ctx(), "left", old.Person))
	w.join("collecting", now, "ar")
	w.join("not joined", now, "ar")
	w.ok(w.Live().Append(w.ctx(), -1, live.Event{
		Broadcast: "on air", At: w.clock(), Kind: live.EventAsked, Data: live.Data{Question: "Q1", Person: old.Person, Text: "when?"},
	}))
	w.grown = nil
	w.pass(time.Second)

	w.wrote(w.as("whatsapp", "by both", both))
	for id, want := range map[string]int{
		"announced": 1, "collecting": 1, "on air": 1, "left": 1, "not joined": 0, "closed": 0, "reported": 0, "cancelled": 0,
	} {
		var got []live.Event
		for _, e := range w.events(id) {
			if e.Kind == live.EventOnePerson {
				e.Seq = 0
				got = append(got, e)
			}
		}
		said := live.Event{
			Broadcast: id, At: w.clock(), Kind: live.EventOnePerson, Data: live.Data{Person: old.Person, Into: now.Person},
		}
		if diff := cmp.Diff(slices.Repeat([]live.Event{said}, want), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if diff := cmp.Diff([]string{"announced", "collecting", "left", "on air"}, slices.Sorted(slices.Values(w.grown))); diff != "" {
		t.Errorf("woken: %s", diff)
	}
}

// toldBeforeTheyWereOne merges records that were told things in a broadcast: what
// either was told, the person is not told again, across two merges.
func toldBeforeTheyWereOne(t *testing.T, w *world) {
	tell := func(who talk.Who, group, person string) {
		t.Helper()
		w.ok(w.Live().Post(w.ctx(), cases.Post{
			Contact: who.Contact, Lane: talk.LaneNotice, Dedupe: "live|answered|" + group + "|" + person, Message: talk.Message{Text: group},
		}))
	}
	old, now := w.wrote(w.as("whatsapp", "by number", phone)), w.wrote(w.as("whatsapp", "by id", lid))
	far := w.wrote(w.as("telegram", "from there", ids("telegram", "7")))
	tell(old, "both", old.Person)
	tell(now, "both", now.Person)
	tell(old, "old only", old.Person)
	tell(now, "now only", now.Person)
	tell(far, "far only", far.Person)

	w.wrote(w.as("whatsapp", "by both", both))
	last := w.wrote(w.as("telegram", "is the same", ids("telegram", "7", "phone", "+966500000001")))
	for _, group := range []string{"both", "old only", "now only", "far only", "none yet"} {
		tell(last, group, last.Person)
	}
	said := map[string]int{}
	for _, channel := range []string{"whatsapp", "telegram"} {
		for _, text := range w.deliverOn(channel) {
			said[text]++
		}
	}
	want := map[string]int{"both": 2, "old only": 1, "now only": 1, "far only": 1, "none yet": 1}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}
