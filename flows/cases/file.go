package cases

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/talk"
)

// maxDraws bounds the search for a free reference number. With a million a year
// the tenth draw fails only when nearly all are taken.
const maxDraws = 10

// Filing is what a citizen hands in.
type Filing struct {
	Kind    Kind
	Service string // id in ministry.yaml; "" when none fits
	Text    string // masked
	Lang    string
	Who     talk.Who
	Files   []string
	Place   *talk.Place
	Owner   string // staff id; "" nobody yet
}

// File makes a case of what a citizen hands in, with a reference number and a
// due date. It belongs into a transaction.
func (d Desk) File(ctx context.Context, f Filing) (Case, error) {
	now := d.Now()
	due, counted := Due(d.Ministry, f.Kind, now)
	c := Case{
		ID: d.NewID(), Kind: f.Kind, Status: Received, Service: f.Service, Text: f.Text, Lang: f.Lang,
		Person: f.Who.Person, Contact: f.Who.Contact, Channel: f.Who.Channel, Owner: f.Owner, Files: f.Files, Place: f.Place,
		CreatedAt: now, DueAt: due, Counted: counted.JSON(),
	}
	if err := d.number(ctx, &c); err != nil {
		return Case{}, fmt.Errorf("filing a case: %w", err)
	}
	event := Event{ID: d.NewID(), Case: c.ID, At: now, Kind: EventFiled, Text: c.Text, Files: c.Files}
	if err := d.Store.AddEvent(ctx, event); err != nil {
		return Case{}, fmt.Errorf("filing case %s: %w", c.Ref, err)
	}
	return c, nil
}

// number draws reference numbers until one is free, and writes the case.
func (d Desk) number(ctx context.Context, c *Case) error {
	random := d.Random
	if random == nil {
		random = rand.Reader
	}
	year := c.CreatedAt.In(d.Ministry.Zone.Location()).Year()
	for range maxDraws {
		ref, err := NewRef(random, year)
		if err != nil {
			return err
		}
		c.Ref = string(ref)
		if err := d.Store.CreateCase(ctx, *c); !errors.Is(err, flows.ErrExists) {
			return err
		}
	}
	return fmt.Errorf("no free reference number in %d draws: %w", maxDraws, flows.ErrExists)
}
