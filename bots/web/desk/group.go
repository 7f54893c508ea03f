package desk

import (
	"errors"
	"net/http"
	"strings"

	"majlis/flows"
	"majlis/flows/faq"
)

const (
	membersPerPage = 100
	mergeOffers    = 8
)

type groupView struct {
	frame
	Group   faq.Group
	Into    *faq.Group // the group it was merged into
	Chart   chart
	Grows   int
	Members []faq.Question
	Prev    string
	Next    string
	Entry   *faq.Entry // drafted from it
	Query   string     // words looked for among other groups
	Others  []faq.Group
}

func (d *Desk) group(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	g, err := d.FAQ.Store.Group(ctx, id)
	if err != nil {
		return err
	}
	row, err := d.groupRow(r, g)
	if err != nil {
		return err
	}
	v := groupView{frame: d.frame(r, "questions"), Group: g, Chart: row.Chart, Grows: row.Grows}
	if err := d.groupMembers(r, &v); err != nil {
		return err
	}
	if g.Entry != "" {
		e, err := d.FAQ.Store.Entry(ctx, g.Entry)
		if err != nil && !errors.Is(err, flows.ErrNotFound) {
			return err
		}
		if err == nil {
			v.Entry = &e
		}
	}
	if g.Merged != "" {
		into, err := d.FAQ.Store.Group(ctx, g.Merged)
		if err != nil {
			return err
		}
		v.Into = &into
	}
	if err := d.groupOthers(r, &v); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "group", "desk.group.title", v)
}

func (d *Desk) groupMembers(r *http.Request, v *groupView) error {
	page := max(1, atoi(r.URL.Query().Get("page")))
	list, err := d.FAQ.Store.GroupQuestions(r.Context(), v.Group.ID, membersPerPage+1, (page-1)*membersPerPage)
	if err != nil {
		return err
	}
	base := "/desk/questions/" + v.Group.ID + "?page="
	if len(list) > membersPerPage {
		list, v.Next = list[:membersPerPage], base+itoa(page+1)
	}
	if page > 1 {
		v.Prev = base + itoa(page-1)
	}
	v.Members = list
	return nil
}

// groupOthers offers groups to merge in: those found by words, else the most
// asked.
func (d *Desk) groupOthers(r *http.Request, v *groupView) error {
	v.Query = strings.TrimSpace(r.URL.Query().Get("q"))
	if v.Query == "" {
		return nil
	}
	list, _, err := d.FAQ.Store.Groups(r.Context(), faq.GroupFilter{Search: v.Query, Now: d.site.Now(), Limit: mergeOffers + 1})
	if err != nil {
		return err
	}
	for _, g := range list {
		if g.ID != v.Group.ID && len(v.Others) < mergeOffers {
			v.Others = append(v.Others, g)
		}
	}
	return nil
}

// groupSplit moves the picked members into a group of their own.
func (d *Desk) groupSplit(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	here := "/desk/questions/" + r.PathValue("id")
	decision, err := d.FAQ.Split(r.Context(), UserOf(r).ID, r.PathValue("id"), r.PostForm["item"])
	if err != nil {
		return d.refused(w, r, here, err)
	}
	d.sessions.Put(r.Context(), keyUndo, decision.ID)
	return d.done(w, r, here, "desk.done.split")
}

func (d *Desk) groupName(w http.ResponseWriter, r *http.Request) error {
	here := "/desk/questions/" + r.PathValue("id")
	if err := d.FAQ.Rename(r.Context(), r.PathValue("id"), r.PostFormValue("canonical")); err != nil {
		return d.refused(w, r, here, err)
	}
	return d.done(w, r, here, "desk.done.name")
}

// groupDraft opens the answer of a recurring question, drafting it first.
func (d *Desk) groupDraft(w http.ResponseWriter, r *http.Request) error {
	e, err := d.FAQ.DraftFromGroup(r.Context(), r.PathValue("id"), UserOf(r).ID)
	if err != nil {
		return d.refused(w, r, "/desk/questions/"+r.PathValue("id"), err)
	}
	http.Redirect(w, r, "/desk/faq/"+e.ID, http.StatusSeeOther)
	return nil
}
