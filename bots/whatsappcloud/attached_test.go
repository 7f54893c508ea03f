package whatsappcloud_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

// png is the beginning of a picture.
var png = []byte("\x89PNG\r\n\x1a\n")

// TestFilesOfOurs: what is too large for a picture goes as a document, and nothing
// goes that is gone, that Meta refuses, or for which it is too late.
func TestFilesOfOurs(t *testing.T) {
	t.Parallel()
	s := graph(t)
	o := options(s)
	now := time.Now()
	o.Now = func() time.Time { return now }
	o.Attachments = channeltest.Shelf{
		"small": png, "large": append(bytes.Clone(png), make([]byte, 5<<20)...), "erased": nil, "empty": {},
	}
	c := channel(t, o)
	who := s.Citizen()
	who.Says("x")
	give := func(id string) error {
		p := parcel("phone:" + who.Phone)
		p.Message = talk.Message{File: &talk.File{ID: id}}
		_, err := c.Send(t.Context(), p)
		return err
	}
	for id, name := range map[string]string{"small": "", "large": "photo.png"} {
		if err := give(id); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		inbox := who.Inbox()
		if m := inbox[len(inbox)-1]; len(m.File) == 0 || m.Name != name {
			t.Errorf("%s came as %d bytes named %q", id, len(m.File), m.Name)
		}
	}
	s.Fail(whatsappcloudtest.Fault{Status: 400, Code: 131053})
	for _, refused := range []struct{ id, code string }{{"small", "refused"}, {"erased", "gone"}, {"none", "gone"}, {"empty", "refused"}} {
		if err := give(refused.id); !is(err, refused.code) {
			t.Errorf("%s: %v, want %s", refused.id, err, refused.code)
		}
	}
	now = now.Add(25 * time.Hour)
	if err := give("small"); !is(err, "window") {
		t.Errorf("after a day: %v", err)
	}
}

// is reports a failure of that code which is not tried again.
func is(err error, code string) bool {
	se, ok := errors.AsType[*bots.SendError](err)
	return ok && se.Code == code && !se.Retry
}
