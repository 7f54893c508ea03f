package talk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"majlis/flows/talk"
)

// flatTexts renders a text by replacing its placeholders, as a catalogue does.
type flatTexts map[string]string

func (f flatTexts) Text(_, key string, args map[string]any) string {
	text := f[key]
	for k, v := range args {
		if s, ok := v.(string); ok {
			text = strings.ReplaceAll(text, "{"+k+"}", s)
		}
	}
	return text
}

func (f flatTexts) Words(string, string) []string { return nil }

// BenchmarkTurn runs a five-turn conversation; the session is decoded before and
// encoded after every turn, as if it came from a store. One iteration is one turn.
func BenchmarkTurn(b *testing.B) {
	texts := flatTexts{
		"menu.pick": "What would you like to do?", "menu.suggest": "Suggestion", "suggest.service": "Which service?",
		"suggest.similar": "Similar: {Like}", "suggest.text": "Please describe it.",
		"suggest.confirm": "Service: {Service}\nText: {Text}\nSend it?", "suggest.filed": "Received. Reference {Ref}.",
		"confirm.send": "Send", "confirm.change": "Change", "confirm.drop": "Don't send",
	}
	w := newWorld()
	book := talk.Book{Free: "suggest", Flows: []talk.Flow{{Name: "suggest", Title: "menu.suggest", Run: w.suggest}}}
	e := talk.NewEngine(texts, book, nil, time.Now)
	lines := []string{"0", "1", "2", "please plant more trees along the road", "1"}
	ctx := context.Background()
	kept, err := talk.Session{Lang: "en"}.Encode()
	if err != nil {
		b.Fatal(err)
	}
	longest := 0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s, err := talk.DecodeSession(kept)
		if err != nil {
			b.Fatal(err)
		}
		in := text(lines[i%len(lines)])
		res, err := e.Turn(ctx, talk.Input{Session: s, In: in})
		if err == nil && res.Unwritten {
			res, err = e.Turn(ctx, talk.Input{Session: s, In: in, Write: true, Memo: res.Memo})
		}
		if err != nil {
			b.Fatal(err)
		}
		if kept, err = res.Session.Encode(); err != nil {
			b.Fatal(err)
		}
		longest = max(longest, len(kept))
		w.filed = w.filed[:0]
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
	b.ReportMetric(float64(longest), "session-bytes")
}
