package main

import (
	"strings"
	"testing"
	"time"

	"majlis/flows/faq"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

var (
	author   = staff.User{ID: "omar", Role: staff.Editor}
	approver = staff.User{ID: "huda", Role: staff.Approver}
)

// green is the answer that these tests publish.
var green = faq.Words{
	QuestionAr: "هل يُسمح بطلاء الواجهة باللون الأخضر؟", AnswerAr: "نعم، بعد موافقة جمعية الملاك.",
	QuestionEn: "May I paint the facade green?", AnswerEn: "Yes, once the owners' association agrees.",
}

// publish takes an answer past a second person.
func (w *town) publish(words faq.Words) faq.Entry {
	w.t.Helper()
	ctx := w.t.Context()
	e, err := w.faq.Save(ctx, "", 0, author.ID, words)
	w.ok(err)
	w.ok(w.faq.Submit(ctx, e.ID, e.Version))
	e, err = w.db.Entry(ctx, e.ID)
	w.ok(err)
	e, err = w.faq.Approve(ctx, e.ID, e.Version, approver)
	w.ok(err)
	w.clock.pass(2 * time.Second) // by then it is found
	return e
}

// publishDigest publishes a digest of all that is published.
func (w *town) publishDigest() faq.Digest {
	w.t.Helper()
	draft, err := w.faq.DraftDigest(w.t.Context(), author.ID)
	w.ok(err)
	d, err := w.faq.PublishDigest(w.t.Context(), draft.ID, draft.Version, approver)
	w.ok(err)
	w.deliver()
	return d
}

// optIn is a citizen who wants digests.
func (w *town) optIn(name, lang string) *townsman {
	w.t.Helper()
	c := w.citizen(name, lang)
	c.write("7", "2")
	c.told(c.write("1"), "settings.digests_started")
	return c
}

// TestNextWhoAsksIsAnsweredAtOnce: the published answer is offered to whoever
// asks the same in other words, in their language.
func TestNextWhoAsksIsAnsweredAtOnce(t *testing.T) {
	asks := map[string]string{"ar": "أريد طلاء واجهة البيت بالأخضر هل يسمح؟", "en": "am I allowed to paint my facade in green"}
	inBoth(t, func(t *testing.T, c *townsman) {
		e := c.publish(green)
		asking(c)
		offered := c.write(asks[c.lang])
		c.told(offered, "inquiry.same")
		if got := offered[0].Options[0].Label; got != e.Question(c.lang) {
			t.Errorf("offered %q", got)
		}
		c.toldPart(c.write("1"), e.Answer(c.lang))
		c.told(c.write("1"), "faq.glad")
		if c.ends()[talk.EndAnswer] != 1 || c.ends()[talk.EndCase] != 0 {
			t.Errorf("ends %v", c.ends())
		}
		c.toldPart(c.write(asks[c.lang]), c.text("free.found", talk.Args{"Text": asks[c.lang]})) // and outside a flow
		c.balanced()
	})
}

// TestDigestReachesWhoeverWantsIt, once and in their language.
func TestDigestReachesWhoeverWantsIt(t *testing.T) {
	w := newTown(t)
	wants := []*townsman{w.optIn("aisha", "ar"), w.optIn("james", "en")}
	silent, stopped := w.citizen("omar", "ar"), w.optIn("maria", "en")
	stopped.told(stopped.write("99"), "stop.done")
	w.publish(green)
	d := w.publishDigest()
	if d.Recipients != 2 {
		t.Errorf("%d recipients", d.Recipients)
	}
	for _, c := range wants {
		told := c.read()
		answer := map[string]string{"ar": green.AnswerAr, "en": green.AnswerEn}
		if len(told) != 1 || !strings.Contains(told[0].Text, answer[c.lang]) || strings.Contains(told[0].Text, answer[other[c.lang]]) {
			t.Errorf("%s was told:\n%s", c.name, show(told))
		}
	}
	for _, c := range []*townsman{silent, stopped} {
		if told := c.read(); len(told) > 0 {
			t.Errorf("%s was told:\n%s", c.name, show(told))
		}
	}
	if _, err := w.faq.PublishDigest(t.Context(), d.ID, d.Version, approver); err == nil {
		t.Error("the same digest was published twice")
	}
	w.deliver()
	if told := wants[0].read(); len(told) > 0 {
		t.Errorf("told again:\n%s", show(told))
	}
	w.balanced()
}

var other = map[string]string{"ar": "en", "en": "ar"}

// TestStopEndsDigestsButNotReplies, and a change of mind brings them back.
func TestStopEndsDigestsButNotReplies(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		c.write("7", "2", "1")
		filed := fileInquiry(c)
		c.write("99")
		c.publish(green)
		c.publishDigest()
		if told := c.read(); len(told) > 0 {
			t.Errorf("told after stop:\n%s", show(told))
		}
		_, err := c.cases.Reply(t.Context(), c.deed(filed.About), "Yes, once a year.")
		c.ok(err)
		c.deliver()
		c.toldPart(c.read(), "Yes, once a year.")
		c.told(c.write("0"), "menu.pick")

		c.write("7", "2")
		c.told(c.write("1"), "settings.digests_started")
		c.publishDigest()
		c.toldPart(c.read(), map[string]string{"ar": green.AnswerAr, "en": green.AnswerEn}[c.lang])
		c.balanced()
	})
}
