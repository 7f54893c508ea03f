package talk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// keyTexts says the key and its arguments, so that a transcript shows what was asked for.
type keyTexts struct{}

func (keyTexts) Text(lang, key string, args map[string]any) string {
	var list []string
	for k, v := range args {
		list = append(list, fmt.Sprintf("%s=%v", k, v))
	}
	sort.Strings(list)
	text := lang + ":" + key
	if len(list) > 0 {
		text += "(" + strings.Join(list, " ") + ")"
	}
	return text
}

func (keyTexts) Words(lang, key string) []string {
	return map[string][]string{
		"enwords.menu": {"menu"}, "arwords.menu": {"القائمة"}, "enwords.back": {"back"}, "enwords.cancel": {"cancel"},
		"enwords.change": {"change"}, "enwords.help": {"help"}, "arwords.help": {"مساعدة"}, "enwords.track": {"status"}, "enwords.stop": {"stop"},
	}[lang+key]
}

// world is what the flows of these tests look up and change.
type world struct {
	finds, deeds int
	filed        []string
	refuse       bool
	broken       bool
	services     []string
	asked        []string // what an invite was answered about
}

func (w *world) engine() *talk.Engine {
	book := talk.Book{
		First: "welcome", Free: "free", Follow: "follow", Person: "person",
		Flows: []talk.Flow{
			{Name: "welcome", Run: w.welcome},
			{Name: "suggest", Title: "menu.suggest", Run: w.suggest},
			{Name: "track", Title: "menu.track", Words: "words.track", Code: "92", Aside: true, Run: w.track},
			{Name: "help", Words: "words.help", Code: "90", Aside: true, Run: func(t *talk.Talk) { t.Say("help") }},
			{Name: "ask", Run: w.ask},
			{Name: "hush", Words: "words.stop", Aside: true, Run: func(t *talk.Talk) { t.Hush(); t.Say("hushed") }},
			{Name: "free", Run: w.free},
			{Name: "follow", Aside: true, Run: func(t *talk.Talk) { t.Say("follow", talk.Args{"Case": t.About(), "Text": t.Given()}) }},
			{Name: "person", Run: func(t *talk.Talk) { t.Say("person") }},
		},
	}
	return talk.NewEngine(keyTexts{}, book, nil, func() time.Time { return talktest.Noon })
}

func (w *world) welcome(t *talk.Talk) {
	lang := t.Choose("lang", "welcome.lang", []talk.Option{{ID: "ar", Label: "العربية"}, {ID: "en", Label: "English"}})
	t.SetLang(lang)
	if given := t.Given(); given != "" {
		t.Go("free", given)
	}
	t.Go("menu", "")
}

func (w *world) suggest(t *talk.Talk) {
	if w.broken {
		panic("broken")
	}
	var options []talk.Option
	for _, s := range w.services {
		options = append(options, talk.Option{ID: s, Label: "Service " + s})
	}
	service := t.Choose("service", "suggest.service", options)
	like := talk.Find(t, "similar", func(context.Context) (string, error) { w.finds++; return "like " + service, nil })
	t.Say("suggest.similar", talk.Args{"Like": like})
	text := t.Ask("text", "suggest.text", talk.Text(5, 50))
	if !t.Confirm("confirm", "suggest.confirm", talk.Args{"Service": service, "Text": text}) {
		t.Say("suggest.dropped")
		return
	}
	ref, refused := talk.Try(t, "file", func(context.Context) (string, error) {
		w.deeds++
		if w.refuse {
			return "", &talk.Refusal{Code: "full"}
		}
		w.filed = append(w.filed, service+"/"+text+"/"+strings.Join(t.Files(), "+"))
		return "R1", nil
	})
	if refused != nil {
		t.Say("suggest." + refused.Code)
		return
	}
	t.End(talk.EndCase, ref)
	t.Say("suggest.filed", talk.Args{"Ref": ref})
}

func (w *world) track(t *talk.Talk) {
	ref := t.Given()
	if ref == "" {
		ref = t.Ask("ref", "track.ref", talk.Text(3, 20))
	}
	t.Say("track.is", talk.Args{"Ref": ref})
}

func (w *world) free(t *talk.Talk) {
	as := t.Choose("as", "free.as", []talk.Option{{ID: "suggest", Label: "Suggestion"}, {ID: "nothing", Label: "Nothing"}}, talk.Args{"Text": t.Given()})
	t.Say("free.done", talk.Args{"As": as})
}

func newWorld() *world { return &world{services: []string{"roads", "water"}} }

func TestTranscripts(t *testing.T) {
	for _, name := range []string{"first", "suggest", "back", "change", "stuck", "stale", "aside", "digits", "kinds", "timers"} {
		t.Run(name, func(t *testing.T) {
			setup := talktest.Setup{Engine: newWorld().engine(), Lang: "en"}
			if name == "first" {
				setup.Lang = ""
			}
			talktest.Play(t, "testdata/"+name+".txt", setup)
		})
	}
}

func TestFindAndDoRunOnce(t *testing.T) {
	w := newWorld()
	p := talktest.NewPlayer(t, talktest.Setup{Engine: w.engine(), Lang: "en"})
	for _, line := range []string{"menu", "1", "2", "[photo] a broken pipe", "1"} {
		p.Say(line)
	}
	if w.finds != 1 || w.deeds != 1 {
		t.Errorf("finds %d, deeds %d; want 1 and 1", w.finds, w.deeds)
	}
	if want := []string{"water/a broken pipe/file4"}; !slices.Equal(w.filed, want) {
		t.Errorf("filed %q, want %q", w.filed, want)
	}
	if s := p.Session(); s.Flow != "" || s.Turn != 5 {
		t.Errorf("session after the end: %+v", s)
	}
}

