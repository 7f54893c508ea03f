package desk_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/ratings"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

// town fills a house with what a ministry has on a busy day, and returns the
// agent whose cases they are. Ids are the same in every run.
func (h *house) town(owner string) {
	h.t.Helper()
	h.townCases(owner)
	h.townQuestions()
	h.townAnswers(owner)
	h.townLive(cmp.Or(owner, "somebody"))
	h.dead = []talk.DeadLetter{
		{ID: "dead-1", Mine: true, Channel: "telegram", At: h.now.Add(-time.Hour), Tries: 3, Code: "turn", Text: "متى يفتح المكتب؟"},
		{ID: "dead-2", Channel: "web", At: h.now.Add(-2 * time.Hour), Tries: 8, Code: "blocked", Text: "Your case was answered."},
	}
}

func (h *house) townCases(owner string) {
	for i, c := range []cases.Case{
		{Kind: cases.Complaint, Service: "housing", Lang: "ar", Channel: "telegram", Text: "الإنارة معطلة في شارع الأمير منذ أسبوعين\nولا أحد يرد على الهاتف", Files: []string{"photo", "page"}, Place: &talk.Place{Lat: 24.71, Lon: 46.67}, Owner: owner},
		{Kind: cases.Inquiry, Service: "licences", Lang: "en", Channel: "web", Text: "How long does it take to renew a commercial licence, and which papers do I need to bring?"},
		{Kind: cases.Suggestion, Lang: "ar", Channel: "web", Text: "أقترح تمديد ساعات العمل في فرع الشمال يوم الخميس"},
		{Kind: cases.Handoff, Lang: "ar", Channel: "telegram", Text: "أرغب في التحدث مع موظف بخصوص طلبي"},
		{Kind: cases.Inquiry, Lang: "en", Channel: "telegram", Service: "social", Text: strings.Repeat("Donaudampfschifffahrtsgesellschaft", 6)},
	} {
		at := h.now.AddDate(0, 0, -2*i)
		if i == 0 {
			at = h.now.AddDate(0, 0, -20)
		}
		due, counted := cases.Due(h.desk.Ministry, c.Kind, at)
		c.ID, c.Ref, c.Status, c.Contact = fmt.Sprintf("case-%d", i), fmt.Sprintf("26004217%d", i), cases.Received, "contact"
		c.CreatedAt, c.DueAt, c.Counted = at, due, counted.JSON()
		h.must(h.cases.CreateCase(h.t.Context(), c))
		h.must(h.cases.AddEvent(h.t.Context(), cases.Event{ID: c.ID + "-filed", Case: c.ID, At: at, Kind: cases.EventFiled, Text: c.Text, Files: c.Files}))
	}
	h.must(h.desk.Note(h.t.Context(), "case-0", owner, "اتصلت بالبلدية، والرد غدًا"))
	_, err := h.desk.AskInfo(h.t.Context(), cases.Deed{Case: "case-0", Actor: owner}, "ما رقم أقرب عمود إنارة؟")
	h.must(err)
	h.must(h.cases.AddEvent(h.t.Context(), cases.Event{ID: "wrote", Case: "case-0", At: h.now.Add(time.Minute), Kind: cases.EventCitizen, Text: "رقم العمود 114"}))
	h.must(h.ratings.RateCase(h.t.Context(), ratings.Rating{
		Case: "case-0", Score: 4, Comment: "رد سريع وواضح", At: h.now.Add(30 * time.Second),
	}))
}

