package main

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"time"
)

// benchLiveCmd measures a broadcast on air, from the words of thousands to the
// boards of those who watch.
type benchLiveCmd struct {
	Quick bool    `help:"Under 30 seconds: 1,000 people and 4,000 messages."`
	Rate  float64 `default:"200" help:"Messages a second that are offered."`
}

// liveBench is what bench live prints. Times count from the moment a message was
// due. Nine of ten messages are offered at the rate; the rest, as fast as they are
// taken, tell what rate the house keeps up with.
type liveBench struct {
	Name         string    `json:"name"`
	PerSecond    float64   `json:"per_second"` // of the last tenth, from the first to be sent to the last on every board
	P50          float64   `json:"p50_ms"`     // until a message is durable
	P95          float64   `json:"p95_ms"`
	P99          float64   `json:"p99_ms"`
	Acknowledged quantiles `json:"acknowledged"` // until the reply was delivered to the channel
	Board        quantiles `json:"board"`        // until the question, in its group, has reached the last of the viewers
	Lost         int       `json:"lost"`         // messages without an item of the board or without a reply
	Doubled      int       `json:"doubled"`      // items nobody asked for, replies and parcels that came again
	RSS          float64   `json:"rss_mb"`       // with the askers and viewers, who live in the same process
	Offered      float64   `json:"offered_per_second"`
	Accepted     float64   `json:"accepted_per_second"` // of the last tenth
	Channels     int       `json:"channels"`
	Askers       int       `json:"askers"`
	Messages     int       `json:"messages"`
	MeToo        int       `json:"me_too"` // of the messages
	Again        int       `json:"again"`  // of the messages: what their person had asked already
	Groups       int       `json:"groups"`
	Viewers      int       `json:"viewers"`
	Frames       int       `json:"frames"` // a viewer, in the mean
	FramesMB     float64   `json:"frames_mb"`
	Cores        int       `json:"cores"`
}

// quantiles of times in milliseconds.
type quantiles struct {
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	P99 float64 `json:"p99_ms"`
}

func (l laps) quantiles() quantiles { return quantiles{l.at(50), l.at(95), l.at(99)} }

// Run prints one JSON object.
func (c benchLiveCmd) Run(ctx context.Context, std streams) (err error) {
	askers, messages := 5_000, 50_000
	if c.Quick {
		askers, messages = 1_000, 4_000
	}
	s, err := openLiveStudio(ctx, askers)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	result := liveBench{
		Name: "live", Channels: len(s.channels), Askers: askers, Messages: messages, Offered: c.Rate, Viewers: len(s.viewers), Cores: runtime.GOMAXPROCS(0),
	}
	paced := messages * 9 / 10
	s.pace(ctx, paced, c.Rate)
	if err := s.settle(ctx); err != nil {
		return err
	}
	start := time.Now()
	s.rush(ctx, paced, messages)
	result.Accepted = float64(messages-paced) / time.Since(start).Seconds()
	if err := s.settle(ctx); err != nil {
		return err
	}
	if err := s.count(ctx, &result, start); err != nil {
		return err
	}
	result.RSS = residentMB()
	out := json.NewEncoder(std.out)
	out.SetIndent("", "  ")
	return out.Encode(result)
}
