package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/web"
	"majlis/bots/web/page"
	"majlis/bots/web/page/pagetest"
	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/people"
	"majlis/flows/talk"
)

// house is everything behind the browser, in memory: it keeps each message once
// and answers by answer.
type house struct {
	*web.Server
	url    string
	answer func(in talk.Inbound) []talk.Message

	mu       sync.Mutex
	broken   error // what Accept fails with
	accepted []talk.Inbound
	seen     map[string]bool
	lines    map[string][]talk.Line // by visitor
	seq      int64
	files    map[string]file
	entries  []faq.Entry
	digests  []faq.Digest
	rated    map[string]bool
	counted  map[string]int
}

type file struct {
	talk.File
	body  []byte
	owner talk.Identity
}

// now is when everything in these tests happens: Sunday 22 November 2026, 12:05
// in Riyadh.
var now = time.Date(2026, 11, 22, 9, 5, 0, 0, time.UTC)

// newHouse makes a house without a door. Its answer to a message is an echo.
func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{
		seen: map[string]bool{}, lines: map[string][]talk.Line{}, files: map[string]file{},
		rated: map[string]bool{}, counted: map[string]int{},
	}
	h.answer = func(in talk.Inbound) []talk.Message { return []talk.Message{{Text: "echo: " + in.Text + in.Choice}} }
	vault, err := people.NewVault([]byte("a secret of the tests, long enough"))
	if err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Options{
		Ministry: pagetest.Ministry(t), Texts: pagetest.ReadTexts(t), Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Server, err = web.New(web.Options{
		Site: site, Vault: vault, Accept: h.Accept, Mailbox: h, Answers: h, Files: h, Limiter: h,
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// open starts a house on a port of its own.
func open(t testing.TB) *house {
	t.Helper()
	h := newHouse(t)
	server := httptest.NewServer(h.Server)
	t.Cleanup(func() {
		h.Close()
		server.Close()
	})
	h.url = server.URL
	return h
}

func (h *house) Accept(ctx context.Context, in talk.Inbound) error {
	h.mu.Lock()
	if h.broken != nil {
		h.mu.Unlock()
		return h.broken
	}
	if h.seen[in.ID] {
		h.mu.Unlock()
		return nil
	}
	h.seen[in.ID] = true
	h.accepted = append(h.accepted, in)
	v := in.Address
	h.lines[v] = append(h.lines[v], talk.Line{
		ID: in.ID, At: in.At, Mine: true, Kind: in.Kind, Text: cmpText(in), Files: in.Files, Place: in.Place, Handled: true,
	})
	answers := h.answer(in)
	h.mu.Unlock()
	for _, m := range answers {
		h.tell(ctx, v, langOf(in), m)
	}
	return nil
}

func cmpText(in talk.Inbound) string {
	if in.Kind == talk.KindStart {
		return ""
	}
	return in.Text + in.Choice
}

func langOf(in talk.Inbound) string {
	if in.Lang == "" {
		return "ar"
	}
	return in.Lang
}

// tell puts a message into a visitor's mail and delivers it as the outbox does.
func (h *house) tell(ctx context.Context, visitor, lang string, m talk.Message) {
	h.mu.Lock()
	h.seq++
	line := talk.Line{Seq: h.seq, ID: "out" + strconv.FormatInt(h.seq, 10), At: now, Lang: lang, Message: m}
	h.lines[visitor] = append(h.lines[visitor], line)
	h.mu.Unlock()
	_, _ = h.Send(ctx, bots.Parcel{ID: line.ID, Channel: web.Name, Address: visitor, Seq: line.Seq, Lang: lang, Message: m})
}

func (h *house) Replies(_ context.Context, visitor talk.Identity, after int64, limit int) ([]talk.Line, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []talk.Line
	for _, l := range h.lines[visitor.ID] {
		if !l.Mine && l.Seq > after && len(list) < limit {
			list = append(list, l)
		}
	}
	return list, nil
}

func (h *house) Transcript(_ context.Context, visitor talk.Identity, limit int) ([]talk.Line, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := slices.Clone(h.lines[visitor.ID])
	return all[max(0, len(all)-limit):], nil
}

func (h *house) AddFile(_ context.Context, _ string, owner talk.Identity, f talk.File, body []byte) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f.ID = "file" + strconv.Itoa(len(h.files)+1)
	h.files[f.ID] = file{f, body, owner}
	return f.ID, nil
}

func (h *house) File(_ context.Context, id string) (talk.File, []byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.files[id]
	if !ok {
		return talk.File{}, nil, flows.ErrNotFound
	}
	return f.File, f.body, nil
}

func (h *house) Entries(_ context.Context, status faq.EntryStatus) ([]faq.Entry, error) {
	return slices.DeleteFunc(slices.Clone(h.entries), func(e faq.Entry) bool { return e.Status != status }), nil
}

func (h *house) Entry(_ context.Context, id string) (faq.Entry, error) {
	for _, e := range h.entries {
		if e.ID == id {
			return e, nil
		}
	}
	return faq.Entry{}, flows.ErrNotFound
}

func (h *house) SearchEntries(ctx context.Context, query string, _ int) ([]faq.Entry, error) {
	all, err := h.Entries(ctx, faq.Published)
	return slices.DeleteFunc(all, func(e faq.Entry) bool { return e.QuestionEn != query && e.QuestionAr != query }), err
}

func (h *house) Rate(_ context.Context, entry, person string, _ bool, _ time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rated[entry+person] {
		return flows.ErrExists
	}
	h.rated[entry+person] = true
	return nil
}

func (h *house) Digests(context.Context, faq.DigestStatus) ([]faq.Digest, error) {
	return h.digests, nil
}

func (h *house) Allow(_ context.Context, key string, limit int, _ time.Duration) (bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counted[key]++
	return h.counted[key] <= limit, nil
}

var errDisk = errors.New("the disk is full")

func (h *house) fail(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broken = err
}

func (h *house) taken() []talk.Inbound {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.accepted)
}
