package live

import (
	"cmp"
	"slices"
)

// crowd is what the items of a group that count add up to. It is kept as they
// come and go, as boards are drawn far more often than that.
type crowd struct {
	voices   map[string]int // person → how many of their items count
	wordings int            // questions in words of their own
	arrivals [][2]int64     // unix minute and how many came in it, oldest first
}

// add counts an item in (1) or out (-1).
func (c *crowd) add(it *Item, n int) {
	if c.voices == nil {
		c.voices = map[string]int{}
	}
	if c.voices[it.Person] += n; c.voices[it.Person] == 0 {
		delete(c.voices, it.Person)
	}
	if !it.MeToo {
		c.wordings += n
	}
	c.arrived(it.At.Unix()/60, int64(n))
}

func (c *crowd) arrived(minute, n int64) {
	at, known := slices.BinarySearchFunc(c.arrivals, minute, func(a [2]int64, m int64) int { return cmp.Compare(a[0], m) })
	if !known {
		c.arrivals = slices.Insert(c.arrivals, at, [2]int64{minute, 0})
	}
	if c.arrivals[at][1] += n; c.arrivals[at][1] == 0 {
		c.arrivals = slices.Delete(c.arrivals, at, at+1)
	}
}

// lately are the last minutes in which somebody came.
func (c *crowd) lately() [][2]int64 {
	return append([][2]int64{}, c.arrivals[max(0, len(c.arrivals)-mostArrivals):]...)
}
