package whatsapp

import (
	"context"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"

	"majlis/bots"
	"majlis/flows/talk"
)

// attached uploads the file of a parcel and makes the message that shows it:
// pictures to be looked at, everything else to be kept.
func (l *line) attached(ctx context.Context, p bots.Parcel) (*waE2E.Message, error) {
	f, body, err := bots.Attached(ctx, l.Attachments, p)
	if err != nil {
		return nil, err
	}
	media := whatsmeow.MediaDocument
	if f.Kind == "photo" {
		media = whatsmeow.MediaImage
	}
	up, err := l.client.Upload(ctx, body, media)
	if err != nil {
		return nil, &bots.SendError{Code: "upload", Retry: true}
	}
	if f.Kind == "photo" {
		return &waE2E.Message{ImageMessage: picture(f, up)}, nil
	}
	return &waE2E.Message{DocumentMessage: document(f, up)}, nil
}

func picture(f talk.File, up whatsmeow.UploadResponse) *waE2E.ImageMessage {
	return &waE2E.ImageMessage{
		Mimetype: &f.MIME, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}
}

func document(f talk.File, up whatsmeow.UploadResponse) *waE2E.DocumentMessage {
	name := bots.FileName(f)
	return &waE2E.DocumentMessage{
		FileName: &name, Title: &name, Mimetype: &f.MIME, URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}
}
