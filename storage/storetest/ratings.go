package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/ratings"
)

func caseRatings(t *testing.T, w *world) {
	who := w.meet("hind")
	w.ok(w.CreateCase(w.ctx(), newCase("C1", "260042173", who)))
	w.ok(w.CreateCase(w.ctx(), newCase("C2", "260042181", who)))
	first := ratings.Rating{Case: "C1", Person: who.Person, Service: "lighting", Score: 2, Comment: "تأخر الرد", At: start}
	other := ratings.Rating{Case: "C2", Person: who.Person, Score: ratings.Best, At: start}
	again := ratings.Rating{Case: "C1", Person: who.Person, Service: "lighting", Score: 4, At: start.Add(time.Hour)}
	for _, r := range []ratings.Rating{first, other, again} {
		w.ok(w.RateCase(w.ctx(), r))
	}
	older := ratings.Rating{Case: "C1", Person: "p9", Score: ratings.Worst, Comment: "x", At: start.Add(time.Minute)}
	w.ok(w.RateCase(w.ctx(), older))
	for id, want := range map[string][]ratings.Rating{"C1": {again, older}, "C2": {other}, "none": nil} {
		got, err := w.CaseRatings(w.ctx(), id)
		w.ok(err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if err := w.RateCase(w.ctx(), ratings.Rating{Case: "none", Person: who.Person, Score: 3, At: start}); err == nil {
		t.Error("a case that isn't there was rated")
	}
}
