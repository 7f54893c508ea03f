package whatsappcloud

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"majlis/flows/talk"
)

// inbound turns a message into one of the house; false for what nobody said.
func inbound(v value, m message) (talk.Inbound, bool) {
	w := sender(v, m)
	in := talk.Inbound{
		Channel: Name, ID: nativeOf(m.ID), Native: nativeOf(m.ID), Senders: w.identities(), Address: w.address(),
		Kind: talk.KindUnknown, ReplyTo: nativeOf(m.Context.ID),
	}
	stamp(&in, m.Timestamp)
	switch m.Type {
	case "text":
		said(&in, m.Text.Body)
	case "interactive":
		picked(&in, cmp.Or(m.Interactive.Button, m.Interactive.Row))
	case "button": // of a template
		picked(&in, reply{m.Button.Payload, m.Button.Text})
	case "image", "audio", "video", "document", "sticker":
		attached(&in, m)
	case "location":
		if m.Location != nil {
			in.Kind, in.Place = talk.KindLocation, &talk.Place{Lat: m.Location.Latitude, Lon: m.Location.Longitude}
		}
	case "contacts":
		ownCard(&in, m, w)
	case "reaction":
		in.Kind, in.Text, in.ReplyTo = talk.KindReaction, m.Reaction.Emoji, nativeOf(m.Reaction.MessageID)
	case "edit":
		edited(&in, m)
	case "revoke":
		deleted(&in, m.Revoke.Original)
	case "request_welcome":
		in.Kind = talk.KindStart
	case "system":
		old, now := moved(m)
		if now == (who{}) {
			return in, false
		}
		relocate(&in, old, now)
	}
	return in, len(in.Senders) > 0 && m.ID != ""
}

// stamp writes down when a message was sent.
func stamp(in *talk.Inbound, timestamp string) {
	if seconds, err := strconv.ParseInt(timestamp, 10, 64); err == nil && seconds > 0 {
		in.At, in.Order = time.Unix(seconds, 0), seconds
	}
}

func said(in *talk.Inbound, text string) {
	if text != "" {
		in.Kind, in.Text = talk.KindText, text
	}
}

// picked is an option of ours, or else what stands on the button.
func picked(in *talk.Inbound, r reply) {
	if isPayload(r.ID) {
		in.Kind, in.Choice = talk.KindChoice, r.ID
		return
	}
	said(in, r.Title)
}

// isPayload reports what talk.Message.Payload may have made: a number, a colon
// and an id.
func isPayload(s string) bool {
	turn, id, found := strings.Cut(s, ":")
	_, err := strconv.Atoi(turn)
	return found && err == nil && id != ""
}

// files are what a message may have attached, by the house's kind.
func (m message) files() []talk.File {
	var list []talk.File
	for _, f := range []struct {
		kind string
		*media
	}{{"photo", m.Image}, {"voice", m.Audio}, {"video", m.Video}, {"document", m.Document}, {"photo", m.Sticker}} {
		if f.media != nil && f.ID != "" {
			list = append(list, talk.File{Kind: f.kind, Name: f.Filename, MIME: f.MIME, Ref: f.ID})
		}
	}
	return list
}

// caption is what was written under a file.
func (m message) caption() string {
	for _, f := range []*media{m.Image, m.Video, m.Document} {
		if f != nil && f.Caption != "" {
			return f.Caption
		}
	}
	return ""
}

func attached(in *talk.Inbound, m message) {
	if files := m.files(); len(files) > 0 {
		in.Kind, in.Text, in.Files = talk.KindAttachment, m.caption(), files[:1]
	}
}

// edited is new words for an earlier message. Meta tells of edits and deletions
// only where the business's phone uses the number as well.
func edited(in *talk.Inbound, m message) {
	if m.Edit.Original == "" || m.Edit.Message == nil {
		return
	}
	if text := cmp.Or(m.Edit.Message.Text.Body, m.Edit.Message.caption()); text != "" {
		in.Kind, in.Text, in.Edits = talk.KindEdit, text, nativeOf(m.Edit.Original)
	}
}

func deleted(in *talk.Inbound, original string) {
	if original != "" {
		in.Kind, in.Edits = talk.KindDeleted, nativeOf(original)
	}
}
