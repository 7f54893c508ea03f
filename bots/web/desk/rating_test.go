package desk_test

import (
	"strings"
	"testing"

	"majlis/flows/ratings"
	"majlis/flows/staff"
)

// The case page shows how the citizen was served, in words, with the comment.
func TestCaseShowsItsRating(t *testing.T) {
	h := openHouse(t)
	sara := h.join("sara", staff.Agent, "en")
	h.town(sara.ID)
	_, page := sara.get("/desk/cases/case-0")
	for _, want := range []string{"Rating of the service", "4 of 5: satisfied", "رد سريع وواضح", "rated the service, 4 of 5: satisfied"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if err := h.ratings.RateCase(t.Context(), ratings.Rating{Case: "case-1", Person: "somebody else", Score: 1, At: now}); err != nil {
		t.Fatal(err)
	}
	if _, page := sara.get("/desk/cases/case-1"); strings.Contains(page, "Rating of the service") {
		t.Error("somebody else's rating is shown as the citizen's")
	}
}
