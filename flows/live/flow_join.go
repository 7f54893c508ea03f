package live

import (
	"context"
	"strings"

	"majlis/flows/cases"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// free takes what is typed when nothing is open: a way into a broadcast, a
// question to the one that the person joined, or else whatever the rest of the
// house makes of it.
func (d Deps) free(t *talk.Talk) {
	text := t.Given()
	d.addressed(t, text)
	if b, found := d.named(t, text); found {
		t.Go(flowJoin, b.ID)
	}
	if _, in := d.joined(t); in && d.asks(t, text) {
		t.Go(flowAsk, text)
	}
	t.Go(cases.Free, text)
}

// asks reports whether a text is meant for the broadcast: greetings, thanks and
// bare numbers are not.
func (d Deps) asks(t *talk.Talk, text string) bool {
	return words.Graphemes(text) >= leastText && wordCount(text) > 1 || len(t.Files()) > 0
}

// named finds the broadcast whose code, keyword or link a text is.
func (d Deps) named(t *talk.Talk, text string) (Broadcast, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(words.Digits(text)), LinkPrefix)
	if text == "" || strings.ContainsAny(text, " \n") {
		return Broadcast{}, false
	}
	folded := words.Fold(text)
	for _, b := range d.coming(t) {
		if text == b.Code || b.Keyword.Ar != "" && folded == words.Fold(b.Keyword.Ar) || b.Keyword.En != "" && folded == words.Fold(b.Keyword.En) {
			return b, true
		}
	}
	return Broadcast{}, false
}

// browse shows what is announced and on air, and takes the person there.
func (d Deps) browse(t *talk.Talk) {
	list := d.coming(t)
	if len(list) == 0 {
		t.Say("live.none")
		return
	}
	if len(list) == 1 {
		t.Go(flowJoin, list[0].ID)
	}
	var options []talk.Option
	for _, b := range list {
		options = append(options, talk.Option{ID: b.ID, Label: words.Shorten(b.Title.In(t.Lang()), 60)})
	}
	t.Go(flowJoin, t.Choose("which", "live.which", options))
}

// join notes that the person takes part, and offers what can be done.
func (d Deps) join(t *talk.Talk) {
	b := d.broadcast(t, t.Given())
	if b.Status.Over() {
		t.Say("live.over", d.facts(t, b))
		return
	}
	talk.Do(t, "join", func(ctx context.Context) (bool, error) { return d.Store.Join(ctx, member(t, b.ID)) })
	if !b.Status.Open() {
		t.Say("live.joined_early", d.facts(t, b))
		return
	}
	options := []talk.Option{t.Option("ask", "live.option.ask")}
	if d.seen(t, b.ID) > 0 {
		options = append(options, t.Option("others", "live.option.others"))
	}
	if d.asked(t, b.ID) > 0 {
		options = append(options, t.Option("mine", "live.option.mine"))
	}
	options = append(options, t.Option("leave", "live.option.leave"))
	picked := t.Put(talk.Question{Key: "next", Text: "live.joined", Args: d.facts(t, b), Options: options, Check: talk.Words})
	switch picked {
	case "ask":
		text := t.Put(talk.Question{Key: "text", Text: "live.ask", Args: d.facts(t, b), Check: talk.Text(leastText, mostText)})
		t.Go(flowAsk, text)
	case "others":
		d.others(t, b)
	case "mine":
		d.mine(t, b)
	case "leave":
		talk.Do(t, "leave", func(ctx context.Context) (bool, error) { return true, d.Store.Leave(ctx, b.ID, t.Who().Person) })
		t.Say("live.left", d.facts(t, b))
	default:
		t.Go(Free, picked)
	}
}

// seen is how many groups there are that people may see.
func (d Deps) seen(t *talk.Talk, broadcast string) int { return len(d.top(t, broadcast)) }

// asked is how many questions the person has in a broadcast.
func (d Deps) asked(t *talk.Talk, broadcast string) int { return len(d.own(t, broadcast)) }
