package desk

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"

	weblive "majlis/bots/web/live"
)

type reportView struct {
	frame
	Broadcast live.Broadcast
	Host      string // name
	Zone      string
	Report    live.Report
	Share     string // answered, percent
	Wait      string // median
	Minutes   weblive.Minutes
	Parts     []parts
	Longest   []wait
	Chapters  string      // as a video's description takes them; "" none
	Offers    []live.Card // answered groups, of which an answer for all can be drafted
	Files     []string    // that can be saved
	Digest    string
}

// parts is a table of what belongs to each topic, channel or language.
type parts struct {
	Title  string // text key
	Column string // text key of what its rows are
	Rows   []part
}

type part struct {
	Name string
	live.Part
	Wait string
}

type wait struct {
	live.Wait
	Time string
}

// Leads reports whether the reader may take the broadcast on.
func (v reportView) Leads() bool { return v.Broadcast.LedBy(v.User) }

// sitting is a broadcast with everything that happened in it.
type sitting struct {
	live.Broadcast
	events []live.Event
	board  *live.Board
}

// sitting reads a broadcast that was held and is over; flows.ErrNotFound for
// others, of which there is no report.
func (d *Desk) sitting(ctx context.Context, id string) (s sitting, err error) {
	if s.Broadcast, err = d.Live.Store.Broadcast(ctx, id); err != nil {
		return s, err
	}
	if s.Status != live.Closed && s.Status != live.Reported {
		return s, fmt.Errorf("report of broadcast %s, which is %s: %w", id, s.Status, flows.ErrNotFound)
	}
	s.board = live.NewBoard(id)
	var wrong error
	err = d.Live.Store.Events(ctx, id, 0, func(e live.Event) bool {
		s.events = append(s.events, e)
		wrong = s.board.Apply(e)
		return wrong == nil
	})
	if err == nil {
		err = wrong
	}
	return s, err
}

func (d *Desk) broadcastReport(w http.ResponseWriter, r *http.Request) error {
	s, err := d.sitting(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := reportView{frame: d.frame(r, "broadcasts"), Broadcast: s.Broadcast, Zone: d.zone(), Files: exportNames()}
	if v.Report, err = live.BuildReport(s.Broadcast, s.events); err != nil {
		return err
	}
	if v.Digest, err = v.Report.Digest(); err != nil {
		return err
	}
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v.Host = names[s.Host]
	v.fill(d.export(r), s, page.Lang(r))
	view := d.site.View(r, "", v)
	view.Title = d.site.Texts.Text(view.Lang, "desk.live.report.of", map[string]any{"Title": s.Title.In(view.Lang)})
	return d.views.Render(w, r, http.StatusOK, "broadcast_report", view)
}

// fill works out what the page shows of a report.
func (v *reportView) fill(x weblive.Export, s sitting, lang string) {
	r := v.Report
	v.Share, v.Wait = percent(r.AnsweredShare), span(r.MedianWait)
	v.Minutes = weblive.DrawMinutes(r)
	v.Chapters = live.YouTube(live.Chapters(s.Broadcast, s.board, x.Texts, lang))
	for _, w := range r.Longest {
		v.Longest = append(v.Longest, wait{w, span(w.Seconds)})
	}
	channel := func(p live.Part) string { return x.Named("desk.channel.", p.Name) }
	language := func(p live.Part) string { return x.Named("desk.lang.", p.Name) }
	v.Parts = []parts{
		{"desk.live.report.topics", "live.report.topics", partsOf(r.Topics, x.Topic)},
		{"desk.live.report.channels", "live.report.channels", partsOf(r.Channels, channel)},
		{"desk.live.report.langs", "live.report.langs", partsOf(r.Langs, language)},
	}
	for _, c := range s.board.View(live.ForModerator).Cards {
		if c.State == live.Answered {
			v.Offers = append(v.Offers, c)
		}
	}
}

func partsOf(list []live.Part, name func(live.Part) string) (rows []part) {
	for _, p := range list {
		rows = append(rows, part{name(p), p, span(p.MedianWait)})
	}
	return rows
}

// From and Until are between which moments the chart counts.
func (v reportView) From() time.Time { return v.Minutes.Bars[0].At }

// Until is the end of the last bar.
func (v reportView) Until() time.Time {
	return v.Minutes.Bars[len(v.Minutes.Bars)-1].At.Add(v.Minutes.Step)
}

// Step is how many minutes a bar of the chart stands for.
func (v reportView) Step() int { return int(v.Minutes.Step / time.Minute) }

// percent writes thousandths as a percentage with one decimal.
func percent(thousandths int) string { return fmt.Sprintf("%d.%d", thousandths/10, thousandths%10) }

// span writes seconds as hours, minutes and seconds, all of them.
func span(seconds int) string {
	if seconds == 0 { // nobody waited
		return "–"
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}
