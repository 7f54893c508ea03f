package cases_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// hall is the conversations of the room without texts: what is said is the key.
type hall struct {
	*room
	faq    *faqtest.Store
	near   []faq.Entry // what a look-up finds
	asked  []string    // what was looked up
	end    talk.End
	player *talktest.Player
}

func newHall(t *testing.T, who talk.Who) *hall {
	t.Helper()
	h := &hall{room: newRoom(t), faq: faqtest.New()}
	h.Ministry.Services = []flows.Service{
		{ID: "roads", Name: flows.Text{Ar: "الطرق", En: "Roads"}, Synonyms: []string{"شارع", "street"}},
		{ID: "water", Name: flows.Text{Ar: "المياه", En: "Water"}, Synonyms: []string{"leak"}},
	}
	library := faq.Library{
		Store: h.faq, Now: h.Now, NewID: h.NewID,
		Near: func(_ context.Context, text string, _ int) ([]faq.Entry, error) {
			h.asked = append(h.asked, text)
			return h.near, nil
		},
	}
	book := talk.Book{
		Flows: cases.Flows(cases.Deps{Desk: h.Desk, Library: library}),
		First: cases.Free, Free: cases.Free, Follow: cases.Follow, Person: cases.Person,
	}
	engine := talk.NewEngine(h.Texts, book, nil, h.Now)
	h.player = talktest.NewPlayer(t, talktest.Setup{
		Engine: engine, Who: who, Lang: "en", After: func(r talk.Result) { h.end = r.End },
	})
	return h
}

var p1 = talk.Who{Person: "p1", Contact: "c1", Channel: "web"}

// say plays lines and returns the last answer as one text.
func (h *hall) say(lines ...string) string {
	var last []string
	for _, line := range lines {
		last = nil
		for _, m := range h.player.Say(line) {
			last = append(last, m.Numbered())
		}
	}
	return strings.Join(last, "\n")
}

