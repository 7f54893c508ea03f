package faq_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/staff"
)

func TestDigestGoesOutOnceInEachLanguage(t *testing.T) {
	d, store := newDesk(t)
	if _, err := d.DraftDigest(t.Context(), faq.Schedule); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("nothing published: %v", err)
	}
	for i := range 1201 {
		lang := []string{"ar", "en"}[i%2]
		store.Readers = append(store.Readers, faq.Reader{Contact: fmt.Sprintf("c%04d", i), Lang: lang})
	}
	e := published(t, d, faq.Words{QuestionAr: "س", AnswerAr: "ج", QuestionEn: "Q", AnswerEn: "A"})
	draft, err := d.DraftDigest(t.Context(), "approver")
	if err != nil || draft.Number != 1 || len(draft.Entries) != 1 || draft.Entries[0] != e.ID {
		t.Fatalf("%+v, %v", draft, err)
	}
	if _, err := d.PublishDigest(t.Context(), draft.ID, 0, approver); mistake(err) != "own_work" {
		t.Errorf("own digest: %v", err)
	}
	boss := staff.User{ID: "boss", Role: staff.Admin}
	sent, err := d.PublishDigest(t.Context(), draft.ID, 0, boss)
	if err != nil || sent.Recipients != 1201 {
		t.Fatalf("%d recipients, %v", sent.Recipients, err)
	}
	if _, err := d.PublishDigest(t.Context(), draft.ID, sent.Version, boss); mistake(err) != "published" {
		t.Errorf("publishing twice: %v", err)
	}
	if len(store.Sent) != 1201 || store.Sent[1].Text != "en digest.title 1\n\nen digest.entry 1 Q A\n\nen digest.foot" {
		t.Errorf("%d sent: %q", len(store.Sent), store.Sent[1].Text)
	}
}

type channel struct {
	posts []string
	down  bool
}

func (c *channel) Publish(_ context.Context, text string) error {
	if c.down {
		return errors.New("out of reach")
	}
	c.posts = append(c.posts, text)
	return nil
}

func TestDigestIsPostedToTheChannelAndCanBeRepeated(t *testing.T) {
	d, _ := newDesk(t)
	posts := &channel{down: true}
	d.Boards = []faq.Board{{Name: "telegram", Publisher: posts}}
	published(t, d, answered("س", "ج"))
	draft, err := d.DraftDigest(t.Context(), faq.Schedule)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.PostDigest(t.Context(), draft.ID); mistake(err) != "not_published" {
		t.Errorf("posting a draft: %v", err)
	}
	if _, err := d.PublishDigest(t.Context(), draft.ID, 0, approver); err != nil {
		t.Fatal(err)
	}
	if err := d.PostDigest(t.Context(), draft.ID); err == nil {
		t.Error("a channel that is down went unnoticed")
	}
	posts.down = false
	if err := d.PostDigest(t.Context(), draft.ID); err != nil || len(posts.posts) != 2 {
		t.Errorf("%d posts, %v", len(posts.posts), err)
	}
}

func TestOneBoardThatFailsDoesNotStopTheOthers(t *testing.T) {
	d, _ := newDesk(t)
	first, second := &channel{down: true}, &channel{}
	d.Boards = []faq.Board{{Name: "telegram", Publisher: first}, {Name: "whatsapp", Publisher: second}}
	published(t, d, answered("س", "ج"))
	draft, err := d.DraftDigest(t.Context(), faq.Schedule)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.PublishDigest(t.Context(), draft.ID, 0, approver); err != nil {
		t.Fatal(err)
	}
	err = d.PostDigest(t.Context(), draft.ID)
	if failed, ok := errors.AsType[*faq.UnpostedError](err); !ok || !slices.Equal(failed.Boards, []string{"telegram"}) {
		t.Errorf("the board that failed: %v", err)
	}
	if len(second.posts) != 2 {
		t.Errorf("%d posts on the board that works", len(second.posts))
	}
	first.down = false
	if err := d.PostDigest(t.Context(), draft.ID, "telegram"); err != nil {
		t.Error(err)
	}
	if len(first.posts) != 2 || len(second.posts) != 2 {
		t.Errorf("after the repeat: %d and %d posts, want two on each", len(first.posts), len(second.posts))
	}
}
