package faq

import (
	"context"
	"fmt"

	"majlis/flows"
	"majlis/flows/talk"
)

// DigestText is a digest as people will read it in one language. Entries that
// were withdrawn since it was drafted are left out.
func (d Desk) DigestText(ctx context.Context, digest Digest, lang string) (string, error) {
	entries, err := d.entries(ctx, digest)
	if err != nil {
		return "", err
	}
	parts := []string{d.Texts.Text(lang, "digest.title", talk.Args{"Number": digest.Number})}
	for i, e := range entries {
		parts = append(parts, d.Texts.Text(lang, "digest.entry", talk.Args{
			"Number": i + 1, "Question": e.Question(lang), "Answer": e.Answer(lang),
		}))
	}
	return lines(append(parts, d.Texts.Text(lang, "digest.foot", nil))), nil
}

func (d Desk) digestTexts(ctx context.Context, digest Digest) (map[string]string, error) {
	texts := map[string]string{}
	for _, lang := range []string{flows.Arabic, flows.English} {
		text, err := d.DigestText(ctx, digest, lang)
		if err != nil {
			return nil, err
		}
		texts[lang] = text
	}
	return texts, nil
}

// entries reads the digest's entries that are published, in its order. A digest
// without one left is a *flows.Mistake.
func (d Desk) entries(ctx context.Context, digest Digest) ([]Entry, error) {
	var list []Entry
	for _, id := range digest.Entries {
		e, err := d.Store.Entry(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("entry %s: %w", id, err)
		}
		if e.Status == Published {
			list = append(list, e)
		}
	}
	if len(list) == 0 {
		return nil, &flows.Mistake{Field: "entries", Code: "digest_empty"}
	}
	return list, nil
}
