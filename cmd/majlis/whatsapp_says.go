package main

import (
	"fmt"
	"io"

	"majlis/flows"
)

// cloudHook is where Meta posts what happens on the ministry's number.
const cloudHook = "/hooks/whatsapp"

// sayWhatsApp tells whoever started the program which way to WhatsApp is on, and
// the limit of the one that is unofficial.
func (s *service) sayWhatsApp(w io.Writer) {
	if s.config.WhatsApp.On() {
		fmt.Fprintln(w, "majlis: WhatsApp, linked device: "+s.texts.Text(flows.English, "link.limit", nil))
		fmt.Fprintf(w, "majlis: WhatsApp, linked device: its state and its QR code are at %s\n", s.channelsPage())
	} else {
		fmt.Fprintln(w, "majlis: WhatsApp (linked device) is OFF: set MAJLIS_WHATSAPP=on to switch it on")
	}
	if s.config.Cloud.On() {
		fmt.Fprintf(w, "majlis: WhatsApp (Cloud API): give Meta the webhook %s%s\n", s.address(), cloudHook)
	} else {
		fmt.Fprintln(w, "majlis: WhatsApp (Cloud API) is OFF: set MAJLIS_CLOUD_TOKEN and what belongs to it to switch it on")
	}
}

// channelsPage is where staff see how the channels stand.
func (s *service) channelsPage() string { return s.address() + "/desk/channels" }
