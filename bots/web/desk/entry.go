package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/faq"
)

type entryView struct {
	frame
	Entry    faq.Entry
	New      bool
	Author   string
	Approver string
	Services []option
	Variants string
	Group    *faq.Group
	Replaces *faq.Entry // the published entry it would take the place of
	Changes  []change   // against that
	Revision string     // id of a draft that would take this one's place
	Mistake  *flows.Mistake
	Stale    bool
	Warnings []string // text keys: what a reader would miss
}

// change is one field against the published text.
type change struct {
	Field  string // text key
	Lang   string
	Pieces []piece
}

// Own reports whether the reader wrote it, and so can't approve it.
func (v entryView) Own() bool { return v.Entry.Author == v.User.ID }

// Wrong is the code of the mistake in a field, "" none.
func (v entryView) Wrong(field string) string {
	if v.Mistake == nil || v.Mistake.Field != field {
		return ""
	}
	return v.Mistake.Code
}

func (d *Desk) entryNew(w http.ResponseWriter, r *http.Request) error {
	return d.showEntry(w, r, http.StatusOK, entryView{New: true, Entry: faq.Entry{Status: faq.Draft, Author: UserOf(r).ID}})
}

func (d *Desk) entryPage(w http.ResponseWriter, r *http.Request) error {
	e, err := d.FAQ.Store.Entry(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return d.showEntry(w, r, http.StatusOK, entryView{Entry: e})
}

// showEntry fills in what surrounds an entry and answers with its page.
func (d *Desk) showEntry(w http.ResponseWriter, r *http.Request, status int, v entryView) error {
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v.frame = d.frame(r, "faq")
	v.Author, v.Approver = names[v.Entry.Author], names[v.Entry.Approver]
	v.Services = d.serviceOptions(r, v.Entry.Service)
	v.Variants = strings.Join(v.Entry.Variants, "\n")
	v.Warnings = warnings(v.Entry)
	if err := d.entryKin(r, &v); err != nil {
		return err
	}
	return d.show(w, r, status, "entry", "desk.entry.title", v)
}

// entryKin reads the group, the entry it replaces and the draft that replaces it.
func (d *Desk) entryKin(r *http.Request, v *entryView) error {
	ctx := r.Context()
	if v.Entry.Group != "" {
		g, err := d.FAQ.Store.Group(ctx, v.Entry.Group)
		if err != nil && !errors.Is(err, flows.ErrNotFound) {
			return err
		}
		if err == nil {
			v.Group = &g
		}
	}
	if v.Entry.Replaces != "" {
		old, err := d.FAQ.Store.Entry(ctx, v.Entry.Replaces)
		if err != nil {
			return err
		}
		v.Replaces, v.Changes = &old, changes(old, v.Entry)
	}
	if v.Entry.Status == faq.Published {
		draft, ok, err := d.FAQ.Revision(ctx, v.Entry.ID)
		if err != nil {
			return err
		}
		if ok {
			v.Revision = draft.ID
		}
	}
	return nil
}

func changes(old, fresh faq.Entry) []change {
	var list []change
	for _, c := range []struct{ field, lang, old, fresh string }{
		{"desk.entry.question", "ar", old.QuestionAr, fresh.QuestionAr},
		{"desk.entry.answer", "ar", old.AnswerAr, fresh.AnswerAr},
		{"desk.entry.question", "en", old.QuestionEn, fresh.QuestionEn},
		{"desk.entry.answer", "en", old.AnswerEn, fresh.AnswerEn},
	} {
		if c.old != c.fresh {
			list = append(list, change{c.field, c.lang, diff(c.old, c.fresh)})
		}
	}
	return list
}

// warnings are what doesn't forbid publishing but should be seen.
func warnings(e faq.Entry) []string {
	var keys []string
	if e.QuestionAr == "" && e.QuestionEn != "" {
		keys = append(keys, "desk.entry.no_ar")
	}
	if e.QuestionEn == "" && e.QuestionAr != "" {
		keys = append(keys, "desk.entry.no_en")
	}
	return keys
}

// entrySave keeps what was typed and, when asked, submits it. A refusal shows
// the page again with everything typed.
func (d *Desk) entrySave(w http.ResponseWriter, r *http.Request) error {
	id, version := r.PathValue("id"), atoi(r.PostFormValue("version"))
	typed := readWords(r)
	e, err := d.FAQ.Save(r.Context(), id, version, UserOf(r).ID, typed)
	if errors.Is(err, flows.ErrStale) || mistakeOf(err) != nil {
		return d.entryRefused(w, r, typed, mistakeOf(err))
	}
	if err != nil {
		return err
	}
	if r.PostFormValue("do") != "submit" {
		return d.done(w, r, "/desk/faq/"+e.ID, "desk.done.saved")
	}
	err = d.FAQ.Submit(r.Context(), e.ID, e.Version)
	if m := mistakeOf(err); m != nil {
		return d.showEntry(w, r, http.StatusUnprocessableEntity, entryView{Entry: e, Mistake: m})
	}
	if err != nil {
		return err
	}
	return d.done(w, r, "/desk/faq/"+e.ID, "desk.done.submitted")
}

// entryRefused shows the stored entry's version with the words typed here, so
// that nothing typed is lost and the writer can decide. Without a mistake, the
// entry was changed by another.
func (d *Desk) entryRefused(w http.ResponseWriter, r *http.Request, typed faq.Words, mistake *flows.Mistake) error {
	e, err := d.FAQ.Store.Entry(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	mine := e
	mine.Service, mine.Variants = typed.Service, typed.Variants
	mine.QuestionAr, mine.AnswerAr, mine.QuestionEn, mine.AnswerEn = typed.QuestionAr, typed.AnswerAr, typed.QuestionEn, typed.AnswerEn
	v := entryView{Entry: mine, Stale: mistake == nil, Mistake: mistake}
	v.Changes = changes(e, mine)
	return d.showEntry(w, r, http.StatusConflict, v)
}

func readWords(r *http.Request) faq.Words {
	return faq.Words{
		Service:    r.PostFormValue("service"),
		QuestionAr: r.PostFormValue("question_ar"), AnswerAr: r.PostFormValue("answer_ar"),
		QuestionEn: r.PostFormValue("question_en"), AnswerEn: r.PostFormValue("answer_en"),
		Variants: slices.Collect(strings.Lines(r.PostFormValue("variants"))),
	}
}

func (d *Desk) entryApprove(w http.ResponseWriter, r *http.Request) error {
	e, err := d.FAQ.Approve(r.Context(), r.PathValue("id"), atoi(r.PostFormValue("version")), UserOf(r))
	if err != nil {
		return d.refused(w, r, "/desk/faq/"+r.PathValue("id"), err)
	}
	return d.done(w, r, "/desk/faq/"+e.ID, "desk.done.approved")
}

func (d *Desk) entryReject(w http.ResponseWriter, r *http.Request) error {
	here := "/desk/faq/" + r.PathValue("id")
	if err := d.FAQ.Reject(r.Context(), r.PathValue("id"), atoi(r.PostFormValue("version"))); err != nil {
		return d.refused(w, r, here, err)
	}
	return d.done(w, r, here, "desk.done.rejected")
}

func (d *Desk) entryWithdraw(w http.ResponseWriter, r *http.Request) error {
	here := "/desk/faq/" + r.PathValue("id")
	if err := d.FAQ.Withdraw(r.Context(), r.PathValue("id"), atoi(r.PostFormValue("version"))); err != nil {
		return d.refused(w, r, here, err)
	}
	return d.done(w, r, here, "desk.done.withdrawn")
}
