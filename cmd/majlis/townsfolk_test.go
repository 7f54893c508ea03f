package main

import (
	"slices"
	"strings"
	"testing"

	"majlis/flows/talk"
)

// townsman is a citizen of a town.
type townsman struct {
	*town
	name, lang string
	known      []talk.Identity // under which they write; none: their account
}

// digits that choose a language on first contact.
var languageDigit = map[string]string{"ar": "1", "en": "2"}

// stranger is somebody who has not written yet.
func (w *town) stranger(name, lang string) *townsman {
	return &townsman{town: w, name: name, lang: lang}
}

// citizen is somebody who has chosen a language and stands before the menu.
func (w *town) citizen(name, lang string) *townsman {
	w.t.Helper()
	c := w.stranger(name, lang)
	c.send(talk.Inbound{Kind: talk.KindStart})
	c.write(languageDigit[lang])
	return c
}

// inbound completes a message as the channel would.
func (c *townsman) inbound(in talk.Inbound) talk.Inbound {
	if in.ID == "" {
		in.ID = c.nextID()
	}
	if in.Kind == "" {
		in.Kind = talk.KindText
	}
	in.Channel, in.Address, in.At, in.Native = townChannel, c.name, c.now(), "m"+in.ID
	if in.Senders = c.known; len(in.Senders) == 0 {
		in.Senders = []talk.Identity{{Kind: townChannel, ID: c.name}}
	}
	return in
}

// send hands a message in, waits for its turn and returns what was answered.
func (c *townsman) send(in talk.Inbound) []letter {
	c.t.Helper()
	c.ok(c.reception.Accept(c.t.Context(), c.inbound(in)))
	c.settle()
	return c.read()
}

// write sends words, one message after the other; what was answered to the last
// is returned.
func (c *townsman) write(lines ...string) []letter {
	c.t.Helper()
	var told []letter
	for _, line := range lines {
		told = c.send(talk.Inbound{Text: line})
	}
	return told
}

// read empties the letter box.
func (c *townsman) read() []letter {
	c.mu.Lock()
	defer c.mu.Unlock()
	box := c.mail[c.name]
	delete(c.mail, c.name)
	return box
}

// who is the citizen as the house knows them.
func (c *townsman) who() talk.Who {
	c.t.Helper()
	who, found, err := c.db.Who(c.t.Context(), c.inbound(talk.Inbound{}))
	c.ok(err)
	if !found {
		c.t.Fatalf("%s is not known", c.name)
	}
	return who
}

// session is the conversation as SQL has it.
func (c *townsman) session() talk.Session {
	c.t.Helper()
	s, err := c.db.Session(c.t.Context(), c.who().Contact)
	c.ok(err)
	return s
}

// text is what this citizen is told by a key.
func (c *townsman) text(key string, args ...talk.Args) string {
	return c.town.text(c.lang, key, slices.Concat(args, []talk.Args{nil})[0])
}

// told fails the test unless the letters begin with the texts of keys, in that order.
func (c *townsman) told(letters []letter, keys ...string) {
	c.t.Helper()
	for i, key := range keys {
		if i >= len(letters) || letters[i].Text != c.text(key) {
			c.t.Fatalf("message %d should be %s:\n%s\ngot:\n%s", i+1, key, c.text(key), show(letters))
		}
	}
}

// toldPart fails the test unless one of the letters holds text.
func (c *townsman) toldPart(letters []letter, text string) {
	c.t.Helper()
	if !slices.ContainsFunc(letters, func(l letter) bool { return strings.Contains(l.Text, text) }) {
		c.t.Fatalf("nobody said %q:\n%s", text, show(letters))
	}
}

func show(letters []letter) string {
	var b strings.Builder
	for _, l := range letters {
		b.WriteString("- " + l.Numbered() + "\n")
	}
	return b.String()
}

// inBoth runs a test in Arabic and in English, each in a town of its own.
func inBoth(t *testing.T, test func(t *testing.T, c *townsman)) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) { test(t, newTown(t).citizen("aisha", lang)) })
	}
}
