package web

import (
	"net/http"
	"strconv"
	"time"

	"majlis/bots/web/page"
	"majlis/flows/talk"
)

// replyPage is how many replies one request or one round of a stream reads.
const replyPage = 100

// reply is one of our messages as programs read it.
type reply struct {
	Seq     int64      `json:"seq"` // grows; ask for what is after it
	ID      string     `json:"id"`
	At      time.Time  `json:"at"`
	Lang    string     `json:"lang"`
	Text    string     `json:"text"`
	Options []option   `json:"options,omitempty"`
	Request string     `json:"request,omitempty"` // "location" or "contact": what may be shared
	Card    *talk.Card `json:"card,omitempty"`
	Link    string     `json:"link,omitempty"`
	File    *fileReply `json:"file,omitempty"`  // in place of words
	About   bool       `json:"about,omitempty"` // a reply_to this message follows up on a case
	HTML    string     `json:"html,omitempty"`  // the message as the page shows it, when asked for
}

// fileReply is a file that staff sent.
type fileReply struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // "photo", "voice", "document", "video"
	Size int64  `json:"size"` // bytes
	URL  string `json:"url"`
}

// option is one answer: send its digit as text, or its choice.
type option struct {
	Digit  int    `json:"digit"`
	Label  string `json:"label"`
	Choice string `json:"choice"`
}

func (s *Server) newReply(visitor string, l talk.Line) reply {
	m := reply{
		Seq: l.Seq, ID: l.ID, At: l.At.UTC(), Lang: l.Lang, Text: l.Message.Text, Options: optionsOf(l.Message),
		Request: l.Message.Request, Card: l.Message.Card, Link: l.Message.Link, About: l.Message.About != "",
	}
	if f := l.Message.File; f != nil {
		m.File = &fileReply{f.Name, f.Kind, f.Size, s.fileURL(visitor, *f)}
	}
	return m
}

func optionsOf(m talk.Message) []option {
	var list []option
	for i, o := range m.Options {
		list = append(list, option{i + 1, o.Label, m.Payload(o.ID)})
	}
	return list
}

// messageList answers GET /chat/messages?after=N with what the visitor was told.
func (s *Server) messageList(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	visitor, err := s.visitor(r)
	if err != nil {
		return err
	}
	after, err := number(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	lines, err := s.Mailbox.Replies(r.Context(), identity(visitor), after, replyPage)
	if err != nil {
		return err
	}
	list := struct {
		Messages []reply `json:"messages"`
		Last     int64   `json:"last"` // ask for what is after it
		More     bool    `json:"more"` // there is more right now
	}{[]reply{}, after, len(lines) == replyPage}
	for _, l := range lines {
		list.Messages = append(list.Messages, s.newReply(visitor, l))
		list.Last = l.Seq
	}
	return page.WriteJSON(w, http.StatusOK, list)
}

// number reads a sequence number; none is 0.
func number(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, page.Bad("bad_after", err)
	}
	return n, nil
}
