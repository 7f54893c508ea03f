package bots

import (
	"errors"
	"sync"
)

// Begun remembers how much of a parcel that is sent in parts has arrived, for the
// next try. It is kept in memory: a process that dies begins again. The zero
// Begun is ready.
type Begun struct{ parts sync.Map }

// Arrived is how many parts of a parcel an earlier try has sent.
func (b *Begun) Arrived(parcel string) int {
	n, _ := b.parts.Load(parcel)
	parts, _ := n.(int)
	return parts
}

// Interrupted remembers where the next try goes on, if there will be one, and
// returns err.
func (b *Begun) Interrupted(parcel string, parts int, err error) error {
	if se, ok := errors.AsType[*SendError](err); ok && se.Retry && parts > 0 {
		b.parts.Store(parcel, parts)
	} else {
		b.parts.Delete(parcel)
	}
	return err
}

// Whole says that all of a parcel has arrived.
func (b *Begun) Whole(parcel string) { b.parts.Delete(parcel) }
