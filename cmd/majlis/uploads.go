package main

import (
	"context"

	"majlis/bots/web"
	"majlis/bots/web/desk"
	"majlis/flows/people"
	"majlis/flows/talk"
)

// uploads keeps what visitors and staff attach on the web. A file is stored before
// the message that names it, so its name passes the guard here.
type uploads struct {
	desk.Files
	guard people.Guard
}

var _ web.Files = uploads{}

func (h *house) uploads() uploads { return uploads{h.db, h.guard()} }

// AddFile implements web.Files and desk.Files.
func (u uploads) AddFile(ctx context.Context, channel string, owner talk.Identity, f talk.File, body []byte) (string, error) {
	f.Name = u.guard.Clean(f.Name).Text
	return u.Files.AddFile(ctx, channel, owner, f, body)
}
