package desk

import (
	"net/http"
	"strings"
	"time"

	"majlis/bots"
	"majlis/bots/web/page"
	"majlis/flows"
)

// linkView is how the linked device stands and what can be done about it.
type linkView struct {
	bots.Link
	linkForm
	Level   string   // of the state: "good", "warn", "bad" or "" for none of these
	Every   int      // seconds after which a page asks again
	QR      *page.QR // while a phone may scan it
	Code    string   // in two groups, while it may be typed
	Left    int      // seconds the code is valid for; 0: unknown
	CanPair bool
	CanEnd  bool // there is a link to end
}

// linkForm is what was typed, and the rule it broke.
type linkForm struct {
	Typed   string // a phone number
	Mistake *flows.Mistake
}

// Seconds between two questions for the state: often while something is on the
// way, seldom otherwise.
const (
	askOften  = 3
	askSeldom = 15
)

// levels of the states; one that is missing is neither good nor bad.
var levels = map[bots.LinkState]string{
	bots.LinkConnected: "good", bots.LinkAway: "warn", bots.LinkPhoneAway: "warn", bots.LinkRestricted: "warn",
	bots.LinkLoggedOut: "bad", bots.LinkReplaced: "bad", bots.LinkOutdated: "bad", bots.LinkBanned: "bad",
}

func (d *Desk) linkView(form linkForm) (linkView, error) {
	l := d.linkOf()
	v := linkView{Link: l, linkForm: form, Level: levels[l.State], Every: askSeldom, Code: grouped(l.Code)}
	switch l.State {
	case bots.LinkStarting:
		v.Every = askOften
	case bots.LinkPairing:
		v.Every, v.CanPair = askOften, true
		v.Left = max(0, int(l.Until.Sub(d.site.Now()).Round(time.Second).Seconds()))
	case bots.LinkUnpaired, bots.LinkLoggedOut:
		v.CanPair = true
	case bots.LinkConnected, bots.LinkAway, bots.LinkPhoneAway, bots.LinkRestricted, bots.LinkReplaced, bots.LinkOutdated, bots.LinkBanned:
		v.CanEnd = true
	}
	if l.QR == "" || l.Code != "" {
		return v, nil
	}
	drawn, err := page.DrawQR(l.QR)
	v.QR = &drawn
	return v, err
}

// grouped parts a code in two, as the phone shows it: ABCD-1234.
func grouped(code string) string {
	if half := len(code) / 2; half > 0 && !strings.Contains(code, "-") {
		return code[:half] + "-" + code[half:]
	}
	return code
}

// linkPair begins to link a phone by QR code.
func (d *Desk) linkPair(w http.ResponseWriter, r *http.Request) error {
	return d.pair(w, r, "")
}

// linkCode begins to link a phone by a code that is typed on it.
func (d *Desk) linkCode(w http.ResponseWriter, r *http.Request) error {
	typed := strings.TrimSpace(r.PostFormValue("phone"))
	phone, ok := bots.International(typed)
	if !ok {
		form := linkForm{typed, &flows.Mistake{Field: "phone", Code: "phone"}}
		return d.showChannels(w, r, http.StatusUnprocessableEntity, form)
	}
	return d.pair(w, r, phone)
}

func (d *Desk) pair(w http.ResponseWriter, r *http.Request, phone string) error {
	if d.Linker == nil {
		return flows.ErrNotFound
	}
	if err := d.Linker.Pair(r.Context(), phone); err != nil {
		return d.linkFailed(w, r, err)
	}
	return d.done(w, r, "/desk/channels", "desk.done.pairing")
}

// linkUnlink ends the link, which can't be undone: it is asked for twice.
func (d *Desk) linkUnlink(w http.ResponseWriter, r *http.Request) error {
	if d.Linker == nil {
		return flows.ErrNotFound
	}
	if r.PostFormValue("sure") != "yes" {
		return d.showChannels(w, r, http.StatusUnprocessableEntity, linkForm{Mistake: &flows.Mistake{Field: "sure", Code: "sure"}})
	}
	if err := d.Linker.Unlink(r.Context()); err != nil {
		return d.linkFailed(w, r, err)
	}
	return d.done(w, r, "/desk/channels", "desk.done.unlinked")
}

func (d *Desk) linkFailed(w http.ResponseWriter, r *http.Request, err error) error {
	d.site.Log.WarnContext(r.Context(), "the linked device did not do as asked", "state", d.linkOf().State, "err", err)
	return d.done(w, r, "/desk/channels", "desk.channels.failed")
}
