package whatsapp_test

import (
	"context"
	"strconv"
	"testing"

	"majlis/bots/channeltest"
	"majlis/flows/talk"
)

// BenchmarkReceive is how many messages a second come in through the whole
// protocol, each confirmed before the next, from ten people.
func BenchmarkReceive(b *testing.B) {
	w, h := newTown(b), newHouse()
	taken := make(chan struct{}, 1024)
	c := start(b, options(b, w, h), func(context.Context, talk.Inbound) error {
		taken <- struct{}{}
		return nil
	})
	link(b, w, c)
	var people []*citizen
	for range 10 {
		people = append(people, w.citizen())
	}
	b.ResetTimer()
	go func() {
		for i := range b.N {
			people[i%len(people)].Says(strconv.Itoa(i))
		}
	}()
	for range b.N {
		<-taken
	}
	b.StopTimer()
	channeltest.Until(b, "all to be confirmed", func() bool { return w.kept() == 0 })
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
