package cases

import (
	"context"
	"errors"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Names of the flows that the engine enters by itself, or that an invite opens.
const (
	Free    = "free"
	Follow  = "follow"
	Deleted = "deleted"
	Person  = "person"
	Rate    = "rate" // asks after an answer; package ratings holds it
)

// Names of the flows that the free flow passes a text to.
const (
	FlowInquiry    = "inquiry" // staff are asked in writing
	flowSuggestion = "suggestion"
	flowComplaint  = "complaint"
	flowTrack      = "track"
)

// Deps is what the conversations of this room need.
type Deps struct {
	Desk    Desk
	Library faq.Library
}

// Flows are the conversations of this room, those of the menu first.
func Flows(d Deps) []talk.Flow {
	return []talk.Flow{
		{Name: FlowInquiry, Title: "menu.inquiry", Run: d.inquiry},
		{Name: flowSuggestion, Title: "menu.suggestion", Run: d.suggestion},
		{Name: flowComplaint, Title: "menu.complaint", Run: d.complaint},
		{Name: flowTrack, Title: "menu.track", Words: "words.status", Code: "92", Aside: true, Run: d.track},
		{Name: "faq", Title: "menu.faq", Words: "words.faq", Run: d.Library.Browse},
		{Name: Person, Title: "menu.person", Words: "words.person", Run: d.person},
		{Name: Free, Run: d.free},
		{Name: Follow, Aside: true, Run: d.follow},
		{Name: Deleted, Aside: true, Run: d.deleted},
	}
}

// leastText is the least that people are asked to write, in graphemes.
const leastText = 5

// MostText is the most that people may write about a case at a time, in graphemes.
const MostText = 2000

// filed is what the flow needs of a case it has just filed.
type filed struct {
	ID      string    `json:"id"`
	Ref     string    `json:"ref"`
	Due     time.Time `json:"due"`
	Counted Counted   `json:"counted"`
}

// file hands in and tells the reference number and when to expect a reply.
func (d Deps) file(t *talk.Talk, told string, f Filing) {
	f.Lang, f.Files = t.Lang(), t.Files()
	c := talk.Do(t, "file", func(ctx context.Context) (filed, error) {
		f.Who = t.Who()
		c, err := d.Desk.File(ctx, f)
		if err != nil {
			return filed{}, err
		}
		if f.Kind == Inquiry {
			err = d.Library.Ask(ctx, f.Text, f.Lang, f.Who.Person, c.ID)
		}
		counted, _ := ParseCounted(c.Counted)
		return filed{c.ID, c.Ref, c.DueAt, counted}, err
	})
	t.End(talk.EndCase, c.ID)
	ref := isolated(c.Ref)
	text := t.Text(told, talk.Args{"Ref": ref, "Due": d.local(c.Due), "Counted": countedText(t, c.Counted)})
	t.Tell(talk.Message{Text: text, About: c.ID, Card: d.card(t, f.Kind, Received, c.Ref, c.Due, c.Counted)})
}

// card is a case as channels with structure show it.
func (d Deps) card(t *talk.Talk, kind Kind, status Status, ref string, due time.Time, counted Counted) *talk.Card {
	return &talk.Card{Kind: "case", Title: t.Text("kind." + string(kind)), Fields: map[string]string{
		"ref": Ref(ref).String(), "status": t.Text("status." + string(status)),
		"due": t.Text("case.due", talk.Args{"Due": d.local(due)}), "counted": countedText(t, counted),
	}}
}

// countedText says how a due date was counted.
func countedText(t *talk.Talk, c Counted) string {
	text := t.Text("due.counted", talk.Args{"Count": c.Days})
	if len(c.Holidays) == 0 {
		return text
	}
	var names []string
	for _, h := range c.Holidays {
		names = append(names, h.Name.In(t.Lang()))
	}
	return t.Text("due.holidays", talk.Args{"Days": text, "Names": strings.Join(names, t.Text("list.comma"))})
}

// local is a moment in the ministry's own zone.
func (d Deps) local(at time.Time) time.Time { return at.In(d.Desk.Ministry.Zone.Location()) }

// isolated is a reference number that keeps its direction in any sentence.
func isolated(ref string) string { return words.Isolate(Ref(ref).String()) }

// recent are a person's newest cases; none of someone whose first message this is.
func (d Deps) recent(t *talk.Talk, limit int) []Case {
	person := t.Who().Person
	if person == "" {
		return nil
	}
	return talk.Look(t, func(ctx context.Context) ([]Case, error) { return d.Desk.Store.CasesOf(ctx, person, limit) })
}

// asked are the arguments of a question for free text: the warning before it.
func asked(t *talk.Talk) talk.Args { return talk.Args{"Warning": t.Text("privacy.warning")} }

// Own reads a case of the person's own by its id; found is false when there is
// none, and when it is somebody else's.
func (d Deps) Own(t *talk.Talk, id string) (c Case, found bool) {
	return own(t, func(ctx context.Context) (Case, error) { return d.Desk.Store.Case(ctx, id) })
}

// own reads a case with read; found is false when there is none, and when it is
// somebody else's: nobody learns from a number that it exists.
func own(t *talk.Talk, read func(ctx context.Context) (Case, error)) (c Case, found bool) {
	c = talk.Look(t, func(ctx context.Context) (Case, error) {
		c, err := read(ctx)
		if errors.Is(err, flows.ErrNotFound) {
			return Case{}, nil
		}
		return c, err
	})
	return c, c.ID != "" && c.Person == t.Who().Person
}
