package live

import (
	"fmt"
	"slices"
	"time"
)

// Apply adds the next event. Events were checked before they were written, so
// that one that does not fit is an error of the log and changes nothing.
func (b *Board) Apply(e Event) error {
	if e.Seq != b.Seq+1 || e.Broadcast != b.Broadcast {
		return b.gap(e)
	}
	how, known := appliers[e.Kind]
	if !known {
		return fmt.Errorf("live: event %d is of an unknown kind %q", e.Seq, e.Kind)
	}
	if err := b.fits(e); err != nil {
		return err
	}
	if undoable[e.Kind] {
		b.past[e.Seq] = b.before(e)
	}
	how(b, e)
	b.Seq = e.Seq
	if e.Actor != "" {
		b.deeds[e.Actor] = e.Seq
	}
	if undoable[e.Kind] && e.Kind != EventDiffer { // which no card shows
		b.lastDeed[e.Data.Group] = deedOn{e.Seq, e.Actor}
		if e.Data.Into != "" {
			b.lastDeed[e.Data.Into] = deedOn{e.Seq, e.Actor}
		}
	}
	return nil
}

var appliers = map[EventKind]func(*Board, Event){
	EventStatus:    (*Board).applyStatus,
	EventAsked:     (*Board).applyAsked,
	EventSupported: (*Board).applyAsked,
	EventWithdrawn: (*Board).applyWithdrawn,
	EventSettled:   (*Board).applySettled,
	EventGrouped:   (*Board).applyGrouped,
	EventDisowned:  (*Board).applyGrouped,
	EventState:     (*Board).applyState,
	EventMerged:    (*Board).applyMerged,
	EventSplit:     (*Board).applySplit,
	EventNamed:     func(b *Board, e Event) { b.groups[e.Data.Group].name(e.Data.Text) },
	EventPinned:    func(b *Board, e Event) { b.groups[e.Data.Group].Pinned = e.Data.On },
	EventLabelled:  func(b *Board, e Event) { b.groups[e.Data.Group].Labels = e.Data.Labels },
	EventDiffer:    func(b *Board, e Event) { b.differ[e.Seq] = [2]string{e.Data.Group, e.Data.Into} },
	EventUndone:    (*Board).applyUndone,
	EventNoted:     (*Board).applyNoted,
	EventNoteSeen:  (*Board).applyNoteSeen,
	EventRated:     (*Board).applyRated,
	EventErased:    (*Board).applyErased,
	EventOnePerson: (*Board).applyOnePerson,
}

// fits reports what an event names that is not there.
func (b *Board) fits(e Event) error {
	d := e.Data
	switch e.Kind {
	case EventGrouped, EventDisowned, EventWithdrawn, EventSettled, EventRated, EventErased:
		if b.items[d.Question] == nil {
			return fmt.Errorf("live: event %d names the unknown question %q", e.Seq, d.Question)
		}
	case EventState, EventMerged, EventSplit, EventNamed, EventPinned, EventLabelled, EventSupported, EventDiffer:
		if b.groups[d.Group] == nil {
			return fmt.Errorf("live: event %d names the unknown group %q", e.Seq, d.Group)
		}
	case EventUndone:
		if b.past[d.Undo] == nil {
			return fmt.Errorf("live: event %d undoes %d, which can't be", e.Seq, d.Undo)
		}
	case EventOnePerson:
		return b.onePersonFits(e)
	}
	if (e.Kind == EventMerged || e.Kind == EventDiffer) && b.groups[d.Into] == nil {
		return fmt.Errorf("live: event %d names the unknown group %q", e.Seq, d.Into)
	}
	if i := slices.IndexFunc(d.Items, func(id string) bool { return b.items[id] == nil }); i >= 0 {
		return fmt.Errorf("live: event %d moves the unknown question %q", e.Seq, d.Items[i])
	}
	return nil
}

func (b *Board) applyStatus(e Event) {
	b.Status = e.Data.Status
	switch e.Data.Status {
	case OnAir:
		b.OnAirAt = e.At
	case Closed, Cancelled:
		b.ClosedAt = e.At
		b.leaveNow(e)
		for _, g := range b.Owed() { // a cancelled one's, and what was asked while it was being closed
			g.State, g.DecidedAt = Later, e.At
		}
	}
}

func (b *Board) applyAsked(e Event) {
	d, person := e.Data, b.personNow(e.Data.Person)
	b.items[d.Question] = &Item{
		ID: d.Question, Seq: e.Seq, Person: person, Channel: d.Channel, Lang: d.Lang, Text: d.Text, Files: d.Files, Spoken: d.Spoken,
		MeToo: e.Kind == EventSupported, At: e.At,
	}
	b.people[person] = append(b.people[person], d.Question)
	if e.Kind == EventAsked {
		b.asked++
	}
	b.loose = append(b.loose, d.Question)
	if d.Group != "" {
		b.put(d.Question, b.Standing(d.Group))
	}
}

