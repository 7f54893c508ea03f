package channeltest

import (
	"context"
	"net/http"
	"strings"

	"majlis/bots"
	"majlis/flows"
	"majlis/flows/talk"
)

// Shelf holds files of a test's own, by id; nil is one that was not kept.
type Shelf map[string][]byte

var _ bots.Attachments = Shelf{}

// File implements bots.Attachments.
func (s Shelf) File(_ context.Context, id string) (talk.File, []byte, error) {
	body, known := s[id]
	if !known {
		return talk.File{}, nil, flows.ErrNotFound
	}
	f := talk.File{ID: id, Kind: "document", MIME: http.DetectContentType(body), Size: int64(len(body))}
	if strings.HasPrefix(f.MIME, "image/") {
		f.Kind = "photo"
	}
	return f, body, nil
}
