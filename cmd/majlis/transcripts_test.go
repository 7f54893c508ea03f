package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"majlis/config"
	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/cases/casestest"
	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/live"
	"majlis/flows/live/livetest"
	"majlis/flows/people"
	"majlis/flows/people/peopletest"
	"majlis/flows/ratings"
	"majlis/flows/ratings/ratingstest"
	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// stage is the whole book over stores in memory, with the real texts and the
// model ministry; clock, ids and reference numbers are fixed.
type stage struct {
	ministry flows.Ministry
	texts    *config.Texts
	cases    *casestest.Store
	faq      *faqtest.Store
	people   *peopletest.Store
	ratings  *ratingstest.Store
	live     livetest.Store
	sorted   *live.Sorter
	now      time.Time
}

// model reads the model ministry and the texts once.
var model = sync.OnceValue(func() (m modelled) {
	if m.ministry, m.err = config.LoadMinistry(""); m.err == nil {
		m.texts, m.err = config.NewTexts(m.ministry)
	}
	return m
})

type modelled struct {
	ministry flows.Ministry
	texts    *config.Texts
	err      error
}

// citizen is who speaks in the transcripts.
var citizen = talk.Who{Person: "p1", Contact: "c1", Channel: "telegram"}

func newStage(t testing.TB) *stage {
	t.Helper()
	m := model()
	if m.err != nil {
		t.Fatal(m.err)
	}
	s := &stage{
		ministry: m.ministry, texts: m.texts, now: talktest.Noon,
		cases: &casestest.Store{}, faq: faqtest.New(), people: &peopletest.Store{}, ratings: &ratingstest.Store{},
	}
	s.people.Add(people.Person{ID: citizen.Person})
	return s
}

func (s *stage) engine() *talk.Engine {
	clock := func() time.Time { return s.now }
	n := 0
	newID := func() string { n++; return fmt.Sprintf("id%d", n) }
	shelf := &faq.Shelf{Store: s.faq, Now: clock}
	c := cases.Deps{
		Desk: cases.Desk{
			Store: s.cases, Ministry: s.ministry, Texts: s.texts, Now: clock, NewID: newID,
			Random: rand.NewChaCha8([32]byte{1}),
		},
		Library: faq.Library{Store: s.faq, Near: shelf.Near, Now: clock, NewID: newID},
	}
	p := people.Deps{Store: s.people, Ministry: s.ministry, Texts: s.texts, Sharing: []string{"telegram"}}
	r := ratings.Deps{Store: s.ratings, Cases: c, Now: clock}
	boards := live.NewBoards(&s.live)
	s.sorted = s.sorter(boards, clock, newID)
	l := live.Deps{
		Store: &s.live, Boards: boards, Library: c.Library, Cases: c.Desk, Ministry: s.ministry, Texts: s.texts, Now: clock,
		Floor: live.Floor{Store: &s.live, Boards: boards, Sorter: s.sorted, Library: c.Library, Now: clock, NewID: newID},
	}
	return talk.NewEngine(s.texts, newBook(c, p, r, live.Flows(l)), newFacts(s.ministry), clock)
}

