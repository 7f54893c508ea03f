package faqtest

import (
	"context"
	"slices"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// CreateEntry adds an entry.
func (s *Store) CreateEntry(ctx context.Context, e faq.Entry) error {
	defer s.lock(ctx)()
	s.entries[e.ID] = e
	return nil
}

// Entry reads an entry.
func (s *Store) Entry(ctx context.Context, id string) (faq.Entry, error) {
	defer s.lock(ctx)()
	e, ok := s.entries[id]
	if !ok {
		return e, flows.ErrNotFound
	}
	return e, nil
}

// UpdateEntry replaces an entry of the same version and counts it up.
func (s *Store) UpdateEntry(ctx context.Context, e faq.Entry) error {
	defer s.lock(ctx)()
	if s.entries[e.ID].Version != e.Version {
		return flows.ErrStale
	}
	e.Version++
	s.entries[e.ID] = e
	return nil
}

// Entries lists entries of a status, newest change first.
func (s *Store) Entries(ctx context.Context, status faq.EntryStatus) ([]faq.Entry, error) {
	defer s.lock(ctx)()
	var list []faq.Entry
	for _, e := range s.entries {
		if status == "" || e.Status == status {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b faq.Entry) int {
		if c := b.UpdatedAt.Compare(a.UpdatedAt); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return list, nil
}

// SearchEntries finds published entries that contain the folded query.
func (s *Store) SearchEntries(ctx context.Context, query string, limit int) ([]faq.Entry, error) {
	list, _ := s.Entries(ctx, faq.Published)
	list = filter(list, func(e faq.Entry) bool {
		return strings.Contains(words.Fold(e.QuestionAr+" "+e.QuestionEn), words.Fold(query))
	})
	return list[:min(limit, len(list))], nil
}

// Rate counts one person's answer once.
func (s *Store) Rate(ctx context.Context, entry, person string, useful bool, _ time.Time) error {
	defer s.lock(ctx)()
	e := s.entries[entry]
	switch {
	case s.rated[entry+"|"+person]:
		return nil
	case useful:
		e.Useful++
	default:
		e.NotUseful++
	}
	s.rated[entry+"|"+person], s.entries[entry] = true, e
	return nil
}

// CreateDigest adds a digest.
func (s *Store) CreateDigest(ctx context.Context, d faq.Digest) error {
	defer s.lock(ctx)()
	s.digests[d.ID] = d
	return nil
}

// Digest reads a digest.
func (s *Store) Digest(ctx context.Context, id string) (faq.Digest, error) {
	defer s.lock(ctx)()
	d, ok := s.digests[id]
	if !ok {
		return d, flows.ErrNotFound
	}
	return d, nil
}

// UpdateDigest replaces a digest of the same version and counts it up.
func (s *Store) UpdateDigest(ctx context.Context, d faq.Digest) error {
	defer s.lock(ctx)()
	if s.digests[d.ID].Version != d.Version {
		return flows.ErrStale
	}
	d.Version++
	s.digests[d.ID] = d
	return nil
}

// Digests lists digests of a status ("" all), newest first.
func (s *Store) Digests(ctx context.Context, status faq.DigestStatus) ([]faq.Digest, error) {
	defer s.lock(ctx)()
	var list []faq.Digest
	for _, d := range s.digests {
		if status == "" || d.Status == status {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b faq.Digest) int { return b.Number - a.Number })
	return list, nil
}

// Audience lists readers after a contact.
func (s *Store) Audience(ctx context.Context, after string, limit int) ([]faq.Reader, error) {
	defer s.lock(ctx)()
	list := filter(s.Readers, func(r faq.Reader) bool { return r.Contact > after })
	return list[:min(limit, len(list))], nil
}

// Broadcast keeps a message for each reader, once a dedupe key.
func (s *Store) Broadcast(ctx context.Context, dedupe string, to []faq.Reader, message func(faq.Reader) talk.Message) (int, error) {
	defer s.lock(ctx)()
	n := 0
	for _, r := range to {
		if key := dedupe + "|" + r.Contact; !s.dedupe[key] {
			s.dedupe[key] = true
			s.Sent = append(s.Sent, message(r))
			n++
		}
	}
	return n, nil
}
