package cases

import "context"

// Assign gives a case to a staff member, or to nobody when owner is empty. A
// case that was only received is in review from then on.
func (d Desk) Assign(ctx context.Context, deed Deed, owner string) (Case, error) {
	return d.act(ctx, deed, func(c *Case, e *Event) (string, error) {
		e.Kind, e.Text = EventAssigned, owner
		c.Owner = owner
		if owner != "" && c.Status == Received {
			c.Status = InReview
		}
		return "", nil
	})
}
