package people

import (
	"context"
	"slices"

	"majlis/flows/talk"
)

// settings changes the language, whether digests come and by which clock times are
// told, and lets a person share their phone where the channel has a button for it.
func (d Deps) settings(t *talk.Talk) {
	on := d.person(t).Reachable()
	state := "settings.digests_off"
	if on {
		state = "settings.digests_on"
	}
	options := []talk.Option{t.Option("language", "settings.language"), t.Option("digests", "settings.digests")}
	if slices.Contains(d.Sharing, t.Who().Channel) {
		options = append(options, t.Option("phone", "settings.phone"))
	}
	options = append(options, t.Option("clock", "settings.zone"), t.Option("leave", "settings.leave"))
	switch t.Put(talk.Question{Key: "what", Text: "settings.which", Options: options, Args: talk.Args{"Digests": t.Text(state)}}) {
	case "language":
		d.language(t)
	case "digests":
		d.digests(t)
	case "phone":
		sharePhone(t)
	case "clock":
		d.clock(t)
	case "leave":
		t.Go("menu", "")
	}
}

// digests asks whether digests may come, and says what for.
func (d Deps) digests(t *talk.Talk) {
	options := []talk.Option{t.Option("on", "settings.on"), t.Option("off", "settings.off")}
	on := t.Put(talk.Question{Key: "digests", Text: "settings.digests_ask", Options: options}) == "on"
	talk.Do(t, "notify", func(ctx context.Context) (done, error) {
		return done{}, d.Store.SetNotify(ctx, t.Who().Person, on, t.Now())
	})
	if on {
		t.Say("settings.digests_started")
		return
	}
	t.Say("settings.digests_ended")
}

// sharePhone takes the sender's own phone by the channel's button. The identity
// is linked where the message is accepted; the number itself stays out of the
// conversation.
func sharePhone(t *talk.Talk) {
	options := []talk.Option{t.Option("no", "settings.phone_no")}
	shared := t.Put(talk.Question{Key: "phone", Text: "settings.phone_ask", Options: options, Request: "contact", Check: contact})
	if shared == "no" {
		t.Say("settings.phone_kept_out")
		return
	}
	t.Say("talk.contact_kept")
}

func contact(in talk.Inbound) (value, wrong string, args talk.Args) {
	if in.Kind != talk.KindContact {
		return "", "settings.phone_button", nil
	}
	return "shared", "", nil
}
