package livetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// member is somebody who comes to a broadcast some minutes after noon.
func (k kit) member(name, broadcast string, minutes int) live.Member {
	k.Helper()
	m := k.Meet(name)
	m.Broadcast, m.Lang, m.At = broadcast, "ar", noon.Add(time.Duration(minutes)*time.Minute)
	return m
}

// join joins and checks whether that was new.
func (k kit) join(m live.Member, want bool) {
	k.Helper()
	fresh, err := k.Store.Join(k.Context(), m)
	k.ok(err)
	k.same("joined", want, fresh)
}

func (k kit) count(broadcast string, want int) {
	k.Helper()
	n, err := k.Store.CountMembers(k.Context(), broadcast)
	k.ok(err)
	k.same("members counted", want, n)
}

func joinedAndLeft(k kit) {
	k.plan("B1", "1234", live.OnAir, 0)
	m := k.member("hind", "B1", 0)
	if _, err := k.Store.Member(k.Context(), "B1", m.Person); !errors.Is(err, flows.ErrNotFound) {
		k.Errorf("before: %v", err)
	}
	k.ok(k.Store.Leave(k.Context(), "B1", m.Person)) // of what they never joined
	k.join(m, true)
	k.join(m, false)
	again := m
	again.Lang, again.At = "en", noon.Add(time.Minute)
	k.join(again, false)
	got, err := k.Store.Member(k.Context(), "B1", m.Person)
	k.ok(err)
	k.same("after they came again", again, got)
	k.ok(k.Store.Leave(k.Context(), "B1", m.Person))
	list, err := k.Store.Members(k.Context(), "B1", "", 10)
	k.ok(err)
	k.same("who takes part", 0, len(list))
	got, err = k.Store.Member(k.Context(), "B1", m.Person)
	k.ok(err)
	again.Left = true
	k.same("after they left", again, got)
	k.count("B1", 1)
	k.join(m, true)
	got, err = k.Store.Member(k.Context(), "B1", m.Person)
	k.ok(err)
	k.same("back", m, got)
	k.count("B1", 1)
	if _, err := k.Store.Join(k.Context(), k.member("hind", "none", 0)); err == nil {
		k.Error("somebody joined no broadcast")
	}
}

func joinedLast(k kit) {
	m := k.member("hind", "", 0)
	for i, status := range []live.Status{
		live.Planned, live.Announced, live.Collecting, live.OnAir, live.Closed, live.Reported, live.Cancelled, live.OnAir,
	} {
		b := k.plan(string(rune('A'+i)), "100"+string(rune('0'+i)), status, 10-i)
		m.Broadcast, m.At = b.ID, noon.Add(time.Duration(i)*time.Minute)
		k.join(m, true)
	}
	want := func(want string) {
		k.Helper()
		list, err := k.Store.JoinedTo(k.Context(), m.Person)
		k.ok(err)
		k.same("joined", want, strings.Join(ids(list), ""))
	}
	want("HDCB")
	k.ok(k.Store.Leave(k.Context(), "H", m.Person))
	want("DCB")
	m.Broadcast, m.At = "C", noon.Add(time.Hour)
	k.join(m, false)
	want("CDB")
	list, err := k.Store.JoinedTo(k.Context(), "nobody")
	k.ok(err)
	k.same("joined by nobody", 0, len(list))
}

func pagesOfMembers(k kit) {
	k.plan("B1", "1001", live.OnAir, 0)
	k.plan("B2", "1002", live.OnAir, 0)
	var all []live.Member
	for i, name := range []string{"hind", "badr", "nura", "saad", "amal"} {
		all = append(all, k.member(name, "B1", i))
		k.join(all[i], true)
	}
	k.join(k.member("huda", "B2", 0), true)
	k.ok(k.Store.Leave(k.Context(), "B1", all[1].Person))
	k.count("B1", 5)
	all = slices.Delete(all, 1, 2)
	slices.SortFunc(all, func(a, b live.Member) int { return strings.Compare(a.Person, b.Person) })
	var got []live.Member
	for after := ""; ; after = got[len(got)-1].Person {
		page, err := k.Store.Members(k.Context(), "B1", after, 3)
		k.ok(err)
		if len(page) == 0 {
			break
		}
		if len(page) > 3 {
			k.Fatalf("a page of %d", len(page))
		}
		got = append(got, page...)
	}
	k.same("in pages", all, got)
}

func followedUp(k kit) {
	k.plan("B1", "1001", live.Closed, 0)
	k.plan("B2", "1002", live.Closed, 0)
	m, other := k.member("hind", "B1", 0), k.member("badr", "B1", 0)
	filed := map[string][]string{}
	for _, c := range []struct{ broadcast, group, person string }{
		{"B1", "G1", m.Person}, {"B1", "G1", other.Person}, {"B1", "G2", m.Person}, {"B2", "G3", m.Person},
	} {
		made := 0
		file := func(ctx context.Context) (string, error) {
			made++
			return k.File(ctx)
		}
		first, err := k.Store.FollowUp(k.Context(), c.broadcast, c.group, c.person, file)
		k.ok(err)
		second, err := k.Store.FollowUp(k.Context(), c.broadcast, c.group, c.person, file)
		k.ok(err)
		if first == "" || first != second || made != 1 {
			k.Errorf("%+v: cases %q and %q, %d filed", c, first, second, made)
		}
		if c.broadcast == "B1" {
			filed[c.group] = append(filed[c.group], first)
		}
	}
	for _, list := range filed {
		slices.Sort(list)
	}
	got, err := k.Store.FollowUps(k.Context(), "B1")
	k.ok(err)
	k.same("what came of it", filed, got)
}

func followUpsThatFail(k kit) {
	k.plan("B1", "1001", live.Closed, 0)
	m := k.member("hind", "B1", 0)
	for name, file := range map[string]func(ctx context.Context) (string, error){
		"an error": func(ctx context.Context) (string, error) {
			id, err := k.File(ctx)
			return id, errors.Join(err, errUndo)
		},
		"no case": func(context.Context) (string, error) { return "", nil },
	} {
		if id, err := k.Store.FollowUp(k.Context(), "B1", "G1", m.Person, file); err == nil || id != "" {
			k.Errorf("%s: %q, %v", name, id, err)
		}
	}
	got, err := k.Store.FollowUps(k.Context(), "B1")
	k.ok(err)
	k.same("what came of it", map[string][]string{}, got)
}
