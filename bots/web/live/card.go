package live

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"majlis/flows/live"
	"majlis/flows/words"
)

// Measures of a card's sparkline, in the units of its viewBox.
const (
	sparkMinutes = 10
	sparkBar     = 5
	sparkGap     = 1
	sparkHeight  = 16
)

// card is one group as the page shows it.
type card struct {
	live.Card
	Broadcast string
	Mark      string // initials of who did something to it last
	Spark     []sparkBox
}

// sparkBox is one minute of a sparkline. X grows in reading direction.
type sparkBox struct{ X, Y, W, H int }

// columns are the cards of a board by where they stand.
type columns struct {
	Pending, Waiting, Next, Now, Done []card
}

// sparkline draws how many came in each of the last minutes, with an honest zero.
func sparkline(arrivals [][2]int64, now time.Time) (boxes []sparkBox) {
	first := now.Unix()/60 - sparkMinutes + 1
	most := int64(1)
	for _, a := range arrivals {
		most = max(most, a[1])
	}
	for _, a := range arrivals {
		at := a[0] - first
		if at < 0 || at >= sparkMinutes {
			continue
		}
		h := max(int(a[1]*sparkHeight/most), 2) // one person in a busy minute is still seen
		boxes = append(boxes, sparkBox{int(at) * (sparkBar + sparkGap), sparkHeight - h, sparkBar, h})
	}
	return boxes
}

// filter is what a viewer wants to see of those that wait.
type filter struct {
	Sort  live.Sort
	Query string
	Label string
	State live.State // of those decided
}

// lay puts the cards of a view into their columns.
func (s *Server) lay(b live.Broadcast, v live.View, f filter, marks map[string]string) (c columns) {
	for _, one := range sorted(v, f.Sort) {
		k := card{Card: one, Broadcast: b.ID, Mark: marks[one.By], Spark: sparkline(one.Arrivals, s.site.Now())}
		switch one.State {
		case live.Next:
			c.Next = append(c.Next, k)
		case live.Now:
			c.Now = append(c.Now, k)
		case live.Pending:
			c.Pending = f.add(c.Pending, k)
		case live.Approved:
			c.Waiting = f.add(c.Waiting, k)
		default:
			if f.State == "" || f.State == one.State {
				c.Done = f.add(c.Done, k)
			}
		}
	}
	slices.SortStableFunc(c.Next, func(a, b card) int { return cmp.Compare(a.Place, b.Place) })
	return c
}

func (f filter) add(list []card, k card) []card {
	if f.Label != "" && !slices.Contains(k.Labels, f.Label) || !strings.Contains(words.Fold(k.Text), words.Fold(f.Query)) {
		return list
	}
	return append(list, k)
}

// sorted ranks the cards of a view as the room of broadcasts does.
func sorted(v live.View, by live.Sort) []live.Card {
	groups := make([]*live.Group, len(v.Cards))
	at := map[*live.Group]live.Card{}
	for i, c := range v.Cards {
		groups[i] = &live.Group{ID: c.ID, Seq: c.Number, Pinned: c.Pinned, FirstAt: c.FirstAt, Supporters: c.People}
		at[groups[i]] = c
	}
	live.Rank(groups, by, v.Strip.People)
	cards := make([]live.Card, len(groups))
	for i, g := range groups {
		cards[i] = at[g]
	}
	return cards
}

// labels lists the labels of a view, each once.
func labels(v live.View) (list []string) {
	for _, c := range v.Cards {
		list = append(list, c.Labels...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
