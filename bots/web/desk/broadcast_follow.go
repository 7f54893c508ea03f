package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/words"
)

// followUp is a group that was promised an answer in writing, with the cases that
// its people's questions became.
type followUp struct {
	Group  live.Group
	People int
	Cases  []followedCase
	More   int // cases that are not listed
	Open   int // that have no answer yet
	All    int
}

type followedCase struct {
	ID, Ref string
	Case    cases.Case
	Due     due
}

// casesListed is how many cases of a group a page names.
const casesListed = 50

// followUps lists what was promised in a broadcast that is over, the largest group
// first.
func (d *Desk) followUps(ctx context.Context, id string) ([]followUp, error) {
	byGroup, err := d.Live.Store.FollowUps(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []followUp
	err = d.Live.Boards.Read(ctx, id, func(b *live.Board) error {
		for _, g := range b.Groups() {
			if g.State == live.Later && g.Supporters > 0 {
				list = append(list, followUp{Group: *g, People: g.Supporters})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		found, err := d.casesOf(ctx, byGroup[list[i].Group.ID])
		if err != nil {
			return nil, err
		}
		list[i].fill(d, found)
	}
	slices.SortStableFunc(list, func(a, b followUp) int { return cmp.Compare(b.People, a.People) })
	return list, nil
}

// casesOf reads cases; one that was erased since is left out.
func (d *Desk) casesOf(ctx context.Context, ids []string) (list []cases.Case, err error) {
	for _, id := range ids {
		c, err := d.Cases.Store.Case(ctx, id)
		if errors.Is(err, flows.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (f *followUp) fill(d *Desk, list []cases.Case) {
	f.All = len(list)
	for _, c := range list {
		if unanswered(c) {
			f.Open++
		}
		if len(f.Cases) == casesListed {
			f.More++
			continue
		}
		f.Cases = append(f.Cases, followedCase{
			c.ID, cases.Ref(c.Ref).String(), c, dueOf(c, d.site.Now(), d.site.Ministry.Zone.Location()),
		})
	}
}

// unanswered reports whether a case waits for its first answer. One that was
// answered and goes on is a conversation of its own.
func unanswered(c cases.Case) bool { return c.Status.Open() && c.RepliedAt.IsZero() }

// broadcastFollow answers all cases of a group that wait for their first answer.
// Repeating it tells nobody anything twice.
func (d *Desk) broadcastFollow(w http.ResponseWriter, r *http.Request) error {
	id, ctx := r.PathValue("id"), context.WithoutCancel(r.Context()) // a reader who leaves must not leave half of them behind
	if _, err := d.Live.Store.Broadcast(ctx, id); err != nil {
		return err
	}
	typed := groupForm{Group: r.PathValue("group"), Text: r.PostFormValue("text_ar"), TextEn: r.PostFormValue("text_en")}
	err := d.replyAll(ctx, id, UserOf(r).ID, typed)
	if m := mistakeOf(err); m != nil && m.Field == "text" {
		typed.Mistake = m
		return d.showBroadcast(w, r, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	return d.done(w, r, broadcastPath(id)+"#follow-ups", "desk.done.live.followed")
}

func (d *Desk) replyAll(ctx context.Context, id, actor string, typed groupForm) error {
	if err := typed.check(); err != nil {
		return err
	}
	byGroup, err := d.Live.Store.FollowUps(ctx, id)
	if err != nil {
		return err
	}
	list, err := d.casesOf(ctx, byGroup[typed.Group])
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := d.replyOnce(ctx, c, actor, typed.in(c.Lang)); err != nil {
			return err
		}
	}
	return nil
}

// check refuses an answer before anybody gets it.
func (f groupForm) check() error {
	return errors.Join(cases.CheckReply(f.in(flows.Arabic)), cases.CheckReply(f.in(flows.English)))
}

// in is the answer in a language, or in the other when it was given in one only.
func (f groupForm) in(lang string) string {
	ar, en := strings.TrimSpace(words.Clean(f.Text)), strings.TrimSpace(words.Clean(f.TextEn))
	if lang == flows.English {
		return cmp.Or(en, ar)
	}
	return cmp.Or(ar, en)
}

// triesAtReply is how often a case that somebody changes meanwhile is looked at
// again.
const triesAtReply = 3

// replyOnce answers a case that waits for its first answer, and leaves others be.
func (d *Desk) replyOnce(ctx context.Context, c cases.Case, actor, text string) (err error) {
	for range triesAtReply {
		if !unanswered(c) {
			return nil
		}
		_, err = d.Cases.Reply(ctx, cases.Deed{Case: c.ID, Version: c.Version, Actor: actor}, text)
		if !errors.Is(err, flows.ErrStale) {
			return err
		}
		if c, err = d.Cases.Store.Case(ctx, c.ID); err != nil {
			return err
		}
	}
	return flows.ErrStale
}
