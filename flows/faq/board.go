package faq

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"majlis/flows"
)

// Board is a place that everyone reads, such as a Telegram channel.
type Board struct {
	Name string // of the way there, e.g. "telegram"
	Publisher
}

// Publisher posts to such a place.
type Publisher interface {
	Publish(ctx context.Context, text string) error
}

// UnpostedError says on which boards a digest could not be posted.
type UnpostedError struct {
	Number int      // of the digest
	Boards []string // by name
	Err    error    // all reasons
}

func (e *UnpostedError) Error() string {
	return fmt.Sprintf("posting digest %d to %s: %v", e.Number, strings.Join(e.Boards, ", "), e.Err)
}

// Unwrap gives the reasons.
func (e *UnpostedError) Unwrap() error { return e.Err }

// PostDigest posts a published digest to the boards that are named, or to all, in
// Arabic and English. It is apart from PublishDigest because a board may be out of
// reach, and can be repeated for that one alone: one that fails does not keep the
// digest from the others. The error is then an *UnpostedError. Without boards it
// does nothing.
func (d Desk) PostDigest(ctx context.Context, id string, boards ...string) error {
	if len(d.Boards) == 0 {
		return nil
	}
	digest, err := d.Store.Digest(ctx, id)
	if err != nil {
		return err
	}
	if digest.Status != DigestPublished {
		return &flows.Mistake{Field: "digest", Code: "not_published"}
	}
	texts, err := d.digestTexts(ctx, digest)
	if err != nil {
		return err
	}
	failed := UnpostedError{Number: digest.Number}
	for _, b := range named(d.Boards, boards) {
		if err := b.post(ctx, texts); err != nil {
			failed.Boards, failed.Err = append(failed.Boards, b.Name), errors.Join(failed.Err, err)
		}
	}
	if failed.Err != nil {
		return &failed
	}
	return nil
}

// named picks boards by name; all when no name is given.
func named(all []Board, names []string) []Board {
	if len(names) == 0 {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(b Board) bool { return !slices.Contains(names, b.Name) })
}

func (b Board) post(ctx context.Context, texts map[string]string) error {
	for _, lang := range []string{flows.Arabic, flows.English} {
		if err := b.Publish(ctx, texts[lang]); err != nil {
			return err
		}
	}
	return nil
}
