package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"majlis/bots"
	"majlis/config"
	"majlis/flows"
)

// fakeLink is a linked device that goes from state to state when it is told to.
type fakeLink struct {
	mu    sync.Mutex
	link  bots.Link
	calls []string
	then  func(*fakeLink) // after Pair, on its own
	err   error           // of Pair
}

func (f *fakeLink) Link() bots.Link {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.link
}

func (f *fakeLink) is(l bots.Link) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.link = l
}

func (f *fakeLink) Pair(_ context.Context, phone string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, "pair "+phone)
	if f.then != nil {
		go f.then(f)
	}
	return f.err
}

func (f *fakeLink) Unlink(context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, "unlink")
	return nil
}

// atTerminal runs what is done at a terminal with a link, and returns what is printed.
func atTerminal(t *testing.T, f *fakeLink, do func(context.Context, linkTerminal) error) (out string, err error) {
	t.Helper()
	texts, terr := config.NewTexts(flows.Ministry{})
	if terr != nil {
		t.Fatal(terr)
	}
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		err = do(t.Context(), linkTerminal{
			linker: f, texts: texts, out: &b, now: time.Now, desk: "http://localhost:8080/desk/channels",
		})
		out = b.String()
		synctest.Wait()
	})
	return out, err
}

func pairing(phone string) func(context.Context, linkTerminal) error {
	return func(ctx context.Context, t linkTerminal) error { return t.pair(ctx, phone) }
}

