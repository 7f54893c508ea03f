package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/goccy/go-yaml"

	"majlis/bots/web"
	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/staff"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// seedLiveData is seed/live.yaml.
type seedLiveData struct {
	Reported  seedBroadcast `yaml:"reported"`
	OnAir     seedBroadcast `yaml:"on_air"`
	Announced seedBroadcast `yaml:"announced"`
}

type seedBroadcast struct {
	Title     flows.Text     `yaml:"title"`
	About     flows.Text     `yaml:"about"`
	Keyword   flows.Text     `yaml:"keyword"`
	Service   string         `yaml:"service"`
	Questions []seedQuestion `yaml:"questions"`
	More      [][]string     `yaml:"more"` // wordings of what is asked later
}

type seedQuestion struct {
	People   int      `yaml:"people"`
	Wordings []string `yaml:"wordings"`
	Fate     string   `yaml:"fate"`
	Answer   string   `yaml:"answer"`
	Reason   string   `yaml:"reason"`
}

// How long ago the broadcasts of the demo began, and how long the host of the
// reported one took for a question.
const (
	reportedAgo  = 6 * 24 * time.Hour
	onAirAgo     = 4 * time.Minute
	seedAnswered = 4 * time.Minute
)

// seedLink is where the recordings of the demo would be.
const seedLink = "https://www.youtube.com/watch?v=majlis-demo"

func readSeedLive() (data seedLiveData, err error) {
	raw, err := seedFiles.ReadFile("seed/live.yaml")
	if err != nil {
		return data, err
	}
	return data, yaml.UnmarshalWithOptions(raw, &data, yaml.Strict())
}

// seedLive makes up three broadcasts through the same doors as real ones.
func (h *house) seedLive(ctx context.Context, clock *seedClock, host staff.User) error {
	data, err := readSeedLive()
	if err != nil {
		return err
	}
	defer clock.ago(0)
	s := &seedStudio{house: h, clock: clock, host: host.ID}
	return h.whileReceiving(ctx, func() error {
		if err := s.report(ctx, data.Reported); err != nil {
			return fmt.Errorf("the reported broadcast: %w", err)
		}
		if err := s.air(ctx, data.OnAir); err != nil {
			return fmt.Errorf("the broadcast on air: %w", err)
		}
		clock.ago(0)
		if _, err := s.plan(ctx, data.Announced, s.tomorrowEvening(), live.Announced); err != nil {
			return fmt.Errorf("the announced broadcast: %w", err)
		}
		return nil
	})
}

// seedStudio makes up broadcasts.
type seedStudio struct {
	*house
	clock *seedClock
	host  string
	asked int // people so far
}

// plan plans a broadcast that begins in a while, and takes it through statuses.
func (s *seedStudio) plan(ctx context.Context, b seedBroadcast, in time.Duration, to ...live.Status) (live.Broadcast, error) {
	made, err := s.live.desk.Create(ctx, live.Plan{
		Title: b.Title, About: b.About, Keyword: b.Keyword, Link: seedLink, Service: b.Service, Host: s.host,
		StartsAt: s.now().Add(in), Length: time.Hour, Delay: 20 * time.Second, Moderation: live.ModerateNone,
	})
	for _, status := range to {
		if err != nil {
			return made, err
		}
		made, err = s.live.desk.Advance(ctx, s.deed(made), status)
	}
	return made, err
}

// tomorrowEvening is how long it is until seven tomorrow evening.
func (s *seedStudio) tomorrowEvening() time.Duration {
	y, m, d := s.now().In(s.ministry.Zone.Location()).AddDate(0, 0, 1).Date()
	return time.Date(y, m, d, 19, 0, 0, 0, s.ministry.Zone.Location()).Sub(s.now())
}

func (s *seedStudio) deed(b live.Broadcast) live.Deed {
	return live.Deed{Broadcast: b.ID, Actor: s.host}
}

