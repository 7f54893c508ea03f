package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"majlis/flows/talk"
)

// maxFile is the largest file the Bot API lets a bot download, bytes
// (core.telegram.org/bots/api#getfile).
const maxFile = 20 << 20

// files lists what a message carries.
func files(m models.Message) []talk.File {
	var f talk.File
	switch {
	case len(m.Photo) > 0: // the same photo in rising sizes
		best := m.Photo[len(m.Photo)-1]
		f = talk.File{Kind: "photo", MIME: "image/jpeg", Size: int64(best.FileSize), Ref: best.FileID}
	case m.Voice != nil:
		f = talk.File{Kind: "voice", MIME: m.Voice.MimeType, Size: m.Voice.FileSize, Seconds: m.Voice.Duration, Ref: m.Voice.FileID}
	case m.Audio != nil:
		f = talk.File{Kind: "voice", Name: m.Audio.FileName, MIME: m.Audio.MimeType, Size: m.Audio.FileSize, Seconds: m.Audio.Duration, Ref: m.Audio.FileID}
	case m.Document != nil:
		f = talk.File{Kind: "document", Name: m.Document.FileName, MIME: m.Document.MimeType, Size: m.Document.FileSize, Ref: m.Document.FileID}
	case m.Video != nil:
		f = talk.File{Kind: "video", Name: m.Video.FileName, MIME: m.Video.MimeType, Size: m.Video.FileSize, Seconds: m.Video.Duration, Ref: m.Video.FileID}
	case m.VideoNote != nil:
		f = talk.File{Kind: "video", MIME: "video/mp4", Size: int64(m.VideoNote.FileSize), Seconds: m.VideoNote.Duration, Ref: m.VideoNote.FileID}
	default:
		return nil
	}
	f.TooLarge = f.Size > maxFile
	return []talk.File{f}
}

// Fetch opens the file behind a file id. The caller closes it.
func (c *Channel) Fetch(ctx context.Context, ref string) (io.ReadCloser, error) {
	file, err := c.bot.GetFile(ctx, &bot.GetFileParams{FileID: ref})
	if err != nil {
		return nil, sendError(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.bot.FileDownloadLink(file), nil)
	if err != nil {
		return nil, errors.New("telegram: the file's address can't be used") // it holds the token
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, sendError(err)
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, sendError(&strangeAnswer{resp.StatusCode})
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxFile+1), resp.Body}, nil
}
