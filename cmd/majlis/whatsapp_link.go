package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"majlis/bots"
	"majlis/config"
)

type whatsappCmd struct {
	Pair   whatsappPairCmd   `cmd:"" help:"Link a phone at this terminal; the service must be stopped, or use its desk."`
	Status whatsappStatusCmd `cmd:"" help:"Say how the linked device stands."`
	Unlink whatsappUnlinkCmd `cmd:"" help:"End the link; it can't be undone."`
}

type whatsappPairCmd struct {
	Phone string `placeholder:"+966…" help:"The phone's number in international form: show a code to type on it instead of a QR code."`
	Light bool   `help:"The terminal writes dark on light."`
}

// errLinkOff refuses to work with a device the service would not use.
var errLinkOff = errors.New("MAJLIS_WHATSAPP: the linked device is off; set it to on first")

// Run links a phone at the terminal.
func (p whatsappPairCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	phone := ""
	if p.Phone != "" {
		read, ok := bots.International(p.Phone)
		if !ok {
			return fmt.Errorf("--phone: %q is not a number in international form; write it like +966500000000", p.Phone)
		}
		phone = read
	}
	return atLink(ctx, *c, std, func(ctx context.Context, t linkTerminal) error {
		t.light = p.Light
		return t.pair(ctx, phone)
	})
}

type whatsappUnlinkCmd struct {
	Yes bool `help:"Don't ask."`
}

// Run ends the link after asking, as it can't be undone.
func (u whatsappUnlinkCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	if !c.WhatsApp.On() {
		return errLinkOff
	}
	if !u.Yes {
		fmt.Fprint(std.err, "Messages no longer arrive and the phone has to be linked anew. Type yes to end the link: ")
		line, err := bufio.NewReader(std.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if strings.TrimSpace(line) != "yes" {
			return errors.New("nothing was changed")
		}
	}
	return atLink(ctx, *c, std, func(ctx context.Context, t linkTerminal) error { return t.unlink(ctx) })
}

// atLink holds the link as the service does while something is done with it. What
// arrives meanwhile is stored and answered by the service later.
func atLink(ctx context.Context, c config.Config, std streams, do func(context.Context, linkTerminal) error) error {
	if !c.WhatsApp.On() {
		return errLinkOff
	}
	h, err := openChecked(ctx, c, std)
	if err != nil {
		return err
	}
	defer h.Close()
	link, err := h.newWhatsApp()
	if err != nil {
		return err
	}
	defer link.Close()
	holding, stop := context.WithCancel(ctx)
	defer stop()
	g, both := errgroup.WithContext(holding)
	g.Go(func() error { return link.Receive(both, h.reception.Accept) })
	g.Go(func() error {
		defer stop()
		return do(both, linkTerminal{linker: link, texts: h.texts, out: std.out, now: time.Now, desk: deskOf(c)})
	})
	return g.Wait()
}

// deskOf is where the desk's page of channels of the service should be.
func deskOf(c config.Config) string {
	if c.PublicURL != "" {
		return strings.TrimSuffix(c.PublicURL, "/") + "/desk/channels"
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/desk/channels"
}

type whatsappStatusCmd struct{}

// Run says how the linked device stood last; it needs no link of its own.
func (whatsappStatusCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	if !c.WhatsApp.On() {
		return errLinkOff
	}
	if err := c.Check(); err != nil {
		return err
	}
	found, err := checkWhatsApp(ctx, c)
	if ill, ok := errors.AsType[*illness](err); ok {
		found, err = ill.has+"\n"+indent("hint: "+ill.mend), nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(std.out, found)
	return nil
}
