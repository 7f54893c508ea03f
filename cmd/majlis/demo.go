package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"majlis/bots"
	"majlis/bots/web"
	"majlis/config"
)

type demoCmd struct{}

// reserved are the senders that fail on demand, and how.
var reserved = []struct{ sender, fails string }{
	{reservedTemporary, "two tries fail, the third arrives"},
	{reservedBlocked, "has blocked the bot"},
	{reservedTimeout, "the first try hangs"},
	{reservedThrottled, "the platform asks to wait three seconds"},
	{reservedRefused, "every try is refused: see the dead letters of the desk"},
}

const demoStarts = "majlis: demo data in a temporary folder; nothing leaves this machine, nothing stays behind"

// Run seeds a ministry in a temporary folder and serves it on this machine only.
// The folder goes when the demo ends.
func (demoCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	folder, err := os.MkdirTemp("", "majlis-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	clock := &seedClock{}
	h, err := openAt(ctx, demoConfig(*c, folder), newLog(std.err), clock.now)
	if err != nil {
		return err
	}
	defer h.Close()
	fmt.Fprintln(std.out, demoStarts)
	seeded, err := h.seed(ctx, clock)
	if err != nil {
		return fmt.Errorf("the demo could not be seeded: %w", err)
	}
	s, err := h.newService(func(w *web.Server) bots.Channel { return newFaults(w, reservedName) })
	if err != nil {
		return err
	}
	defer s.close()
	s.pages = s.demoPages()
	s.sayDemo(std.out, seeded)
	return s.runShow(ctx, seeded.show)
}

// demoConfig is a house that talks to nobody outside, whatever is set.
func demoConfig(c config.Config, folder string) config.Config {
	demo := config.Config{DB: filepath.Join(folder, "majlis.db"), Secret: config.Secret(rand.Text())}
	demo.Listen = orFree(local(c.Listen))
	demo.OpsListen = orFree(local(c.OpsListen))
	return demo
}

// local keeps an address on this machine: ":8080" would be open to the network.
func local(address string) string {
	if strings.HasPrefix(address, ":") {
		return "localhost" + address
	}
	return address
}

// orFree is the address, or one with a free port when something else has it.
func orFree(address string) string {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "localhost:0"
	}
	_ = l.Close()
	return address
}

// demoPages lets whoever tries the demo be one of its cast or a reserved sender.
func (s *service) demoPages() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", s.web)
	mux.HandleFunc("GET /demo/as/{name}", func(w http.ResponseWriter, r *http.Request) {
		s.web.Greet(w, castVisitor(r.PathValue("name")))
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	return mux
}

// castVisitor is the visitor behind a name of the demo: a reserved number stands
// for itself, anybody else is kept apart from real visitors.
func castVisitor(name string) string {
	if reservedName(name) != "" {
		return name
	}
	return "demo-" + name
}

// reservedName is the address itself when it is a reserved sender's, else "".
func reservedName(address string) string {
	for _, r := range reserved {
		if r.sender == address {
			return address
		}
	}
	return ""
}

func (s *service) sayDemo(w io.Writer, d seeded) {
	fmt.Fprintf(w, "majlis: citizens   %s/\n", s.address())
	fmt.Fprintf(w, "majlis: answers    %s/faq\n", s.address())
	fmt.Fprintf(w, "majlis: staff      %s/desk\n", s.address())
	for _, p := range d.passwords {
		fmt.Fprintf(w, "majlis:   %-6s %-9s password %s\n", p.name, p.role, p.password)
	}
	s.sayShow(w, d.show)
	fmt.Fprintf(w, "majlis: be one of the cast: %s/demo/as/fatima (or abdullah, james, noura, maria, khalid)\n", s.address())
	fmt.Fprintln(w, "majlis: reserved senders fail on demand:")
	for _, r := range reserved {
		fmt.Fprintf(w, "majlis:   %s/demo/as/%s  %s\n", s.address(), r.sender, r.fails)
	}
	fmt.Fprintln(w, "majlis: ready; Ctrl+C ends it and takes everything away")
}

// seedClock is a clock that is set back while the past is made up.
type seedClock struct {
	mu   sync.Mutex
	back time.Duration
}

func (c *seedClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(-c.back)
}

// set moves the clock to so many days ago.
func (c *seedClock) set(daysAgo int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.back = time.Duration(daysAgo) * 24 * time.Hour
}

// at moves the clock to a time that is past.
func (c *seedClock) at(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.back = time.Since(t)
}

var errSeed = errors.New("the seed does not fit the conversations")
