package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/faq"
	"majlis/flows/ratings"
	"majlis/flows/talk"
)

// ids are identities in the order of their sureness: kind, id, kind, id.
func ids(pairs ...string) (list []talk.Identity) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, talk.Identity{Kind: pairs[i], ID: pairs[i+1]})
	}
	return list
}

// as is a message on a channel under these identities.
func (w *world) as(channel, text string, senders []talk.Identity) talk.Inbound {
	in := w.from("", text)
	in.Channel, in.Senders, in.Address = channel, senders, "to "+senders[0].ID
	return in
}

// wrote accepts a message and finishes its turn as the conversation stands.
func (w *world) wrote(in talk.Inbound, says ...string) talk.Who {
	w.t.Helper()
	a := w.arrive(in)
	s, err := w.Session(w.ctx(), a.Who.Contact)
	w.ok(err)
	t := turn(a, s.Turn, talk.End{State: talk.EndTalk}, says...)
	s.Turn, s.Lang = s.Turn+1, "ar"
	t.Session = s
	w.ok(w.Finish(w.ctx(), t))
	return a.Who
}

// takeOn takes all that is due on a channel.
func (w *world) takeOn(channel string) []talk.Parcel {
	w.t.Helper()
	parcels, err := w.Take(w.ctx(), channel, w.clock(), 100)
	w.ok(err)
	return parcels
}

var (
	lid   = ids("whatsapp", "200000000000002")
	phone = ids("phone", "+966500000001")
	both  = append(ids("whatsapp", "200000000000002"), phone...)
)

// oneOfTwo merges two records, each with a conversation on the same channel and
// all that can belong to a person.
func oneOfTwo(t *testing.T, w *world) {
	old := w.wrote(w.as("whatsapp", "by number", phone), "re number")
	w.pass(time.Second)
	now := w.wrote(w.as("whatsapp", "by id", lid), "re id")
	other := w.wrote(w.as("telegram", "from there", ids("telegram", "7", "phone", "0500000001")), "re telegram")
	if old.Person == now.Person || other.Person != old.Person {
		t.Fatalf("before: %+v, %+v, %+v", old, now, other)
	}
	entry := faq.Entry{ID: "E1", Status: faq.Published, Version: 1}
	w.ok(w.CreateEntry(w.ctx(), entry))
	for i, who := range []talk.Who{old, now} {
		w.ok(w.CreateCase(w.ctx(), newCase([]string{"C1", "C2"}[i], []string{"260042173", "260042181"}[i], who)))
		w.ok(w.AddQuestion(w.ctx(), faq.Question{ID: []string{"Q1", "Q2"}[i], Asker: who.Person, Group: "G", At: start}))
		w.ok(w.Rate(w.ctx(), "E1", who.Person, i == 0, start))
		w.ok(w.RateCase(w.ctx(), ratings.Rating{Case: []string{"C1", "C2"}[i], Person: who.Person, Score: 4, At: start}))
	}
	// One case is rated by both, last by the record that goes.
	w.ok(w.RateCase(w.ctx(), ratings.Rating{Case: "C2", Person: old.Person, Score: 2, At: start.Add(time.Second)}))
	w.ok(w.Regroup(w.ctx(), nil, []faq.Group{{ID: "G"}}))
	w.ok(w.SetNotify(w.ctx(), old.Person, true, start))
	w.ok(w.Stop(w.ctx(), old.Person, start.Add(time.Second)))
	w.ok(w.SetLang(w.ctx(), old.Person, "ar"))
	w.ok(w.SetLang(w.ctx(), now.Person, "en"))
	onItsWay := w.takeOn("whatsapp")
	if len(onItsWay) != 2 {
		t.Fatalf("on their way: %+v", onItsWay)
	}
	w.pass(time.Second)

	a := w.arrive(w.as("whatsapp", "by both", both))
	if a.Who.Person != now.Person || a.Who.Contact != now.Contact || a.Who.New {
		t.Fatalf("with both: %+v, want %+v", a.Who, now)
	}
	for _, senders := range [][]talk.Identity{lid, phone, both} {
		who, known, err := w.Who(w.ctx(), w.as("whatsapp", "", senders))
		if err != nil || !known || who.Person != now.Person || who.Contact != now.Contact {
			t.Errorf("known by %v as %+v, %v, %v", senders, who, known, err)
		}
	}
	if who, _, err := w.Who(w.ctx(), w.as("telegram", "", ids("telegram", "7"))); err != nil || who.Person != now.Person || who.Contact != other.Contact {
		t.Errorf("on telegram: %+v, %v", who, err)
	}
	mine, err := w.CasesOf(w.ctx(), now.Person, 10)
	w.ok(err)
	if len(mine) != 2 || mine[0].Contact != now.Contact || mine[1].Contact != now.Contact {
		t.Errorf("cases: %+v", mine)
	}
	group, err := w.Group(w.ctx(), "G")
	w.ok(err)
	e, err := w.Entry(w.ctx(), "E1")
	w.ok(err)
	if group.People != 1 || group.Count != 2 || e.Useful != 0 || e.NotUseful != 1 {
		t.Errorf("counted as %d people, %d questions, %d useful, %d not", group.People, group.Count, e.Useful, e.NotUseful)
	}
	rated, err := w.CaseRatings(w.ctx(), "C1")
	w.ok(err)
	if len(rated) != 1 || rated[0].Person != now.Person {
		t.Errorf("rated: %+v", rated)
	}
	rated, err = w.CaseRatings(w.ctx(), "C2")
	w.ok(err)
	if len(rated) != 1 || rated[0].Person != now.Person || rated[0].Score != 2 {
		t.Errorf("rated by both: %+v, want the newer", rated)
	}
	p, err := w.Person(w.ctx(), now.Person)
	w.ok(err)
	if !p.StoppedAt.Equal(start.Add(time.Second)) || p.Notify || p.Lang != "ar" {
		t.Errorf("the person: %+v", p)
	}
	for _, parcel := range onItsWay { // known to their sender by their old ids
		w.ok(w.Sent(w.ctx(), parcel.ID, parcel.Native, w.clock()))
	}
	w.pass(2 * lease)
	if again := w.takeOn("whatsapp"); len(again) != 0 {
		t.Errorf("sent again: %+v", again)
	}
	lines, err := w.Conversation(w.ctx(), now.Contact, 10)
	w.ok(err)
	var said []string
	for _, l := range lines {
		said = append(said, l.Text+l.Message.Text)
	}
	if diff := cmp.Diff([]string{"by number", "by id", "by both", "re id", "re number"}, sortedBy(said)); diff != "" {
		t.Error(diff)
	}
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() || r.Inbound != 4 {
		t.Errorf("the books: %+v", r)
	}
}

