package channeltest

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"majlis/bots"
	"majlis/flows/talk"
)

// png is the beginning that makes a file a picture.
const png = "\x89PNG\r\n\x1a\n"

// What people attach arrives with its caption and can be read.
func attachments(t *testing.T, s *scene) {
	c := s.Citizen()
	body := append([]byte(png), bytes.Repeat([]byte("photo"), 1000)...)
	c.Attaches("photo", body, "حفرة في الطريق")
	awaits(t, c, `file: photo "حفرة في الطريق"`)
	pdf := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("page"), 1000)...)
	c.Attaches("document", pdf, "")
	awaits(t, c, `file: document ""`)
	for i, want := range [][]byte{body, pdf} {
		in := s.house.Taken()[i]
		f := in.Files[0]
		if in.Kind != talk.KindAttachment || f.TooLarge || f.Size != 0 && f.Size != int64(len(want)) { // some platforms don't say it
			t.Errorf("kind %q, file %+v, want %d bytes", in.Kind, f, len(want))
		}
		if f.ID != "" { // stored before the message came
			continue
		}
		if got := fetch(t, s, f.Ref); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes fetched, want %d", f.Kind, len(got), len(want))
		}
	}
}

func fetch(t *testing.T, s *scene, ref string) []byte {
	t.Helper()
	from, ok := s.Channel.(bots.Fetcher)
	if !ok {
		t.Fatal("the channel has files to fetch and is no bots.Fetcher")
	}
	r, err := from.Fetch(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// An edit says which message it changes.
func edits(t *testing.T, s *scene) {
	c := s.Citizen()
	native := c.Says("before")
	awaits(t, c, echo("before"))
	c.Edits(native, "after")
	awaits(t, c, "edited: after")
	taken := s.house.Taken()
	was, in := taken[0], taken[1]
	if in.Edits == "" || in.Edits != was.Native || in.ID == was.ID || in.Address != was.Address {
		t.Errorf("the edit names %q, the message was %q", in.Edits, was.Native)
	}
}

// To a person who shut the chat nothing is sent, and that is final until they
// are back.
func blocked(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says("hello")
	awaits(t, c, echo("hello"))
	in := s.house.Taken()[0]
	c.Blocks()
	Until(t, "word of the block", func() bool { return len(s.house.Taken()) == 2 })
	if kind := s.house.Taken()[1].Kind; kind != talk.KindBlocked {
		t.Errorf("came as %q", kind)
	}
	s.house.mu.Lock()
	s.house.tell(in, talk.Message{Text: "are you there?"})
	s.house.mu.Unlock()
	Until(t, "the message to be given up", func() bool { return s.house.outbox.Rows()[1].State == "failed" })
	if row := s.house.outbox.Rows()[1]; !row.Stopped || len(row.Put) > 0 {
		t.Errorf("given up as %+v, want at once and for good", row)
	}
	c.Returns()
	c.Says("again")
	awaits(t, c, echo("again"))
	if got := texts(c); slices.Contains(got, "are you there?") {
		t.Errorf("shown %q", got)
	}
	if kind := s.house.Taken()[2].Kind; kind != talk.KindReturned {
		t.Errorf("the return came as %q", kind)
	}
}

// While the platform can't be reached messages wait; then each arrives once and
// in order.
func platformAway(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says("first")
	awaits(t, c, echo("first"))
	in := s.house.Taken()[0]
	s.Outage(true)
	s.house.mu.Lock()
	s.house.tell(in, talk.Message{Text: "second"})
	s.house.tell(in, talk.Message{Text: "third"})
	s.house.mu.Unlock()
	Until(t, "a failed try", func() bool { return len(s.house.outbox.Rows()[1].Put) > 0 || !ready(s.Channel) })
	s.Outage(false)
	awaits(t, c, "third")
	c.Says("fourth") // the way in is open as well
	awaits(t, c, echo("fourth"))
	if got, want := texts(c), []string{echo("first"), "second", "third", echo("fourth")}; !slices.Equal(got, want) {
		t.Errorf("shown %q", got)
	}
}

// ready reports whether anything is taken from the outbox for a channel now.
func ready(c bots.Channel) bool {
	l, ok := c.(bots.Linked)
	return !ok || l.Ready()
}

// While the house can't store anything, nothing is confirmed: all of it comes
// once that is mended, in order.
func storeAway(t *testing.T, s *scene) {
	a, b := s.Citizen(), s.Citizen()
	s.house.leave(true)
	a.Says("first")
	a.Says("second")
	b.Says("other")
	Until(t, "three tries", func() bool { return s.house.tried() >= 3 })
	if n := len(s.house.Taken()); n > 0 {
		t.Fatalf("%d were taken", n)
	}
	s.house.leave(false)
	awaits(t, a, echo("second"))
	awaits(t, b, echo("other"))
	if got, want := texts(a), []string{echo("first"), echo("second")}; !slices.Equal(got, want) {
		t.Errorf("shown %q", got)
	}
}

// A message that the house can't take because of a bug holds up neither others
// nor, for ever, its own sender.
func poison(t *testing.T, s *scene) {
	a, b := s.Citizen(), s.Citizen()
	a.Says(askBoom)
	b.Says("meanwhile")
	awaits(t, b, echo("meanwhile"))
	a.Says("afterwards")
	awaits(t, a, echo("afterwards"))
}
