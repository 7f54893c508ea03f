package faq

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"majlis/flows"
	"majlis/flows/words"
)

// Limits of an entry, in characters and pieces.
const (
	maxQuestion = 300  // a question is a line or two
	maxAnswer   = 3500 // with its question it fits one Telegram message (4096 UTF-16 units)
	maxVariants = 30
)

// Words are what an editor types into an entry.
type Words struct {
	Service    string
	QuestionAr string
	QuestionEn string
	AnswerAr   string
	AnswerEn   string
	Variants   []string
}

// Save writes a new entry (id empty) or new words into a draft. Whoever wrote
// last is the author. A published entry keeps standing: what is changed becomes
// a draft that takes its place once approved; Save returns that draft, and refuses
// a second one beside it (*flows.Mistake has_revision). Words that
// break a rule are kept all the same: only Submit refuses them.
func (d Desk) Save(ctx context.Context, id string, version int, author string, w Words) (Entry, error) {
	w = w.clean()
	if id == "" {
		e := d.newEntry(author)
		w.put(&e)
		return e, d.Store.CreateEntry(ctx, e)
	}
	var saved Entry
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		e, err := d.Store.Entry(ctx, id)
		if err != nil {
			return err
		}
		if e.Version != version {
			return flows.ErrStale
		}
		saved, err = d.rewrite(ctx, e, author, w)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("entry %s: %w", id, err)
	}
	return saved, nil
}

func (d Desk) rewrite(ctx context.Context, e Entry, author string, w Words) (Entry, error) {
	if e.Status == Published {
		if _, waits, err := d.Revision(ctx, e.ID); err != nil || waits {
			return Entry{}, cmp.Or[error](err, &flows.Mistake{Field: "entry", Code: "has_revision"})
		}
		draft := d.newEntry(author)
		draft.Replaces, draft.Group = e.ID, e.Group
		w.put(&draft)
		return draft, d.Store.CreateEntry(ctx, draft)
	}
	w.put(&e)
	e.Status, e.Author, e.Approver, e.UpdatedAt = Draft, author, "", d.Now()
	if err := d.Store.UpdateEntry(ctx, e); err != nil {
		return Entry{}, err
	}
	e.Version++
	return e, nil
}

// Submit offers a draft for approval: all of a language or nothing of it, at
// least one language, and only links people can trust.
func (d Desk) Submit(ctx context.Context, id string, version int) error {
	return d.changeEntry(ctx, id, version, func(e *Entry) error {
		if e.Status != Draft {
			return &flows.Mistake{Field: "entry", Code: "not_draft"}
		}
		e.Status = Submitted
		return e.Check()
	})
}

// Reject gives a submitted entry back to its author as a draft.
func (d Desk) Reject(ctx context.Context, id string, version int) error {
	return d.changeEntry(ctx, id, version, func(e *Entry) error {
		if e.Status != Submitted {
			return &flows.Mistake{Field: "entry", Code: "not_submitted"}
		}
		e.Status = Draft
		return nil
	})
}

// Withdraw takes an entry back: it is no longer found, nor in new digests.
func (d Desk) Withdraw(ctx context.Context, id string, version int) error {
	return d.changeEntry(ctx, id, version, func(e *Entry) error {
		e.Status = Withdrawn
		return nil
	})
}

func (d Desk) changeEntry(ctx context.Context, id string, version int, change func(*Entry) error) error {
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		e, err := d.Store.Entry(ctx, id)
		if err != nil {
			return err
		}
		if e.Version != version {
			return flows.ErrStale
		}
		if err := change(&e); err != nil {
			return err
		}
		e.UpdatedAt = d.Now()
		return d.Store.UpdateEntry(ctx, e)
	})
	if err != nil {
		return fmt.Errorf("entry %s: %w", id, err)
	}
	return nil
}

// Revision returns the unpublished draft that is to take the place of a published
// entry, if there is one.
func (d Desk) Revision(ctx context.Context, id string) (Entry, bool, error) {
	for _, status := range []EntryStatus{Draft, Submitted} {
		list, err := d.Store.Entries(ctx, status)
		if err != nil {
			return Entry{}, false, fmt.Errorf("entry %s: its revision: %w", id, err)
		}
		for _, e := range list {
			if e.Replaces == id {
				return e, true, nil
			}
		}
	}
	return Entry{}, false, nil
}

func (d Desk) newEntry(author string) Entry {
	now := d.Now()
	return Entry{ID: d.NewID(), Status: Draft, Author: author, CreatedAt: now, UpdatedAt: now}
}

// Check says what keeps an entry from being published, as a *flows.Mistake.
func (e Entry) Check() error {
	if e.QuestionAr+e.AnswerAr+e.QuestionEn+e.AnswerEn == "" {
		return &flows.Mistake{Field: "question_ar", Code: "entry_empty"}
	}
	for _, half := range []struct{ lang, question, answer string }{
		{"ar", e.QuestionAr, e.AnswerAr}, {"en", e.QuestionEn, e.AnswerEn},
	} {
		if err := checkHalf(half.lang, half.question, half.answer); err != nil {
			return err
		}
	}
	return nil
}

func checkHalf(lang, question, answer string) error {
	switch {
	case question == "" && answer == "":
		return nil
	case question == "":
		return &flows.Mistake{Field: "question_" + lang, Code: "empty"}
	case answer == "":
		return &flows.Mistake{Field: "answer_" + lang, Code: "empty"}
	case words.Graphemes(question) > maxQuestion:
		return &flows.Mistake{Field: "question_" + lang, Code: "long"}
	case words.Graphemes(answer) > maxAnswer:
		return &flows.Mistake{Field: "answer_" + lang, Code: "long"}
	}
	if err := CheckLinks("question_"+lang, question); err != nil {
		return err
	}
	return CheckLinks("answer_"+lang, answer)
}

func (w Words) put(e *Entry) {
	e.Service, e.Variants = w.Service, w.Variants
	e.QuestionAr, e.AnswerAr, e.QuestionEn, e.AnswerEn = w.QuestionAr, w.AnswerAr, w.QuestionEn, w.AnswerEn
}

func (w Words) clean() Words {
	for _, s := range []*string{&w.Service, &w.QuestionAr, &w.QuestionEn, &w.AnswerAr, &w.AnswerEn} {
		*s = words.Clean(*s)
	}
	w.Variants = distinct(w.Variants, maxVariants)
	return w
}

// distinct keeps the first of wordings that fold to the same, n at most, and none
// that folds to one of except.
func distinct(list []string, n int, except ...string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, s := range except {
		seen[words.Fold(s)] = true
	}
	for _, s := range list {
		s = strings.Join(strings.Fields(words.Clean(s)), " ")
		fold := words.Fold(s)
		if fold == "" || seen[fold] || len(kept) == n {
			continue
		}
		seen[fold] = true
		kept = append(kept, s)
	}
	return kept
}
