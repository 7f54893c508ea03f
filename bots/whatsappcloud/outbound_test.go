package whatsappcloud_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"majlis/bots"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

// TestErrors: what each code of the platform means for the parcel.
func TestErrors(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	for _, one := range []struct {
		status, code int
		want         string
	}{
		{400, 130429, "throttled retry"},
		{400, 131056, "throttled_pair retry"},
		{400, 131057, "maintenance retry"},
		{500, 131000, "platform retry"},
		{400, 131016, "platform retry"},
		{400, 80007, "throttled retry"},
		{400, 4, "throttled retry"},
		{503, 2, "platform retry"},
		{502, 0, "platform retry"},
		{401, 190, "token retry"},
		{400, 131026, "undeliverable stop"},
		{400, 131030, "not_allowed stop"},
		{400, 131047, "window"},
		{400, 131048, "spam_limit"},
		{400, 131051, "unsupported"},
		{400, 132001, "template"},
		{400, 368, "policy"},
		{400, 100, "refused"},
		{400, 999999, "refused"},
	} {
		s.Fail(whatsappcloudtest.Fault{Status: one.status, Code: one.code})
		_, err := c.Send(t.Context(), parcel("phone:"+person.Phone))
		if got := policyOf(err); got != one.want {
			t.Errorf("%d %d: %q, want %q", one.status, one.code, got, one.want)
		}
		if err != nil && strings.Contains(err.Error(), person.Phone) {
			t.Errorf("the error names the person: %v", err)
		}
	}
	if id, err := c.Send(t.Context(), parcel("phone:"+person.Phone)); err != nil || id == "" {
		t.Errorf("and then: %q %v", id, err)
	}
}

// policyOf is a failed send in words.
func policyOf(err error) string {
	se, ok := errors.AsType[*bots.SendError](err)
	if !ok {
		return fmt.Sprint(err)
	}
	words := []string{se.Code}
	if se.Retry {
		words = append(words, "retry")
	}
	if se.Stop {
		words = append(words, "stop")
	}
	return strings.Join(words, " ")
}

// TestPairLimitWaitsLonger each time, as Meta asks: 4^n.
func TestPairLimitWaitsLonger(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	var before time.Duration
	for tries := range 3 {
		s.Fail(whatsappcloudtest.Fault{Status: 400, Code: 131056})
		p := parcel("phone:" + person.Phone)
		p.Tries = tries
		_, err := c.Send(t.Context(), p)
		se, ok := errors.AsType[*bots.SendError](err)
		if !ok || se.Wait <= before {
			t.Fatalf("try %d waits %v after %v", tries, err, before)
		}
		before = se.Wait
	}
}

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
		label := rapid.StringOfN(rapid.RuneFrom([]rune("ابتثجحخ abcdef👍🏽0123\n")), 1, 60, -1).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
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

// TestMediaHost: the token goes to nobody but Meta.
func TestMediaHost(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	if _, err := c.Fetch(t.Context(), "nothing"); policyOf(err) != "media" {
		t.Error(policyOf(err))
	}
	found, err := c.Check(t.Context())
	if err != nil || !strings.Contains(found, "Model Ministry") {
		t.Errorf("%q %v", found, err)
	}
}
