// Package telegramtest is a Bot API server for tests: the part of
// core.telegram.org/bots/api that this house uses, with the platform's own ways
// of failing, and citizens who write to the bot.
package telegramtest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Server is a Bot API with one bot.
type Server struct {
	URL   string // of the API, without the bot's part
	Token string

	// RetryEvery is how long a webhook that failed waits for its next try, at
	// first; the wait doubles up to ten times that.
	RetryEvery time.Duration

	http    *http.Server
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced at every change
	citizens map[int64]*Citizen
	channels map[string][]Message // by name: what was posted
	messages map[int64]int        // by chat: the last message's id
	files    map[string][]byte    // by file id
	votes    map[string]int64     // by poll id: the chat it was sent to
	spinning map[string]bool      // callback queries nobody answered
	commands map[string][]Command // by language
	calls    []Call
	faults   []Fault
	down     bool

	lastUpdate int64
	queue      []update
	sent       []update // all that ever were, for Redeliver
	confirmed  map[int64]bool
	allowed    []string
	poll       int // the newest getUpdates; older ones are told to go
	hook       *hook
}

// Call is one call of the bot, as it arrived.
type Call struct {
	Method string // lower case
	Params map[string]string
}

// Command is one line of the app's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Serve starts a server; an addr like "127.0.0.1:0" takes a free port.
func Serve(addr string) (*Server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &Server{
		URL: "http://" + listener.Addr().String(), Token: "424242:telegramtest-token", RetryEvery: 50 * time.Millisecond,
		changed: make(chan struct{}), citizens: map[int64]*Citizen{}, channels: map[string][]Message{}, messages: map[int64]int{},
		files: map[string][]byte{}, votes: map[string]int64{}, spinning: map[string]bool{}, commands: map[string][]Command{}, confirmed: map[int64]bool{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = &http.Server{
		Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return s.ctx },
	}
	s.running.Go(func() { _ = s.http.Serve(listener) })
	return s, nil
}

// Close ends the server and all that waits for it.
func (s *Server) Close() {
	s.mu.Lock() // so that no webhook is started from here on
	s.cancel()
	s.mu.Unlock()
	_ = s.http.Close()
	s.running.Wait()
}

// Citizen is the person with this id, made on first use. They have not opened
// the chat yet.
func (s *Server) Citizen(id int64) *Citizen {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.citizens[id]
	if c == nil {
		c = &Citizen{ID: id, Lang: "ar", server: s}
		s.citizens[id] = c
	}
	return c
}

// Channel makes a public channel, such as "@ministry", whose administrator the
// bot is, and returns what was posted there.
func (s *Server) Channel(name string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channels[name] == nil {
		s.channels[name] = []Message{}
	}
	return slices.Clone(s.channels[name])
}

// Commands is the app's menu for a language; "" is that of all others.
func (s *Server) Commands(lang string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands[lang]
}

// Calls lists the calls of a method, oldest first.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.calls), func(c Call) bool { return c.Method != lower(method) })
}

// Spinning is how many pressed buttons still wait for answerCallbackQuery.
func (s *Server) Spinning() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.spinning)
}

// Wait returns once something changed since the last look, or when ctx ends.
func (s *Server) Wait(ctx context.Context) {
	s.mu.Lock()
	changed := s.changed
	s.mu.Unlock()
	select {
	case <-changed:
	case <-ctx.Done():
	}
}

// touch wakes whoever waits; the caller holds the lock.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// nextMessage numbers a message of a chat; the caller holds the lock.
func (s *Server) nextMessage(chat int64) int {
	s.messages[chat]++
	return s.messages[chat]
}

func (s *Server) String() string { return fmt.Sprintf("Bot API at %s", s.URL) }
