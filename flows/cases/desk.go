package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"majlis/flows"
	"majlis/flows/talk"
)

// Desk is what is done with cases: citizens file them, staff answer. Every deed
// is one transaction: the case, its history and what the citizen is told.
type Desk struct {
	Store    Store
	Ministry flows.Ministry
	Texts    talk.Texts
	Now      func() time.Time
	NewID    func() string // ULIDs
	Random   io.Reader     // for reference numbers; nil: crypto/rand
}

// Deed is who changes which case, and the version they saw. When another has
// changed it since, the deed is flows.ErrStale and nothing is written or told.
type Deed struct {
	Case    string
	Version int
	Actor   string // staff id
}

// doubleClick is how soon the same deed of the same person counts as one.
const doubleClick = time.Minute

// act changes a case and writes the event of it; fn makes both and says what the
// citizen is told, "" nothing. fn fills the event before it refuses anything, so
// that the same deed done twice in a row is recognised and done once. The files go
// with what the citizen is told.
func (d Desk) act(ctx context.Context, deed Deed, fn func(c *Case, e *Event) (tell string, err error), files ...talk.File) (Case, error) {
	if len(files) > MaxFiles {
		return Case{}, &flows.Mistake{Field: "file", Code: "too_many_files"}
	}
	var after Case
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		c, err := d.Store.Case(ctx, deed.Case)
		if err != nil {
			return err
		}
		before := c
		event := Event{ID: d.NewID(), Case: c.ID, At: d.Now(), Actor: deed.Actor, Files: idsOf(files)}
		tell, err := fn(&c, &event)
		if before.Version != deed.Version {
			after = before
			return d.repeated(ctx, event)
		}
		if err != nil {
			return err
		}
		if err := d.write(ctx, c, event, tell); err != nil {
			return err
		}
		if err := d.attach(ctx, c, event, files); err != nil {
			return err
		}
		c.Version++
		after = c
		return nil
	})
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", deed.Case, err)
	}
	return after, nil
}

func (d Desk) write(ctx context.Context, c Case, e Event, tell string) error {
	if err := d.Store.UpdateCase(ctx, c); err != nil {
		return err
	}
	if err := d.Store.AddEvent(ctx, e); err != nil {
		return err
	}
	if tell == "" {
		return nil
	}
	return d.Store.Post(ctx, Post{
		Contact: c.Contact,
		Lane:    talk.LaneReply,
		Message: talk.Message{Text: tell, About: c.ID},
		Dedupe:  e.Dedupe(),
		Invite:  inviteAfter(c, e),
	})
}

// inviteAfter asks whether an answer solved it, and how the service was.
func inviteAfter(c Case, e Event) *talk.Invite {
	if e.Kind == EventReply || e.Kind == EventClosed && c.CloseReason == "solved" {
		return &talk.Invite{Flow: Rate, About: c.ID}
	}
	return nil
}

// repeated returns nil when the newest event is this very deed, a moment ago: a
// button pressed twice. Else the case was changed by another.
func (d Desk) repeated(ctx context.Context, e Event) error {
	events, err := d.Store.Events(ctx, e.Case)
	if err != nil {
		return errors.Join(flows.ErrStale, err)
	}
	if len(events) == 0 {
		return flows.ErrStale
	}
	last := events[0]
	for _, other := range events[1:] {
		if !other.At.Before(last.At) {
			last = other
		}
	}
	same := last.Kind == e.Kind && last.Actor == e.Actor && last.Text == e.Text && e.At.Sub(last.At) < doubleClick
	if !same {
		return flows.ErrStale
	}
	return nil
}
