package ratings_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/cases/casestest"
	"majlis/flows/ratings"
	"majlis/flows/ratings/ratingstest"
	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// keys renders a text as its key, so that a test sees which was told.
type keys struct{}

func (keys) Text(_, key string, _ map[string]any) string { return key }
func (keys) Words(string, string) []string               { return nil }

// room is one citizen's conversation about one case, over stores in memory. Each
// post of staff brings its invite.
type room struct {
	*talktest.Player
	t       testing.TB
	desk    cases.Desk
	cases   *casestest.Store
	ratings *ratingstest.Store
	now     time.Time
	posts   int
}

func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{t: t, cases: &casestest.Store{}, ratings: &ratingstest.Store{}, now: talktest.Noon}
	clock, n := func() time.Time { return r.now }, 0
	r.desk = cases.Desk{
		Store: r.cases, Texts: keys{}, Ministry: flows.Ministry{Zone: flows.Zone{}}, Now: clock,
		NewID: func() string { n++; return fmt.Sprintf("id%d", n) },
	}
	c := cases.Case{
		ID: "c1", Ref: "260042174", Kind: cases.Complaint, Status: cases.Received, Service: "roads", Lang: "en", Person: "p1", Contact: "c1",
	}
	r.ok(r.cases.CreateCase(t.Context(), c))
	deps := ratings.Deps{Store: r.ratings, Cases: cases.Deps{Desk: r.desk}, Now: clock}
	free := talk.Flow{Name: "free", Run: func(t *talk.Talk) { t.Say("free") }}
	book := talk.Book{Flows: append(ratings.Flows(deps), free), Free: "free", First: "free"}
	r.Player = talktest.NewPlayer(t, talktest.Setup{
		Engine: talk.NewEngine(keys{}, book, nil, clock), Lang: "en", Invite: cases.Rate,
	})
	return r
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// does lets staff do something to the case, and returns what the house asks then.
func (r *room) does(do func(deed cases.Deed) (cases.Case, error)) []string {
	r.t.Helper()
	r.now = r.now.Add(time.Hour)
	c, err := r.cases.Case(r.t.Context(), "c1")
	r.ok(err)
	_, err = do(cases.Deed{Case: c.ID, Version: c.Version, Actor: "sara"})
	r.ok(err)
	asked := []string{}
	for ; r.posts < len(r.cases.Posts); r.posts++ {
		if i := r.cases.Posts[r.posts].Invite; i != nil && i.Flow == cases.Rate {
			asked = append(asked, r.hear("[invite "+i.About+"]")...)
		}
	}
	return asked
}

func (r *room) reply() []string {
	r.t.Helper()
	return r.does(func(d cases.Deed) (cases.Case, error) { return r.desk.Reply(r.t.Context(), d, "mended") })
}

func (r *room) close(reason string) []string {
	r.t.Helper()
	return r.does(func(d cases.Deed) (cases.Case, error) { return r.desk.Close(r.t.Context(), d, reason, "as it is") })
}

func (r *room) reopen() []string {
	r.t.Helper()
	return r.does(func(d cases.Deed) (cases.Case, error) { return r.desk.Reopen(r.t.Context(), d, "again") })
}

// hear says lines and returns the texts of the last answer.
func (r *room) hear(lines ...string) []string {
	texts := []string{}
	for _, line := range lines {
		r.now = r.now.Add(time.Minute)
		texts = texts[:0]
		for _, m := range r.Say(line) {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func (r *room) told(got []string, want ...string) {
	r.t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		r.t.Errorf("told (-want +got):\n%s", diff)
	}
}

// rated fails the test unless these scores and comments are kept, newest first.
func (r *room) rated(want ...string) {
	r.t.Helper()
	list, err := r.ratings.CaseRatings(r.t.Context(), "c1")
	r.ok(err)
	got := []string{}
	for _, one := range list {
		got = append(got, fmt.Sprint(one.Score, one.Comment))
		if one.Person != "p1" || one.Service != "roads" || one.At.IsZero() {
			r.t.Errorf("kept %+v", one)
		}
	}
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		r.t.Errorf("rated (-want +got):\n%s", diff)
	}
}

func (r *room) status(want cases.Status) {
	r.t.Helper()
	if c, err := r.cases.Case(r.t.Context(), "c1"); err != nil || c.Status != want {
		r.t.Errorf("the case is %s, %v; want %s", c.Status, err, want)
	}
}

func TestSolvedAndRated(t *testing.T) {
	r := newRoom(t)
	r.told(r.reply(), "rate.solved")
	r.told(r.hear("1"), "follow.closed", "rate.score")
	r.status(cases.Closed)
	r.told(r.hear("5"), "rate.comment")
	r.rated("5") // it counts before anything is said to it
	r.told(r.hear("quick"), "rate.thanks")
	r.rated("5quick")
	r.told(r.hear("more"), "free")
}

// Each answer is asked about once; a later rating takes the place of the first.
func TestOnceAnAnswer(t *testing.T) {
	r := newRoom(t)
	r.told(r.reply(), "rate.solved")
	r.hear("1", "2", "slow")
	r.reopen()
	r.told(r.close("solved")) // rated since the last answer
	r.reopen()
	r.told(r.reply(), "rate.solved")
	r.told(r.hear("1", "4", "1"), "rate.thanks")
	r.rated("4")
}

// Staff close a case as solved: there is nothing to ask but how it was.
func TestClosedByStaff(t *testing.T) {
	r := newRoom(t)
	r.told(r.close("solved"), "rate.score")
	r.told(r.hear("3", "1"), "rate.thanks")
	r.rated("3")

	r = newRoom(t)
	r.reply()
	r.told(r.close("solved"), "rate.score")
	r.told(r.hear("1"), "rate.comment")
	r.rated("1")

	r = newRoom(t)
	r.told(r.close("outside"))
}

// A case that is not solved is open again before anything else is asked.
func TestUnsolved(t *testing.T) {
	r := newRoom(t)
	r.reply()
	due := talktest.Noon.AddDate(0, 0, 7)
	r.told(r.hear("2"), "rate.reopened", "rate.missing")
	r.status(cases.Reopened)
	c, err := r.cases.Case(t.Context(), "c1")
	r.ok(err)
	if !c.DueAt.After(due) || c.Reopened != 1 {
		t.Errorf("due %s, reopened %d times", c.DueAt, c.Reopened)
	}
	r.told(r.hear("the second lamp"), "follow.added")
	events, err := r.cases.Events(t.Context(), "c1")
	r.ok(err)
	var said []string
	for _, e := range events {
		said = append(said, string(e.Kind)+": "+e.Text)
	}
	want := []string{"reply: mended", "citizen: follow.no", "reopened: ", "citizen: the second lamp"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	r.rated()
	r.told(r.reply(), "rate.solved")
}

// Staff took the case up again while the question stood: it is asked no more, and
// what is said to it is heard.
func TestReopenedMeanwhile(t *testing.T) {
	r := newRoom(t)
	r.reply()
	r.reopen()
	r.told(r.hear("1"), "free")
	r.status(cases.Reopened)
	r.rated()
}

// Nobody rates a case that isn't theirs.
func TestSomebodyElsesCase(t *testing.T) {
	r := newRoom(t)
	other := cases.Case{ID: "c2", Ref: "261500035", Person: "p2", Status: cases.Answered}
	r.ok(r.cases.CreateCase(t.Context(), other))
	r.told(r.hear("[invite c2]"))
	r.told(r.hear("[invite none]"))
}