func TestRefusalIsAnsweredInWords(t *testing.T) {
	w := newWorld()
	w.refuse = true
	p := talktest.NewPlayer(t, talktest.Setup{Engine: w.engine(), Lang: "en"})
	for _, line := range []string{"menu", "1", "1", "more trees"} {
		p.Say(line)
	}
	if got := p.Say("1"); len(got) != 1 || got[0].Text != "en:suggest.full" {
		t.Errorf("got %+v", got)
	}
}

func TestReleaseKeepsMatchingPrefix(t *testing.T) {
	old := talk.Session{Turn: 3, Lang: "en", Flow: "suggest", Open: "colour", Asked: 3, Journal: []talk.Entry{
		{Key: "service", Value: []byte(`"water"`)}, {Key: "size", Value: []byte(`"big"`)},
	}}
	res, err := newWorld().engine().Turn(context.Background(), talk.Input{Session: old, In: text("blue")})
	if err != nil {
		t.Fatal(err)
	}
	last := res.Messages[len(res.Messages)-1]
	if last.Text != "en:suggest.text" {
		t.Errorf("asked %q", last.Text)
	}
	if len(res.Session.Journal) != 2 || string(res.Session.Journal[0].Value) != `"water"` || res.Session.Journal[1].Key != "similar" {
		t.Errorf("journal %+v", res.Session.Journal)
	}
}

func TestFlowTakenAwayByRelease(t *testing.T) {
	gone := talk.Session{Turn: 3, Lang: "en", Flow: "gone", Open: "x", Asked: 3}
	res, err := newWorld().engine().Turn(context.Background(), talk.Input{Session: gone, In: text("blue")})
	if err != nil || res.Messages[0].Text != "en:talk.flow_gone" || res.Session.Flow != "menu" {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestDigitMeansWhatWasShown(t *testing.T) {
	w := newWorld()
	p := talktest.NewPlayer(t, talktest.Setup{Engine: w.engine(), Lang: "en"})
	p.Say("menu")
	p.Say("1")
	w.services = []string{"new", "roads", "water"}
	p.Say("2")
	if got := string(p.Session().Journal[0].Value); got != `"water"` {
		t.Errorf("2 was taken as %s, but water stood there", got)
	}
}

func TestPanicIsAnErrorAndKeepsTheSession(t *testing.T) {
	w := newWorld()
	w.broken = true
	s := talk.Session{Turn: 1, Lang: "en", Flow: "suggest"}
	_, err := w.engine().Turn(context.Background(), talk.Input{Session: s, In: text("x")})
	if err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("err = %v", err)
	}
}

func TestFailedLookUpFailsTheTurn(t *testing.T) {
	boom := errors.New("boom")
	book := talk.Book{First: "f", Flows: []talk.Flow{{Name: "f", Run: func(t *talk.Talk) {
		talk.Find(t, "x", func(context.Context) (int, error) { return 0, boom })
	}}}}
	e := talk.NewEngine(keyTexts{}, book, nil, time.Now)
	if _, err := e.Turn(context.Background(), talk.Input{In: text("hi")}); !errors.Is(err, boom) {
		t.Errorf("err = %v", err)
	}
}

func TestEmergencyLeavesTheConversationOpen(t *testing.T) {
	p := talktest.NewPlayer(t, talktest.Setup{Engine: newWorld().engine(), Lang: "en"})
	p.Say("menu")
	p.Say("1")
	before := p.Session()
	got := p.Send(talk.Inbound{Kind: talk.KindEmergency}, "…")
	after := p.Session()
	if got[0].Text != "en:guard.emergency" || after.Flow != before.Flow || after.Open != before.Open {
		t.Errorf("%+v, %+v", got, after)
	}
	p.Say("1")
	if p.Session().Open != "text" {
		t.Error("the open question was lost")
	}
}

// Whatever a stranger sends, a turn never fails, grows by one, and the session
// stays small.
func TestAnyLines(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := newWorld().engine()
		s := talk.Session{}
		lines := rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"1", "٢", "۳", "0", "00", "90", "92", "93", "94", "menu", "back", "change", "help", "status 12", "hello there", ""}),
			rapid.StringN(0, 30, -1),
		), 1, 30).Draw(rt, "lines")
		for _, line := range lines {
			in := text(line)
			if rapid.Bool().Draw(rt, "tap") {
				in.Kind, in.Choice = talk.KindChoice, rapid.SampledFrom([]string{"1:suggest", "2:water", "3:yes", "x", ":", "2:!menu", "4:!again"}).Draw(rt, "choice")
			}
			res, err := e.Turn(context.Background(), talk.Input{Session: s, In: in})
			if err == nil && res.Unwritten {
				res, err = e.Turn(context.Background(), talk.Input{Session: s, In: in, Write: true, Memo: res.Memo})
			}
			if err != nil {
				rt.Fatal(err)
			}
			if res.Session.Turn != s.Turn+1 || len(res.Messages) == 0 || res.End.State == "" {
				rt.Fatalf("after %q: %+v", line, res)
			}
			s = res.Session
		}
	})
}

func text(s string) talk.Inbound {
	return talk.Inbound{Kind: talk.KindText, Text: s, Senders: []talk.Identity{{Kind: "test", ID: "1"}}}
}
