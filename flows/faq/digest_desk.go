package faq

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

// Limits of a digest.
const (
	digestEntries = 7   // what people read to the end
	readersAtOnce = 500 // conversations read and written at a time
	// Schedule is the author of a digest that was drafted by the clock.
	Schedule = "schedule"
)

// DraftDigest makes a digest of the published entries that are new since the
// last one, the most asked first; when none is new, of the most asked of all.
// It is flows.ErrNotFound when nothing is published. A draft that waits already
// is returned instead of a second one.
func (d Desk) DraftDigest(ctx context.Context, author string) (Digest, error) {
	var draft Digest
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		waiting, err := d.Store.Digests(ctx, DigestDraft)
		if err != nil {
			return err
		}
		if len(waiting) > 0 {
			draft = waiting[0]
			return nil
		}
		published, err := d.Store.Digests(ctx, DigestPublished)
		if err != nil {
			return err
		}
		entries, err := d.worth(ctx, published)
		if err != nil {
			return err
		}
		draft = Digest{
			ID: d.NewID(), Number: nextNumber(published), Status: DigestDraft, Entries: entries,
			Author: author, CreatedAt: d.Now(),
		}
		return d.Store.CreateDigest(ctx, draft)
	})
	if err != nil {
		return Digest{}, fmt.Errorf("drafting a digest: %w", err)
	}
	return draft, nil
}

// worth picks the entries of a new digest.
func (d Desk) worth(ctx context.Context, published []Digest) ([]string, error) {
	entries, err := d.Store.Entries(ctx, Published)
	if err != nil {
		return nil, err
	}
	told := map[string]time.Time{}
	for _, digest := range published {
		for _, id := range digest.Entries {
			if digest.PublishedAt.After(told[id]) {
				told[id] = digest.PublishedAt
			}
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		at, known := told[e.ID]
		return known && !e.UpdatedAt.After(at)
	})
	if len(fresh) == 0 {
		fresh = entries
	}
	if len(fresh) == 0 {
		return nil, flows.ErrNotFound
	}
	return d.mostAsked(ctx, fresh)
}

func (d Desk) mostAsked(ctx context.Context, entries []Entry) ([]string, error) {
	people := map[string]int{}
	for _, e := range entries {
		if e.Group == "" {
			continue
		}
		g, err := d.Store.Group(ctx, e.Group)
		if err != nil && !errors.Is(err, flows.ErrNotFound) {
			return nil, err
		}
		people[e.ID] = g.People
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return people[b.ID] - people[a.ID] })
	ids := make([]string, 0, digestEntries)
	for _, e := range entries[:min(len(entries), digestEntries)] {
		ids = append(ids, e.ID)
	}
	return ids, nil
}

// Arrange sets the entries of a draft and their order. Whoever arranges it is
// its author from then on.
func (d Desk) Arrange(ctx context.Context, id string, version int, author string, entries []string) error {
	err := d.changeDigest(ctx, id, version, func(ctx context.Context, digest *Digest) error {
		if len(entries) == 0 {
			return &flows.Mistake{Field: "entries", Code: "digest_empty"}
		}
		digest.Entries, digest.Author = entries, author
		_, err := d.entries(ctx, *digest)
		return err
	})
	return err
}

// PublishDigest sends an approved draft to everyone who opted in, once, in the
// language of each. It takes an approver who is not the author. What it puts
// into the outbox goes after replies and notices.
func (d Desk) PublishDigest(ctx context.Context, id string, version int, approver staff.User) (Digest, error) {
	var published Digest
	err := d.changeDigest(ctx, id, version, func(ctx context.Context, digest *Digest) error {
		if err := second(digest.Author, approver); err != nil {
			return err
		}
		texts, err := d.digestTexts(ctx, *digest)
		if err != nil {
			return err
		}
		digest.Status, digest.Approver, digest.PublishedAt = DigestPublished, approver.ID, d.Now()
		digest.Recipients, err = d.broadcast(ctx, *digest, texts)
		published = *digest
		return err
	})
	if err != nil {
		return Digest{}, err
	}
	published.Version++
	return published, nil
}

func (d Desk) broadcast(ctx context.Context, digest Digest, texts map[string]string) (int, error) {
	total, after := 0, ""
	for {
		readers, err := d.Store.Audience(ctx, after, readersAtOnce)
		if err != nil || len(readers) == 0 {
			return total, err
		}
		n, err := d.Store.Broadcast(ctx, "digest:"+digest.ID, readers, func(r Reader) talk.Message {
			return talk.Message{Text: texts[language(r.Lang)]}
		})
		if err != nil {
			return total, err
		}
		total += n
		after = readers[len(readers)-1].Contact
	}
}

func (d Desk) changeDigest(ctx context.Context, id string, version int, change func(context.Context, *Digest) error) error {
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		digest, err := d.Store.Digest(ctx, id)
		switch {
		case err != nil:
			return err
		case digest.Version != version:
			return flows.ErrStale
		case digest.Status != DigestDraft:
			return &flows.Mistake{Field: "digest", Code: "published"}
		}
		if err := change(ctx, &digest); err != nil {
			return err
		}
		return d.Store.UpdateDigest(ctx, digest)
	})
	if err != nil {
		return fmt.Errorf("digest %s: %w", id, err)
	}
	return nil
}

func nextNumber(published []Digest) int {
	n := 0
	for _, digest := range published {
		n = max(n, digest.Number)
	}
	return n + 1
}

func language(lang string) string {
	if lang == flows.English {
		return flows.English
	}
	return flows.Arabic
}

// lines joins paragraphs with an empty line between.
func lines(parts []string) string { return strings.Join(parts, "\n\n") }
