package live

import (
	"cmp"
	"slices"
	"time"
)

// Part is what belongs to one topic, channel or language.
type Part struct {
	Kind string `json:"kind,omitempty"` // of a topic, one of the Topic… kinds
	Name string `json:"name,omitempty"` // a label, the id of a service, a channel, "ar", "en"
	Counts
	People     int `json:"people"`
	Answered   int `json:"answered"`
	MedianWait int `json:"median_wait"` // seconds
}

// What names a topic: the first label of the group, else the service that the
// broadcast is about, else nothing.
const (
	TopicLabel   = "label"
	TopicService = "service"
	TopicOther   = "other"
)

// tally adds up items.
type tally struct {
	h                 *history
	counts            Counts
	people            map[string]bool
	waits             []time.Duration
	answered, atOnce  int
	useful, notUseful int
}

func newTally(h *history) *tally { return &tally{h: h, people: map[string]bool{}} }

func (t *tally) add(it *Item) {
	t.counts.add(it)
	t.people[it.Person] = true
	if wait, decided := t.h.wait(it); decided {
		t.waits = append(t.waits, wait)
	}
	if t.h.board.Fate(it).Answered() {
		t.answered++
	}
	if t.h.atOnce(it) {
		t.atOnce++
	}
	switch it.Helped {
	case "yes":
		t.useful++
	case "no":
		t.notUseful++
	}
}

func (t *tally) part() Part {
	return Part{Counts: t.counts, People: len(t.people), Answered: t.answered, MedianWait: seconds(median(t.waits))}
}

// parts adds up items by what they belong to, the most asked first.
func (h *history) parts(of func(*Item) (kind, name string)) []Part {
	type key struct{ kind, name string }
	tallies := map[key]*tally{}
	for _, it := range h.items {
		kind, name := of(it)
		k := key{kind, name}
		if tallies[k] == nil {
			tallies[k] = newTally(h)
		}
		tallies[k].add(it)
	}
	list := make([]Part, 0, len(tallies))
	for k, t := range tallies {
		p := t.part()
		p.Kind, p.Name = k.kind, k.name
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.All(), a.All()), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return list
}

func (h *history) topic(it *Item) (kind, name string) {
	if g := h.board.groups[it.Group]; g != nil && len(g.Labels) > 0 {
		return TopicLabel, g.Labels[0]
	}
	if h.broadcast.Service != "" {
		return TopicService, h.broadcast.Service
	}
	return TopicOther, ""
}

func channelOf(it *Item) (kind, name string) { return "", it.Channel }
func langOf(it *Item) (kind, name string)    { return "", it.Lang }

// median is the middle of durations, between the two in the middle of an even
// number; 0 of none.
func median(list []time.Duration) time.Duration {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	low, high := list[(len(list)-1)/2], list[len(list)/2]
	return low + (high-low)/2
}

func seconds(d time.Duration) int { return int(d / time.Second) }
