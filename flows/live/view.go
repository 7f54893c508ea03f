package live

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"time"
)

// View is a board as it is shown: everything about it that a viewer may see, and
// nothing about who asked.
type View struct {
	Seq    int64  `json:"seq"` // of the last event it shows
	Status Status `json:"status"`
	Strip  Strip  `json:"strip"`
	Cards  []Card `json:"cards"` // in the order the groups were made
	Notes  []Note `json:"notes,omitempty"`
}

// Strip is the line of figures above a board.
type Strip struct {
	OnAirAt   time.Time `json:"on_air_at,omitzero"`
	People    int       `json:"people"`    // distinct
	Questions int       `json:"questions"` // asked in words of their own
	Waiting   int       `json:"waiting"`   // groups that are owed something
	Answered  int       `json:"answered"`  // groups
	Ungrouped int       `json:"ungrouped"` // questions still to be grouped
}

// Card is one group as it is shown.
type Card struct {
	ID       string        `json:"id"`
	Number   int64         `json:"n"` // cards stand in its order
	Text     string        `json:"text"`
	Lang     string        `json:"lang"`
	State    State         `json:"state"`
	People   int           `json:"people"`
	Wordings int           `json:"wordings"` // questions in words of their own
	FirstAt  time.Time     `json:"first_at"`
	Arrivals [][2]int64    `json:"arrivals"` // unix minute and how many came in it, oldest first; the last ten
	Pinned   bool          `json:"pinned,omitempty"`
	Labels   []string      `json:"labels,omitempty"`
	Place    float64       `json:"place,omitempty"`
	Reason   string        `json:"reason,omitempty"`
	Answer   string        `json:"answer,omitempty"`
	NowAt    time.Time     `json:"now_at,omitzero"`
	Clip     time.Duration `json:"clip,omitempty"` // nanoseconds into the recording
	Deed     int64         `json:"deed,omitempty"` // number of the last deed on it that can be undone
	By       string        `json:"by,omitempty"`   // staff id of who did it
}

// mostArrivals is how many minutes a card's sparkline can show.
const mostArrivals = 10

// Audience says who looks at a board.
type Audience string

// The audiences, from the one that sees most to the one that sees least.
const (
	ForModerator Audience = "moderator" // everything
	ForHost      Audience = "host"      // not what waits for a moderator
	ForPublic    Audience = "public"    // neither that nor what was declined, nor notes
)

// View draws a board for an audience. The same log always gives the same view, at
// whatever time it is drawn.
func (b *Board) View(to Audience) View {
	v := View{Seq: b.Seq, Status: b.Status, Cards: []Card{}}
	v.Strip = Strip{OnAirAt: b.OnAirAt, People: b.Participants(), Questions: b.asked, Ungrouped: len(b.loose)}
	for _, g := range b.Groups() {
		if !g.visible(to) {
			continue
		}
		c := b.card(g)
		if to == ForPublic {
			c.Deed, c.By = 0, "" // who works here is nobody's business
		}
		v.Cards = append(v.Cards, c)
		switch {
		case g.State == Answered:
			v.Strip.Answered++
		case !g.State.Final():
			v.Strip.Waiting++
		}
	}
	if to != ForPublic {
		v.Notes = b.Notes()
	}
	return v
}

func (g *Group) visible(to Audience) bool {
	switch {
	case g.Supporters == 0:
		return false
	case to == ForModerator:
		return true
	case g.State == Pending:
		return false
	}
	return to == ForHost || g.State != Declined
}

func (b *Board) card(g *Group) Card {
	c := Card{
		ID: g.ID, Number: g.Seq, Text: g.Text, Lang: g.Lang, State: g.State, People: g.Supporters, FirstAt: g.FirstAt,
		Arrivals: [][2]int64{}, Pinned: g.Pinned, Labels: slices.Clone(g.Labels), Place: g.Place, Reason: g.Reason,
		Answer: g.Answer, NowAt: g.NowAt, Clip: g.ClipFrom, Deed: b.lastDeed[g.ID].seq, By: b.lastDeed[g.ID].actor,
	}
	for _, it := range b.Members(g) {
		if !it.Counts() {
			continue
		}
		if !it.MeToo {
			c.Wordings++
		}
		c.arrived(it.At.Unix() / 60)
	}
	if extra := len(c.Arrivals) - mostArrivals; extra > 0 {
		c.Arrivals = c.Arrivals[extra:]
	}
	return c
}

// arrived counts somebody who came in a minute; they come in order.
func (c *Card) arrived(minute int64) {
	if n := len(c.Arrivals); n > 0 && c.Arrivals[n-1][0] >= minute {
		c.Arrivals[n-1][1]++
		return
	}
	c.Arrivals = append(c.Arrivals, [2]int64{minute, 1})
}

// Hash is what a viewer compares to know that they see what the house sees: FNV-1a
// of 32 bits over the view line by line, twice, the second time behind a "2", in
// hex. It is made to be computed in a browser as well.
func (v View) Hash() string {
	one, two := fnv.New32a(), fnv.New32a()
	_, _ = two.Write([]byte("2")) // a hash never fails to be written
	w := io.MultiWriter(one, two)
	fmt.Fprintf(w, "%d|%s|%d|%d|%d|%d|%d\n", v.Seq, v.Status, v.Strip.People, v.Strip.Questions, v.Strip.Waiting, v.Strip.Answered, v.Strip.Ungrouped)
	for _, c := range v.Cards {
		fmt.Fprintf(w, "%d|%s|%s|%d|%d|%t|%s\n", c.Number, c.ID, c.State, c.People, c.Wordings, c.Pinned, c.Text)
	}
	return fmt.Sprintf("%08x%08x", one.Sum32(), two.Sum32())
}

// Delta is what changed between two views of one audience.
type Delta struct {
	From   int64    `json:"from"` // number of the view it changes
	Seq    int64    `json:"seq"`
	Status Status   `json:"status"`
	Strip  Strip    `json:"strip"`
	Cards  []Card   `json:"cards,omitempty"` // new or changed
	Gone   []string `json:"gone,omitempty"`  // ids of cards that are shown no more
	Notes  []Note   `json:"notes,omitempty"` // all of them, when one changed
	Hash   string   `json:"hash"`            // of the view after it
}

// Since returns what changes was into v.
func (v View) Since(was View) Delta {
	d := Delta{From: was.Seq, Seq: v.Seq, Status: v.Status, Strip: v.Strip, Hash: v.Hash()}
	before := map[string]Card{}
	for _, c := range was.Cards {
		before[c.ID] = c
	}
	for _, c := range v.Cards {
		if old, ok := before[c.ID]; !ok || !old.equal(c) {
			d.Cards = append(d.Cards, c)
		}
		delete(before, c.ID)
	}
	for _, c := range was.Cards {
		if _, gone := before[c.ID]; gone {
			d.Gone = append(d.Gone, c.ID)
		}
	}
	if !slices.Equal(v.Notes, was.Notes) {
		d.Notes = v.Notes
	}
	return d
}

// Empty reports whether a delta changes nothing a viewer could see.
func (d Delta) Empty(was View) bool {
	return len(d.Cards) == 0 && len(d.Gone) == 0 && d.Notes == nil && d.Strip == was.Strip && d.Status == was.Status
}

func (c Card) equal(o Card) bool {
	a, _ := json.Marshal(c) // a card always encodes
	b, _ := json.Marshal(o)
	return string(a) == string(b)
}
