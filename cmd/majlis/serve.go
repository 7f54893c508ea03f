package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"majlis/bots"
	"majlis/bots/web"
	"majlis/bots/web/desk"
	"majlis/bots/web/page"
	"majlis/config"

	weblive "majlis/bots/web/live"
)

// How long each part may take to stop, in this order: whoever brings messages
// first, then the turns in hand, then what is being sent.
const (
	closeWithin   = 5 * time.Second
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
)

type serveCmd struct{}

// Run serves until the process is told to stop.
func (serveCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	h, err := openChecked(ctx, *c, std)
	if errors.Is(err, context.Canceled) {
		return nil // it was told to stop before it had begun
	}
	if err != nil {
		return err
	}
	defer h.Close()
	s, err := h.newService()
	if err != nil {
		return err
	}
	defer s.close()
	s.sayWhatIsOn(std.out)
	return s.run(ctx)
}

// service is a house with its doors: the listeners and channels.
type service struct {
	*house
	site     *page.Site
	web      *web.Server
	boards   *weblive.Server
	joins    []joinWay
	pages    http.Handler // the web server, or what stands around it
	listener net.Listener
	ops      net.Listener
	channels []doorway
	hooks    map[string]http.Handler // by pattern, for channels that are called
	ways     []desk.Channel          // as the desk shows them
	linker   bots.Linker             // the linked device; nil: off
	held     []io.Closer             // what channels keep open
}

// doorway is one channel beside the web: it brings messages until ctx ends, and
// fetches what people attached.
type doorway struct {
	name    string
	receive func(ctx context.Context, accept bots.Accept) error // nil: its platform calls a hook
	files   bots.Fetcher
}

// newService opens the doors; wrap, when given, stands around the web channel.
func (h *house) newService(wrap ...func(*web.Server) bots.Channel) (*service, error) {
	site, err := page.New(page.Options{
		Ministry: h.ministry, Texts: h.texts, PublicURL: h.config.PublicURL, Log: h.log, Metrics: h.metrics, Now: h.now,
	})
	if err != nil {
		return nil, err
	}
	s := &service{house: h, site: site, hooks: map[string]http.Handler{}}
	if s.listener, err = net.Listen("tcp", h.config.Listen); err != nil {
		return nil, fmt.Errorf("MAJLIS_LISTEN: %w; choose a free address", err)
	}
	if s.ops, err = net.Listen("tcp", h.config.OpsListen); err != nil {
		s.close()
		return nil, fmt.Errorf("MAJLIS_OPS_LISTEN: %w; choose a free address", err)
	}
	if err := s.openDoors(wrap); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *service) openDoors(wrap []func(*web.Server) bots.Channel) error {
	s.ways = []desk.Channel{{Name: web.Name, On: true, Since: s.now()}}
	for _, open := range []func() error{s.openTelegram, s.openWhatsApp, s.openCloud} {
		if err := open(); err != nil {
			return err
		}
	}
	staff, err := desk.New(s.site, desk.Options{
		Cases: s.cases, FAQ: s.faq, Ratings: s.db, Accounts: s.accounts, Sessions: s.db.WebSessions(), Files: s.uploads(), Dead: s.db, Told: s.db,
		Suggest: s.suggest, Channels: s.ways, Linker: s.linker,
		Live: s.live.desk, JoinLinks: s.joinLinks,
	})
	if err != nil {
		return err
	}
	if err := s.openLivePages(staff); err != nil {
		return err
	}
	s.web, err = web.New(web.Options{
		Site: s.site, Vault: s.vault, Accept: s.reception.Accept, Mailbox: s.db, Answers: s.db, Files: s.uploads(),
		Limiter: s.state, Desk: staff.Handler(), Live: s.boards.Handler(), Hooks: s.hooks,
	})
	if err != nil {
		return err
	}
	s.pages = s.web
	var channel bots.Channel = s.web
	for _, w := range wrap {
		channel = w(s.web)
	}
	s.deliverer.Add(channel, bots.Limits{})
	return nil
}

