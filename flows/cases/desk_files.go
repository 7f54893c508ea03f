package cases

import (
	"context"

	"majlis/flows/talk"
)

// MaxFiles is how many files go with one reply.
const MaxFiles = 5

// attach posts an event's files behind its words, each as a message of its own:
// one that a platform refuses keeps neither the words nor the others back.
func (d Desk) attach(ctx context.Context, c Case, e Event, files []talk.File) error {
	for i, f := range files {
		err := d.Store.Post(ctx, Post{
			Contact: c.Contact, Lane: talk.LaneReply, Message: talk.Message{File: &f, About: c.ID}, Dedupe: e.FileDedupe(i),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func idsOf(files []talk.File) []string {
	var ids []string
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	return ids
}
