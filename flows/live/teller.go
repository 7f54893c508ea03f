package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// When the teller looks by itself, how long it rests in between however much
// happens, and how many people it tells in one transaction.
const (
	tellEvery  = time.Second
	tellRest   = 100 * time.Millisecond
	tellAtOnce = 100
)

// Teller tells everyone in a group what became of it, each person once, in their
// own channel and language. Whoever joins an answered group later is told at
// once. What was told is known by the outbox's dedupe keys, so that a process
// that dies half-way is carried on by the next.
type Teller struct {
	Store    Store
	Boards   *Boards
	Cases    cases.Desk
	Ministry flows.Ministry
	Texts    talk.Texts
	Log      *slog.Logger
	Now      func() time.Time

	mu   sync.Mutex
	told map[string]bool // keys of what need not be tried again
	done map[string]int  // what a group was told → how many stood in it then
	wake chan struct{}
}

// NewTeller makes a teller of its fields ready; Run starts it.
func NewTeller(t *Teller) *Teller {
	t.told, t.done, t.wake = map[string]bool{}, map[string]int{}, make(chan struct{}, 1)
	return t
}

// Wake says that something has happened on a board.
func (t *Teller) Wake() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// Run tells until ctx ends. A store that can't be reached is tried again.
func (t *Teller) Run(ctx context.Context) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := t.Tell(ctx); err != nil && ctx.Err() == nil {
			t.Log.Error("people could not be told, it is tried again", "err", err)
		}
		rest(ctx, tellRest)
		select {
		case <-t.wake:
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// Tell tells all that is due now.
func (t *Teller) Tell(ctx context.Context) error {
	list, err := t.Store.Broadcasts(ctx, Collecting, OnAir, Closed, Reported, Cancelled)
	if err != nil {
		return fmt.Errorf("reading broadcasts: %w", err)
	}
	for _, b := range list {
		if !b.settling(t.Now()) {
			continue
		}
		for {
			due, err := t.due(ctx, b)
			if err != nil {
				return fmt.Errorf("broadcast %s: %w", b.ID, err)
			}
			if len(due) == 0 {
				break
			}
			if err := t.tell(ctx, b, due); err != nil {
				return fmt.Errorf("broadcast %s: %w", b.ID, err)
			}
		}
	}
	return nil
}

// telling is one thing that one person is to be told.
type telling struct {
	key    string // of the person and what they are told; unique for ever
	what   string // "now", "answered", "declined", "later"
	person string
	asked  string   // id of the person's own question in the group
	text   string   // the person's own words
	files  []string // and what they attached
	group  Group
}

// question is what the person asked, or the group to which they said "me too".
func (o telling) question() string { return cmp.Or(o.text, o.group.Text) }

// due lists what some people are to be told now.
func (t *Teller) due(ctx context.Context, bc Broadcast) (list []telling, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.Boards.Read(ctx, bc.ID, func(b *Board) error {
		for _, g := range b.Groups() {
			if list = t.add(list, b, g); len(list) >= tellAtOnce {
				return nil
			}
		}
		return nil
	})
	return list, err
}

// add lists whom of a group something is to be told, as far as there is room. A
// group of which everyone was told is not looked at again until it grows.
func (t *Teller) add(list []telling, b *Board, g *Group) []telling {
	what := t.news(b, g)
	if what == "" || t.done[what+g.ID] == len(g.items) {
		return list
	}
	for _, it := range b.firsts(g) {
		key := tellingKey(what, g.ID, it.Person)
		if t.told[key] {
			continue
		}
		if len(list) == tellAtOnce {
			return list
		}
		list = append(list, telling{key, what, it.Person, it.ID, it.Text, it.Files, *g})
	}
	if len(list) == 0 {
		t.done[what+g.ID] = len(g.items)
	}
	return list
}

// tellingKey is by what the outbox knows that a person was told something. It ends
// in the person: when their record becomes part of another, so does what they were
// told.
func tellingKey(what, group, person string) string {
	return "live|" + what + "|" + group + "|" + person
}

// news says what the people of a group have to hear; "" nothing now.
func (t *Teller) news(b *Board, g *Group) string {
	switch {
	case g.State == Now:
		return "now"
	case g.State == Answered && t.Now().Sub(g.DecidedAt) >= Grace:
		return "answered"
	case g.State == Declined && t.Now().Sub(g.DecidedAt) >= Grace:
		return "declined"
	case g.State == Later && b.Status.Over():
		return "later"
	}
	return ""
}

// firsts are the first question or "me too" of each person in a group.
func (b *Board) firsts(g *Group) []*Item {
	var list []*Item
	seen := map[string]bool{}
	for _, it := range b.Members(g) {
		if it.Counts() && !seen[it.Person] {
			seen[it.Person] = true
			list = append(list, it)
		}
	}
	return list
}

// tell puts some messages into the outbox in one transaction.
func (t *Teller) tell(ctx context.Context, b Broadcast, list []telling) error {
	err := t.Store.Write(ctx, func(ctx context.Context) error {
		for _, one := range list {
			if err := t.one(ctx, b, one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range list {
		t.told[one.key] = true
	}
	return nil
}

func (t *Teller) one(ctx context.Context, b Broadcast, one telling) error {
	m, err := t.Store.Member(ctx, b.ID, one.person)
	if errors.Is(err, flows.ErrNotFound) {
		return nil // their record was deleted: nobody is left to be told
	}
	if err != nil {
		return err
	}
	// Two records may have become one since the board was read, or after it was over.
	one.person, one.key = m.Person, tellingKey(one.what, one.group.ID, m.Person)
	if one.what == "later" {
		return t.followUp(ctx, b, m, one)
	}
	post := cases.Post{
		Contact: m.Contact, Lane: talk.LaneAnswer, Dedupe: one.key,
		Message: talk.Message{Text: t.words(b, m, one), Link: t.link(b, one.group)},
	}
	switch one.what {
	case "now":
		post.Lane = talk.LaneNotice
	case "answered":
		post.Invite = &talk.Invite{Flow: Helped, About: about(b.ID, one.asked)}
	}
	return t.Store.Post(ctx, post)
}

// words are what a person reads. Their question is named in their own words, not
// in those of the group that it was put to, which may be in another language.
func (t *Teller) words(b Broadcast, m Member, one telling) string {
	g, key := one.group, "live.told."+one.what
	if one.what == "answered" && g.Answer != "" {
		key = "live.told.written"
	}
	args := talk.Args{
		"Question": words.Isolate(one.question()), "Answer": g.Answer, "Title": b.Title.In(m.Lang),
		"Clip": words.Isolate(Clock(g.ClipFrom + b.Delay)), "Link": "",
	}
	if link := t.link(b, g); link != "" {
		args["Link"] = words.Isolate(link)
	}
	if g.Reason != "" {
		args["Reason"] = t.Texts.Text(m.Lang, "live.reason."+g.Reason, nil)
	}
	return strings.TrimSpace(t.Texts.Text(m.Lang, key, args)) // the link may be missing at its end
}

// link is where the answer can be watched, as far as it was given on air.
func (t *Teller) link(b Broadcast, g Group) string {
	if b.Link == "" || g.State != Answered && g.State != Now || g.State == Answered && g.NowAt.IsZero() {
		return ""
	}
	if g.State == Now {
		return b.Link
	}
	return TimedLink(b.Link, g.ClipFrom+b.Delay)
}

// followUp makes an inquiry of what stayed without an answer, with an owner and a
// due date, once a person and group.
func (t *Teller) followUp(ctx context.Context, b Broadcast, m Member, one telling) error {
	text, told := one.question(), "live.told.later"
	if b.Status == Cancelled {
		told = "live.told.cancelled"
	}
	id, err := t.Store.FollowUp(ctx, b.ID, one.group.ID, one.person, func(ctx context.Context) (string, error) {
		c, err := t.Cases.File(ctx, cases.Filing{
			Kind: cases.Inquiry, Service: b.Service, Text: text, Files: one.files, Lang: m.Lang,
			Who: talk.Who{Person: m.Person, Contact: m.Contact, Channel: m.Channel}, Owner: b.Host,
		})
		if err != nil {
			return "", err
		}
		args := talk.Args{
			"Question": words.Isolate(text), "Title": b.Title.In(m.Lang), "Ref": words.Isolate(cases.Ref(c.Ref).String()),
			"Due": c.DueAt.In(t.Ministry.Zone.Location()),
		}
		return c.ID, t.Store.Post(ctx, cases.Post{
			Contact: m.Contact, Lane: talk.LaneAnswer, Dedupe: one.key,
			Message: talk.Message{Text: t.Texts.Text(m.Lang, told, args), About: c.ID},
		})
	})
	if err == nil && id == "" {
		return fmt.Errorf("group %s was followed up without a case", one.group.ID)
	}
	return err
}
