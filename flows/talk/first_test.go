package talk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// noticed is a book whose first flow shows a notice of version 2.
func noticed(t *testing.T) *talk.Engine {
	t.Helper()
	files := func(t *talk.Talk) { t.Say("files", talk.Args{"Files": t.Files()}) }
	book := talk.Book{
		First: "first", Free: "free", Follow: "follow", Notice: "2",
		Flows: []talk.Flow{
			{Name: "first", Run: func(t *talk.Talk) {
				if !t.Known() {
					t.SetLang(t.Choose("lang", "lang", []talk.Option{{ID: "ar", Label: "A"}, {ID: "en", Label: "E"}}))
				}
				t.Say("notice")
				t.Noticed("2")
				t.Pass(t.Given())
			}},
			{Name: "suggest", Title: "menu.suggest", Run: func(t *talk.Talk) {
				text := t.Put(talk.Question{Key: "text", Text: "text", Check: talk.Words, Given: t.Given(), Label: "text.label"})
				t.Confirm("ok", "confirm", talk.Args{"Text": text})
				files(t)
			}},
			{Name: "help", Words: "words.help", Aside: true, Run: func(t *talk.Talk) { t.Say("help", talk.Args{"Open": t.Interrupts()}) }},
			{Name: "track", Words: "words.track", Run: func(t *talk.Talk) { t.Say("track") }},
			{Name: "free", Run: func(t *talk.Talk) { t.Go("suggest", t.Given()) }},
			{Name: "follow", Aside: true, Run: func(t *talk.Talk) { t.Say("follow", talk.Args{"Text": t.Given()}); files(t) }},
		},
	}
	return talk.NewEngine(keyTexts{}, book, nil, func() time.Time { return talktest.Noon })
}

// said plays lines and returns the texts of the last answer.
func said(t *testing.T, session talk.Session, lines ...string) []string {
	t.Helper()
	p := talktest.NewPlayer(t, talktest.Setup{Engine: noticed(t), Lang: session.Lang, Notice: session.Notice})
	var last []string
	for _, line := range lines {
		last = nil
		for _, m := range p.Say(line) {
			last = append(last, m.Text)
		}
	}
	return last
}

func TestFirstContact(t *testing.T) {
	fresh, old, seen := talk.Session{}, talk.Session{Lang: "en", Notice: "1"}, talk.Session{Lang: "en", Notice: "2"}
	for _, tt := range []struct {
		name    string
		session talk.Session
		lines   []string
		want    []string
	}{
		{"what was typed goes on", fresh, []string{"trees", "2"}, []string{"en:notice", "en:confirm(Text=trees)"}},
		{"a word that works everywhere goes on", fresh, []string{"status", "2"}, []string{"en:notice", "en:track"}},
		{"a line of the menu goes on", fresh, []string{"en:menu.suggest", "2"}, []string{"en:notice", "en:text"}},
		{"an emoji goes to the menu", fresh, []string{"🙂", "2"}, []string{"en:notice", "en:menu.pick"}},
		{"opening the chat goes to the menu", fresh, []string{"[start]", "2"}, []string{"en:notice", "en:menu.pick"}},
		{"help is answered before", fresh, []string{"help"}, []string{"ar:help(Open=true)", "ar:lang"}},
		{"no way around the language", fresh, []string{"x", "menu"}, []string{"ar:lang"}},
		{"cancelled, it comes again", fresh, []string{"x", "cancel", "y"}, []string{"ar:lang"}},
		{"a new notice on the way", old, []string{"trees"}, []string{"en:notice", "en:confirm(Text=trees)"}},
		{"a reply to staff goes on", old, []string{"[reply case1] seven"}, []string{"en:notice", "en:follow(Text=seven)", "en:files(Files=[])"}},
		{"no notice twice", seen, []string{"trees"}, []string{"en:confirm(Text=trees)"}},
		{"nor later", old, []string{"trees", "cancel", "trees"}, []string{"en:confirm(Text=trees)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, said(t, tt.session, tt.lines...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What was typed before the flow can be changed like any answer, and back leaves
// the flow instead of asking for it.
func TestGivenAnswer(t *testing.T) {
	seen := talk.Session{Lang: "en", Notice: "2"}
	for _, tt := range []struct {
		lines []string
		want  []string
	}{
		{[]string{"trees", "2"}, []string{"en:talk.change_which"}},
		{[]string{"trees", "2", "1"}, []string{"en:text"}},
		{[]string{"trees", "2", "1", "palms"}, []string{"en:confirm(Text=palms)"}},
		{[]string{"trees", "change", "1", "palms", "1"}, []string{"en:files(Files=[])"}},
		{[]string{"trees", "back"}, []string{"en:talk.left", "en:menu.pick"}},
	} {
		if diff := cmp.Diff(tt.want, said(t, seen, tt.lines...)); diff != "" {
			t.Errorf("%q: %s", tt.lines, diff)
		}
	}
}

// A file belongs to the flow it was sent for.
func TestFilesOfAnAside(t *testing.T) {
	seen := talk.Session{Lang: "en", Notice: "2"}
	got := said(t, seen, "[photo] broken", "[reply case1] [photo]")
	if diff := cmp.Diff([]string{"en:follow(Text=en:talk.attached.photo(Name= Seconds=0))", "en:files(Files=[file2])", "en:confirm(Text=broken)"}, got); diff != "" {
		t.Error(diff)
	}
	got = said(t, seen, "[photo] broken", "[reply case1] look", "1")
	if diff := cmp.Diff([]string{"en:files(Files=[file1])"}, got); diff != "" {
		t.Error(diff)
	}
}
