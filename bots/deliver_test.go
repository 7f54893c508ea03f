package bots_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/flows/talk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestOnePersonsMessagesArriveInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.slow = 50 * time.Millisecond
			for i := range 20 {
				for _, who := range []string{"a", "b", "c"} {
					p.put(who, fmt.Sprint(i))
				}
			}
		})
		time.Sleep(time.Minute)
		next := map[string]int{}
		for _, s := range p.wire.all() {
			if s.text != fmt.Sprint(next[s.contact]) {
				t.Fatalf("%s was sent %s, want %d", s.contact, s.text, next[s.contact])
			}
			next[s.contact]++
		}
		if next["a"] != 20 || next["b"] != 20 || next["c"] != 20 {
			t.Errorf("sent %v", next)
		}
		if p.wire.most != 1 {
			t.Errorf("%d of one person were on their way at once", p.wire.most)
		}
		// Side by side, not one after another: 20 turns of 50 ms each.
		if last := p.wire.all()[59].after; last > 2*time.Second {
			t.Errorf("all took %v", last)
		}
	})
}

// On a channel that shows again what is sent again, what many are told is recorded
// one by one, whatever is replied meanwhile.
func TestOneNoticeIsInDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.slow, p.wire.can.Repeats = 50*time.Millisecond, true
			for i := range 40 {
				p.Put(bots.Parcel{Contact: fmt.Sprint(i), Channel: "wire", Lane: talk.LaneNotice, Message: talk.Message{Text: "notice"}})
			}
		})
		synctest.Wait()
		p.put("in a hurry", "reply")
		p.d.Wake("wire")
		time.Sleep(110 * time.Millisecond)
		got := p.wire.all()
		replied := slices.ContainsFunc(got, func(s sent) bool { return s.text == "reply" })
		if len(got) != 3 || !replied {
			t.Errorf("after two notices' time %v went", got)
		}
		time.Sleep(2 * time.Second)
		if got := p.wire.all(); len(got) != 41 || got[40].after != 40*50*time.Millisecond {
			t.Errorf("%d went, the last after %v", len(got), got[len(got)-1].after)
		}
	})
}

func TestWakingIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, nil)
		time.Sleep(1300 * time.Millisecond)
		before := time.Since(p.wire.start)
		p.put("a", "woken")
		p.d.Wake("wire")
		p.d.Wake("no such channel")
		synctest.Wait()
		if got := p.wire.all(); len(got) != 1 || got[0].after != before {
			t.Errorf("sent %v, want at once", got)
		}
		p.put("a", "found") // nobody wakes: the look each second finds it
		time.Sleep(time.Second)
		if got := p.wire.all(); len(got) != 2 {
			t.Errorf("sent %v", got)
		}
	})
}

// The waits after each failed try, with a fifth of jitter either way, then the
// end: staff have to look.
func TestFailuresAreTriedAgainEverMoreSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.fail = func(bots.Parcel, int) error { return errors.New("down") }
			p.put("a", "lost")
			p.put("a", "behind")
		})
		time.Sleep(2 * time.Hour)
		row := p.Rows()[0]
		if row.State != "failed" || row.Code != "failed" || row.Stopped {
			t.Fatalf("row %+v", row)
		}
		m := time.Minute
		want := []time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * m, 10 * m, 10 * m, 10 * m}
		if len(row.Put) != len(want) {
			t.Fatalf("put off %v", row.Put)
		}
		for i, w := range want {
			if row.Put[i] < w*8/10 || row.Put[i] > w*12/10 {
				t.Errorf("try %d was put off %v, want about %v", i+1, row.Put[i], w)
			}
		}
		if second := p.Rows()[1]; second.State != "failed" && len(second.Put) == 0 {
			t.Errorf("the one behind was never tried: %+v", second)
		}
	})
}

func TestThePlatformsOwnWishCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.fail = func(parcel bots.Parcel, n int) error {
				if parcel.Message.Text == "first" && n == 1 {
					return &bots.SendError{Code: "throttled", Retry: true, Wait: 47 * time.Second}
				}
				return nil
			}
			p.put("a", "first")
			p.put("a", "second")
			p.put("b", "other")
		})
		time.Sleep(5 * time.Minute)
		got := p.wire.all()
		if len(got) != 3 || got[0].text != "other" || got[1].text != "first" || got[2].text != "second" {
			t.Fatalf("sent %v", got)
		}
		if got[1].after < 47*time.Second || got[1].after > 49*time.Second {
			t.Errorf("sent after %v, want 47 s and a look", got[1].after)
		}
		if row := p.Rows()[0]; row.Put[0] != 47*time.Second {
			t.Errorf("put off %v", row.Put)
		}
	})
}

