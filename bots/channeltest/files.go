package channeltest

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"testing"

	"majlis/flows"
	"majlis/flows/talk"
)

// ourOwn are the files that the house sends.
var ourOwn = []talk.File{
	{ID: "01OURPHOTO", Kind: "photo", Name: "خريطة الفرع.png", MIME: "image/png", Size: int64(len(bodies["01OURPHOTO"]))},
	{ID: "01OURFORM", Kind: "document", Name: "نموذج الطلب.pdf", MIME: "application/pdf", Size: int64(len(bodies["01OURFORM"]))},
}

// bodies of our files, by id.
var bodies = map[string][]byte{"01OURPHOTO": dot, "01OURFORM": []byte("%PDF-1.4\n%âãÏÓ a form")}

// dot is a picture of one pixel.
var dot, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

// File implements bots.Attachments.
func (h *House) File(_ context.Context, id string) (talk.File, []byte, error) {
	for _, f := range ourOwn {
		if f.ID == id {
			return f, bodies[id], nil
		}
	}
	return talk.File{}, nil, flows.ErrNotFound
}

// What staff attach arrives behind their words, whole and in its order.
func ourFiles(t *testing.T, s *scene) {
	c := s.Citizen()
	c.Says(askFiles)
	Until(t, "both files", func() bool { return len(c.Shown()) >= 1+len(ourOwn) })
	c.Says("thanks")
	awaits(t, c, echo("thanks"))
	var got [][]byte
	for _, m := range c.Shown() {
		got = append(got, m.File)
	}
	want := [][]byte{nil, bodies[ourOwn[0].ID], bodies[ourOwn[1].ID], nil}
	if !slices.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("shown %q", c.Shown())
	}
}
