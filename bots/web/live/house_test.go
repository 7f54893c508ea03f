package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"majlis/bots/web/desk"
	"majlis/bots/web/live"
	"majlis/bots/web/page"
	"majlis/bots/web/page/pagetest"
	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/cases/casestest"
	domain "majlis/flows/live"
	"majlis/flows/live/livetest"
	"majlis/flows/staff"
	"majlis/flows/staff/stafftest"
)

const password = "correct horse battery"

// house is everything behind the boards, in memory.
type house struct {
	t      testing.TB
	url    string
	store  *livetest.Store
	boards *domain.Boards
	desk   *domain.Desk
	staff  *staff.Accounts
	server *live.Server

	mu   sync.Mutex
	now  time.Time
	n    int
	said []string // by visitors, to the house
}

// hasher is shared: making its dummy hash costs nothing, its slots bound memory.
var hasher = staff.NewHasher()

func openHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: time.Now().Truncate(time.Second), store: &livetest.Store{}}
	h.boards = domain.NewBoards(h.store)
	h.store.Changed = h.boards.Changed
	texts, ministry := pagetest.ReadTexts(t), pagetest.Ministry(t)
	h.desk = &domain.Desk{
		Store: h.store, Boards: h.boards, Ministry: ministry, Texts: texts, Now: h.clock, NewID: h.id,
		Cases: cases.Desk{Store: &casestest.Store{}, Ministry: ministry, Texts: texts, Now: h.clock, NewID: h.id},
	}
	h.staff = &staff.Accounts{
		Store: &stafftest.Store{}, Limiter: h, Hasher: hasher, Log: slog.New(slog.DiscardHandler), Now: h.clock, NewID: h.id,
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	site, err := page.New(page.Options{Ministry: ministry, Texts: texts, Log: log, Now: h.clock})
	h.must(err)
	h.serve(site)
	return h
}

func (h *house) serve(site *page.Site) {
	d, err := desk.New(site, desk.Options{Cases: h.desk.Cases, Accounts: h.staff, Sessions: memstore.NewWithCleanupInterval(0)})
	h.must(err)
	h.server, err = live.New(site, live.Options{
		Desk: h.desk, Boards: h.boards, Guard: d.Guard, User: desk.UserOf, Staff: h.staff.Store.Users, Say: h.say,
		Links: func(code string) []live.Link {
			return []live.Link{{Channel: "telegram", URL: "https://t.me/ministry_bot?start=live-" + code}}
		},
	})
	h.must(err)
	mux := http.NewServeMux()
	mux.Handle("/live", h.server.Handler())
	mux.Handle("/live/", h.server.Handler())
	mux.Handle("/desk/", d.Handler())
	mux.Handle("GET /assets/{hash}/{name...}", site.Assets())
	server := httptest.NewServer(site.Wrap(mux))
	h.t.Cleanup(func() {
		h.server.Close()
		server.Close()
	})
	h.url = server.URL
}

// say keeps what visitors said.
func (h *house) say(_ http.ResponseWriter, _ *http.Request, id, text string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.said = append(h.said, id+": "+text)
	return nil
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) id() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.n++
	return fmt.Sprintf("01TEST%06d", h.n)
}

// Allow counts nothing: nobody is too quick in these tests.
func (h *house) Allow(context.Context, string, int, time.Duration) (bool, error) { return true, nil }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// plan makes a broadcast and takes it through its life up to a status.
func (h *house) plan(host string, until ...domain.Status) domain.Broadcast {
	h.t.Helper()
	b, err := h.desk.Create(h.t.Context(), domain.Plan{
		Title:   flows.Text{Ar: "لقاء الدعم السكني", En: "Housing support, live"},
		About:   flows.Text{Ar: "الإجابة عن أسئلتكم حول شروط الدعم ومواعيد صرفه.", En: "Your questions about who gets support and when it is paid."},
		Service: "housing", Host: host, Link: "https://www.youtube.com/watch?v=abc", Length: time.Hour, Delay: 20 * time.Second,
		StartsAt: h.clock().Add(time.Hour), Moderation: domain.ModerateAll,
	})
	h.must(err)
	for _, s := range until {
		b, err = h.desk.Advance(h.t.Context(), domain.Deed{Broadcast: b.ID, Actor: host}, s)
		h.must(err)
	}
	return b
}

