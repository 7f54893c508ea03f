package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/words"
)

// pieceUnits is the longest message, in UTF-16 units, on Telegram (Bot API,
// sendMessage) and on WhatsApp (Cloud API, text): a longer digest arrives in
// pieces, and the preview shows them.
const pieceUnits = 4096

type digestsView struct {
	frame
	Rows []digestRow
}

type digestRow struct {
	Digest faq.Digest
	Author string
}

type digestView struct {
	frame
	Digest   faq.Digest
	Author   string
	Approver string
	Entries  []faq.Entry // in the digest's order, then the other published ones
	Previews []preview
	Boards   []board // where it can be posted for everyone
	Empty    bool    // nothing of it is published any more
}

// board is a place everyone reads, such as a Telegram channel.
type board struct {
	Name   string
	Failed bool // it could not be reached just now
}

// preview is what one channel shows, in one language.
type preview struct {
	Channel string
	Lang    string
	Pieces  []string
}

// Own reports whether the reader made it, and so can't publish it.
func (v digestView) Own() bool { return v.Digest.Author == v.User.ID }

// In is the place of an entry in the digest, from 1; 0 when it isn't in it.
func (v digestView) In(id string) int { return slices.Index(v.Digest.Entries, id) + 1 }

func (d *Desk) digests(w http.ResponseWriter, r *http.Request) error {
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v := digestsView{frame: d.frame(r, "digests")}
	for _, status := range []faq.DigestStatus{faq.DigestDraft, faq.DigestPublished} {
		list, err := d.FAQ.Store.Digests(r.Context(), status)
		if err != nil {
			return err
		}
		for _, digest := range list {
			v.Rows = append(v.Rows, digestRow{digest, names[digest.Author]})
		}
	}
	return d.show(w, r, http.StatusOK, "digests", "desk.digests.title", v)
}

