package live

import "time"

// Row is one question in a table of all of them: what was asked and what became
// of it. It says nothing about who asked.
type Row struct {
	Number  int    // of the group, as in the report; 0 none, or nobody stands behind it
	Wording string // of the group
	Text    string // "" of a "me too", and of what was withdrawn or erased
	MeToo   bool
	Lang    string
	Channel string
	At      time.Time
	State   State // of the group; "" none
	Fate    Fate
	Reason  string        // code, of a decline
	Answer  string        // in writing
	Timed   bool          // it was answered at Clip
	Clip    time.Duration // in the recording, as its viewers see it
	People  int           // distinct, in the group
}

// Rows lists everything that was asked in a broadcast, oldest first. What
// somebody took back is counted, its words are left out.
func Rows(b Broadcast, board *Board) []Row {
	numbers := board.numbers()
	var list []Row
	for _, it := range board.oldestFirst() {
		r := Row{MeToo: it.MeToo, Text: it.Text, Lang: it.Lang, Channel: it.Channel, At: it.At, Fate: board.Fate(it)}
		if it.Withdrawn {
			r.Text = ""
		} else if g := board.groups[it.Group]; g != nil && it.Counts() {
			r.of(g, numbers[g.ID], b.Delay)
		}
		list = append(list, r)
	}
	return list
}

// of fills in what the group says.
func (r *Row) of(g *Group, number int, delay time.Duration) {
	r.Number, r.Wording, r.State, r.People = number, g.Text, g.State, g.Supporters
	switch g.State {
	case Declined:
		r.Reason = g.Reason
	case Answered:
		r.Answer, r.Timed = g.Answer, wasOnAir(g)
	}
	if r.Timed {
		r.Clip = g.ClipFrom + delay
	}
}