// close gives back what channels hold, and the addresses when the service never
// ran.
func (s *service) close() {
	for _, c := range s.held {
		if err := c.Close(); err != nil {
			s.log.Error("a channel was not closed in order", "err", err)
		}
	}
	for _, l := range []net.Listener{s.listener, s.ops} {
		if l != nil {
			_ = l.Close() // closed already when it was served
		}
	}
}

// run serves until ctx ends, then stops the doors before the rooms.
func (s *service) run(ctx context.Context) error {
	// Whatever a dead process had on its way is nobody's now: the file has one process.
	// It is done even when the program is stopped right away, which is no error.
	if err := s.db.Reclaim(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	rooms, closeRooms := context.WithCancel(context.WithoutCancel(ctx))
	defer closeRooms()
	inside, inner := errgroup.WithContext(rooms)
	inside.Go(func() error { s.reception.Run(inner); return nil })
	inside.Go(func() error { s.sorter.Run(inner); return nil })
	s.live.run(inner, inside)
	inside.Go(func() error { return s.schedule().run(inner) })

	sending, stopSending := context.WithCancel(context.WithoutCancel(ctx))
	defer stopSending()
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		s.deliverer.Run(sending)
	}()

	doors, outer := errgroup.WithContext(ctx)
	doors.Go(func() error { return serveHTTP(outer, s.listener, s.pages, s.hangUp) })
	doors.Go(func() error { return serveHTTP(outer, s.ops, s.opsHandler(), func() {}) })
	for _, c := range s.channels {
		if c.receive != nil {
			doors.Go(func() error { return c.receive(outer, s.reception.Accept) })
		}
		doors.Go(func() error { bots.FetchFiles(outer, c.name, c.files, s.db, s.log, s.now); return nil })
	}
	err := doors.Wait()
	closeRooms()
	err = errors.Join(err, inside.Wait())
	stopSending()
	<-delivered
	return err
}

func (s *service) opsHandler() http.Handler {
	checks := []web.Check{{Name: "database", Check: s.db.Ping}}
	if s.config.Redis != "" {
		checks = append(checks, web.Check{Name: "redis", Check: s.pingState})
	}
	return web.Ops(s.metrics, checks, func(name string, err error) {
		s.log.Error("a part does not answer", "part", name, "err", err)
	})
}

func (s *service) pingState(ctx context.Context) error {
	_, _, err := s.state.Get(ctx, "ping")
	return err
}

// serveHTTP serves until ctx ends; hangUp ends streams that would never end by
// themselves.
func serveHTTP(ctx context.Context, l net.Listener, handler http.Handler, hangUp func()) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		hangUp()
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
		defer cancel()
		stopped <- server.Shutdown(soon)
	})
	err := server.Serve(l)
	if stop() || !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// sayWhatIsOn tells whoever started the program where to go, and plainly what is
// off.
func (s *service) sayWhatIsOn(w io.Writer) {
	fmt.Fprintf(w, "majlis: citizens   %s/\n", s.address())
	fmt.Fprintf(w, "majlis: staff      %s/desk\n", s.address())
	fmt.Fprintf(w, "majlis: operators  http://%s/healthz /readyz /metrics\n", s.ops.Addr())
	if !s.config.Telegram.On() {
		fmt.Fprintln(w, "majlis: Telegram is OFF: set MAJLIS_TELEGRAM_TOKEN to switch it on")
	}
	s.sayWhatsApp(w)
	if s.config.Redis == "" {
		fmt.Fprintln(w, "majlis: Redis is OFF: session state, rate limits and leases are kept in this process; set MAJLIS_REDIS for several")
	}
	if s.config.PublicURL == "" {
		fmt.Fprintln(w, "majlis: MAJLIS_PUBLIC_URL is not set: cookies are not limited to HTTPS and feeds name the address they are asked by")
	}
}

// address is where people reach the web pages.
func (s *service) address() string {
	if s.config.PublicURL != "" {
		return s.config.PublicURL
	}
	host, port, err := net.SplitHostPort(s.listener.Addr().String())
	if err != nil || host == "::" || host == "0.0.0.0" || host == "" {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
