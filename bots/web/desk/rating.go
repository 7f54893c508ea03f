package desk

import (
	"net/http"
	"slices"
	"strconv"

	"majlis/flows/cases"
	"majlis/flows/ratings"
)

// eventRated is the line of a case's history that tells of its rating; the rating
// is a record of its own, so that it can be changed.
const eventRated cases.EventKind = "rated"

// rate fills in how the citizen rates the service, and puts it into the history.
func (d *Desk) rate(r *http.Request, v *caseView) error {
	rating, found, err := ratings.Of(r.Context(), d.Ratings, v.Case)
	if err != nil || !found {
		return err
	}
	v.Rating = &rating
	rated := said{Event: cases.Event{Case: v.Case.ID, At: rating.At, Kind: eventRated}, Detail: strconv.Itoa(rating.Score)}
	at := slices.IndexFunc(v.History, func(s said) bool { return !s.Event.At.After(rating.At) }) // newest first
	if at < 0 {
		at = len(v.History)
	}
	v.History = slices.Insert(v.History, at, rated)
	return nil
}
