package desk

import (
	"slices"

	"majlis/flows/live"
)

// life are the statuses of a broadcast that isn't cancelled.
var life = []live.Status{live.Planned, live.Announced, live.Collecting, live.OnAir, live.Closed, live.Reported}

func lifeOf(b live.Broadcast) (list []stage) {
	at := slices.Index(life, b.Status)
	for i, status := range life {
		list = append(list, stage{status, i < at, i == at})
	}
	return list
}
