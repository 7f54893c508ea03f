package main

import (
	"strings"
	"testing"

	"majlis/flows/talk"
)

// asking is a citizen who has just been asked for their question.
func asking(c *townsman) *townsman {
	c.t.Helper()
	c.write("0")
	c.told(c.write("1"), "inquiry.text")
	return c
}

func TestTextThatIsTooLong(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		asking(c)
		text := strings.Repeat("سؤال ", 500)
		count := len([]rune(strings.TrimSpace(text)))
		told := c.write(text)
		if want := c.text("ask.too_long", talk.Args{"Most": 2000, "Count": count}); told[0].Text != want {
			t.Errorf("got %q, want %q", told[0].Text, want)
		}
		c.told(told[1:], "inquiry.text") // asked again
		c.balanced()
	})
}

// TestLongTextOutsideAFlow: what is typed with nothing open has the same limit
// once it is to be filed.
func TestLongTextOutsideAFlow(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		c.write(strings.Repeat("سؤال ", 500))
		told := c.write("1")
		c.toldPart(told, c.text("ask.too_long", talk.Args{"Most": 2000, "Count": 2499}))
		c.told(told[1:], "inquiry.text")
		c.balanced()
	})
}

func TestTextWithoutWords(t *testing.T) {
	for _, text := range []string{"", " ", "\n\t ", "\u200f\u202e\u2066", "\x00\x07"} {
		inBoth(t, func(t *testing.T, c *townsman) {
			c.told(asking(c).write(text), "ask.need_text", "inquiry.text")
			c.write("93") // nothing is open
			told := c.write(text)
			c.told(told, "talk.empty", "menu.pick")
			if c.ends()[talk.EndDiscard] != 1 {
				t.Errorf("ends %v", c.ends())
			}
			c.balanced()
		})
	}
}

func TestNothingButEmoji(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		c.told(asking(c).write("😡😡"), "ask.only_emoji", "inquiry.text")
		c.write("93")
		c.told(c.write("🌷"), "talk.empty", "menu.pick")
		c.balanced()
	})
}

// TestControlCharacters: what could turn a text around or hide in it is gone
// before anything is kept or shown.
func TestControlCharacters(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		const clean = "May I paint the wall?\nAnd the door?"
		asking(c)
		shown := c.write("May\u202e I paint\x00 the \u2066wall?\r\nAnd\u200b the door?\x1b")
		c.toldPart(shown, clean)
		filed := c.write("1")
		one, err := c.db.Case(t.Context(), filed[0].About)
		c.ok(err)
		if one.Text != clean {
			t.Errorf("filed as %q", one.Text)
		}
		c.leaksNothing("\u202e", "\u2066")
	})
}

// TestKindsWithoutAName covers stickers, polls and whatever a channel will have
// next, in the middle of a flow and outside.
func TestKindsWithoutAName(t *testing.T) {
	for _, kind := range []talk.Kind{talk.KindUnknown, "poll_of_2031"} {
		inBoth(t, func(t *testing.T, c *townsman) {
			asking(c)
			c.told(c.send(talk.Inbound{Kind: kind}), "talk.unknown_kind", "inquiry.text")
			if s := c.session(); s.Flow != "inquiry" || s.Tries != 0 {
				t.Errorf("the flow took it for an answer: %+v", s)
			}
			c.write("93")
			c.told(c.send(talk.Inbound{Kind: kind}), "talk.unknown_kind", "menu.pick")
			c.balanced()
		})
	}
}

func TestEditedMessage(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		asking(c)
		c.told(c.send(talk.Inbound{Kind: talk.KindEdit, Text: "1", Edits: "m1"}), "talk.edit_noted", "inquiry.text")

		// The message that was filed is changed afterwards: staff see both.
		c.write("May I paint the wall?")
		filed := c.send(talk.Inbound{ID: "sent", Text: "1"})
		c.send(talk.Inbound{Kind: talk.KindEdit, Text: "May I paint the wall green?", Edits: "msent"})
		events, err := c.db.Events(t.Context(), filed[0].About)
		c.ok(err)
		if last := events[len(events)-1]; last.Text != "May I paint the wall green?" {
			t.Errorf("the last event is %+v", last)
		}
		c.balanced()
	})
}
