package live

import (
	"context"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/words"
)

// Reasons are the reasons for declining a question; who asked is told which.
func Reasons() []string { return []string{"off_topic", "personal", "offensive", "unclear", "no_time"} }

// Approve lets the host and the public see a group; it also takes back a decline
// or a postponement.
func (d *Desk) Approve(ctx context.Context, deed Deed, group string) (int64, error) {
	return d.state(ctx, deed, group, func(*Board, *Group) (Data, error) { return Data{State: Approved}, nil })
}

// Decline ends a group with a reason, which everyone in it is told.
func (d *Desk) Decline(ctx context.Context, deed Deed, group, reason string) (int64, error) {
	if !slices.Contains(Reasons(), reason) {
		return 0, &flows.Mistake{Field: "reason", Code: "unknown"}
	}
	return d.state(ctx, deed, group, func(*Board, *Group) (Data, error) { return Data{State: Declined, Reason: reason}, nil })
}

// Queue puts a group among the next, at a place from 1; 0 puts it behind the
// others.
func (d *Desk) Queue(ctx context.Context, deed Deed, group string, place int) (int64, error) {
	return d.state(ctx, deed, group, func(b *Board, g *Group) (Data, error) {
		others := slices.DeleteFunc(b.Queue(), func(other *Group) bool { return other == g })
		if place < 1 {
			place = len(others) + 1
		}
		return Data{State: Next, Place: placeAt(others, place)}, nil
	})
}

// Take makes a group the one the host is at. The one before it, if it was left
// without an answer, is the first of the next again.
func (d *Desk) Take(ctx context.Context, deed Deed, group string) (int64, error) {
	return d.state(ctx, deed, group, func(b *Board, _ *Group) (Data, error) {
		if b.Status != OnAir {
			return Data{}, &flows.Mistake{Field: "broadcast", Code: "not_on_air"}
		}
		return Data{State: Now}, nil
	})
}

// Postpone promises an answer in writing after the broadcast.
func (d *Desk) Postpone(ctx context.Context, deed Deed, group string) (int64, error) {
	return d.state(ctx, deed, group, func(*Board, *Group) (Data, error) { return Data{State: Later}, nil })
}

// Answer marks a group as answered: on air when text is empty, else in writing.
// Everyone in it is told once.
func (d *Desk) Answer(ctx context.Context, deed Deed, group, text string) (int64, error) {
	text = strings.TrimSpace(words.Clean(text))
	if words.Graphemes(text) > maxAnswer {
		return 0, &flows.Mistake{Field: "text", Code: "long"}
	}
	return d.state(ctx, deed, group, func(b *Board, g *Group) (Data, error) {
		if text == "" && g.NowAt.IsZero() && b.Status != OnAir {
			return Data{}, &flows.Mistake{Field: "text", Code: "empty"}
		}
		return Data{State: Answered, Answer: text}, nil
	})
}

// maxAnswer is the longest written answer, graphemes: about two pages.
const maxAnswer = 2500

// state gives a group a new state; giving it the one it has is no deed.
func (d *Desk) state(ctx context.Context, deed Deed, group string, decide func(*Board, *Group) (Data, error)) (int64, error) {
	return d.onGroup(ctx, deed, group, EventState, func(b *Board, g *Group) ([]Data, error) {
		data, err := decide(b, g)
		data.Group = group
		if err != nil || data.State == g.State && data.Place == g.Place && data.Reason == g.Reason && data.Answer == g.Answer {
			return nil, err
		}
		return []Data{data}, nil
	})
}
