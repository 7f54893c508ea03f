package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"majlis/bots"
	"majlis/config"
	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/people"
	"majlis/flows/ratings"
	"majlis/flows/staff"
	"majlis/flows/talk"
	"majlis/storage"
	"majlis/storage/redis"
)

// house is the program put together from its settings: what all commands that
// talk or store have in common.
type house struct {
	config   config.Config
	ministry flows.Ministry
	texts    *config.Texts
	vault    *people.Vault
	log      *slog.Logger
	metrics  *prometheus.Registry
	now      func() time.Time
	newID    func() string

	db        *storage.DB
	state     state
	cases     cases.Desk
	faq       faq.Desk
	accounts  *staff.Accounts
	shelf     *faq.Shelf
	sorter    *faq.Sorter
	library   faq.Library
	live      *onAir
	followed  atomic.Pointer[onAir] // live once it stands: the store, which was there before, tells it what has changed
	reception *talk.Reception
	deliverer *bots.Deliverer
}

// state is what is hot: live sessions, rate limits and leases. It is kept in
// process over SQL, or in Redis.
type state interface {
	talk.Live
	talk.Limiter
	bots.Lease
	io.Closer
}

// open puts a house together; Close takes it apart.
func open(ctx context.Context, c config.Config, log *slog.Logger) (*house, error) {
	return openAt(ctx, c, log, time.Now)
}

// openChecked is open for a command: wrong settings are told before anything is
// touched.
func openChecked(ctx context.Context, c config.Config, std streams) (*house, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	return open(ctx, c, newLog(std.err))
}

// openAt is open with a clock of its own.
func openAt(ctx context.Context, c config.Config, log *slog.Logger, now func() time.Time) (h *house, err error) {
	h = &house{config: c, log: log, now: now, metrics: prometheus.NewRegistry()}
	h.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	h.newID = storage.NewIDs(h.now)
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	if h.ministry, err = config.LoadMinistry(c.Ministry); err != nil {
		return h, err
	}
	if h.texts, err = config.NewTexts(h.ministry); err != nil {
		return h, err
	}
	if h.vault, err = people.NewVault(c.MasterSecret()); err != nil {
		return h, fmt.Errorf("MAJLIS_SECRET: %w", err)
	}
	h.db, err = storage.Open(ctx, c.DB, h.vault, storage.Options{
		Log: log, Now: h.now, NewID: h.newID, LiveChanged: h.liveChanged, Wake: h.wake, Knock: h.knock, Failed: h.countFailed(),
	})
	if err != nil {
		return h, mendDB(c.DB, err)
	}
	if h.state, err = h.openState(); err != nil {
		return h, fmt.Errorf("MAJLIS_REDIS: %w", err)
	}
	return h, h.furnish()
}

func (h *house) openState() (state, error) {
	if h.config.Redis == "" {
		return h.db.State(), nil
	}
	return redis.Open(h.config.Redis, h.vault, h.log)
}

// furnish builds the rooms over what is stored.
func (h *house) furnish() error {
	h.cases = cases.Desk{Store: h.db, Ministry: h.ministry, Texts: h.texts, Now: h.now, NewID: h.newID}
	h.faq = faq.Desk{Store: h.db, Texts: h.texts, Now: h.now, NewID: h.newID}
	h.accounts = &staff.Accounts{Store: h.db, Limiter: h.state, Hasher: staff.NewHasher(), Log: h.log, Now: h.now, NewID: h.newID}
	h.sorter = faq.NewSorter(h.db, h.newGrouper, h.log, h.now)
	h.shelf = &faq.Shelf{Store: h.db, Now: h.now}
	h.library = faq.Library{Store: h.db, Near: h.shelf.Near, Now: h.now, NewID: h.newID}
	h.openLive()
	h.reception = &talk.Reception{
		Store: h.db, Engine: talk.NewEngine(h.texts, h.book(), newFacts(h.ministry), h.now), Guard: h.guard().Inbound,
		Live: h.state, Limiter: h.state, Log: h.log, Wake: h.wake,
	}
	h.deliverer = bots.NewDeliverer(h.db, h.log, h.now)
	return nil
}

func (h *house) guard() people.Guard {
	return people.Guard{
		Masker:      people.Masker{Country: h.ministry.Country},
		Emergencies: people.NewEmergencies(h.ministry.Emergency.Words, h.ministry.Emergency.Except),
	}
}

// book is all that can be talked about, in the order of the menu.
func (h *house) book() talk.Book {
	c := cases.Deps{Desk: h.cases, Library: h.library}
	return newBook(
		c,
		people.Deps{Store: h.db, Ministry: h.ministry, Texts: h.texts, Sharing: []string{"telegram", "whatsappcloud"}},
		ratings.Deps{Store: h.db, Cases: c, Now: h.now},
		h.liveFlows(),
	)
}

func (h *house) newGrouper() *faq.Grouper { return faq.NewGrouper(faq.NewLocal(), h.newID) }

// wake tells the deliverer that something waits; nobody listens while the house
// is still being built.
func (h *house) wake(channel string) {
	if h.deliverer != nil {
		h.deliverer.Wake(channel)
	}
}

// countFailed counts what could not be delivered, by its code: most of all what a
// platform's window kept back, which nobody is asked to look at.
func (h *house) countFailed() func(channel, code string) {
	failed := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "majlis_parcels_failed_total", Help: "Messages to people that were given up, by channel and code.",
	}, []string{"channel", "code"})
	h.metrics.MustRegister(failed)
	return func(channel, code string) { failed.WithLabelValues(channel, code).Inc() }
}

// knock hands an invite to the reception; while the house is still being built
// nobody has to: whatever waits is found at the start.
func (h *house) knock(contact string) {
	if h.reception != nil {
		h.reception.Knock(contact)
	}
}

// Close gives back what the house holds, in reverse order.
func (h *house) Close() error {
	var errs []error
	if h.state != nil {
		errs = append(errs, h.state.Close())
	}
	if h.db != nil {
		errs = append(errs, h.db.Close())
	}
	return errors.Join(errs...)
}