// sortedBy puts what they said before what was answered.
func sortedBy(said []string) []string {
	var theirs, ours []string
	for _, s := range said {
		if s[:2] == "re" {
			ours = append(ours, s)
		} else {
			theirs = append(theirs, s)
		}
	}
	if len(ours) == 2 && ours[0] > ours[1] {
		ours[0], ours[1] = ours[1], ours[0]
	}
	return append(theirs, ours...)
}

// recycledNumber checks that a number that was given to somebody else opens
// nothing of its former owner's, who may have been known before kinds were kept.
func recycledNumber(t *testing.T, w *world) {
	first := w.wrote(w.as("whatsapp", "mine", both))
	w.ok(w.CreateCase(w.ctx(), newCase("C1", "260042173", first)))
	stranger := append(ids("whatsapp", "300000000000003"), phone...)
	who, known, err := w.Who(w.ctx(), w.as("whatsapp", "", stranger))
	if known || err != nil {
		t.Fatalf("taken for %+v, %v", who, err)
	}
	second := w.wrote(w.as("whatsapp", "mine now", stranger))
	third := w.wrote(w.as("whatsapp", "by id", stranger[:1]))
	if second.Person == first.Person || !second.New || third.Person != second.Person {
		t.Fatalf("%+v, then %+v", first, second)
	}
	for i, in := range []talk.Inbound{w.as("whatsapp", "", both), w.as("whatsapp", "", phone), w.as("whatsapp", "", stranger)} {
		a := w.arrive(in)
		want := first.Person
		if i == 2 {
			want = second.Person
		}
		if a.Who.Person != want {
			t.Errorf("%v is %s, want %s", in.Senders, a.Who.Person, want)
		}
	}
	if mine, err := w.CasesOf(w.ctx(), second.Person, 10); len(mine) != 0 || err != nil {
		t.Errorf("the new owner sees %+v, %v", mine, err)
	}
}