// asked puts a question of several people on a board, in a group of its own.
func (h *house) asked(b domain.Broadcast, group, text string, people int, state domain.State) {
	h.t.Helper()
	var events []domain.Event
	add := func(kind domain.EventKind, d domain.Data) {
		events = append(events, domain.Event{Broadcast: b.ID, At: h.clock(), Kind: kind, Data: d})
	}
	lang := "ar"
	if text[0] < 0x80 {
		lang = "en"
	}
	for i := range people {
		q := fmt.Sprintf("%s-%d", group, i)
		d := domain.Data{Question: q, Person: "person-" + q, Channel: "web", Lang: lang}
		if i < 3 {
			d.Text = text
			add(domain.EventAsked, d)
			add(domain.EventGrouped, domain.Data{Question: q, Group: group, Text: text, State: state})
			continue
		}
		d.Group = group
		add(domain.EventSupported, d)
	}
	h.must(h.store.Append(h.t.Context(), -1, events...))
}

// town fills a board with what a ministry hears in an hour.
func (h *house) town(b domain.Broadcast) {
	h.t.Helper()
	h.pass(-25 * time.Minute)
	h.asked(b, "pay", "متى يُصرف الدعم السكني لهذا الشهر؟", 14, domain.Approved)
	h.pass(10 * time.Minute)
	h.asked(b, "income", "ما الحد الأعلى للدخل؟", 9, domain.Approved)
	h.asked(b, "apply", "How do I apply if I live abroad?", 5, domain.Approved)
	h.pass(10 * time.Minute)
	h.asked(b, "widow", "هل تستحق الأرملة التي تعيل أبناءها الدعم إذا كان لديها منزل قديم لا يصلح للسكن، وكيف يُثبت ذلك؟", 4, domain.Approved)
	h.asked(b, "when", "When is housing support paid?", 3, domain.Pending)
	h.asked(b, "rude", "لماذا لا تردون على أحد", 1, domain.Pending)
	h.pass(5 * time.Minute)
}

// hash is what the house says that viewers see.
func (h *house) hash(b domain.Broadcast, to domain.Audience) (hash string) {
	h.t.Helper()
	h.must(h.boards.Read(h.t.Context(), b.ID, func(board *domain.Board) error {
		hash = board.View(to).Hash()
		return nil
	}))
	return hash
}

// state of a group.
func (h *house) state(b domain.Broadcast, group string) (s domain.State) {
	h.t.Helper()
	h.must(h.boards.Read(h.t.Context(), b.ID, func(board *domain.Board) error {
		s = board.Group(group).State
		return nil
	}))
	return s
}

// person is a browser without scripts.
type person struct {
	h *house
	staff.User
	http.Client
}

// join makes an account and signs it in.
func (h *house) join(name string, role staff.Role, lang string) *person {
	h.t.Helper()
	u, err := h.staff.Create(h.t.Context(), name, password, role, lang)
	h.must(err)
	p := h.visitor()
	p.User = u
	if status, body := p.post("/desk/sign-in", url.Values{"name": {name}, "password": {password}, "next": {"/live/none"}}); status != http.StatusNotFound {
		h.t.Fatalf("signing in as %s: %d %s", name, status, body)
	}
	return p
}

// visitor is somebody who has not signed in.
func (h *house) visitor() *person {
	jar, err := cookiejar.New(nil)
	h.must(err)
	return &person{h: h, Client: http.Client{Jar: jar}}
}

func (p *person) get(path string) (int, string) { return p.do("GET", path, nil, "text/html") }

func (p *person) post(path string, form url.Values) (int, string) {
	return p.do("POST", path, form, "text/html")
}

// act does a deed as a script does it.
func (p *person) act(b domain.Broadcast, pairs ...string) (status int, seq int64, code string) {
	p.h.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	status, body := p.do("POST", "/live/"+b.ID+"/act", form, "application/json")
	var said struct {
		Seq   int64
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal([]byte(body), &said); err != nil {
		p.h.t.Fatalf("%d %s", status, body)
	}
	if said.Error.Code != "" && (said.Error.Message == "" || strings.Contains(said.Error.Message, "⟦")) {
		p.h.t.Errorf("%s is told as %q", said.Error.Code, said.Error.Message)
	}
	return status, said.Seq, said.Error.Code
}

func (p *person) do(method, path string, form url.Values, accept string) (int, string) {
	p.h.t.Helper()
	resp := p.ask(p.h.t.Context(), method, path, form, accept)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	p.h.must(err)
	return resp.StatusCode, string(body)
}

func (p *person) ask(ctx context.Context, method, path string, form url.Values, accept string) *http.Response {
	p.h.t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, p.h.url+path, strings.NewReader(form.Encode()))
	p.h.must(err)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept", accept)
	resp, err := p.Do(req)
	p.h.must(err)
	return resp
}
