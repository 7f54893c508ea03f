// Package talk is the conversation engine: a flow is one plain Go function that
// says, asks and does, top to bottom, and is resumed by replay.
package talk

import "time"

// Kind says what a person sent.
type Kind string

// The kinds of message a channel hands over.
const (
	KindText       Kind = "text"
	KindChoice     Kind = "choice"     // a button or list row; Choice holds its payload
	KindAttachment Kind = "attachment" // photo, voice note, document; Text holds the caption
	KindLocation   Kind = "location"
	KindContact    Kind = "contact"  // the sender's own phone, shared on purpose
	KindStart      Kind = "start"    // the chat was opened; Text holds a deep link's payload
	KindEdit       Kind = "edit"     // an earlier message was changed; Text holds the new text
	KindReaction   Kind = "reaction" // a sign on a message of ours, which ReplyTo names; Text holds it, "" taken back
	KindDeleted    Kind = "deleted"  // an earlier message was deleted by its sender; Edits names it
	KindInvite     Kind = "invite"   // written by the house: ask the person something; Text holds the flow, About the case
	KindBlocked    Kind = "blocked"  // the person shut the channel
	KindReturned   Kind = "returned"
	KindEmergency  Kind = "emergency" // diverted by the guard: Text is empty for good
	KindTimer      Kind = "timer"     // a timer of this conversation fired; Text holds its name
	KindUnknown    Kind = "unknown"   // anything the channel has no name for
)

// Identity is one way a channel knows a person, e.g. {"telegram", "12345"} or
// {"phone", "+966500000001"}. It is hashed before it is stored.
type Identity struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Inbound is one native update in the words of this house.
type Inbound struct {
	Channel string     // "telegram", "web", …
	ID      string     // the channel's own id of the update: with Channel, the key of deduplication
	Order   int64      // the channel's own order, e.g. Telegram's update_id; 0: order of arrival
	Senders []Identity // who sent it, surest first; never empty
	Address string     // where replies go, e.g. a chat id; encrypted at rest
	At      time.Time  // when the person sent it
	Kind    Kind
	Text    string // cleaned and masked by the guard before it is written
	Choice  string // payload of a button, as Payload made it
	ReplyTo string // the channel's id of our message that this one answers
	Edits   string // for KindEdit and KindDeleted: the channel's id of the message that was changed
	Native  string // the channel's id of this message, as later edits and replies name it
	Lang    string // the app's language, a hint: "ar", "en" or ""
	Spoken  bool   // Lang is no hint: what the person read and answered is in it

	Files []File // of KindDeleted: those that went with the message; filled by the store
	Place *Place

	Masked []string // what the guard masked, e.g. "iban"
	About  string   // id of the case whose message ReplyTo names; filled by the store
	Row    string   // id of the inbox row; filled by the store
}

// File is something a person attached.
type File struct {
	ID       string `json:"id,omitempty"` // ours; made when the message is accepted, or before by the web channel
	Kind     string `json:"kind"`         // "photo", "voice", "document", "video"
	Name     string `json:"name,omitempty"`
	MIME     string `json:"mime,omitempty"`
	Size     int64  `json:"size,omitempty"`    // bytes, as the channel says
	Seconds  int    `json:"seconds,omitempty"` // length of a voice note
	Ref      string `json:"ref,omitempty"`     // the channel's handle to fetch it; empty when already stored
	TooLarge bool   `json:"too_large,omitempty"`
}

// Place is a point on the map, degrees.
type Place struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}
