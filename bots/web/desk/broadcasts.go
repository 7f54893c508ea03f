package desk

import (
	"net/http"
	"slices"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"
)

type broadcastsView struct {
	frame
	Shelves []shelf // those with a broadcast on them
	Zone    string  // in which times are written
}

// shelf holds the broadcasts of one status.
type shelf struct {
	Status live.Status
	Rows   []broadcastRow
}

type broadcastRow struct {
	live.Broadcast
	Host string // name
}

// shelves in their order: what goes on, what comes, what is over.
var shelves = []live.Status{
	live.OnAir, live.Collecting, live.Announced, live.Planned, live.Closed, live.Reported, live.Cancelled,
}

// ifLive lets a page be found only where there are broadcasts.
func (d *Desk) ifLive(serve page.Func) page.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if d.Live == nil {
			return flows.ErrNotFound
		}
		return serve(w, r)
	}
}

func (d *Desk) broadcasts(w http.ResponseWriter, r *http.Request) error {
	list, err := d.Live.Store.Broadcasts(r.Context())
	if err != nil {
		return err
	}
	names, err := d.names(r)
	if err != nil {
		return err
	}
	v := broadcastsView{frame: d.frame(r, "broadcasts"), Zone: d.zone()}
	for _, status := range shelves {
		s := shelf{Status: status}
		for _, b := range list { // the latest start first
			if b.Status == status {
				s.Rows = append(s.Rows, broadcastRow{b, names[b.Host]})
			}
		}
		if !status.Over() {
			slices.Reverse(s.Rows)
		}
		if len(s.Rows) > 0 {
			v.Shelves = append(v.Shelves, s)
		}
	}
	return d.show(w, r, http.StatusOK, "broadcasts", "desk.live.title", v)
}

// zone names the zone in which the ministry's times are.
func (d *Desk) zone() string { return d.site.Ministry.Zone.Location().String() }
