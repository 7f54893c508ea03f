package live

import (
	"slices"
	"time"

	"majlis/flows"
)

// Report is what a broadcast came to. It is built from its plan and its log
// alone, names no person, and holds whole numbers only, so that building it again
// gives the same bytes. Waits are in seconds, shares in thousandths.
type Report struct {
	Broadcast string     `json:"broadcast"`
	Title     flows.Text `json:"title"`
	Service   string     `json:"service,omitempty"` // id
	StartsAt  time.Time  `json:"starts_at,omitzero"`
	OnAirAt   time.Time  `json:"on_air_at,omitzero"`
	ClosedAt  time.Time  `json:"closed_at,omitzero"`
	Seq       int64      `json:"seq"` // of the last event that counts

	Counts
	Participants  int `json:"participants"` // distinct people who asked or support something
	Groups        int `json:"groups"`       // that somebody stands behind
	Answered      int `json:"answered"`
	AnsweredShare int `json:"answered_share"` // of what was not withdrawn
	AtOnce        int `json:"at_once"`        // had their answer when they were asked
	MedianWait    int `json:"median_wait"`    // from asking to the decision
	FollowUps     int `json:"follow_ups"`     // groups answered in writing afterwards
	Useful        int `json:"useful"`         // "did this answer you?"
	NotUseful     int `json:"not_useful"`

	Peak     Minute       `json:"peak"`
	Minutes  []Minute     `json:"minutes"` // those in which something was asked, in order
	Ledger   []FateCount  `json:"ledger"`  // adds up to all that was asked
	Declined []Reason     `json:"declined"`
	Topics   []Part       `json:"topics"`
	Channels []Part       `json:"channels"`
	Langs    []Part       `json:"langs"`
	Longest  []Wait       `json:"longest"`
	Lines    []LedgerLine `json:"lines"`
}

// Counts are questions in words of their own and those that were added to one.
type Counts struct {
	Questions int `json:"questions"`
	MeToos    int `json:"me_toos"`
}

// All is the sum of both.
func (c Counts) All() int { return c.Questions + c.MeToos }

func (c *Counts) add(it *Item) {
	if it.MeToo {
		c.MeToos++
		return
	}
	c.Questions++
}

// FateCount is one line of the ledger's totals.
type FateCount struct {
	Fate Fate `json:"fate"`
	Counts
}

// Reason is how many were declined for a reason.
type Reason struct {
	Code string `json:"code"`
	Counts
}

// LedgerLine is one group in the public ledger. With what was withdrawn, what had
// its answer in a published entry, and what stands in no group, the lines add up
// to all that was asked.
type LedgerLine struct {
	Number int    `json:"number"` // from 1, in the order the groups were made
	Text   string `json:"text"`
	Fate   Fate   `json:"fate"`
	Reason string `json:"reason,omitempty"`
	People int    `json:"people"`
	Counts        // of those people
}

// Wait is the longest that somebody in a group waited.
type Wait struct {
	Number  int    `json:"number"`
	Text    string `json:"text"`
	Seconds int    `json:"seconds"`
}

// longestWaits is how many of them a report names.
const longestWaits = 5

// BuildReport adds up a broadcast's log, which begins with event 1. It fails for
// events that do not follow each other.
func BuildReport(b Broadcast, events []Event) (Report, error) {
	h, err := readHistory(b, events)
	if err != nil {
		return Report{}, err
	}
	all := newTally(h)
	for _, it := range h.items {
		all.add(it)
	}
	total := all.part()
	r := Report{
		Broadcast: b.ID, Title: b.Title, Service: b.Service, Seq: h.board.Seq,
		StartsAt: b.StartsAt.UTC(), OnAirAt: h.board.OnAirAt.UTC(), ClosedAt: h.board.ClosedAt.UTC(),
		Counts: total.Counts, Participants: total.People, Answered: total.Answered, MedianWait: total.MedianWait,
		AtOnce: all.atOnce, Useful: all.useful, NotUseful: all.notUseful,
		Minutes: h.minutes(), Ledger: h.ledger(), Declined: h.declined(), Lines: h.lines(), Longest: h.longest(),
		Topics: h.parts(h.topic), Channels: h.parts(channelOf), Langs: h.parts(langOf),
	}
	r.Groups = len(r.Lines)
	r.FollowUps = len(slices.DeleteFunc(slices.Clone(r.Lines), func(l LedgerLine) bool { return l.Fate != FateLater }))
	r.AnsweredShare = thousandths(r.Answered, r.All()-r.Of(FateWithdrawn).All())
	for _, m := range r.Minutes {
		if m.All() > r.Peak.All() {
			r.Peak = m
		}
	}
	return r, nil
}

// Of is how much had a fate.
func (r Report) Of(fate Fate) Counts {
	for _, c := range r.Ledger {
		if c.Fate == fate {
			return c.Counts
		}
	}
	return Counts{}
}

// thousandths is the share n of total, rounded; 0 of nothing.
func thousandths(n, total int) int {
	if total == 0 {
		return 0
	}
	return (n*1000 + total/2) / total
}
