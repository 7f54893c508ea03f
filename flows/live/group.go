package live

import (
	"slices"
	"time"
)

// State of a group on the board.
type State string

// The states of a group.
const (
	Pending  State = "pending"  // waits for a moderator
	Approved State = "approved" // waits for the host
	Next     State = "next"
	Now      State = "now" // the host is at it
	Answered State = "answered"
	Declined State = "declined"
	Later    State = "later"  // followed up in writing after the broadcast
	Merged   State = "merged" // part of another
)

// Final reports whether nothing is owed to the people of a group on the board.
func (s State) Final() bool { return s == Answered || s == Declined || s == Later || s == Merged }

// Item is one person's part in a group: a question they asked, or a "me too".
type Item struct {
	ID        string
	Seq       int64 // number of the event that brought it: its place in any list
	Person    string
	Channel   string
	Lang      string
	Text      string // "" of a "me too", and of what was erased
	MeToo     bool   // they added themselves to a question of others
	Files     []string
	Spoken    bool // asked without words: Text stands in for them
	At        time.Time
	Group     string // "" not grouped yet
	Withdrawn bool
	Entry     string // id of the published entry that settled it
	Helped    string // "yes" or "no", once the person said so
	erased    bool   // its message was deleted
}

// Counts reports whether the person still stands behind it.
func (it *Item) Counts() bool { return !it.Withdrawn && it.Entry == "" }

// Group is one question, in all the words in which it was asked.
type Group struct {
	ID         string
	Seq        int64 // number of the event that made it
	Text       string
	Lang       string
	State      State
	Reason     string  // code, of Declined
	Answer     string  // in writing, of Answered; "" it was given on air
	Into       string  // of Merged
	Place      float64 // of Next: the lowest is the first
	Pinned     bool
	Labels     []string
	FirstAt    time.Time // when it was first asked
	NowAt      time.Time // when the host last took it
	DecidedAt  time.Time // when it got its state
	ClipFrom   time.Duration
	ClipUntil  time.Duration
	Supporters int      // distinct people
	items      []string // ids, by Seq
	crowd      crowd
	words      string // id of the question whose words Text are; "" staff's
}

// Items lists the ids of what stands in the group, oldest first.
func (g *Group) Items() []string { return slices.Clone(g.items) }

// voice counts an item of a person in (1) or out (-1), if it counts at all.
func (g *Group) voice(it *Item, n int) {
	if !it.Counts() {
		return
	}
	g.crowd.add(it, n)
	g.Supporters = len(g.crowd.voices)
}

// begin words a new group: as told, by the question that it is made for, or as the
// group was that it was made of.
func (g *Group) begin(text string, asked *Item, from *Group) {
	switch {
	case text != "":
		g.name(text)
	case asked != nil && !asked.MeToo:
		g.word(asked)
	case from != nil:
		g.Text, g.words = from.Text, from.words
	}
}

// name gives a group a wording that is no question's.
func (g *Group) name(text string) { g.Text, g.words = text, "" }

// word gives a group the words of a question.
func (g *Group) word(it *Item) { g.Text, g.words = it.Text, it.ID }

func (g *Group) clone() *Group {
	c := *g
	c.items, c.crowd, c.Labels = nil, crowd{}, slices.Clone(g.Labels) // who stood in it is known by what moved
	return &c
}
