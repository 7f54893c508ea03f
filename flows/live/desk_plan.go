package live

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/words"
)

// Limits of a plan.
const (
	maxTitle  = 120 // graphemes
	maxAbout  = 600
	maxLength = 12 * time.Hour
	maxDelay  = 5 * time.Minute
	maxDraws  = 20 // of a code; four digits leave room for thousands of open broadcasts
)

// Plan is what staff set about a broadcast.
type Plan struct {
	Title, About, Keyword flows.Text
	Link, Service, Host   string
	StartsAt              time.Time
	Length, Delay         time.Duration
	Moderation            Moderation
	Flagged               []string
}

// Create plans a broadcast; nobody is told of it yet.
func (d *Desk) Create(ctx context.Context, p Plan) (Broadcast, error) {
	p, err := d.checked(p)
	if err != nil {
		return Broadcast{}, err
	}
	b := Broadcast{ID: d.NewID(), Key: rand.Text(), Status: Planned, CreatedAt: d.Now()}
	p.into(&b)
	for range maxDraws {
		if b.Code, err = d.code(); err != nil {
			return Broadcast{}, err
		}
		if err = d.Store.CreateBroadcast(ctx, b); !errors.Is(err, flows.ErrExists) {
			return b, err
		}
	}
	return Broadcast{}, fmt.Errorf("no free code in %d draws: %w", maxDraws, err)
}

// Years of this century and the last are no codes: people write them.
const firstYear, years = 1900, 200

// code draws four digits that are no year and don't begin with 0 or 9: those begin
// the words that work everywhere.
func (d *Desk) code() (string, error) {
	random := d.Random
	if random == nil {
		random = rand.Reader
	}
	n, err := rand.Int(random, big.NewInt(8000-years))
	if err != nil {
		return "", err
	}
	code := 1000 + n.Int64()
	if code >= firstYear {
		code += years
	}
	return fmt.Sprint(code), nil
}

// Edit changes what is set about a broadcast that is not over. A new time is
// told, once, to everyone who was told the old one.
func (d *Desk) Edit(ctx context.Context, id string, version int, p Plan) (Broadcast, error) {
	p, err := d.checked(p)
	if err != nil {
		return Broadcast{}, err
	}
	return d.change(ctx, id, version, func(b *Broadcast) error {
		if b.Status.Over() {
			return &flows.Mistake{Field: "broadcast", Code: "over"}
		}
		if b.Status != Planned && !b.StartsAt.Equal(p.StartsAt) {
			b.Moved++
		}
		p.into(b)
		return nil
	})
}

// RenewKey makes a new key for presenters; links with the old one lead nowhere.
func (d *Desk) RenewKey(ctx context.Context, id string, version int) (Broadcast, error) {
	return d.change(ctx, id, version, func(b *Broadcast) error {
		b.Key = rand.Text()
		return nil
	})
}

func (p Plan) into(b *Broadcast) {
	b.Title, b.About, b.Keyword = p.Title, p.About, p.Keyword
	b.Link, b.Service, b.Host, b.StartsAt, b.Length, b.Delay = p.Link, p.Service, p.Host, p.StartsAt, p.Length, p.Delay
	b.Moderation, b.Flagged = p.Moderation, p.Flagged
}

// checked cleans a plan and refuses what can't be.
func (d *Desk) checked(p Plan) (Plan, error) {
	for _, t := range []*string{&p.Title.Ar, &p.Title.En, &p.About.Ar, &p.About.En, &p.Keyword.Ar, &p.Keyword.En, &p.Link} {
		*t = strings.TrimSpace(words.Clean(*t))
	}
	if p.Moderation == "" {
		p.Moderation = ModerateAll
	}
	for _, w := range p.Flagged {
		if strings.TrimSpace(w) == "" {
			return p, &flows.Mistake{Field: "flagged", Code: "empty"}
		}
	}
	for _, rule := range []struct {
		broken      bool
		field, code string
	}{
		{p.Title.Ar == "" && p.Title.En == "", "title", "empty"},
		{max(words.Graphemes(p.Title.Ar), words.Graphemes(p.Title.En)) > maxTitle, "title", "long"},
		{max(words.Graphemes(p.About.Ar), words.Graphemes(p.About.En)) > maxAbout, "about", "long"},
		{strings.ContainsAny(p.Keyword.Ar+p.Keyword.En, " \n"), "keyword", "one_word"},
		{p.StartsAt.IsZero(), "starts_at", "empty"},
		{p.Length <= 0 || p.Length > maxLength, "length", "range"},
		{p.Delay < 0 || p.Delay > maxDelay, "delay", "range"},
		{p.Host == "", "host", "empty"},
		{p.Link != "" && !isWebAddress(p.Link), "link", "address"},
		{!slices.Contains([]Moderation{ModerateNone, ModerateAll, ModerateFlagged}, p.Moderation), "moderation", "unknown"},
		{p.Service != "" && !d.serves(p.Service), "service", "unknown"},
	} {
		if rule.broken {
			return p, &flows.Mistake{Field: rule.field, Code: rule.code}
		}
	}
	return p, nil
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

func (d *Desk) serves(id string) bool {
	return slices.ContainsFunc(d.Ministry.Services, func(s flows.Service) bool { return s.ID == id })
}

// change reads, changes and writes a broadcast that nobody changed since.
func (d *Desk) change(ctx context.Context, id string, version int, fn func(*Broadcast) error) (after Broadcast, err error) {
	err = d.Store.Write(ctx, func(ctx context.Context) error {
		b, err := d.Store.Broadcast(ctx, id)
		if err != nil {
			return err
		}
		if b.Version != version {
			return flows.ErrStale
		}
		if err := fn(&b); err != nil {
			return err
		}
		if err := d.Store.UpdateBroadcast(ctx, b); err != nil {
			return err
		}
		b.Version++
		after = b
		return nil
	})
	if err != nil {
		return Broadcast{}, fmt.Errorf("broadcast %s: %w", id, err)
	}
	return after, nil
}