// sort groups what was asked since.
func (s *stage) sort(t testing.TB) {
	t.Helper()
	if err := s.sorted.Sort(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// sorter groups what was asked in the broadcasts of a transcript.
func (s *stage) sorter(boards *live.Boards, clock func() time.Time, newID func() string) *live.Sorter {
	fresh := func() *faq.Grouper { return faq.NewGrouper(faq.NewLocal(), newID) }
	return live.NewSorter(&s.live, boards, fresh, slog.New(slog.DiscardHandler), clock)
}

// met makes the citizen one who has been here before.
func (s *stage) met(lang string) {
	s.people.Add(people.Person{ID: citizen.Person, Lang: lang, NoticeVersion: s.ministry.Privacy.Version})
}

// lastYears is an earlier version of the privacy notice.
const lastYears = "2025-01"

// published are the entries of the transcripts.
var published = []faq.Entry{
	{
		ID: "faq1", QuestionAr: "ما شروط الحصول على الدعم السكني؟", QuestionEn: "What are the conditions for housing support?",
		AnswerAr: "أن يكون المتقدم سعوديًا، وألا يملك مسكنًا، وأن يقدم الطلب من البوابة.",
		AnswerEn: "The applicant is a Saudi national, owns no home, and applies through the portal.",
	},
	{
		ID: "faq2", QuestionAr: "كيف أوثق عقد الإيجار؟", QuestionEn: "How do I register a rental contract?",
		AnswerAr: "يوثق العقد إلكترونيًا عن طريق وسيط عقاري مرخص.", AnswerEn: "A licensed broker registers the contract online.",
	},
	{
		ID: "faq3", QuestionAr: "كم تستغرق رخصة البناء؟", QuestionEn: "How long does a building permit take?",
		AnswerAr: "خمسة أيام عمل بعد اكتمال المخططات.", AnswerEn: "Five working days once the plans are complete.",
	},
}

func (s *stage) publish(t testing.TB) {
	for _, e := range published {
		e.Status = faq.Published
		if err := s.faq.CreateEntry(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

// file puts a case of a person into the store, as staff left it.
func (s *stage) file(t testing.TB, person, id, ref string, status cases.Status, lang string, said cases.Event) {
	filedAt := s.now.AddDate(0, 0, -7)
	due, counted := cases.Due(s.ministry, cases.Complaint, filedAt)
	text := map[string]string{"ar": "المصعد في المبنى معطل منذ شهر", "en": "The lift in the building has not worked for a month"}[lang]
	c := cases.Case{
		ID: id, Ref: ref, Kind: cases.Complaint, Status: status, Service: "owners", Text: text, Lang: lang,
		Person: person, Contact: citizen.Contact, Channel: citizen.Channel, CreatedAt: filedAt, DueAt: due, Counted: counted.JSON(),
	}
	if err := s.cases.CreateCase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if said.Kind == "" {
		return
	}
	said.ID, said.Case, said.At = "said-"+id, id, filedAt.AddDate(0, 0, 2)
	if err := s.cases.AddEvent(t.Context(), said); err != nil {
		t.Fatal(err)
	}
}

// scenes set the stage for the transcripts that need more than the published
// entries and a citizen who has been here before.
var scenes = map[string]func(t testing.TB, s *stage, lang string){
	"notice": func(_ testing.TB, s *stage, lang string) {
		s.people.Add(people.Person{ID: citizen.Person, Lang: lang, NoticeVersion: lastYears})
	},
	"person_late":  func(_ testing.TB, s *stage, _ string) { s.now = s.now.AddDate(0, 0, 5) }, // a Friday
	"track":        ownCases,
	"track_aside":  ownCases,
	"track_late":   func(t testing.TB, s *stage, lang string) { ownCases(t, s, lang); s.now = s.now.AddDate(0, 1, 0) },
	"follow":       ownCases,
	"deleted":      ownCases,
	"free_waiting": ownCases,
}

// ownCases are three of the citizen's own (answered, waiting for them, received)
// and one of somebody else.
func ownCases(t testing.TB, s *stage, lang string) {
	said := map[string][2]string{
		"ar": {"تم إصلاح المصعد اليوم.", "ما رقم المبنى؟"},
		"en": {"The lift was repaired today.", "What is the number of the building?"},
	}[lang]
	s.file(t, citizen.Person, "answered", "260042174", cases.Answered, lang, cases.Event{Kind: cases.EventReply, Text: said[0], Actor: "staff1"})
	s.file(t, citizen.Person, "waiting", "261500035", cases.Waiting, lang, cases.Event{Kind: cases.EventAsked, Text: said[1], Actor: "staff1"})
	s.file(t, citizen.Person, "received", "262000049", cases.Received, lang, cases.Event{})
	s.file(t, "p2", "theirs", "265000010", cases.Received, lang, cases.Event{})
}

// TestTranscripts plays every conversation of testdata/transcripts against the
// real texts. Read them as a citizen would; -update rewrites them.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		name, lang, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), ".")
		t.Run(name+"/"+lang, func(t *testing.T) {
			s := newStage(t)
			s.met(lang)
			s.publish(t)
			setup := talktest.Setup{Who: citizen, Lang: lang, Notice: s.ministry.Privacy.Version, Guard: s.guard(), Invite: cases.Rate}
			if strings.HasPrefix(name, "first") {
				s.people.Add(people.Person{ID: citizen.Person})
				setup.Lang, setup.Notice = "", ""
			}
			if name == "notice" {
				setup.Notice = lastYears
			}
			if scene := scenes[name]; scene != nil {
				scene(t, s, lang)
			} else if scene := liveScenes[name]; scene != nil {
				scene(t, s, lang)
				setup.Invite = live.Helped
			} else if strings.HasPrefix(name, "rate") {
				ownCases(t, s, lang)
			}
			setup.Engine = s.engine()
			setup.After = func(talk.Result) { s.sort(t) }
			s.sort(t)
			talktest.Play(t, file, setup)
		})
	}
}

func (s *stage) guard() func(*talk.Inbound) {
	return people.Guard{
		Masker:      people.Masker{Country: s.ministry.Country},
		Emergencies: people.NewEmergencies(s.ministry.Emergency.Words, s.ministry.Emergency.Except),
	}.Inbound
}

// TestNothingIsShownRaw looks for texts that are missing or lack an argument.
func TestNothingIsShownRaw(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(raw), "⟦⟧") {
			t.Errorf("%s shows a text that is missing or an argument that is", file)
		}
	}
}
