package live_test

import (
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/cases/casestest"
	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/live"
	"majlis/flows/live/livetest"
)

// studio is the room of broadcasts over stores in memory, with one broadcast.
type studio struct {
	*testing.T
	store  *livetest.Store
	cases  *casestest.Store
	boards *live.Boards
	desk   *live.Desk
	floor  live.Floor
	sorter *live.Sorter
	teller *live.Teller
	now    time.Time
	ids    int
}

var studioDeed = live.Deed{Broadcast: "B", Actor: "sara"}

// newStudio has a broadcast that takes questions.
func newStudio(t *testing.T) *studio {
	s := &studio{T: t, store: &livetest.Store{}, cases: &casestest.Store{}, now: noon}
	clock := func() time.Time { return s.now }
	filing := cases.Desk{Store: s.cases, Texts: keys{}, Now: clock, NewID: s.newID}
	s.boards = live.NewBoards(s.store)
	s.sorter = s.newSorter()
	s.desk = &live.Desk{Store: s.store, Boards: s.boards, Cases: filing, Texts: keys{}, Now: clock, NewID: s.newID}
	s.floor = live.Floor{
		Store: s.store, Boards: s.boards, Sorter: s.sorter, Now: clock, NewID: s.newID,
		Library: faq.Library{Store: faqtest.New(), Now: clock, NewID: s.newID},
	}
	s.teller = live.NewTeller(&live.Teller{
		Store: s.store, Boards: s.boards, Cases: filing, Texts: keys{}, Log: slog.New(slog.DiscardHandler), Now: clock,
	})
	s.ok(s.store.CreateBroadcast(t.Context(), live.Broadcast{
		ID: "B", Code: "1234", Title: flows.Text{En: "Housing hour"}, Host: "sara", Status: live.Planned, StartsAt: noon.Add(time.Hour), CreatedAt: noon,
	}))
	s.to(live.Collecting)
	return s
}

func (s *studio) newID() string { s.ids++; return fmt.Sprintf("id%04d", s.ids) }

func (s *studio) newSorter() *live.Sorter {
	fresh := func() *faq.Grouper { return faq.NewGrouper(faq.NewLocal(), s.newID) }
	return live.NewSorter(s.store, s.boards, fresh, slog.New(slog.DiscardHandler), func() time.Time { return s.now })
}

// restart forgets everything but the log.
func (s *studio) restart() {
	s.boards = live.NewBoards(s.store)
	s.sorter = s.newSorter()
	s.desk.Boards, s.floor.Boards, s.floor.Sorter, s.teller.Boards = s.boards, s.boards, s.sorter, s.boards
}

func (s *studio) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *studio) did(_ int64, err error) {
	s.Helper()
	s.ok(err)
}

func (s *studio) to(status live.Status) {
	s.Helper()
	_, err := s.desk.Advance(s.Context(), studioDeed, status)
	s.ok(err)
}

// someone is a person as one who takes part.
func (s *studio) someone(name string) live.Member {
	return live.Member{Broadcast: "B", Person: name, Contact: "contact " + name, Channel: "test", Lang: "en", At: s.now}
}

func (s *studio) asks(name, text string) (question string) {
	s.Helper()
	question, err := s.floor.Ask(s.Context(), s.someone(name), live.Wording{Text: text})
	s.ok(err)
	return question
}

// work groups what was asked and tells what is due.
func (s *studio) work() {
	s.Helper()
	s.ok(s.sorter.Sort(s.Context()))
	s.ok(s.teller.Tell(s.Context()))
}

// board looks at the board as it is now.
func (s *studio) board(look func(*live.Board)) {
	s.Helper()
	s.ok(s.boards.Read(s.Context(), "B", func(b *live.Board) error { look(b); return nil }))
}

// group is the one that a question stands in; "" none.
func (s *studio) group(question string) (id string) {
	s.Helper()
	s.board(func(b *live.Board) { id = b.Item(question).Group })
	return id
}

func (s *studio) fate(question string) (fate live.Fate) {
	s.Helper()
	s.board(func(b *live.Board) { fate = b.Fate(b.Item(question)) })
	return fate
}

// told is what a person was told, in order.
func (s *studio) told(name string) (texts []string) {
	for _, p := range s.store.Posts() {
		if p.Contact == "contact "+name {
			texts = append(texts, p.Message.Text)
		}
	}
	return texts
}

// inquiries are the texts of the cases that came of it for a person, sorted.
func (s *studio) inquiries(name string) (texts []string) {
	s.Helper()
	list, err := s.cases.CasesOf(s.Context(), name, 100)
	s.ok(err)
	for _, c := range list {
		if c.Kind != cases.Inquiry || c.Owner != "sara" || !c.DueAt.After(s.now) {
			s.Errorf("the inquiry is %+v", c)
		}
		texts = append(texts, c.Text)
	}
	slices.Sort(texts)
	return texts
}
