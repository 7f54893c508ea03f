package ratings

import (
	"context"

	"majlis/flows/cases"
)

// Of is the rating of a case by the person whose case it is; found is false
// while there is none.
func Of(ctx context.Context, store Store, c cases.Case) (r Rating, found bool, err error) {
	list, err := store.CaseRatings(ctx, c.ID)
	if err != nil {
		return Rating{}, false, err
	}
	for _, r := range list {
		if r.Person == c.Person {
			return r, true, nil
		}
	}
	return Rating{}, false, nil
}
