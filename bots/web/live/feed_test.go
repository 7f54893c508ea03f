package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	domain "majlis/flows/live"
	"majlis/flows/staff"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// viewer is what somebody who looks at a board has seen, kept as a browser keeps
// it.
type viewer struct {
	view    domain.View
	hash    string
	frames  int
	whole   int // boards sent in full
	wrong   int // frames after which our hash was not the house's
	last    string
	hands   string
	similar string
}

// take applies one event.
func (v *viewer) take(id, name string, data []byte) error {
	if id != "" {
		v.last = id
	}
	switch name {
	case "board":
		var b struct {
			domain.View
			Hash string
		}
		if err := json.Unmarshal(data, &b); err != nil {
			return err
		}
		v.view, v.whole = b.View, v.whole+1
		v.check(b.Hash)
	case "change":
		var d domain.Delta
		if err := json.Unmarshal(data, &d); err != nil {
			return err
		}
		if d.From != v.view.Seq {
			return fmt.Errorf("frame from %d after %d", d.From, v.view.Seq)
		}
		v.change(d)
		v.check(d.Hash)
	case "hands":
		v.hands = string(data)
	case "similar":
		v.similar = string(data)
	}
	return nil
}

func (v *viewer) check(hash string) {
	v.frames++
	if v.hash = v.view.Hash(); v.hash != hash {
		v.wrong++
	}
}

func (v *viewer) change(d domain.Delta) {
	v.view.Seq, v.view.Status, v.view.Strip = d.Seq, d.Status, d.Strip
	if d.Notes != nil {
		v.view.Notes = d.Notes
	}
	v.view.Cards = slices.DeleteFunc(v.view.Cards, func(c domain.Card) bool { return slices.Contains(d.Gone, c.ID) })
	for _, c := range d.Cards {
		if i := slices.IndexFunc(v.view.Cards, func(o domain.Card) bool { return o.ID == c.ID }); i >= 0 {
			v.view.Cards[i] = c
		} else {
			v.view.Cards = append(v.view.Cards, c)
		}
	}
	slices.SortFunc(v.view.Cards, func(a, b domain.Card) int { return int(a.Number - b.Number) })
}

// linesOf are the lines of one connection. They are read by one scanner, which may
// hold some that came with those before.
func linesOf(body io.Reader) *bufio.Scanner {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 4<<20)
	return lines
}

// read reads events until the line breaks or done says so.
func (v *viewer) read(lines *bufio.Scanner, done func(viewer) bool) error {
	var id, name string
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ": ")
		switch key {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			if err := v.take(id, name, []byte(value)); err != nil {
				return err
			}
			id = ""
			if done(*v) {
				return nil
			}
		}
	}
	return lines.Err()
}

// stream is one connection of a viewer that a test reads step by step.
type stream struct {
	t     testing.TB
	lines *bufio.Scanner
	viewer
}

func (h *house) listen(p *person, path string) *stream {
	h.t.Helper()
	resp := p.ask(h.t.Context(), "GET", path, nil, "text/event-stream")
	if resp.StatusCode != http.StatusOK {
		h.t.Fatalf("%s: %d", path, resp.StatusCode)
	}
	h.t.Cleanup(func() { _ = resp.Body.Close() })
	return &stream{t: h.t, lines: linesOf(resp.Body)}
}

func (s *stream) until(done func(viewer) bool) {
	s.t.Helper()
	if done(s.viewer) {
		return
	}
	if err := s.read(s.lines, done); err != nil || !done(s.viewer) {
		s.t.Fatalf("the stream ended: %v", err)
	}
}

func TestStaffSeeWhoWrites(t *testing.T) {
	h := openHouse(t)
	sara, omar := h.join("Sara", staff.Agent, "en"), h.join("Omar", staff.Agent, "en")
	b := h.plan("host", domain.Announced, domain.Collecting)
	h.town(b)
	feed := h.listen(sara, "/live/"+b.ID+"/events?as=moderator")
	hand := func(p *person, pairs ...string) string {
		form := map[string][]string{"group": {"pay"}}
		for i := 0; i < len(pairs); i += 2 {
			form[pairs[i]] = []string{pairs[i+1]}
		}
		_, body := p.do("POST", "/live/"+b.ID+"/hand", form, "application/json")
		return strings.TrimSpace(body)
	}
	if got := hand(omar); got != "[]" {
		t.Errorf("Omar is told that %s write", got)
	}
	feed.until(func(v viewer) bool { return strings.Contains(v.hands, omar.ID) })
	if got := hand(sara); !strings.Contains(got, omar.ID) || strings.Contains(got, sara.ID) {
		t.Errorf("Sara is told that %s write", got)
	}
	hand(omar, "off", "1")
	feed.until(func(v viewer) bool { return !strings.Contains(v.hands, omar.ID) })
	h.pass(time.Minute) // Sara's page is closed without a word
	if got := hand(omar); got != "[]" {
		t.Errorf("somebody who left still writes: %s", got)
	}
}

func TestPublicFeedNamesNobody(t *testing.T) {
	h := openHouse(t)
	mod := h.join("Sara", staff.Agent, "en")
	b := h.plan("host", domain.Announced, domain.Collecting)
	h.town(b)
	mod.act(b, "deed", "pin", "group", "pay")
	mod.act(b, "deed", "note", "text", "between us")
	resp := h.visitor().ask(t.Context(), "GET", "/live/"+b.ID+"/events?as=public", nil, "text/event-stream")
	defer resp.Body.Close()
	lines := linesOf(resp.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
	}
	for _, bad := range []string{mod.ID, "person-", "between us", "لماذا لا تردون"} {
		if strings.Contains(lines.Text(), bad) {
			t.Errorf("%q in %s", bad, lines.Text())
		}
	}
}

