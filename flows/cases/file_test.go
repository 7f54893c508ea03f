package cases_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

func filing() cases.Filing {
	return cases.Filing{
		Kind: cases.Inquiry, Text: "متى يفتح التقديم؟", Lang: "ar", Files: []string{"photo1"},
		Who: talk.Who{Person: "p1", Contact: "c1", Channel: "web"},
	}
}

func TestFile(t *testing.T) {
	r := newRoom(t)
	c, err := r.File(t.Context(), filing())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cases.ParseRef(c.Ref); err != nil || c.Ref[:2] != "26" {
		t.Errorf("reference %q: %v", c.Ref, err)
	}
	if got := c.DueAt.In(r.Ministry.Zone.Location()).Format("2006-01-02"); got != "2026-12-06" {
		t.Errorf("received on Sunday 2026-11-22, due %s", got)
	}
	if c.Status != cases.Received || c.Person != "p1" || c.Contact != "c1" || c.Channel != "web" {
		t.Errorf("case %+v", c)
	}
	stored, err := r.store.CaseByRef(t.Context(), c.Ref)
	if diff := cmp.Diff(c, stored); err != nil || diff != "" {
		t.Error(err, diff)
	}
	events, _ := r.store.Events(t.Context(), c.ID)
	if len(events) != 1 || events[0].Kind != cases.EventFiled || events[0].Text != c.Text || len(events[0].Files) != 1 {
		t.Errorf("history %+v", events)
	}
}

// A reference that is taken is drawn again; when every draw is taken, nothing
// is filed.
func TestFileDrawsAgain(t *testing.T) {
	r := newRoom(t)
	r.Random = rand.NewChaCha8([32]byte{7})
	first, err := r.File(t.Context(), filing())
	if err != nil {
		t.Fatal(err)
	}
	r.Random = rand.NewChaCha8([32]byte{7})
	second, err := r.File(t.Context(), filing())
	if err != nil || second.Ref == first.Ref {
		t.Errorf("%s and %s, %v", first.Ref, second.Ref, err)
	}
	r.Random = bytes.NewReader(make([]byte, 1024)) // always the same number
	if _, err := r.File(t.Context(), filing()); err != nil {
		t.Fatal(err)
	}
	r.Random = bytes.NewReader(make([]byte, 1024))
	if _, err := r.File(t.Context(), filing()); !errors.Is(err, flows.ErrExists) {
		t.Errorf("all draws taken: %v", err)
	}
	r.Random = bytes.NewReader(nil)
	if _, err := r.File(t.Context(), filing()); err == nil {
		t.Error("filed without randomness")
	}
}
