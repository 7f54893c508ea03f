package desk_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"majlis/bots"
	"majlis/bots/web/desk"
	"majlis/bots/web/page"
	"majlis/bots/web/page/pagetest"
	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/cases/casestest"
	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/live"
	"majlis/flows/live/livetest"
	"majlis/flows/ratings/ratingstest"
	"majlis/flows/staff"
	"majlis/flows/staff/stafftest"
	"majlis/flows/talk"

	weblive "majlis/bots/web/live"
)

// now is when everything in these tests happens: Sunday 22 November 2026, 12:05
// in Riyadh.
var now = time.Date(2026, 11, 22, 9, 5, 0, 0, time.UTC)

const password = "correct horse battery"

// house is everything behind the desk, in memory.
type house struct {
	t       testing.TB
	url     string
	now     time.Time
	cases   *casestest.Store
	faq     *faqtest.Store
	ratings *ratingstest.Store
	live    *livetest.Store
	air     *live.Desk
	desk    cases.Desk
	answers faq.Desk
	staff   *staff.Accounts
	dead    []talk.DeadLetter
	pairs   []faq.Suggestion
	boards  map[string]*poster
	linker  *linker
	told    map[string][]talk.Line // by case

	files   []talk.File // that staff attached
	uploads []string    // by whom, and what

	mu      sync.Mutex
	counted map[string]int
}

// hasher is shared: making its dummy hash costs nothing, its slots bound memory.
var hasher = staff.NewHasher()

func openHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: now, cases: &casestest.Store{}, faq: faqtest.New(), ratings: &ratingstest.Store{}, counted: map[string]int{}}
	n := 0
	id := func() string {
		h.mu.Lock()
		defer h.mu.Unlock()
		n++
		return fmt.Sprintf("01TEST%04d", n)
	}
	clock := func() time.Time { return h.now }
	texts, ministry := pagetest.ReadTexts(t), pagetest.Ministry(t)
	ministry.Destinations = []flows.Destination{
		{ID: "roads", Name: flows.Text{Ar: "إدارة الطرق", En: "Roads department"}},
		{ID: "water", Name: flows.Text{Ar: "شركة المياه", En: "Water company"}},
	}
	h.desk = cases.Desk{Store: h.cases, Ministry: ministry, Texts: texts, Now: clock, NewID: id}
	h.answers = faq.Desk{Store: h.faq, Texts: texts, Now: clock, NewID: id}
	h.linker = &linker{link: linkIn(bots.LinkUnpaired)}
	h.boards = map[string]*poster{"telegram": {}, "whatsapp": {}}
	h.answers.Boards = []faq.Board{{Name: "telegram", Publisher: h.boards["telegram"]}, {Name: "whatsapp", Publisher: h.boards["whatsapp"]}}
	h.staff = &staff.Accounts{
		Store: &stafftest.Store{}, Limiter: h, Hasher: hasher, Log: slog.New(slog.DiscardHandler), Now: clock, NewID: id,
	}
	h.openLive(id)
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	site, err := page.New(page.Options{Ministry: ministry, Texts: texts, Log: log, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(site, desk.Options{
		Cases: h.desk, FAQ: h.answers, Ratings: h.ratings, Accounts: h.staff, Sessions: memstore.NewWithCleanupInterval(0), Files: h, Dead: h, Told: h,
		Channels: ways(), Linker: h.linker, Live: h.air, JoinLinks: joinLinks,
		Suggest: func(context.Context, int) ([]faq.Suggestion, error) { return h.pairs, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/desk", d.Handler())
	mux.Handle("/desk/", d.Handler())
	mux.Handle("GET /assets/{hash}/{name...}", site.Assets())
	server := httptest.NewServer(site.Wrap(mux))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// openLive builds the room of broadcasts.
func (h *house) openLive(id func() string) {
	h.live = &livetest.Store{}
	h.air = &live.Desk{
		Store: h.live, Boards: live.NewBoards(h.live), Cases: h.desk, Ministry: h.desk.Ministry, Texts: h.desk.Texts, Now: h.desk.Now, NewID: id,
	}
	h.live.Changed = h.air.Boards.Changed
}

func joinLinks(code string) []weblive.Link {
	return []weblive.Link{{Channel: "telegram", URL: "https://t.me/majlis_test_bot?start=live-" + code}}
}

// Allow counts without a window.
func (h *house) Allow(_ context.Context, key string, limit int, _ time.Duration) (bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counted[key]++
	return h.counted[key] <= limit, nil
}

var photo = []byte("\x89PNG\r\n\x1a\n and so on")

// File is a photo, a page that hides as one, or not kept.
func (h *house) File(_ context.Context, id string) (talk.File, []byte, error) {
	if i := slices.IndexFunc(h.files, func(f talk.File) bool { return f.ID == id }); i >= 0 {
		return h.files[i], []byte(h.uploads[i]), nil
	}
	switch id {
	case "photo":
		return talk.File{ID: id, Kind: "photo", Name: "صورة الشارع.png", MIME: "image/png"}, photo, nil
	case "page":
		return talk.File{ID: id, Kind: "document", Name: "x.html", MIME: "image/png"}, []byte("<html><script>alert(1)</script>"), nil
	case "pending":
		return talk.File{ID: id, Kind: "voice"}, nil, nil
	}
	return talk.File{}, nil, flows.ErrNotFound
}

func (h *house) FilesOf(ctx context.Context, ids []string) (list []talk.File, err error) {
	for _, id := range ids {
		if f, _, err := h.File(ctx, id); err == nil {
			list = append(list, f)
		}
	}
	return list, nil
}

func (h *house) DeadLetters(context.Context, int) ([]talk.DeadLetter, error) { return h.dead, nil }

func (h *house) RetryDead(_ context.Context, id string) error { return h.bury(id) }

func (h *house) DismissDead(_ context.Context, id, _ string) error { return h.bury(id) }

func (h *house) bury(id string) error {
	before := len(h.dead)
	h.dead = slices.DeleteFunc(h.dead, func(l talk.DeadLetter) bool { return l.ID == id })
	if len(h.dead) == before {
		return flows.ErrNotFound
	}
	return nil
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
	if err != nil {
		h.t.Fatal(err)
	}
	p := h.visitor()
	p.User = u
	if status, body := p.post("/desk/sign-in", url.Values{"name": {name}, "password": {password}}); status != http.StatusOK {
		h.t.Fatalf("signing in as %s: %d %s", name, status, body)
	}
	return p
}

// visitor is somebody who has not signed in.
func (h *house) visitor() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{h: h, Client: http.Client{Jar: jar}}
}

func (p *person) get(path string) (int, string) {
	p.h.t.Helper()
	return p.do("GET", path, nil)
}

func (p *person) post(path string, form url.Values) (int, string) {
	p.h.t.Helper()
	return p.do("POST", path, form)
}

func (p *person) do(method, path string, form url.Values) (int, string) {
	p.h.t.Helper()
	return p.read(p.ask(method, path, form))
}

// read is an answer's status and page.
func (p *person) read(resp *http.Response) (int, string) {
	p.h.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// ask sends a form and follows where it leads.
func (p *person) ask(method, path string, form url.Values) *http.Response {
	p.h.t.Helper()
	kind := ""
	if form != nil {
		kind = "application/x-www-form-urlencoded"
	}
	return p.request(method, path, kind, strings.NewReader(form.Encode()))
}

// request sends a body of a kind and follows where it leads.
func (p *person) request(method, path, kind string, body io.Reader) *http.Response {
	p.h.t.Helper()
	req, err := http.NewRequestWithContext(p.h.t.Context(), method, p.h.url+path, body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	req.Header.Set("Accept", "text/html")
	resp, err := p.Do(req)
	if err != nil {
		p.h.t.Fatal(err)
	}
	return resp
}
