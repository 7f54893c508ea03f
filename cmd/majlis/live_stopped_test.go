package main

import (
	"testing"

	"majlis/flows/live"
)

// TestLiveAnswersWhoStopped tells somebody who stopped what comes unasked what
// became of their questions, and nothing else.
func TestLiveAnswersWhoStopped(t *testing.T) {
	w := newTown(t)
	a, c := w.air(), w.citizen("aisha", "ar")
	a.to(live.Announced, live.Collecting)
	c.write(a.Code)
	c.write(parking)
	c.write("لماذا أُغلقت حديقة الحي دون إشعار السكان؟")
	c.write("هل تُفتح المكتبة العامة يوم الجمعة بعد الصلاة؟")
	c.write("إيقاف")
	a.to(live.OnAir)
	a.work()
	groups := a.groups()
	if len(groups) != 3 {
		t.Fatalf("%d groups, want 3", len(groups))
	}
	a.did(a.live.desk.Take(t.Context(), a.host, groups[0].ID))
	a.work()
	if told := c.read(); len(told) != 0 {
		t.Errorf("told unasked:\n%s", show(told))
	}
	a.did(a.live.desk.Answer(t.Context(), a.host, groups[0].ID, ""))
	a.did(a.live.desk.Decline(t.Context(), a.host, groups[1].ID, "no_time"))
	a.did(a.live.desk.PostponeRest(t.Context(), a.host))
	a.clock.pass(live.Grace)
	a.to(live.Closed)
	a.work()
	told := c.read()
	if len(told) != 3 {
		t.Fatalf("three questions, told:\n%s", show(told))
	}
	for i, part := range []string{"الموضع في التسجيل", "ضيق الوقت", "الرقم المرجعي"} {
		c.toldPart(told[i:i+1], part)
	}
	w.balanced()
}
