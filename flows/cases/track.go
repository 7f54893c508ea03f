package cases

import (
	"context"
	"errors"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// maxListed is how many of a person's own cases are offered: a list of a chat
// app has ten rows.
const maxListed = 8

// track says where a case of the person's own stands, and takes what they want
// to add to it.
func (d Deps) track(t *talk.Talk) {
	ref, wrong := Ref(""), ""
	if t.Given() != "" {
		ref, wrong = readRef(t.Given())
	}
	if wrong != "" {
		t.Say(wrong)
	}
	if ref == "" {
		list := d.recent(t, maxListed)
		if len(list) == 0 {
			t.Say("track.none")
			return
		}
		ref = askRef(t, list)
	}
	c, found := own(t, func(ctx context.Context) (Case, error) { return d.Desk.Store.CaseByRef(ctx, string(ref)) })
	if !found {
		t.Say("track.not_yours", talk.Args{"Ref": isolated(string(ref))})
		return
	}
	d.tell(t, c)
	if t.Interrupts() { // the open question is waiting
		return
	}
	options := []talk.Option{t.Option("add", "track.add"), t.Option("leave", "track.leave")}
	if t.Put(talk.Question{Key: "next", Text: "track.next", Options: options}) == "leave" {
		t.Go("menu", "")
	}
	text := t.Put(talk.Question{Key: "more", Text: "track.more", Args: asked(t), Check: talk.Text(1, MostText)})
	d.add(t, c, text)
}

// askRef asks for a reference number; the person's own newest cases are to choose
// from.
func askRef(t *talk.Talk, list []Case) Ref {
	var options []talk.Option
	for _, c := range list {
		label := t.Text("track.line", talk.Args{
			"Ref": isolated(c.Ref), "Kind": t.Text("kind." + string(c.Kind)), "Status": t.Text("status." + string(c.Status)),
		})
		options = append(options, talk.Option{ID: c.Ref, Label: label})
	}
	return Ref(t.Put(talk.Question{Key: "ref", Text: "track.which", Options: options, Check: refAnswer}))
}

// refAnswer is a reference number as people type it.
func refAnswer(in talk.Inbound) (value, wrong string, args talk.Args) {
	ref, wrong := readRef(in.Text)
	return string(ref), wrong, nil
}

// readRef reads a reference number, or says which mistake is in it.
func readRef(s string) (ref Ref, wrong string) {
	ref, err := ParseRef(s)
	switch {
	case errors.Is(err, ErrRefDigit):
		return "", "track.wrong_digit"
	case err != nil:
		return "", "track.wrong_length"
	}
	return ref, ""
}

// tell says where a case stands, with the newest words of staff.
func (d Deps) tell(t *talk.Talk, c Case) {
	said := talk.Look(t, func(ctx context.Context) (string, error) {
		events, err := d.Desk.Store.Events(ctx, c.ID)
		return lastSaid(events), err
	})
	counted, _ := ParseCounted(c.Counted)
	text := t.Text("track.status", talk.Args{
		"Ref": isolated(c.Ref), "Kind": t.Text("kind." + string(c.Kind)),
		"Status": d.statusText(t, c), "Text": words.Shorten(c.Text, 200),
	})
	if c.Status.Open() {
		text += "\n" + t.Text("track.due", talk.Args{"Due": d.local(c.DueAt), "Counted": countedText(t, counted)})
	}
	if c.Overdue(t.Now()) {
		text += "\n" + t.Text("track.late")
	}
	if said != "" {
		text += "\n" + t.Text("track.said", talk.Args{"Text": said})
	}
	t.Tell(talk.Message{Text: text, About: c.ID, Card: d.card(t, c.Kind, c.Status, c.Ref, c.DueAt, counted)})
}

// statusText says a status with what belongs to it: where a case was referred to,
// why it was closed.
func (d Deps) statusText(t *talk.Talk, c Case) string {
	if to, known := d.Desk.Ministry.Destination(c.Destination); known && c.Status == Referred {
		return t.Text("status.referred_to", talk.Args{"Destination": to.Name.In(t.Lang())})
	}
	if c.Status == Closed && c.CloseReason != "" {
		return t.Text("status.closed_for", talk.Args{"Reason": t.Text("told.close." + c.CloseReason)})
	}
	return t.Text("status." + string(c.Status))
}

// lastSaid is what staff last said to the citizen.
func lastSaid(events []Event) string {
	said := ""
	for _, e := range events {
		if e.Kind == EventReply || e.Kind == EventAsked {
			said = e.Text
		}
	}
	return said
}
