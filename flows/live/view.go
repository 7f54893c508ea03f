package live

import (
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
		Wordings: g.crowd.wordings, Arrivals: g.crowd.lately(), Pinned: g.Pinned, Labels: slices.Clone(g.Labels), Place: g.Place, Reason: g.Reason,
		Answer: g.Answer, NowAt: g.NowAt, Clip: g.ClipFrom, Deed: b.lastDeed[g.ID].seq, By: b.lastDeed[g.ID].actor,
	}
	return c
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

// Since returns what changes was into v. Cards stand by their numbers in both.
func (v View) Since(was View) Delta {
	d := Delta{From: was.Seq, Seq: v.Seq, Status: v.Status, Strip: v.Strip, Hash: v.Hash()}
	old := was.Cards
	for i := range v.Cards {
		c := &v.Cards[i]
		for len(old) > 0 && old[0].Number < c.Number {
			d.Gone, old = append(d.Gone, old[0].ID), old[1:]
		}
		if len(old) == 0 || old[0].Number != c.Number || !old[0].equal(c) {
			d.Cards = append(d.Cards, *c)
		}
		if len(old) > 0 && old[0].Number == c.Number {
			old = old[1:]
		}
	}
	for i := range old {
		d.Gone = append(d.Gone, old[i].ID)
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

func (c *Card) equal(o *Card) bool {
	return c.ID == o.ID && c.Number == o.Number && c.Text == o.Text && c.Lang == o.Lang && c.State == o.State &&
		c.People == o.People && c.Wordings == o.Wordings && c.FirstAt.Equal(o.FirstAt) && slices.Equal(c.Arrivals, o.Arrivals) &&
		c.Pinned == o.Pinned && slices.Equal(c.Labels, o.Labels) && c.Place == o.Place && c.Reason == o.Reason && c.Answer == o.Answer &&
		c.NowAt.Equal(o.NowAt) && c.Clip == o.Clip && c.Deed == o.Deed && c.By == o.By
}
