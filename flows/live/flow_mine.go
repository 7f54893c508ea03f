package live

import (
	"context"
	"fmt"
	"strings"

	"majlis/flows/cases"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// mostListed is how many rows a list of a chat app has, less one for "none".
const mostListed = 9

// shown is a group as it is offered for a "me too": small, as the journal keeps it.
type shown struct {
	ID     string `json:"id"`
	Text   string `json:"t"`
	People int    `json:"n"`
}

// top are the groups most people stand behind, that still wait.
func (d Deps) top(t *talk.Talk, broadcast string) []shown {
	return talk.Look(t, func(ctx context.Context) (list []shown, err error) {
		err = d.Boards.Read(ctx, broadcast, func(b *Board) error {
			var groups []*Group
			for _, g := range b.Groups() {
				if g.Supporters > 0 && (g.State == Approved || g.State == Next || g.State == Now) {
					groups = append(groups, g)
				}
			}
			Rank(groups, SortMost, b.Participants())
			for _, g := range groups[:min(mostListed, len(groups))] {
				list = append(list, shown{g.ID, words.Shorten(g.Text, 60), g.Supporters})
			}
			return nil
		})
		return list, err
	})
}

// others shows what others ask; picking one says "me too".
func (d Deps) others(t *talk.Talk, b Broadcast) {
	list := talk.Find(t, "top", func(context.Context) ([]shown, error) { return d.top(t, b.ID), nil })
	var options []talk.Option
	for _, g := range list {
		options = append(options, talk.Option{ID: g.ID, Label: t.Text("live.other", talk.Args{"Question": g.Text, "Count": g.People})})
	}
	picked := t.Put(talk.Question{
		Key: "too", Text: "live.others", Args: d.facts(t, b),
		Options: append(options, t.Option("none", "live.others.none")), Check: talk.Words,
	})
	for _, g := range list {
		if g.ID == picked {
			d.support(t, b, g)
			return
		}
	}
	if picked != "none" {
		t.Go(Free, picked)
	}
	t.Say("live.go_on", d.facts(t, b))
}

// support says "me too" to a group.
func (d Deps) support(t *talk.Talk, b Broadcast, g shown) {
	too, refused := talk.Try(t, "support", func(ctx context.Context) (s supported, err error) {
		s.Question, s.Fresh, err = d.Floor.Support(ctx, member(t, b.ID), g.ID)
		return s, err
	})
	if refused != nil {
		t.Say("live.not_open")
		return
	}
	if !too.Fresh {
		t.Say("live.me_too.already", talk.Args{"Question": g.Text})
		return
	}
	t.End(talk.EndQuestion, too.Question)
	t.Say("live.me_too", talk.Args{"Question": g.Text})
}

// supported is what stands in a group of a person who said "me too".
type supported struct {
	Question string `json:"q"`
	Fresh    bool   `json:"n,omitempty"` // since just now
}

// ownQuestion is a question of the person's own, with what became of it.
type ownQuestion struct {
	ID   string `json:"id"`
	Text string `json:"t"`
	Fate string `json:"f"`
	Open bool   `json:"o,omitempty"`
}

func (d Deps) own(t *talk.Talk, broadcast string) []ownQuestion {
	return talk.Look(t, func(ctx context.Context) (list []ownQuestion, err error) {
		err = d.Boards.Read(ctx, broadcast, func(b *Board) error {
			for _, it := range b.Of(t.Who().Person) {
				if it.Text != "" && !it.Withdrawn {
					fate := b.Fate(it)
					list = append(list, ownQuestion{it.ID, words.Shorten(it.Text, 60), string(fate), fate == FateWaiting})
				}
			}
			return nil
		})
		return list[max(0, len(list)-mostListed):], err
	})
}

// mine lists the person's own questions; one that waits can be withdrawn.
func (d Deps) mine(t *talk.Talk, b Broadcast) {
	list := talk.Find(t, "own", func(context.Context) ([]ownQuestion, error) { return d.own(t, b.ID), nil })
	var options []talk.Option
	var lines strings.Builder
	for _, q := range list {
		fmt.Fprintf(&lines, "• %s\n  %s\n", q.Text, t.Text("live.fate."+q.Fate))
		if q.Open {
			options = append(options, talk.Option{ID: q.ID, Label: t.Text("live.withdraw", talk.Args{"Question": words.Shorten(q.Text, 40)})})
		}
	}
	args := talk.Args{"List": lines.String()}
	if len(options) == 0 {
		t.Say("live.mine", args)
		return
	}
	picked := t.Put(talk.Question{
		Key: "withdraw", Text: "live.mine", Args: args, Options: append(options, t.Option("keep", "live.mine.keep")), Check: talk.Words,
	})
	for _, q := range list {
		if q.ID == picked {
			talk.Do(t, "withdraw", func(ctx context.Context) (bool, error) {
				return true, d.Floor.Withdraw(ctx, member(t, b.ID), picked)
			})
			t.Say("live.withdrawn")
			return
		}
	}
	if picked != "keep" {
		t.Go(Free, picked)
	}
	t.Say("live.go_on", d.facts(t, b))
}

// helped asks whether an answer was one: "not my question" puts the question back
// among those that wait, "no" makes an inquiry of it.
func (d Deps) helped(t *talk.Talk) {
	asked := talk.Find(t, "about", func(ctx context.Context) (answered, error) { return d.answered(ctx, t.About()) })
	if asked.Question == "" {
		return
	}
	b := d.broadcast(t, asked.Broadcast)
	options := []talk.Option{t.Option("yes", "live.helped.yes"), t.Option("no", "live.helped.no")}
	if b.Status.Open() {
		options = append(options, t.Option("other", "live.helped.other"))
	}
	picked := t.Put(talk.Question{Key: "helped", Text: "live.helped", Options: options, Check: talk.Words})
	switch picked {
	case "yes", "no":
		talk.Do(t, "rate", func(ctx context.Context) (bool, error) {
			return true, d.Floor.Rate(ctx, member(t, b.ID), asked.Question, picked == "yes")
		})
		if picked == "yes" {
			t.Say("live.glad")
			return
		}
		t.Go(inquiry, asked.Text)
	case "other":
		talk.Do(t, "disown", func(ctx context.Context) (bool, error) {
			return true, d.Floor.Disown(ctx, member(t, b.ID), asked.Question)
		})
		t.Say("live.requeued")
	default:
		t.Go(Free, picked)
	}
}

// inquiry is the flow in which staff are asked in writing.
const inquiry = cases.FlowInquiry

// answered is the question an answer was given to.
type answered struct {
	Broadcast string `json:"b"`
	Question  string `json:"q"`
	Text      string `json:"t"`
}

// answered reads what an invitation is about: "BROADCAST QUESTION".
func (d Deps) answered(ctx context.Context, about string) (a answered, err error) {
	broadcast, question, ok := cutAbout(about)
	if !ok {
		return answered{}, nil
	}
	err = d.Boards.Read(ctx, broadcast, func(b *Board) error {
		it := b.Item(question)
		if it == nil || it.Helped != "" || !it.Counts() {
			return nil
		}
		a = answered{Broadcast: broadcast, Question: question, Text: it.Text}
		if g := b.Group(it.Group); g != nil && a.Text == "" {
			a.Text = g.Text
		}
		return nil
	})
	return a, err
}
