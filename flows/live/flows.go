package live

import (
	"context"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/talk"
)

// Names of the flows of this room. Free is entered with what is typed while
// nothing is open, Helped by an invitation, Deleted when a message was deleted.
const (
	Free    = "live_free"
	Helped  = "live_helped"
	Deleted = "live_deleted"

	flowLive  = "live"
	flowJoin  = "live_join"
	flowAsk   = "live_ask"
	flowAskIn = "live_ask_in"
	flowToo   = "live_too"
)

// LinkPrefix begins the payload of a link that joins a broadcast: live-4711.
const LinkPrefix = "live-"

// IsLink reports whether the payload of a link joins a broadcast, or says
// something in one.
func IsLink(payload string) bool {
	_, _, _, ok := cutAddress(payload)
	return ok || strings.HasPrefix(payload, LinkPrefix)
}

// Deps is what the conversations of this room need.
type Deps struct {
	Store    Store
	Boards   *Boards
	Floor    Floor
	Library  faq.Library
	Cases    cases.Desk
	Ministry flows.Ministry
	Texts    talk.Texts
	Now      func() time.Time
}

// Flows are the conversations of this room, the one of the menu first.
func Flows(d Deps) []talk.Flow {
	return []talk.Flow{
		{Name: flowLive, Title: "menu.live", Words: "words.live", Run: d.browse},
		{Name: flowJoin, Run: d.join},
		{Name: flowAsk, Run: d.ask},
		{Name: flowAskIn, Run: d.askIn},
		{Name: flowToo, Run: d.too},
		{Name: Free, Run: d.free},
		{Name: Helped, Run: d.helped},
		{Name: Deleted, Aside: true, Run: d.deleted},
	}
}

// member is the person of a conversation as one who takes part.
func member(t *talk.Talk, broadcast string) Member {
	who := t.Who()
	return Member{
		Broadcast: broadcast, Person: who.Person, Contact: who.Contact, Channel: who.Channel, Lang: t.Lang(), At: t.Now(),
	}
}

// coming lists the broadcasts that people may know of and that are not over.
func (d Deps) coming(t *talk.Talk) []Broadcast {
	return talk.Look(t, func(ctx context.Context) ([]Broadcast, error) {
		return d.Store.Broadcasts(ctx, Announced, Collecting, OnAir)
	})
}

// joined is the open broadcast that a person joined last; false for none.
func (d Deps) joined(t *talk.Talk) (Broadcast, bool) {
	person := t.Who().Person
	if person == "" {
		return Broadcast{}, false
	}
	list := talk.Look(t, func(ctx context.Context) ([]Broadcast, error) { return d.Store.JoinedTo(ctx, person) })
	for _, b := range list {
		if b.Status.Open() {
			return b, true
		}
	}
	return Broadcast{}, false
}

// broadcast reads one that was chosen or joined; false when it is gone.
func (d Deps) broadcast(t *talk.Talk, id string) Broadcast {
	return talk.Look(t, func(ctx context.Context) (Broadcast, error) { return d.Store.Broadcast(ctx, id) })
}

func (d Deps) facts(t *talk.Talk, b Broadcast) talk.Args {
	zone := talk.Look(t, func(ctx context.Context) (string, error) { return d.Store.Zone(ctx, t.Who().Person) })
	return Facts(b, t.Lang(), zone, d.Ministry)
}
