// Package talktest plays golden transcripts: `> ` lines are the citizen's, `< `
// lines the bot's. The session is encoded and decoded between every turn, and
// clock and ids are fixed. Run the tests with -update to rewrite them.
package talktest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/talk"
)

var update = flag.Bool("update", false, "rewrite golden transcripts")

// Noon is the fixed clock: Sunday 2026-11-22, 12:00 in Riyadh.
var Noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// Setup is what a transcript is played against.
type Setup struct {
	Engine *talk.Engine
	Who    talk.Who            // {"p1", "c1", "test"} when empty
	Lang   string              // language already chosen; "" plays the first contact
	Notice string              // version of the privacy notice already shown
	Guard  func(*talk.Inbound) // nil: none
	After  func(talk.Result)   // sees every turn, e.g. to deliver a staff reply
	Invite string              // the flow that "> [invite CASE]" opens
}

// Player talks to an engine and keeps the session as the store would.
type Player struct {
	t     testing.TB
	setup Setup
	kept  []byte // the session as JSON, between turns
	row   int
	last  talk.Message // the newest message with options, for taps
	Text  strings.Builder
}

// NewPlayer starts a conversation.
func NewPlayer(t testing.TB, s Setup) *Player {
	if s.Who == (talk.Who{}) {
		s.Who = talk.Who{Person: "p1", Contact: "c1", Channel: "test"}
	}
	p := &Player{t: t, setup: s}
	p.keep(talk.Session{Lang: s.Lang, Notice: s.Notice})
	return p
}

// Play replays the citizen's lines of a transcript and compares the bot's.
// A line "> [tap ID]" presses the option ID of the newest question, "> [photo]",
// "> [voice 12]" and "> [place 24.7,46.6]" attach, "> [contact]" shares a phone,
// "> [old tap ID]" presses a button of a question asked before, "> [reply CASE]
// text" (or a photo) answers a message about a case, "> [edit] text" changes an
// earlier one, "> [deleted]" deletes the line before it, "> [deleted CASE]" one
// that had become part of a case, "> [reaction 👍]" sets a sign. "> [invite CASE]" is not the citizen's: the house asks about a case.
func Play(t *testing.T, file string, s Setup) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPlayer(t, s)
	for line := range strings.Lines(string(want)) {
		line = strings.TrimRight(line, "\n")
		if said, ok := strings.CutPrefix(line, "> "); ok {
			p.Say(said)
		} else if strings.HasPrefix(line, "#") || line == "" {
			p.Text.WriteString(line + "\n")
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(p.Text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), p.Text.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// Say sends one line and returns what the bot says.
func (p *Player) Say(line string) []talk.Message {
	p.t.Helper()
	return p.Send(p.inbound(line), line)
}

// Send sends a message as it is, and writes it into the transcript as line.
func (p *Player) Send(in talk.Inbound, line string) []talk.Message {
	p.t.Helper()
	if p.setup.Guard != nil {
		p.setup.Guard(&in)
	}
	fmt.Fprintf(&p.Text, "> %s\n", line)
	res := p.turn(in)
	for _, m := range res.Messages {
		p.write(m)
	}
	p.keep(res.Session)
	if p.setup.After != nil {
		p.setup.After(res)
	}
	return res.Messages
}

// Session is the session as kept.
func (p *Player) Session() talk.Session {
	s, err := talk.DecodeSession(p.kept)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

func (p *Player) turn(in talk.Inbound) talk.Result {
	p.t.Helper()
	input := talk.Input{Who: p.setup.Who, Session: p.Session(), In: in}
	res, err := p.setup.Engine.Turn(context.Background(), input)
	if err == nil && res.Unwritten {
		input.Write, input.Memo = true, res.Memo
		res, err = p.setup.Engine.Turn(context.Background(), input)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return res
}

func (p *Player) keep(s talk.Session) {
	raw, err := s.Encode()
	if err != nil {
		p.t.Fatal(err)
	}
	p.kept = raw
}

func (p *Player) write(m talk.Message) {
	for i, part := range strings.Split(m.Numbered(), "\n") {
		if part == "" { // blank lines stand between parts of a transcript
			continue
		}
		mark := "< "
		if i > 0 {
			mark = "  "
		}
		p.Text.WriteString(strings.TrimRight(mark+part, " ") + "\n")
	}
	if len(m.Options) > 0 {
		p.last = m
	}
}

func (p *Player) inbound(line string) talk.Inbound {
	p.row++
	in := talk.Inbound{
		Channel: "test", ID: strconv.Itoa(p.row), Native: "m" + strconv.Itoa(p.row), Row: "row" + strconv.Itoa(p.row), At: Noon,
		Senders: []talk.Identity{{Kind: "test", ID: "1"}}, Kind: talk.KindText, Text: line,
	}
	command, rest, found := strings.Cut(strings.TrimPrefix(line, "["), "]")
	if !found || !strings.HasPrefix(line, "[") {
		return in
	}
	name, arg, _ := strings.Cut(command, " ")
	in.Text = strings.TrimSpace(rest)
	switch name {
	case "tap":
		in.Kind, in.Choice = talk.KindChoice, p.last.Payload(arg)
	case "old":
		in.Kind, in.Choice = talk.KindChoice, talk.Message{Asked: 1}.Payload(strings.TrimPrefix(arg, "tap "))
	case "photo":
		in.Kind, in.Files = talk.KindAttachment, []talk.File{{ID: "file" + in.ID, Kind: "photo"}}
	case "voice":
		seconds, _ := strconv.Atoi(arg)
		in.Kind, in.Files = talk.KindAttachment, []talk.File{{ID: "file" + in.ID, Kind: "voice", Seconds: seconds}}
	case "place":
		place, _ := talk.ParsePlace(arg)
		in.Kind, in.Place = talk.KindLocation, &place
	case "reply":
		p.row-- // what follows is the same message
		in = p.inbound(in.Text)
		in.ReplyTo, in.About = "native", arg
	case "edit":
		in.Kind, in.Edits = talk.KindEdit, "native"
	case "reaction":
		in.Kind, in.Text, in.ReplyTo = talk.KindReaction, arg, "native"
	case "deleted":
		in.Kind, in.Edits, in.About = talk.KindDeleted, "m"+strconv.Itoa(p.row-1), arg
	case "start":
		in.Kind = talk.KindStart
	case "sticker":
		in.Kind = talk.KindUnknown
	case "contact":
		in.Kind = talk.KindContact
	case "invite":
		in.Kind, in.Text, in.About = talk.KindInvite, p.setup.Invite, arg
	case "timer":
		in.Kind, in.Text = talk.KindTimer, arg
	default:
		in.Text = line
	}
	return in
}
