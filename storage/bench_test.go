package storage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/talk"
	"majlis/storage"
)

// BenchmarkDurableTurn accepts a message and finishes its turn in one durable
// commit, as talk.Reception does: the inbox row, the session, a reply, a timer,
// and a case every tenth turn. One iteration is one turn.
func BenchmarkDurableTurn(b *testing.B) {
	for _, conversations := range []int{1, 64} {
		b.Run(fmt.Sprintf("conversations=%d", conversations), func(b *testing.B) {
			db := openAt(b, filepath.Join(b.TempDir(), "majlis.db"), storage.Options{})
			took := make([][]time.Duration, conversations)
			var next sync.Mutex
			left := b.N
			var wg sync.WaitGroup
			b.ResetTimer()
			for i := range conversations {
				wg.Go(func() {
					c := talker{db: db, updates: &updates, id: i}
					for {
						next.Lock()
						left--
						over := left < 0
						next.Unlock()
						if over {
							return
						}
						start := time.Now()
						if err := c.turn(b.Context()); err != nil {
							b.Error(err)
							return
						}
						took[i] = append(took[i], time.Since(start))
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			all := slices.Concat(took...)
			slices.Sort(all)
			b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "turns/s")
			b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// talker is one conversation of the benchmark.
type talker struct {
	db      *storage.DB
	updates *atomic.Int64 // as Telegram numbers them
	id      int
	was     int
}

// updates numbers messages.
var updates atomic.Int64

// next is the conversation's next message.
func (c *talker) next() talk.Inbound {
	update := c.updates.Add(1)
	id := strconv.Itoa(c.id)
	return talk.Inbound{
		Channel: "test", ID: strconv.FormatInt(update, 10), Order: update, Address: id, Kind: talk.KindText,
		Senders: []talk.Identity{{Kind: "test", ID: id}}, At: time.Now(), Text: "الإنارة معطلة في شارع الملك فهد منذ أسبوع", Native: strconv.FormatInt(update, 10),
	}
}

func (c *talker) turn(ctx context.Context) error {
	in := c.next()
	if _, _, err := c.db.Who(ctx, in); err != nil {
		return err
	}
	return c.db.Write(ctx, func(ctx context.Context) error {
		a, err := c.db.Arrive(ctx, in)
		if err != nil {
			return err
		}
		s := talk.Session{Turn: c.was + 1, Lang: "ar", Flow: "suggest", Open: "text", Asked: c.was, Journal: []talk.Entry{
			{Key: "service", Value: []byte(`"lighting"`)}, {Key: "text", Value: []byte(`"street lights are out"`)},
		}}
		t := talk.Turn{
			Row: a.Row, Who: a.Who, Was: c.was, Session: s, End: talk.End{State: talk.EndTalk},
			Messages: []talk.Message{{Text: "شكراً. يُرجى كتابة وصف المشكلة.", Asked: c.was}},
			Timers:   []talk.Timer{{Name: "remind", At: in.At.Add(time.Hour)}},
		}
		if c.was%10 == 9 {
			if t.End, err = c.file(ctx, in, a); err != nil {
				return err
			}
		}
		if err := c.db.Finish(ctx, t); err != nil {
			return err
		}
		c.was++
		return nil
	})
}

// file makes a case of a message.
func (c *talker) file(ctx context.Context, in talk.Inbound, a talk.Arrival) (talk.End, error) {
	filed := cases.Case{
		ID: a.Row, Ref: in.ID, Kind: cases.Complaint, Status: cases.Received, Service: "lighting", Text: in.Text, Lang: "ar",
		Person: a.Who.Person, Contact: a.Who.Contact, Channel: in.Channel, CreatedAt: in.At, DueAt: in.At.Add(240 * time.Hour),
	}
	err := c.db.CreateCase(ctx, filed)
	if err == nil {
		err = c.db.AddEvent(ctx, cases.Event{ID: a.Row, Case: a.Row, At: in.At, Kind: cases.EventFiled, Text: in.Text})
	}
	return talk.End{State: talk.EndCase, Ref: a.Row}, err
}