// openConversation checks that of two conversations the open one goes on, and that
// nothing begun for the old record is written.
func openConversation(t *testing.T, w *world) {
	a := w.arrive(w.as("whatsapp", "suggest", phone))
	asks := turn(a, 0, talk.End{State: talk.EndTalk})
	asks.Session.Flow, asks.Session.Open, asks.Session.Asked = "suggest", "text", 1
	asks.Session.Journal = []talk.Entry{{Key: "service", Value: []byte(`"roads"`)}}
	asks.Timers = []talk.Timer{{Name: "remind", At: start.Add(time.Hour)}}
	w.ok(w.Finish(w.ctx(), asks))
	w.pass(time.Second)
	kept := w.wrote(w.as("whatsapp", "newer", lid))
	waits := w.arrive(w.as("whatsapp", "begun before", phone))
	elsewhere := w.arrive(w.as("telegram", "first, begun before", append(ids("telegram", "7"), phone...)))
	w.arrive(w.as("whatsapp", "by both", both))

	s, err := w.Session(w.ctx(), kept.Contact)
	w.ok(err)
	if s.Flow != "suggest" || len(s.Journal) != 1 || s.Turn != 2 {
		t.Errorf("goes on as %+v", s)
	}
	fired, err := w.Fired(w.ctx(), start.Add(time.Hour), 10)
	w.ok(err)
	if len(fired) != 1 || fired[0].Turn != 2 || fired[0].Who.Contact != kept.Contact || fired[0].Who.Person != kept.Person {
		t.Errorf("its timer: %+v", fired)
	}
	for name, late := range map[string]talk.Turn{
		"of the conversation that is gone": turn(waits, 1, talk.End{State: talk.EndTalk}, "late"),
		"of one that has moved":            turn(elsewhere, 0, talk.End{State: talk.EndTalk}, "late"),
	} {
		if err := w.Finish(w.ctx(), late); !errors.Is(err, talk.ErrStale) {
			t.Errorf("a turn %s: %v, want ErrStale", name, err)
		}
	}
	var read []string
	for range 2 {
		in, who, _, found, err := w.Next(w.ctx(), kept.Contact)
		w.ok(err)
		if !found || who.Person != kept.Person {
			t.Fatalf("next: %v, %+v", found, who)
		}
		read = append(read, in.Text)
		w.answer(talk.Arrival{Row: in.Row, Who: who}, s.Turn, talk.End{State: talk.EndTalk})
		s.Turn++
	}
	if diff := cmp.Diff([]string{"begun before", "by both"}, read); diff != "" {
		t.Error(diff)
	}
	if r, err := w.Audit(w.ctx()); !r.Balanced() || err != nil {
		t.Errorf("the books: %+v, %v", r, err)
	}
}

// mergedInABatch checks that those who come right behind a merge, in the same
// commit, are not served from memory.
func mergedInABatch(t *testing.T, w *world) {
	old := w.wrote(w.as("whatsapp", "by number", phone))
	now := w.wrote(w.as("whatsapp", "by id", lid))
	w.ok(w.Write(w.ctx(), func(ctx context.Context) error {
		if _, err := w.Arrive(ctx, w.as("whatsapp", "both", both)); err != nil {
			return err
		}
		a, err := w.Arrive(ctx, w.as("whatsapp", "by number again", phone))
		if a.Who.Person != now.Person || a.Who.Contact == old.Contact {
			t.Errorf("right behind it: %+v", a.Who)
		}
		return err
	}))
	undone := errors.New("undone")
	third := w.wrote(w.as("telegram", "hi", ids("telegram", "7")))
	err := w.Write(w.ctx(), func(ctx context.Context) error {
		_, err := w.Arrive(ctx, w.as("telegram", "shares", append(ids("telegram", "7"), phone...)))
		return errors.Join(err, undone)
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	if who := w.wrote(w.as("telegram", "hm", ids("telegram", "7"))); who.Person != third.Person {
		t.Errorf("a merge that was undone: %+v", who)
	}
	if who := w.wrote(w.as("whatsapp", "hm", phone)); who.Person != now.Person {
		t.Errorf("a merge that was undone: %+v", who)
	}
}