// A channel whose link is down is left alone, for as long as that takes: no try is
// spent on what can't go.
func TestNothingIsTakenWhileALinkIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		outbox, w := channeltest.NewOutbox(), &linked{wire: newWire()}
		outbox.Put(bots.Parcel{Contact: "a", Channel: "wire", Message: talk.Message{Text: "once"}})
		d := bots.NewDeliverer(outbox, slog.New(slog.DiscardHandler), time.Now)
		d.Add(w, bots.Limits{})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			d.Run(ctx)
		}()
		time.Sleep(7 * 24 * time.Hour)
		if row := outbox.Rows()[0]; row.State != "queued" || row.Parcel.Tries != 0 {
			t.Errorf("row %+v", row)
		}
		w.up.Store(true)
		time.Sleep(2 * time.Second)
		cancel()
		<-done
		if row := outbox.Rows()[0]; row.State != "sent" || row.Parcel.Tries != 1 {
			t.Errorf("row %+v", row)
		}
	})
}

// linked is a wire that can be down.
type linked struct {
	*wire
	up atomic.Bool
}

func (l *linked) Ready() bool { return l.up.Load() }

func TestBlockedIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.fail = func(p bots.Parcel, _ int) error {
				switch p.Contact {
				case "blocked":
					return fmt.Errorf("sending: %w", &bots.SendError{Code: "blocked", Stop: true})
				case "refused":
					return &bots.SendError{Code: "refused"}
				}
				return nil
			}
			p.put("blocked", "a")
			p.put("refused", "b")
			p.put("fine", "c")
		})
		time.Sleep(time.Minute)
		rows := p.Rows()
		if rows[0].State != "failed" || !rows[0].Stopped || rows[0].Code != "blocked" {
			t.Errorf("blocked: %+v", rows[0])
		}
		if rows[1].State != "failed" || rows[1].Stopped || rows[1].Code != "refused" {
			t.Errorf("refused: %+v", rows[1])
		}
		if rows[2].State != "sent" || rows[2].Native != "n"+rows[2].Parcel.ID {
			t.Errorf("fine: %+v", rows[2])
		}
		if n := p.wire.tries[rows[0].Parcel.ID]; n != 1 {
			t.Errorf("blocked was tried %d times", n)
		}
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.fail = func(_ bots.Parcel, n int) error {
				if n == 1 {
					panic("a bug")
				}
				return nil
			}
			p.put("a", "text")
		})
		time.Sleep(10 * time.Second)
		if row := p.Rows()[0]; row.State != "sent" || row.Code != "panic" {
			t.Errorf("row %+v", row)
		}
	})
}

func TestStoppingFinishesWhatIsInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, bots.Limits{PerChat: .001, ChatBurst: 1}, func(p *post) {
			p.wire.slow = 3 * time.Second
			p.put("a", "in hand")
			p.put("a", "next")
			p.put("b", "b in hand")
		})
		time.Sleep(time.Second)
		p.stop()
		rows := p.Rows()
		if rows[0].State != "sent" || rows[2].State != "sent" {
			t.Errorf("in hand: %+v, %+v", rows[0], rows[2])
		}
		if rows[1].State != "queued" || p.wire.tries[rows[1].Parcel.ID] != 0 {
			t.Errorf("next: %+v", rows[1])
		}
	})
	synctest.Test(t, func(t *testing.T) { // a send that never ends is cut off, and goes again
		p := deliver(t, bots.Limits{}, func(p *post) {
			p.wire.slow = time.Hour
			p.put("a", "stuck")
		})
		time.Sleep(time.Second)
		before := time.Now()
		p.stop()
		if took := time.Since(before); took > 10*time.Second {
			t.Errorf("stopping took %v", took)
		}
		if row := p.Rows()[0]; row.State != "queued" {
			t.Errorf("stuck: %+v", row)
		}
	})
}

// forgetful fails to record what was sent, a few times.
type forgetful struct {
	*channeltest.Outbox
	fails int
}

func (f *forgetful) Sent(ctx context.Context, id, native string, at time.Time) error {
	if f.fails--; f.fails >= 0 {
		return errors.New("the database is locked")
	}
	return f.Outbox.Sent(ctx, id, native, at)
}

func TestADeliveryIsRecordedStubbornly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		outbox, w := channeltest.NewOutbox(), newWire()
		outbox.Put(bots.Parcel{Contact: "a", Channel: "wire", Message: talk.Message{Text: "once"}})
		d := bots.NewDeliverer(&forgetful{outbox, 3}, slog.New(slog.DiscardHandler), time.Now)
		d.Add(w, bots.Limits{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		d.Run(ctx)
		if row := outbox.Rows()[0]; row.State != "sent" || len(w.all()) != 1 {
			t.Errorf("row %+v, sent %d times", row, len(w.all()))
		}
	})
}
