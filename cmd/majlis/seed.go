package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"majlis/bots/web"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/staff"
	"majlis/flows/talk"
	"majlis/flows/words"
)

//go:embed seed
var seedFiles embed.FS

// seedData is seed/demo.yaml.
type seedData struct {
	Staff []struct {
		Name string     `yaml:"name"`
		Role staff.Role `yaml:"role"`
		Lang string     `yaml:"lang"`
	} `yaml:"staff"`
	Talks   []seedTalk  `yaml:"talks"`
	Entries []seedEntry `yaml:"entries"`
}

type seedTalk struct {
	Who     string    `yaml:"who"`
	Lang    string    `yaml:"lang"`
	DaysAgo int       `yaml:"days_ago"`
	Says    []string  `yaml:"says"`
	Reply   *seedDeed `yaml:"reply"`
	Ask     *seedDeed `yaml:"ask"`
	Then    []string  `yaml:"then"` // what the citizen says to that
}

// seedDeed is what a staff member answers, a day later.
type seedDeed struct {
	By   string `yaml:"by"`
	Text string `yaml:"text"`
}

type seedEntry struct {
	Like       string          `yaml:"like"`
	State      faq.EntryStatus `yaml:"state"`
	Service    string          `yaml:"service"`
	QuestionAr string          `yaml:"question_ar"`
	QuestionEn string          `yaml:"question_en"`
	AnswerAr   string          `yaml:"answer_ar"`
	AnswerEn   string          `yaml:"answer_en"`
}

// password is what a member of staff signs in with, told once.
type password struct{ name, role, password string }

// seeded is what whoever shows the demo has to know of it.
type seeded struct {
	passwords []password
	show      *programme // on air
}

// seed makes up six weeks of a ministry, through the same doors as real life:
// citizens talk, staff reply, questions are grouped, answers approved.
func (h *house) seed(ctx context.Context, clock *seedClock) (d seeded, err error) {
	raw, err := seedFiles.ReadFile("seed/demo.yaml")
	if err != nil {
		return d, err
	}
	var data seedData
	if err := yaml.UnmarshalWithOptions(raw, &data, yaml.Strict()); err != nil {
		return d, err
	}
	defer clock.set(0)
	users, passwords, err := h.seedStaff(ctx, data)
	d.passwords = passwords
	if err != nil {
		return d, err
	}
	if err := h.seedQuestions(ctx); err != nil {
		return d, err
	}
	if err := h.seedTalks(ctx, clock, data, users); err != nil {
		return d, err
	}
	clock.set(0)
	if err := h.seedEntries(ctx, data, users); err != nil {
		return d, err
	}
	d.show, err = h.seedLive(ctx, clock, users)
	return d, err
}

func (h *house) seedStaff(ctx context.Context, data seedData) (map[string]staff.User, []password, error) {
	users := map[string]staff.User{}
	var passwords []password
	for _, s := range data.Staff {
		secret := strings.ToLower(rand.Text()[:4] + "-" + rand.Text()[:4] + "-" + rand.Text()[:4])
		u, err := h.accounts.Create(ctx, s.Name, secret, s.Role, s.Lang)
		if err != nil {
			return nil, nil, err
		}
		users[s.Name] = u
		passwords = append(passwords, password{s.Name, string(s.Role), secret})
	}
	return users, passwords, nil
}

// seedQuestions takes in questions.csv as an import of private messages.
func (h *house) seedQuestions(ctx context.Context) error {
	raw, err := seedFiles.ReadFile("seed/questions.csv")
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		return err
	}
	guard := h.guard()
	var list []faq.Question
	for i, row := range rows[1:] {
		days, err := strconv.Atoi(row[1])
		if err != nil {
			return err
		}
		text := guard.Clean(row[2]).Text
		at := h.now().Add(-time.Duration(days)*24*time.Hour - time.Duration(i)*time.Minute)
		list = append(list, faq.Question{
			ID: h.newID(), Text: text, Lang: words.Lang(text), Asker: row[0], Source: "import:demo", At: at,
		})
	}
	_, err = h.addQuestions(ctx, list)
	return err
}

func (h *house) seedTalks(ctx context.Context, clock *seedClock, data seedData, users map[string]staff.User) error {
	return h.whileReceiving(ctx, func() error {
		for _, t := range data.Talks {
			if err := h.seedTalk(ctx, clock, t, users); err != nil {
				return fmt.Errorf("%s: %w", t.Who, err)
			}
		}
		return nil
	})
}

// whileReceiving lets the reception take turns while something is made up.
func (h *house) whileReceiving(ctx context.Context, do func() error) error {
	inside, stop := context.WithCancel(ctx)
	var rooms sync.WaitGroup
	rooms.Go(func() { h.reception.Run(inside) })
	defer rooms.Wait()
	defer stop()
	return do()
}

func (h *house) seedTalk(ctx context.Context, clock *seedClock, t seedTalk, users map[string]staff.User) error {
	clock.set(t.DaysAgo)
	if err := h.seedSays(ctx, t, 0, t.Says); err != nil {
		return err
	}
	clock.set(max(t.DaysAgo-1, 0))
	if err := h.seedDeeds(ctx, t, users); err != nil {
		return err
	}
	if err := h.handled(ctx); err != nil { // the house may have asked something
		return err
	}
	return h.seedSays(ctx, t, len(t.Says), t.Then)
}

// lineEvery keeps the lines of a talk in different milliseconds, which is how
// finely they are told apart when they are shown again.
const lineEvery = 2 * time.Millisecond

// seedSays says a citizen's lines, the first of them their line number from, each
// after the turn of the one before.
func (h *house) seedSays(ctx context.Context, t seedTalk, from int, lines []string) error {
	for i, line := range lines {
		in := talk.Inbound{
			Channel: web.Name, ID: "seed-" + t.Who + "-" + strconv.Itoa(from+i), Senders: []talk.Identity{castIdentity(t.Who)},
			Address: castVisitor(t.Who), At: h.now(), Kind: talk.KindText, Text: line, Lang: t.Lang,
		}
		if err := h.reception.Accept(ctx, in); err != nil {
			return err
		}
		if err := h.handled(ctx); err != nil {
			return err
		}
		time.Sleep(lineEvery)
	}
	return nil
}

func castIdentity(who string) talk.Identity {
	return talk.Identity{Kind: web.Name, ID: castVisitor(who)}
}

// handled waits until every message has its turn.
func (h *house) handled(ctx context.Context) error {
	for ctx.Err() == nil {
		waiting, err := h.db.Unhandled(ctx, 1)
		if err != nil || len(waiting) == 0 {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return ctx.Err()
}

func (h *house) seedDeeds(ctx context.Context, t seedTalk, users map[string]staff.User) error {
	deed, act := t.Reply, h.cases.Reply
	if t.Ask != nil {
		deed, act = t.Ask, h.cases.AskInfo
	}
	if deed == nil {
		return nil
	}
	who, found, err := h.db.Who(ctx, talk.Inbound{Channel: web.Name, Senders: []talk.Identity{castIdentity(t.Who)}})
	if err != nil {
		return err
	}
	list, err := h.db.CasesOf(ctx, who.Person, 1)
	if err != nil {
		return err
	}
	if !found || len(list) == 0 {
		return errSeed
	}
	by := users[deed.By].ID
	c, err := h.cases.Assign(ctx, cases.Deed{Case: list[0].ID, Version: list[0].Version, Actor: by}, by)
	if err != nil {
		return err
	}
	_, err = act(ctx, cases.Deed{Case: c.ID, Version: c.Version, Actor: by}, deed.Text)
	return err
}
