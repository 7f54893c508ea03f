package desk

import (
	"slices"
	"sync"
	"time"
)

// presentFor is how long somebody counts as looking at a case after their page
// last asked.
const presentFor = 45 * time.Second

// presence remembers who looks at which case, in this process only: it is a
// courtesy between colleagues, the version of a case is the guard.
type presence struct {
	now func() time.Time
	mu  sync.Mutex
	at  map[string]map[string]time.Time // case → staff id → last asked
}

func newPresence(now func() time.Time) *presence {
	return &presence{now: now, at: map[string]map[string]time.Time{}}
}

// look records that a person looks at a case and returns the others who do.
func (p *presence) look(caseID, user string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for id, people := range p.at {
		for who, last := range people {
			if now.Sub(last) > presentFor {
				delete(people, who)
			}
		}
		if len(people) == 0 {
			delete(p.at, id)
		}
	}
	if p.at[caseID] == nil {
		p.at[caseID] = map[string]time.Time{}
	}
	p.at[caseID][user] = now
	var others []string
	for who := range p.at[caseID] {
		if who != user {
			others = append(others, who)
		}
	}
	slices.Sort(others)
	return others
}
