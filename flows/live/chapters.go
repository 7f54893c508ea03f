package live

import (
	"cmp"
	"slices"
	"time"

	"majlis/flows/talk"
)

// Chapter is a part of the recording, as its viewers see it: From is what the
// player shows when the question comes.
type Chapter struct {
	From, Until time.Duration
	Title       string
}

// shortestChapter is what YouTube asks of one ("Video chapters", YouTube Help:
// the first begins at 0:00, they are in ascending order, each lasts 10 seconds).
const shortestChapter = 10 * time.Second

// Chapters are the parts of a broadcast's recording: one for each group that the
// host was at, in the order of the recording, and an opening before the first.
// They follow each other without gaps. Of two groups that begin within ten
// seconds the one that lasted longer stays. There are none when the host was at
// no group.
func Chapters(b Broadcast, board *Board, texts talk.Texts, lang string) []Chapter {
	list := spaced(spans(board, b.Delay))
	end := recordingEnd(board, b.Delay)
	for len(list) > 0 && end-list[len(list)-1].From < shortestChapter {
		list = list[:len(list)-1]
	}
	if len(list) == 0 {
		return nil
	}
	if list[0].From >= shortestChapter {
		list = slices.Insert(list, 0, Chapter{Title: texts.Text(lang, "live.chapter.opening", nil)})
	}
	list[0].From = 0
	for i := range list[1:] {
		list[i].Until = list[i+1].From
	}
	list[len(list)-1].Until = end
	return list
}

// spans are the times that the host was at the groups, by their beginning.
func spans(board *Board, delay time.Duration) []Chapter {
	var list []Chapter
	for _, g := range board.Groups() {
		if !wasOnAir(g) {
			continue
		}
		c := Chapter{From: g.ClipFrom + delay, Until: g.ClipUntil + delay, Title: g.Text}
		if g.ClipUntil < g.ClipFrom { // the host is still at it
			c.Until = recordingEnd(board, delay)
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b Chapter) int { return cmp.Compare(a.From, b.From) })
	return list
}

// wasOnAir reports whether the host spoke about a group. One that was put back at
// once had only been hit by mistake.
func wasOnAir(g *Group) bool {
	switch {
	case g.State == Answered:
		return !g.NowAt.IsZero() || g.ClipFrom > 0
	case g.State == Declined, g.NowAt.IsZero():
		return false
	}
	return g.State == Now || g.ClipUntil-g.ClipFrom >= shortestChapter
}

func spaced(list []Chapter) []Chapter {
	var kept []Chapter
	for _, c := range list {
		if n := len(kept); n > 0 && c.From-kept[n-1].From < shortestChapter {
			if last := kept[n-1]; c.Until-c.From > last.Until-last.From {
				kept[n-1] = c
			}
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// recordingEnd is how long the recording is; while it runs, as far as the host has
// come and a chapter more.
func recordingEnd(board *Board, delay time.Duration) time.Duration {
	if !board.ClosedAt.IsZero() && !board.OnAirAt.IsZero() {
		return board.ClosedAt.Sub(board.OnAirAt) + delay
	}
	var end time.Duration
	for _, g := range board.Groups() {
		end = max(end, g.ClipFrom+shortestChapter, g.ClipUntil)
	}
	return end + delay
}