func (d *Desk) digestDraft(w http.ResponseWriter, r *http.Request) error {
	digest, err := d.FAQ.DraftDigest(r.Context(), UserOf(r).ID)
	if errors.Is(err, flows.ErrNotFound) {
		return d.done(w, r, "/desk/digests", "desk.mistake.digest_empty")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/digests/"+digest.ID, http.StatusSeeOther)
	return nil
}

func (d *Desk) digestPage(w http.ResponseWriter, r *http.Request) error {
	digest, err := d.FAQ.Store.Digest(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v := digestView{
		frame: d.frame(r, "digests"), Digest: digest, Boards: d.boards(r),
		Author: names[digest.Author], Approver: names[digest.Approver],
	}
	if v.Entries, err = d.digestEntries(r, digest); err != nil {
		return err
	}
	if v.Previews, err = d.previews(r, digest); err != nil {
		if mistakeOf(err) == nil {
			return err
		}
		v.Empty = true
	}
	return d.show(w, r, http.StatusOK, "digest", "desk.digest.title", v)
}

// digestEntries are the entries of a digest in order and, while it is a draft,
// the published ones that could be taken in.
func (d *Desk) digestEntries(r *http.Request, digest faq.Digest) ([]faq.Entry, error) {
	var list []faq.Entry
	for _, id := range digest.Entries {
		e, err := d.FAQ.Store.Entry(r.Context(), id)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	if digest.Status != faq.DigestDraft {
		return list, nil
	}
	rest, err := d.FAQ.Store.Entries(r.Context(), faq.Published)
	if err != nil {
		return nil, err
	}
	for _, e := range rest {
		if !slices.Contains(digest.Entries, e.ID) {
			list = append(list, e)
		}
	}
	return list, nil
}

func (d *Desk) previews(r *http.Request, digest faq.Digest) ([]preview, error) {
	var list []preview
	for _, lang := range []string{flows.Arabic, flows.English} {
		text, err := d.FAQ.DigestText(r.Context(), digest, lang)
		if err != nil {
			return nil, err
		}
		pieces := words.Split(text, pieceUnits)
		list = append(list, preview{"telegram", lang, pieces})
		if d.onWhatsApp() {
			list = append(list, preview{"whatsapp", lang, pieces})
		}
		list = append(list, preview{"web", lang, []string{text}})
	}
	return list, nil
}

// onWhatsApp reports whether citizens can be on WhatsApp, either way.
func (d *Desk) onWhatsApp() bool {
	return d.Linker != nil || slices.ContainsFunc(d.Channels, func(c Channel) bool { return c.Name == "whatsappcloud" && c.On })
}

// digestArrange takes the picked entries in the order of the numbers typed.
func (d *Desk) digestArrange(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	here := "/desk/digests/" + r.PathValue("id")
	picked := slices.Clone(r.PostForm["entry"])
	slices.SortStableFunc(picked, func(a, b string) int {
		return place10(r.PostFormValue("place_"+a)) - place10(r.PostFormValue("place_"+b))
	})
	err := d.FAQ.Arrange(r.Context(), r.PathValue("id"), atoi(r.PostFormValue("version")), UserOf(r).ID, picked)
	if err != nil {
		return d.refused(w, r, here, err)
	}
	return d.done(w, r, here, "desk.done.saved")
}

// place10 reads a place typed in any digits; none comes last.
func place10(s string) int {
	n := atoi(words.Digits(strings.TrimSpace(s)))
	if n <= 0 {
		return 1000
	}
	return n
}

// digestPublish sends it to people and then posts it to the public channels. One
// that can't be reached doesn't take back what people got: it is said, and the
// post can be repeated there.
func (d *Desk) digestPublish(w http.ResponseWriter, r *http.Request) error {
	here := "/desk/digests/" + r.PathValue("id")
	digest, err := d.FAQ.PublishDigest(r.Context(), r.PathValue("id"), atoi(r.PostFormValue("version")), UserOf(r))
	if err != nil {
		return d.refused(w, r, here, err)
	}
	if err := d.FAQ.PostDigest(r.Context(), digest.ID); err != nil {
		return d.unposted(w, r, here, "desk.done.published_unposted", err)
	}
	return d.done(w, r, here, "desk.done.published")
}

// digestPost repeats the post on one board.
func (d *Desk) digestPost(w http.ResponseWriter, r *http.Request) error {
	here, name := "/desk/digests/"+r.PathValue("id"), r.PostFormValue("board")
	if !slices.ContainsFunc(d.FAQ.Boards, func(b faq.Board) bool { return b.Name == name }) {
		return d.refused(w, r, here, &flows.Mistake{Field: "board", Code: "unknown"})
	}
	if err := d.FAQ.PostDigest(r.Context(), r.PathValue("id"), name); err != nil {
		if m := mistakeOf(err); m != nil {
			return d.refused(w, r, here, m)
		}
		return d.unposted(w, r, here, "desk.done.unposted", err)
	}
	return d.done(w, r, here, "desk.done.posted")
}

// unposted leads back to the digest, which says which boards failed.
func (d *Desk) unposted(w http.ResponseWriter, r *http.Request, to, flash string, err error) error {
	d.site.Log.WarnContext(r.Context(), "digest not posted to a public channel", "digest", r.PathValue("id"), "err", err)
	if failed, ok := errors.AsType[*faq.UnpostedError](err); ok {
		d.sessions.Put(r.Context(), keyUnposted, strings.Join(failed.Boards, " "))
	}
	return d.done(w, r, to, flash)
}

// boards are where digests are posted; those that failed just now are marked once.
func (d *Desk) boards(r *http.Request) []board {
	failed := strings.Fields(d.sessions.PopString(r.Context(), keyUnposted))
	var list []board
	for _, b := range d.FAQ.Boards {
		list = append(list, board{b.Name, slices.Contains(failed, b.Name)})
	}
	return list
}
