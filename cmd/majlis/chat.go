package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"majlis/bots"
	"majlis/config"
	"majlis/flows/talk"
)

type chatCmd struct {
	As    string `default:"terminal" help:"Who talks: a phone number such as +966500000001, or any name."`
	Lang  string `default:"ar" enum:"ar,en" help:"Language of the person's app: ar or en."`
	Repro bool   `help:"Print the talk as a golden transcript."`
}

// terminalName is the channel of majlis chat in records.
const terminalName = "terminal"

// Run talks through the real path: guard, inbox, turn, outbox, delivery. Without
// a secret it talks to a house of its own that goes when the talk ends.
func (c chatCmd) Run(ctx context.Context, set *config.Config, std streams) error {
	settings, clean, err := c.settings(*set, std)
	if err != nil {
		return err
	}
	defer clean()
	if err := settings.Check(); err != nil {
		return err
	}
	h, err := open(ctx, settings, newLog(io.Discard))
	if err != nil {
		return err
	}
	defer h.Close()
	t := &terminal{out: std.out, repro: c.Repro, said: make(chan struct{}, 1)}
	h.deliverer.Add(t, bots.Limits{})
	inside, stop := context.WithCancel(ctx)
	var rooms sync.WaitGroup
	rooms.Go(func() { h.reception.Run(inside) })
	rooms.Go(func() { h.deliverer.Run(inside) })
	defer rooms.Wait()
	defer stop()
	return c.talk(ctx, h, t, std.in)
}

// settings are those given, or a temporary house when there is no secret.
func (c chatCmd) settings(set config.Config, std streams) (config.Config, func(), error) {
	if len(set.MasterSecret()) > 0 {
		return set, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "majlis-chat-")
	if err != nil {
		return set, nil, err
	}
	set.DB, set.Secret = filepath.Join(folder, "majlis.db"), config.Secret(rand.Text())
	fmt.Fprintln(std.err, "majlis: no MAJLIS_SECRET is set: this talk is kept in a temporary folder and goes when it ends")
	return set, func() { _ = os.RemoveAll(folder) }, nil // what is left, the system's own clean-up takes
}

// talk sends each line typed and waits until the answer has been printed.
func (c chatCmd) talk(ctx context.Context, h *house, t *terminal, in io.Reader) error {
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if c.Repro {
			fmt.Fprintf(t.out, "> %s\n", line)
		}
		if err := h.reception.Accept(ctx, c.inbound(h, line)); err != nil {
			return fmt.Errorf("not taken, please send it again: %w", err)
		}
		if err := c.settle(ctx, h); err != nil {
			return err
		}
	}
	return lines.Err()
}

// settle waits until the message has its turn and every reply is printed.
func (c chatCmd) settle(ctx context.Context, h *house) error {
	for ctx.Err() == nil {
		waiting, err := h.db.Pending(ctx, terminalName)
		if err != nil {
			return err
		}
		if waiting == 0 {
			return nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	return ctx.Err()
}

func (c chatCmd) inbound(h *house, line string) talk.Inbound {
	sender := talk.Identity{Kind: terminalName, ID: c.As}
	if strings.HasPrefix(c.As, "+") {
		sender.Kind = "phone"
	}
	return talk.Inbound{
		Channel: terminalName, ID: h.newID(), Senders: []talk.Identity{sender}, Address: c.As,
		At: h.now(), Kind: talk.KindText, Text: line, Lang: c.Lang,
	}
}

// terminal is the channel that prints.
type terminal struct {
	out   io.Writer
	repro bool
	said  chan struct{}
}

// Name of the channel in records.
func (t *terminal) Name() string { return terminalName }

// Can show nothing but text.
func (t *terminal) Can() bots.Capabilities { return bots.Capabilities{Broadcast: true} }

// Send prints a message.
func (t *terminal) Send(_ context.Context, p bots.Parcel) (string, error) {
	text := p.Message.Numbered()
	if t.repro {
		text = "< " + strings.ReplaceAll(strings.ReplaceAll(text, "\n\n", "\n"), "\n", "\n  ")
	}
	_, err := fmt.Fprintln(t.out, text)
	return p.ID, err
}
