package main

import (
	"testing"
	"time"

	"majlis/flows/live"
)

// sitting is a broadcast of a house, and whoever hosts it.
type sitting struct {
	live.Broadcast
	room *onAir
	host live.Deed
	test testing.TB
}

// sit plans a broadcast.
func (h *house) sit(t testing.TB, p live.Plan) sitting {
	t.Helper()
	b, err := h.live.desk.Create(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return sitting{b, h.live, live.Deed{Broadcast: b.ID, Actor: p.Host}, t}
}

// to takes the broadcast on.
func (s sitting) to(statuses ...live.Status) {
	s.test.Helper()
	for _, status := range statuses {
		if _, err := s.room.desk.Advance(s.test.Context(), s.host, status); err != nil {
			s.test.Fatal(err)
		}
	}
}

// groups are those of the board as it stands, most people first.
func (s sitting) groups() (list []*live.Group) {
	s.test.Helper()
	s.read(func(b *live.Board) {
		for _, g := range b.Groups() {
			now := *g // the board goes on
			list = append(list, &now)
		}
		live.Rank(list, live.SortMost, b.Participants())
	})
	return list
}

// group waits until so many people stand behind what a text asks.
func (s sitting) group(text string, people int) *live.Group {
	s.test.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		for _, g := range s.groups() {
			if g.Text == text && g.Supporters == people {
				return g
			}
		}
	}
	for _, g := range s.groups() {
		s.test.Logf("%s, %d people: %s", g.State, g.Supporters, g.Text)
	}
	s.test.Fatalf("never did %d people ask %q", people, text)
	return nil
}

func (s sitting) read(look func(b *live.Board)) {
	s.test.Helper()
	err := s.room.boards.Read(s.test.Context(), s.ID, func(b *live.Board) error {
		look(b)
		return nil
	})
	if err != nil {
		s.test.Fatal(err)
	}
}

// did takes what a deed returns.
func (s sitting) did(_ int64, err error) {
	s.test.Helper()
	if err != nil {
		s.test.Fatal(err)
	}
}
