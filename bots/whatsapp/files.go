package whatsapp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"

	"majlis/bots"
	"majlis/flows/talk"
)

// handle of a file: where it lies, encrypted, and the keys to it. The store seals
// it.
type fileHandle struct {
	Path   string              `json:"path"`
	Key    []byte              `json:"key"`
	SHA256 []byte              `json:"sha256"`
	Sealed []byte              `json:"sealed"` // SHA-256 of the encrypted file
	Media  whatsmeow.MediaType `json:"media"`
}

// files lists what a message carries.
func files(m *waE2E.Message) []talk.File {
	var f talk.File
	var media whatsmeow.DownloadableMessage
	switch {
	case m.GetImageMessage() != nil:
		p := m.GetImageMessage()
		f, media = talk.File{Kind: "photo", MIME: p.GetMimetype()}, p
	case m.GetAudioMessage() != nil:
		p := m.GetAudioMessage()
		f, media = talk.File{Kind: "voice", MIME: p.GetMimetype(), Seconds: int(p.GetSeconds())}, p
	case m.GetDocumentMessage() != nil:
		p := m.GetDocumentMessage()
		f, media = talk.File{Kind: "document", Name: p.GetFileName(), MIME: p.GetMimetype()}, p
	case m.GetVideoMessage() != nil:
		p := m.GetVideoMessage()
		f, media = talk.File{Kind: "video", MIME: p.GetMimetype(), Seconds: int(p.GetSeconds())}, p
	case m.GetPtvMessage() != nil: // a round video
		p := m.GetPtvMessage()
		f, media = talk.File{Kind: "video", MIME: p.GetMimetype(), Seconds: int(p.GetSeconds())}, p
	default:
		return nil
	}
	f.Size = sizeOf(media)
	f.TooLarge = f.Size > bots.MaxFile || f.Size < 0
	f.Ref = refOf(media)
	return []talk.File{f}
}

// sizeOf is the size that the sender told, bytes; negative for one beyond reason.
func sizeOf(media whatsmeow.DownloadableMessage) int64 {
	if sized, ok := media.(interface{ GetFileLength() uint64 }); ok {
		return int64(sized.GetFileLength())
	}
	return 0
}

func refOf(media whatsmeow.DownloadableMessage) string {
	ref, err := json.Marshal(fileHandle{
		Path: media.GetDirectPath(), Key: media.GetMediaKey(), SHA256: media.GetFileSHA256(), Sealed: media.GetFileEncSHA256(),
		Media: whatsmeow.GetMediaType(media),
	})
	if err != nil {
		return ""
	}
	return string(ref)
}

// Fetch downloads and opens the file behind a handle. The caller closes it.
func (c *Channel) Fetch(ctx context.Context, ref string) (io.ReadCloser, error) {
	var f fileHandle
	if json.Unmarshal([]byte(ref), &f) != nil || f.Path == "" || len(f.Key) == 0 || len(f.Sealed) == 0 {
		return nil, &bots.SendError{Code: "refused"}
	}
	l := c.online()
	if l == nil {
		return nil, &bots.SendError{Code: "away", Retry: true}
	}
	body, err := l.client.DownloadMediaWithPath(ctx, f.Path, f.Sealed, f.SHA256, f.Key, f.Media, "", false)
	if err != nil {
		return nil, fetchError(err)
	}
	return io.NopCloser(bytes.NewReader(body)), nil
}

// fetchError says what to do about a download that failed.
func fetchError(err error) *bots.SendError {
	switch {
	case errors.Is(err, errTooLarge):
		return &bots.SendError{Code: bots.TooLarge}
	case errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith404), errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410),
		errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith403):
		return &bots.SendError{Code: "gone"}
	case errors.Is(err, whatsmeow.ErrInvalidMediaEncSHA256), errors.Is(err, whatsmeow.ErrInvalidMediaSHA256),
		errors.Is(err, whatsmeow.ErrInvalidMediaHMAC), errors.Is(err, whatsmeow.ErrTooShortFile):
		return &bots.SendError{Code: "damaged"}
	}
	return &bots.SendError{Code: "network", Retry: true}
}
