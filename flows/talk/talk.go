package talk

import (
	"context"
	"slices"
	"time"
)

// Talk is what a flow holds of its conversation. It is good for one run of the
// flow's function, on the goroutine that runs it.
type Talk struct{ r *turn }

// Say tells something. What was said before the newest answer is not said again.
func (t *Talk) Say(text string, args ...Args) {
	if t.r.live {
		t.Tell(Message{Text: t.Text(text, args...)})
	}
}

// Tell is Say for a message made by the flow, already in the person's language.
func (t *Talk) Tell(m Message) {
	if t.r.live {
		t.r.out = append(t.r.out, m)
	}
}

// Text renders a text in the person's language.
func (t *Talk) Text(key string, args ...Args) string { return t.r.text(key, one(args)) }

// Option is an option whose label is a text.
func (t *Talk) Option(id, text string) Option { return Option{ID: id, Label: t.Text(text)} }

// Go leaves this flow for another, with what it needs to know. It does not return.
func (t *Talk) Go(flow, given string) {
	t.r.open(flow, given)
	panic(signalJump)
}

// Pass leaves this flow for whatever text asks for, as though it were typed with
// nothing open: a word that works everywhere, a line of the menu, or free text.
func (t *Talk) Pass(text string) {
	t.r.openIdle(text)
	panic(signalJump)
}

// Interrupts reports whether another flow, not just the menu, waits for this one
// to end.
func (t *Talk) Interrupts() bool { return t.r.s.Parked != nil && t.r.s.Parked.Flow != menuName }

// End records the end state of the message that brought us here, e.g. EndCase
// and the case's id.
func (t *Talk) End(state, ref string) { t.r.end = End{State: state, Ref: ref} }

// Lang is the language spoken: "ar" or "en".
func (t *Talk) Lang() string { return t.r.lang() }

// SetLang changes the language from here on.
func (t *Talk) SetLang(lang string) { t.r.s.Lang = lang }

// Known reports whether the person has chosen a language.
func (t *Talk) Known() bool { return t.r.s.Lang != "" }

// Noticed records that the privacy notice of this version was shown.
func (t *Talk) Noticed(version string) { t.r.s.Notice = version }

// Who is the person spoken with. In a Do it is complete; before a person's
// first turn is written, the ids are empty.
func (t *Talk) Who() Who { return t.r.who }

// Given is what the flow was started with: free text, a reference.
func (t *Talk) Given() string { return t.r.s.Given }

// About is the id of the case whose message this one replies to, or that an
// invite is about.
func (t *Talk) About() string {
	if i := t.r.s.Invite; i != nil {
		return i.About
	}
	return t.r.in.About
}

// Answered reports whether the question key has its answer already.
func (t *Talk) Answered(key string) bool {
	return slices.ContainsFunc(t.r.s.Journal, func(e Entry) bool { return e.answers(key) })
}

// Files are the ids of what was attached since the flow began.
func (t *Talk) Files() []string { return t.r.s.Files }

// Wordless reports whether this turn's message is files alone: what stands in for
// its words was made of them. A flow that acts on it later has to journal it.
func (t *Talk) Wordless() bool { return len(t.r.in.Files) > 0 && t.r.in.Text == "" }

// Now is the time of the turn.
func (t *Talk) Now() time.Time { return t.r.e.now() }

// Row is the id of the inbox row being answered: a key for what must happen once.
func (t *Talk) Row() string { return t.r.in.Row }

// Context is the turn's context, for look-ups that are fast enough not to be journalled.
func (t *Talk) Context() context.Context { return t.r.ctx }

func one(args []Args) Args {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}
