package desk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/words"
)

// broadcastForm is a plan as it is typed. It survives every answer of the server.
type broadcastForm struct {
	Version                                                  int
	TitleAr, TitleEn, AboutAr, AboutEn, KeywordAr, KeywordEn string
	Link, Service, Host                                      string
	Date, Time                                               string // 2026-11-22 and 18:30, in the ministry's zone
	Length                                                   string // minutes
	Delay                                                    string // seconds
	Moderation                                               string
	Flagged                                                  string // a word a line
	Sure                                                     bool   // everyone may be told the new time
}

// usualLength of a broadcast, minutes.
const usualLength = "60"

func newBroadcastForm(host string) broadcastForm {
	return broadcastForm{Host: host, Length: usualLength, Delay: "0", Moderation: string(live.ModerateAll)}
}

func formOf(b live.Broadcast, zone *time.Location) broadcastForm {
	at := b.StartsAt.In(zone)
	return broadcastForm{
		Version: b.Version, TitleAr: b.Title.Ar, TitleEn: b.Title.En, AboutAr: b.About.Ar, AboutEn: b.About.En,
		KeywordAr: b.Keyword.Ar, KeywordEn: b.Keyword.En, Link: b.Link, Service: b.Service, Host: b.Host,
		Date: at.Format(time.DateOnly), Time: at.Format(clockOnly), Length: strconv.Itoa(int(b.Length / time.Minute)),
		Delay: strconv.Itoa(int(b.Delay / time.Second)), Moderation: string(b.Moderation), Flagged: strings.Join(b.Flagged, "\n"),
	}
}

// clockOnly is how browsers write a time of day.
const clockOnly = "15:04"

func readBroadcastForm(r *http.Request) broadcastForm {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	version, err := strconv.Atoi(get("version"))
	if err != nil {
		version = -1 // matches none: saving is refused as stale
	}
	return broadcastForm{
		Version: version, TitleAr: get("title_ar"), TitleEn: get("title_en"), AboutAr: get("about_ar"), AboutEn: get("about_en"),
		KeywordAr: get("keyword_ar"), KeywordEn: get("keyword_en"), Link: get("link"), Service: get("service"), Host: get("host"),
		Date: words.Digits(get("date")), Time: words.Digits(get("time")), Length: words.Digits(get("length")),
		Delay: words.Digits(get("delay")), Moderation: get("moderation"), Flagged: strings.ReplaceAll(get("flagged"), "\r", ""),
		Sure: get("sure") != "",
	}
}

// plan reads what was typed. What can't be read at all is a Mistake; what it may
// be is for the room of broadcasts to say.
func (f broadcastForm) plan(zone *time.Location) (live.Plan, error) {
	p := live.Plan{
		Title: flows.Text{Ar: f.TitleAr, En: f.TitleEn}, About: flows.Text{Ar: f.AboutAr, En: f.AboutEn},
		Keyword: flows.Text{Ar: f.KeywordAr, En: f.KeywordEn}, Link: f.Link, Service: f.Service, Host: f.Host,
		Moderation: live.Moderation(f.Moderation),
	}
	for line := range strings.Lines(f.Flagged) {
		if w := strings.TrimSpace(line); w != "" && !slices.Contains(p.Flagged, w) {
			p.Flagged = append(p.Flagged, w)
		}
	}
	var err error
	if f.Date != "" || f.Time != "" {
		clock := f.Time
		if len(clock) > len(clockOnly) { // some browsers send seconds
			clock = clock[:len(clockOnly)]
		}
		if p.StartsAt, err = time.ParseInLocation(time.DateOnly+" "+clockOnly, f.Date+" "+clock, zone); err != nil {
			return p, &flows.Mistake{Field: "starts_at", Code: "date"}
		}
	}
	if p.Length, err = count(f.Length, time.Minute); err != nil {
		return p, &flows.Mistake{Field: "length", Code: "range"}
	}
	if p.Delay, err = count(f.Delay, time.Second); err != nil {
		return p, &flows.Mistake{Field: "delay", Code: "range"}
	}
	return p, nil
}

// count reads how many of a unit; nothing typed is none.
func count(typed string, unit time.Duration) (time.Duration, error) {
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(typed, 10, 32)
	return time.Duration(n) * unit, err
}

// differing is a field that another changed meanwhile.
type differing struct {
	Label string // text key
	Lang  string // of a field that is there in both
	Value string // as it is kept now
}

// against lists where what is kept differs from what was typed.
func (f broadcastForm) against(kept broadcastForm) (list []differing) {
	for _, x := range []struct{ label, lang, typed, kept string }{
		{"desk.live.form.name", "ar", f.TitleAr, kept.TitleAr},
		{"desk.live.form.name", "en", f.TitleEn, kept.TitleEn},
		{"desk.live.form.about", "ar", f.AboutAr, kept.AboutAr},
		{"desk.live.form.about", "en", f.AboutEn, kept.AboutEn},
		{"desk.live.form.keyword", "ar", f.KeywordAr, kept.KeywordAr},
		{"desk.live.form.keyword", "en", f.KeywordEn, kept.KeywordEn},
		{"desk.live.form.link", "", f.Link, kept.Link},
		{"desk.live.form.date", "", f.Date, kept.Date},
		{"desk.live.form.time", "", f.Time, kept.Time},
		{"desk.live.form.length", "", f.Length, kept.Length},
		{"desk.live.form.delay", "", f.Delay, kept.Delay},
		{"desk.live.form.flagged", "", f.Flagged, kept.Flagged},
	} {
		if x.typed != x.kept {
			list = append(list, differing{x.label, x.lang, x.kept})
		}
	}
	return list
}