func (h *house) townQuestions() {
	texts := map[string][]string{
		"loan":    {"متى يصرف الدعم السكني؟", "موعد صرف الدعم", "متى ينزل الدعم هذا الشهر", "الدعم السكني متى"},
		"renew":   {"كيف أجدد الرخصة؟", "تجديد الرخصة", "أبغى أجدد رخصتي"},
		"papers":  {"Which papers do I need for a building permit?", "papers for building permit"},
		"appoint": {"كيف أحجز موعدًا؟"},
	}
	for group, list := range texts {
		create := []faq.Group{{ID: group, Canonical: list[0], Lang: "ar", FirstAt: h.now.AddDate(0, -2, 0)}}
		var moves []faq.Move
		for i, text := range list {
			for n := range 3 {
				q := faq.Question{ID: fmt.Sprintf("%s-%d-%d", group, i, n), Text: text, Lang: "ar", At: h.now.AddDate(0, 0, -5*(i+2*n)), Case: "case-1"}
				h.must(h.faq.AddQuestion(h.t.Context(), q))
				moves = append(moves, faq.Move{Question: q.ID, Group: group, Score: 0.7})
			}
		}
		h.must(h.faq.Regroup(h.t.Context(), moves, create))
	}
	h.pairs = []faq.Suggestion{{A: "loan", B: "appoint", Score: .3}}
	_, err := h.answers.Split(h.t.Context(), "somebody", "renew", []string{"renew-2-0"})
	h.must(err)
}

func (h *house) townAnswers(author string) {
	ctx := h.t.Context()
	boss := staff.User{ID: "boss", Role: staff.Admin}
	e, err := h.answers.Save(ctx, "", 0, author, faq.Words{
		Service: "housing", QuestionAr: "متى يُصرف الدعم السكني؟", AnswerAr: "يُصرف الدعم في اليوم الرابع والعشرين من كل شهر ميلادي.\nللتفاصيل: https://housing.example.gov.sa/support",
		QuestionEn: "When is housing support paid?", AnswerEn: "On the 24th of each month. See https://housing.example.gov.sa/support", Variants: []string{"متى ينزل الدعم", "موعد الدعم"},
	})
	h.must(err)
	h.must(h.answers.Submit(ctx, e.ID, 0))
	_, err = h.answers.Approve(ctx, e.ID, 1, boss)
	h.must(err)
	draft, err := h.answers.Save(ctx, e.ID, 2, author, faq.Words{
		Service: "housing", QuestionAr: "متى يُصرف الدعم السكني؟", AnswerAr: "يُصرف الدعم في اليوم السابع والعشرين من كل شهر ميلادي.\nللتفاصيل: https://housing.example.gov.sa/support",
		QuestionEn: "When is housing support paid?", AnswerEn: "On the 27th of each month. See https://housing.example.gov.sa/support",
	})
	h.must(err)
	h.must(h.answers.Submit(ctx, draft.ID, 0))
	_, err = h.answers.DraftFromGroup(ctx, "loan", author)
	h.must(err)
	h.faq.Readers = []faq.Reader{{Contact: "a", Lang: "ar"}, {Contact: "b", Lang: "en"}}
	first, err := h.answers.DraftDigest(ctx, faq.Schedule)
	h.must(err)
	_, err = h.answers.PublishDigest(ctx, first.ID, 0, boss)
	h.must(err)
	_, err = h.answers.DraftDigest(ctx, author)
	h.must(err)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// paths are all pages of the desk with the ids of town.
func (h *house) paths(t testing.TB) []string {
	t.Helper()
	list := []string{
		"/desk/inbox", "/desk/inbox?state=overdue", "/desk/inbox?q=nothing+like+this", "/desk/cases/case-0", "/desk/cases/case-4",
		"/desk/questions", "/desk/questions?q=nothing", "/desk/questions/loan", "/desk/questions/loan?q=" + "%D9%85%D9%88%D8%B9%D8%AF",
		"/desk/faq", "/desk/faq?status=withdrawn", "/desk/faq/new", "/desk/digests", "/desk/dead", "/desk/users", "/desk/settings",
	}
	entries, err := h.faq.Entries(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, "/desk/faq/"+e.ID)
	}
	digests, err := h.faq.Digests(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range digests {
		list = append(list, "/desk/digests/"+d.ID)
	}
	return append(list, h.livePaths()...)
}
