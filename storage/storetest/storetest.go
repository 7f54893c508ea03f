// Package storetest is the contract of the store: what all rooms rely on, the
// same for every database it may stand on.
package storetest

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"majlis/flows/live/livetest"
	"majlis/flows/talk"
	"majlis/storage"
)

// Open opens an empty store that is closed with the test.
type Open func(t *testing.T, o storage.Options) *storage.DB

// Run checks the contract.
func Run(t *testing.T, open Open) {
	for name, check := range map[string]func(t *testing.T, w *world){
		"first contact":              firstContact,
		"eight at once":              eightAtOnce,
		"identities":                 identities,
		"one of two records":         oneOfTwo,
		"a recycled number":          recycledNumber,
		"an open conversation":       openConversation,
		"merged in a batch":          mergedInABatch,
		"one person, one vote":       onePersonOneVote,
		"numbers change hands":       numbersChangeHands,
		"order":                      order,
		"stale":                      stale,
		"nested writes":              nestedWrites,
		"replies and edits":          repliesAndEdits,
		"erased":                     erased,
		"erased and filed":           erasedAndFiled,
		"reactions":                  reactions,
		"emergency":                  emergency,
		"attempts and settling":      attempts,
		"timers":                     timers,
		"attachments":                attachments,
		"uploads":                    uploads,
		"files of staff":             filesOfStaff,
		"one parcel a person":        oneParcel,
		"lanes":                      lanes,
		"a sender that died":         senderDied,
		"put off and given up":       putOff,
		"made beforehand":            madeBeforehand,
		"marks":                      marks,
		"read at once":               readAtOnce,
		"with the platform":          withThePlatform,
		"failed afterwards":          failedAfterwards,
		"kept back":                  keptBack,
		"blocked and back":           blockedAndBack,
		"stopped":                    stopped,
		"posted once":                postedOnce,
		"dead letters":               deadLetters,
		"transcript":                 transcript,
		"people":                     peopleKept,
		"chosen clock":               chosenClock,
		"one of two clocks":          oneOfTwoClocks,
		"notes":                      notesKept,
		"cases":                      casesKept,
		"finding cases":              findingCases,
		"questions and groups":       questionsAndGroups,
		"entries":                    entriesKept,
		"searching entries":          searchingEntries,
		"digests and their audience": digestsKept,
		"accounts":                   accounts,
		"sign-ins":                   signIns,
		"invites":                    invites,
		"invites in order":           invitesInOrder,
		"ratings of cases":           caseRatings,
		"announcements":              announcements,
		"questions in a turn":        liveTurn,
		"woken when it is durable":   liveDurable,
		"one of two members":         oneOfTwoMembers,
		"one of two askers":          oneOfTwoAskers,
		"told before they were one":  toldBeforeTheyWereOne,
		"erased and asked":           erasedAndAsked,
		"audit":                      audited,
		"a busy day":                 busyDay,
	} {
		t.Run(name, func(t *testing.T) { check(t, newWorld(t, open)) })
	}
	t.Run("broadcasts", func(t *testing.T) { livetest.Contract(t, liveKit(open)) })
}

func newWorld(t *testing.T, open Open) *world {
	w := &world{t: t, now: start, failed: map[string]int{}}
	w.DB = open(t, storage.Options{
		Now: w.clock, Wake: w.woken, Knock: w.knocked, LiveChanged: w.grew, Failed: w.gaveUp, SendLease: lease,
	})
	return w
}

const lease = time.Minute

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// world is a store with a clock that stands still.
type world struct {
	*storage.DB
	t *testing.T

	mu     sync.Mutex
	now    time.Time
	wakes  []string
	knocks []string
	grown  []string       // broadcasts
	onGrew func()         // may be nil
	failed map[string]int // parcels given up, by code
	sent   int
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) woken(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wakes = append(w.wakes, channel)
}

func (w *world) grew(broadcast string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.grown = append(w.grown, broadcast)
	if w.onGrew != nil {
		w.onGrew()
	}
}

func (w *world) gaveUp(_, code string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed[code]++
}

func (w *world) knocked(contact string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.knocks = append(w.knocks, contact)
}

// from is a message of somebody on the channel "test".
func (w *world) from(name, text string) talk.Inbound {
	w.sent++
	return talk.Inbound{
		Channel: "test", ID: strconv.Itoa(w.sent), Native: "m" + strconv.Itoa(w.sent), Address: "to " + name, At: w.clock(),
		Senders: []talk.Identity{{Kind: "test", ID: name}}, Kind: talk.KindText, Text: text,
	}
}

// arrive writes a message to the inbox.
func (w *world) arrive(in talk.Inbound) talk.Arrival {
	w.t.Helper()
	a, err := w.Arrive(w.t.Context(), in)
	w.ok(err)
	return a
}

// meet makes somebody known, with a turn behind them.
func (w *world) meet(name string) talk.Who {
	w.t.Helper()
	a := w.arrive(w.from(name, "hello"))
	w.answer(a, 0, talk.End{State: talk.EndTalk})
	return a.Who
}

// answer finishes the turn of a message.
func (w *world) answer(a talk.Arrival, was int, end talk.End, says ...string) {
	w.t.Helper()
	w.ok(w.Finish(w.t.Context(), turn(a, was, end, says...)))
}

func turn(a talk.Arrival, was int, end talk.End, says ...string) talk.Turn {
	t := talk.Turn{Row: a.Row, Who: a.Who, Was: was, Session: talk.Session{Turn: was + 1, Lang: "ar"}, End: end}
	for _, text := range says {
		t.Messages = append(t.Messages, talk.Message{Text: text})
	}
	return t
}

// take takes what is due on the channel "test".
func (w *world) take(limit int) []talk.Parcel {
	w.t.Helper()
	parcels, err := w.Take(w.t.Context(), "test", w.clock(), limit)
	w.ok(err)
	return parcels
}

// texts are what parcels say.
func texts(parcels []talk.Parcel) []string {
	var list []string
	for _, p := range parcels {
		list = append(list, p.Message.Text)
	}
	return list
}

// deliver sends all that is due, in rounds, and returns what was said.
func (w *world) deliver() []string {
	w.t.Helper()
	var said []string
	for {
		parcels := w.take(100)
		if len(parcels) == 0 {
			return said
		}
		for _, p := range parcels {
			said = append(said, p.Message.Text)
			w.ok(w.Sent(w.t.Context(), p.ID, "n-"+p.ID, w.clock()))
		}
	}
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) ctx() context.Context { return w.t.Context() }
