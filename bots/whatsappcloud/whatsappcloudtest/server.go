// Package whatsappcloudtest is a Graph API server for tests: the part of the
// WhatsApp Cloud API that this house uses, with its limits, its window of a day
// and its own ways of failing, and citizens who write to the business.
package whatsappcloudtest

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server is a Graph API with one business number. Its fields may be set until Hook
// is called.
type Server struct {
	URL         string
	Token       string
	PhoneID     string
	AppSecret   string
	VerifyToken string

	// RetryEvery is how long a webhook that failed waits for its next try, at
	// first; the wait doubles up to ten times that. Meta's own grows to hours.
	RetryEvery time.Duration
	// Batch is how many messages go in one webhook at most.
	Batch int
	// Unordered lets word of a delivery come before word of the sending.
	Unordered bool

	// At is called at moments of a message's way; nil: never. It may end the house.
	At func(Moment)

	http    *http.Server
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
	wake    chan struct{}

	mu        sync.Mutex
	now       time.Duration // how far its clock is ahead
	hook      string
	last      int
	citizens  []*Citizen
	media     map[string]file
	mediaBase string
	templates map[string]bool
	sent      []Sent
	seen      map[string]bool // ids of messages marked as read
	typing    map[string]bool
	faults    []Fault
	down      bool
	queue     []event
	brought   []event // all that ever were confirmed, for Redeliver
}

// Moment is a place on a message's way.
type Moment string

// The moments at which a house may die.
const (
	Bringing  Moment = "bringing"  // a webhook is on its way to the house
	Confirmed Moment = "confirmed" // the house has confirmed a webhook
	Taken     Moment = "taken"     // a message of the house arrived, which it does not know yet
)

// Sent is one message that the API took.
type Sent struct {
	ID       string
	To       string // phone or user id
	Shown    Shown
	Opaque   string
	Template string
}

// Shown is a message as the person's phone shows it.
type Shown struct {
	Text    string
	File    []byte // what was sent in place of a text
	Name    string // of a document
	Options []Option
	Asks    string // "request_contact_info" or "send_location": the platform's own button
	ID      string
}

// Option is a button or a row of a list.
type Option struct {
	ID, Label string
	Row       bool
}

type file struct {
	mime string
	body []byte
}

// HTML is the code of a Fault that is not the API's own answer, but a page of
// something before it.
const HTML = -1

// Fault is a send that fails.
type Fault struct {
	To        string // phone or user id; "" anybody
	Status    int    // HTTP
	Code      int    // of the API, or HTML
	Transient bool   // the API says that it will pass
	Times     int    // 0: once
	After     int    // how many sends succeed before
}

// Serve starts a server; an addr like "127.0.0.1:0" takes a free port.
func Serve(addr string) (*Server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &Server{
		URL: "http://" + listener.Addr().String(), mediaBase: "http://" + listener.Addr().String(), Token: "whatsappcloudtest-token", PhoneID: "106540352242922",
		AppSecret: "whatsappcloudtest-app-secret", VerifyToken: "whatsappcloudtest-verify", RetryEvery: 50 * time.Millisecond, Batch: 20,
		wake: make(chan struct{}, 1), media: map[string]file{}, templates: map[string]bool{}, seen: map[string]bool{}, typing: map[string]bool{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	s.running.Go(func() { _ = s.http.Serve(listener) })
	s.running.Go(s.bring)
	return s, nil
}

// Close ends the server.
func (s *Server) Close() {
	s.cancel()
	_ = s.http.Close()
	s.running.Wait()
}

// Hook sets where events are posted, after the address has proved to be ours; it
// tries for some seconds, as the house may still be starting.
func (s *Server) Hook(address string) error {
	var err error
	for range 200 {
		if err = s.prove(address); err == nil {
			s.mu.Lock()
			s.hook = address
			s.mu.Unlock()
			s.nudge()
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// Approve makes a template one that may be sent.
func (s *Server) Approve(template string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.templates[template] = true
}

// Pass moves the server's clock.
func (s *Server) Pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now += d
}

// Fail lets calls fail.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, f)
}

// MediaAt lets files be said to be at another server.
func (s *Server) MediaAt(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mediaBase = base
}

// Down makes the server unreachable for calls; it goes on posting events.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Sent lists what the API took, oldest first.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Sent(nil), s.sent...)
}

// Read reports whether a message was marked as read, and whether typing was shown
// with it.
func (s *Server) Read(id string) (read, typing bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[id], s.typing[id]
}

func (s *Server) at(m Moment) {
	if s.At != nil {
		s.At(m)
	}
}

func (s *Server) clock() time.Time { return time.Now().Add(s.now) }
