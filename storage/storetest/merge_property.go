package storetest

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"majlis/flows/faq"
	"majlis/flows/talk"
)

// citizen is somebody with an account of each kind and a phone number.
type citizen struct{ lid, user, telegram, phone talk.Identity }

func newCitizen(number string) citizen {
	return citizen{
		lid:      talk.Identity{Kind: "whatsapp", ID: number},
		user:     talk.Identity{Kind: "whatsapp_user", ID: number},
		telegram: talk.Identity{Kind: "telegram", ID: number},
		phone:    talk.Identity{Kind: "phone", ID: "+96650" + number},
	}
}

// senders are the ways a citizen may be named in a message, by channel.
func (c citizen) senders(channel string) [][]talk.Identity {
	switch channel {
	case "whatsapp":
		return [][]talk.Identity{{c.lid}, {c.phone}, {c.lid, c.phone}}
	case "whatsappcloud":
		return [][]talk.Identity{{c.user}, {c.phone}, {c.user, c.phone}}
	}
	return [][]talk.Identity{{c.telegram}, {c.telegram, c.phone}}
}

// crowd is what should be known of people whose messages have been written down:
// identities that came together are one record's.
type crowd struct {
	w      *world
	group  string // of the questions asked in this run
	record map[talk.Identity]int
	cases  map[int][]string // by record
	wrote  int
}

// joins makes all identities of a message one record's.
func (c *crowd) joins(senders []talk.Identity) int {
	record := len(c.record) + c.wrote*100 // a number nobody has
	for _, id := range senders {
		old, known := c.record[id]
		if c.record[id] = record; !known {
			continue
		}
		for other, r := range c.record {
			if r == old {
				c.record[other] = record
			}
		}
		if old != record && len(c.cases[old]) > 0 {
			c.cases[record] = append(c.cases[record], c.cases[old]...)
			delete(c.cases, old)
		}
	}
	return record
}

// hears brings a message, answers it and, when it asks, files a case of it.
func (c *crowd) hears(in talk.Inbound, asks bool) talk.Who {
	c.wrote++
	who := c.w.wrote(in, "re "+c.group+in.Text)
	record := c.joins(in.Senders)
	if !asks {
		return who
	}
	id := fmt.Sprint(c.group, "-", c.wrote)
	c.w.ok(c.w.CreateCase(c.w.ctx(), newCase(id, "ref "+id, who)))
	c.w.ok(c.w.AddQuestion(c.w.ctx(), faq.Question{ID: id, Asker: who.Person, Group: c.group, At: start}))
	c.cases[record] = append(c.cases[record], id)
	return who
}

// casesOf are the ids of a person's cases, sorted.
func (w *world) casesOf(person string) []string {
	w.t.Helper()
	list, err := w.CasesOf(w.ctx(), person, 1000)
	w.ok(err)
	var ids []string
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return ids
}

// personOf is the record an identity leads to.
func (w *world) personOf(id talk.Identity) string {
	w.t.Helper()
	for _, channel := range []string{"whatsapp", "whatsappcloud", "telegram"} {
		who, known, err := w.Who(w.ctx(), talk.Inbound{Channel: channel, Senders: []talk.Identity{id}})
		w.ok(err)
		if known {
			return who.Person
		}
	}
	return ""
}

// onePersonOneVote lets people write under any of their identities, in any order:
// identities that ever came together are one person, and nothing of anybody is
// lost or shown to another.
func onePersonOneVote(t *testing.T, w *world) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		c := &crowd{w: w, group: fmt.Sprint("run", run), record: map[talk.Identity]int{}, cases: map[int][]string{}}
		w.ok(w.Regroup(w.ctx(), nil, []faq.Group{{ID: c.group}}))
		for range rapid.IntRange(1, 25).Draw(rt, "messages") {
			k := rapid.IntRange(0, 2).Draw(rt, "citizen")
			who := newCitizen(fmt.Sprintf("%06d%d", run, k))
			channel := rapid.SampledFrom([]string{"whatsapp", "whatsappcloud", "telegram"}).Draw(rt, "channel")
			senders := rapid.SampledFrom(who.senders(channel)).Draw(rt, "senders")
			c.hears(w.as(channel, fmt.Sprint(c.wrote), senders), rapid.Bool().Draw(rt, "asks"))
			if rapid.IntRange(0, 3).Draw(rt, "delivers") == 0 {
				w.takeOn(channel) // on its way, and recorded at the end
			}
		}
		c.check(rt)
	})
	if r, err := w.Audit(w.ctx()); err != nil || !r.Balanced() {
		t.Errorf("the books: %+v, %v", r, err)
	}
}

func (c *crowd) check(t *rapid.T) {
	persons := map[string]int{} // person → record
	for id, record := range c.record {
		person := c.w.personOf(id)
		if other, seen := persons[person]; person == "" || seen && other != record {
			t.Fatalf("%v leads to %q, where somebody else is", id, person)
		}
		persons[person] = record
		want := slices.Sorted(slices.Values(c.cases[record]))
		if got := c.w.casesOf(person); !slices.Equal(got, want) {
			t.Fatalf("%v has the cases %v, want %v", id, got, want)
		}
	}
	if records := len(slices.Compact(slices.Sorted(maps.Values(c.record)))); len(persons) != records {
		t.Fatalf("%d people, want %d", len(persons), records)
	}
	g, err := c.w.Group(c.w.ctx(), c.group)
	if err != nil || g.People != len(c.cases) {
		t.Fatalf("%d people asked, want %d; %v", g.People, len(c.cases), err)
	}
	c.w.pass(2 * lease)
	said := map[string]int{}
	for _, channel := range []string{"whatsapp", "whatsappcloud", "telegram"} {
		for _, text := range c.w.deliverOn(channel) {
			said[text]++
		}
	}
	for n := range c.wrote {
		if text := fmt.Sprint("re ", c.group, n); said[text] != 1 {
			t.Fatalf("%q was said %d times", text, said[text])
		}
	}
}

// deliverOn sends all that is due on a channel, in rounds.
func (w *world) deliverOn(channel string) (said []string) {
	w.t.Helper()
	for {
		parcels := w.takeOn(channel)
		if len(parcels) == 0 {
			return said
		}
		for _, p := range parcels {
			said = append(said, p.Message.Text)
			w.ok(w.Sent(w.ctx(), p.ID, p.Native, w.clock()))
		}
	}
}

// numbersChangeHands lets accounts write with numbers that go from one to the
// other: whoever has one now never reaches what another account filed.
func numbersChangeHands(t *testing.T, w *world) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		filed := map[talk.Identity][]string{}
		for n := range rapid.IntRange(1, 20).Draw(rt, "messages") {
			account := talk.Identity{Kind: "whatsapp", ID: fmt.Sprint(run, "-", rapid.IntRange(0, 2).Draw(rt, "account"))}
			senders := []talk.Identity{account}
			if k := rapid.IntRange(0, 2).Draw(rt, "number"); k > 0 {
				senders = append(senders, talk.Identity{Kind: "phone", ID: fmt.Sprintf("+96650%06d%d", run, k)})
			}
			who := w.wrote(w.as("whatsapp", "hi", senders))
			if rapid.Bool().Draw(rt, "files") {
				id := fmt.Sprint("moving", run, "-", n)
				w.ok(w.CreateCase(w.ctx(), newCase(id, "ref "+id, who)))
				filed[account] = append(filed[account], id)
			}
			want := slices.Sorted(slices.Values(filed[account]))
			if got := w.casesOf(who.Person); !slices.Equal(got, want) {
				rt.Fatalf("%v sees %v, filed %v", senders, got, want)
			}
		}
	})
}
