package main

import (
	"slices"
	"testing"

	"majlis/bots/web/browsertest"
	"majlis/bots/whatsapp"
	"majlis/bots/whatsapp/whatsapptest"
	"majlis/flows/talk"
)

// peerApp is a citizen on a WhatsApp client that others wrote.
type peerApp struct{ *whatsapptest.Peer }

func (a peerApp) Says(text string) { a.Peer.Says(text) }
func (a peerApp) Picks(n int)      { a.Taps(n) }

func (a peerApp) Shown() []string {
	var list []string
	for _, m := range a.Peer.Shown() {
		list = append(list, m.Text)
	}
	return list
}

// Opened downloads the newest message without words.
func (a peerApp) Opened() []byte {
	for _, m := range slices.Backward(a.Peer.Shown()) {
		if m.Text == "" {
			return a.Fetches(m.ID)
		}
	}
	return nil
}

// TestBaileysWalk links the ministry's phone at the desk, in a browser, and takes
// the whole path with the npm client baileys as the citizen: a suggestion in Arabic, choices by native poll, a published answer, a reply of
// staff with a file, a rating and the digest.
func TestBaileysWalk(t *testing.T) {
	b := browsertest.Open(t)
	w, s, ministry := unlinkedWalk(t)
	w.pairFromDesk(t, b, ministry)
	citizen := s.Account("966500009001", "200000000009001", "Citizen")
	p := whatsapptest.Baileys(t, s, citizen)
	w.walkAll(t, &walker{phoneApp: peerApp{p}, t: t}, talk.Identity{Kind: "whatsapp", ID: citizen.LID.User}, whatsapp.Name)
}

// TestBaileysBroadcastWalk takes a whole broadcast with that client, which is joined
// by its keyword.
func TestBaileysBroadcastWalk(t *testing.T) {
	w, s := linkedWalk(t)
	citizen := s.Account("966500009001", "200000000009001", "Citizen")
	p := &walker{phoneApp: peerApp{whatsapptest.Baileys(t, s, citizen)}, t: t}
	w.walkBroadcast(t, p, talk.Identity{Kind: "whatsapp", ID: citizen.LID.User}, whatsapp.Name, keyword)
}
