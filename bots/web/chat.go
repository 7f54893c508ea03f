package web

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

const (
	shownLines   = 200 // of a conversation, newest
	shownAnswers = 4   // published questions on the page of a new visitor
	// refreshAfter is when a page without scripts looks again for a reply.
	refreshAfter = 3 * time.Second
)

// chatView is the citizen's page.
type chatView struct {
	Lines   []lineView
	Last    int64       // Seq of the newest reply shown
	ID      string      // of the next message, so that sending a form twice is one message
	Waiting bool        // a message has no reply yet
	Refresh int         // seconds until a page without scripts looks again; 0: never
	ReplyTo string      // the message being replied to, without scripts
	Answers []faq.Entry // for a new visitor
	Blank   lineView    // what a script fills in for a message on its way
	MaxMB   int         // largest file
}

// lineView is one message as the page shows it.
type lineView struct {
	Mine    bool
	ID      string
	Seq     int64
	At      time.Time
	Lang    string // of our text; "" for theirs, which may be any
	Text    string
	Start   bool   // the chat was opened: said by a button, without words
	State   string // of theirs: sending, kept, answered, failed
	Files   []fileView
	Place   *talk.Place
	Options []option
	Form    string // id of the message an option sends
	Live    bool   // nothing was said since: its options stand out
	Card    *talk.Card
	Link    string
	Request string
	About   bool
}

type fileView struct {
	Name, Kind, URL string
	Size            int64
}

// chatPage answers GET /. Whoever comes is a visitor from here on: the cookie
// says so, nothing is stored before they say something.
func (s *Server) chatPage(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	visitor, err := s.visitor(r)
	if err != nil {
		visitor, _ = s.greet(w)
	}
	lines, err := s.Mailbox.Transcript(r.Context(), identity(visitor), shownLines)
	if err != nil {
		return err
	}
	v := s.chatView(visitor, lines)
	v.ReplyTo = r.URL.Query().Get("reply")
	if len(lines) == 0 {
		if v.Answers, err = s.published(r.Context(), shownAnswers); err != nil {
			return err
		}
	}
	return s.views.Render(w, r, http.StatusOK, "chat", s.Site.View(r, "", v))
}

func (s *Server) chatView(visitor string, lines []talk.Line) chatView {
	v := chatView{ID: rand.Text(), Blank: lineView{Mine: true, State: "sending"}, MaxMB: page.MaxFile >> 20}
	for i, l := range lines {
		view := s.lineView(visitor, l)
		view.Live = i == len(lines)-1
		v.Lines = append(v.Lines, view)
		v.Last = max(v.Last, l.Seq)
	}
	if n := len(lines); n > 0 && lines[n-1].Mine && !lines[n-1].Handled {
		v.Waiting, v.Refresh = true, int(refreshAfter.Seconds())
	}
	return v
}

func (s *Server) lineView(visitor string, l talk.Line) lineView {
	v := lineView{Mine: l.Mine, ID: l.ID, Seq: l.Seq, At: l.At, Text: l.Text, Place: l.Place, State: "kept"}
	if l.Handled {
		v.State = "answered"
	}
	files := l.Files
	if f := l.Message.File; f != nil {
		files = append(files, *f)
	}
	for _, f := range files {
		v.Files = append(v.Files, fileView{f.Name, f.Kind, s.fileURL(visitor, f), f.Size})
	}
	if l.Mine {
		// The channel's id is the visitor's name and their own id of the message.
		v.ID = l.ID[strings.LastIndexByte(l.ID, '/')+1:]
		v.Start = l.Kind == talk.KindStart && l.Text == ""
		return v
	}
	v.Lang, v.Text, v.Card, v.Link = l.Lang, beforeLink(l.Message), l.Message.Card, l.Message.Link
	v.Options, v.Request, v.About = optionsOf(l.Message), l.Message.Request, l.Message.About != ""
	v.Form, v.Live = rand.Text(), true
	if asksLanguage(l.Message) {
		v.Lang = ""
	}
	return v
}

// beforeLink is a message's text without the link at its end, which stands below it
// here.
func beforeLink(m talk.Message) string {
	text := strings.TrimSpace(m.Text)
	for _, end := range []string{words.Isolate(m.Link), m.Link} {
		if m.Link != "" && strings.HasSuffix(text, "\n"+end) {
			return strings.TrimSpace(strings.TrimSuffix(text, end))
		}
	}
	return m.Text
}

// asksLanguage reports the question which language to speak: it is said in both,
// and the page doesn't follow it into one.
func asksLanguage(m talk.Message) bool {
	return len(m.Options) == 2 && m.Options[0].ID == flows.Arabic && m.Options[1].ID == flows.English
}
