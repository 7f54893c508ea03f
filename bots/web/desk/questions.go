package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/staff"
)

const (
	groupsPerPage = 20
	// chartMembers is how many of a group's newest questions its chart counts.
	chartMembers = 1000
	decisionsAge = 10 // of the newest decisions that are listed for undoing
	pairsAtOnce  = 3  // suggestions shown: each is a decision to think about
)

type questionsView struct {
	frame
	Order     string
	Search    string
	Chips     []chip
	Rows      []groupRow
	Total     int
	Prev      string
	Next      string
	Decisions []decided
	Pairs     []pair // groups that may ask the same
}

type pair struct{ A, B faq.Group }

// groupRow is one recurring question.
type groupRow struct {
	Group faq.Group
	Chart chart
	Grows int // people of this week more than in the week before
}

// decided is a decision with what it was about.
type decided struct {
	Decision faq.Decision
	Who      string
	Names    []string
}

func (d *Desk) questions(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := questionsView{frame: d.frame(r, "questions"), Order: q.Get("order"), Search: strings.TrimSpace(q.Get("q"))}
	page := max(1, atoi(q.Get("page")))
	list, total, err := d.FAQ.Store.Groups(r.Context(), faq.GroupFilter{
		Order: v.Order, Search: v.Search, Now: d.site.Now(), Limit: groupsPerPage, Offset: (page - 1) * groupsPerPage,
	})
	if err != nil {
		return err
	}
	v.Total = total
	for _, g := range list {
		row, err := d.groupRow(r, g)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, row)
	}
	v.turn(page)
	if v.Decisions, err = d.decided(r); err != nil {
		return err
	}
	if v.Pairs, err = d.pairs(r); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "questions", "desk.questions.title", v)
}

// pairs reads the suggested pairs of groups that still stand.
func (d *Desk) pairs(r *http.Request) ([]pair, error) {
	if d.Suggest == nil || !UserOf(r).Role.Covers(staff.Editor) {
		return nil, nil
	}
	suggested, err := d.Suggest(r.Context(), pairsAtOnce)
	if err != nil {
		return nil, err
	}
	var list []pair
	for _, s := range suggested {
		a, errA := d.FAQ.Store.Group(r.Context(), s.A)
		b, errB := d.FAQ.Store.Group(r.Context(), s.B)
		if errA == nil && errB == nil && a.Merged == "" && b.Merged == "" {
			list = append(list, pair{a, b})
		}
	}
	return list, nil
}

func (v *questionsView) turn(page int) {
	for _, order := range []string{"people", "growth", "recent"} {
		on := v.Order == order || v.Order == "" && order == "people"
		v.Chips = append(v.Chips, chip{Label: "desk.questions.order." + order, URL: questionsURL(order, v.Search, 1), On: on})
	}
	if page > 1 {
		v.Prev = questionsURL(v.Order, v.Search, page-1)
	}
	if page*groupsPerPage < v.Total {
		v.Next = questionsURL(v.Order, v.Search, page+1)
	}
}

func questionsURL(order, search string, page int) string {
	q := url.Values{}
	if order != "" && order != "people" {
		q.Set("order", order)
	}
	if search != "" {
		q.Set("q", search)
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return "/desk/questions"
	}
	return "/desk/questions?" + q.Encode()
}

func (d *Desk) groupRow(r *http.Request, g faq.Group) (groupRow, error) {
	members, err := d.FAQ.Store.GroupQuestions(r.Context(), g.ID, chartMembers, 0)
	if err != nil {
		return groupRow{}, err
	}
	return groupRow{Group: g, Chart: weekly(members, d.site.Now()), Grows: g.Recent - g.Before}, nil
}

// decided lists the newest decisions that stand, newest first.
func (d *Desk) decided(r *http.Request) ([]decided, error) {
	all, err := d.FAQ.Store.Decisions(r.Context())
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b faq.Decision) int { return b.At.Compare(a.At) })
	all = slices.DeleteFunc(all, func(x faq.Decision) bool { return !x.Undone.IsZero() })
	names, err := d.names(r)
	if err != nil {
		return nil, err
	}
	var list []decided
	for _, decision := range all[:min(len(all), decisionsAge)] {
		one := decided{Decision: decision, Who: names[decision.Actor]}
		for _, id := range decision.Groups {
			if g, err := d.FAQ.Store.Group(r.Context(), id); err == nil {
				one.Names = append(one.Names, g.Canonical)
			}
		}
		list = append(list, one)
	}
	return list, nil
}

// groupsMerge puts the picked groups into the first of them.
func (d *Desk) groupsMerge(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	picked := r.PostForm["group"]
	back := ownPath(r.PostFormValue("back"))
	if len(picked) < 2 {
		return d.refused(w, r, back, &flows.Mistake{Field: "group", Code: "merge_two"})
	}
	var last faq.Decision
	for _, source := range picked[1:] {
		decision, err := d.FAQ.Merge(r.Context(), UserOf(r).ID, picked[0], source)
		if err != nil {
			return d.refused(w, r, back, err)
		}
		last = decision
	}
	d.sessions.Put(r.Context(), keyUndo, last.ID)
	return d.done(w, r, back, "desk.done.merge")
}

// groupsDiffer keeps two groups apart for good.
func (d *Desk) groupsDiffer(w http.ResponseWriter, r *http.Request) error {
	back := ownPath(r.PostFormValue("back"))
	decision, err := d.FAQ.Different(r.Context(), UserOf(r).ID, r.PostFormValue("a"), r.PostFormValue("b"))
	if err != nil {
		return d.refused(w, r, back, err)
	}
	d.sessions.Put(r.Context(), keyUndo, decision.ID)
	return d.done(w, r, back, "desk.done.differ")
}

func (d *Desk) decisionUndo(w http.ResponseWriter, r *http.Request) error {
	back := ownPath(r.PostFormValue("back"))
	if _, err := d.FAQ.Undo(r.Context(), r.PathValue("id")); err != nil {
		return d.refused(w, r, back, err)
	}
	return d.done(w, r, back, "desk.done.undo")
}

// atoi reads a number of an address; what is none is 0.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return min(n, 100_000)
}
