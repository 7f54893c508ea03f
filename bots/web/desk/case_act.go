package desk

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/words"
)

// faqHits is how many answers are offered for insertion.
const faqHits = 5

// caseAct takes the form of a case: look for an answer, insert one, show what
// the citizen will read, or do it. Whatever happens, what was typed comes back.
func (d *Desk) caseAct(w http.ResponseWriter, r *http.Request) error {
	c, err := d.findCase(r)
	if err != nil {
		return err
	}
	if err := r.ParseMultipartForm(formInMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	form := readCaseForm(r)
	if err := d.readFiles(r, &form); err != nil {
		return err
	}
	if form.Mistake != nil {
		return d.showCase(w, r, http.StatusUnprocessableEntity, form)
	}
	do, id, _ := strings.Cut(r.PostFormValue("do"), ":")
	switch do {
	case "find":
		return d.caseFind(w, r, form)
	case "insert":
		return d.caseInsert(w, r, c, form, id)
	case "preview":
		form.Preview = d.told(c, form)
		form.OtherLang = otherLang(c, form)
		form.Checked = true
		return d.showCase(w, r, http.StatusOK, form)
	}
	if otherLang(c, form) && !form.Checked {
		form.Preview, form.OtherLang, form.Checked = d.told(c, form), true, true
		return d.showCase(w, r, http.StatusOK, form)
	}
	return d.caseDo(w, r, c, form)
}

func readCaseForm(r *http.Request) caseForm {
	version, err := strconv.Atoi(r.PostFormValue("version"))
	if err != nil {
		version = -1 // matches no case: the deed is refused as stale
	}
	return caseForm{
		Version: version, Action: r.PostFormValue("action"), Text: r.PostFormValue("text"),
		Destination: r.PostFormValue("destination"), Reason: r.PostFormValue("reason"),
		Query: strings.TrimSpace(r.PostFormValue("query")), Checked: r.PostFormValue("checked") != "",
	}
}

func (d *Desk) caseDo(w http.ResponseWriter, r *http.Request, c cases.Case, form caseForm) error {
	err := d.deed(r.Context(), cases.Deed{Case: c.ID, Version: form.Version, Actor: UserOf(r).ID}, form)
	switch {
	case err == nil:
		return d.done(w, r, "/desk/cases/"+c.ID, "desk.done."+form.Action)
	case errors.Is(err, flows.ErrStale):
		form.Stale, form.Preview = true, ""
		return d.showCase(w, r, http.StatusConflict, form)
	case mistakeOf(err) != nil:
		form.Mistake = mistakeOf(err)
		return d.showCase(w, r, http.StatusUnprocessableEntity, form)
	}
	return err
}

func (d *Desk) deed(ctx context.Context, deed cases.Deed, form caseForm) (err error) {
	if len(form.Files) > 0 && form.Action != "reply" && form.Action != "ask" {
		return &flows.Mistake{Field: "file", Code: "file_with"}
	}
	switch form.Action {
	case "reply":
		_, err = d.Cases.Reply(ctx, deed, form.Text, form.Files...)
	case "ask":
		_, err = d.Cases.AskInfo(ctx, deed, form.Text, form.Files...)
	case "note":
		err = d.Cases.Note(ctx, deed.Case, deed.Actor, form.Text)
	case "refer":
		_, err = d.Cases.Refer(ctx, deed, form.Destination, form.Text)
	case "close":
		_, err = d.Cases.Close(ctx, deed, form.Reason, form.Text)
	case "reopen":
		_, err = d.Cases.Reopen(ctx, deed, form.Text)
	default:
		err = &flows.Mistake{Field: "action", Code: "unknown"}
	}
	return err
}

// told is what the citizen will read; "" for what only staff see.
func (d *Desk) told(c cases.Case, form caseForm) string {
	text := words.Clean(form.Text)
	switch form.Action {
	case "reply":
		return d.Cases.Told(c, cases.EventReply, text)
	case "ask":
		return d.Cases.Told(c, cases.EventAsked, text)
	case "reopen":
		return d.Cases.Told(c, cases.EventReopened, text)
	case "refer":
		return d.Cases.ToldReferred(c, form.Destination, text)
	case "close":
		return d.Cases.ToldClosed(c, form.Reason, text)
	}
	return ""
}

// otherLang reports whether words for the citizen are in another language than
// theirs.
func otherLang(c cases.Case, form caseForm) bool {
	typed := words.Lang(form.Text)
	return form.Action != "note" && typed != "" && typed != c.Lang
}

func (d *Desk) caseFind(w http.ResponseWriter, r *http.Request, form caseForm) error {
	form.Searched = true
	if form.Query != "" {
		hits, err := d.FAQ.Store.SearchEntries(r.Context(), form.Query, faqHits)
		if err != nil {
			return err
		}
		form.Hits = hits
	}
	return d.showCase(w, r, http.StatusOK, form)
}

// caseInsert puts a published answer behind what was typed.
func (d *Desk) caseInsert(w http.ResponseWriter, r *http.Request, c cases.Case, form caseForm, id string) error {
	e, err := d.FAQ.Store.Entry(r.Context(), id)
	if err != nil {
		return err
	}
	if e.Status != faq.Published {
		return flows.ErrNotFound
	}
	form.Text = strings.TrimSpace(strings.TrimSpace(form.Text) + "\n\n" + e.Answer(c.Lang))
	return d.showCase(w, r, http.StatusOK, form)
}

// caseAssign gives a case to somebody, or to nobody.
func (d *Desk) caseAssign(w http.ResponseWriter, r *http.Request) error {
	c, err := d.findCase(r)
	if err != nil {
		return err
	}
	owner := r.PostFormValue("owner")
	if owner != "" {
		if u, err := d.Accounts.Store.User(r.Context(), owner); err != nil || u.Disabled {
			return errors.Join(flows.ErrInvalid, err)
		}
	}
	form := readCaseForm(r)
	_, err = d.Cases.Assign(r.Context(), cases.Deed{Case: c.ID, Version: form.Version, Actor: UserOf(r).ID}, owner)
	if errors.Is(err, flows.ErrStale) {
		form.Stale = true
		return d.showCase(w, r, http.StatusConflict, form)
	}
	if err != nil {
		return err
	}
	return d.done(w, r, "/desk/cases/"+c.ID, "desk.done.assign")
}

// casePresent answers with the names of the others who look at a case, as a
// part of its page.
func (d *Desk) casePresent(w http.ResponseWriter, r *http.Request) error {
	c, err := d.findCase(r)
	if err != nil {
		return err
	}
	users, err := d.Accounts.Store.Users(r.Context())
	if err != nil {
		return err
	}
	var v caseView
	for _, id := range d.present.look(c.ID, UserOf(r).ID) {
		v.Others = append(v.Others, nameOf(users, id))
	}
	return d.views.RenderPart(w, r, "case", "present", d.site.View(r, "", v))
}
