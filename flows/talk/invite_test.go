package talk_test

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// ask is a flow that the house opens: about "solved" there is nothing to ask.
func (w *world) ask(t *talk.Talk) {
	about := t.About()
	if about == "solved" {
		return
	}
	yes := []talk.Option{{ID: "yes", Label: "Yes"}}
	if said := t.Put(talk.Question{Key: "well", Text: "ask.well", Args: talk.Args{"About": about}, Options: yes, Check: talk.Words}); said != "yes" {
		t.Pass(said)
	}
	talk.Do(t, "keep", func(context.Context) (bool, error) { w.asked = append(w.asked, about); return true, nil })
	t.Say("ask.why", talk.Args{"Why": t.Ask("why", "ask.ask_why", talk.Words)})
}

// invites is a player of the world's flows and what became of the last turn.
type invites struct {
	*talktest.Player
	w    *world
	last talk.Result
}

func newInvites(t testing.TB, setup talktest.Setup) *invites {
	t.Helper()
	i := &invites{w: newWorld()}
	setup.Engine, setup.Invite = i.w.engine(), "ask"
	setup.After = func(r talk.Result) { i.last = r }
	i.Player = talktest.NewPlayer(t, setup)
	return i
}

// hear says lines and returns the texts of the last answer.
func (i *invites) hear(lines ...string) []string {
	texts := []string{}
	for _, line := range lines {
		texts = texts[:0]
		for _, m := range i.Say(line) {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func TestInvites(t *testing.T) {
	talked, busy := talk.End{State: talk.EndTalk}, talk.End{State: talk.EndDiscard, Ref: "busy"}
	gone := talk.End{State: talk.EndDiscard, Ref: "gone"}
	for _, tt := range []struct {
		name  string
		lines []string
		want  []string // told after the last line
		end   talk.End // of the last line
	}{
		{"with nothing open it asks", []string{"[invite a]"}, []string{"en:ask.well(About=a)"}, talked},
		{"over the menu it asks", []string{"menu", "[invite a]"}, []string{"en:ask.well(About=a)"}, talked},
		{"nothing to ask leaves the menu", []string{"menu", "[invite solved]", "1"}, []string{"en:suggest.service"}, talked},
		{"nothing to ask", []string{"[invite solved]"}, nil, gone},
		{"an answer knows what it is about", []string{"[invite a]", "1", "because"}, []string{"en:ask.why(Why=because)"}, talked},
		{"anything else is heard", []string{"[invite a]", "good morning"}, []string{"en:free.as(Text=good morning)"}, talked},
		{"a word that works everywhere", []string{"[invite a]", "menu"}, []string{"en:menu.pick"}, talked},
		{"help, then the question again", []string{"[invite a]", "help"}, []string{"en:help", "en:ask.well(About=a)"}, talked},
		{"an unanswered one gives way", []string{"[invite a]", "[invite b]", "1", "so"}, []string{"en:ask.why(Why=so)"}, talked},
		{"an answered one does not", []string{"[invite a]", "1", "[invite b]"}, nil, busy},
		{"and the other comes after it", []string{"[invite a]", "1", "[invite b]", "so"}, []string{"en:ask.why(Why=so)", "en:ask.well(About=b)"}, talked},
		{"an open answer is not disturbed", []string{"menu", "1", "[invite a]"}, nil, busy},
		{"nor an aside", []string{"menu", "1", "status", "[invite a]"}, nil, busy},
		{"cancelled, then asked", []string{"menu", "1", "[invite a]", "cancel"}, []string{"en:talk.cancelled", "en:ask.well(About=a)"}, talked},
		{"put away, then asked", []string{"menu", "1", "[invite a]", "[timer expire]"}, []string{"en:talk.expired", "en:ask.well(About=a)"}, talked},
		{"the menu was asked for", []string{"menu", "1", "[invite a]", "menu"}, []string{"en:menu.pick"}, talked},
		{"an unanswered one goes in silence", []string{"[invite a]", "[timer expire]"}, nil, talked},
		{"and so does one half answered", []string{"[invite a]", "1", "[timer expire]"}, nil, talked},
		{"stop ends the question", []string{"[invite a]", "stop"}, []string{"en:hushed"}, talked},
		{"and those that wait", []string{"menu", "1", "[invite a]", "stop", "cancel"}, []string{"en:talk.cancelled"}, talked},
		{"a button of the menu", []string{"menu", "[invite a]", "[old tap suggest]"}, []string{"en:talk.stale", "en:ask.well(About=a)"}, talk.End{State: talk.EndDiscard, Ref: "stale"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := newInvites(t, talktest.Setup{Lang: "en"})
			if diff := cmp.Diff(append([]string{}, tt.want...), i.hear(tt.lines...)); diff != "" {
				t.Error(diff)
			}
			if i.last.End != tt.end {
				t.Errorf("ended as %+v, want %+v", i.last.End, tt.end)
			}
		})
	}
}

// Somebody in first contact is not asked, nor is somebody who wants to hear
// nothing, nor anybody by a flow that a release took away.
func TestNobodyIsAsked(t *testing.T) {
	e, in := newWorld().engine(), talk.Inbound{Kind: talk.KindInvite, Text: "ask", About: "a"}
	known := talk.Session{Lang: "en"}
	for name, tt := range map[string]struct {
		input talk.Input
		want  string
	}{
		"first contact": {talk.Input{In: in}, "gone"},
		"silent":        {talk.Input{In: in, Session: known, Silent: true}, "stopped"},
		"no such flow":  {talk.Input{In: talk.Inbound{Kind: talk.KindInvite, Text: "none"}, Session: known}, "gone"},
	} {
		res, err := e.Turn(t.Context(), tt.input)
		if err != nil || len(res.Messages) > 0 || res.End != (talk.End{State: talk.EndDiscard, Ref: tt.want}) {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
	}
	waits := talk.Session{Lang: "en", Flow: "suggest", Invites: []talk.Invite{{Flow: "ask", About: "a"}}}
	res, err := e.Turn(t.Context(), talk.Input{Session: waits, In: text("cancel"), Silent: true})
	if err != nil || len(res.Messages) != 1 || res.Session.Flow != "" || res.Session.Invites != nil {
		t.Errorf("stopped elsewhere meanwhile: %+v, %v", res, err)
	}
}

// Whoever has yet to see a new privacy notice is asked once they have.
func TestNoticeBeforeInvite(t *testing.T) {
	session := talk.Session{Lang: "en", Notice: "1"}
	e := noticed(t)
	in := talk.Inbound{Kind: talk.KindInvite, Text: "suggest"}
	res, err := e.Turn(t.Context(), talk.Input{Session: session, In: in})
	if err != nil || res.End.Ref != "busy" || len(res.Session.Invites) != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}

// A message that the flow ends over, because nothing is left to ask, is answered.
func TestSettledMeanwhile(t *testing.T) {
	s := talk.Session{Turn: 4, Lang: "en", Flow: "ask", Open: "well", Asked: 4, Invite: &talk.Invite{Flow: "ask", About: "solved"}}
	for said, want := range map[string]string{"good morning": "en:free.as(Text=good morning)", "": "en:menu.pick"} {
		res, err := newWorld().engine().Turn(t.Context(), talk.Input{Session: s, In: text(said)})
		if err != nil || len(res.Messages) != 1 || res.Messages[0].Text != want {
			t.Errorf("%q: %+v, %v", said, res.Messages, err)
		}
	}
}

// Nobody is reminded; an unanswered question may wait for two weeks.
func TestTimersOfInvites(t *testing.T) {
	i := newInvites(t, talktest.Setup{Lang: "en"})
	for _, step := range []struct {
		line string
		want time.Duration
	}{{"[invite a]", 14 * 24 * time.Hour}, {"1", 23 * time.Hour}} {
		i.hear(step.line)
		if diff := cmp.Diff([]talk.Timer{{Name: "expire", At: talktest.Noon.Add(step.want)}}, i.last.Timers); diff != "" {
			t.Error(step.line, diff)
		}
	}
}

func TestSessionKeepsInvites(t *testing.T) {
	want := talk.Session{
		Turn: 7, Lang: "ar", Flow: "ask", Open: "well", Asked: 6, Invite: &talk.Invite{Flow: "ask", About: "c1"},
		Invites: []talk.Invite{{Flow: "ask", About: "c2"}, {Flow: "other"}},
	}
	raw, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := talk.DecodeSession(raw)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	old, err := talk.DecodeSession([]byte(`{"t":3,"l":"en","v":"2026-01","f":"suggest","j":[{"k":"service","v":"water"}],"q":"text","a":3}`))
	if err != nil || old.Invite != nil || old.Invites != nil || old.Flow != "suggest" || len(old.Journal) != 1 {
		t.Errorf("a session of an older release: %+v, %v", old, err)
	}
}

// unnumbered is what was filed, whatever number its files have.
func (w *world) unnumbered() []string {
	var list []string
	for _, f := range w.filed {
		list = append(list, regexp.MustCompile(`file\d+`).ReplaceAllString(f, "file"))
	}
	return list
}

// However invites fall between the answers of a flow, it files exactly what it
// files without them, and afterwards each is asked once.
func TestInvitesDisturbNoAnswer(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		answers := rapid.SampledFrom([][]string{
			{"2", "a broken pipe", "1"},
			{"9", "1", "[photo] no light", "back", "[photo] no light", "1"},
			{"1", "no", "more trees", "2", "1", "2", "1"},
			{"2", "help", "status 12", "a broken pipe", "[timer remind]", "1"},
			{"2", "status", "12", "a broken pipe", "change", "2", "two pipes", "1"},
		}).Draw(rt, "answers")
		plain, with := newInvites(t, talktest.Setup{Lang: "en"}), newInvites(t, talktest.Setup{Lang: "en"})
		plain.hear("menu", "1")
		with.hear("menu", "1")
		var invited []string
		for n, answer := range answers {
			for range rapid.IntRange(0, 2).Draw(rt, "invites") {
				about := rapid.SampledFrom([]string{"a", "b", "c", "solved"}).Draw(rt, "about")
				if told := with.hear("[invite " + about + "]"); len(told) > 0 {
					rt.Fatalf("told in the middle of an answer: %q", told)
				}
				if !slices.Contains(invited, about) {
					invited = append(invited, about)
				}
			}
			want, got := plain.hear(answer), with.hear(answer)
			if n < len(answers)-1 && !slices.Equal(want, got) {
				rt.Fatalf("after %q: %q, want %q", answer, got, want)
			}
		}
		if !slices.Equal(plain.w.unnumbered(), with.w.unnumbered()) || with.w.deeds != plain.w.deeds || len(with.w.filed) != 1 {
			rt.Fatalf("filed %q, want %q", with.w.filed, plain.w.filed)
		}
		for range 4 {
			with.hear("1", "so")
		}
		invited = slices.DeleteFunc(invited, func(about string) bool { return about == "solved" })
		if !slices.Equal(with.w.asked, invited) {
			rt.Fatalf("asked about %q, invited to %q", with.w.asked, invited)
		}
	})
}