// Viewers whose lines break over and over, while 200 things a second happen, see
// in the end what the house sees; and what happens is taken together in frames.
func TestThousandDisconnects(t *testing.T) {
	const (
		viewers     = 50
		disconnects = 1000
		rate        = 200 // events a second
	)
	h := openHouse(t)
	mod := h.join("Sara", staff.Agent, "en")
	b := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(b)
	ctx, stop := context.WithCancel(t.Context())
	var storm sync.WaitGroup
	var events atomic.Int64
	storm.Go(func() { h.storm(ctx, b, rate, &events) })

	steady := viewer{}
	var steadfast sync.WaitGroup
	steadfast.Go(func() { h.follow(ctx, mod, b, "moderator", &steady, func(viewer) bool { return false }) })

	var broken atomic.Int64
	var all sync.WaitGroup
	seen := make([]viewer, viewers)
	for i := range viewers {
		to := []string{"moderator", "host", "public"}[i%3]
		all.Go(func() {
			for range disconnects / viewers {
				h.glimpse(mod, b, to, &seen[i])
				broken.Add(1)
			}
		})
	}
	all.Wait()
	stop()
	storm.Wait()
	steadfast.Wait()
	if steady.wrong > 0 || steady.whole != 1 || steady.frames == 0 || int64(steady.frames) > events.Load()/10 {
		t.Errorf("who stayed had %d frames of %d events, %d whole boards, %d wrong", steady.frames, events.Load(), steady.whole, steady.wrong)
	}
	h.asked(b, "last", "آخر سؤال في هذا البث", 1, domain.Approved) // seen by everybody
	for i := range viewers {
		to := []domain.Audience{domain.ForModerator, domain.ForHost, domain.ForPublic}[i%3]
		want := h.hash(b, to)
		h.follow(t.Context(), mod, b, string(to), &seen[i], func(v viewer) bool { return v.hash == want })
		if v := seen[i]; v.hash != want || v.wrong > 0 {
			t.Errorf("viewer %d sees %s, the house %s; %d frames were wrong", i, v.hash, want, v.wrong)
		}
	}
	frames, whole := 0, 0
	for _, v := range seen {
		frames, whole = frames+v.frames, whole+v.whole
	}
	t.Logf("%d events, %d disconnects, %d frames for %d viewers, %d of them whole boards", events.Load(), broken.Load(), frames, viewers, whole)
	if broken.Load() != disconnects {
		t.Errorf("%d disconnects, want %d", broken.Load(), disconnects)
	}
}

// storm lets people ask and support, and staff decide, so many times a second.
func (h *house) storm(ctx context.Context, b domain.Broadcast, rate int, n *atomic.Int64) {
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	groups := []string{"pay", "income", "apply", "widow"}
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		e := domain.Event{Broadcast: b.ID, At: h.clock(), Kind: domain.EventSupported, Data: domain.Data{
			Question: fmt.Sprintf("s%d", i), Person: fmt.Sprintf("p%d", rand.IntN(2000)), Channel: "web", Lang: "ar", Group: groups[rand.IntN(len(groups))],
		}}
		if i%20 == 0 {
			e.Kind, e.Data = domain.EventState, domain.Data{Group: groups[rand.IntN(len(groups))], State: []domain.State{
				domain.Pending, domain.Approved, domain.Next, domain.Declined,
			}[rand.IntN(4)], Reason: "unclear", Place: rand.Float64()}
		}
		if err := h.store.Append(ctx, -1, e); err != nil {
			if ctx.Err() == nil {
				h.t.Error(err)
			}
			return
		}
		n.Add(1)
	}
}

// glimpse looks at a board for a moment; then the line breaks, wherever it is.
func (h *house) glimpse(p *person, b domain.Broadcast, as string, v *viewer) {
	ctx, cancel := context.WithCancel(h.t.Context())
	defer cancel()
	stop := rand.IntN(3)
	if rand.IntN(4) == 0 { // before anything came
		time.AfterFunc(time.Duration(rand.IntN(20))*time.Millisecond, cancel)
	}
	before := v.frames
	h.follow(ctx, p, b, as, v, func(v viewer) bool { return v.frames > before+stop })
}

// follow goes on where a viewer was.
func (h *house) follow(ctx context.Context, p *person, b domain.Broadcast, as string, v *viewer, done func(viewer) bool) {
	if done(*v) {
		return
	}
	req, err := http.NewRequestWithContext(ctx, "GET", h.url+"/live/"+b.ID+"/events?as="+as, nil)
	if err != nil {
		h.t.Error(err)
		return
	}
	req.Header.Set("Accept", "text/event-stream")
	if v.last != "" {
		req.Header.Set("Last-Event-ID", v.last)
	}
	resp, err := p.Do(req)
	if err != nil {
		return // the line broke before there was an answer
	}
	defer resp.Body.Close()
	if err := v.read(linesOf(resp.Body), done); err != nil && ctx.Err() == nil {
		h.t.Errorf("%s: %v", as, err)
	}
}
