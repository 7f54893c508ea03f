package channeltest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"majlis/bots"
)

// Outbox is a bots.Outbox in memory, for tests.
type Outbox struct {
	mu   sync.Mutex
	rows []*Row
	seq  map[string]int64
	wake func()
}

// Row is one parcel and what became of it.
type Row struct {
	Parcel  bots.Parcel
	State   string // "queued", "sending", "sent" or "failed"
	Code    string // of the last failure
	Due     time.Time
	Put     []time.Duration // for how long it was put off, each time
	Native  string
	Stopped bool
}

var _ bots.Outbox = (*Outbox)(nil)

// NewOutbox makes an empty outbox.
func NewOutbox() *Outbox { return &Outbox{seq: map[string]int64{}, wake: func() {}} }

// Put queues a parcel; its ID, Seq and Native are given here.
func (o *Outbox) Put(p bots.Parcel) {
	o.mu.Lock()
	o.seq[p.Contact]++
	p.Seq = o.seq[p.Contact]
	p.ID = fmt.Sprintf("%s#%d", p.Contact, p.Seq)
	if p.Native == "" {
		p.Native = fmt.Sprintf("3EB0%018X", len(o.rows)+1)
	}
	o.rows = append(o.rows, &Row{Parcel: p, State: "queued"})
	wake := o.wake
	o.mu.Unlock()
	wake()
}

// Take implements bots.Outbox: the lowest unsent of each person, none of whose
// parcels is on its way.
func (o *Outbox) Take(_ context.Context, channel string, now time.Time, limit int) ([]bots.Parcel, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []bots.Parcel
	held := map[string]bool{}
	rows := slices.Clone(o.rows)
	slices.SortStableFunc(rows, func(a, b *Row) int { return cmp.Compare(a.Parcel.Lane, b.Parcel.Lane) })
	for _, r := range rows {
		open := r.State == "queued" || r.State == "sending"
		if r.Parcel.Channel != channel || !open || held[r.Parcel.Contact] {
			continue
		}
		held[r.Parcel.Contact] = true
		if r.State == "queued" && !r.Due.After(now) && len(list) < limit {
			r.State = "sending"
			list = append(list, r.Parcel)
			r.Parcel.Tries++
		}
	}
	return list, nil
}

// Sent implements bots.Outbox.
func (o *Outbox) Sent(_ context.Context, id, native string, _ time.Time) error {
	return o.change(id, func(r *Row) { r.State, r.Native = "sent", native })
}

// Later implements bots.Outbox.
func (o *Outbox) Later(_ context.Context, id, code string, at time.Time) error {
	return o.change(id, func(r *Row) {
		r.State, r.Code, r.Due, r.Put = "queued", code, at, append(r.Put, time.Until(at))
	})
}

// Fail implements bots.Outbox.
func (o *Outbox) Fail(_ context.Context, id, code string, stop bool) error {
	return o.change(id, func(r *Row) { r.State, r.Code, r.Stopped = "failed", code, stop })
}

func (o *Outbox) change(id string, fn func(*Row)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.rows {
		if r.Parcel.ID == id {
			fn(r)
			return nil
		}
	}
	return fmt.Errorf("no row %s", id)
}

// Rows lists what became of every parcel, in the order they were put.
func (o *Outbox) Rows() []Row {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []Row
	for _, r := range o.rows {
		row := *r
		row.Put = slices.Clone(r.Put)
		list = append(list, row)
	}
	return list
}

func (o *Outbox) mail(address string) []bots.Parcel {
	var list []bots.Parcel
	for _, r := range o.Rows() {
		if r.Parcel.Address == address {
			list = append(list, r.Parcel)
		}
	}
	return list
}
