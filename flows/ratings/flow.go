package ratings

import (
	"context"
	"slices"
	"strconv"
	"time"

	"majlis/flows/cases"
	"majlis/flows/talk"
)

// Deps is what the conversation of this room needs.
type Deps struct {
	Store Store
	Cases cases.Deps
	Now   func() time.Time
}

// mostComment is the longest comment, in graphemes.
const mostComment = 1000

// Flows are the conversations of this room. Nobody finds them in the menu: an
// invite opens them.
func Flows(d Deps) []talk.Flow {
	return []talk.Flow{{Name: cases.Rate, Run: d.rate}}
}

// rate asks after an answer whether it solved the matter and how the service
// was. Each answer counts at once, so that nothing is lost of a talk that breaks
// off, and whoever writes about something else is heard.
func (d Deps) rate(t *talk.Talk) {
	c, found := d.Cases.Own(t, t.About())
	if !found || d.nothingToAsk(t, c) {
		return
	}
	if c.Status == cases.Answered || t.Answered("solved") {
		said := d.Cases.AskSolved(t, "rate.solved", c, talk.Words)
		switch said {
		case cases.AnswerSolved:
			d.Cases.Settle(t, c, t.Text("follow.yes"), true, "follow.closed")
		case cases.AnswerUnsolved:
			d.missing(t, c)
			return
		default:
			t.Pass(said)
		}
	}
	d.score(t, c)
}

// nothingToAsk reports a case that was taken up again, or rated since its last
// answer, before the person said anything to this question.
func (d Deps) nothingToAsk(t *talk.Talk, c cases.Case) bool {
	if t.Answered("solved") || t.Answered("score") {
		return false
	}
	if c.Status.Open() {
		return true
	}
	return talk.Look(t, func(ctx context.Context) (bool, error) { return d.rated(ctx, c) })
}

// rated reports whether the case's person has rated its last answer.
func (d Deps) rated(ctx context.Context, c cases.Case) (bool, error) {
	r, found, err := Of(ctx, d.Store, c)
	if err != nil || !found {
		return false, err
	}
	events, err := d.Cases.Desk.Store.Events(ctx, c.ID)
	if err != nil {
		return false, err
	}
	answeredSince := func(e cases.Event) bool { return e.Kind == cases.EventReply && e.At.After(r.At) }
	return !slices.ContainsFunc(events, answeredSince), nil
}

// missing takes the case up again and asks what is still missing.
func (d Deps) missing(t *talk.Talk, c cases.Case) {
	d.Cases.Settle(t, c, t.Text("follow.no"), false, "rate.reopened")
	text := t.Put(talk.Question{
		Key: "missing", Text: "rate.missing", Args: warning(t), Check: talk.Text(1, cases.MostText), Skip: true,
	})
	if text == "" {
		t.Say("rate.noted")
		return
	}
	d.Cases.Add(t, c, text)
}

// score asks for a score and, once it counts, for a comment on it.
func (d Deps) score(t *talk.Talk, c cases.Case) {
	said := t.Put(talk.Question{
		Key: "score", Text: "rate.score", Args: talk.Args{"Ref": cases.Ref(c.Ref).String()}, Options: steps(t), Check: talk.Words,
	})
	n, err := strconv.Atoi(said)
	if err != nil || n < Worst || n > Best {
		t.Pass(said)
	}
	r := Rating{Case: c.ID, Service: c.Service, Score: n}
	d.keep(t, "rate", r)
	r.Comment = t.Put(talk.Question{
		Key: "comment", Text: "rate.comment", Args: warning(t), Check: talk.Text(1, mostComment), Skip: true,
	})
	if r.Comment != "" {
		d.keep(t, "remark", r)
	}
	t.Say("rate.thanks")
}

// keep writes a rating down.
func (d Deps) keep(t *talk.Talk, key string, r Rating) {
	talk.Do(t, key, func(ctx context.Context) (int, error) {
		r.Person, r.At = t.Who().Person, d.Now()
		return r.Score, d.Store.RateCase(ctx, r)
	})
	t.End(talk.EndCase, r.Case)
}

// warning stands before every free text.
func warning(t *talk.Talk) talk.Args { return talk.Args{"Warning": t.Text("privacy.warning")} }

// steps are the scores in words; each stands where its digit says.
func steps(t *talk.Talk) []talk.Option {
	var options []talk.Option
	for n := Worst; n <= Best; n++ {
		id := strconv.Itoa(n)
		options = append(options, t.Option(id, "rate.step."+id))
	}
	return options
}
