package whatsappcloud_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

// TestUnreachable: a person whose account is gone is written to no more. Of one
// who blocked the business nobody is told: what is sent stays with the platform.
func TestUnreachable(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	person.Blocks(true)
	if _, err := c.Send(t.Context(), parcel("phone:"+person.Phone)); err != nil || len(person.Inbox()) > 0 {
		t.Errorf("to one who blocked us: %v, shown %v", err, person.Inbox())
	}
	person.Leaves(true)
	if _, err := c.Send(t.Context(), parcel("phone:"+person.Phone)); policyOf(err) != "undeliverable stop" {
		t.Error(policyOf(err))
	}
}

// TestWindow: a day after the person wrote only an approved template goes, in
// their language; without one nothing is sent.
func TestWindow(t *testing.T) {
	s := graph(t)
	o := options(s)
	now := time.Now()
	o.Now = func() time.Time { return now }
	o.Templates = map[talk.Lane]string{talk.LaneNotice: "case_news"}
	s.Approve("case_news")
	c := channel(t, o)
	person := s.Citizen()
	person.Says("hello")
	late := parcel("phone:" + person.Phone)
	late.Message = talk.Message{Text: "تم الرد:\n\n\tنعم.      شكرًا", Options: []talk.Option{{ID: "a", Label: "نعم"}}}
	if _, err := c.Send(t.Context(), late); err != nil {
		t.Fatal(err)
	}
	now = now.Add(25 * time.Hour)
	s.Pass(25 * time.Hour)
	if _, err := c.Send(t.Context(), late); policyOf(err) != "window" {
		t.Errorf("a reply: %s", policyOf(err))
	}
	late.Lane = talk.LaneNotice
	if _, err := c.Send(t.Context(), late); err != nil {
		t.Fatal(err)
	}
	sent := s.Sent()
	if last := sent[len(sent)-1]; len(sent) != 2 || last.Template != "case_news" || last.Shown.Text != "تم الرد: نعم. شكرًا 1. نعم" {
		t.Errorf("%+v", sent)
	}
	never := parcel("phone:" + person.Phone)
	never.Heard = time.Time{}
	if _, err := c.Send(t.Context(), never); policyOf(err) != "window" {
		t.Errorf("to somebody who never wrote: %s", policyOf(err))
	}
	now = now.Add(-25 * time.Hour) // our clock is wrong: the platform says it
	if _, err := c.Send(t.Context(), parcel("phone:"+person.Phone)); policyOf(err) != "window" {
		t.Errorf("with a clock that is wrong: %s", policyOf(err))
	}
}

