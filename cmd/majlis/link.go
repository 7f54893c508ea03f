package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"majlis/bots"
	"majlis/flows"
	"majlis/flows/talk"
)

// notes are short texts the store keeps sealed, by name.
type notes interface {
	SetNote(ctx context.Context, name, text string) error
	// Note reads one; flows.ErrNotFound for nothing.
	Note(ctx context.Context, name string) (string, error)
}

// linkNotes keeps how a link stands as a note, for the doctor and other processes.
type linkNotes struct{ notes }

var _ bots.LinkRecord = linkNotes{}

// SetLink implements bots.LinkRecord. What is shown for pairing stays in the
// process that pairs. A process that finds the link held elsewhere says nothing:
// the holder knows better how it stands.
func (n linkNotes) SetLink(ctx context.Context, channel string, l bots.Link) error {
	if l.State == bots.LinkElsewhere {
		return nil
	}
	l.QR, l.Code = "", ""
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return n.SetNote(ctx, "link."+channel, string(text))
}

// ReadLink implements bots.LinkRecord.
func (n linkNotes) ReadLink(ctx context.Context, channel string) (bots.Link, error) {
	var l bots.Link
	text, err := n.Note(ctx, "link."+channel)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return l, fmt.Errorf("the record of the link %s: %w", channel, err)
	}
	return l, nil
}

// linkSays is a link's state in a sentence, with its code and for how long.
func linkSays(t talk.Texts, l bots.Link, now time.Time) string {
	said := t.Text(flows.English, linkText(l), nil) + " [" + string(l.State) + "]"
	if !l.Since.IsZero() {
		said += " for " + now.Sub(l.Since).Round(time.Second).String()
	}
	if l.Phone != "" {
		said += ", number ending in " + l.Phone
	}
	if l.Cause != "" {
		said += ", cause " + l.Cause
	}
	return said
}

// linkHint is what to do next.
func linkHint(t talk.Texts, l bots.Link) string {
	return t.Text(flows.English, linkText(l)+".hint", nil)
}

// linkText is the key of what is said of a link. One that is away because its
// service was stopped needs no network to be mended.
func linkText(l bots.Link) string {
	if l.State == bots.LinkAway && l.Cause == "stopped" {
		return "link.stopped"
	}
	return "link." + string(l.State)
}
