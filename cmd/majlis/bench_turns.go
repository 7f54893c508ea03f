package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"majlis/config"
	"majlis/flows/talk"
)

type benchTurnsCmd struct {
	Quick         bool `help:"Under 30 seconds."`
	Conversations int  `default:"64" help:"How many people talk at once."`
}

// turnsBench is what bench turns prints. A turn is one message of a citizen:
// guard, inbox, flow, record, session and outbox, durable in one commit.
type turnsBench struct {
	Name          string     `json:"name"`
	PerSecond     float64    `json:"per_second"`
	P50           float64    `json:"p50_ms"`
	P95           float64    `json:"p95_ms"`
	P99           float64    `json:"p99_ms"`
	Lost          int        `json:"lost"`    // accepted without an end state, or a flow that lost an answer
	Doubled       int        `json:"doubled"` // counted twice
	RSS           float64    `json:"rss_mb"`
	Conversations int        `json:"conversations"`
	Turns         int        `json:"turns"`
	Cases         int        `json:"cases"` // filed on the way
	Alone         turnsAlone `json:"alone"`
	Engine        float64    `json:"engine_per_second"` // the same talk without a store, sessions encoded and decoded, one goroutine
}

// turnsAlone is one conversation with nobody else there.
type turnsAlone struct {
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
}

// script is what every citizen of the bench says, over and over: a suggestion
// from the menu to its reference number.
var script = []string{"0", "2", "1", "Please plant more trees along the new road to the school", "1"}

// Run prints one JSON object.
func (b benchTurnsCmd) Run(ctx context.Context, std streams) error {
	span := 10 * time.Second
	if b.Quick {
		span = 4 * time.Second
	}
	folder, err := os.MkdirTemp("", "majlis-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	h, err := open(ctx, config.Config{DB: filepath.Join(folder, "majlis.db"), Secret: config.Secret(rand.Text())}, newLog(io.Discard))
	if err != nil {
		return err
	}
	defer h.Close()
	h.reception.Limiter = unlimited{} // these citizens write faster than people can
	result := turnsBench{Name: "turns", Conversations: b.Conversations}
	if result.Engine, err = h.benchEngine(ctx, span/4); err != nil {
		return err
	}
	alone, err := h.benchTurns(ctx, "alone", 1, span/2)
	if err != nil {
		return err
	}
	result.Alone = turnsAlone{alone.perSecond(), alone.at(50), alone.at(99)}
	together, err := h.benchTurns(ctx, "together", b.Conversations, span)
	if err != nil {
		return err
	}
	result.PerSecond, result.P50, result.P95, result.P99 = together.perSecond(), together.at(50), together.at(95), together.at(99)
	result.Turns = len(alone.took) + len(together.took)
	report, err := h.db.Audit(ctx)
	if err != nil {
		return err
	}
	result.Lost, result.Cases = report.Unhandled+report.Dead, report.Ends[talk.EndCase]
	result.Doubled = max(0, report.Inbound-result.Turns-b.Conversations*welcomes-welcomes)
	result.RSS = residentMB()
	out := json.NewEncoder(std.out)
	out.SetIndent("", "  ")
	return out.Encode(result)
}

// welcomes is how many messages first contact takes before the script starts.
const welcomes = 2

// unlimited lets everyone write as fast as they like.
type unlimited struct{}

// Allow implements talk.Limiter.
func (unlimited) Allow(context.Context, string, int, time.Duration) (bool, error) { return true, nil }

// laps are the times of all turns of one measurement, milliseconds, sorted.
type laps struct {
	took []float64
	span time.Duration
}

func (l laps) perSecond() float64 { return float64(len(l.took)) / l.span.Seconds() }

func (l laps) at(percent int) float64 { return l.took[(len(l.took)-1)*percent/100] }

// benchTurns lets n people talk for span.
func (h *house) benchTurns(ctx context.Context, name string, n int, span time.Duration) (laps, error) {
	inside, stop := context.WithCancel(ctx)
	var rooms sync.WaitGroup
	rooms.Go(func() { h.reception.Run(inside) })
	defer rooms.Wait()
	defer stop()
	citizens := make([]*benchCitizen, n)
	for i := range citizens {
		citizens[i] = &benchCitizen{h: h, id: name + strconv.Itoa(i)}
		if err := citizens[i].welcome(ctx); err != nil {
			return laps{}, err
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, n)
	start := time.Now()
	for i, c := range citizens {
		wg.Go(func() { errs[i] = c.talk(ctx, start.Add(span)) })
	}
	wg.Wait()
	all := laps{span: time.Since(start)}
	for _, c := range citizens {
		all.took = append(all.took, c.took...)
	}
	slices.Sort(all.took)
	return all, errors.Join(errs...)
}

// benchCitizen sends one line after the other, each when the last is durable.
type benchCitizen struct {
	h    *house
	id   string
	sent int
	took []float64
}

func (c *benchCitizen) send(ctx context.Context, line string) error {
	c.sent++
	return c.h.reception.Accept(ctx, talk.Inbound{
		Channel: "bench", ID: fmt.Sprintf("%s-%d", c.id, c.sent), Senders: []talk.Identity{{Kind: "bench", ID: c.id}},
		Address: c.id, At: time.Now(), Kind: talk.KindText, Text: line, Lang: "en",
	})
}

// welcome passes first contact, whose first turn is taken by a worker.
func (c *benchCitizen) welcome(ctx context.Context) error {
	for _, line := range []string{"hello", "2"} {
		if err := c.send(ctx, line); err != nil {
			return err
		}
		for {
			left, err := c.h.db.Unhandled(ctx, 1)
			if err != nil {
				return err
			}
			if len(left) == 0 {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
	return nil
}

func (c *benchCitizen) talk(ctx context.Context, until time.Time) error {
	for i := 0; time.Now().Before(until); i++ {
		start := time.Now()
		if err := c.send(ctx, script[i%len(script)]); err != nil {
			return err
		}
		c.took = append(c.took, float64(time.Since(start))/float64(time.Millisecond))
	}
	return nil
}

// benchEngine measures the engine alone over the real book: the script without
// its last answer, since filing needs a store.
func (h *house) benchEngine(ctx context.Context, span time.Duration) (float64, error) {
	lines := script[:len(script)-1]
	kept, err := talk.Session{Lang: "en", Notice: h.ministry.Privacy.Version}.Encode()
	if err != nil {
		return 0, err
	}
	n, start := 0, time.Now()
	for ; n%len(lines) != 0 || time.Since(start) < span; n++ {
		s, err := talk.DecodeSession(kept)
		if err != nil {
			return 0, err
		}
		in := talk.Inbound{Kind: talk.KindText, Text: lines[n%len(lines)], Senders: []talk.Identity{{Kind: "bench", ID: "1"}}}
		res, err := h.reception.Engine.Turn(ctx, talk.Input{Session: s, In: in})
		if err != nil {
			return 0, err
		}
		if kept, err = res.Session.Encode(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}
