package live

import (
	"slices"

	"majlis/flows/live"
)

// similar are two questions of a board that may be the same, as the page asks
// about them.
type similar struct {
	Broadcast   string
	Stays, Goes live.Card
}

// Shown reports whether there is anything to ask.
func (s similar) Shown() bool { return s.Stays.ID != "" }

// firstSimilar is the pair to ask about first; a blank one, which a script may fill
// in, when there is none.
func firstSimilar(broadcast string, v live.View, pairs []live.Pair) similar {
	s := similar{Broadcast: broadcast}
	if len(pairs) == 0 {
		return s
	}
	for _, c := range v.Cards {
		switch c.ID {
		case pairs[0].Stays:
			s.Stays = c
		case pairs[0].Goes:
			s.Goes = c
		}
	}
	return s
}

// asking is what a viewer was last told may be the same.
type asking struct {
	told  bool
	pairs []live.Pair
}

// tell tells it anew: all pairs, when they are others than before. Who comes back is
// told of none too, as they may remember some.
func (a *asking) tell(out *writer, st *stream) {
	pairs, drawn := st.pairs()
	if !drawn || a.told && slices.Equal(pairs, a.pairs) {
		return
	}
	a.told, a.pairs = true, pairs
	out.event("similar", append([]live.Pair{}, pairs...))
}
