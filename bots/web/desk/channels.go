package desk

import (
	"context"
	"net/http"
	"time"

	"majlis/bots"
)

// checkWithin bounds how long a reader waits for a platform's answer.
const checkWithin = 5 * time.Second

// Channel is a way people reach the house, as the page of channels shows it. Its
// name is in the texts as "desk.channels.NAME".
type Channel struct {
	Name  string
	On    bool
	Since time.Time // when it was switched on; zero: unknown
	// Check asks the platform whether all is well; nil: there is nothing to ask.
	Check func(ctx context.Context) (string, error)
}

type channelsView struct {
	frame
	Rows []channelRow
	Link linkView
}

// channelRow is a channel and, when it was just asked, what its platform said.
type channelRow struct {
	Channel
	Checked bool
	Fails   bool
}

// channels shows how people reach the house and how each way stands. The QR code
// on it is a secret: the guard lets nothing below /desk be stored.
func (d *Desk) channels(w http.ResponseWriter, r *http.Request) error {
	return d.showChannels(w, r, http.StatusOK, linkForm{})
}

func (d *Desk) showChannels(w http.ResponseWriter, r *http.Request, status int, form linkForm) error {
	link, err := d.linkView(form)
	if err != nil {
		return err
	}
	v := channelsView{frame: d.frame(r, "channels"), Link: link}
	for _, c := range d.Channels {
		v.Rows = append(v.Rows, d.channelRow(r, c))
	}
	return d.show(w, r, status, "channels", "desk.channels.title", v)
}

// channelRow asks the platform when the reader wants to know.
func (d *Desk) channelRow(r *http.Request, c Channel) channelRow {
	row := channelRow{Channel: c}
	if !c.On || c.Check == nil || r.URL.Query().Get("check") != c.Name {
		return row
	}
	ctx, cancel := context.WithTimeout(r.Context(), checkWithin)
	defer cancel()
	_, err := c.Check(ctx)
	if err != nil {
		d.site.Log.WarnContext(r.Context(), "a channel does not answer", "channel", c.Name, "err", err)
	}
	row.Checked, row.Fails = true, err != nil
	return row
}

// link answers with the state of the linked device alone, for the page to show
// what changes by itself.
func (d *Desk) link(w http.ResponseWriter, r *http.Request) error {
	link, err := d.linkView(linkForm{})
	if err != nil {
		return err
	}
	return d.views.RenderPart(w, r, "channels", "link", d.site.View(r, "", link))
}

// linkOf is how the linked device stands; off when there is none.
func (d *Desk) linkOf() bots.Link {
	if d.Linker == nil {
		return bots.Link{State: bots.LinkOff}
	}
	return d.Linker.Link()
}
