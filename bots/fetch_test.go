package bots_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"majlis/bots"
	"majlis/flows/talk"
)

// cabinet keeps files in memory.
type cabinet struct {
	mu      sync.Mutex
	files   []talk.File
	due     map[string]time.Time
	state   map[string]string
	mime    map[string]string
	code    map[string]string
	broken  bool
	listed  int
	storage int // bytes stored
}

func newCabinet(files ...talk.File) *cabinet {
	return &cabinet{files: files, due: map[string]time.Time{}, state: map[string]string{}, mime: map[string]string{}, code: map[string]string{}}
}

func (c *cabinet) PendingFiles(_ context.Context, channel string, now time.Time, limit int) ([]talk.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listed++
	var list []talk.File
	for _, f := range c.files {
		if channel == "wire" && c.state[f.ID] == "" && !c.due[f.ID].After(now) && len(list) < limit {
			list = append(list, f)
		}
	}
	return list, nil
}

func (c *cabinet) set(id, state string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken {
		return errors.New("the disk is full")
	}
	c.state[id] = state
	return nil
}

func (c *cabinet) StoreFile(_ context.Context, id, mime string, body []byte) error {
	c.mu.Lock()
	c.mime[id] = mime
	c.storage += len(body)
	c.mu.Unlock()
	return c.set(id, "stored")
}

func (c *cabinet) RefuseFile(_ context.Context, id string) error { return c.set(id, "refused") }

func (c *cabinet) FailFile(_ context.Context, id, code string, again time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.code[id] = code
	if again.IsZero() {
		c.state[id] = "failed"
	}
	c.due[id] = again
	return nil
}

// shop is where files are fetched.
type shop struct {
	mu    sync.Mutex
	tries map[string]int
}

func (s *shop) Fetch(_ context.Context, ref string) (io.ReadCloser, error) {
	s.mu.Lock()
	s.tries[ref]++
	n := s.tries[ref]
	s.mu.Unlock()
	switch {
	case ref == "gone":
		return nil, &bots.SendError{Code: "refused"}
	case ref == "withheld":
		return nil, &bots.SendError{Code: bots.TooLarge}
	case ref == "busy" && n < 3:
		return nil, &bots.SendError{Code: "network", Retry: true}
	case ref == "huge":
		return io.NopCloser(io.LimitReader(endless{}, 1<<30)), nil
	}
	return io.NopCloser(bytes.NewReader([]byte("\x89PNG\r\n\x1a\nphoto"))), nil
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestFilesAreFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCabinet(
			talk.File{ID: "1", Ref: "photo", MIME: "application/x-msdownload"}, talk.File{ID: "2", Ref: "gone"},
			talk.File{ID: "3", Ref: "busy"}, talk.File{ID: "4", Ref: "huge"}, talk.File{ID: "5", Ref: "withheld"},
		)
		from := &shop{tries: map[string]int{}}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		bots.FetchFiles(ctx, "wire", from, c, slog.New(slog.DiscardHandler), time.Now)
		for id, want := range map[string]string{"1": "stored", "2": "failed", "3": "stored", "4": "refused", "5": "refused"} {
			if c.state[id] != want {
				t.Errorf("file %s is %q, want %q", id, c.state[id], want)
			}
		}
		if c.mime["1"] != "image/png" {
			t.Errorf("taken for %q, whatever the sender called it", c.mime["1"])
		}
		if from.tries["busy"] != 3 || from.tries["gone"] != 1 {
			t.Errorf("tries %v", from.tries)
		}
		if c.code["2"] != "refused" || c.code["3"] != "network" {
			t.Errorf("codes %v", c.code)
		}
	})
}

// A disk that is full must not make the worker run in circles.
func TestAFullDiskIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var files []talk.File
		for i := range 40 {
			files = append(files, talk.File{ID: string(rune('A' + i)), Ref: "photo"})
		}
		c := newCabinet(files...)
		c.broken = true
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		bots.FetchFiles(ctx, "wire", &shop{tries: map[string]int{}}, c, slog.New(slog.DiscardHandler), time.Now)
		if c.listed > 40 {
			t.Errorf("looked %d times in a minute", c.listed)
		}
	})
}