// air is a broadcast on air, in which some questions wait.
func (s *seedStudio) air(ctx context.Context, data seedBroadcast) error {
	s.clock.ago(time.Hour)
	b, err := s.plan(ctx, data, time.Hour-onAirAgo, live.Announced, live.Collecting)
	if err != nil {
		return err
	}
	s.clock.ago(onAirAgo)
	if err := s.askAll(ctx, b, data.Questions); err != nil {
		return err
	}
	_, err = s.live.desk.Advance(ctx, s.deed(b), live.OnAir)
	return err
}

// report is a broadcast from its plan to its report.
func (s *seedStudio) report(ctx context.Context, data seedBroadcast) error {
	s.clock.ago(reportedAgo)
	b, err := s.plan(ctx, data, 30*time.Minute, live.Announced, live.Collecting)
	if err != nil {
		return err
	}
	if err := s.askAll(ctx, b, data.Questions); err != nil {
		return err
	}
	s.clock.pass(30 * time.Minute)
	if _, err = s.live.desk.Advance(ctx, s.deed(b), live.OnAir); err != nil {
		return err
	}
	for _, q := range data.Questions {
		if err := s.decide(ctx, b, q); err != nil {
			return fmt.Errorf("%s: %w", q.Wordings[0], err)
		}
	}
	for _, status := range []live.Status{live.Closed, live.Reported} {
		if _, err = s.live.desk.Advance(ctx, s.deed(b), status); err != nil {
			return err
		}
		s.clock.pass(live.Grace)
		if err := s.live.teller.Tell(ctx); err != nil {
			return err
		}
	}
	return nil
}

// decide does with a question what became of it.
func (s *seedStudio) decide(ctx context.Context, b live.Broadcast, q seedQuestion) error {
	group, err := s.groupOn(ctx, b, q.Wordings[0])
	if err != nil {
		return err
	}
	s.clock.pass(time.Minute)
	switch q.Fate {
	case "live":
		if _, err := s.live.desk.Take(ctx, s.deed(b), group); err != nil {
			return err
		}
		s.clock.pass(seedAnswered)
		_, err = s.live.desk.Answer(ctx, s.deed(b), group, "")
	case "written":
		_, err = s.live.desk.Answer(ctx, s.deed(b), group, q.Answer)
	case "declined":
		_, err = s.live.desk.Decline(ctx, s.deed(b), group, q.Reason)
	case "later":
		_, err = s.live.desk.Postpone(ctx, s.deed(b), group)
	default:
		err = errSeed
	}
	return err
}

// groupOn finds the group in which a question stands that is worded like this.
func (s *seedStudio) groupOn(ctx context.Context, b live.Broadcast, wording string) (group string, err error) {
	err = s.live.boards.Read(ctx, b.ID, func(board *live.Board) error {
		for _, g := range board.Groups() {
			for _, it := range board.Members(g) {
				if words.Fold(it.Text) == words.Fold(wording) {
					group = g.ID
				}
			}
		}
		return nil
	})
	if err == nil && group == "" {
		err = errSeed
	}
	return group, err
}

// askAll lets people ask questions, and groups them.
func (s *seedStudio) askAll(ctx context.Context, b live.Broadcast, list []seedQuestion) error {
	for _, q := range list {
		for i := range q.People {
			s.asked++
			s.clock.pass(3 * time.Second)
			if err := s.askLive(ctx, b, s.asked, q.Wordings[i%len(q.Wordings)]); err != nil {
				return err
			}
		}
	}
	if err := s.handled(ctx); err != nil {
		return err
	}
	return s.live.sorter.Sort(ctx)
}

// askLive lets somebody ask who was never here, from the broadcast's page, whose
// language is theirs.
func (h *house) askLive(ctx context.Context, b live.Broadcast, n int, text string) error {
	who := "audience-" + strconv.Itoa(n)
	return h.reception.Accept(ctx, talk.Inbound{
		Channel: web.Name, ID: "seed-" + h.newID(), Senders: []talk.Identity{castIdentity(who)}, Address: castVisitor(who), At: h.now(),
		Kind: talk.KindStart, Text: live.Address(b.Code, 0) + " " + text, Lang: words.Lang(text), Spoken: true,
	})
}
