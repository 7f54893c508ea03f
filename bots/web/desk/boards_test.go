package desk_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"majlis/flows/faq"
	"majlis/flows/staff"
)

// poster is a public channel that may be out of reach.
type poster struct {
	down  bool
	posts []string
}

func (p *poster) Publish(_ context.Context, text string) error {
	if p.down {
		return errors.New("out of reach")
	}
	p.posts = append(p.posts, text)
	return nil
}

// TestDigestOnSeveralBoards: the board that failed is named and posted to again;
// the other has the digest once.
func TestDigestOnSeveralBoards(t *testing.T) {
	h := openHouse(t)
	one, two := h.join("One", staff.Approver, "en"), h.join("Two", staff.Approver, "en")
	h.town(two.ID)
	drafts, _ := h.faq.Digests(t.Context(), faq.DigestDraft)
	path := "/desk/digests/" + drafts[0].ID
	h.boards["whatsapp"].down = true
	status, body := one.post(path+"/publish", url.Values{"version": {"0"}})
	contains(t, status, body, http.StatusOK, "not every public channel could be reached", "Post again: Telegram", "Post again: WhatsApp")
	_, after, _ := strings.Cut(body, "Post again: WhatsApp")
	if before := strings.TrimSuffix(body, after); strings.Contains(before, "could not be reached</span>") || !strings.Contains(after, "could not be reached</span>") {
		t.Error("the board that failed is not the one that is marked")
	}
	status, body = one.post(path+"/post", url.Values{"board": {"nowhere"}})
	contains(t, status, body, http.StatusOK, "choose one from the list")
	status, body = one.post(path+"/post", url.Values{"board": {"whatsapp"}})
	contains(t, status, body, http.StatusOK, "The public channel could not be reached")
	h.boards["whatsapp"].down = false
	status, body = one.post(path+"/post", url.Values{"board": {"whatsapp"}})
	contains(t, status, body, http.StatusOK, "Posted to the public channel")
	if t1, w1 := len(h.boards["telegram"].posts), len(h.boards["whatsapp"].posts); t1 != 2 || w1 != 2 {
		t.Errorf("%d posts on Telegram and %d on WhatsApp, want Arabic and English once on each", t1, w1)
	}
}
