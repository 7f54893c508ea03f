package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	qrcode "github.com/skip2/go-qrcode"

	"majlis/bots"
	"majlis/flows/talk"
)

const (
	// lookAtLink is how often a terminal looks whether the link has changed.
	lookAtLink = 200 * time.Millisecond
	// linkPatience is how long a terminal waits for WhatsApp to be reached.
	linkPatience = time.Minute
)

// linkTerminal is how a link is made and ended at a terminal.
type linkTerminal struct {
	linker bots.Linker
	texts  talk.Texts
	out    io.Writer
	now    func() time.Time
	desk   string // where the desk's page of channels is
	light  bool   // the terminal writes dark on light
}

// errElsewhere refuses to take the link away from the process that works with it.
func (t linkTerminal) errElsewhere() error {
	return fmt.Errorf("another process of Majlis holds the link [%s], most likely majlis serve; use its desk: %s", bots.LinkElsewhere, t.desk)
}

// pair links a phone: by a code to type when a number is given, else by QR code.
// It ends when the phone took the code.
func (t linkTerminal) pair(ctx context.Context, phone string) error {
	first, err := t.settled(ctx)
	if err != nil {
		return err
	}
	switch first.State {
	case bots.LinkUnpaired, bots.LinkLoggedOut, bots.LinkPairing:
	case bots.LinkConnected, bots.LinkPhoneAway, bots.LinkRestricted:
		return errors.New("a phone is linked already: " + linkSays(t.texts, first, t.now()) + "; end that link first: majlis whatsapp unlink")
	default:
		return t.broken(first)
	}
	if err := t.linker.Pair(ctx, phone); err != nil {
		return fmt.Errorf("pairing could not begin: %w; %s\n%s", err,
			linkSays(t.texts, t.linker.Link(), t.now()), indent("hint: "+linkHint(t.texts, bots.Link{State: bots.LinkAway})))
	}
	return t.follow(ctx)
}

// follow shows each new code until a phone took one.
func (t linkTerminal) follow(ctx context.Context) error {
	shown, begun := "", t.now()
	for {
		l := t.linker.Link()
		switch {
		case l.State == bots.LinkPairing:
			begun = t.now()
			if err := t.show(l, &shown); err != nil {
				return err
			}
		case l.State == bots.LinkConnected, l.State == bots.LinkRestricted, l.State == bots.LinkPhoneAway:
			fmt.Fprintln(t.out, "majlis: "+linkSays(t.texts, l, t.now()))
			fmt.Fprintln(t.out, "majlis: "+t.texts.Text("en", "link.limit", nil))
			return nil
		case l.State == bots.LinkElsewhere:
			return t.errElsewhere()
		case shown != "" && (l.State == bots.LinkUnpaired || l.State == bots.LinkLoggedOut):
			return errors.New("no phone took a code in time; run the command again")
		case l.State == bots.LinkOutdated, l.State == bots.LinkReplaced, shown != "" && l.State == bots.LinkBanned:
			return t.broken(l)
		case t.now().Sub(begun) > linkPatience:
			return t.broken(l)
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// show prints a code that was not shown yet.
func (t linkTerminal) show(l bots.Link, shown *string) error {
	code := l.Code + l.QR
	if code == *shown || code == "" {
		return nil
	}
	*shown = code
	if l.Code != "" {
		fmt.Fprintf(t.out, "majlis: type this code on the phone (WhatsApp › Linked devices › Link a device › Link with phone number instead):\n\n    %s\n\n", l.Code)
		return nil
	}
	drawn, err := qrcode.New(l.QR, qrcode.Low)
	if err != nil {
		return fmt.Errorf("drawing the QR code: %w", err)
	}
	fmt.Fprintf(t.out, "\n%s\nmajlis: scan this with the phone (WhatsApp › Linked devices › Link a device); a new code follows by itself\n", drawn.ToSmallString(t.light))
	return nil
}

// unlink ends the link.
func (t linkTerminal) unlink(ctx context.Context) error {
	l, err := t.settled(ctx)
	if err != nil {
		return err
	}
	if l.State == bots.LinkUnpaired || l.State == bots.LinkLoggedOut {
		return fmt.Errorf("there is no link to end: %s", linkSays(t.texts, l, t.now()))
	}
	if err := t.linker.Unlink(ctx); err != nil {
		return fmt.Errorf("the link could not be ended: %w", err)
	}
	fmt.Fprintln(t.out, "majlis: the link was ended; link a phone again with: majlis whatsapp pair")
	return nil
}

// settled waits until it is known how the link stands; a link that can't be
// reached is known well enough after a while.
func (t linkTerminal) settled(ctx context.Context) (bots.Link, error) {
	begun := t.now()
	for {
		l := t.linker.Link()
		if l.State == bots.LinkElsewhere {
			return l, t.errElsewhere()
		}
		unsure := l.State == bots.LinkStarting || l.State == bots.LinkAway
		if !unsure || t.now().Sub(begun) > linkPatience {
			return l, nil
		}
		if err := pause(ctx); err != nil {
			return l, err
		}
	}
}

// broken is a state in which nothing can be linked, with what to do.
func (t linkTerminal) broken(l bots.Link) error {
	return fmt.Errorf("%s\n%s", linkSays(t.texts, l, t.now()), indent("hint: "+linkHint(t.texts, l)))
}

func pause(ctx context.Context) error {
	select {
	case <-time.After(lookAtLink):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
