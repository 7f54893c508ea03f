package channeltest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// A text arrives whole, with everything the house needs, and is answered.
func text(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says("السلام عليكم")
	awaits(t, c, echo("السلام عليكم"))
	in := s.house.Taken()[0]
	switch {
	case in.Kind != talk.KindText || in.Text != "السلام عليكم":
		t.Errorf("kind %q, text %q", in.Kind, in.Text)
	case in.Channel != s.Channel.Name() || in.ID == "" || in.Address == "" || len(in.Senders) == 0:
		t.Errorf("channel %q, id %q, address %q, senders %v", in.Channel, in.ID, in.Address, in.Senders)
	case in.Senders[0].Kind == "" || in.Senders[0].ID == "" || in.Native == "" || in.At.IsZero():
		t.Errorf("sender %v, native %q, at %v", in.Senders[0], in.Native, in.At)
	}
}

// What people type by mistake or in malice arrives as it is: judging it is not
// the channel's part.
func oddText(t *testing.T, s *scene) {
	c := s.Citizen()
	for _, odd := range []string{
		"٢", "۲", "🙂", "<b>&amp;</b>", "*_[`\\", "a\u202eb\u200fc", "سطر\nوسطر\n\nوآخر",
		"{\"json\": null}", "صدى: صدى: x", strings.TrimSpace(strings.Repeat("مرحبًا 👋🏽 ", 300)),
	} {
		c.Says(odd)
		awaits(t, c, echo(odd))
	}
}

// An option is picked by the platform's own means, and carries its payload.
func choices(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says(askMenu)
	Until(t, "the menu", func() bool { return len(c.Shown()) == 1 })
	m := c.Shown()[0]
	shown := strings.Join(append(m.Options, m.Text), "\n")
	for _, o := range options {
		if !strings.Contains(shown, o.Label) {
			t.Errorf("option %q is not shown in %q", o.Label, shown)
		}
	}
	c.Taps(2)
	if !canPick(s) {
		awaits(t, c, echo("2"))
		return
	}
	awaits(t, c, fmt.Sprintf("choice: %d:suggest", asked))
	if len(m.Options) != len(options) {
		t.Errorf("buttons %q", m.Options)
	}
}

// canPick reports whether the platform shows the menu's options as something to
// tap.
func canPick(s *scene) bool {
	can := s.Channel.Can()
	return max(can.Buttons, can.List, can.Poll) >= len(options)
}

// Instead of a button anything may be typed, and reaches the house as words.
func wrongChoice(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says(askMenu)
	Until(t, "the menu", func() bool { return len(c.Shown()) == 1 })
	for _, typed := range []string{"9", "٣", "شيء آخر"} {
		c.Says(typed)
		awaits(t, c, echo(typed))
	}
	for _, in := range s.house.Taken() {
		if in.Kind != talk.KindText || in.Choice != "" {
			t.Errorf("%q came as %q %q", in.Text, in.Kind, in.Choice)
		}
	}
}

// A text longer than the platform takes is cut in order, nothing is lost, and no
// part is too long.
func longText(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says(askLong)
	Until(t, "all of a long text", func() bool { return bare(strings.Join(texts(c), "")) == bare(long) })
	for _, part := range texts(c) {
		if n := words.Units(part); s.MaxUnits > 0 && n > s.MaxUnits {
			t.Errorf("a part has %d units", n)
		}
	}
}

// The options of a long text stand under its last part.
func longChoices(t *testing.T, s *scene) {
	if s.Channel.Can().Buttons == 0 {
		return // they are part of the text
	}
	c := s.Citizen()
	c.Says(askLongMenu)
	Until(t, "all of a long text", func() bool { return bare(strings.Join(texts(c), "")) == bare(long) })
	all := c.Shown()
	for i, m := range all {
		if last := i == len(all)-1; last != (len(m.Options) == len(options)) || !last && len(m.Options) > 0 {
			t.Errorf("part %d of %d has the buttons %q", i+1, len(all), m.Options)
		}
	}
	c.Taps(1)
	awaits(t, c, fmt.Sprintf("choice: %d:ask", asked))
}

// bare is a text without white space, which may differ where it was cut.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// Each person's messages are taken in their order, and so are the answers, while
// others write as well.
func order(t *testing.T, s *scene) {
	const each = 50
	people := []Citizen{s.Citizen(), s.Citizen(), s.Citizen()}
	var want []string
	for i := range each {
		for _, c := range people {
			c.Says(fmt.Sprint(i))
		}
		want = append(want, echo(fmt.Sprint(i)))
	}
	for _, c := range people {
		Until(t, "all answers", func() bool { return len(c.Shown()) >= each })
		if got := texts(c); !slices.Equal(got, want) {
			t.Errorf("shown %q", got)
		}
	}
	next := map[string]int{}
	for _, in := range s.house.Taken() {
		who := in.Senders[0].ID
		if in.Text != fmt.Sprint(next[who]) {
			t.Fatalf("%q was taken, want %d", in.Text, next[who])
		}
		next[who]++
	}
}

// The same message brought again is recognised by its id.
func redelivery(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says("once")
	awaits(t, c, echo("once"))
	tried := s.house.tried()
	s.Redeliver()
	Until(t, "the message to be brought again", func() bool { return s.house.tried() > tried })
	c.Says("next")
	awaits(t, c, echo("next"))
	if got := texts(c); len(got) != 2 {
		t.Errorf("shown %q", got)
	}
}

// Throttled by the platform, a message waits as long as asked and arrives once.
func throttled(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says("first")
	awaits(t, c, echo("first"))
	s.Throttle(c)
	c.Says("second")
	c.Says("third")
	awaits(t, c, echo("third"))
	if got, want := texts(c), []string{echo("first"), echo("second"), echo("third")}; !slices.Equal(got, want) {
		t.Errorf("shown %q", got)
	}
	rows := s.house.outbox.Rows()
	if put := rows[1].Put; len(put) != 1 || put[0] < time.Second/2 {
		t.Errorf("put off %v, want once, for about a second", put)
	}
}
