package live

import (
	"context"
	"fmt"
	"strings"

	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// ask takes what a person typed to the broadcast that they joined last.
func (d Deps) ask(t *talk.Talk) {
	b, in := d.joined(t)
	if !in {
		t.Say("live.not_open")
		return
	}
	d.take(t, b, t.Given())
}

// take takes a text as a question, or as several. It is confirmed once it is
// durable, before it is grouped.
func (d Deps) take(t *talk.Talk, b Broadcast, text string) {
	if refused := talk.Find(t, "limit", func(ctx context.Context) (string, error) {
		return d.Floor.Allowed(ctx, b.ID, t.Who().Person)
	}); refused != "" {
		t.Say(refused, d.facts(t, b))
		t.End(talk.EndDiscard, "limit")
		return
	}
	if talk.Find(t, "spoken", func(context.Context) (bool, error) { return t.Wordless(), nil }) {
		d.takeSpoken(t, b, text)
		return
	}
	if words.Graphemes(text) > mostText {
		text = t.Put(talk.Question{Key: "shorter", Text: "live.shorter", Args: talk.Args{"Most": mostText}, Check: talk.Text(leastText, mostText)})
	}
	parts := d.parts(t, text)
	if len(parts) == 0 {
		t.Say("live.dropped")
		return
	}
	if parts = d.fresh(t, b, parts); len(parts) == 0 {
		return
	}
	like := d.like(t, b.ID, parts)
	ids := talk.Do(t, "ask", func(ctx context.Context) ([]string, error) { return d.askAll(ctx, t, b.ID, parts) })
	t.End(talk.EndQuestion, ids[0])
	d.confirm(t, b, parts, like)
	if len(parts) == 1 && like.State != Answered {
		d.published(t, b, ids[0], parts[0])
	}
}

// takeSpoken takes a voice note or a picture without words. Nobody can say what
// it is like before staff have listened.
func (d Deps) takeSpoken(t *talk.Talk, b Broadcast, standIn string) {
	id := talk.Do(t, "ask", func(ctx context.Context) (string, error) {
		return d.Floor.Ask(ctx, member(t, b.ID), Wording{Text: standIn, Files: t.Files(), Spoken: true})
	})
	t.End(talk.EndQuestion, id)
	args := d.facts(t, b)
	args["Count"] = 1
	t.Say("live.taken", args)
}

// parts are the questions of a text, as the person wants them sent.
func (d Deps) parts(t *talk.Talk, text string) []string {
	parts := several(text)
	if len(parts) == 1 {
		return parts
	}
	var list strings.Builder
	for i, p := range parts {
		fmt.Fprintf(&list, "%d) %s\n", i+1, p)
	}
	switch t.Put(talk.Question{Key: "several", Text: "live.several", Args: talk.Args{"Count": len(parts), "List": list.String()}, Options: []talk.Option{
		t.Option("apart", "live.several.apart"), t.Option("one", "live.several.one"), t.Option("drop", "live.several.drop"),
	}}) {
	case "apart":
		return parts
	case "one":
		return []string{text}
	}
	return nil
}

// like is what others asked that is the same as a single question.
func (d Deps) like(t *talk.Talk, broadcast string, parts []string) Likeness {
	if len(parts) > 1 {
		return Likeness{}
	}
	return talk.Find(t, "like", func(ctx context.Context) (Likeness, error) {
		like, _, err := d.Floor.Like(ctx, broadcast, t.Who().Person, parts[0])
		return like, err
	})
}

func (d Deps) askAll(ctx context.Context, t *talk.Talk, broadcast string, parts []string) (ids []string, err error) {
	for _, p := range parts {
		id, err := d.Floor.Ask(ctx, member(t, broadcast), Wording{Text: p, Files: t.Files()})
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (d Deps) confirm(t *talk.Talk, b Broadcast, parts []string, like Likeness) {
	args := d.facts(t, b)
	args["Count"], args["Others"] = len(parts), t.Text("live.like.others", talk.Args{"Count": like.People})
	switch {
	case like.State == Answered: // the answer is on its way already
		t.Say("live.taken_answered", args)
	case like.People > 0:
		t.Say("live.taken_like", args)
	default:
		t.Say("live.taken", args)
	}
}

// published offers answers that are published already. The question is on the
// floor meanwhile; one that is answered by them is owed nothing more.
func (d Deps) published(t *talk.Talk, b Broadcast, question, text string) {
	found := d.Library.Candidates(t, text)
	if len(found) == 0 {
		return
	}
	options := append(faq.Options(found), t.Option("none", "live.published.none"))
	picked := t.Put(talk.Question{Key: "published", Text: "live.published", Options: options, Check: talk.Words})
	if !faq.Picked(found, picked) {
		if picked != "none" {
			t.Go(Free, picked)
		}
		t.Say("live.stays", d.facts(t, b))
		return
	}
	if !d.Library.Show(t, picked, "") {
		t.Say("live.stays", d.facts(t, b))
		return
	}
	talk.Do(t, "settle", func(ctx context.Context) (bool, error) {
		return true, d.Floor.Settle(ctx, member(t, b.ID), question, picked)
	})
}
