package desk

import (
	"net/http"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows/cases"
	"majlis/flows/staff"
	"majlis/flows/words"
)

// firstLine is how much of a case's words the inbox shows, in characters.
const firstLine = 120

type inboxView struct {
	frame
	Filter   filter
	Chips    []chips
	Services []option
	Channels []option
	Rows     []row
	Total    int
	From, To int
	Prev     string // address of the page before; "" none
	Next     string
}

// chips are the ways to set one field of the filter.
type chips struct {
	Label string // text key
	List  []chip
}

type chip struct {
	Label string // text key
	URL   string
	On    bool
}

// option of a select.
type option struct {
	ID, Name string
	On       bool
}

// row is one case of the inbox.
type row struct {
	Case  cases.Case
	Ref   string
	Line  string
	Due   due
	Owner string
}

func (d *Desk) inbox(w http.ResponseWriter, r *http.Request) error {
	f := parseFilter(r.URL.Query())
	now := d.site.Now()
	list, total, err := d.Cases.Store.FindCases(r.Context(), f.cases(UserOf(r).ID, now))
	if err != nil {
		return err
	}
	if len(list) == 0 && total > 0 && f.Page > 1 { // the last page emptied under the reader
		http.Redirect(w, r, f.with("", "").URL(), http.StatusSeeOther)
		return nil
	}
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v := inboxView{frame: d.frame(r, "inbox"), Filter: f, Total: total, Chips: chipsOf(f)}
	for _, c := range list {
		v.Rows = append(v.Rows, rowOf(c, names, now, d.site.Ministry.Zone.Location()))
	}
	v.Services, v.Channels = d.serviceOptions(r, f.Service), channelOptions(f.Channel)
	v.turn()
	return d.show(w, r, http.StatusOK, "inbox", "desk.inbox.title", v)
}

// turn fills in where the page lies and its neighbours.
func (v *inboxView) turn() {
	first := (v.Filter.Page - 1) * rowsPerPage
	v.From, v.To = first+1, first+len(v.Rows)
	if v.Filter.Page > 1 {
		f := v.Filter
		f.Page--
		v.Prev = f.URL()
	}
	if v.To < v.Total {
		f := v.Filter
		f.Page++
		v.Next = f.URL()
	}
}

func rowOf(c cases.Case, names map[string]string, now time.Time, loc *time.Location) row {
	line := strings.Join(strings.Fields(c.Text), " ")
	return row{
		Case: c, Ref: cases.Ref(c.Ref).String(), Line: words.Shorten(line, firstLine),
		Due: dueOf(c, now, loc), Owner: names[c.Owner],
	}
}

func chipsOf(f filter) []chips {
	group := func(label, field, value string, values ...string) chips {
		c := chips{Label: label}
		for _, v := range values {
			name := v
			if name == "" {
				name = "any"
			}
			c.List = append(c.List, chip{Label: "desk.filter." + field + "." + name, URL: f.with(field, v).URL(), On: v == value})
		}
		return c
	}
	return []chips{
		group("desk.filter.state", "state", f.State, states...),
		group("desk.filter.owner", "owner", f.Owner, "", "me", "none"),
		group("desk.filter.kind", "kind", f.Kind, "", string(cases.Inquiry), string(cases.Complaint), string(cases.Suggestion), string(cases.Handoff)),
	}
}

func (d *Desk) serviceOptions(r *http.Request, chosen string) []option {
	var list []option
	for _, s := range d.site.Ministry.Services {
		list = append(list, option{s.ID, s.Name.In(page.Lang(r)), s.ID == chosen})
	}
	return list
}

// channelOptions are the channels that texts have names for.
func channelOptions(chosen string) []option {
	var list []option
	for _, id := range []string{"telegram", "whatsapp", "whatsappcloud", "web"} {
		list = append(list, option{ID: id, On: id == chosen})
	}
	return list
}

// names of all staff by id.
func (d *Desk) names(r *http.Request) (map[string]string, error) {
	users, err := d.Accounts.Store.Users(r.Context())
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	return names, nil
}

// colleagues are the accounts that may own a case.
func colleagues(users []staff.User) []staff.User {
	var list []staff.User
	for _, u := range users {
		if !u.Disabled {
			list = append(list, u)
		}
	}
	return list
}
