package bots

import (
	"context"
	"time"
)

// LinkState is a stable code for how a linked channel stands. Every code has a
// sentence and a next step in the texts, as "link.CODE" and "link.CODE.hint".
type LinkState string

// The states of a link.
const (
	LinkOff        LinkState = "off"           // not switched on
	LinkStarting   LinkState = "starting"      // nothing is known yet
	LinkUnpaired   LinkState = "unpaired"      // no phone was ever linked
	LinkPairing    LinkState = "pairing"       // waits for a phone to take the code
	LinkConnected  LinkState = "connected"     // all is well
	LinkAway       LinkState = "away"          // the platform can't be reached; tried again by itself
	LinkLoggedOut  LinkState = "logged_out"    // unlinked on the phone, or by the platform: pair again
	LinkReplaced   LinkState = "replaced"      // another program uses the same link
	LinkOutdated   LinkState = "outdated"      // the platform refuses this version of the client
	LinkBanned     LinkState = "banned"        // the number was banned, for a while or for good
	LinkPhoneAway  LinkState = "phone_offline" // the phone has not been online for long; the link ends after 14 days
	LinkElsewhere  LinkState = "elsewhere"     // another process of ours holds the link
	LinkRestricted LinkState = "restricted"    // may answer chats, but not begin any
)

// Link is how a linked channel stands.
type Link struct {
	State LinkState `json:"state"`
	Since time.Time `json:"since"`           // when this state began
	Until time.Time `json:"until,omitzero"`  // when the code in QR or a ban ends; zero: unknown
	QR    string    `json:"qr,omitempty"`    // what the QR code holds, while pairing
	Code  string    `json:"code,omitempty"`  // to be typed on the phone, while pairing by code
	Phone string    `json:"phone,omitempty"` // the last digits of the linked number
	Cause string    `json:"cause,omitempty"` // the platform's own code; never an address or words
}

// Linker is a channel that works through a phone that is linked to it.
type Linker interface {
	// Link says how it stands.
	Link() Link
	// Pair begins to link a phone: by QR code, or by a code to type when phone, in
	// international form, is given. What to show is in Link from then on.
	Pair(ctx context.Context, phone string) error
	// Unlink ends the link, on the platform too when it can be reached.
	Unlink(ctx context.Context) error
}

// LinkRecord keeps how a link stands, for other processes to read.
type LinkRecord interface {
	SetLink(ctx context.Context, channel string, l Link) error
	// ReadLink reads it; flows.ErrNotFound when none was ever kept.
	ReadLink(ctx context.Context, channel string) (Link, error)
}
