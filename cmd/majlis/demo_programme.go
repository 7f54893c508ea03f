package main

import (
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"majlis/flows/live"
	"majlis/flows/words"
)

// programme is a broadcast of the demo with the people who play in it: citizens
// who ask, a moderator and a host. It is stepped by one goroutine.
type programme struct {
	*house
	air  live.Broadcast
	data airData
	crew crew

	topics map[string]*topic // by folded wording
	script []line            // what is asked, the variations last
	own    int               // how many of them are no variations
	random *rand.Rand

	acts    int // people who wrote so far
	asked   int // lines of the script
	met     map[int]bool
	writeAt time.Time // when the next person writes

	moderatedAt time.Time   // when the moderator last did something
	answeredAt  time.Time   // when the host was last done with a question
	seen        int64       // number of the last event that was looked at
	human       time.Time   // when somebody who is no player did something
	busy        func() bool // whether somebody is writing on the board
}

// crew are the staff ids of those who play the staff.
type crew struct{ moderator, host string }

func (h *house) newProgramme(b live.Broadcast, data airData, c crew) *programme {
	own, more := data.lines(), data.Variations.lines()
	return &programme{
		house: h, air: b, data: data, crew: c, topics: data.topics(), script: append(own, more...), own: len(own),
		random: rand.New(rand.NewPCG(1, uint64(len(own)))), met: map[int]bool{}, busy: func() bool { return false },
	}
}

// topicOf is what a wording is about; false, and a topic without anything, when
// the script has no such question.
func (p *programme) topicOf(text string) (t *topic, known bool) {
	if t = p.topics[words.Fold(text)]; t != nil {
		return t, true
	}
	return &topic{}, false
}

// step lets one citizen write when it is time, and the crew do one thing.
func (p *programme) step(ctx context.Context) error {
	if now := p.now(); !now.Before(p.writeAt) {
		p.writeAt = now.Add(p.gap())
		if err := p.write(ctx); err != nil {
			return err
		}
	}
	resting, err := p.resting(ctx)
	if err != nil || resting {
		return err
	}
	return p.work(ctx)
}

// How much longer it takes from one variation to the next, and how long at most.
const (
	slower  = 10 * time.Second
	slowest = 10 * time.Minute
)

// gap is how long until the next person writes: once the script is used up, ever
// longer.
func (p *programme) gap() time.Duration {
	pace := time.Duration(p.data.Pace) * time.Second
	if past := p.asked - p.own; past >= 0 {
		return min(pace+time.Duration(past+1)*slower, slowest)
	}
	return pace/2 + time.Duration(p.random.Int64N(int64(pace)))
}

func fill(pattern, place string) string { return strings.ReplaceAll(pattern, "%s", place) }
