package bots

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"majlis/flows/talk"
)

// Files is what people attached, on its way into the house.
type Files interface {
	// PendingFiles lists what is due to be fetched over a channel.
	PendingFiles(ctx context.Context, channel string, now time.Time, limit int) ([]talk.File, error)
	// StoreFile keeps the content; mime is what it turned out to be.
	StoreFile(ctx context.Context, id, mime string, body []byte) error
	// RefuseFile records that a file is larger than the house takes.
	RefuseFile(ctx context.Context, id string) error
	// FailFile puts a file off until again; for good when again is zero.
	FailFile(ctx context.Context, id, code string, again time.Time) error
}

// TooLarge is the code of a *SendError that says that the platform gives no file
// of that size.
const TooLarge = "too_large"

const (
	// MaxFile is the largest attachment the house keeps, bytes.
	MaxFile      = 20 << 20
	fetchEvery   = 2 * time.Second
	fetchBatch   = 16
	fetchAtOnce  = 4 // of up to MaxFile bytes each, held in memory
	fetchWithin  = time.Minute
	fetchAgainIn = 30 * time.Second
)

// FetchFiles downloads what people attached on a channel until ctx ends.
func FetchFiles(ctx context.Context, channel string, from Fetcher, to Files, log *slog.Logger, now func() time.Time) {
	tick := time.NewTicker(fetchEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if more := fetchSome(ctx, channel, from, to, log, now); more {
			continue
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// fetchSome downloads the files that are due, some at a time; more when others
// may be due as well.
func fetchSome(ctx context.Context, channel string, from Fetcher, to Files, log *slog.Logger, now func() time.Time) (more bool) {
	if !ready(from) {
		return false
	}
	list, err := to.PendingFiles(ctx, channel, now(), fetchBatch)
	if err != nil {
		if ctx.Err() == nil {
			log.Error("cannot list attachments", "channel", channel, "err", err)
		}
		return false
	}
	var g errgroup.Group
	g.SetLimit(fetchAtOnce)
	for _, f := range list {
		g.Go(func() error {
			err := fetchFile(ctx, from, to, f, now)
			if err != nil && ctx.Err() == nil {
				log.Error("an attachment could not be recorded", "file", f.ID, "err", err)
			}
			return err
		})
	}
	return g.Wait() == nil && len(list) == fetchBatch
}

// fetchFile downloads one file and records what became of it.
func fetchFile(ctx context.Context, from Fetcher, to Files, f talk.File, now func() time.Time) error {
	body, err := download(ctx, from, f.Ref)
	if ctx.Err() != nil {
		return ctx.Err() // taken up by the next process
	}
	if se, ok := errors.AsType[*SendError](err); ok && !se.Retry {
		if se.Code == TooLarge {
			return to.RefuseFile(ctx, f.ID)
		}
		return to.FailFile(ctx, f.ID, se.Code, time.Time{})
	}
	if err != nil {
		return to.FailFile(ctx, f.ID, policy(err).Code, now().Add(fetchAgainIn))
	}
	if len(body) > MaxFile {
		return to.RefuseFile(ctx, f.ID)
	}
	return to.StoreFile(ctx, f.ID, http.DetectContentType(body), body)
}

func download(ctx context.Context, from Fetcher, ref string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	r, err := from.Fetch(ctx, ref)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, MaxFile+1))
}
