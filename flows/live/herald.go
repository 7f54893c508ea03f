package live

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// heraldPage is how many people are told in one transaction.
const heraldPage = 200

// reminders are sent so long before a broadcast to those who joined it.
var reminders = []time.Duration{24 * time.Hour, time.Hour, 10 * time.Minute}

// Herald announces broadcasts, reminds of them, and says when one is moved or
// cancelled: each person once. It is run by the schedule, every minute.
type Herald struct {
	Store    Store
	Ministry flows.Ministry
	Texts    talk.Texts
	Log      *slog.Logger
	Now      func() time.Time

	done map[string]bool // what was said to everybody by this process
}

// Run says what is due. What was said is known by the outbox's dedupe keys, so
// that saying it again says nothing.
func (h *Herald) Run(ctx context.Context) error {
	list, err := h.Store.Broadcasts(ctx, Announced, Collecting, OnAir, Cancelled)
	if err != nil {
		return fmt.Errorf("reading broadcasts: %w", err)
	}
	for _, b := range list {
		for _, w := range h.due(b) {
			if err := h.say(ctx, b, w); err != nil {
				return fmt.Errorf("broadcast %s: %w", b.ID, err)
			}
		}
	}
	return nil
}

// word is one thing that is said about a broadcast.
type word struct {
	key  string // text key
	once string // part of the dedupe key
	all  bool   // to everyone who was told of it, not only to those who joined
}

// due lists what is to be said about a broadcast now.
func (h *Herald) due(b Broadcast) []word {
	left := b.StartsAt.Sub(h.Now())
	at := fmt.Sprint(b.StartsAt.Unix())
	switch {
	case b.ToldAt.IsZero():
		return nil
	case b.Status == Cancelled && left > -24*time.Hour:
		return []word{{"live.cancelled", "cancelled", true}}
	case b.Status == Cancelled || left < 0:
		return nil
	}
	list := []word{{"live.announced", "announced", true}}
	if b.Moved > 0 {
		list = append(list, word{"live.moved", "moved|" + at, true})
	}
	for i, before := range reminders {
		soonest := time.Duration(0)
		if i+1 < len(reminders) {
			soonest = reminders[i+1]
		}
		if left <= before && left > soonest { // a late start of the program doesn't send two at once
			list = append(list, word{"live.reminder", "remind|" + before.String() + "|" + at, false})
		}
	}
	return list
}

func (h *Herald) say(ctx context.Context, b Broadcast, w word) error {
	if h.done == nil {
		h.done = map[string]bool{}
	}
	key := "live|" + b.ID + "|" + w.once
	if w.key != "live.reminder" && h.done[key] {
		return nil
	}
	page := func(ctx context.Context, after string) ([]Member, error) {
		return h.Store.Members(ctx, b.ID, after, heraldPage)
	}
	if err := h.pages(ctx, b, w, key, page, personOf); err != nil {
		return err
	}
	if w.all {
		page = func(ctx context.Context, after string) ([]Member, error) {
			return h.Store.Welcome(ctx, after, heraldPage)
		}
		if err := h.pages(ctx, b, w, key, page, contactOf); err != nil {
			return err
		}
	}
	h.done[key] = true
	return nil
}

func personOf(m Member) string  { return m.Person }
func contactOf(m Member) string { return m.Contact }

// pages tells one page of people after another, each page in a transaction.
func (h *Herald) pages(ctx context.Context, b Broadcast, w word, key string,
	page func(ctx context.Context, after string) ([]Member, error), place func(Member) string,
) error {
	for after := ""; ; {
		list, err := page(ctx, after)
		if err != nil || len(list) == 0 {
			return err
		}
		err = h.Store.Write(ctx, func(ctx context.Context) error {
			for _, m := range list {
				if err := h.Store.Post(ctx, h.post(b, w, key, m)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = place(list[len(list)-1])
	}
}

func (h *Herald) post(b Broadcast, w word, key string, m Member) cases.Post {
	lane := talk.LaneNotice
	if w.all {
		lane = talk.LaneBulk
	}
	return cases.Post{
		Contact: m.Contact, Lane: lane, Dedupe: key + "|" + m.Contact,
		Message: talk.Message{Text: strings.TrimSpace(h.Texts.Text(m.Lang, w.key, Facts(b, m.Lang, m.Zone, h.Ministry))), Link: b.Link},
	}
}

// Facts are the arguments of every text about a broadcast. Its start is told in the
// reader's time zone (IANA; "" the ministry's), which is named beside it.
func Facts(b Broadcast, lang, zone string, m flows.Ministry) talk.Args {
	start := m.Local(zone, b.StartsAt)
	return talk.Args{
		"Title": b.Title.In(lang), "About": b.About.In(lang), "Code": b.Code, "Keyword": b.Keyword.In(lang),
		"Start": start, "Zone": start.Offset(), "Minutes": int(b.Length / time.Minute), "Link": b.Link,
	}
}
