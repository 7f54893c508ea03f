package live

import (
	"fmt"
	"time"

	"majlis/flows/live"
)

// Summary is a report as a table: its figures, then what belongs to each topic,
// channel and language, what became of the questions, and the report's digest.
func (x Export) Summary(r live.Report) (Sheet, error) {
	digest, err := r.Digest()
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{Name: x.text("live.export.summary"), Widths: []float64{44, 24, 14, 14, 14, 20}}
	s.add(x.text("live.report.title"), r.Title.In(x.Lang))
	s.add(x.text("live.report.starts"), x.moment(r.StartsAt))
	s.add(x.text("live.report.on_air"), x.moment(r.OnAirAt))
	s.add(x.text("live.report.closed"), x.moment(r.ClosedAt))
	s.add(x.text("live.report.zone"), x.Zone.String())
	x.figures(&s, r)
	x.ledger(&s, r)
	x.parts(&s, "live.report.topics", r.Topics, x.Topic)
	x.parts(&s, "live.report.channels", r.Channels, func(p live.Part) string { return x.Named("desk.channel.", p.Name) })
	x.parts(&s, "live.report.langs", r.Langs, func(p live.Part) string { return x.Named("desk.lang.", p.Name) })
	x.longest(&s, r)
	s.add()
	s.add(x.text("live.report.digest"), digest)
	return s, nil
}

func (s *Sheet) add(cells ...any) { s.Rows = append(s.Rows, cells) }

func (x Export) figures(s *Sheet, r live.Report) {
	s.add(x.text("live.report.participants"), r.Participants)
	s.add(x.text("live.report.questions"), r.Questions)
	s.add(x.text("live.report.me_toos"), r.MeToos)
	s.add(x.text("live.report.groups"), r.Groups)
	s.add(x.text("live.report.answered"), r.Answered)
	s.add(x.text("live.report.answered_share"), share(r.AnsweredShare))
	s.add(x.text("live.report.at_once"), r.AtOnce)
	s.add(x.text("live.report.median_wait"), inSeconds(r.MedianWait))
	s.add(x.text("live.report.peak"), x.moment(r.Peak.At))
	s.add(x.text("live.report.peak_count"), r.Peak.All())
	s.add(x.text("live.report.follow_ups"), r.FollowUps)
	s.add(x.text("live.report.useful"), r.Useful)
	s.add(x.text("live.report.not_useful"), r.NotUseful)
}

// ledger adds what became of everything, with its sum, and the reasons of what
// was declined.
func (x Export) ledger(s *Sheet, r live.Report) {
	s.add()
	s.add(x.text("live.export.fate"), x.text("live.report.questions"), x.text("live.report.me_toos"))
	for _, c := range r.Ledger {
		s.add(x.text("live.fate."+string(c.Fate)), c.Questions, c.MeToos)
	}
	s.add(x.text("live.report.sum"), r.Questions, r.MeToos)
	if len(r.Declined) == 0 {
		return
	}
	s.add()
	s.add(x.text("live.report.declined"), x.text("live.report.questions"), x.text("live.report.me_toos"))
	for _, c := range r.Declined {
		s.add(x.Named("live.reason.", c.Code), c.Questions, c.MeToos)
	}
}

func (x Export) parts(s *Sheet, title string, list []live.Part, name func(live.Part) string) {
	s.add()
	s.add(
		x.text(title), x.text("live.report.questions"), x.text("live.report.me_toos"), x.text("live.report.participants"),
		x.text("live.report.answered"), x.text("live.report.median_wait"),
	)
	for _, p := range list {
		s.add(name(p), p.Questions, p.MeToos, p.People, p.Answered, inSeconds(p.MedianWait))
	}
}

func (x Export) longest(s *Sheet, r live.Report) {
	if len(r.Longest) == 0 {
		return
	}
	s.add()
	s.add(x.text("live.report.longest"), x.text("live.export.number"), x.text("live.report.wait"))
	for _, w := range r.Longest {
		s.add(w.Text, w.Number, inSeconds(w.Seconds))
	}
}

func inSeconds(n int) string {
	if n == 0 { // nobody waited
		return ""
	}
	return span(time.Duration(n) * time.Second)
}

// share writes thousandths as a percentage with one decimal.
func share(thousandths int) string { return fmt.Sprintf("%d.%d %%", thousandths/10, thousandths%10) }
