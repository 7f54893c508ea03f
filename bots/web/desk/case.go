package desk

import (
	"net/http"
	"slices"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/ratings"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

type caseView struct {
	frame
	Case         cases.Case
	Ref          string
	Due          due
	Counted      cases.Counted
	Owner        string
	Service      string
	Destination  string
	Talk         []said          // the conversation, oldest first
	History      []said          // everything else that happened, newest first
	Rating       *ratings.Rating // how the citizen rates the service; nil: not yet
	Others       []string
	Staff        []staff.User
	Destinations []option
	Reasons      []option
	Form         caseForm
}

// said is one thing that was said or done about a case.
type said struct {
	Event  cases.Event
	Who    string // name of the staff member; "" the citizen or the program
	Text   string
	Detail string // a name that belongs to it: the new owner, the destination, the reason's text key
	Files  []attachment
	Sign   string // the reaction the citizen set on it
	Marks  []mark // how far it got, of what the citizen was told
}

// caseForm is what staff are writing. It survives every answer of the server.
type caseForm struct {
	Version     int
	Action      string // one of caseActions
	Text        string
	Files       []talk.File // that go with it
	Destination string
	Reason      string
	Query       string // words looked for among the answers
	Hits        []faq.Entry
	Searched    bool
	Preview     string // what the citizen will read
	OtherLang   bool   // the words are not in the citizen's language
	Checked     bool   // the writer has seen that
	Stale       bool   // another changed the case meanwhile
	Mistake     *flows.Mistake
}

// caseActions are what the form can do, in its order.
func caseActions(c cases.Case) []string {
	if c.Status == cases.Closed {
		return []string{"reopen", "note"}
	}
	actions := []string{"reply", "ask", "note", "refer", "close"}
	if c.Status == cases.Answered {
		actions = append(actions, "reopen")
	}
	return actions
}

// MaxFiles is how many files go with one message.
func (caseView) MaxFiles() int { return cases.MaxFiles }

// MaxMB is how large one of them may be, megabytes.
func (caseView) MaxMB() int { return page.MaxFile >> 20 }

// Actions of the form, for the template.
func (v caseView) Actions() []string { return caseActions(v.Case) }

func (d *Desk) casePage(w http.ResponseWriter, r *http.Request) error {
	return d.showCase(w, r, http.StatusOK, caseForm{})
}

// showCase answers with a case and what was typed about it so far.
func (d *Desk) showCase(w http.ResponseWriter, r *http.Request, status int, form caseForm) error {
	ctx := r.Context()
	c, err := d.findCase(r)
	if err != nil {
		return err
	}
	events, err := d.Cases.Store.Events(ctx, c.ID)
	if err != nil {
		return err
	}
	users, err := d.Accounts.Store.Users(ctx)
	if err != nil {
		return err
	}
	v := d.caseView(r, c, users)
	if err := d.tell(r, &v, events, users); err != nil {
		return err
	}
	if err := d.rate(r, &v); err != nil {
		return err
	}
	form.Version = c.Version
	if !slices.Contains(v.Actions(), form.Action) {
		form.Action = v.Actions()[0]
	}
	v.Form = form
	view := d.site.View(r, "desk.kind."+string(c.Kind), v)
	view.Title += " " + v.Ref
	return d.views.Render(w, r, status, "case", view)
}

// findCase reads the case of the address: by its id, or by its reference number,
// which is how people name it to each other.
func (d *Desk) findCase(r *http.Request) (cases.Case, error) {
	id := r.PathValue("id")
	if ref, err := cases.ParseRef(id); err == nil {
		return d.Cases.Store.CaseByRef(r.Context(), string(ref))
	}
	return d.Cases.Store.Case(r.Context(), id)
}

func (d *Desk) caseView(r *http.Request, c cases.Case, users []staff.User) caseView {
	lang, me := page.Lang(r), UserOf(r)
	v := caseView{
		frame: d.frame(r, "inbox"), Case: c, Ref: cases.Ref(c.Ref).String(), Staff: colleagues(users),
		Due: dueOf(c, d.site.Now(), d.site.Ministry.Zone.Location()), Service: d.site.ServiceName(lang, c.Service),
	}
	v.Counted, _ = cases.ParseCounted(c.Counted)
	v.Destination = d.destination(lang, c.Destination)
	for _, to := range d.site.Ministry.Destinations {
		v.Destinations = append(v.Destinations, option{ID: to.ID, Name: to.Name.In(lang)})
	}
	for _, reason := range cases.CloseReasons() {
		v.Reasons = append(v.Reasons, option{ID: reason})
	}
	v.Owner = nameOf(users, c.Owner)
	for _, id := range d.present.look(c.ID, me.ID) {
		v.Others = append(v.Others, nameOf(users, id))
	}
	return v
}

// tell fills in the conversation and the history.
func (d *Desk) tell(r *http.Request, v *caseView, events []cases.Event, users []staff.User) error {
	slices.SortStableFunc(events, func(a, b cases.Event) int { return a.At.Compare(b.At) })
	first := cases.Event{Case: v.Case.ID, At: v.Case.CreatedAt, Kind: cases.EventFiled, Text: v.Case.Text, Files: v.Case.Files}
	if len(events) == 0 || events[0].Kind != cases.EventFiled {
		events = append([]cases.Event{first}, events...)
	} else {
		events[0].Text, events[0].Files = first.Text, first.Files
	}
	told, err := d.toldOf(r.Context(), v.Case)
	if err != nil {
		return err
	}
	for _, e := range events {
		s := d.saidOf(page.Lang(r), e, users)
		if s.Files, err = d.attachments(r, e, told); err != nil {
			return err
		}
		if l, ok := told[e.Dedupe()]; ok {
			s.Marks, s.Sign = marksOf(l), l.Reaction
		}
		if s.spoken() {
			v.Talk = append(v.Talk, s)
		}
		v.History = append([]said{s}, v.History...)
	}
	return nil
}

// spoken reports whether it belongs into the conversation.
func (s said) spoken() bool {
	return s.Event.Kind != cases.EventAssigned && s.Event.Kind != cases.EventDue
}

// Mine reports whether the citizen said it.
func (s said) Mine() bool {
	switch s.Event.Kind {
	case cases.EventFiled, cases.EventCitizen, cases.EventDeleted, eventRated:
		return true
	}
	return false
}

func (d *Desk) saidOf(lang string, e cases.Event, users []staff.User) said {
	s := said{Event: e, Who: nameOf(users, e.Actor), Text: e.Text}
	switch e.Kind {
	case cases.EventAssigned:
		s.Text, s.Detail = "", nameOf(users, e.Text)
	case cases.EventReferred:
		var to string
		to, s.Text = cases.ReferredTo(e.Text)
		s.Detail = d.destination(lang, to)
	case cases.EventClosed:
		s.Detail, s.Text = cases.ClosedFor(e.Text)
	case cases.EventDue:
		if at, err := time.Parse(time.DateOnly, e.Text); err == nil {
			s.Text, s.Detail = "", d.site.Date(lang, at.Add(12*time.Hour))
		}
	}
	return s
}

func (d *Desk) destination(lang, id string) string {
	to, ok := d.site.Ministry.Destination(id)
	if !ok {
		return id
	}
	return to.Name.In(lang)
}

func nameOf(users []staff.User, id string) string {
	for _, u := range users {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}
