package main

import (
	"testing"
	"time"

	"majlis/bots/telegram/telegramtest"
	"majlis/config"
	"majlis/flows/live"
	"majlis/flows/talk/talktest"
	"majlis/flows/words"
)

// setsClock says in the settings where they are.
func (p *walker) setsClock(zone, shown string) {
	p.t.Helper()
	p.Says("الإعدادات")
	p.hears("الإعدادات")
	p.Says("٤")
	p.hears("بتوقيت الوزارة")
	p.Says(zone)
	p.hears(shown)
}

// TestClockOnTelegram lets somebody who is known by Telegram alone say where they
// are: a broadcast is announced and joined on their clock.
func TestClockOnTelegram(t *testing.T) {
	platform, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	w := newWalk(t, config.Telegram{Token: config.Secret(platform.Token), Server: platform.URL, Mode: config.ModePoll})
	p := &walker{phoneApp: tappedApp{platform.Citizen(7)}, t: t}
	p.enters()
	p.ordersDigest()
	p.setsClock("دكا", "من الآن تصلك الأوقات بتوقيت دكا")
	s := w.housingHour(t)
	s.to(live.Announced)
	w.heralds(t)
	dhaka := time.FixedZone("", 6*60*60)
	shown := s.StartsAt.In(dhaka).Format("15:04") + " (" + words.Isolate("GMT+6") + ")"
	p.hears(shown)
	s.to(live.Collecting)
	p.Says(s.Code)
	p.hears(shown)
}

// The lists of places fit WhatsApp's: ten rows of 24 characters.
func TestClocksFitAList(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		s := newStage(t)
		s.met(lang)
		p := talktest.NewPlayer(t, talktest.Setup{Engine: s.engine(), Who: citizen, Lang: lang, Notice: s.ministry.Privacy.Version})
		p.Say(s.texts.Words(lang, "words.settings")[0])
		for _, line := range []string{"4", "9"} {
			said := p.Say(line)
			last := said[len(said)-1]
			if len(last.Options) != 10 {
				t.Errorf("%s: %d rows", lang, len(last.Options))
			}
			for _, o := range last.Options {
				if words.Units(o.Label) > 24 {
					t.Errorf("%s: %q is too long", lang, o.Label)
				}
			}
		}
	}
}
