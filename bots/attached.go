package bots

import (
	"context"
	"errors"
	"mime"
	"time"

	"majlis/flows"
	"majlis/flows/talk"
)

// Attachments are what staff attach to what they write.
type Attachments interface {
	// File reads one by id; flows.ErrNotFound for none. body is nil when it was not
	// kept.
	File(ctx context.Context, id string) (f talk.File, body []byte, err error)
}

// sendFileWithin bounds the sending of one file, which takes longer than words do.
const sendFileWithin = time.Minute

// within is how long the sending of a parcel may take.
func within(p Parcel) time.Duration {
	if p.Message.File != nil {
		return sendFileWithin
	}
	return finishWithin
}

// Attached reads the file of a parcel for sending. The error is a *SendError: a
// file that is gone is not tried again.
func Attached(ctx context.Context, a Attachments, p Parcel) (talk.File, []byte, error) {
	f, body, err := a.File(ctx, p.Message.File.ID)
	switch {
	case errors.Is(err, flows.ErrNotFound), err == nil && body == nil:
		return f, nil, &SendError{Code: "gone"}
	case err != nil:
		return f, nil, &SendError{Code: "store", Retry: true, Err: err}
	}
	return f, body, nil
}

// FileName is what a file is called where it arrives.
func FileName(f talk.File) string {
	if f.Name != "" {
		return f.Name
	}
	ends, _ := mime.ExtensionsByType(f.MIME)
	if len(ends) == 0 {
		return f.Kind
	}
	return f.Kind + ends[0]
}