func TestPairAtTerminal(t *testing.T) {
	f := &fakeLink{link: bots.Link{State: bots.LinkStarting}}
	f.then = func(f *fakeLink) {
		for _, qr := range []string{"first", "second"} {
			f.is(bots.Link{State: bots.LinkPairing, QR: qr})
			time.Sleep(20 * time.Second)
		}
		f.is(bots.Link{State: bots.LinkStarting}) // the new device signs in
		time.Sleep(5 * time.Second)
		f.is(bots.Link{State: bots.LinkConnected, Phone: "4321"})
	}
	out, err := atTerminal(t, f, func(ctx context.Context, lt linkTerminal) error {
		go func() {
			time.Sleep(time.Second)
			f.is(bots.Link{State: bots.LinkUnpaired})
		}()
		return lt.pair(ctx, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out, "Linked devices"); n != 2 {
		t.Errorf("%d codes were shown, want 2:\n%s", n, out)
	}
	for _, want := range []string{"█", "[connected]", "number ending in 4321", "A linked device is unofficial"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
}

func TestPairByCodeAtTerminal(t *testing.T) {
	f := &fakeLink{link: bots.Link{State: bots.LinkLoggedOut}}
	f.then = func(f *fakeLink) {
		f.is(bots.Link{State: bots.LinkPairing, Code: "ABCD-1234", QR: "not this"})
		time.Sleep(time.Minute)
		f.is(bots.Link{State: bots.LinkConnected})
	}
	out, err := atTerminal(t, f, pairing("+966500000001"))
	if err != nil || f.calls[0] != "pair +966500000001" || strings.Count(out, "ABCD-1234") != 1 || strings.Contains(out, "█") {
		t.Errorf("%v, %v:\n%s", err, f.calls, out)
	}
}

// TestPairingThatCannotBe: what stands in the way is said with its code and mend,
// and nothing is touched.
func TestPairingThatCannotBe(t *testing.T) {
	runsOut := func(f *fakeLink) {
		f.is(bots.Link{State: bots.LinkPairing, QR: "x"})
		time.Sleep(time.Minute)
		f.is(bots.Link{State: bots.LinkUnpaired})
	}
	for _, tt := range []struct {
		name  string
		link  bots.Link
		then  func(*fakeLink)
		wants string
		pairs bool
	}{
		{"held elsewhere", bots.Link{State: bots.LinkElsewhere}, nil, "[elsewhere], most likely majlis serve; use its desk: http://localhost:8080/desk/channels", false},
		{"linked already", bots.Link{State: bots.LinkConnected, Phone: "4321"}, nil, "linked already: Connected", false},
		{"outdated", bots.Link{State: bots.LinkOutdated}, nil, "[outdated]", false},
		{"banned", bots.Link{State: bots.LinkBanned}, nil, "once this link was ended", false},
		{"replaced", bots.Link{State: bots.LinkReplaced}, nil, "[replaced]", false},
		{"out of reach", bots.Link{State: bots.LinkAway}, nil, "[away]", false},
		{"never starts", bots.Link{State: bots.LinkStarting}, nil, "[starting]", false},
		{"codes ran out", bots.Link{State: bots.LinkUnpaired}, runsOut, "no phone took a code in time", true},
		{"no code ever", bots.Link{State: bots.LinkUnpaired}, nil, "[unpaired]", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &fakeLink{link: tt.link, then: tt.then}
			_, err := atTerminal(t, f, pairing(""))
			if err == nil || !strings.Contains(err.Error(), tt.wants) {
				t.Errorf("%v, want %q", err, tt.wants)
			}
			if pairs := len(f.calls) > 0; pairs != tt.pairs {
				t.Errorf("calls: %v", f.calls)
			}
		})
	}
}

func TestPairingThatIsRefused(t *testing.T) {
	f := &fakeLink{link: bots.Link{State: bots.LinkUnpaired, Cause: "network"}, err: errors.New("no code was given")}
	_, err := atTerminal(t, f, pairing(""))
	for _, want := range []string{"no code was given", "cause network", "hint: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestPairingIsGivenUp(t *testing.T) {
	f := &fakeLink{link: bots.Link{State: bots.LinkPairing, QR: "x"}}
	_, err := atTerminal(t, f, func(ctx context.Context, lt linkTerminal) error {
		ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		return lt.pair(ctx, "")
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Ctrl+C: %v", err)
	}
}

func TestUnlinkAtTerminal(t *testing.T) {
	unlink := func(ctx context.Context, lt linkTerminal) error { return lt.unlink(ctx) }
	f := &fakeLink{link: bots.Link{State: bots.LinkConnected}}
	if out, err := atTerminal(t, f, unlink); err != nil || len(f.calls) != 1 || !strings.Contains(out, "the link was ended") {
		t.Errorf("%v, %v: %s", err, f.calls, out)
	}
	for _, state := range []bots.LinkState{bots.LinkUnpaired, bots.LinkLoggedOut, bots.LinkElsewhere} {
		f := &fakeLink{link: bots.Link{State: state}}
		if _, err := atTerminal(t, f, unlink); err == nil || !strings.Contains(err.Error(), string(state)) || len(f.calls) > 0 {
			t.Errorf("%s: %v, %v", state, err, f.calls)
		}
	}
}

// memo keeps notes in memory.
type memo map[string]string

func (m memo) SetNote(_ context.Context, name, text string) error { m[name] = text; return nil }

func (m memo) Note(_ context.Context, name string) (string, error) {
	if text, ok := m[name]; ok {
		return text, nil
	}
	return "", flows.ErrNotFound
}

func TestLinkRecord(t *testing.T) {
	m := memo{}
	r := linkNotes{m}
	if _, err := r.ReadLink(t.Context(), "whatsapp"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("nothing kept: %v", err)
	}
	since := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	kept := bots.Link{State: bots.LinkPairing, Since: since, QR: "secret-qr", Code: "SECRETCODE", Phone: "4321"}
	if err := r.SetLink(t.Context(), "whatsapp", kept); err != nil {
		t.Fatal(err)
	}
	if err := r.SetLink(t.Context(), "whatsapp", bots.Link{State: bots.LinkElsewhere}); err != nil {
		t.Fatal(err)
	}
	l, err := r.ReadLink(t.Context(), "whatsapp")
	if err != nil || l != (bots.Link{State: bots.LinkPairing, Since: since, Phone: "4321"}) {
		t.Errorf("%+v, %v", l, err)
	}
	if strings.Contains(strings.ToLower(m["link.whatsapp"]), "secret") {
		t.Errorf("what is shown for pairing was kept: %s", m["link.whatsapp"])
	}
}