func (b *Board) applyWithdrawn(e Event) {
	it := b.items[e.Data.Question]
	b.silence(it)
	it.Withdrawn = true
}

func (b *Board) applySettled(e Event) {
	it := b.items[e.Data.Question]
	b.silence(it)
	it.Entry = e.Data.Entry
}

// silence takes an item out of its group's count before it stops to count.
func (b *Board) silence(it *Item) {
	if g := b.groups[it.Group]; g != nil {
		g.voice(it, -1)
	}
}

// applyGrouped puts a question into its group, which is made when it is new. A
// group that was merged while the question was looked at stands in its target.
func (b *Board) applyGrouped(e Event) {
	it := b.items[e.Data.Question]
	if b.groups[e.Data.Group] == nil {
		g := &Group{ID: e.Data.Group, Seq: e.Seq, Lang: it.Lang, State: e.Data.State, FirstAt: it.At, DecidedAt: e.At}
		g.begin(e.Data.Text, it, b.groups[it.Group])
		b.begin(g)
	}
	b.put(it.ID, b.Standing(e.Data.Group))
	if g := b.groups[it.Group]; b.Status.Over() && !g.State.Final() { // nobody stood behind it when all was decided
		g.State, g.DecidedAt = Later, e.At
	}
}

// Standing is the group that a group is part of by now, itself when of none.
func (b *Board) Standing(group string) string {
	for g := b.groups[group]; g != nil && g.State == Merged; g = b.groups[group] {
		group = g.Into
	}
	return group
}

func (b *Board) applyState(e Event) {
	g, d := b.groups[e.Data.Group], e.Data
	if b.Now == g.ID && d.State != Now {
		b.leaveNow(e)
	}
	if d.State == Now {
		b.leaveNow(e)
		b.Now, g.NowAt, g.ClipFrom = g.ID, e.At, b.recorded(e)
	}
	g.State, g.Reason, g.Answer, g.DecidedAt = d.State, d.Reason, d.Answer, e.At
	if g.Place = 0; d.State == Next {
		g.Place = d.Place
	}
	if d.State == Answered && d.Clip > 0 {
		g.ClipFrom = d.Clip
	}
}

// leaveNow ends the time of the group the host is at. One that was left without
// a decision is the first of the next again.
func (b *Board) leaveNow(e Event) {
	g := b.groups[b.Now]
	b.Now = ""
	if g == nil {
		return
	}
	g.ClipUntil = b.recorded(e)
	if g.State == Now && e.Data.Group != g.ID {
		g.Place = placeAt(b.Queue(), 1)
		g.State = Next
	}
}

// recorded is where in the recording an event happened.
func (b *Board) recorded(e Event) time.Duration {
	if b.OnAirAt.IsZero() || e.At.Before(b.OnAirAt) {
		return 0
	}
	return e.At.Sub(b.OnAirAt)
}

func (b *Board) applyMerged(e Event) {
	from, into := b.groups[e.Data.Group], b.groups[e.Data.Into]
	b.putAll(from, into)
	if b.Now == from.ID {
		b.Now = into.ID
		into.State, into.NowAt, into.ClipFrom = Now, from.NowAt, from.ClipFrom
	}
	from.State, from.Into, from.DecidedAt = Merged, into.ID, e.At
	if from.FirstAt.Before(into.FirstAt) {
		into.FirstAt = from.FirstAt
	}
}

func (b *Board) applySplit(e Event) {
	from := b.groups[e.Data.Group]
	first := b.items[e.Data.Items[0]]
	g := &Group{
		ID: e.Data.Into, Seq: e.Seq, Lang: first.Lang, State: e.Data.State, FirstAt: first.At, DecidedAt: e.At,
		Labels: slices.Clone(from.Labels),
	}
	g.begin(e.Data.Text, b.worded(e.Data.Items), from)
	b.begin(g)
	for _, id := range e.Data.Items {
		if b.items[id].Group == from.ID { // its owner may have taken it out in the meantime
			b.put(id, e.Data.Into)
		}
	}
}

func (b *Board) applyNoted(e Event) {
	b.notes = append(b.notes, Note{ID: e.Data.Note, At: e.At, By: e.Actor, Text: e.Data.Text})
}

func (b *Board) applyNoteSeen(e Event) {
	for i := range b.notes {
		b.notes[i].Seen = b.notes[i].Seen || b.notes[i].ID == e.Data.Note
	}
}

func (b *Board) applyRated(e Event) {
	b.items[e.Data.Question].Helped = "no"
	if e.Data.On {
		b.items[e.Data.Question].Helped = "yes"
	}
}
