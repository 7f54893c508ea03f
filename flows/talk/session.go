package talk

import "github.com/goccy/go-json"

// Session is all that is kept of a conversation between two turns: small,
// readable JSON. Nothing about a flow's position is stored but its answers.
type Session struct {
	Turn    int      `json:"t"`           // grows by one each turn; guards against stale copies
	Lang    string   `json:"l,omitempty"` // "ar", "en"; empty before first contact
	Notice  string   `json:"v,omitempty"` // version of the privacy notice that was shown
	Flow    string   `json:"f,omitempty"` // name of the open flow
	Given   string   `json:"g,omitempty"` // what the flow was started with, e.g. text typed outside a flow
	Journal []Entry  `json:"j,omitempty"`
	Open    string   `json:"q,omitempty"` // key of the open question
	From    string   `json:"r,omitempty"` // the channel's id of the message the flow took its newest words from
	Asked   int      `json:"a,omitempty"` // turn in which the open question was first put
	Offered []string `json:"o,omitempty"` // option ids as they were shown, so that a digit means what was seen
	Tries   int      `json:"n,omitempty"` // wrong answers to the open question
	Mode    string   `json:"m,omitempty"` // a question of the engine's own is open: modeChange, modeStuck
	Change  string   `json:"c,omitempty"` // key of the answer being changed
	Files   []string `json:"i,omitempty"` // ids of attachments sent since the flow began
	Parked  *Session `json:"p,omitempty"` // the flow that an aside interrupted
	Invite  *Invite  `json:"b,omitempty"` // what opened the flow, when the house did
	Invites []Invite `json:"w,omitempty"` // to be opened once the open flow ends
}

// Entry is one answer, or the result of one look-up or deed.
type Entry struct {
	Key   string          `json:"k"`
	Kind  entryKind       `json:"e,omitempty"`
	Value json.RawMessage `json:"v"`
}

type entryKind string

const (
	entryAnswer entryKind = ""
	entryFind   entryKind = "f"
	entryDo     entryKind = "d"
	entryGiven  entryKind = "g" // an answer that was there before it was asked for
)

// answers reports an answer to the question key, typed or given.
func (e Entry) answers(key string) bool {
	return e.Key == key && (e.Kind == entryAnswer || e.Kind == entryGiven)
}

const (
	modeChange = "change" // which answer is to be changed?
	modeStuck  = "stuck"  // three wrong answers: a person, again, or the menu?
)

// leave drops what belongs to the open flow and keeps the person's own.
func (s *Session) leave() {
	*s = Session{Turn: s.Turn, Lang: s.Lang, Notice: s.Notice, Invites: s.Invites}
}

// open reports whether a question waits for an answer.
func (s *Session) open() bool { return s.Flow != "" }

// Weight says how much would be lost with the open flow: 0 nothing, for there is
// none or only the menu, 1 a question, 2 what the person has said.
func (s Session) Weight() int {
	switch {
	case len(s.Journal) > 0, s.Given != "", s.Parked != nil:
		return 2
	case s.open() && s.Flow != menuName:
		return 1
	}
	return 0
}

// Encode is the session as it is kept. go-json is used here because a session
// is decoded and encoded in every turn: it made a turn a third cheaper.
func (s Session) Encode() ([]byte, error) { return json.Marshal(s) }

// DecodeSession undoes Encode; nothing at all is the zero Session.
func DecodeSession(raw []byte) (s Session, err error) {
	if len(raw) == 0 {
		return s, nil
	}
	return s, json.Unmarshal(raw, &s)
}
