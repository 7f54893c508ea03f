package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"majlis/flows"
)

// Books are the accounts of the broadcasts that are over: every question has one
// end, and whoever was promised an inquiry has it.
type Books struct {
	Closed    int          `json:"closed"`    // broadcasts, or cancelled
	Questions int          `json:"questions"` // and "me too"s in them
	Fates     map[Fate]int `json:"fates"`     // of each
	Owed      int          `json:"owed"`      // inquiries that were promised and are not made yet

	// What must be nought.
	Forgotten int `json:"forgotten"` // questions without an end, and inquiries still owed after followWithin
}

// followWithin is how long after its end a broadcast's inquiries may take to be
// made, also where the program was stopped for a while.
const followWithin = time.Hour

// Balanced reports whether nobody was forgotten.
func (b Books) Balanced() bool { return b.Forgotten == 0 }

// Audit reads the books of all broadcasts that are over.
func (d *Desk) Audit(ctx context.Context) (Books, error) {
	books := Books{Fates: map[Fate]int{}}
	list, err := d.Store.Broadcasts(ctx, Closed, Reported, Cancelled)
	if err != nil {
		return books, fmt.Errorf("reading broadcasts: %w", err)
	}
	for _, b := range list {
		if err := d.audit(ctx, b, &books); err != nil {
			return books, fmt.Errorf("broadcast %s: %w", b.ID, err)
		}
	}
	return books, nil
}

func (d *Desk) audit(ctx context.Context, bc Broadcast, books *Books) error {
	promised := map[string][]string{} // group → people
	err := d.Boards.Read(ctx, bc.ID, func(b *Board) error {
		for fate, n := range b.Ledger() {
			books.Fates[fate] += n
			books.Questions += n
			if fate == FateWaiting {
				books.Forgotten += n
			}
		}
		for _, g := range b.Groups() {
			if g.State == Later {
				promised[g.ID] = b.People(g)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	owed, err := d.owed(ctx, bc.ID, promised)
	if err != nil {
		return err
	}
	books.Closed++
	books.Owed += owed
	if d.Now().Sub(bc.ClosedAt) > followWithin {
		books.Forgotten += owed
	}
	return nil
}

// owed counts the people without the inquiry that they were promised. Who was
// deleted since is owed nothing; two records that became one have one inquiry.
func (d *Desk) owed(ctx context.Context, broadcast string, promised map[string][]string) (owed int, err error) {
	made, err := d.Store.FollowUps(ctx, broadcast)
	if err != nil {
		return 0, err
	}
	for group, people := range promised {
		there := map[string]bool{}
		for _, person := range people {
			m, err := d.Store.Member(ctx, broadcast, person)
			switch {
			case err == nil:
				there[m.Person] = true
			case !errors.Is(err, flows.ErrNotFound):
				return 0, err
			}
		}
		owed += max(0, len(there)-len(made[group]))
	}
	return owed, nil
}
