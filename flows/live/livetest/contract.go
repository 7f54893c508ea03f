package livetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/live"
)

// Kit is an empty store under test, and what a test needs beside it.
type Kit struct {
	Store live.Store
	// Changed returns whose watchers were woken since it was last called, in order.
	Changed func() []string
	// Meet makes somebody known who writes on the channel "test".
	Meet func(name string) live.Member
	// File makes a case in the open transaction and returns its id.
	File func(ctx context.Context) (string, error)
}

// kit is a Kit in the hands of one test.
type kit struct {
	Kit
	*testing.T
}

// Contract checks what the room of broadcasts relies on.
func Contract(t *testing.T, open func(t *testing.T) Kit) {
	for name, check := range map[string]func(k kit){
		"kept":                 broadcastKept,
		"unique codes":         uniqueCodes,
		"stale versions":       staleVersions,
		"listed":               broadcastsListed,
		"a log":                logKept,
		"many events at once":  manyEvents,
		"two logs":             twoLogs,
		"many writers":         manyWriters,
		"stale decisions":      staleDecisions,
		"blanked":              blanked,
		"undone":               undone,
		"undone within":        undoneWithin,
		"seen from outside":    seenFromOutside,
		"woken once":           wokenOnce,
		"joined and left":      joinedAndLeft,
		"joined last":          joinedLast,
		"pages of members":     pagesOfMembers,
		"followed up":          followedUp,
		"follow-ups that fail": followUpsThatFail,
	} {
		t.Run(name, func(t *testing.T) { check(kit{open(t), t}) })
	}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var errUndo = errors.New("undo")

func (k kit) ok(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k kit) same(what string, want, got any) {
	k.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		k.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// plan writes a broadcast that starts some hours from noon.
func (k kit) plan(id, code string, status live.Status, hours int) live.Broadcast {
	k.Helper()
	b := live.Broadcast{ID: id, Code: code, Status: status, StartsAt: noon.Add(time.Duration(hours) * time.Hour), CreatedAt: noon}
	k.ok(k.Store.CreateBroadcast(k.Context(), b))
	return b
}

func ids(list []live.Broadcast) []string {
	var names []string
	for _, b := range list {
		names = append(names, b.ID)
	}
	return names
}

func broadcastKept(k kit) {
	b := live.Broadcast{
		ID: "B1", Code: "1234", Title: flows.Text{Ar: "لقاء الوزير", En: "Ask the \"minister\" <live>"},
		About: flows.Text{En: "Housing"}, Keyword: flows.Text{Ar: "سكن", En: "home"}, Link: "https://watch.example/1", Key: "KEY",
		Service: "housing", Host: "U1", StartsAt: noon, Moved: 2, Length: 90 * time.Minute, Delay: 12500 * time.Millisecond,
		Moderation: live.ModerateFlagged, Flagged: []string{"سر", "secret"}, Status: live.Planned, CreatedAt: noon.Add(-time.Hour), Version: 1,
	}
	k.ok(k.Store.CreateBroadcast(k.Context(), b))
	got, err := k.Store.Broadcast(k.Context(), "B1")
	k.ok(err)
	k.same("as it was written", b, got)
	if err := k.Store.CreateBroadcast(k.Context(), b); !errors.Is(err, flows.ErrExists) {
		k.Errorf("written twice: %v", err)
	}
	changed := live.Broadcast{
		ID: "B1", Code: "4321", Title: flows.Text{Ar: "لقاء"}, Status: live.Reported, StartsAt: noon.Add(time.Hour), Moderation: live.ModerateNone,
		ToldAt: noon, OnAirAt: noon.Add(time.Minute), ClosedAt: noon.Add(time.Hour + 7*time.Millisecond), CreatedAt: b.CreatedAt, Version: 1,
	}
	k.ok(k.Store.UpdateBroadcast(k.Context(), changed))
	got, err = k.Store.Broadcast(k.Context(), "B1")
	k.ok(err)
	changed.Version = 2
	k.same("as it was changed", changed, got)
	if _, err := k.Store.Broadcast(k.Context(), "none"); !errors.Is(err, flows.ErrNotFound) {
		k.Errorf("none: %v", err)
	}
}

func uniqueCodes(k kit) {
	first := k.plan("B1", "1234", live.Planned, 0)
	second := live.Broadcast{ID: "B2", Code: "1234", Status: live.Planned, StartsAt: noon}
	if err := k.Store.CreateBroadcast(k.Context(), second); !errors.Is(err, flows.ErrExists) {
		k.Fatalf("a code that is taken: %v", err)
	}
	if _, err := k.Store.Broadcast(k.Context(), "B2"); !errors.Is(err, flows.ErrNotFound) {
		k.Errorf("the one that was refused: %v", err)
	}
	for i, over := range []live.Status{live.Closed, live.Reported, live.Cancelled} {
		first.Status, first.Version = over, i
		k.ok(k.Store.UpdateBroadcast(k.Context(), first))
	}
	k.ok(k.Store.CreateBroadcast(k.Context(), second))
	first.Status, first.Version = live.Planned, 3
	if err := k.Store.UpdateBroadcast(k.Context(), first); !errors.Is(err, flows.ErrExists) {
		k.Errorf("opened again while another has its code: %v", err)
	}
}

func staleVersions(k kit) {
	b := k.plan("B1", "1234", live.Planned, 0)
	k.ok(k.Store.UpdateBroadcast(k.Context(), b))
	b.Link = "lost"
	if err := k.Store.UpdateBroadcast(k.Context(), b); !errors.Is(err, flows.ErrStale) {
		k.Errorf("a stale change: %v", err)
	}
	got, err := k.Store.Broadcast(k.Context(), "B1")
	k.ok(err)
	if got.Link != "" || got.Version != 1 {
		k.Errorf("after it: %+v", got)
	}
	if err := k.Store.UpdateBroadcast(k.Context(), live.Broadcast{ID: "none"}); !errors.Is(err, flows.ErrNotFound) {
		k.Errorf("one that isn't there: %v", err)
	}
}

func broadcastsListed(k kit) {
	k.plan("B1", "1001", live.Planned, 5)
	k.plan("B2", "1002", live.OnAir, 1)
	k.plan("B3", "1003", live.Collecting, 3)
	k.plan("B4", "1004", live.OnAir, 1)
	for _, c := range []struct {
		statuses []live.Status
		want     []string
	}{
		{nil, []string{"B1", "B3", "B4", "B2"}},
		{[]live.Status{live.OnAir}, []string{"B4", "B2"}},
		{[]live.Status{live.Collecting, live.OnAir}, []string{"B3", "B4", "B2"}},
		{[]live.Status{live.Cancelled}, nil},
	} {
		list, err := k.Store.Broadcasts(k.Context(), c.statuses...)
		k.ok(err)
		k.same("listed", c.want, ids(list))
	}
}