// TestChoicesFit: buttons where all labels fit whole, else a list with the rest of
// a label in its second line, else digits.
func TestChoicesFit(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	long := func(n int) string { return strings.Repeat("م", n) }
	for name, one := range map[string]struct {
		labels []string
		want   []string
	}{
		"buttons":                 {[]string{long(17), "b"}, []string{"1. " + long(17), "2. b"}},
		"too long for a button":   {[]string{long(18), "b"}, []string{"1. " + long(18) + " (row)", "2. b (row)"}},
		"too long for a row":      {[]string{long(22), "b"}, []string{"1. " + long(16) + "…\n" + long(22) + " (row)", "2. b (row)"}},
		"as long as a row can be": {[]string{long(72), "b"}, []string{"1. " + long(16) + "…\n" + long(72) + " (row)", "2. b (row)"}},
		"longer than that":        {[]string{long(73), "b"}, nil},
		"ten":                     {strings.Split("abcdefghij", ""), []string{"1. a (row)", "2. b (row)", "3. c (row)", "4. d (row)", "5. e (row)", "6. f (row)", "7. g (row)", "8. h (row)", "9. i (row)", "10. j (row)"}},
		"eleven":                  {strings.Split("abcdefghijk", ""), nil},
	} {
		p := parcel("phone:" + person.Phone)
		for i, label := range one.labels {
			p.Message.Options = append(p.Message.Options, talk.Option{ID: fmt.Sprint("o", i), Label: label})
		}
		if _, err := c.Send(t.Context(), p); err != nil {
			t.Fatalf("%s: %s", name, policyOf(err))
		}
		shown := person.Inbox()[len(person.Inbox())-1]
		var got []string
		for _, o := range shown.Options {
			if o.Row {
				o.Label += " (row)"
			}
			got = append(got, o.Label)
		}
		if diff := cmp.Diff(one.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if inText := strings.Contains(shown.Text, "2. "); inText != (one.want == nil) {
			t.Errorf("%s: the text is %q", name, shown.Text)
		}
	}
}

// TestTemplateTakesAnything that the house says, within the limits of a parameter.
func TestTemplateTakesAnything(t *testing.T) {
	s := graph(t)
	o := options(s)
	o.Templates = map[talk.Lane]string{talk.LaneReply: "reply"}
	s.Approve("reply")
	c := channel(t, o)
	person := s.Citizen()
	rapid.Check(t, func(t *rapid.T) {
		p := parcel("phone:" + person.Phone)
		p.Heard = time.Time{}
		p.Message.Text = "x" + rapid.StringOfN(rapid.RuneFrom([]rune("ابّت abc 👨‍👩‍👧👍🏽\n\t\u00a0\u2028")), 0, 3000, -1).Draw(t, "text")
		if _, err := c.Send(context.Background(), p); err != nil {
			t.Fatal(policyOf(err))
		}
	})
}

// TestNoPartIsSentTwice: a long message that broke off goes on where it did, also
// when the window closed in between.
func TestNoPartIsSentTwice(t *testing.T) {
	s := graph(t)
	o := options(s)
	o.Templates = map[talk.Lane]string{talk.LaneReply: "reply"}
	s.Approve("reply")
	now := time.Now()
	o.Now = func() time.Time { return now }
	c := channel(t, o)
	person := s.Citizen()
	person.Says("hello")
	long := parcel("phone:" + person.Phone)
	long.Message.Text = strings.TrimSpace(strings.Repeat("كلمة ", 2000)) // three parts
	s.Fail(whatsappcloudtest.Fault{After: 1, Status: 500, Code: 131000})
	if _, err := c.Send(t.Context(), long); policyOf(err) != "platform retry" || len(s.Sent()) != 1 {
		t.Fatalf("%v, %d sent", err, len(s.Sent()))
	}
	if _, err := c.Send(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, m := range person.Inbox() {
		parts = append(parts, m.Text)
	}
	if got := strings.Join(parts, " "); got != long.Message.Text || len(parts) != 3 {
		t.Errorf("%d parts with %d of %d bytes", len(parts), len(got), len(long.Message.Text))
	}
	for i, sent := range s.Sent() {
		if last := i == 2; last != (sent.Opaque == long.Native) || !last && sent.Opaque != "" {
			t.Errorf("part %d is told of by %q", i+1, sent.Opaque)
		}
	}
	long.ID = "p-2"
	s.Fail(whatsappcloudtest.Fault{After: 1, Status: 500, Code: 131000})
	if _, err := c.Send(t.Context(), long); err == nil {
		t.Fatal("it did not break off")
	}
	now = now.Add(25 * time.Hour)
	if _, err := c.Send(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	if last := s.Sent()[len(s.Sent())-1]; last.Template != "reply" {
		t.Errorf("after the window closed %+v was sent", last)
	}
}

// TestUnsure: what may have arrived waits once for the platform's word, and is
// sent when there is none.
func TestUnsure(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	p := parcel("phone:" + person.Phone)
	p.Unsure = true
	if _, err := c.Send(t.Context(), p); policyOf(err) != "unsure retry" || len(s.Sent()) != 0 {
		t.Errorf("%s, %d sent", policyOf(err), len(s.Sent()))
	}
	p.Unsure = false // the store has waited it out
	if _, err := c.Send(t.Context(), p); err != nil || len(s.Sent()) != 1 {
		t.Errorf("%v, %d sent", err, len(s.Sent()))
	}
}

// Whatever the house says, it obeys the platform's limits and no option is lost.
func TestLimits(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Hidden()
	person.Says("hello")
	rapid.Check(t, func(t *rapid.T) {
		p := parcel("user:" + person.User)
		p.ID = rapid.StringMatching(`[a-z]{12}`).Draw(t, "id")
		label := rapid.StringOfN(rapid.RuneFrom([]rune("ابتثجحخ abcdef👍🏽0123\n")), 1, 90, -1).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
		p.Message.Text = "x" + rapid.StringOfN(rapid.RuneFrom([]rune("ابت abc 👨‍👩‍👧\n")), 0, 6000, -1).Draw(t, "text")
		for i := range rapid.IntRange(0, 14).Draw(t, "options") {
			p.Message.Options = append(p.Message.Options, talk.Option{ID: fmt.Sprint("o", i), Label: label.Draw(t, "label")})
		}
		before := len(person.Inbox())
		if _, err := c.Send(context.Background(), p); err != nil {
			t.Fatal(policyOf(err))
		}
		var shown strings.Builder
		for _, m := range person.Inbox()[before:] {
			shown.WriteString(m.Text + "\n")
			for _, o := range m.Options {
				shown.WriteString(o.Label + "\n")
			}
		}
		all := strings.Join(strings.Fields(shown.String()), " ")
		for i, o := range p.Message.Options {
			if want := strings.Join(strings.Fields(o.Label), " "); !strings.Contains(all, want) || !strings.Contains(all, fmt.Sprintf("%d. ", i+1)) {
				t.Fatalf("option %q is not shown in %q", want, all)
			}
		}
	})
}
