package talk_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// deleting is the news that a message was deleted.
func deleting(native string) talk.Inbound {
	return talk.Inbound{Kind: talk.KindDeleted, Edits: native}
}

func textsOf(messages []talk.Message) (list []string) {
	for _, m := range messages {
		list = append(list, m.Text)
	}
	return list
}

// The newest answer is asked for again; an older one stays, and so does what is
// open when another message goes. m1, m2, … are the lines said.
func TestDeletedAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		lines   []string
		deletes string
		want    []string
	}{
		"nothing open":      {nil, "m1", []string{"en:talk.deleted"}},
		"the menu":          {[]string{"menu"}, "m1", []string{"en:talk.deleted"}},
		"the newest answer": {[]string{"menu", "1", "1", "more trees"}, "m4", []string{"en:talk.deleted", "en:suggest.text"}},
		"an older answer":   {[]string{"menu", "1", "1", "more trees"}, "m3", []string{"en:talk.deleted", "en:suggest.confirm(Service=roads Text=more trees)"}},
		"another message":   {[]string{"menu", "1", "1"}, "m99", []string{"en:talk.deleted", "en:suggest.text"}},
		"no name at all":    {[]string{"menu", "1", "1"}, "", []string{"en:talk.deleted", "en:suggest.text"}},
		"what began it":     {[]string{"hello there"}, "m1", []string{"en:talk.deleted", "en:menu.pick"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := talktest.NewPlayer(t, talktest.Setup{Engine: newWorld().engine(), Lang: "en"})
			for _, line := range c.lines {
				p.Say(line)
			}
			if diff := cmp.Diff(c.want, textsOf(p.Send(deleting(c.deletes), "…"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A photo that was deleted does not go out with what is sent later.
func TestDeletedFileLeavesTheDraft(t *testing.T) {
	p := talktest.NewPlayer(t, talktest.Setup{Engine: noticed(t), Lang: "en", Notice: "2"})
	p.Say("trees")
	p.Say("[photo] like this")
	news := deleting("m2")
	news.Files = []talk.File{{ID: "file2"}}
	p.Send(news, "…")
	if diff := cmp.Diff([]string{"en:files(Files=[])"}, textsOf(p.Say("1"))); diff != "" {
		t.Error(diff)
	}
}

// A sign leaves the conversation as it is.
func TestReactionDisturbsNothing(t *testing.T) {
	p := talktest.NewPlayer(t, talktest.Setup{Engine: newWorld().engine(), Lang: "en"})
	for _, line := range []string{"", "menu", "1", "1", "more trees"} {
		if line != "" {
			p.Say(line)
		}
		before := p.Session()
		got := p.Send(talk.Inbound{Kind: talk.KindReaction, Text: "👍", ReplyTo: "x", About: "case1"}, "…")
		before.Turn++
		if diff := cmp.Diff(before, p.Session()); diff != "" || len(got) != 0 {
			t.Errorf("after %q: said %v, session %s", line, textsOf(got), diff)
		}
	}
}

// Whatever kind of message a later release of a channel brings, in any state, with
// or without a case it is about, its turn is taken.
func TestKindsOfTheFuture(t *testing.T) {
	kinds := []talk.Kind{
		talk.KindText, talk.KindChoice, talk.KindAttachment, talk.KindLocation, talk.KindContact, talk.KindStart, talk.KindEdit,
		talk.KindReaction, talk.KindDeleted, talk.KindInvite, talk.KindBlocked, talk.KindReturned, talk.KindEmergency, talk.KindTimer,
		talk.KindUnknown, "poll", "call", "",
	}
	rapid.Check(t, func(rt *rapid.T) {
		e := newWorld().engine()
		s := talk.Session{Lang: rapid.SampledFrom([]string{"", "en"}).Draw(rt, "lang")}
		for range rapid.IntRange(1, 20).Draw(rt, "messages") {
			in := talk.Inbound{
				Kind:    rapid.SampledFrom(kinds).Draw(rt, "kind"),
				Text:    rapid.SampledFrom([]string{"", "1", "menu", "back", "hello there", "👍"}).Draw(rt, "text"),
				ReplyTo: rapid.SampledFrom([]string{"", "x"}).Draw(rt, "reply"), Edits: rapid.SampledFrom([]string{"", "m1"}).Draw(rt, "edits"),
				About: rapid.SampledFrom([]string{"", "case1"}).Draw(rt, "about"), Native: "m1",
			}
			res, err := e.Turn(context.Background(), talk.Input{Session: s, In: in})
			if err == nil && res.Unwritten {
				res, err = e.Turn(context.Background(), talk.Input{Session: s, In: in, Write: true, Memo: res.Memo})
			}
			if err != nil || res.Session.Turn != s.Turn+1 || res.End.State == "" {
				rt.Fatalf("after %+v: %+v, %v", in, res, err)
			}
			s = res.Session
		}
	})
}
