package bots_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"majlis/bots"
)

// Telegram's limits: a burst to one chat, then one a second; overall 28 a second.
func TestLimitsHold(t *testing.T) {
	limits := bots.Limits{PerSecond: 28, Burst: 28, PerChat: 1, ChatBurst: 5}
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, limits, func(p *post) {
			for i := range 15 {
				p.put("a", fmt.Sprint(i))
			}
		})
		time.Sleep(time.Minute)
		got := p.wire.all()
		if len(got) != 15 {
			t.Fatalf("%d sent", len(got))
		}
		if got[4].after > 0 {
			t.Errorf("the fifth of a burst was sent after %v", got[4].after)
		}
		for i := 5; i < 15; i++ {
			if want := time.Duration(i-4) * time.Second; got[i].after < want-time.Millisecond {
				t.Errorf("number %d was sent after %v, too early", i, got[i].after)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p := deliver(t, limits, func(p *post) {
			for i := range 280 {
				p.put(fmt.Sprint(i), "digest")
			}
		})
		time.Sleep(time.Minute)
		got := p.wire.all()
		if len(got) != 280 {
			t.Fatalf("%d sent", len(got))
		}
		for i := 28; i < len(got); i++ { // no second has more than the burst and its share
			if within := got[i].after - got[i-28].after; i >= 56 && within < 990*time.Millisecond {
				t.Fatalf("29 messages within %v", within)
			}
		}
		if last := got[279].after; last > 10*time.Second {
			t.Errorf("all took %v", last)
		}
	})
}
