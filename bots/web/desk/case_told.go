package desk

import (
	"context"
	"time"

	"majlis/flows/cases"
	"majlis/flows/talk"
)

// Told is what citizens were told.
type Told interface {
	// Told lists what a citizen was told about a case, oldest first, with how far
	// each message got.
	Told(ctx context.Context, caseID string) ([]talk.Line, error)
}

// mark is one step of a message of ours on its way.
type mark struct {
	Name string // waiting, sent, delivered, read, failed
	Icon string
	At   time.Time // zero when it is not a moment
	Code string    // of a failure
}

// marksOf are the steps a message has taken, in their order. Web and Telegram tell
// of no step after sent.
func marksOf(l talk.Line) []mark {
	var list []mark
	for _, m := range []mark{
		{Name: "sent", Icon: "check", At: l.Sent},
		{Name: "delivered", Icon: "check-double", At: l.Delivered},
		{Name: "read", Icon: "check-double", At: l.Read},
	} {
		if !m.At.IsZero() {
			list = append(list, m)
		}
	}
	switch {
	case l.Failed != "":
		list = append(list, mark{Name: "failed", Icon: "alert", Code: l.Failed})
	case len(list) == 0:
		list = append(list, mark{Name: "waiting", Icon: "clock"})
	}
	return list
}

// toldOf is what was told about a case, by the id of the event that caused it.
func (d *Desk) toldOf(ctx context.Context, c cases.Case) (map[string]talk.Line, error) {
	if d.Told == nil {
		return nil, nil
	}
	lines, err := d.Told.Told(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	told := map[string]talk.Line{}
	for _, l := range lines {
		told[l.Dedupe] = l
	}
	return told, nil
}