// entry publishes an entry that is found from now on.
func (h *hall) entry(t *testing.T, id string) {
	t.Helper()
	e := faq.Entry{ID: id, Status: faq.Published, QuestionEn: "Question " + id, AnswerEn: "Answer " + id}
	if err := h.faq.CreateEntry(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	h.near = append(h.near, e)
}

func (h *hall) questions(t *testing.T) []faq.Question {
	t.Helper()
	var list []faq.Question
	err := h.faq.Questions(t.Context(), h.now.AddDate(-1, 0, 0), func(q faq.Question) bool { list = append(list, q); return true })
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (h *hall) filed(t *testing.T) []cases.Case {
	t.Helper()
	list, err := h.store.OpenCases(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestInquiryIsFiledWithItsQuestion(t *testing.T) {
	h := newHall(t, p1)
	h.say("[tap]", "menu", "1", "When is the street repaired?", "1")
	list, questions := h.filed(t), h.questions(t)
	if len(list) != 1 || list[0].Kind != cases.Inquiry || list[0].Service != "roads" || list[0].Text != "When is the street repaired?" {
		t.Fatalf("filed %+v", list)
	}
	if len(questions) != 1 || questions[0].Case != list[0].ID || questions[0].Asker != "p1" || questions[0].Lang != "en" {
		t.Errorf("questions %+v", questions)
	}
	if h.end != (talk.End{State: talk.EndCase, Ref: list[0].ID}) {
		t.Errorf("end %+v", h.end)
	}
}

func TestInquiryAnsweredFilesNothing(t *testing.T) {
	h := newHall(t, p1)
	h.entry(t, "e1")
	got := h.say("[start]", "1", "When is the street repaired?", "1", "1")
	if len(h.filed(t)) != 0 || !strings.Contains(got, "faq.glad") || h.end != (talk.End{State: talk.EndAnswer, Ref: "e1"}) {
		t.Errorf("%q, filed %+v, end %+v", got, h.filed(t), h.end)
	}
	e, _ := h.faq.Entry(t.Context(), "e1")
	if q := h.questions(t); e.Useful != 1 || len(q) != 1 || q[0].Case != "" {
		t.Errorf("entry %+v, questions %+v", e, q)
	}
}

func TestInquiryNotAnsweredIsRatedAndFiled(t *testing.T) {
	h := newHall(t, p1)
	h.entry(t, "e1")
	h.say("[start]", "1", "When is the street repaired?", "1", "2", "1")
	e, _ := h.faq.Entry(t.Context(), "e1")
	if e.NotUseful != 1 || len(h.filed(t)) != 1 || len(h.questions(t)) != 1 {
		t.Errorf("entry %+v, filed %+v, questions %+v", e, h.filed(t), h.questions(t))
	}
}

// The look-up is made once for a text, and not for what free text brought along.
func TestAnswersAreOfferedOnce(t *testing.T) {
	h := newHall(t, p1)
	h.entry(t, "e1")
	h.say("When is the street repaired?", "2", "1")
	if len(h.asked) != 1 || len(h.filed(t)) != 1 {
		t.Errorf("looked up %q, filed %+v", h.asked, h.filed(t))
	}
}

func TestFreeTextBecomesWhatThePersonSays(t *testing.T) {
	for _, tt := range []struct {
		lines []string
		kind  cases.Kind
	}{
		{[]string{"A leak in my building", "1", "1"}, cases.Inquiry},
		{[]string{"A leak in my building", "2", "2", "1"}, cases.Suggestion},
		{[]string{"A leak in my building", "3", "2", "1", "1", "1"}, cases.Complaint},
		{[]string{"A leak in my building", "4"}, cases.Handoff},
	} {
		h := newHall(t, p1)
		h.say(tt.lines...)
		list := h.filed(t)
		if len(list) != 1 || list[0].Kind != tt.kind || list[0].Text != "A leak in my building" || list[0].Service != "water" {
			t.Errorf("%q: %+v", tt.lines, list)
		}
	}
	h := newHall(t, p1)
	h.say("A leak in my building", "5")
	if len(h.filed(t)) != 0 {
		t.Errorf("filed %+v", h.filed(t))
	}
}

// A place on the map alone starts a complaint whose place is known.
func TestFreePlace(t *testing.T) {
	h := newHall(t, p1)
	h.say("[place 24.7,46.6]", "3", "1", "A hole in the road", "1", "1")
	list := h.filed(t)
	if len(list) != 1 || list[0].Place == nil || list[0].Place.Lat != 24.7 || list[0].Text != "A hole in the road" {
		t.Errorf("%+v", list)
	}
	if len(h.asked) != 0 {
		t.Errorf("looked up %q", h.asked)
	}
}

func TestComplaintKeepsPlaceInWordsAndFiles(t *testing.T) {
	h := newHall(t, p1)
	h.say("[start]", "3", "1", "A hole in the road", "King Road 7", "[photo]", "1")
	list := h.filed(t)
	if len(list) != 1 || list[0].Place != nil || !strings.Contains(list[0].Text, "King Road 7") || !slices.Equal(list[0].Files, []string{"file6"}) {
		t.Errorf("%+v", list)
	}
}

func TestTrackShowsOnlyOwnCases(t *testing.T) {
	h := newHall(t, talk.Who{Person: "p2", Contact: "c2", Channel: "web"})
	c := h.own(t, cases.InReview) // of p1
	got := h.say(c.Ref)
	if !strings.Contains(got, "track.not_yours") || strings.Contains(got, c.Text) {
		t.Errorf("somebody else's case: %q", got)
	}
	if got = h.say("999999999"); !strings.Contains(got, "track.") || strings.Contains(got, c.Text) {
		t.Errorf("a number that isn't there: %q", got)
	}
}

// A status says what belongs to it.
func TestTrackSaysWhereAndWhy(t *testing.T) {
	h := newHall(t, p1)
	c := h.own(t, cases.Referred)
	c.Destination = "roads"
	if err := h.store.UpdateCase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := h.say(c.Ref); !strings.Contains(got, "status.referred_to Destination=Roads") {
		t.Errorf("referred: %q", got)
	}
	c.Version++
	c.Status, c.CloseReason = cases.Closed, "duplicate"
	if err := h.store.UpdateCase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := h.say("2", c.Ref); !strings.Contains(got, "status.closed_for Reason=en told.close.duplicate") {
		t.Errorf("closed: %q", got)
	}
}

// An answer that was withdrawn since it was offered is not shown.
func TestWithdrawnAnswer(t *testing.T) {
	h := newHall(t, p1)
	h.entry(t, "e1")
	h.say("[start]", "1", "When is the street repaired?")
	e, _ := h.faq.Entry(t.Context(), "e1")
	e.Status = faq.Withdrawn
	if err := h.faq.UpdateEntry(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	got := h.say("1")
	if strings.Contains(got, "Answer e1") || !strings.Contains(got, "faq.withdrawn") || !strings.Contains(got, "inquiry.confirm") {
		t.Errorf("said %q", got)
	}
}

func TestFollowOfSomebodyElsesCaseIsFreeText(t *testing.T) {
	h := newHall(t, talk.Who{Person: "p2", Contact: "c2", Channel: "web"})
	c := h.own(t, cases.Waiting)
	got := h.say("[reply " + c.ID + "] seven")
	if events, _ := h.store.Events(t.Context(), c.ID); len(events) != 1 || !strings.Contains(got, "free.which") {
		t.Errorf("%q, history %+v", got, events)
	}
}

// Staff may reply while the person is being asked whether it is solved.
func TestReopenedByStaffMeanwhile(t *testing.T) {
	h := newHall(t, p1)
	c := h.own(t, cases.Answered)
	h.say("[reply " + c.ID + "] not solved")
	c.Status = cases.Reopened
	if err := h.store.UpdateCase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	got := h.say("2")
	after, _ := h.store.Case(t.Context(), c.ID)
	if after.Status != cases.Reopened || !strings.Contains(got, "follow.added") {
		t.Errorf("%q, %+v", got, after)
	}
}
