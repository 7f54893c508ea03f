package desk

import (
	"context"
	"net/http"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"

	weblive "majlis/bots/web/live"
)

type broadcastView struct {
	frame
	Broadcast live.Broadcast
	Host      string // name
	Zone      string
	Life      []stage
	Steps     []live.Step // the next in its life first; none that must wait
	Links     []weblive.Link
	Page      string // addresses, in full
	Stage     string
	Overlay   string
	QR        page.QR // leads to Page
	Members   int     // who take part or took part
	Audience  int     // whom an announcement, a new time or a cancellation reaches
	Previews  []announcement
	Warnings  []string // text keys: what readers of a language would miss
	Board     tally
	Reasons   []string
	FollowUps []followUp
	Typed     groupForm
}

// stage is one status of a broadcast's life.
type stage struct {
	Status    live.Status
	Past, Now bool
}

// announcement is what people are told, in one language.
type announcement struct{ Lang, Text string }

// tally is what a board has come to.
type tally struct {
	People, Questions, Groups int
	Owed                      []live.Group // whose people still wait for something
	Grouping                  bool         // questions that just came are in no group yet
}

// Leads reports whether the reader may take the broadcast on.
func (v broadcastView) Leads() bool { return v.Broadcast.LedBy(v.User) }

// Rest reports whether something keeps the broadcast from being closed.
func (v broadcastView) Rest() bool {
	return v.Broadcast.Status == live.OnAir && (len(v.Board.Owed) > 0 || v.Board.Grouping)
}

func (d *Desk) broadcastPage(w http.ResponseWriter, r *http.Request) error {
	return d.showBroadcast(w, r, http.StatusOK, groupForm{})
}

// showBroadcast answers with a broadcast and what was typed about one of its
// groups so far.
func (d *Desk) showBroadcast(w http.ResponseWriter, r *http.Request, status int, typed groupForm) error {
	b, err := d.Live.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v := broadcastView{
		frame: d.frame(r, "broadcasts"), Broadcast: b, Host: names[b.Host], Zone: d.zone(), Life: lifeOf(b),
		Reasons: live.Reasons(), Typed: typed,
	}
	if err := d.fillBroadcast(r, &v); err != nil {
		return err
	}
	view := d.site.View(r, "", v)
	view.Title = b.Title.In(view.Lang)
	return d.views.Render(w, r, status, "broadcast", view)
}

// fillBroadcast reads what surrounds a broadcast at this point of its life.
func (d *Desk) fillBroadcast(r *http.Request, v *broadcastView) (err error) {
	b := v.Broadcast
	if v.Board, err = d.tallyOf(r.Context(), b.ID); err != nil {
		return err
	}
	if v.Members, err = d.Live.Store.CountMembers(r.Context(), b.ID); err != nil {
		return err
	}
	if !v.Rest() {
		v.Steps = b.StepsFor(v.User, d.site.Now())
	}
	switch b.Status {
	case live.Planned:
		v.Previews, v.Warnings = d.announcements(b), oneLang(b)
		fallthrough
	case live.Announced, live.Collecting:
		if v.Audience, err = d.audience(r.Context(), b.ID); err != nil {
			return err
		}
	case live.Closed, live.Reported:
		if v.FollowUps, err = d.followUps(r.Context(), b.ID); err != nil {
			return err
		}
	}
	if b.Status.Over() {
		return nil
	}
	return d.ways(r, v)
}

// ways fills in how people get to a broadcast, and what presenters show of it.
func (d *Desk) ways(r *http.Request, v *broadcastView) (err error) {
	base := "/live/" + v.Broadcast.ID
	v.Page = d.site.Absolute(r, base)
	v.Stage = d.site.Absolute(r, base+"/stage?key="+v.Broadcast.Key)
	v.Overlay = d.site.Absolute(r, base+"/overlay?key="+v.Broadcast.Key)
	if d.JoinLinks != nil {
		v.Links = d.JoinLinks(v.Broadcast.Code)
	}
	v.QR, err = page.DrawQR(v.Page)
	return err
}

func (d *Desk) tallyOf(ctx context.Context, id string) (t tally, err error) {
	err = d.Live.Boards.Read(ctx, id, func(b *live.Board) error {
		t.People, t.Questions = b.Participants(), b.Questions()
		for _, g := range b.Groups() {
			if g.Supporters > 0 {
				t.Groups++
			}
		}
		for _, g := range b.Owed() {
			t.Owed = append(t.Owed, *g)
		}
		for _, it := range b.Loose() {
			t.Grouping = t.Grouping || it.Counts()
		}
		return nil
	})
	return t, err
}

// audiencePage is how many people are counted at a time.
const audiencePage = 2000

// audience counts the conversations that are told what everyone is told about a
// broadcast: of those who opted in, and of those who joined.
func (d *Desk) audience(ctx context.Context, id string) (int, error) {
	told := map[string]bool{}
	for after := ""; ; {
		list, err := d.Live.Store.Welcome(ctx, after, audiencePage)
		if err != nil {
			return 0, err
		}
		if len(list) == 0 {
			break
		}
		for _, m := range list {
			told[m.Contact] = true
		}
		after = list[len(list)-1].Contact
	}
	for after := ""; ; {
		list, err := d.Live.Store.Members(ctx, id, after, audiencePage)
		if err != nil || len(list) == 0 {
			return len(told), err
		}
		for _, m := range list {
			told[m.Contact] = true
		}
		after = list[len(list)-1].Person
	}
}

// announcements are what people will be told of a broadcast.
func (d *Desk) announcements(b live.Broadcast) (list []announcement) {
	for _, lang := range []string{flows.Arabic, flows.English} {
		list = append(list, announcement{lang, d.Live.Texts.Text(lang, "live.announced", live.Facts(b, lang, "", d.Live.Ministry))})
	}
	return list
}

// oneLang warns of a title that readers of one language see in the other.
func oneLang(b live.Broadcast) []string {
	switch {
	case b.Title.Ar == "":
		return []string{"desk.live.no_ar"}
	case b.Title.En == "":
		return []string{"desk.live.no_en"}
	}
	return nil
}
